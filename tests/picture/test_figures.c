// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// How many of a film's cuts, dissolves and fades are found, and how many are
// found that are none: on made-up films in every checkout, on real ones where
// ../shared is at hand. Shots that show one place have one number. The same
// film gives the same cut.

#include "films.h"
#include "toy_film.h"

#include <jansson.h>
#include <math.h>

typedef struct {
  int found, missed, wrong;                   // hard cuts
  int melts_found, melts_missed, melts_wrong; // dissolves and fades
} Score;

typedef struct {
  int64_t first, last; // of a cut both are its frame
  int is_cut, used;
} Truth;

static double
f1(const Score* s)
{
  return 2.0 * s->found / fmax(1, 2 * s->found + s->missed + s->wrong);
}

// A cut is right within a frame, a transition when the two overlap. Titles that
// FREE holds count neither way.
static Score
score(const ElaraCut* cut, Truth* truth, size_t count, const int64_t* free)
{
  Score s = {0};
  for (size_t i = 1; i < cut->shot_count; i++) {
    const ElaraShot* const shot = &cut->shots[i];
    const int is_cut = shot->join == ELARA_JOIN_CUT;
    int right = 0;
    for (size_t k = 0; k < count; k++) {
      Truth* const t = &truth[k];
      if (t->is_cut != is_cut || (is_cut && t->used)) continue;
      if (is_cut ? llabs(shot->first_frame - t->first) <= 1
                 : shot->join_first < t->last && shot->join_last > t->first) {
        t->used = 1;
        right = 1;
        if (is_cut) break;
      }
    }
    for (const int64_t* f = free; f && *f; f++)
      right |= llabs(shot->first_frame - *f) <= 2 ? 2 : 0;
    if (right == 0) *(is_cut ? &s.wrong : &s.melts_wrong) += 1;
  }
  for (size_t k = 0; k < count; k++) {
    if (truth[k].is_cut)
      *(truth[k].used ? &s.found : &s.missed) += 1;
    else
      *(truth[k].used ? &s.melts_found : &s.melts_missed) += 1;
  }
  return s;
}

static void
add(Score* sum, const Score* s)
{
  sum->found += s->found;
  sum->missed += s->missed;
  sum->wrong += s->wrong;
  sum->melts_found += s->melts_found;
  sum->melts_missed += s->melts_missed;
  sum->melts_wrong += s->melts_wrong;
}

static void
tell(const char* name, const Score* s)
{
  printf("# %s: cuts F1 %.3f (%d found, %d missed, %d wrong), dissolves and "
         "fades %d of %d, %d wrong\n",
         name, f1(s), s->found, s->missed, s->wrong, s->melts_found,
         s->melts_found + s->melts_missed, s->melts_wrong);
}

// --- made-up films -----------------------------------------------------------

static void
encode(ToyFilm* film, const char* path, const char* rate)
{
  static uint8_t rgb[TOY_BYTES];
  const char* const argv[] = {
      "ffmpeg",   "-v",     "error",    "-y",      "-f",      "rawvideo",
      "-pix_fmt", "rgb24",  "-s",       "320x180", "-r",      rate,
      "-i",       "pipe:0", "-c:v",     "libx264", "-preset", "ultrafast",
      "-crf",     "24",     "-pix_fmt", "yuv420p", path,      NULL};
  ElaraChildConfig how = elara_child_config();
  how.takes_input = 1;
  ElaraChild* child;
  ElaraStatus status = elara_child_start(argv, &how, &child);
  for (int i = 0; i < film->frame_count && status == ELARA_OK; i++) {
    toy_frame(film, i, rgb);
    status = elara_child_write(child, rgb, sizeof rgb);
  }
  if (status == ELARA_OK) status = elara_child_finish(child);
  TAP_EQ_I(status, ELARA_OK, "a film is made");
  elara_child_free(child);
}

