// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Other people's Fountain tests, read as they expect; where this parser
// differs, the table says how many lines differ and why. Needs ../shared.

#include "story/dump.h"
#include "story/story.h"
#include "tap.h"

#include <jansson.h>

#define UNIT "../shared/corpus/screenplays/unit/"
#define PLAYS "../shared/corpus/screenplays/full_cc0/"

static char*
read_text(const char* path, size_t* count)
{
  ElaraFile file;
  if (elara_file_read(tap_path(path), 0, &file) != ELARA_OK) return NULL;
  *count = file.count;
  return (char*)file.bytes;
}

static char*
dump_file(const char* path)
{
  size_t count = 0;
  char* const bytes = read_text(path, &count);
  if (!bytes) return NULL;
  ElaraArena* const arena = elara_arena_new();
  ElaraElementList list = {0};
  char* const out = dump_bytes(bytes, count, &list, arena);
  elara_arena_free(arena);
  free(bytes);
  return out;
}

// Files whose every element is known: the letters of dump.h in order.
static const struct {
  const char* file;
  const char* kinds;
} known[] = {
    {"nyousefi_Fountain/Boneyard.fountain", "ABBAB"},
    {"nyousefi_Fountain/CenteredText.fountain", "M>MM"},
    {"nyousefi_Fountain/Dialogue.fountain", "CDCDCPDCDCDCDCDPCDCDCDPACDCPD"},
    {"nyousefi_Fountain/DualDialogue.fountain", "CDCD"},
    {"nyousefi_Fountain/ForcedElements.fountain", "ACDCL"},
    {"nyousefi_Fountain/Indenting.fountain", ">HACDCPDA"},
    {"nyousefi_Fountain/MultilineAction.fountain", "AAA"},
    {"nyousefi_Fountain/Notes.fountain", "ANNAN"},
    {"nyousefi_Fountain/PageBreaks.fountain", "A=A=A"},
    // The two headings in a row and ESTABLISHING are no headings.
    {"nyousefi_Fountain/SceneHeaders.fountain", "HHHHHHHHHHHHHHHAAAH"},
    {"nyousefi_Fountain/SceneNumbers.fountain", "HHHHHHH"},
    {"nyousefi_Fountain/SectionHeaders.fountain", "SSSSSSS"},
    {"nyousefi_Fountain/Sections-Complex.fountain", "SYHSSH"},
    {"nyousefi_Fountain/Simple.fountain", "TTT>HACPD=HA>MNYBSASAHABANA"},
    {"nyousefi_Fountain/Synopses.fountain", "SYSYSY"},
    // The fifth ends in spaces: action, by the syntax and by Simple.fountain.
    {"nyousefi_Fountain/Transitions.fountain", ">>>>A>>"},
    {"screenplain/boneyard.fountain", "A>BHA"},
    {"screenplain/dialogue-character-extension.fountain", "CD"},
    {"screenplain/dialogue-with-blank-line.fountain", "CD"},
    {"screenplain/dialogue.fountain", "CDCD"},
    {"screenplain/dual-dialogue.fountain", "CDCD"},
    {"screenplain/extended-characters.fountain", "A"},
    {"screenplain/forced-action.fountain", "A"},
    {"screenplain/forced-transition.fountain", ">"},
    {"screenplain/indentation.fountain", "HAAAAA"},
    {"screenplain/notes.fountain", "ANANANANNAAANAANA"},
    {"screenplain/page-break.fountain", "A=H"},
    {"screenplain/parenthetical.fountain", "CPD"},
    {"screenplain/scene-numbers.fountain", "HAHAHAHAHA"},
    {"screenplain/sections.fountain", "SYSYHYASHA"},
    {"screenplain/simple.fountain", "HAACDCDCD"},
    // FADE IN: is a transition to us, though it does not end in TO:.
    {"screenplain/title-page.fountain", "TTT>A"},
    {"screenplain/utf-8-bom.fountain", "HAACDCDCD"},
    {"afterwriting/header_note.fountain", "HN"},
    {"afterwriting/note.fountain", "AN"},
    {"afterwriting/synopsis.fountain", "HY"},
};

static char*
kinds_of(const char* dump)
{
  char* const kinds = (char*)calloc(strlen(dump) + 1, 1);
  size_t n = 0;
  for (const char* line = dump; *line; line = strchr(line, '\n') + 1) {
    kinds[n++] = line[0] == '1' || line[0] == '2' ? line[1] : line[0];
  }
  return kinds;
}

