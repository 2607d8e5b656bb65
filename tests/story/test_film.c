// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A film told as a script, and a script on its film.

#include "picture/toy_reel.h"
#include "story/story.h"
#include "tap.h"

#include "base/text.h"

static const ElaraFilmClock film24 = {24, 1, 0, 0};

static char name_[200];

static const char*
named(const char* what, const char* of)
{
  snprintf(name_, sizeof name_, "%s: %s", of, what);
  return name_;
}

// --- told --------------------------------------------------------------------

typedef struct {
  ElaraArena* arena;
  ElaraText text;
  ElaraLineTime* lines;
  size_t count;
  ElaraStory* story;
} Told;

// The 1-based line of TEXT, in a static buffer.
static const char*
line_of(const char* text, int line)
{
  static char buffer[400];
  for (int i = 1; i < line && text; i++) {
    text = strchr(text, '\n');
    if (text) text++;
  }
  if (!text) return "";
  snprintf(buffer, sizeof buffer, "%.*s", (int)strcspn(text, "\n"), text);
  return buffer;
}

static Told
tell(const ElaraCut* cut, const char* subtitles)
{
  Told t = {.arena = elara_arena_new()};
  ElaraStoryConfig config = elara_story_config();
  config.subtitles = subtitles;
  config.subtitles_count = subtitles ? strlen(subtitles) : 0;
  if (elara_story_tell(cut, &config, t.arena, NULL, &t.text, &t.lines,
                       &t.count) != ELARA_OK) {
    return t;
  }
  config.subtitles = NULL;
  config.cut = cut;
  config.lines = t.lines;
  config.line_count = t.count;
  (void)elara_story_from_text("told.fountain", t.text.bytes, t.text.count,
                              &config, NULL, &t.story);
  return t;
}

static void
told_free(Told* t)
{
  elara_story_free(t->story);
  elara_text_clear(&t->text);
  elara_arena_free(t->arena);
}

static int
line_count(const ElaraText* text)
{
  int count = 0;
  for (size_t i = 0; i < text->count; i++)
    count += text->bytes[i] == '\n';
  return count;
}

// What holds for whatever is told.
static void
check_told(const Told* t, const ElaraCut* cut, const char* of)
{
  int in_order = 1, words = 1, inside = 1, exact = 1;
  for (size_t i = 0; i < t->count; i++) {
    const ElaraLineTime* const l = &t->lines[i];
    if (i && l->line <= l[-1].line) in_order = 0;
    if (!*line_of(t->text.bytes, l->line)) words = 0;
    if (l->start < 0 || l->end < l->start || l->end > cut->length) inside = 0;
  }
  TAP_OK(in_order, named("lines rise", of));
  TAP_OK(words, named("every time has a line with words", of));
  TAP_OK(inside, named("every line is in the film", of));
  TAP_OK(t->count > 0 && t->lines[t->count - 1].line <= line_count(&t->text),
         named("no time behind the last line", of));
  if (!TAP_OK(t->story != NULL, named("it is a story", of))) return;
  TAP_OK(elara_story_check(t->story, NULL) == ELARA_OK,
         named("the story keeps its promises", of));
  for (size_t i = 0; i < t->story->element_count; i++) {
    const ElaraElement* const e = &t->story->elements[i];
    for (size_t k = 0; k < t->count; k++) {
      if (t->lines[k].line == e->line && t->lines[k].start != e->start)
        exact = 0;
    }
  }
  TAP_OK(exact, named("elements begin on the flick that is listed", of));
  TAP_EQ_I(t->story->length, elara_story_film_end(cut),
           named("the story ends with the last picture", of));
  TAP_EQ_I(t->story->clock, ELARA_CLOCK_PICTURE, named("its clock", of));
}

static ElaraCut*
twelve_shots(void)
{
  Reel r = reel_new(film24);
  for (int i = 0; i < 12; i++) {
    reel_shot(&r, 24 * (3 + i % 4), ELARA_JOIN_CUT, i / 4,
              reel_look(.2 + .05 * i, .05 * i));
  }
  reel_black(&r, 24 * 6);
  return reel_end(&r);
}

