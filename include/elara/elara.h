// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Elara turns a story into its symphony.
//
//   ElaraOptions options = elara_options();
//   ElaraProject* project = elara_project_new(&options);
//   if (elara_score_story(project, "film.fountain", "out")) {
//     for (size_t i = 0; i < elara_message_count(project); i++) {
//       puts(elara_message(project, i));
//     }
//   }
//   elara_project_free(project);
//
// Every function that can fail returns 0 when it succeeded and 1 when it
// failed; the messages say why, as FILE:LINE:COLUMN: what is wrong; what to do.
// A project is used by one thread at a time; different projects are
// independent. Nothing is printed. Text is UTF-8.

#ifndef ELARA_ELARA_H
#define ELARA_ELARA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ELARA_API __attribute__((visibility("default")))

ELARA_API const char* elara_version(void);

// Called often from the thread that called in: what is being done ("composing")
// and how much of the whole is done, 0..1. Return non-zero to cancel.
typedef int (*ElaraProgress)(void* data, const char* stage, double done);

typedef struct {
  uint64_t seed; // another seed, another score; 1
  // The exact length of the score, or 0 = as estimated. Up to 1.5 times the
  // estimate the story is told slower; beyond that it keeps its own time and
  // the score goes on as a symphony on its themes.
  double length_s;
  double pace;            // 0.1..10: multiplies the estimated length; 1
  const char* subtitles;  // SubRip or WebVTT file: the film's own times; NULL
  const char* sound_font; // SF2 or SF3; NULL = the one that is installed
  int rate;               // frames per second of the audio; 48000
  double loudness_lufs;   // integrated, of the mix; NAN = as played; -23
  const char* loudness;   // one of elara_offered_loudness(), instead; NULL
  int threads;            // 0 = all cores
  int stems;              // also write stems/, beside a render too
  int audio;              // 0 = notes and papers only, no sound; 1
  int wav;                // 1 = WAV instead of FLAC; 0
  int pdf;                // also NAME.pdf and parts/, through MuseScore; 0
  int dry;                // a render: no hall; 0
  const char* quality;    // one of elara_offered_quality(); NULL = "normal"
  const char* hall;       // one of elara_offered_hall(); NULL = concert-hall
  const char* impulse;    // a WAV file with a room's answer, instead of a hall
  int bits;               // 16 (dithered), 24, or 32 = float, WAV only; 24
  int plain;              // 1 = winds as the font has them, no breath; 0
  // Scoring again into a folder that holds the plan.json of the last time.
  // Cues are called by name, "1m3", number or label.
  const char* only; // this cue alone is read anew; NULL = all is planned
  int reroll;       // its reading: 0, 1, 2 ...; -1 = the next one; -1
  const char*
      lock; // cues, with commas, that stay as they are from now on; NULL
  int keep; // 1 = all cues stay whose words are still the same; 0
  // What readers felt at words: a table's file, "words" = by the word list
  // alone, NULL = the table that came with the program, if it is there.
  const char* feelings;
  // A sequel: the themes.json of an earlier film, or a folder that holds one;
  // NULL. Who is in both keeps their melody. For scripts: a plan.json has its
  // own.
  const char* themes;
  // elara_score_story: the cut of the film that is to be scored, NULL = none.
  // With audio there is NAME.scored.mp4 then: the picture as it came, and
  // three tracks of sound: the mix, the original sound, the score. With stems
  // film/ has the mix, the music and the original sound as they are in it.
  const char* picture;
  // A sound file with the film's dialogue alone, as long as the film; NULL.
  // The score steps back under it, and film/ has dialogue, effects and M_E too.
  const char* dialogue;
  ElaraProgress progress; // may be NULL
  void* progress_data;
} ElaraOptions;

ELARA_API ElaraOptions elara_options(void);

// What QUALITY, HALL and LOUDNESS may be, by index from 0; NULL past the last.
ELARA_API const char* elara_offered_quality(size_t index);
ELARA_API const char* elara_offered_hall(size_t index);
ELARA_API const char* elara_offered_loudness(size_t index);

typedef struct ElaraProject ElaraProject;

// NULL when out of memory. OPTIONS is copied, its strings are borrowed.
ELARA_API ElaraProject* elara_project_new(const ElaraOptions* options);
ELARA_API void elara_project_free(ElaraProject* project); // NULL-safe

// A screenplay (Fountain, Final Draft's .fdx, or plain text as it is typed) or
// an edited plan.json -> the whole score in the folder DIR, made when missing:
// NAME.flac, NAME.mid, NAME.click.mid, NAME.musicxml, NAME.edl, cues.csv,
// hits.csv, markers.csv, markers.edl, reasons.csv,
// story.json, plan.json, themes.json, report.html, stems/. Where DIR holds a
// plan.json of the same script, its locked cues stay as they are.
ELARA_API int
elara_score_story(ElaraProject* project, const char* path, const char* dir);