static void
test_known(void)
{
  for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
    char path[300];
    snprintf(path, sizeof path, UNIT "%s", known[i].file);
    char* const dump = dump_file(path);
    char* const kinds = dump ? kinds_of(dump) : NULL;
    if (!TAP_EQ_S(kinds, known[i].kinds, known[i].file) && dump) {
      for (const char* line = dump; *line; line = strchr(line, '\n') + 1) {
        printf("#   %.*s\n", (int)strcspn(line, "\n"), line);
      }
    }
    free(kinds);
    free(dump);
  }
}

// screenplay-tools: its dumps are brought to lines "KIND text" (merged
// paragraphs taken apart, empty ones and placeholders dropped), so are ours,
// and the two are compared.

typedef struct {
  char lines[600][400];
  size_t count;
} Lines;

static void
add_line(Lines* lines, const char* kind, const char* text, size_t length)
{
  while (length && (text[0] == ' ' || text[0] == '\t')) {
    text++;
    length--;
  }
  while (length && (text[length - 1] == ' ' || text[length - 1] == '\t')) {
    length--;
  }
  if (lines->count >= 600) return;
  char* const out = lines->lines[lines->count];
  size_t n = (size_t)snprintf(out, 400, "%s ", kind);
  const size_t empty = n;
  for (size_t i = 0; i < length && n + 1 < 400; i++) {
    if (strncmp(text + i, "[[", 2) == 0 || strncmp(text + i, "/*", 2) == 0) {
      const char* const end = strpbrk(text + i + 2, "]*");
      if (end && end < text + length && end[-1] >= '0' && end[-1] <= '9') {
        i = (size_t)(end - text) + 1;
        continue;
      }
    }
    out[n++] = text[i];
  }
  out[n] = '\0';
  if (n > empty || strcmp(kind, "PAGEBREAK") == 0) lines->count++;
}

static void
add_text(Lines* lines, const char* kind, const char* text, size_t length)
{
  const char* const end = text + length;
  for (const char* line = text; line <= end;) {
    const char* stop = (const char*)memchr(line, '\n', (size_t)(end - line));
    if (!stop) stop = end;
    add_line(lines, kind, line, (size_t)(stop - line));
    line = stop + 1;
  }
}

// KIND:"text" ...; text may hold line ends and quotes, so it ends at a quote
// that is the line's last but for what follows a text.
static const char*
text_end(const char* text)
{
  for (const char* p = text; *p; p++) {
    if (*p != '"') continue;
    if (p[1] == '\n' || p[1] == '\0' || strncmp(p + 1, " (", 2) == 0 ||
        strncmp(p + 1, " \"", 2) == 0 || strncmp(p + 1, ":\"", 2) == 0) {
      return p;
    }
  }
  return text + strlen(text);
}

static void
read_theirs(Lines* lines, const char* dump)
{
  static const char* const kinds[] = {"TITLEENTRY", "HEADING",       "ACTION",
                                      "CHARACTER",  "PARENTHETICAL", "DIALOGUE",
                                      "LYRIC",      "TRANSITION",    "SECTION",
                                      "SYNOPSIS",   "PAGEBREAK"};
  for (const char* line = dump; line && *line;) {
    const char* next = strchr(line, '\n');
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
      const size_t length = strlen(kinds[k]);
      if (strncmp(line, kinds[k], length) || strncmp(line + length, ":\"", 2)) {
        continue;
      }
      const char* text = line + length + 2;
      const char* end = text_end(text);
      if (k == 0 && end[0] && end[1] == ':') {
        text = end + 3;
        end = text_end(text);
      }
      add_text(lines, kinds[k], text, (size_t)(end - text));
      next = strchr(end, '\n');
    }
    line = next ? next + 1 : NULL;
  }
}

static void
read_ours(Lines* lines, const ElaraElementList* list)
{
  static const char* const kinds[ELARA_ELEMENT_KIND_COUNT] = {
      "TITLEENTRY", "HEADING", "ACTION",     "CHARACTER", "PARENTHETICAL",
      "DIALOGUE",   "LYRIC",   "TRANSITION", "ACTION",    "SECTION",
      "SYNOPSIS",   NULL,      NULL,         "PAGEBREAK"};
  for (size_t i = 0; i < list->count; i++) {
    const ElaraElement* const e = &list->items[i];
    if (kinds[e->kind]) {
      add_text(lines, kinds[e->kind], e->text, strlen(e->text));
    }
  }
}

