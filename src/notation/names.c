// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who plays a part, by what it is called in English, German, Italian and
// French. Tables, to be added to.

#include "notation/room.h"

#include <string.h>

// --- plain text --------------------------------------------------------------

// The Latin letters with marks of U+00C0..U+017F that instrument names have,
// without their marks; '?' for any other.
static char
bare_letter(unsigned code)
{
  static const struct {
    unsigned low, high;
    char letter;
  } letters[] = {
      {0xC0, 0xC5, 'a'},   {0xC7, 0xC7, 'c'},     {0xC8, 0xCB, 'e'},
      {0xCC, 0xCF, 'i'},   {0xD1, 0xD1, 'n'},     {0xD2, 0xD6, 'o'},
      {0xD9, 0xDC, 'u'},   {0xDF, 0xDF, 's'},     {0xE0, 0xE5, 'a'},
      {0xE7, 0xE7, 'c'},   {0xE8, 0xEB, 'e'},     {0xEC, 0xEF, 'i'},
      {0xF1, 0xF1, 'n'},   {0xF2, 0xF6, 'o'},     {0xF9, 0xFC, 'u'},
      {0x152, 0x153, 'o'}, {0x266D, 0x266D, 'b'},
  };
  for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
    if (code >= letters[i].low && code <= letters[i].high)
      return letters[i].letter;
  }
  return ' ';
}

static char
plain_letter(unsigned code)
{
  if (code >= 'A' && code <= 'Z') return (char)(code + 32);
  if ((code >= 'a' && code <= 'z') || (code >= '0' && code <= '9'))
    return (char)code;
  return code < 128 ? ' ' : bare_letter(code);
}

const char*
elara_notation_plain(NotationRoom* room, const char* text)
{
  const size_t count = strlen(text);
  char* const plain = (char*)elara_arena_alloc(room->arena, count + 3);
  if (!plain) return "";
  size_t at = 0;
  plain[at++] = ' '; // words are found with spaces around them
  for (size_t i = 0; i < count;) {
    uint32_t code = 0;
    const size_t size = elara_utf8_next(text + i, count - i, &code);
    const char c = size ? plain_letter(code) : ' ';
    i += size ? size : 1;
    if (c != ' ' || plain[at - 1] != ' ') plain[at++] = c;
    if (code == 0xDF) plain[at++] = c; // sharp s, two bytes long as well
  }
  if (plain[at - 1] != ' ') plain[at++] = ' ';
  return plain;
}

// --- names -------------------------------------------------------------------

// A word or more as a name has them, all lower case; from the special to the
// general. A name that begins with a space begins a word, one that ends with
// one ends it. NEAREST: 1 not ours, but closest to it; NOTATION_VAGUE: of its
// family.
typedef struct {
  const char* words;
  int instrument;
  int nearest;
} Name;

