// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What music may answer. Collected from four sources: the words of the
// triggers' table, paragraphs dense with one kind of word, the script's own
// marks (transitions, page breaks, notes, songs) and who meets whom
// (meetings.c). Then thinned: few and sure is worth more than many.

#include "story/events.h"

#include "story/triggers.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

// Paragraphs of action in which this many words carry a tag.
static const struct {
  ElaraEventKind kind;
  ElaraWordTag tag;
  int words;
  double rate;
  double strength;
  double confidence;
} dense[] = {
    {ELARA_EVENT_FIGHT, ELARA_TAG_VIOLENCE, 3, 0.06, 0.7, 0.5},
    {ELARA_EVENT_MAGIC, ELARA_TAG_MAGIC, 2, 0.06, 0.7, 0.5},
};

// Transitions by their words.
static const struct {
  const char* words;
  double strength;
} cuts[] = {
    {"SMASH", 1.0}, {"BLACKOUT", 0.9}, {"CUT TO BLACK", 0.9},
    {"FADE", 0.6},  {"DISSOLVE", 0.5}, {"CUT", 0.6},
};

// Seconds within which only the strongest event of a kind stays, and whether
// it also yields to stronger neighbours of other kinds.
static const struct {
  double gap_s;
  int yields;
} thinning[ELARA_EVENT_KIND_COUNT] = {
    [ELARA_EVENT_ENTRANCE] = {0.0, 0}, [ELARA_EVENT_MEETING] = {0.0, 0},
    [ELARA_EVENT_REUNION] = {20.0, 0}, [ELARA_EVENT_DEATH] = {8.0, 0},
    [ELARA_EVENT_FIGHT] = {25.0, 1},   [ELARA_EVENT_CHASE] = {40.0, 1},
    [ELARA_EVENT_KISS] = {15.0, 0},    [ELARA_EVENT_REVELATION] = {15.0, 0},
    [ELARA_EVENT_MAGIC] = {25.0, 1},   [ELARA_EVENT_JOKE] = {20.0, 1},
    [ELARA_EVENT_SOUND] = {12.0, 1},   [ELARA_EVENT_SILENCE] = {12.0, 0},
    [ELARA_EVENT_CUT] = {0.0, 0},      [ELARA_EVENT_MUSIC_NOTE] = {0.0, 0},
    [ELARA_EVENT_EXIT] = {4.0, 0},     [ELARA_EVENT_LAST_EXIT] = {5.0, 0},
    [ELARA_EVENT_BANTER] = {30.0, 0},  [ELARA_EVENT_INTERRUPTION] = {20.0, 0},
    [ELARA_EVENT_WEATHER] = {45.0, 0}, [ELARA_EVENT_DAYTIME] = {8.0, 0},
};

#define NEIGHBOUR_S 4.0

ElaraStatus
elara_event_add(ElaraEvents* events, ElaraEvent event, ElaraSpan quote)
{
  event.quote = elara_quote(events->draft->arena, quote, 100);
  ELARA_TRY_PTR(event.quote);
  ELARA_TRY_PTR(ELARA_PUSH(events->draft->scratch, &events->list, event));
  return ELARA_OK;
}

ElaraTime
elara_event_time(const ElaraElement* element, size_t at)
{
  const size_t length = strlen(element->text);
  const double share = length ? (double)at / (double)length : 0.0;
  return element->start +
         elara_time_from_s(share * elara_time_s(element->end - element->start));
}

int
elara_event_line(const ElaraElement* element, size_t at)
{
  int line = element->line;
  for (size_t i = 0; i < at; i++) {
    line += element->text[i] == '\n';
  }
  return line <= element->line_last ? line : element->line_last;
}

static ElaraStatus
add_triggered(ElaraEvents* events,
              int index,
              const ElaraTriggered* found,
              ElaraSpan text)
{
  const ElaraElement* const element = &events->draft->story->elements[index];
  const ElaraTrigger* const trigger = found->trigger;
  const ElaraSpan sentence = elara_sentence_at(text, found->at);
  ElaraSubject subject = {element->person, -1, element->person >= 0};
  if (element->kind == ELARA_ELEMENT_ACTION) {
    subject = elara_subject_of(events, index, sentence);
  } else if (trigger->kind == ELARA_EVENT_DEATH) {
    if (sentence.n && sentence.s[sentence.n - 1] == '?') return ELARA_OK;
    const int gone = (trigger->where & ELARA_NEEDS_VANISHED) != 0;
    subject.person = gone ? elara_vanished_before(events, index) : -1;
    if (gone && subject.person < 0) return ELARA_OK;
  }
  ElaraEventKind kind = trigger->kind;
  if (kind == ELARA_EVENT_EXIT) {
    if (!elara_somebody_goes(events, text, found, &subject)) return ELARA_OK;
    if (subject.person >= 0 &&
        elara_is_last_sight(events, index, subject.person)) {
      kind = ELARA_EVENT_LAST_EXIT;
    }
  } else if (trigger->where & ELARA_NEEDS_SOMEBODY && !subject.somebody) {
    return ELARA_OK;
  }
  if (trigger->where & ELARA_NEEDS_NAME && subject.person < 0 &&
      !elara_named_before(text, sentence, found->at)) {
    return ELARA_OK;
  }
  return elara_event_add(events,
                         (ElaraEvent){
                             .kind = kind,
                             .time = elara_event_time(element, found->at),
                             .line = elara_event_line(element, found->at),
                             .scene = element->scene,
                             .person = subject.person,
                             .other = subject.other,
                             .strength = trigger->strength,
                             .confidence = trigger->confidence,
                         },
                         sentence);
}