// Lines of A and B that are not in their longest common subsequence.
static size_t
count_differences(const Lines* a, const Lines* b, int say)
{
  static unsigned short best[602][602];
  memset(best, 0, sizeof best);
  for (size_t i = a->count; i-- > 0;) {
    for (size_t k = b->count; k-- > 0;) {
      const unsigned short skip =
          best[i + 1][k] > best[i][k + 1] ? best[i + 1][k] : best[i][k + 1];
      const int same = strcmp(a->lines[i], b->lines[k]) == 0;
      best[i][k] = same ? (unsigned short)(best[i + 1][k + 1] + 1) : skip;
    }
  }
  size_t i = 0, k = 0, count = 0;
  while (i < a->count || k < b->count) {
    if (i < a->count && k < b->count && strcmp(a->lines[i], b->lines[k]) == 0) {
      i++;
      k++;
    } else if (k == b->count ||
               (i < a->count && best[i + 1][k] >= best[i][k + 1])) {
      count++;
      if (say) printf("#   ours:   %s\n", a->lines[i]);
      i++;
    } else {
      count++;
      if (say) printf("#   theirs: %s\n", b->lines[k]);
      k++;
    }
  }
  return count;
}

static const struct {
  const char* script;
  const char* dump;
  size_t differences;
  const char* why;
} compared[] = {
    {"Action", "Action-Merged", 0, ""},
    {"Action", "Action-Unmerged", 0, ""},
    {"Boneyards", "Boneyards", 2,
     "a boneyard counts as a blank line, so CUT TO: above it is a transition"},
    {"Character", "Character", 4,
     "3CPO has a letter, which is all that the syntax asks of a name"},
    {"Dialogue", "Dialogue-Merged", 0, ""},
    {"Dialogue", "Dialogue-Unmerged", 0, ""},
    {"LineBreaks", "LineBreaks", 0, ""},
    {"Lyrics", "Lyrics", 0, ""},
    {"Notes", "Notes", 7,
     "a note's two-space line is not the speech's, so action after it is "
     "action; a note over an empty line is text"},
    {"PageBreak", "PageBreak", 0, ""},
    {"Parenthetical", "Parenthetical", 2,
     "a parenthetical may follow another one"},
    {"SceneHeading", "SceneHeading", 0, ""},
    {"Scratch", "Scratch", 0, ""},
    {"Sections", "Sections", 1,
     "CUT TO: on the first line is a transition, not a title page"},
    {"TitlePage", "TitlePage", 0, ""},
    {"Transition", "Transition", 0, ""},
    {"UTF8", "UTF8", 0, ""},
    // Tags is of a dialect (#tag), Formatted dumps emphasis as HTML.
};

static void
test_compared(void)
{
  static Lines ours, theirs;
  for (size_t i = 0; i < sizeof compared / sizeof compared[0]; i++) {
    char path[300], name[400];
    size_t count = 0, dump_count = 0;
    snprintf(path, sizeof path, UNIT "screenplay-tools/%s.fountain",
             compared[i].script);
    char* const script = read_text(path, &count);
    snprintf(path, sizeof path, UNIT "screenplay-tools/%s.txt",
             compared[i].dump);
    char* const dump = read_text(path, &dump_count);
    ElaraArena* const arena = elara_arena_new();
    ElaraElementList list = {0};
    free(dump_bytes(script, count, &list, arena));
    ours.count = theirs.count = 0;
    read_ours(&ours, &list);
    read_theirs(&theirs, dump);
    const size_t differences = count_differences(&ours, &theirs, 0);
    snprintf(name, sizeof name, "screenplay-tools %s: %s", compared[i].dump,
             compared[i].differences ? compared[i].why : "the same");
    if (!TAP_EQ_I(differences, compared[i].differences, name)) {
      count_differences(&ours, &theirs, 1);
    }
    elara_arena_free(arena);
    free(script);
    free(dump);
  }
}

static void
test_play(const char* play)
{
  char path[300], name[300];
  size_t count = 0;
  snprintf(path, sizeof path, PLAYS "%s.fountain", play);
  char* const script = read_text(path, &count);
  snprintf(path, sizeof path, PLAYS "%s.truth.json", play);
  json_t* const truth = json_load_file(tap_path(path), 0, NULL);
  const json_t* const speakers = json_object_get(truth, "speakers");
  ElaraStory* story = NULL;
  snprintf(name, sizeof name, "%s is read", play);
  if (!TAP_OK(script && speakers &&
                  elara_story_from_text(play, script, count, NULL, NULL,
                                        &story) == ELARA_OK,
              name)) {
    return;
  }
  size_t seen = 0;
  int speeches = 0, wrong = 0, off = 0;
  for (size_t i = 0; i < story->person_count; i++) {
    const ElaraPerson* const p = &story->people[i];
    if (p->speeches == 0) continue;
    seen++;
    speeches += p->speeches;
    const json_t* const pair = json_object_get(speakers, p->name);
    const json_int_t said = json_integer_value(json_array_get(pair, 0));
    const json_int_t words = json_integer_value(json_array_get(pair, 1));
    if (said != p->speeches) {
      wrong++;
      printf("# %s: %d speeches, truth %d\n", p->name, p->speeches, (int)said);
    }
    if (abs(p->words - (int)words) > 3 + (int)words / 10) off++;
  }
  snprintf(name, sizeof name, "%s: speakers", play);
  TAP_EQ_I(seen, json_object_size(speakers), name);
  snprintf(name, sizeof name, "%s: speeches in all", play);
  TAP_EQ_I(speeches, json_integer_value(json_object_get(truth, "speeches")),
           name);
  snprintf(name, sizeof name, "%s: speakers with another count", play);
  TAP_EQ_I(wrong, 0, name);
  snprintf(name, sizeof name, "%s: speakers with words more than 10 %% off",
           play);
  TAP_EQ_I(off, 0, name);
  snprintf(name, sizeof name, "%s: scenes", play);
  TAP_EQ_I(story->scene_count,
           json_array_size(json_object_get(truth, "scenes")), name);
  elara_story_free(story);
  json_decref(truth);
  free(script);
}

