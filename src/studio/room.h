// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What the files of this room share: the project behind include/elara/elara.h.

#ifndef ELARA_STUDIO_ROOM_H
#define ELARA_STUDIO_ROOM_H

#include "base/diag.h"
#include "base/text.h"
#include "elara/elara.h"
#include "export/audio_file.h"
#include "model/cut.h"
#include "model/plan.h"
#include "model/score.h"
#include "model/stems.h"
#include "model/story.h"
#include "model/take.h"
#include "sound/mix/target.h"
#include "sound/sound.h"
#include "story/story.h"

struct ElaraProject {
  ElaraOptions options;
  ElaraArena* arena;
  ElaraDiags* diags;
  ElaraSummary summary;
  ELARA_LIST(const char*) messages; // text of the diags, made on demand
  ElaraText json;
  ElaraText review_text, review_json, review_html; // of the last review
  double stage_from, stage_to;                     // of the whole, for progress
  const char* sound_name;  // of the mix, "film.flac", whether it is made or not
  ElaraSoundTally tally;   // of the recording that runs
  struct StudioFilm* film; // that is scored (film_out.h); NULL = none
};

// The papers of one score, in the order they are made.
typedef struct {
  ElaraCut* cut;  // of the film, or NULL
  ElaraText told; // the script that was told from it, or nothing
  ElaraStory* story;
  ElaraPlan* before;    // of the last time, when something of it stays
  ElaraThemeBook* book; // of the film before this one, or NULL
  ElaraPlan* plan;
  ElaraSketch* sketch;
  ElaraScore* score;
  ElaraTake* take;
  ElaraStems stems;
} Papers;

void elara_papers_free(Papers* papers);

// 0 when STATUS is fine, else 1, with a message of its own if it has none yet.
int elara_studio_finish(ElaraProject* project,
                        ElaraStatus status,
                        const char* path);

// review.c
void elara_studio_forget_review(ElaraProject* project);

// Reads PATH as a script (or, when it ends in .json, as a plan) and fills
// story and plan; STORY stays NULL for a plan. DIR is where the results are to
// go and may hold a plan of the last time; or NULL.
ElaraStatus elara_studio_read(ElaraProject* project,
                              const char* path,
                              const char* dir,
                              Papers* papers,
                              int want_plan);

// A script, or a story.json that was edited: its Story alone.
ElaraStatus elara_studio_read_story(ElaraProject* project,
                                    const char* path,
                                    Papers* papers);

// film.c: 1 when the file is no text.
int elara_studio_is_film(const char* path);
// Watches the film of the options, or reads what was seen of it from the
// cut.json in DIR (may be NULL), into the papers; once. Nothing without a film.
ElaraStatus
elara_studio_see(ElaraProject* project, const char* dir, Papers* papers);
// Lays the papers' story along their cut.
ElaraStatus elara_studio_lay(ElaraProject* project, Papers* papers);
// The story that can be seen in the cut, and the script that tells it.
ElaraStatus elara_studio_tell(ElaraProject* project,
                              const ElaraStoryConfig* given,
                              Papers* papers);

// feelings.c: the table of feelings that the options name, or the one that came
// with the program; *TABLE NULL when there is none. It lives in the project.
ElaraStatus elara_studio_feelings(ElaraProject* project,
                                  const ElaraFeelingTable** table);
ElaraStatus elara_studio_line_feelings(ElaraProject* project, const char* path);

// themes.c: the theme book at PATH, a file or a folder that holds one.
ElaraStatus elara_studio_book(ElaraProject* project,
                              const char* path,
                              ElaraThemeBook** book);
// themes.json: the themes of this score, and those of the book that wait.
ElaraStatus elara_studio_write_book(const Papers* papers, ElaraText* text);

// recital.c: the themes of BOOK one after another, each on its own instrument
// over simple chords, as a plan and a score.
ElaraStatus elara_studio_recital(const ElaraThemeBook* book,
                                 ElaraDiags* diags,
                                 Papers* papers);

// again.c: the plan of STORY that lies in DIR, with the locks of the options;
// *BEFORE is NULL when there is none.
ElaraStatus elara_studio_before(ElaraProject* project,
                                const char* story,
                                const char* dir,
                                ElaraPlan** before);
