// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "model/timecode.h"

#include <stdio.h>
#include <stdlib.h>

static ElaraFilmClock
rate_of(const ElaraFilmClock* clock)
{
  ElaraFilmClock c = *clock;
  if (c.num <= 0 || c.den <= 0) c.num = 24, c.den = 1;
  return c;
}

int
elara_film_base(const ElaraFilmClock* clock)
{
  const ElaraFilmClock c = rate_of(clock);
  const int base = (c.num + c.den / 2) / c.den;
  return base > 0 ? base : 1;
}

int
elara_film_can_drop(const ElaraFilmClock* clock)
{
  return (clock->num == 30000 || clock->num == 60000) && clock->den == 1001;
}

// VALUE * NUM / DEN, DEN > 0, rounded down; the product may pass 64 bits.
static int64_t
scaled(int64_t value, int64_t num, int64_t den, int64_t* rest)
{
  const int64_t whole = value / den;
  const int64_t part = value % den;
  *rest = part * num % den;
  return whole * num + part * num / den;
}

ElaraTime
elara_film_time(const ElaraFilmClock* clock, int64_t frame)
{
  const ElaraFilmClock c = rate_of(clock);
  int64_t rest;
  const int64_t per = ELARA_FLICKS_PER_S * c.den;
  // frame * per / num, with the larger factor taken apart
  const int64_t time = scaled(per, frame, c.num, &rest);
  return time + (2 * rest >= c.num);
}

int64_t
elara_film_frame(const ElaraFilmClock* clock, ElaraTime time)
{
  int64_t frame = elara_film_nearest(clock, time);
  if (elara_film_time(clock, frame) > time) frame--;
  return frame < 0 ? 0 : frame;
}

int64_t
elara_film_nearest(const ElaraFilmClock* clock, ElaraTime time)
{
  const ElaraFilmClock c = rate_of(clock);
  if (time <= 0) return 0;
  const int64_t second = time / ELARA_FLICKS_PER_S;
  const double rest = elara_time_s(time % ELARA_FLICKS_PER_S);
  // Whole seconds exactly, the rest in floats: far below half a frame off.
  const int64_t whole = second * c.num / c.den;
  const double part =
      (double)(second * c.num % c.den) / c.den + rest * c.num / c.den;
  return whole + (int64_t)(part + .5);
}

// The number that drop-frame counting gives to COUNT.
static int64_t
with_gaps(int base, int64_t count)
{
  const int gap = base / 15;
  const int64_t minute = 60 * base - gap;
  const int64_t ten = 10 * minute + gap;
  const int64_t tens = count / ten;
  const int64_t rest = count % ten;
  const int64_t minutes =
      rest < 60 * base ? 0 : 1 + (rest - 60 * base) / minute;
  return count + gap * (9 * tens + minutes);
}

ElaraTimecode
elara_film_timecode(const ElaraFilmClock* clock, int64_t frame)
{
  const int base = elara_film_base(clock);
  const int drop = clock->drop && elara_film_can_drop(clock);
  int64_t n = frame + clock->start;
  if (n < 0) n = 0;
  if (drop) n = with_gaps(base, n);
  const int64_t s = n / base;
  ElaraTimecode code;
  snprintf(code.text, sizeof code.text, "%02lld:%02d:%02d%c%02d",
           (long long)(s / 3600), (int)(s / 60 % 60), (int)(s % 60),
           drop ? ';' : ':', (int)(n % base));
  return code;
}

int64_t
elara_film_parse(const ElaraFilmClock* clock, const char* text)
{
  const int base = elara_film_base(clock);
  long field[4];
  const char* p = text;
  for (int i = 0; i < 4; i++) {
    char* end;
    if (*p < '0' || *p > '9') return -1;
    field[i] = strtol(p, &end, 10);
    const int mark =
        i < 2 ? *end == ':' : *end == ':' || *end == ';' || *end == '.';
    if (i < 3 ? !mark : *end != '\0') return -1;
    p = end + 1;
  }
  if (field[0] > 999 || field[1] > 59 || field[2] > 59 || field[3] >= base)
    return -1;
  const int64_t minutes = 60 * (int64_t)field[0] + field[1];
  const int64_t n = (60 * minutes + field[2]) * base + field[3];
  if (!clock->drop || !elara_film_can_drop(clock)) return n;
  const int gap = base / 15;
  if (field[1] % 10 && field[2] == 0 && field[3] < gap) return -1;
  return n - gap * (minutes - minutes / 10);
}