static void
test_silent(void)
{
  ElaraCut* const cut = twelve_shots();
  Told t = tell(cut, NULL);
  TAP_OK(elara_cut_check(cut, NULL) == ELARA_OK, "the toy is a cut");
  check_told(&t, cut, "without subtitles");
  TAP_EQ_I(t.story->length, cut->shots[12].start, "black at the end is left");
  TAP_OK(!strstr(t.text.bytes, "Shot 13"), "and nothing is told of it");
  TAP_OK(strstr(t.text.bytes, "Shot 12"), "but of the last picture");
  TAP_EQ_I(t.story->person_count, 0, "nobody is invented");
  TAP_EQ_S(t.story->title, "reel", "the title is the film's name");
  int shots = 0;
  for (size_t i = 0; i < t.story->element_count; i++) {
    const ElaraElement* const e = &t.story->elements[i];
    if (e->kind != ELARA_ELEMENT_ACTION) continue;
    shots += e->start == cut->shots[shots].start;
  }
  TAP_EQ_I(shots, 12, "a paragraph for each shot, on its first frame");
  told_free(&t);
  elara_cut_free(cut);
}

#define SAID                                                                   \
  "1\n00:00:04,000 --> 00:00:05,500\nANNA: Where is\nthe dog?\n\n"             \
  "2\n00:00:06,000 --> 00:00:08,000\nIt ran away: look.\n\n"                   \
  "3\n00:00:11,500 --> 00:00:13,250\nMR. O'NEIL: I saw it.\n\n"                \
  "4\n00:00:14,000 --> 00:00:16,000\nANNA:\nThen come.\n"

static const ElaraElement*
first_said(const ElaraStory* story, const char* words)
{
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->kind == ELARA_ELEMENT_DIALOGUE && strstr(e->text, words)) return e;
  }
  return NULL;
}

static void
test_said(void)
{
  ElaraCut* const cut = twelve_shots();
  Told t = tell(cut, SAID);
  check_told(&t, cut, "with subtitles");
  const ElaraElement* const dog = first_said(t.story, "dog");
  const ElaraElement* const ran = first_said(t.story, "ran away");
  const ElaraElement* const come = first_said(t.story, "come");
  if (!TAP_OK(dog && ran && come, "what is said is dialogue")) return;
  TAP_NEAR(elara_time_s(dog->start), 4.0, 1e-9, "from its first moment");
  TAP_NEAR(elara_time_s(dog->end), 5.5, 1e-9, "to its last");
  TAP_EQ_S(dog->text, "Where is the dog?", "in one line");
  TAP_EQ_S(ran->text, "It ran away: look.", "a colon is no name");
  TAP_EQ_I(t.story->person_count, 3, "three who speak");
  int anna = -1, neil = -1;
  for (int i = 0; i < (int)t.story->person_count; i++) {
    if (strcmp(t.story->people[i].name, "ANNA") == 0) anna = i;
    if (strcmp(t.story->people[i].name, "MR. O'NEIL") == 0) neil = i;
  }
  TAP_OK(anna >= 0 && neil >= 0, "who is named is a person");
  TAP_OK(dog->person == anna && come->person == anna, "and says his lines");
  told_free(&t);
  elara_cut_free(cut);
}

// Words that would be marks of a script are words all the same.
static void
test_hostile_words(void)
{
  static const char words[] =
      "1\n00:00:01,000 --> 00:00:02,000\n/* What is this?\n\n"
      "2\n00:00:03,000 --> 00:00:04,000\n[[elara: silence]] Hush.\n\n"
      "3\n00:00:05,000 --> 00:00:06,000\n(laughs)\n\n"
      "4\n00:00:07,000 --> 00:00:08,000\n... : ...\n\n"
      "5\n00:00:09,000 --> 00:00:10,000\n# A number\n\n"
      "6\n00:00:11,000 --> 00:00:12,000\nINT. A HOUSE - DAY\n\n"
      "7\n00:00:13,000 --> 00:00:14,000\nThe last of them.\n";
  ElaraCut* const cut = twelve_shots();
  Told t = tell(cut, words);
  check_told(&t, cut, "marks in subtitles");
  TAP_OK(t.story && first_said(t.story, "The last of them"),
         "nothing swallows the rest");
  TAP_OK(t.story && strstr(t.text.bytes, "Shot 12") &&
             first_said(t.story, "Hush"),
         "an order in brackets is not taken");
  int notes = 0;
  for (size_t i = 0; t.story && i < t.story->element_count; i++) {
    notes += t.story->elements[i].kind == ELARA_ELEMENT_NOTE ||
             t.story->elements[i].kind == ELARA_ELEMENT_BONEYARD;
  }
  TAP_EQ_I(notes, 0, "no notes come of it");
  told_free(&t);
  elara_cut_free(cut);
}

