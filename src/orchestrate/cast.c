// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who plays what, as tables. Shares of the lead are set so that, with what lies
// well and what a speaker lets through, the tune is shared as in symphonies:
// violins 42 % of melody time, flute 22, oboe 10, clarinet 6, horn 5, cello
// 2.5, bassoon 2, viola 2, trumpet 2; bent by mood and loudness.

#include "orchestrate/room.h"

#define END -1

typedef struct {
  int instrument;
  double share;
  double loud;       // added per unit of level above .5
  const char* moods; // digit per mood, 5 = as usual
} Lead;

//                                   TSWM DTSA TRSN PGRA
static const Lead leads[] = {
    {ELARA_VIOLIN_1, .64, .5, "5543457777663476"},
    {ELARA_VIOLIN_2, .05, .2, "3322354443333343"},
    {ELARA_FLUTE, .17, -.1, "6376423245876450"},
    {ELARA_OBOE, .20, .0, "6634312134564540"},
    {ELARA_CLARINET, .045, .0, "6546433234667742"},
    {ELARA_ENGLISH_HORN, .025, -.1, "4725402012460220"},
    {ELARA_HORN, .04, .4, "5376443589542475"},
    {ELARA_CELLO, .12, .0, "7823412334462282"},
    {ELARA_VIOLA, .03, .0, "4524323223453232"},
    {ELARA_BASSOON, .04, .0, "1315622222226920"},
    {ELARA_BASS_CLARINET, .015, -.1, "0206900000010600"},
    {ELARA_TRUMPET, .025, .6, "1120143597310636"},
    {ELARA_TROMBONE, .012, .6, "0002554475000526"},
    {ELARA_PICCOLO, .012, .1, "0020000121008501"},
    {ELARA_XYLOPHONE, .004, .1, "0000000100007500"},
    {ELARA_CELESTA, .01, -.3, "2064102000320300"},
    {ELARA_CHOIR, .008, .1, "1274420253200020"},
};

int
elara_lead_mood(const ElaraPhrase* phrase, int instrument)
{
  for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
    if (leads[i].instrument == instrument)
      return leads[i].moods[phrase->mood] - '0';
  }
  return 0;
}

// What would stand between a speaker and the listener: reeds, muted brass,
// the tops of violins and piccolos.
static int
masks_speech(int instrument)
{
  return instrument == ELARA_OBOE || instrument == ELARA_TRUMPET ||
         instrument == ELARA_PICCOLO || instrument == ELARA_XYLOPHONE;
}

double
elara_lead_weight(const Stand* s, int instrument)
{
  const ElaraPhrase* const phrase = s->phrase;
  if (s->speaking && masks_speech(instrument)) return 0.0;
  for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
    const Lead* const l = &leads[i];
    if (l->instrument != instrument) continue;
    const double level = (phrase->level + phrase->level_end) / 2.0;
    double w = l->share * (l->moods[phrase->mood] - '0') / 5.0;
    w *= 1.0 + 1.6 * l->loud * (level - .5) * 2.0;
    return w < 0.0 ? 0.0 : w;
  }
  return 0.0;
}

typedef struct {
  int instrument;
  const char* moods; // digit per mood: 0 silent ... 9 at home
} Guest;

// Who may thicken the harmony. Comedy is light and dry, dread is low and dark,
// tenderness has no brass.
//                                   TSWM DTSA TRSN PGRA
static const Guest guests[] = {
    {ELARA_PICCOLO, "1040034677118756"},
    {ELARA_FLUTE, "8493033388874480"},
    {ELARA_OBOE, "7752044477666660"},
    {ELARA_ENGLISH_HORN, "6868446444682450"},
    {ELARA_CLARINET, "8887446677789770"},
    {ELARA_BASS_CLARINET, "1518958411121911"},
    {ELARA_BASSOON, "6755888666669977"},
    {ELARA_CONTRABASSOON, "0202976744000607"},
    {ELARA_HORN, "7775677789771389"},
    {ELARA_TRUMPET, "0000042699000228"},
    {ELARA_TROMBONE, "0222786799000329"},
    {ELARA_BASS_TROMBONE, "0101986788000219"},
    {ELARA_TUBA, "0101975688000208"},
    {ELARA_GLOCKENSPIEL, "2084001083327240"},
    {ELARA_XYLOPHONE, "0010242431009802"},
    {ELARA_CELESTA, "6198201021555340"},
    {ELARA_HARP, "9597223365974292"},
    {ELARA_CHOIR, "0384740285310043"},
};

// Kept for the climax of the story; dread may have them before.
static int
held_back(const Stand* s, int instrument)
{
  const ElaraMood mood = s->phrase->mood;
  if (s->cue->reach >= FULL_FORCE || mood == ELARA_MOOD_DREAD ||
      mood == ELARA_MOOD_TERROR)
    return 0;
  return instrument == ELARA_BASS_TROMBONE || instrument == ELARA_TUBA;
}