// Of pairs of shots up to three apart: is one place told from another?
static void
count_places(const ToyFilm* film, const ElaraCut* cut, int pairs[2][2])
{
  for (int i = 0; i < film->shot_count; i++) {
    for (int k = i + 1; k < film->shot_count && k <= i + 3; k++) {
      const ToyShot *a = &film->shots[i], *b = &film->shots[k];
      const size_t p = elara_cut_shot_at(
          cut, elara_film_time(&cut->clock, a->first + a->count / 2));
      const size_t q = elara_cut_shot_at(
          cut, elara_film_time(&cut->clock, b->first + b->count / 2));
      pairs[a->place == b->place]
           [cut->shots[p].setting == cut->shots[q].setting]++;
    }
  }
}

static Score
watch_toy(uint64_t seed, int hold, const char* rate, int pairs[2][2])
{
  static ToyFilm film;
  static Truth truth[TOY_MOST_SHOTS];
  char name[64];
  ElaraCut* cut = NULL;
  toy_film(&film, seed, 16);
  film.hold = hold;
  snprintf(name, sizeof name, "toy%d.mp4", (int)seed);
  encode(&film, films_path(name), rate);
  if (elara_picture_watch(films_path(name), NULL, NULL, &cut) != ELARA_OK)
    exit(1);
  TAP_EQ_I(cut->frame_count, film.frame_count, "every frame is seen");
  for (int i = 1; i < film.shot_count; i++) {
    const ToyShot* const s = &film.shots[i];
    const int from = s->first - s->join_frames / 2;
    truth[i - 1] = (Truth){from, from + s->join_frames, s->join == TOY_CUT, 0};
  }
  const Score s = score(cut, truth, (size_t)film.shot_count - 1, NULL);
  tell(name, &s);
  count_places(&film, cut, pairs);
  elara_cut_free(cut);
  toy_film_clear(&film);
  return s;
}

static void
test_toys(void)
{
  int pairs[2][2] = {{0}};
  Score sum = {0}, s;
  s = watch_toy(101, 1, "24", pairs);
  add(&sum, &s);
  s = watch_toy(102, 2, "50", pairs);
  add(&sum, &s);
  s = watch_toy(103, 1, "30000/1001", pairs);
  add(&sum, &s);
  tell("all", &sum);
  TAP_OK(f1(&sum) >= .95, "cuts of made-up films: F1 of .95 at least");
  TAP_OK(sum.melts_found >= 3 * sum.melts_missed,
         "three of four dissolves and fades");
  const double same = (double)pairs[1][1] / fmax(1, pairs[1][0] + pairs[1][1]);
  const double other = (double)pairs[0][0] / fmax(1, pairs[0][0] + pairs[0][1]);
  printf("# places: %.2f of pairs in one place have one number, %.2f of pairs "
         "in two have two\n",
         same, other);
  TAP_OK(same > .15 && other > .75, "places are told apart at all");
}

// Two cameras in turn, as in a conversation: each comes back to its number.
static void
test_conversation(void)
{
  static ToyFilm film;
  ElaraCut* cut = NULL;
  toy_film(&film, 7, 8);
  int at = 0;
  for (int i = 0; i < 8; i++) {
    ToyShot* const s = &film.shots[i];
    const ToyShot first = film.shots[i % 2];
    *s = (ToyShot){.first = at,
                   .count = 20 + 3 * i,
                   .place = 50 + i % 2,
                   .x = i < 2 ? s->x : first.x,
                   .y = i < 2 ? s->y : first.y,
                   .zoom = i < 2 ? s->zoom : first.zoom,
                   .light = 1.0,
                   .grain = 4.0,
                   .walkers = 1,
                   .seed = (uint64_t)i};
    at += s->count;
  }
  film.frame_count = at;
  encode(&film, films_path("talk.mp4"), "24");
  if (elara_picture_watch(films_path("talk.mp4"), NULL, NULL, &cut) != ELARA_OK)
    exit(1);
  int right = TAP_EQ_I(cut->shot_count, 8, "a conversation in eight shots");
  for (size_t i = 2; i < cut->shot_count; i++)
    right &= cut->shots[i].setting == cut->shots[i - 2].setting;
  TAP_OK(right && cut->shots[0].setting != cut->shots[1].setting,
         "two cameras, two numbers, in turn");
  elara_cut_free(cut);
  toy_film_clear(&film);
}

