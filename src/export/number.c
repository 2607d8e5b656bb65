// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/number.h"

#include "export/spell.h"

#include <math.h>
#include <stdio.h>

ElaraNumber
elara_number_fixed(double value, int decimals)
{
  static const long long powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
  ElaraNumber number = {"0"};
  if (!isfinite(value) || fabs(value) > 1e11) return number;
  const long long power = powers[decimals];
  const long long scaled = llround(value * (double)power);
  const long long size = scaled < 0 ? -scaled : scaled;
  const char* const sign = scaled < 0 ? "-" : "";
  if (decimals == 0) {
    snprintf(number.text, sizeof number.text, "%s%lld", sign, size);
  } else {
    snprintf(number.text, sizeof number.text, "%s%lld.%0*lld", sign,
             size / power, decimals, size % power);
  }
  return number;
}

static int64_t
rounded(ElaraTime time, int64_t unit)
{
  return time < 0 ? -((-time + unit / 2) / unit) : (time + unit / 2) / unit;
}

ElaraNumber
elara_number_seconds(ElaraTime time)
{
  const int64_t ms = rounded(time, ELARA_FLICKS_PER_S / 1000);
  const int64_t size = ms < 0 ? -ms : ms;
  ElaraNumber number;
  snprintf(number.text, sizeof number.text, "%s%lld.%03d", ms < 0 ? "-" : "",
           (long long)(size / 1000), (int)(size % 1000));
  return number;
}

ElaraNumber
elara_number_clock(ElaraTime time)
{
  const int64_t s = time < 0 ? 0 : rounded(time, ELARA_FLICKS_PER_S);
  ElaraNumber number;
  if (s >= 3600) {
    snprintf(number.text, sizeof number.text, "%lld:%02d:%02d",
             (long long)(s / 3600), (int)(s / 60 % 60), (int)(s % 60));
  } else {
    snprintf(number.text, sizeof number.text, "%d:%02d", (int)(s / 60),
             (int)(s % 60));
  }
  return number;
}

ElaraTimecode
elara_number_timecode(const ElaraFilmClock* film, ElaraTime time)
{
  return elara_film_timecode(film, elara_film_nearest(film, time));
}

ElaraTimecode
elara_number_timecode_length(const ElaraFilmClock* film, int64_t frames)
{
  ElaraFilmClock from_zero = *film;
  from_zero.start = 0;
  return elara_film_timecode(&from_zero, frames);
}

ElaraNumber
elara_number_key(int tonic, ElaraMode mode)
{
  const ElaraSpelling s = elara_spell_tonic(tonic, mode);
  static const char* const signs[] = {"bb", "b", "", "#", "##"};
  ElaraNumber number;
  snprintf(number.text, sizeof number.text, "%c%s %s", s.step,
           signs[s.alter + 2], elara_mode_name(mode));
  return number;
}
