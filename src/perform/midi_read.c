// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The door of the MIDI reader, and how long the take lasts. The way through
// it: midi_smf.h.

#include "perform/midi_read.h"

#include "perform/midi_smf.h"

#define TAIL_S 4
#define MOST_SILENCE_S 60

// The end of the last track tells how long the piece is, silence included;
// but no more of it than a listener waits for.
static void
limit_end(ElaraSmf* smf)
{
  if (smf->end_tick < smf->last_tick) smf->end_tick = smf->last_tick;
  const ElaraTime silence =
      elara_smf_time(smf, smf->end_tick) - elara_smf_time(smf, smf->last_tick);
  if (silence <= MOST_SILENCE_S * ELARA_FLICKS_PER_S) return;
  smf->end_tick = smf->last_tick;
  elara_diag(smf->diags, ELARA_DIAG_NOTE, smf->file, 0, 0, "it is left out",
             "the MIDI file ends in %.0f s of silence", elara_time_s(silence));
}

static void
set_length(const ElaraSmf* smf, ElaraTake* take)
{
  ElaraTime last = elara_smf_time(smf, smf->end_tick);
  for (size_t i = 0; i < take->player_count; i++) {
    const ElaraPlayer* const p = &take->players[i];
    for (size_t k = 0; k < p->event_count; k++) {
      if (p->events[k].end > last) last = p->events[k].end;
    }
  }
  take->length = last + TAIL_S * ELARA_FLICKS_PER_S;
}

static ElaraStatus
make_take(ElaraSmf* smf, ElaraTake* take)
{
  ELARA_TRY(elara_smf_read(smf));
  ELARA_TRY(elara_smf_tempo(smf, take));
  limit_end(smf);
  ELARA_TRY(elara_smf_players(smf, take));
  set_length(smf, take);
  if (take->player_count == 0) {
    elara_diag(smf->diags, ELARA_DIAG_WARNING, smf->file, 0, 0,
               "the audio will be silent", "the MIDI file has no notes");
  }
  return ELARA_OK;
}

ElaraStatus
elara_midi_read(const char* name,
                const unsigned char* bytes,
                size_t count,
                ElaraDiags* diags,
                ElaraTake** take)
{
  *take = NULL;
  ElaraSmf smf = {.file = name, .diags = diags, .bytes = bytes, .count = count};
  smf.arena = elara_arena_new();
  smf.keep = elara_arena_new();
  ElaraTake* const made =
      smf.keep ? (ElaraTake*)elara_arena_alloc(smf.keep, sizeof(ElaraTake))
               : NULL;
  ElaraStatus status = smf.arena && made ? ELARA_OK : ELARA_NO_MEMORY;
  if (status == ELARA_OK) {
    made->arena = smf.keep;
    status = make_take(&smf, made);
  }
  elara_arena_free(smf.arena);
  if (status != ELARA_OK) {
    elara_arena_free(smf.keep);
    return status;
  }
  *take = made;
  return ELARA_OK;
}