// Mean levity of the beats within lines FIRST to LAST.
static double
levity(const ElaraStory* story, int first, int last)
{
  double sum = 0.0, seconds = 0.0;
  for (size_t i = 0; i < story->beat_count; i++) {
    const ElaraBeat* const b = &story->beats[i];
    if (b->line < first || b->line_last > last) continue;
    const double s = elara_time_s(b->end - b->start);
    sum += s * b->feeling.levity;
    seconds += s;
  }
  return seconds > 0.0 ? sum / seconds : 0.0;
}

static double
levity_of(const char* play)
{
  char path[300];
  size_t count = 0;
  snprintf(path, sizeof path, PLAYS "%s.fountain", play);
  char* const script = read_text(path, &count);
  ElaraStory* story = NULL;
  elara_story_from_text(play, script, count, NULL, NULL, &story);
  const double mean = levity(story, 1, 1000000);
  printf("# %s: levity %.2f, tone %.1f\n", play, mean, story->tone);
  elara_story_free(story);
  free(script);
  return mean;
}

static void
test_levity(void)
{
  const double earnest = levity_of("earnest"), much_ado = levity_of("much_ado");
  const double macbeth = levity_of("macbeth"), rur = levity_of("rur");
  const double graver = macbeth > rur ? macbeth : rur;
  TAP_OK(earnest > graver && much_ado > graver,
         "two comedies are lighter than a tragedy and the end of mankind");
}

// What any reader of Macbeth knows: who leads, who is against him, and that
// Banquo's murder is the tensest scene.
static void
test_macbeth(void)
{
  size_t count = 0;
  char* const script = read_text(PLAYS "macbeth.fountain", &count);
  ElaraStory* story = NULL;
  ElaraStoryConfig config = elara_story_config();
  ElaraArena* const arena = elara_arena_new();
  size_t table_count = 0;
  char* const table = read_text("data/feeling/readers.table", &table_count);
  elara_table_read(arena, "table", (const unsigned char*)table, table_count,
                   NULL, &config.table);
  elara_story_from_text("macbeth", script, count, &config, NULL, &story);
  TAP_OK(config.table != NULL, "by the table of feelings");
  size_t tensest = 0;
  double talk = 0.0;
  for (size_t i = 0; i < story->scene_count; i++) {
    const ElaraFeeling* const f = &story->scenes[i].feeling;
    if (f->tension > story->scenes[tensest].feeling.tension) tensest = i;
  }
  for (size_t i = 0; i < story->person_count; i++) {
    const ElaraPerson* const p = &story->people[i];
    if (p->role == ELARA_ROLE_PROTAGONIST) TAP_EQ_S(p->name, "MACBETH", "hero");
    if (p->role == ELARA_ROLE_ANTAGONIST) TAP_EQ_S(p->name, "MACDUFF", "foe");
    talk += p->words;
  }
  TAP_OK(talk > 10000, "a play talks");
  TAP_EQ_I(tensest, 13, "the murder in the park is the tensest scene");
  const double before = levity(story, 961, 1122);
  const double porter = levity(story, 1124, 1165);
  const double after = levity(story, 1210, 1420);
  printf("# levity before the porter %.2f, of him %.2f, after %.2f\n", before,
         porter, after);
  TAP_OK(porter > before + 0.05 && porter > after + 0.05,
         "the porter is a peak of levity between two murders");
  elara_story_free(story);
  elara_arena_free(arena);
  free(table);
  free(script);
}

int
main(void)
{
  tap_begin("corpus");
  if (!tap_exists(tap_path("../shared/corpus/screenplays"))) {
    tap_skip("corpus", "no ../shared/corpus/screenplays");
    return tap_end();
  }
  test_known();
  test_compared();
  test_play("macbeth");
  test_play("earnest");
  test_play("much_ado");
  test_play("rur");
  test_macbeth();
  test_levity();
  return tap_end();
}