int
elara_welcome(const Stand* s, int instrument)
{
  if (held_back(s, instrument)) return 0;
  if (s->speaking && masks_speech(instrument)) return 0;
  // at the climax of the story nobody stays at home
  const int everyone = s->phrase->ensemble == ELARA_ENSEMBLE_TUTTI ||
                       (s->phrase->climax && s->cue->reach >= .95);
  // small bells are not heard under an orchestra, only seen on its page
  if (everyone &&
      (instrument == ELARA_CELESTA || instrument == ELARA_GLOCKENSPIEL))
    return 0;
  for (size_t i = 0; i < sizeof guests / sizeof *guests; i++) {
    if (guests[i].instrument != instrument) continue;
    const int digit = guests[i].moods[s->phrase->mood] - '0';
    return everyone && digit < 6 ? 6 : digit;
  }
  return 7;
}

const int*
elara_cast_figure(const Stand* s, const ElaraLine* line)
{
  static const int pizz[] = {ELARA_VIOLA, ELARA_VIOLIN_2, ELARA_CELLO,
                             ELARA_VIOLIN_1, END};
  static const int drive[] = {
      ELARA_VIOLA,   ELARA_VIOLIN_2, ELARA_CELLO, ELARA_VIOLIN_1,
      ELARA_BASSOON, ELARA_CLARINET, END};
  static const int ripple[] = {ELARA_HARP,  ELARA_CLARINET, ELARA_VIOLIN_2,
                               ELARA_FLUTE, ELARA_VIOLA,    END};
  static const int soft[] = {ELARA_CLARINET, ELARA_VIOLA,    ELARA_HARP,
                             ELARA_BASSOON,  ELARA_VIOLIN_2, END};
  static const int comic[] = {ELARA_BASSOON, ELARA_CLARINET, ELARA_XYLOPHONE,
                              ELARA_FLUTE,   ELARA_OBOE,     END};
  static const int dark[] = {ELARA_VIOLA,
                             ELARA_CELLO,
                             ELARA_VIOLIN_2,
                             ELARA_VIOLIN_1,
                             ELARA_BASS_CLARINET,
                             ELARA_BASSOON,
                             END};
  static const int web[] = {ELARA_HARP,  ELARA_CELESTA,  ELARA_GLOCKENSPIEL,
                            ELARA_FLUTE, ELARA_VIOLIN_2, END};
  const int technique =
      line->note_count ? line->notes[0].technique : ELARA_TECHNIQUE_NORMAL;
  const int sixteenths =
      line->note_count > 1 &&
      line->notes[1].tick - line->notes[0].tick < QUARTER / 2;
  if (s->phrase->ensemble == ELARA_ENSEMBLE_WEB) return web;
  if (technique == ELARA_TECHNIQUE_PIZZICATO) return pizz;
  if (s->phrase->mood == ELARA_MOOD_DREAD ||
      s->phrase->mood == ELARA_MOOD_TERROR)
    return dark;
  if (s->phrase->levity > .35 && !sixteenths) return comic;
  if (technique == ELARA_TECHNIQUE_STACCATO) return drive;
  return sixteenths ? ripple : soft;
}

const int*
elara_cast_counter(const ElaraPhrase* phrase)
{
  static const int warm[] = {ELARA_CELLO,    ELARA_HORN,    ELARA_VIOLA,
                             ELARA_CLARINET, ELARA_BASSOON, END};
  static const int bright[] = {ELARA_HORN,     ELARA_CLARINET, ELARA_CELLO,
                               ELARA_VIOLIN_2, ELARA_OBOE,     END};
  static const int dark[] = {ELARA_BASSOON, ELARA_BASS_CLARINET, ELARA_TROMBONE,
                             ELARA_CELLO,   ELARA_HORN,          END};
  if (phrase->tension > .5 && phrase->valence < 0.0) return dark;
  return phrase->brightness > .2 ? bright : warm;
}

const int*
elara_cast_descant(int lead)
{
  static const int reeds[] = {ELARA_CLARINET, ELARA_OBOE, ELARA_VIOLIN_2,
                              ELARA_FLUTE, END};
  static const int strings[] = {ELARA_VIOLIN_2, ELARA_OBOE, ELARA_CLARINET,
                                ELARA_VIOLA, END};
  static const int brass[] = {ELARA_TRUMPET, ELARA_HORN, ELARA_TROMBONE,
                              ELARA_CLARINET, END};
  switch (elara_instrument(lead)->family) {
  case ELARA_FAMILY_STRING:
    return strings;
  case ELARA_FAMILY_BRASS:
    return brass;
  default:
    return reeds;
  }
}

const int*
elara_cast_colour(const ElaraPhrase* phrase)
{
  static const int magic[] = {ELARA_CELESTA, ELARA_HARP, ELARA_GLOCKENSPIEL,
                              END};
  static const int plain[] = {ELARA_HARP, ELARA_CELESTA, END};
  static const int funeral[] = {ELARA_TUBULAR_BELLS, ELARA_HARP, ELARA_CELESTA,
                                END};
  if (phrase->mood == ELARA_MOOD_DREAD) return funeral;
  return phrase->mood == ELARA_MOOD_MYSTERY || phrase->mood == ELARA_MOOD_WONDER
             ? magic
             : plain;
}