static const Name names[] = {
    // what contains the name of another
    {" english horn", ELARA_ENGLISH_HORN, 0},
    {" cor anglais", ELARA_ENGLISH_HORN, 0},
    {" corno inglese", ELARA_ENGLISH_HORN, 0},
    {" englisch", ELARA_ENGLISH_HORN, 0},
    {" basset", ELARA_CLARINET, 1},
    {" bassklar", ELARA_BASS_CLARINET, 0},
    {" bass cl", ELARA_BASS_CLARINET, 0},
    {" clarinetto basso", ELARA_BASS_CLARINET, 0},
    {" clarone", ELARA_BASS_CLARINET, 0},
    {" clarinette basse", ELARA_BASS_CLARINET, 0},
    {" b cl ", ELARA_BASS_CLARINET, 0},
    {" contrabass clarinet", ELARA_BASS_CLARINET, 1},
    {" contrabassoon", ELARA_CONTRABASSOON, 0},
    {" double bassoon", ELARA_CONTRABASSOON, 0},
    {" contrafagott", ELARA_CONTRABASSOON, 0},
    {" controfagott", ELARA_CONTRABASSOON, 0},
    {" kontrafagott", ELARA_CONTRABASSOON, 0},
    {" contrebasson", ELARA_CONTRABASSOON, 0},
    {" bassposaune", ELARA_BASS_TROMBONE, 0},
    {" bass trombone", ELARA_BASS_TROMBONE, 0},
    {" trombone basso", ELARA_BASS_TROMBONE, 0},
    {" trombone basse", ELARA_BASS_TROMBONE, 0},
    {" trombone 3", ELARA_BASS_TROMBONE, 0},
    {" trombone iii", ELARA_BASS_TROMBONE, 0},
    {" bass tuba", ELARA_TUBA, 0},
    {" basstuba", ELARA_TUBA, 0},
    {" bass drum", ELARA_PERCUSSION, 0},
    {" bass guitar", ELARA_DOUBLE_BASS, 1},
    {" electric bass", ELARA_DOUBLE_BASS, 1},
    {" bass voice", ELARA_CHOIR, 0},
    {" bass recorder", ELARA_BASSOON, 1},
    {" bass flute", ELARA_FLUTE, 1},
    {" alto flute", ELARA_FLUTE, 1},
    {" altflote", ELARA_FLUTE, 1},
    {" bass trumpet", ELARA_TROMBONE, 1},
    {" wagner", ELARA_HORN, 1},
    {" alto sax", ELARA_ENGLISH_HORN, 1},
    {" altsax", ELARA_ENGLISH_HORN, 1},
    {" tenor sax", ELARA_BASSOON, 1},
    {" baritone sax", ELARA_BASS_CLARINET, 1},
    {" soprano sax", ELARA_OBOE, 1},
    {" sax", ELARA_CLARINET, 1},
    {" alto trombone", ELARA_TROMBONE, 0},
    {" alto clarinet", ELARA_CLARINET, 1},
    {" oboe d amore", ELARA_ENGLISH_HORN, 1},
    // woodwinds
    {" piccol", ELARA_PICCOLO, 0},
    {" flauto piccolo", ELARA_PICCOLO, 0},
    {" ottavino", ELARA_PICCOLO, 0},
    {" petite flute", ELARA_PICCOLO, 0},
    {" picc", ELARA_PICCOLO, 0},
    {" pikkolo", ELARA_PICCOLO, 0},
    {" kleine flote", ELARA_PICCOLO, 0},
    {" flut", ELARA_FLUTE, 0},
    {" flaut", ELARA_FLUTE, 0},
    {" flot", ELARA_FLUTE, 0},
    {" gr fl", ELARA_FLUTE, 0},
    {" fl ", ELARA_FLUTE, 0},
    {" recorder", ELARA_FLUTE, 1},
    {" blockflot", ELARA_FLUTE, 1},
    {" whistle", ELARA_PICCOLO, 1},
    {" pan ", ELARA_FLUTE, 1},
    {" ocarina", ELARA_FLUTE, 1},
    {" oboe", ELARA_OBOE, 0},
    {" oboi", ELARA_OBOE, 0},
    {" hoboe", ELARA_OBOE, 0},
    {" hautbois", ELARA_OBOE, 0},
    {" ob ", ELARA_OBOE, 0},
    {" hb ", ELARA_OBOE, 0},
    {" clarinet", ELARA_CLARINET, 0},
    {" klarinet", ELARA_CLARINET, 0},
    {" cl ", ELARA_CLARINET, 0},
    {" klar ", ELARA_CLARINET, 0},
    {" bassoon", ELARA_BASSOON, 0},
    {" fagott", ELARA_BASSOON, 0},
    {" basson", ELARA_BASSOON, 0},
    {" bn ", ELARA_BASSOON, 0},
    {" bsn ", ELARA_BASSOON, 0},
    {" fg ", ELARA_BASSOON, 0},
    {" fag ", ELARA_BASSOON, 0},
    {" accordion", ELARA_CLARINET, 1},
    {" akkordeon", ELARA_CLARINET, 1},
    {" harmonica", ELARA_CLARINET, 1},
    // brass
    {" horn", ELARA_HORN, 0},
    {" french horn", ELARA_HORN, 0},
    {" waldhorn", ELARA_HORN, 0},
    {" corno", ELARA_HORN, 0},
    {" corni", ELARA_HORN, 0},
    {" cors ", ELARA_HORN, 0},
    {" cor ", ELARA_HORN, 0},
    {" hn ", ELARA_HORN, 0},
    {" hr ", ELARA_HORN, 0},
    {" flugelhorn", ELARA_TRUMPET, 1},
    {" cornet", ELARA_TRUMPET, 1},
    {" kornett", ELARA_TRUMPET, 1},
    {" bugle", ELARA_TRUMPET, 1},
    {" trumpet", ELARA_TRUMPET, 0},
    {" trompet", ELARA_TRUMPET, 0},
    {" tromba", ELARA_TRUMPET, 0},
    {" trombe", ELARA_TRUMPET, 0},
    {" clarin", ELARA_TRUMPET, 0},
    {" tpt ", ELARA_TRUMPET, 0},
    {" trp ", ELARA_TRUMPET, 0},
    {" trombon", ELARA_TROMBONE, 0},
    {" posaune", ELARA_TROMBONE, 0},
    {" tbn ", ELARA_TROMBONE, 0},
    {" pos ", ELARA_TROMBONE, 0},
    {" euphonium", ELARA_TUBA, 1},
    {" baritone horn", ELARA_TROMBONE, 1},
    {" sousaphon", ELARA_TUBA, 1},
    {" cimbasso", ELARA_BASS_TROMBONE, 1},
    {" ophicl", ELARA_TUBA, 1},
    {" tuba", ELARA_TUBA, 0},
    {" tba ", ELARA_TUBA, 0},
    // percussion and keys
    {" timpan", ELARA_TIMPANI, 0},
    {" pauken", ELARA_TIMPANI, 0},
    {" timbales", ELARA_TIMPANI, 0},
    {" kettle", ELARA_TIMPANI, 0},
    {" timp ", ELARA_TIMPANI, 0},
    {" glockenspiel", ELARA_GLOCKENSPIEL, 0},
    {" campanelli", ELARA_GLOCKENSPIEL, 0},
    {" jeu de timbres", ELARA_GLOCKENSPIEL, 0},
    {" glock", ELARA_GLOCKENSPIEL, 0},
    {" crotale", ELARA_GLOCKENSPIEL, 1},
    {" music box", ELARA_CELESTA, 1},
    {" xylo", ELARA_XYLOPHONE, 0},
    {" xilo", ELARA_XYLOPHONE, 0},
    {" marimb", ELARA_XYLOPHONE, 1},
    {" vibra", ELARA_CELESTA, 1},
    {" church bell", ELARA_CHURCH_BELL, 0},
    {" tubular", ELARA_TUBULAR_BELLS, 0},
    {" rohrenglocken", ELARA_TUBULAR_BELLS, 0},
    {" glocken ", ELARA_TUBULAR_BELLS, 0},
    {" campane", ELARA_TUBULAR_BELLS, 0},
    {" cloches", ELARA_TUBULAR_BELLS, 0},
    {" chimes", ELARA_TUBULAR_BELLS, 0},
    {" celest", ELARA_CELESTA, 0},
    {" glass harm", ELARA_GLASS_HARMONICA, 0},
    {" harp ", ELARA_HARP, 0},
    {" harps ", ELARA_HARP, 0},
    {" harfe", ELARA_HARP, 0},
    {" arpa", ELARA_HARP, 0},
    {" arpe", ELARA_HARP, 0},
    {" harpe", ELARA_HARP, 0},
    {" hp ", ELARA_HARP, 0},
    {" harpsichord", ELARA_HARP, 1},
    {" cembalo", ELARA_HARP, 1},
    {" clavecin", ELARA_HARP, 1},
    {" klavier", ELARA_HARP, 1},
    {" pianoforte", ELARA_HARP, 1},
    {" piano", ELARA_HARP, 1},
    {" keyboard", ELARA_HARP, 1},
    {" guitar", ELARA_HARP, 1},
    {" gitarre", ELARA_HARP, 1},
    {" lute", ELARA_HARP, 1},
    {" mandolin", ELARA_HARP, 1},
    {" organ", ELARA_CHOIR, 1},
    {" orgel", ELARA_CHOIR, 1},
    {" orgue", ELARA_CHOIR, 1},
    {" organo", ELARA_CHOIR, 1},
    {" percussion", ELARA_PERCUSSION, 0},
    {" percussioni", ELARA_PERCUSSION, 0},
    {" schlag", ELARA_PERCUSSION, 0},
    {" batterie", ELARA_PERCUSSION, 0},
    {" drum", ELARA_PERCUSSION, 0},
    {" perc", ELARA_PERCUSSION, 0},
    // voices
    {" choir", ELARA_CHOIR, 0},
    {" chorus", ELARA_CHOIR, 0},
    {" chor ", ELARA_CHOIR, 0},
    {" coro ", ELARA_CHOIR, 0},
    {" choeur", ELARA_CHOIR, 0},
    {" sopran", ELARA_CHOIR, 0},
    {" mezzo", ELARA_CHOIR, 0},
    {" tenor ", ELARA_CHOIR, 0},
    {" tenore ", ELARA_CHOIR, 0},
    {" tenors ", ELARA_CHOIR, 0},
    {" bariton", ELARA_CHOIR, 0},
    {" voice", ELARA_CHOIR, 0},
    {" vocal", ELARA_CHOIR, 0},
    {" women", ELARA_CHOIR, 0},
    {" men ", ELARA_CHOIR, 0},
    {" singst", ELARA_CHOIR, 0},
    {" gesang", ELARA_CHOIR, 0},
    {" voix", ELARA_CHOIR, 0},
    // strings: violins by number, see below
    {" violoncel", ELARA_CELLO, 0},
    {" cello", ELARA_CELLO, 0},
    {" celli", ELARA_CELLO, 0},
    {" vc ", ELARA_CELLO, 0},
    {" vlc ", ELARA_CELLO, 0},
    {" vcl ", ELARA_CELLO, 0},
    {" viola da gamba", ELARA_CELLO, 1},
    {" viola", ELARA_VIOLA, 0},
    {" viole ", ELARA_VIOLA, 0},
    {" bratsche", ELARA_VIOLA, 0},
    {" alto ", ELARA_VIOLA, 0},
    {" altos ", ELARA_VIOLA, 0},
    {" va ", ELARA_VIOLA, 0},
    {" vla ", ELARA_VIOLA, 0},
    {" violin", ELARA_VIOLIN_1, 0},
    {" violon", ELARA_VIOLIN_1, 0},
    {" geige", ELARA_VIOLIN_1, 0},
    {" fiddle", ELARA_VIOLIN_1, 0},
    {" vn ", ELARA_VIOLIN_1, 0},
    {" vl ", ELARA_VIOLIN_1, 0},
    {" vln", ELARA_VIOLIN_1, 0},
    {" viol ", ELARA_VIOLIN_1, 0},
    {" double bass", ELARA_DOUBLE_BASS, 0},
    {" contrabass", ELARA_DOUBLE_BASS, 0},
    {" contrabbass", ELARA_DOUBLE_BASS, 0},
    {" kontrabass", ELARA_DOUBLE_BASS, 0},
    {" contrebasse", ELARA_DOUBLE_BASS, 0},
    {" string bass", ELARA_DOUBLE_BASS, 0},
    {" upright bass", ELARA_DOUBLE_BASS, 0},
    {" db ", ELARA_DOUBLE_BASS, 0},
    {" kb ", ELARA_DOUBLE_BASS, 0},
    {" cb ", ELARA_DOUBLE_BASS, 0},
    {" strings", ELARA_VIOLIN_1, NOTATION_VAGUE},
    {" streicher", ELARA_VIOLIN_1, NOTATION_VAGUE},
    {" archi ", ELARA_VIOLIN_1, NOTATION_VAGUE},
    {" bass ", ELARA_DOUBLE_BASS, 0},
    {" basses ", ELARA_DOUBLE_BASS, 0},
    {" basse", ELARA_DOUBLE_BASS, 0},
    {" bassi ", ELARA_DOUBLE_BASS, 0},
    {" basso ", ELARA_DOUBLE_BASS, 0},
};