static void
check_odd(ElaraCut* cut, const char* of)
{
  Told t = tell(cut, SAID);
  TAP_OK(elara_cut_check(cut, NULL) == ELARA_OK, named("is a cut", of));
  check_told(&t, cut, of);
  told_free(&t);
  elara_cut_free(cut);
}

static void
test_odd(void)
{
  Reel r = reel_new(film24);
  reel_shot(&r, 24 * 20, ELARA_JOIN_CUT, 0, reel_look(.4, .2));
  check_odd(reel_end(&r), "one shot");
  r = reel_new(film24);
  reel_shot(&r, 1, ELARA_JOIN_CUT, 0, reel_look(.4, .2));
  check_odd(reel_end(&r), "one frame");
  r = reel_new(film24);
  reel_black(&r, 24 * 30);
  check_odd(reel_end(&r), "all black");
  r = reel_new(film24);
  for (int i = 0; i < 300; i++)
    reel_shot(&r, 1, ELARA_JOIN_CUT, i, reel_look(.4, .9));
  check_odd(reel_end(&r), "every frame a shot");
  check_odd(reel_made_up(film24, 24 * 1500, 3.0, 7), "500 shots");
  check_odd(reel_made_up((ElaraFilmClock){30000, 1001, 1, 0}, 9000, 3.0, 8),
            "drop-frame");
}

// --- a script on its film ----------------------------------------------------

static const char script[] =
    "Title: The Door\n\nINT. HOUSE - DAY\n\nAnna waits at the window.\n\n"
    "ANNA\nHe is late again, as he is every day.\n\nBEN\n(outside)\nOpen the "
    "door!\n\nEXT. ROAD - NIGHT\n\nThey run. The storm tears at the trees, and "
    "the road is mud.\n\nBEN\nThere is no way through here.\n\nANNA\nThen we "
    "make one.\n\nINT. MILL - NIGHT\n\nThe wheel turns. Something moves in the "
    "dark.\n\nANNA\nWho is there?\n\nEXT. HILL - DAWN\n\nThe sun comes up over "
    "the valley. They hold hands.\n";

#define SCENES 4

static const ElaraScene*
check_placed(const ElaraStory* story, const ElaraCut* cut, const char* of)
{
  TAP_OK(elara_story_check(story, NULL) == ELARA_OK,
         named("the story keeps its promises", of));
  TAP_EQ_I(story->scene_count, SCENES, named("scenes", of));
  TAP_EQ_I(story->length, elara_story_film_end(cut), named("length", of));
  int inside = 1;
  ElaraTime last = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->start < last || e->end < e->start || e->end > story->length)
      inside = 0;
    last = e->start;
  }
  TAP_OK(inside, named("elements in order, inside the film", of));
  return story->scenes;
}

static ElaraStory*
on_film(const ElaraCut* cut, const char* subtitles)
{
  ElaraStory* story = NULL;
  ElaraStoryConfig config = elara_story_config();
  config.cut = cut;
  config.subtitles = subtitles;
  config.subtitles_count = subtitles ? strlen(subtitles) : 0;
  (void)elara_story_from_text("door.fountain", script, sizeof script - 1,
                              &config, NULL, &story);
  return story;
}