// Locks what the options name; gives the cue that they name another reading.
ElaraStatus elara_studio_lock(ElaraProject* project, ElaraPlan* plan);
ElaraStatus elara_studio_reroll(ElaraProject* project, ElaraPlan* plan);
// True when PLAN may be shown beside STORY: its lines are there.
int elara_studio_is_of(const ElaraPlan* plan, const ElaraStory* story);
void elara_studio_note_seed(ElaraProject* project, const ElaraPlan* before);
// Plan -> Sketch.
ElaraStatus elara_studio_compose(ElaraProject* project, Papers* papers);
// Plan -> Sketch -> Score -> Take.
ElaraStatus elara_studio_write_notes(ElaraProject* project, Papers* papers);
// Announces a stage that takes the share FROM..TO of the whole. Non-zero when
// the user cancels.
int elara_studio_stage(ElaraProject* project,
                       const char* stage,
                       double from,
                       double to);
int
elara_studio_progress(ElaraProject* project, const char* stage, double done);
double elara_studio_clock_s(void);

// outputs.c: files appear all together or not at all.
typedef struct {
  ElaraArena* arena;
  struct {
    const char* temporary;
    const char* path;
  } files[128];
  int count;
  const char* folders[8]; // made for some of them
  int folder_count;
} Outputs;

// Registers PATH and returns the name to write to meanwhile; NULL when out of
// memory or full.
const char* elara_outputs_add(Outputs* outputs, const char* path);
ElaraStatus elara_outputs_text(Outputs* outputs,
                               const char* path,
                               const ElaraText* text,
                               ElaraDiags* diags);
// DIR was made for what is to lie in it: taken away with it.
void elara_outputs_folder(Outputs* outputs, const char* dir);
ElaraStatus elara_outputs_commit(Outputs* outputs, ElaraDiags* diags);
void elara_outputs_drop(Outputs* outputs);

// texts.c: all files that are not sound, named by STEM, into DIR. Lets go of
// papers that nobody needs any more.
ElaraStatus elara_studio_write_texts(ElaraProject* project,
                                     Papers* papers,
                                     const char* stem,
                                     const char* dir,
                                     Outputs* outputs);

// audio.c: the Take through sound/ into a file (and stems beside it).
ElaraStatus elara_studio_record(ElaraProject* project,
                                const ElaraTake* take,
                                const char* path,
                                const char* stems_dir,
                                Outputs* outputs,
                                ElaraStems* stems);
// Says early and clearly what of the options cannot be had: the sound font, the
// quality, the hall, or a file named like NAME with these bits.
ElaraStatus elara_studio_check_font(ElaraProject* project);
ElaraStatus elara_studio_check_readable(ElaraProject* project,
                                        const char* path,
                                        const char* what,
                                        const char* hint);
ElaraStatus elara_studio_check_sound(ElaraProject* project, const char* name);
// The loudness that the options ask for; NAN where they ask for none.
ElaraTarget elara_studio_target(const ElaraProject* project);
// A stereo file that grows under a temporary name, by the ending of PATH.
ElaraStatus elara_studio_open_sound(ElaraProject* project,
                                    const char* path,
                                    Outputs* outputs,
                                    uint64_t dither,
                                    ElaraAudioFile** file);
// A folder for stems; taken away again when nothing comes of them.
ElaraStatus elara_studio_make_folder(ElaraProject* project,
                                     const char* dir,
                                     Outputs* outputs);
// Copies the tally of the recording to the summary.
void elara_studio_count_voices(ElaraProject* project);

// film_out.c: the picture of the options, when there is one and sound is made.
// open() says before any work is done what cannot be; then the recording is
// kept for the mix; write() makes NAME.scored.mp4, and film/ with the stems.
ElaraStatus elara_studio_film_open(ElaraProject* project,
                                   const ElaraPlan* plan,
                                   const char* dir);
ElaraStatus elara_studio_film_write(ElaraProject* project,
                                    const char* dir,
                                    const char* stem,
                                    Outputs* outputs);
void elara_studio_film_close(ElaraProject* project);

// score_file.c: a score that was read back, performed.
ElaraStatus elara_studio_play_score(ElaraProject* project,
                                    const char* path,
                                    const ElaraFile* file,
                                    ElaraTake** take);

// engraver.c: says early when no PDF can be made; then the full score as PATH
// and a PDF for each part in PARTS_DIR.
ElaraStatus elara_studio_check_engraver(ElaraProject* project);
ElaraStatus elara_studio_engrave(ElaraProject* project,
                                 const ElaraPlan* plan,
                                 const ElaraScore* score,
                                 const char* path,
                                 const char* parts_dir,
                                 Outputs* outputs);

// font_info.c: the font of the options as text in project->json.
ElaraStatus elara_studio_describe_font(ElaraProject* project, int as_json);

#endif