// --- real films --------------------------------------------------------------

static const struct {
  const char* name;
  int64_t cuts[16];
  int64_t titles[8];
} films[] = {
    {"sintel_trailer-720p.mp4",
     {334, 396, 404, 420, 571, 621, 658, 672, 0},
     {224, 1140, 1163, 1220, 0}},
    {"big_buck_bunny_0_30.webm", {283, 376, 551, 0}, {0}},
};

static const char*
corpus(const char* name)
{
  char path[256];
  snprintf(path, sizeof path, "../shared/corpus/video/%s", name);
  return tap_path(path);
}

static size_t
read_truth(Truth* truth)
{
  size_t i;
  json_t* t;
  json_t* const root =
      json_load_file(corpus("montage_ccby.truth.json"), 0, NULL);
  json_array_foreach(json_object_get(root, "transitions"), i, t)
  {
    const char* const kind = json_string_value(json_object_get(t, "kind"));
    const int is_cut = kind && strcmp(kind, "cut") == 0;
    const int64_t at = json_integer_value(json_object_get(t, "frame"));
    truth[i] = (Truth){
        is_cut ? at : json_integer_value(json_object_get(t, "start")),
        is_cut ? at : json_integer_value(json_object_get(t, "end")), is_cut, 0};
  }
  const size_t count = json_array_size(json_object_get(root, "transitions"));
  json_decref(root);
  return count;
}

static Score
watch_real(const char* name, Truth* truth, size_t count, const int64_t* titles)
{
  ElaraCut* cut = NULL;
  if (elara_picture_watch(corpus(name), NULL, NULL, &cut) != ELARA_OK) exit(1);
  const Score s = score(cut, truth, count, titles);
  tell(name, &s);
  elara_cut_free(cut);
  return s;
}

static void
test_real(void)
{
  static Truth truth[256];
  if (!tap_exists(corpus("montage_ccby.mp4"))) {
    tap_skip("cuts of real films", "no ../shared/corpus");
    return;
  }
  Score sum = {0};
  for (size_t f = 0; f < sizeof films / sizeof *films; f++) {
    size_t n = 0;
    while (films[f].cuts[n]) {
      truth[n] = (Truth){films[f].cuts[n], films[f].cuts[n], 1, 0};
      n++;
    }
    const Score s = watch_real(films[f].name, truth, n, films[f].titles);
    add(&sum, &s);
  }
  const size_t n = read_truth(truth);
  const Score s = watch_real("montage_ccby.mp4", truth, n, NULL);
  add(&sum, &s);
  tell("all", &sum);
  TAP_OK(f1(&sum) >= .97, "cuts of real films: F1 of .97 at least");
  TAP_OK(s.melts_found >= 7 && s.melts_wrong <= 1,
         "seven of the montage's eight dissolves and fades, one wrong at most");
}

// --- the same again ----------------------------------------------------------

static void
test_same(void)
{
  ElaraText one = {0}, two = {0};
  ElaraPictureConfig how = elara_picture_config();
  ElaraCut* cut = NULL;
  const char* const film = films_path("toy101.mp4");
  how.threads = 1;
  if (elara_picture_watch(film, &how, NULL, &cut) != ELARA_OK) exit(1);
  elara_cut_write(cut, &one);
  elara_cut_free(cut);
  how.threads = 4;
  if (elara_picture_watch(film, &how, NULL, &cut) != ELARA_OK) exit(1);
  elara_cut_write(cut, &two);
  TAP_EQ_S(two.bytes, one.bytes,
           "the same bytes with one thread and with four");
  ElaraCut* again = NULL;
  TAP_EQ_I(elara_cut_read("cut.json", two.bytes, two.count, NULL, &again),
           ELARA_OK, "what was watched is written and read");
  elara_cut_free(again);
  elara_cut_free(cut);
  elara_text_clear(&one);
  elara_text_clear(&two);
}

int
main(void)
{
  tap_begin("picture: figures");
  films_begin();
  test_toys();
  test_conversation();
  test_real();
  test_same();
  films_end();
  return tap_end();
}
