// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "compose/texture.h"

#include "model/instrument.h"

#include <stddef.h>

#define NORMAL ELARA_TECHNIQUE_NORMAL
#define LEGATO ELARA_TECHNIQUE_LEGATO
#define SHORT ELARA_TECHNIQUE_STACCATO
#define PIZZ ELARA_TECHNIQUE_PIZZICATO
#define TREM ELARA_TECHNIQUE_TREMOLO
#define MARC ELARA_TECHNIQUE_MARCATO
#define INNER(x) ELARA_INNER_##x
#define FIGURE(x) ELARA_FIGURE_##x
#define BASS(x) ELARA_BASS_##x

// name, inner voices, figure, bass, their techniques, energy, moods
//                      TSWM DTSA TRSN PGRA
static const ElaraTexture table[] = {
    {"held chords", INNER(SUSTAIN), FIGURE(NONE), BASS(HOLD), LEGATO, LEGATO,
     LEGATO, .15, "6532100031680040"},
    {"held chords, harp arpeggios", INNER(SUSTAIN), FIGURE(ARPEGGIO),
     BASS(HOLD), LEGATO, NORMAL, LEGATO, .3, "9263000012990070"},
    {"ripples over held chords", INNER(SUSTAIN), FIGURE(RIPPLE), BASS(HOLD),
     LEGATO, NORMAL, LEGATO, .5, "3094000043210050"},
    {"murmuring middle", INNER(SUSTAIN), FIGURE(MURMUR), BASS(HOLD), LEGATO,
     NORMAL, LEGATO, .45, "2354106124330051"},
    {"broken chords", INNER(NONE), FIGURE(ALBERTI), BASS(HOLD), LEGATO, NORMAL,
     LEGATO, .4, "6220000013564130"},
    {"rolling triplets", INNER(SUSTAIN), FIGURE(TRIPLET), BASS(HOLD), LEGATO,
     NORMAL, LEGATO, .5, "4352001133340072"},
    {"waltz", INNER(AFTERBEAT), FIGURE(NONE), BASS(OOMPAH), SHORT, NORMAL,
     NORMAL, .4, "2000000010137320"},
    {"oom-pah", INNER(OFFBEAT), FIGURE(NONE), BASS(OOMPAH), SHORT, SHORT, SHORT,
     .55, "0000000011009700"},
    {"pizzicato dialogue", INNER(OFFBEAT), FIGURE(DIALOGUE), BASS(SPARSE), PIZZ,
     SHORT, PIZZ, .45, "0001003000009601"},
    {"scherzo", INNER(OFFBEAT), FIGURE(RUN), BASS(BEATS), SHORT, SHORT, SHORT,
     .65, "0000000221008501"},
    {"repeated chords", INNER(REPEAT), FIGURE(NONE), BASS(BEATS), SHORT, NORMAL,
     SHORT, .6, "0121037675112243"},
    {"heartbeat", INNER(SUSTAIN), FIGURE(NONE), BASS(BEATS), LEGATO, NORMAL,
     NORMAL, .35, "0524428113340022"},
    {"throbbing lament", INNER(PULSE), FIGURE(NONE), BASS(HOLD), NORMAL, NORMAL,
     LEGATO, .3, "2911101012270021"},
    {"driving ostinato", INNER(STAB), FIGURE(OSTINATO_16), BASS(EIGHTHS), MARC,
     SHORT, SHORT, .95, "0000184942000118"},
    {"layered ostinato", INNER(REPEAT), FIGURE(OSTINATO_8), BASS(BEATS), SHORT,
     SHORT, NORMAL, .75, "0013058754001224"},
    {"creeping ostinato", INNER(SUSTAIN), FIGURE(OSTINATO_8), BASS(SPARSE),
     TREM, PIZZ, PIZZ, .4, "0016326200000502"},
    {"chorale", INNER(CHORALE), FIGURE(NONE), BASS(HOLD), LEGATO, NORMAL,
     LEGATO, .35, "2332101069450042"},
    {"tremolo field", INNER(SUSTAIN), FIGURE(NONE), BASS(PEDAL), TREM, NORMAL,
     TREM, .35, "0237655210000113"},
    {"bells over a pedal", INNER(SUSTAIN), FIGURE(BELL), BASS(PEDAL), LEGATO,
     NORMAL, LEGATO, .15, "2248604012330100"},
    {"shimmer", INNER(SUSTAIN), FIGURE(RIPPLE), BASS(PEDAL), TREM, NORMAL,
     LEGATO, .5, "1094101132210030"},
    {"walking bass", INNER(SUSTAIN), FIGURE(NONE), BASS(WALK), LEGATO, NORMAL,
     NORMAL, .4, "3333003127444253"},
    {"syncopated chords", INNER(SYNCOPATE), FIGURE(NONE), BASS(BEATS), NORMAL,
     NORMAL, NORMAL, .6, "1221024445112364"},
    {"march", INNER(OFFBEAT), FIGURE(NONE), BASS(BEATS), MARC, NORMAL, MARC, .7,
     "0000011345001305"},
    {"solo with held bass", INNER(NONE), FIGURE(NONE), BASS(HOLD), LEGATO,
     NORMAL, LEGATO, .1, "3325403000330010"},
    {"fanfare chords", INNER(STAB), FIGURE(NONE), BASS(HOLD), MARC, NORMAL,
     NORMAL, .75, "0000021397001106"},
    {"rushing strings", INNER(CHORALE), FIGURE(RUN), BASS(EIGHTHS), NORMAL,
     NORMAL, SHORT, .85, "0010062774001127"},
};

int
elara_texture_count(void)
{
  return (int)(sizeof table / sizeof *table);
}

const ElaraTexture*
elara_texture(int index)
{
  return index >= 0 && index < elara_texture_count() ? &table[index] : NULL;
}