static ElaraCut*
placed_reel(int placings, ElaraFilmClock clock)
{
  static const int64_t starts[] = {0, 251, 733, 1001, 1200, 1300};
  ElaraCut* const cut = reel_made_up(clock, 1440, 3.0, 5);
  Reel r = {.cut = cut};
  for (int i = 0; i < placings; i++)
    reel_place(&r, starts[i], .8);
  cut->placings = r.placings.items;
  cut->placing_count = r.placings.count;
  return cut;
}

static void
test_placings(void)
{
  static const ElaraFilmClock clocks[] = {
      {24, 1, 0, 0}, {24000, 1001, 0, 0}, {30000, 1001, 1, 0}, {25, 1, 0, 0}};
  for (size_t c = 0; c < sizeof clocks / sizeof *clocks; c++) {
    ElaraCut* const cut = placed_reel(SCENES, clocks[c]);
    ElaraStory* const story = on_film(cut, NULL);
    const ElaraScene* const s = check_placed(story, cut, "placed");
    for (int i = 0; i < SCENES; i++)
      TAP_EQ_I(s[i].start, cut->placings[i].start, "a scene to the flick");
    TAP_EQ_I(story->clock, ELARA_CLOCK_PICTURE, "the clock is the picture's");
    elara_story_free(story);
    elara_cut_free(cut);
  }
  for (int placings = 0; placings <= 6; placings++) {
    ElaraCut* const cut = placed_reel(placings, film24);
    ElaraStory* const story = on_film(cut, NULL);
    check_placed(story, cut, "fewer or more placings");
    elara_story_free(story);
    elara_cut_free(cut);
  }
}

static void
test_dense_placings(void)
{
  ElaraCut* const cut = placed_reel(SCENES, film24);
  for (int i = 0; i < SCENES; i++) // the last frames, behind the last picture
    cut->placings[i].start = cut->length - SCENES + i;
  ElaraStory* story = on_film(cut, NULL);
  check_placed(story, cut, "all placed at the end");
  elara_story_free(story);
  for (int i = 0; i < SCENES; i++)
    cut->placings[i].start = i;
  story = on_film(cut, NULL);
  check_placed(story, cut, "all placed at the start");
  elara_story_free(story);
  elara_cut_free(cut);
}

#define LINES                                                                  \
  "1\n00:00:03,000 --> 00:00:05,500\nHe is late again, as he is every "        \
  "day.\n\n2\n00:00:07,100 --> 00:00:08,000\nOpen the door!\n\n"               \
  "3\n00:00:21,000 --> 00:00:23,000\nThere is no way through here.\n\n"        \
  "4\n00:00:24,000 --> 00:00:25,400\nThen we make one.\n\n"                    \
  "5\n00:00:36,000 --> 00:00:37,000\nWho is there?\n"

static void
test_subtitled(void)
{
  static const double starts[] = {3.0, 7.1, 21.0, 24.0, 36.0};
  static const double ends[] = {5.5, 8.0, 23.0, 25.4, 37.0};
  ElaraCut* const cut = placed_reel(SCENES, film24);
  ElaraStory* const story = on_film(cut, LINES);
  const ElaraScene* const s = check_placed(story, cut, "with subtitles");
  int line = 0;
  for (size_t i = 0; i < story->element_count; i++) {
    const ElaraElement* const e = &story->elements[i];
    if (e->kind != ELARA_ELEMENT_DIALOGUE) continue;
    TAP_NEAR(elara_time_s(e->start), starts[line], 1e-6, "a line begins");
    TAP_NEAR(elara_time_s(e->end), ends[line], 1e-6, "and ends where it is");
    line++;
  }
  TAP_EQ_I(story->clock, ELARA_CLOCK_SUBTITLES, "the clock is the lines'");
  TAP_EQ_I(s[1].start, cut->placings[1].start, "a scene between lines");
  TAP_EQ_I(s[2].start, cut->placings[2].start, "another");
  TAP_EQ_I(s[3].start, cut->placings[3].start, "behind the last line");
  elara_story_free(story);
  // A cut in the middle of a line: the line stays whole.
  cut->placings[1].start = elara_time_from_s(7.5);
  ElaraStory* const over = on_film(cut, LINES);
  check_placed(over, cut, "a line over a cut");
  TAP_OK(over->scenes[1].start >= elara_time_from_s(8.0),
         "the scene begins behind it");
  elara_story_free(over);
  elara_cut_free(cut);
}

