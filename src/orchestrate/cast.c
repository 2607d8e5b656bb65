// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Who plays what, as tables. Shares of the lead follow what symphonies do
// (violins 42 % of melody time, flute 22, oboe 10, clarinet 6, horn 5, cello
// 2.5, bassoon 2, viola 2, trumpet 2), bent by mood and loudness.

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
    {ELARA_VIOLIN_1, .40, .5, "5542357777553376"},
    {ELARA_VIOLIN_2, .06, .2, "3322354443333343"},
    {ELARA_FLUTE, .16, -.1, "6376302135866240"},
    {ELARA_OBOE, .12, .0, "6634312134564540"},
    {ELARA_CLARINET, .10, .0, "6546323134667742"},
    {ELARA_ENGLISH_HORN, .05, -.1, "4725402012460220"},
    {ELARA_HORN, .09, .4, "5376443589542475"},
    {ELARA_CELLO, .09, .0, "7823412334462282"},
    {ELARA_VIOLA, .04, .0, "4524323223453232"},
    {ELARA_BASSOON, .05, .0, "2315422222336920"},
    {ELARA_BASS_CLARINET, .03, -.1, "0206603000010700"},
    {ELARA_TRUMPET, .05, .6, "1120143597310436"},
    {ELARA_TROMBONE, .03, .6, "0002354475000526"},
    {ELARA_PICCOLO, .02, .1, "0020000121008301"},
    {ELARA_CELESTA, .02, -.3, "2064102000320300"},
    {ELARA_CHOIR, .02, .1, "1274420253200020"},
};

double
elara_lead_weight(const ElaraPhrase* phrase, int instrument)
{
  for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
    const Lead* const l = &leads[i];
    if (l->instrument != instrument) continue;
    const double level = (phrase->level + phrase->level_end) / 2.0;
    double w = l->share * (l->moods[phrase->mood] - '0') / 5.0;
    w *= 1.0 + 1.6 * l->loud * (level - .5) * 2.0;
    // under speech: no reed or brass in the speaker's register
    if (phrase->speech > .5 &&
        (instrument == ELARA_OBOE || instrument == ELARA_TRUMPET))
      w *= .2;
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
    {ELARA_FLUTE, "8493044388874480"},
    {ELARA_OBOE, "7752044477666660"},
    {ELARA_ENGLISH_HORN, "6868446444682450"},
    {ELARA_CLARINET, "8887666677789770"},
    {ELARA_BASS_CLARINET, "1518958411121911"},
    {ELARA_BASSOON, "6755888666669977"},
    {ELARA_CONTRABASSOON, "0202976744000607"},
    {ELARA_HORN, "7775677789771389"},
    {ELARA_TRUMPET, "0000042699000228"},
    {ELARA_TROMBONE, "0222786799000329"},
    {ELARA_BASS_TROMBONE, "0101986788000219"},
    {ELARA_TUBA, "0101975688000208"},
    {ELARA_CHOIR, "0384740285310043"},
};

int
elara_welcome(const ElaraPhrase* phrase, int instrument)
{
  for (size_t i = 0; i < sizeof guests / sizeof *guests; i++) {
    if (guests[i].instrument == instrument) {
      return guests[i].moods[phrase->mood] - '0';
    }
  }
  return 7;
}

const int*
elara_cast_inner(const ElaraPhrase* phrase, int technique, int order)
{
  static const int strings[3][7] = {
      {ELARA_VIOLIN_2, ELARA_VIOLA, ELARA_CLARINET, ELARA_HORN, ELARA_VIOLIN_1,
       END},
      {ELARA_VIOLA, ELARA_VIOLIN_2, ELARA_HORN, ELARA_CLARINET, ELARA_CELLO,
       END},
      {ELARA_CELLO, ELARA_VIOLA, ELARA_BASSOON, ELARA_HORN, ELARA_TROMBONE,
       END},
  };
  static const int winds[3][7] = {
      {ELARA_CLARINET, ELARA_OBOE, ELARA_FLUTE, ELARA_VIOLIN_2, ELARA_VIOLA,
       END},
      {ELARA_CLARINET, ELARA_ENGLISH_HORN, ELARA_HORN, ELARA_VIOLA, END},
      {ELARA_BASSOON, ELARA_BASS_CLARINET, ELARA_HORN, ELARA_VIOLA, ELARA_CELLO,
       END},
  };
  static const int brass[3][7] = {
      {ELARA_HORN, ELARA_TRUMPET, ELARA_VIOLIN_2, ELARA_CLARINET, END},
      {ELARA_HORN, ELARA_TROMBONE, ELARA_VIOLA, END},
      {ELARA_TROMBONE, ELARA_BASSOON, ELARA_CELLO, ELARA_VIOLA, END},
  };
  if (technique == ELARA_TECHNIQUE_PIZZICATO ||
      technique == ELARA_TECHNIQUE_TREMOLO)
    return strings[order];
  const double level = phrase->level;
  if (technique == ELARA_TECHNIQUE_MARCATO && level > .55) return brass[order];
  // one bed for the whole phrase: decided by its place, not voice by voice
  const unsigned pick = ((unsigned)phrase->first_bar * 2654435761u) >> 24;
  if (pick < 70 && level < .6) return winds[order];
  if (pick < 110 &&
      (phrase->mood == ELARA_MOOD_TRIUMPH ||
       phrase->mood == ELARA_MOOD_RESOLVE ||
       phrase->mood == ELARA_MOOD_WONDER || phrase->mood == ELARA_MOOD_DREAD)) {
    return brass[order];
  }
  return strings[order];
}

const int*
elara_cast_figure(const ElaraPhrase* phrase, int technique, int sixteenths)
{
  static const int pizz[] = {ELARA_VIOLA, ELARA_VIOLIN_2, ELARA_CELLO, END};
  static const int drive[] = {ELARA_VIOLA, ELARA_VIOLIN_2, ELARA_CELLO,
                              ELARA_VIOLIN_1, END};
  static const int ripple[] = {ELARA_HARP,  ELARA_CLARINET, ELARA_VIOLIN_2,
                               ELARA_FLUTE, ELARA_VIOLA,    END};
  static const int soft[] = {ELARA_CLARINET, ELARA_VIOLA,    ELARA_HARP,
                             ELARA_BASSOON,  ELARA_VIOLIN_2, END};
  static const int comic[] = {ELARA_BASSOON, ELARA_CLARINET, ELARA_XYLOPHONE,
                              ELARA_FLUTE,   ELARA_OBOE,     END};
  if (technique == ELARA_TECHNIQUE_PIZZICATO) return pizz;
  if (phrase->levity > .35 && !sixteenths) return comic;
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
