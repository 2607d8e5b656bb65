// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Timecode against a clock that is counted by hand, frame by frame, for a
// whole day, as SMPTE ST 12-1 describes it.

#include "model/timecode.h"
#include "tap.h"

static const ElaraFilmClock rates[] = {
    {24000, 1001, 0, 0}, {24, 1, 0, 0},       {25, 1, 0, 0},
    {30000, 1001, 0, 0}, {30000, 1001, 1, 0}, {30, 1, 0, 0},
    {48, 1, 0, 0},       {50, 1, 0, 0},       {60000, 1001, 0, 0},
    {60000, 1001, 1, 0}, {60, 1, 0, 0},
};
#define RATES (sizeof rates / sizeof *rates)

// The rule as it is written: count, and leave out the first two (four) numbers
// of every minute but each tenth.
typedef struct {
  int h, m, s, f;
} Counted;

static void
count_on(Counted* c, int base, int drop)
{
  if (++c->f < base) return;
  c->f = 0;
  if (++c->s < 60) return;
  c->s = 0;
  c->m++;
  if (drop && c->m % 10) c->f = base / 15;
  if (c->m < 60) return;
  c->m = 0;
  c->h++;
}

static const char*
shown(const Counted* c, int drop)
{
  static char text[32];
  snprintf(text, sizeof text, "%02d:%02d:%02d%c%02d", c->h, c->m, c->s,
           drop ? ';' : ':', c->f);
  return text;
}

static void
test_day(const ElaraFilmClock* clock, const char* name)
{
  const int base = elara_film_base(clock);
  Counted c = {0};
  int64_t wrong = 0;
  int64_t frame = 0;
  for (; c.h < 24; frame++) {
    // every number near a minute, and a sample of the others
    if (c.s == 0 || c.s == 59 || frame % 97 == 0) {
      const char* const want = shown(&c, clock->drop);
      wrong += strcmp(elara_film_timecode(clock, frame).text, want) != 0;
      wrong += elara_film_parse(clock, want) != frame;
    }
    count_on(&c, base, clock->drop);
  }
  TAP_EQ_I(wrong, 0, name);
  if (clock->drop)
    TAP_EQ_I(frame, base == 30 ? 2589408 : 5178816, "frames in a dropped day");
}

// A frame begins exactly where num / den says, and is found again there.
static void
test_frames(const ElaraFilmClock* clock, const char* name)
{
  int64_t wrong = 0;
  for (int64_t frame = 0; frame < 700000; frame += 1 + frame / 50) {
    const ElaraTime time = elara_film_time(clock, frame);
    const ElaraTime one = ELARA_FLICKS_PER_S * clock->den / clock->num;
    wrong += time * clock->num != ELARA_FLICKS_PER_S * clock->den * frame;
    wrong += elara_film_frame(clock, time) != frame;
    wrong += elara_film_frame(clock, time + one - 1) != frame;
    wrong += elara_film_nearest(clock, time + one / 2 - 1) != frame;
    wrong += elara_film_nearest(clock, time + one / 2 + 1) != frame + 1;
    wrong += frame > 0 && elara_film_frame(clock, time - 1) != frame - 1;
  }
  TAP_EQ_I(wrong, 0, name);
}

static void
test_known(void)
{
  const ElaraFilmClock ntsc = {30000, 1001, 1, 0};
  const ElaraFilmClock tv = {25, 1, 0, 90000};
  const ElaraFilmClock reel = {30000, 1001, 1, 107892};
  const ElaraFilmClock none = {0, 0, 0, 0};
  const ElaraFilmClock never = {25, 1, 1, 0};
  TAP_EQ_S(elara_film_timecode(&ntsc, 107892).text, "01:00:00;00", "an hour");
  TAP_EQ_S(elara_film_timecode(&ntsc, 1799).text, "00:00:59;29", "and then");
  TAP_EQ_S(elara_film_timecode(&ntsc, 1800).text, "00:01:00;02", "two dropped");
  TAP_EQ_S(elara_film_timecode(&ntsc, 17982).text, "00:10:00;00", "the tenth");
  TAP_EQ_I(elara_film_parse(&ntsc, "00:01:00;01"), -1, "a dropped number");
  TAP_EQ_I(elara_film_parse(&ntsc, "00:10:00;01"), 17983, "one that is not");
  TAP_EQ_S(elara_film_timecode(&tv, 25).text, "01:00:01:00", "a start");
  TAP_EQ_S(elara_film_timecode(&reel, 0).text, "01:00:00;00",
           "a dropped start");
  TAP_EQ_S(elara_film_timecode(&reel, 1800).text, "01:01:00;02", "from there");
  TAP_EQ_S(elara_film_timecode(&tv, -90001).text, "00:00:00:00", "not below 0");
  TAP_EQ_S(elara_film_timecode(&none, 25).text, "00:00:01:01", "no film: 24");
  TAP_EQ_I(elara_film_time(&none, 24), ELARA_FLICKS_PER_S, "in a second");
  TAP_EQ_S(elara_film_timecode(&never, 1500).text, "00:01:00:00",
           "25 never drops");
  TAP_EQ_I(elara_film_can_drop(&never), 0, "and says so");
  TAP_EQ_I(elara_film_nearest(&tv, -5), 0, "before the film is its start");
}

static void
test_parse(void)
{
  static const char* const bad[] = {"",
                                    "1",
                                    "01:00:00",
                                    "01:00:00:25",
                                    "01:60:00:0",
                                    "01:00:60:00",
                                    "1000:0:0:0",
                                    "01:00:00:00 ",
                                    "a:b:c:d",
                                    "-1:00:00:00",
                                    "01:00:00:-1",
                                    "01:00:00:00:00",
                                    "01;00;00;00",
                                    "99999999999999999999:0:0:0"};
  const ElaraFilmClock tv = {25, 1, 0, 0};
  int taken = 0;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    taken += elara_film_parse(&tv, bad[i]) != -1;
  TAP_EQ_I(taken, 0, "what is no timecode");
  TAP_EQ_I(elara_film_parse(&tv, "01:00:00;00"), 90000, "a semicolon");
  TAP_EQ_I(elara_film_parse(&tv, "01:00:00.01"), 90001, "a dot");
}

int
main(void)
{
  tap_begin("timecode");
  for (size_t i = 0; i < RATES; i++) {
    char name[64];
    snprintf(name, sizeof name, "%d/%d%s", rates[i].num, rates[i].den,
             rates[i].drop ? " drop" : "");
    test_day(&rates[i], name);
    test_frames(&rates[i], name);
  }
  test_known();
  test_parse();
  return tap_end();
}