static int
place_of(ElaraElementKind kind)
{
  switch (kind) {
  case ELARA_ELEMENT_ACTION:
    return ELARA_IN_ACTION;
  case ELARA_ELEMENT_DIALOGUE:
    return ELARA_IN_SPEECH;
  case ELARA_ELEMENT_PARENTHETICAL:
    return ELARA_IN_PARENTHETICAL;
  default:
    return 0;
  }
}

static ElaraStatus
add_dense(ElaraEvents* events, int index)
{
  const ElaraElement* const element = &events->draft->story->elements[index];
  const ElaraSpan text = elara_span(element->text);
  const ElaraTextScore score = elara_score_text(text);
  for (size_t i = 0; i < sizeof dense / sizeof dense[0]; i++) {
    const int count = score.tags[dense[i].tag];
    if (count < dense[i].words ||
        elara_score_rate(&score, dense[i].tag) < dense[i].rate) {
      continue;
    }
    const ElaraSubject subject = elara_subject_of(events, index, text);
    const double more = 0.1 * (count - dense[i].words);
    ELARA_TRY(
        elara_event_add(events,
                        (ElaraEvent){
                            .kind = dense[i].kind,
                            .time = element->start,
                            .line = element->line,
                            .scene = element->scene,
                            .person = subject.person,
                            .other = subject.other,
                            .strength = fmin(1.0, dense[i].strength + more),
                            .confidence = fmin(0.9, dense[i].confidence + more),
                        },
                        elara_sentence_at(text, 0)));
  }
  return ELARA_OK;
}

static ElaraStatus
add_mark(ElaraEvents* events, const ElaraElement* element)
{
  const ElaraSpan text = elara_span(element->text);
  double strength = 0.5;
  for (size_t i = sizeof cuts / sizeof cuts[0]; i-- > 0;) {
    if (elara_span_starts(text, cuts[i].words)) strength = cuts[i].strength;
  }
  if (element->kind == ELARA_ELEMENT_PAGE_BREAK) strength = 0.3;
  return elara_event_add(events,
                         (ElaraEvent){
                             .kind = ELARA_EVENT_CUT,
                             .time = element->start,
                             .line = element->line,
                             .scene = element->scene,
                             .person = -1,
                             .other = -1,
                             .strength = strength,
                             .confidence = 1.0,
                         },
                         text.n ? text : elara_span("==="));
}

// True when all that the note says is who is who: that is no affair of the
// music's.
static int
only_names(const ElaraEvents* events, int index)
{
  int says = 0;
  for (size_t i = 0; i < events->draft->says.count; i++) {
    const ElaraSays* const s = &events->draft->says.items[i];
    if (s->element != index) continue;
    if (s->kind > ELARA_SAYS_ALIAS) return 0;
    says = 1;
  }
  return says;
}

// [[elara: ...]], [[score: ...]] and [[music: ...]] speak to the composer;
// another note does when it has the word score or music.
static ElaraStatus
add_note(ElaraEvents* events, int index)
{
  const ElaraElement* const element = &events->draft->story->elements[index];
  static const char* const words[] = {"score", "music"};
  const ElaraSpan text = elara_span(element->text);
  const int addressed = elara_span_starts(text, "elara:") ||
                        elara_span_starts(text, "score:") ||
                        elara_span_starts(text, "music:");
  if (!addressed && !elara_has_word(text, words, 2)) return ELARA_OK;
  if (only_names(events, index)) return ELARA_OK;
  return elara_event_add(events,
                         (ElaraEvent){
                             .kind = ELARA_EVENT_MUSIC_NOTE,
                             .time = element->start,
                             .line = element->line,
                             .scene = element->scene,
                             .person = -1,
                             .other = -1,
                             .strength = 1.0,
                             .confidence = addressed ? 1.0 : 0.5,
                         },
                         text);
}

static ElaraStatus
add_song(ElaraEvents* events, const ElaraElement* element)
{
  return elara_event_add(events,
                         (ElaraEvent){
                             .kind = ELARA_EVENT_SOUND,
                             .time = element->start,
                             .line = element->line,
                             .scene = element->scene,
                             .person = element->person,
                             .other = -1,
                             .strength = 0.8,
                             .confidence = 0.95,
                         },
                         elara_span(element->text));
}