// A Standard MIDI file through the orchestra into a FLAC or WAV file (by the
// ending of OUT); with stems, one file for each bus in stems/ beside it, which
// add up to the mix.
ELARA_API int
elara_render_midi(ElaraProject* project, const char* path, const char* out);

// The same for a score: MusicXML, bare or compressed (.mxl), from our own hand
// or from any notation program, performed as we perform ours. Repeats are
// played; what the orchestra has not is played by the nearest, with a note.
ELARA_API int
elara_render_score(ElaraProject* project, const char* path, const char* out);
// One or the other: the bytes decide.
ELARA_API int
elara_render_file(ElaraProject* project, const char* path, const char* out);

// The Story or the Plan of a script as JSON, owned by the project; NULL when
// it failed. Composing gives the Sketch, a short score: themes, phrases,
// chords, lines of notes; of a script or of a plan.json.
ELARA_API const char* elara_story_json(ElaraProject* project, const char* path);
ELARA_API const char* elara_plan_json(ElaraProject* project, const char* path);
ELARA_API const char* elara_compose_json(ElaraProject* project,
                                         const char* path);

// A film watched: its shots, how they are joined, light, motion, loudness, as
// JSON, owned by the project; NULL when it failed. Needs the programs ffmpeg
// and ffprobe. A film of an hour takes about three minutes.
ELARA_API const char* elara_cut_json(ElaraProject* project, const char* path);

// A script, or a story.json, read as a tough and friendly reader does: its arc,
// who is where, and questions with the lines that raise them. When PAGE is not
// NULL, the whole is written there as one HTML page. Seed and sound play no
// part in it: the same script gives the same bytes.
ELARA_API int
elara_review_story(ElaraProject* project, const char* path, const char* page);
// The last review: a summary for a terminal of 80 columns, JSON, the page.
// Owned by the project; "" before there was one.
ELARA_API const char* elara_review_text(const ElaraProject* project);
ELARA_API const char* elara_review_json(const ElaraProject* project);
ELARA_API const char* elara_review_html(const ElaraProject* project);

// A theme book, the themes.json of a score or a folder that holds one, as a
// table of 80 columns: names, keys, instruments, head motifs. Owned by the
// project; NULL when it failed.
ELARA_API const char* elara_themes_text(ElaraProject* project,
                                        const char* path);
// The same book into the folder DIR: themes.html with every theme on a staff,
// themes.musicxml, themes.mid and, with audio, themes.flac, where each is
// played by its own instrument.
ELARA_API int
elara_play_themes(ElaraProject* project, const char* path, const char* dir);

// How each line of a text file feels by itself: its valence, arousal, tension
// and levity, -1..1 with four decimals, separated by tabs, a line for a line.
// "-" is standard input. Owned by the project; NULL when it failed.
ELARA_API const char* elara_line_feelings(ElaraProject* project,
                                          const char* path);

// What the sound font of the options holds, preset by preset, as a table or as
// JSON, owned by the project; NULL when it failed. Takes milliseconds: nothing
// is decoded.
ELARA_API const char* elara_font_info(ElaraProject* project, int json);

// What happened so far: errors, warnings, notes; ready to show.
ELARA_API size_t elara_message_count(const ElaraProject* project);
ELARA_API const char* elara_message(const ElaraProject* project, size_t index);

// Of the last score or render. The progress function may ask too: then
// rendered_s and the voices are those of this moment.
typedef struct {
  double length_s, music_s; // of the score, and of the music in it
  double told_s;            // of the story; a symphony has the rest
  size_t movements;         //   in so many movements
  double time_error; // share by which a scene's length is uncertain: .25 by
                     // estimate, .02 with subtitles; 0 of a plan
  size_t shots;      // of the film, 0 without one
  size_t scenes, cues, themes, hits; // counts
  size_t parts, notes;
  double worst_hard_hit_ms; // largest |error| of a hard hit
  const char* target;       // loudness asked for by name; "" = by number
  double target_lufs;       // NAN = none
  double ceiling_dbtp;      // of true peaks
  double integrated_lufs, true_peak_dbtp, loudness_range_lu; // of the score
  // Of the film's mix; film_path NULL = there is none. With film_by_speech the
  // target was asked of it where somebody speaks.
  const char* film_path;
  double film_target_lufs, film_lufs, film_speech_lufs;
  double film_true_peak_dbtp, film_range_lu;
  int film_by_speech;
  double rendered_s;  // of sound, before it is mastered
  size_t voices;      // now
  size_t most_voices; // at once, looked at every 1024 frames
  size_t stolen;      // voices cut short to make room
  double picture_s, story_s, plan_s, compose_s, orchestrate_s, perform_s,
      sound_s,
      export_s;            // wall time
  const char* audio_path;  // owned by the project; NULL without audio
  const char* report_path; // NULL for a render
} ElaraSummary;

ELARA_API ElaraSummary elara_summary(const ElaraProject* project);

#ifdef __cplusplus
}
#endif

#endif
