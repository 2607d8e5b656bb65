// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the words above a staff mean, in plain letters with spaces around them
// (elara_notation_plain). Tables, to be added to.

#include "notation/room.h"

#include <string.h>

// From the special to the general: the first that is found is what is meant.
static const struct {
  const char* words;
  NotationWay way;
} ways[] = {
    {" snap pizz", WAY_NONE},
    {" pizz", WAY_PLUCKED},
    {" gezupft", WAY_PLUCKED},
    {" arco", WAY_BOWED},
    {" gestrichen", WAY_BOWED},
    {" col legno", WAY_WOOD},
    {" senza sord", WAY_OPEN},
    {" ohne dampfer", WAY_OPEN},
    {" dampfer ab", WAY_OPEN},
    {" sans sourdine", WAY_OPEN},
    {" mutes off", WAY_OPEN},
    {" via sord", WAY_OPEN},
    {" open ", WAY_OPEN},
    {" con sord", WAY_MUTED},
    {" mit dampfer", WAY_MUTED},
    {" avec sourdine", WAY_MUTED},
    {" muted", WAY_MUTED},
    {" with mute", WAY_MUTED},
    {" straight mute", WAY_MUTED},
    {" sordin", WAY_MUTED},
    {" sul pont", WAY_BRIDGE},
    {" am steg", WAY_BRIDGE},
    {" sur le chevalet", WAY_BRIDGE},
    {" pont ", WAY_BRIDGE},
    {" ord ", WAY_ORDINARY},
    {" ordinario", WAY_ORDINARY},
    {" naturale", WAY_ORDINARY},
    {" nat ", WAY_ORDINARY},
    {" non trem", WAY_ORDINARY},
    {" norm", WAY_ORDINARY},
    {" trem", WAY_TREMBLING},
    {" gestopft", WAY_STOPPED},
    {" stopped", WAY_STOPPED},
    {" bouche", WAY_STOPPED},
};

// Quarter notes a minute where words alone say how fast it is; from the
// special to the general.
static const struct {
  const char* words;
  double bpm;
} tempi[] = {
    {" larghetto", 63},      {" adagietto", 70},    {" andantino", 88},
    {" allegretto", 112},    {" prestissimo", 200}, {" grave", 40},
    {" largo", 48},          {" larghissimo", 30},  {" lento", 54},
    {" lent ", 54},          {" langsam", 54},      {" adagio", 60},
    {" andante", 76},        {" gehend", 76},       {" moderato", 100},
    {" massig", 100},        {" modere", 100},      {" allegro con", 138},
    {" allegro molto", 150}, {" allegro", 132},     {" lebhaft", 132},
    {" anime", 132},         {" schnell", 144},     {" rasch", 138},
    {" vivace", 160},        {" vivo", 152},        {" vif ", 152},
    {" presto", 180},
};

static const struct {
  const char* words;
  NotationEventKind event;
} events[] = {
    {" a tempo", EVENT_BACK},      {" im tempo", EVENT_BACK},
    {" im zeitmass", EVENT_BACK},  {" au mouvement", EVENT_BACK},
    {" tempo i ", EVENT_FIRST},    {" tempo 1 ", EVENT_FIRST},
    {" tempo primo", EVENT_FIRST}, {" rit ", EVENT_SLOWER},
    {" ritard", EVENT_SLOWER},     {" riten", EVENT_SLOWER},
    {" rall", EVENT_SLOWER},       {" allarg", EVENT_SLOWER},
    {" calando", EVENT_SLOWER},    {" smorz", EVENT_SLOWER},
    {" morendo", EVENT_SLOWER},    {" langsamer", EVENT_SLOWER},
    {" accel", EVENT_FASTER},      {" string ", EVENT_FASTER},
    {" stringendo", EVENT_FASTER}, {" schneller", EVENT_FASTER},
    {" tacet", EVENT_TACET},
};