// Moves past mentions before ELEMENT.
static void
follow_mentions(ElaraEvents* events, int element)
{
  const ElaraDraft* const draft = events->draft;
  while (events->mention < draft->mentions.count &&
         draft->mentions.items[events->mention].element < element) {
    events->mention++;
  }
}

static ElaraStatus
read_element(ElaraEvents* events, int index)
{
  const ElaraElement* const element = &events->draft->story->elements[index];
  const ElaraSpan text = elara_span(element->text);
  const int where = place_of(element->kind);
  follow_mentions(events, index);
  if (element->kind == ELARA_ELEMENT_HEADING) events->speaker = -1;
  if (element->kind == ELARA_ELEMENT_CHARACTER)
    events->speaker = element->person;
  if (where) {
    ElaraTriggered found;
    size_t at = 0;
    while (elara_trigger_next(text, where, &at, &found)) {
      ELARA_TRY(add_triggered(events, index, &found, text));
    }
  }
  switch (element->kind) {
  case ELARA_ELEMENT_ACTION:
    return add_dense(events, index);
  case ELARA_ELEMENT_TRANSITION:
  case ELARA_ELEMENT_PAGE_BREAK:
    return add_mark(events, element);
  case ELARA_ELEMENT_NOTE:
    return add_note(events, index);
  case ELARA_ELEMENT_LYRIC:
    return add_song(events, element);
  default:
    return ELARA_OK;
  }
}

static int
by_time(const void* a, const void* b)
{
  const ElaraEvent* const x = (const ElaraEvent*)a;
  const ElaraEvent* const y = (const ElaraEvent*)b;
  if (x->time != y->time) return x->time < y->time ? -1 : 1;
  if (x->line != y->line) return x->line - y->line;
  if (x->kind != y->kind) return (int)x->kind - (int)y->kind;
  if (x->person != y->person) return x->person - y->person;
  return x->other - y->other;
}

static double
worth(const ElaraEvent* event)
{
  return event->strength * event->confidence;
}

// True when A, the earlier or later neighbour, makes B superfluous.
static int
outshines(const ElaraEvent* a, const ElaraEvent* b)
{
  const double apart = fabs(elara_time_s(a->time) - elara_time_s(b->time));
  const int later = b->time > a->time || (b->time == a->time && b > a);
  if (a->kind == b->kind && apart < thinning[b->kind].gap_s) {
    return worth(a) > worth(b) || (later && !(worth(b) > worth(a)));
  }
  return thinning[b->kind].yields && apart < NEIGHBOUR_S &&
         a->kind != ELARA_EVENT_CUT && a->kind <= ELARA_EVENT_MUSIC_NOTE &&
         worth(a) > 1.3 * worth(b);
}

#define REACH 24 // neighbours looked at on either side

static size_t
thin(ElaraEvent* events, size_t count, unsigned char* drop)
{
  for (size_t i = 0; i < count; i++) {
    const size_t first = i > REACH ? i - REACH : 0;
    for (size_t k = first; k < count && k <= i + REACH && !drop[i]; k++) {
      drop[i] =
          k != i && !(k < i && drop[k]) && outshines(&events[k], &events[i]);
    }
  }
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (!drop[i]) events[kept++] = events[i];
  }
  return kept;
}

ElaraStatus
elara_draft_events(ElaraDraft* draft)
{
  ElaraStory* const story = draft->story;
  ElaraEvents events = {
      .draft = draft,
      .speaker = -1,
      .last_seen = (int*)elara_arena_array(draft->scratch, story->person_count,
                                           sizeof(int)),
  };
  ELARA_TRY_PTR(events.last_seen);
  elara_find_last_seen(&events);
  for (size_t i = 0; i < story->element_count; i++) {
    if (story->elements[i].scene >= 0) {
      ELARA_TRY(read_element(&events, (int)i));
    }
  }
  ELARA_TRY(elara_events_meetings(&events));
  ELARA_TRY(elara_events_jokes(&events));
  ELARA_TRY(elara_events_talk(&events));
  ELARA_TRY(elara_events_atmosphere(&events));
  const size_t count = events.list.count;
  if (count) qsort(events.list.items, count, sizeof(ElaraEvent), by_time);
  unsigned char* const drop =
      (unsigned char*)elara_arena_alloc(draft->scratch, count);
  ELARA_TRY_PTR(drop);
  story->event_count = thin(events.list.items, count, drop);
  story->events = (ElaraEvent*)elara_arena_array(
      draft->arena, story->event_count, sizeof *story->events);
  ELARA_TRY_PTR(story->events);
  if (story->event_count) {
    memcpy(story->events, events.list.items,
           story->event_count * sizeof *story->events);
  }
  return ELARA_OK;
}