static int
has_any(const char* plain, const char* const* words)
{
  for (; *words; words++) {
    if (strstr(plain, *words)) return 1;
  }
  return 0;
}

// FOUND: where the violins are named. The number behind it counts, else a word
// anywhere: "Strings 2, violin 1" are first violins.
static int
is_second(const char* plain, const char* found)
{
  static const char* const firsts[] = {"1 ", " i ", NULL};
  static const char* const seconds[] = {"2 ", " ii ", NULL};
  static const char* const words[] = {" second ", " seconds ",  " secondo ",
                                      " zweite",  " deuxieme ", " 2nd ",
                                      " 2 ",      " ii ",       NULL};
  if (has_any(found, seconds)) return 1;
  return !has_any(found, firsts) && has_any(plain, words);
}

// The row whose words stand first in the name: "Viola (Violin clef)" is a
// viola. Of those, the first in the table. What is vague counts only alone.
int
elara_notation_by_name(const char* plain, int* nearest)
{
  const Name* best = NULL;
  const char* first = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const char* const found = strstr(plain, names[i].words);
    const int vague = names[i].nearest == NOTATION_VAGUE;
    if (!found || (best && vague)) continue;
    if (best && best->nearest != NOTATION_VAGUE && found >= first) continue;
    first = found;
    best = &names[i];
  }
  *nearest = best ? best->nearest : 0;
  if (!best) return -1;
  return best->instrument == ELARA_VIOLIN_1 && is_second(plain, first)
             ? ELARA_VIOLIN_2
             : best->instrument;
}