// Also the words that the writer of our own scores prints over a cue.
static const struct {
  const char* words;
  ElaraMood mood;
} moods[] = {
    {" dolcissimo", ELARA_MOOD_TENDERNESS},
    {" dolce", ELARA_MOOD_TENDERNESS},
    {" zart", ELARA_MOOD_TENDERNESS},
    {" dolor", ELARA_MOOD_SORROW},
    {" mest", ELARA_MOOD_SORROW},
    {" lament", ELARA_MOOD_SORROW},
    {" lugubre", ELARA_MOOD_SORROW},
    {" meraviglia", ELARA_MOOD_WONDER},
    {" misterios", ELARA_MOOD_MYSTERY},
    {" cupo", ELARA_MOOD_DREAD},
    {" furios", ELARA_MOOD_TERROR},
    {" sospes", ELARA_MOOD_SUSPENSE},
    {" agitat", ELARA_MOOD_ACTION},
    {" con fuoco", ELARA_MOOD_ACTION},
    {" trionf", ELARA_MOOD_TRIUMPH},
    {" maestos", ELARA_MOOD_TRIUMPH},
    {" risolut", ELARA_MOOD_RESOLVE},
    {" sereno", ELARA_MOOD_SERENITY},
    {" tranquill", ELARA_MOOD_SERENITY},
    {" ruhig", ELARA_MOOD_SERENITY},
    {" nostalg", ELARA_MOOD_NOSTALGIA},
    {" scherz", ELARA_MOOD_PLAYFULNESS},
    {" giocos", ELARA_MOOD_PLAYFULNESS},
    {" grazios", ELARA_MOOD_PLAYFULNESS},
    {" grottesc", ELARA_MOOD_GROTESQUE},
    {" appassionat", ELARA_MOOD_ROMANCE},
    {" espressiv", ELARA_MOOD_ROMANCE},
    {" feroce", ELARA_MOOD_ANGER},
};

static void
read_ways(const char* plain, NotationWords* words)
{
  int count = 0;
  const char* last = NULL;
  for (size_t i = 0; i < sizeof ways / sizeof *ways && count < 2; i++) {
    const char* const found = strstr(plain, ways[i].words);
    if (!found || found == last || ways[i].way == WAY_NONE) continue;
    // "senza sord." holds no "sord."
    if (count && words->ways[0] == WAY_OPEN && ways[i].way == WAY_MUTED)
      continue;
    if (count && words->ways[0] == WAY_ORDINARY && ways[i].way == WAY_TREMBLING)
      continue;
    if (count && words->ways[0] == ways[i].way) continue;
    words->ways[count++] = ways[i].way;
    last = found;
  }
}

static void
read_jumps(const char* plain, NotationWords* words)
{
  if (strstr(plain, " d c ") || strstr(plain, " da capo")) words->jump = 1;
  if (strstr(plain, " d s ") || strstr(plain, " dal segno")) words->jump = 2;
  if (words->jump) return;
  if (strstr(plain, " to coda") || strstr(plain, " al coda")) words->jump = 3;
  if (strcmp(plain, " fine ") == 0) words->jump = 4;
}

NotationWords
elara_notation_words(const char* plain)
{
  NotationWords words = {.mood = -1};
  read_ways(plain, &words);
  read_jumps(plain, &words);
  for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
    if (words.has_event || !strstr(plain, events[i].words)) continue;
    words.has_event = 1;
    words.event = events[i].event;
  }
  for (size_t i = 0; i < sizeof tempi / sizeof *tempi; i++) {
    if (words.bpm > 0.0 || !strstr(plain, tempi[i].words)) continue;
    words.bpm = tempi[i].bpm;
  }
  for (size_t i = 0; i < sizeof moods / sizeof *moods; i++) {
    if (words.mood >= 0 || !strstr(plain, moods[i].words)) continue;
    words.mood = (int)moods[i].mood;
  }
  words.has_level = 1;
  if (strstr(plain, " cresc")) {
    words.level = MARK_GROW;
  } else if (strstr(plain, " dim ") || strstr(plain, " dimin") ||
             strstr(plain, " decresc")) {
    words.level = MARK_SHRINK;
  } else {
    words.has_level = 0;
  }
  return words;
}

double
elara_notation_level(const char* mark)
{
  static const char* const marks[] = {"ppp", "pp", "p",  "mp",
                                      "mf",  "f",  "ff", "fff"};
  for (int i = 0; i < 8; i++) {
    if (strcmp(mark, marks[i]) == 0) return (i + .5) / 8.0;
  }
  if (strcmp(mark, "n") == 0) return .01;
  if (strcmp(mark, "pppp") == 0 || strcmp(mark, "ppppp") == 0 ||
      strcmp(mark, "pppppp") == 0)
    return .02;
  if (strcmp(mark, "ffff") == 0 || strcmp(mark, "fffff") == 0 ||
      strcmp(mark, "ffffff") == 0)
    return 1.0;
  return -1.0;
}