// --- what is felt ------------------------------------------------------------

static ElaraFeeling
feeling_over(const ElaraStory* story, ElaraTime from, ElaraTime to)
{
  ElaraFeeling sum = {0};
  double time = 0.0;
  for (size_t i = 0; i < story->beat_count; i++) {
    const ElaraBeat* const b = &story->beats[i];
    const double s = elara_time_s(b->end - b->start);
    if (b->start < from || b->end > to) continue;
    sum.valence += s * b->feeling.valence;
    sum.arousal += s * b->feeling.arousal;
    sum.tension += s * b->feeling.tension;
    time += s;
  }
  if (time > 0.0) {
    sum.valence /= time;
    sum.arousal /= time;
    sum.tension /= time;
  }
  return sum;
}

static ElaraCut*
two_halves(double light_a, double motion_a, double light_b, double motion_b)
{
  Reel r = reel_new(film24);
  for (int i = 0; i < 20; i++) {
    reel_shot(&r, motion_a > .4 ? 36 : 144, ELARA_JOIN_CUT, i / 5,
              reel_look(light_a, motion_a));
  }
  for (int i = 0; i < 20; i++) {
    reel_shot(&r, motion_b > .4 ? 36 : 144, ELARA_JOIN_CUT, 9 + i / 5,
              reel_look(light_b, motion_b));
  }
  return reel_end(&r);
}

static void
test_feelings(void)
{
  ElaraCut* const cut = two_halves(.6, .05, .12, .7);
  const ElaraTime middle = cut->shots[20].start;
  Told t = tell(cut, NULL);
  const ElaraFeeling a = feeling_over(t.story, 0, middle);
  const ElaraFeeling b = feeling_over(t.story, middle, cut->length);
  TAP_OK(a.valence > b.valence + .3, "bright and still is more pleasant");
  TAP_OK(a.arousal < b.arousal - .3, "and calmer than dark and wild");
  TAP_OK(a.tension < b.tension - .3, "and less tense");
  told_free(&t);
  elara_cut_free(cut);
  ElaraCut* const bright = two_halves(.6, .05, .55, .1);
  ElaraCut* const dark = two_halves(.1, .6, .15, .7);
  Told sun = tell(bright, NULL), night = tell(dark, NULL);
  TAP_OK(sun.story->tone > night.story->tone + .3, "two films: their tone");
  told_free(&sun);
  told_free(&night);
  elara_cut_free(bright);
  elara_cut_free(dark);
}

// --- without a film ----------------------------------------------------------

static void
test_without(void)
{
  ElaraStoryConfig config = elara_story_config();
  ElaraStory* a = NULL;
  ElaraStory* b = NULL;
  ElaraText x = {0}, y = {0};
  TAP_OK(elara_story_from_text("door", script, sizeof script - 1, NULL, NULL,
                               &a) == ELARA_OK &&
             elara_story_from_text("door", script, sizeof script - 1, &config,
                                   NULL, &b) == ELARA_OK,
         "a script by itself");
  ElaraCut* const cut = placed_reel(SCENES, film24);
  elara_story_free(on_film(cut, NULL));
  elara_cut_free(cut);
  (void)elara_story_write(a, &x);
  (void)elara_story_write(b, &y);
  TAP_OK(x.count > 0 && x.count == y.count &&
             memcmp(x.bytes, y.bytes, x.count) == 0,
         "is the same whether a film was there or not");
  TAP_EQ_I(a->clock, ELARA_CLOCK_ESTIMATE, "and estimated");
  elara_text_clear(&x);
  elara_text_clear(&y);
  elara_story_free(a);
  elara_story_free(b);
}

int
main(void)
{
  tap_begin("stories on film");
  test_silent();
  test_said();
  test_hostile_words();
  test_odd();
  test_placings();
  test_dense_placings();
  test_subtitled();
  test_feelings();
  test_without();
  return tap_end();
}