// MusicXML's own list of sounds: the beginning decides.
static const Name sounds[] = {
    {"wind.flutes.flute.piccolo", ELARA_PICCOLO, 0},
    {"wind.flutes.piccolo", ELARA_PICCOLO, 0},
    {"wind.flutes.flute", ELARA_FLUTE, 0},
    {"wind.flutes", ELARA_FLUTE, 1},
    {"wind.reed.english-horn", ELARA_ENGLISH_HORN, 0},
    {"wind.reed.oboe", ELARA_OBOE, 0},
    {"wind.reed.clarinet.bass", ELARA_BASS_CLARINET, 0},
    {"wind.reed.clarinet", ELARA_CLARINET, 0},
    {"wind.reed.contrabassoon", ELARA_CONTRABASSOON, 0},
    {"wind.reed.bassoon", ELARA_BASSOON, 0},
    {"wind.reed", ELARA_CLARINET, 1},
    {"brass.french-horn", ELARA_HORN, 0},
    {"brass.trumpet", ELARA_TRUMPET, 0},
    {"brass.cornet", ELARA_TRUMPET, 1},
    {"brass.trombone.bass", ELARA_BASS_TROMBONE, 0},
    {"brass.trombone", ELARA_TROMBONE, 0},
    {"brass.tuba", ELARA_TUBA, 0},
    {"brass", ELARA_TROMBONE, 1},
    {"drum.timpani", ELARA_TIMPANI, 0},
    {"drum", ELARA_PERCUSSION, 0},
    {"metal.bells.church", ELARA_CHURCH_BELL, 0},
    {"metal", ELARA_PERCUSSION, 0},
    {"wood", ELARA_PERCUSSION, 0},
    {"pitched-percussion.glock", ELARA_GLOCKENSPIEL, 0},
    {"pitched-percussion.xylo", ELARA_XYLOPHONE, 0},
    {"pitched-percussion.tubular", ELARA_TUBULAR_BELLS, 0},
    {"pitched-percussion.vibra", ELARA_CELESTA, 1},
    {"pitched-percussion", ELARA_XYLOPHONE, 1},
    {"keyboard.celesta", ELARA_CELESTA, 0},
    {"keyboard.organ", ELARA_CHOIR, 1},
    {"keyboard", ELARA_HARP, 1},
    {"pluck.harp", ELARA_HARP, 0},
    {"pluck.bass", ELARA_DOUBLE_BASS, 1},
    {"pluck", ELARA_HARP, 1},
    {"voice", ELARA_CHOIR, 0},
    {"strings.violin", ELARA_VIOLIN_1, 0},
    {"strings.viola", ELARA_VIOLA, 0},
    {"strings.cello", ELARA_CELLO, 0},
    {"strings.contrabass", ELARA_DOUBLE_BASS, 0},
    {"strings", ELARA_VIOLIN_1, 1},
};

int
elara_notation_by_sound(const char* sound, int* nearest)
{
  for (size_t i = 0; i < sizeof sounds / sizeof *sounds; i++) {
    if (strncmp(sound, sounds[i].words, strlen(sounds[i].words)) != 0) continue;
    *nearest = sounds[i].nearest;
    return sounds[i].instrument;
  }
  return -1;
}

// One for each group of eight of General MIDI, where no program is ours.
int
elara_notation_by_program(int program, int* nearest)
{
  static const int groups[16] = {
      ELARA_HARP,        ELARA_CELESTA,  ELARA_CHOIR,     ELARA_HARP,
      ELARA_DOUBLE_BASS, ELARA_VIOLIN_1, ELARA_VIOLIN_1,  ELARA_TRUMPET,
      ELARA_CLARINET,    ELARA_FLUTE,    ELARA_OBOE,      ELARA_CHOIR,
      ELARA_CHOIR,       ELARA_HARP,     ELARA_XYLOPHONE, ELARA_PERCUSSION,
  };
  if (program < 0 || program > 127) return -1;
  const int ours = elara_instrument_by_program(program);
  *nearest = ours < 0;
  return ours >= 0 ? ours : groups[program / 8];
}
