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
#define E(x) ELARA_ENSEMBLE_##x

// name, ensemble, inner rhythm, figures, bass, their techniques, energy, moods
//   TSWM DTSA TRSN PGRA
// clang-format off
static const ElaraTexture table[] = {
    // quiet grounds
    {"held chords", E(ACCOMPANIED), "held", {"sighs"}, "held", LEGATO, LEGATO,
     LEGATO, .12, "4422100021440030"},
    {"harp arpeggios", E(ACCOMPANIED), "held", {"rising arpeggio"}, "held",
     LEGATO, NORMAL, LEGATO, .3, "7142000011660060"},
    {"harp in two hands", E(ACCOMPANIED), "whole bars", {"harp in two hands"},
     "held", LEGATO, NORMAL, LEGATO, .35, "6152000012780060"},
    {"falling harp", E(ACCOMPANIED), "held", {"falling arpeggio",
     "bells a bar apart"}, "halves", LEGATO, NORMAL, LEGATO, .25,
     "4434101001560030"},
    {"lute song", E(SOLO), NULL, {"lute"}, "downbeats", LEGATO, NORMAL, PIZZ,
     .3, "5421000002570120"},
    {"solo over a held bass", E(SOLO), "rests and sighs", {NULL}, "held",
     LEGATO, NORMAL, LEGATO, .1, "2524302000330010"},
    {"strings alone", E(STRINGS), "held", {"murmur with neighbours"}, "halves",
     LEGATO, LEGATO, LEGATO, .35, "5632001013550051"},
    {"winds alone", E(HARMONIE), "halves", {"broken with passing notes"},
     "held", LEGATO, LEGATO, LEGATO, .35, "4322000014461120"},
    {"chorale", E(CHORALE), "chorale", {NULL}, "held", LEGATO, NORMAL, LEGATO,
     .3, "2322101047440041"},
    {"chorale with running strings", E(CHORALE), "chorale",
     {"perpetual motion"}, "halves", MARC, LEGATO, NORMAL, .75,
     "0010002587100023"},
    // flowing
    {"ripples", E(ACCOMPANIED), "held", {"ripple"}, "halves", LEGATO, NORMAL,
     LEGATO, .5, "3074000032210050"},
    {"falling ripples", E(ACCOMPANIED), "held", {"falling ripple"}, "held",
     LEGATO, NORMAL, LEGATO, .5, "2253000032130040"},
    {"murmuring middle", E(ACCOMPANIED), "held", {"murmur"}, "halves", LEGATO,
     NORMAL, LEGATO, .42, "2334106124330051"},
    {"murmurs and answers", E(DIALOGUE), "held", {"murmur with neighbours",
     "answers"}, "walking", LEGATO, LEGATO, NORMAL, .5, "3232002014344143"},
    {"broken chords", E(ACCOMPANIED), "rests and sighs", {"alberti"}, "held",
     LEGATO, NORMAL, LEGATO, .4, "5220000013464120"},
    {"wide broken chords", E(ACCOMPANIED), NULL, {"wide alberti"},
     "long and short", LEGATO, NORMAL, LEGATO, .45, "4321001124352131"},
    {"singing accompaniment", E(ACCOMPANIED), "halves",
     {"broken with passing notes"}, "walking", LEGATO, LEGATO, LEGATO, .45,
     "5431001135552152"},
    {"rolling triplets", E(ACCOMPANIED), "held", {"triplet wave"}, "halves",
     LEGATO, NORMAL, LEGATO, .5, "4342001133330072"},
    {"nocturne", E(ACCOMPANIED), NULL, {"nocturne"}, "held", LEGATO, NORMAL,
     LEGATO, .4, "5433000002450070"},
    {"barcarole", E(ACCOMPANIED), "rests and sighs", {"barcarole"}, "halves",
     LEGATO, NORMAL, LEGATO, .4, "4332000002450050"},
    {"climbing thirds", E(DIALOGUE), "halves", {"climbing thirds"}, "beats",
     NORMAL, NORMAL, NORMAL, .55, "2132001245232143"},
    {"walking bass", E(ACCOMPANIED), "late syncopation", {"sighs"}, "walking",
     LEGATO, LEGATO, NORMAL, .4, "3323003126343243"},
    {"throbbing lament", E(STRINGS), "quarters", {"sighs"}, "lament", NORMAL,
     LEGATO, LEGATO, .3, "1901101012160031"},
    {"heartbeat", E(ACCOMPANIED), "double knock", {"fifth rocking"}, "beats",
     LEGATO, NORMAL, NORMAL, .35, "0414427113220022"},
    // magic and stillness
    {"harp and celesta web", E(WEB), "held", {"wide sweep", "glints", "drops"},
     "held", TREM, NORMAL, LEGATO, .45, "3097000022320020"},
    {"bells over a pedal", E(WEB), "held", {"high bells", "murmur"}, "pedal",
     LEGATO, NORMAL, LEGATO, .2, "1146502011220100"},
    {"shimmer", E(TREMOLO), "measured tremolo", {"wide sweep", "drops"},
     "pedal", LEGATO, NORMAL, LEGATO, .5, "1085101122210020"},
    {"tremolo field", E(TREMOLO), "held", {"bird calls"}, "pedal", TREM, NORMAL,
     TREM, .35, "0135645200010113"},
    {"tremolo and creeping", E(TREMOLO), "held", {"creeping"}, "held", TREM,
     PIZZ, TREM, .4, "0016867300000413"},
    {"extremes", E(EXTREMES), NULL, {"drops", "shudder"}, "pedal", TREM, NORMAL,
     NORMAL, .25, "0105955100000301"},
    {"knocking", E(EXTREMES), "double knock", {"shudder"}, "pedal", MARC,
     NORMAL, NORMAL, .35, "0002846200000302"},
    // driving
    {"repeated chords", E(ACCOMPANIED), "eighths", {"rushing scales"}, "beats",
     SHORT, NORMAL, SHORT, .62, "0110026665112233"},
    {"syncopated chords", E(ACCOMPANIED), "syncopation", {"running scales"},
     "beats", NORMAL, NORMAL, NORMAL, .65, "1121024455112354"},
    {"driving ostinato", E(OSTINATO), "stabs 3+3+2", {"driving theme ostinato",
     "chase 3+3+2"}, "3+3+2", MARC, SHORT, SHORT, .95, "0000284942000118"},
    {"layered ostinati", E(OSTINATO), "gallop", {"theme ostinato",
     "climbing ostinato", "fanfare sixteenths"}, "eighths", SHORT, SHORT, SHORT,
     .85, "0012068853001225"},
    {"grinding machine", E(OSTINATO), "stabs 3+3+2", {"grinding ostinato",
     "gallop on one note"}, "octaves", MARC, SHORT, SHORT, .9,
     "0000497730000219"},
    {"creeping ostinato", E(OSTINATO), "held", {"theme ostinato", "creeping"},
     "downbeats", TREM, PIZZ, PIZZ, .4, "0006326200000502"},
    {"clockwork", E(OSTINATO), "off the beat", {"clock", "hocket, second"},
     "pizzicato walk", PIZZ, SHORT, PIZZ, .5, "0012005100103510"},
    {"rushing strings", E(TUTTI), "chorale", {"rushing scales",
     "running scales"}, "eighths", NORMAL, NORMAL, SHORT, .88,
     "0010062775001136"},
    {"gallop", E(OSTINATO), "gallop", {"gallop on one note",
     "fanfare sixteenths"}, "gallop", SHORT, SHORT, SHORT, .9,
     "0000023965000106"},
    {"planing brass", E(PLANING), "halves", {"rushing scales",
     "perpetual motion"}, "3+3+2", MARC, SHORT, MARC, .85, "0010375655000116"},
    {"unison", E(UNISON), NULL, {NULL}, NULL, NORMAL, NORMAL, NORMAL, .6,
     "0201334453001234"},
    {"march", E(ACCOMPANIED), "march", {"fanfare sixteenths"}, "march", MARC,
     SHORT, MARC, .72, "0000011357001305"},
    {"fanfare chords", E(PLANING), "dotted", {"triplet repeated"}, "march",
     MARC, MARC, NORMAL, .78, "0000011398001105"},
    {"triumphal tutti", E(TUTTI), "eighths", {"violinistic crossing",
     "rushing scales"}, "march", MARC, NORMAL, MARC, .9, "0020010497100134"},
    {"surging tutti", E(TUTTI), "syncopation", {"triplet wave", "ripple"},
     "long and short", NORMAL, NORMAL, NORMAL, .8, "2232023466211193"},
    // dances and jokes
    {"waltz", E(ACCOMPANIED), "after the first beat", {"answers"}, "waltz",
     SHORT, NORMAL, NORMAL, .45, "2000000010127320"},
    {"oom-pah", E(ACCOMPANIED), "off the beat", {"off-beat peeps"}, "oom-pah",
     SHORT, SHORT, SHORT, .55, "0000000011009700"},
    {"pizzicato dialogue", E(DIALOGUE), "off the beat", {"answers"},
     "pizzicato walk", PIZZ, SHORT, PIZZ, .45, "0001002000009601"},
    {"pizzicato steps", E(SOLO), "downbeats", {"pizzicato steps",
     "off-beat peeps"}, "downbeats", PIZZ, PIZZ, PIZZ, .4, "0002004000018500"},
    {"stumbling", E(SOLO), "off the beat", {"stumbling"}, "oom-pah", PIZZ, PIZZ,
     SHORT, .5, "0001012000004900"},
    {"scherzo", E(DIALOGUE), "off the beat", {"tarantella run", "answers"},
     "beats", SHORT, SHORT, SHORT, .68, "0000000221007501"},
    {"tarantella", E(ACCOMPANIED), "tarantella", {"turns"}, "oom-pah", SHORT,
     SHORT, SHORT, .75, "0000001321006501"},
    {"hocket", E(HOCKET), "downbeats", {"hocket, first", "hocket, second"},
     "pizzicato walk", PIZZ, SHORT, PIZZ, .5, "0012001100107510"},
    {"polonaise", E(ACCOMPANIED), "polonaise", {"turns"}, "march", SHORT, SHORT,
     NORMAL, .6, "0000000045013310"},
    {"tango", E(ACCOMPANIED), "habanera", {"pizzicato leaps"}, "tango", SHORT,
     PIZZ, SHORT, .5, "0000002100013430"},
};
// clang-format on

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
