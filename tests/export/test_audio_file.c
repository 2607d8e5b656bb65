// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Audio files read back by libsndfile: every format, its steps, and that the
// dither of 16 bits leaves no distortion of a tone hardly above the last bit.

#include "export/audio_file.h"
#include "tap.h"

#include <sndfile.h>
#include <unistd.h>

#define RATE 48000
#define FRAMES RATE

static const double pi = 3.14159265358979323846;
static float tone[FRAMES], back[FRAMES];
static char folder[512];

static const char*
path_of(const char* name)
{
  static char path[1024];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  return path;
}

static void
make_tone(double level_db)
{
  for (int i = 0; i < FRAMES; i++) {
    tone[i] =
        (float)(pow(10.0, level_db / 20.0) * sin(2.0 * pi * 1000.0 * i / RATE));
  }
}

// Writes the tone in pieces and reads it back; libsndfile's format, or 0.
static int
go_and_back(const char* name, int bits, uint64_t dither)
{
  const char* const path = path_of(name);
  ElaraAudioFormat format;
  ElaraAudioFile* file;
  if (!elara_audio_format_with_bits(path, bits, &format) ||
      elara_audio_file_create(path, format, RATE, 1, NULL, &file) != ELARA_OK) {
    return 0;
  }
  elara_audio_file_dither(file, dither);
  elara_audio_file_write(file, tone, 12345);
  elara_audio_file_write(file, tone + 12345, FRAMES - 12345);
  elara_audio_file_close(file, 1);
  SF_INFO info = {0};
  SNDFILE* const in = sf_open(path, SFM_READ, &info);
  if (!in) return 0;
  TAP_EQ_I(info.frames, FRAMES, "every frame is there");
  sf_read_float(in, back, FRAMES);
  sf_close(in);
  remove(path);
  return info.format;
}

// Power of X at HZ, a whole number of hertz, in dB of full scale's sine.
static double
line_db(const float* x, int hz)
{
  double a = 0.0, b = 0.0;
  for (int i = 0; i < FRAMES; i++) {
    const double w = 2.0 * pi * (double)((long)hz * i % RATE) / RATE;
    a += (double)x[i] * cos(w);
    b += (double)x[i] * sin(w);
  }
  return 10.0 * log10((a * a + b * b) * 4.0 / FRAMES / FRAMES + 1e-30);
}

static const struct {
  const char* name;
  int bits;
  int format;
  double step;
} formats[] = {
    {"a.wav", 16, SF_FORMAT_WAV | SF_FORMAT_PCM_16, 1.0 / 32768.0},
    {"a.wav", 24, SF_FORMAT_WAV | SF_FORMAT_PCM_24, 1.0 / 8388608.0},
    {"a.wav", 32, SF_FORMAT_WAV | SF_FORMAT_FLOAT, 0.0},
    {"a.flac", 16, SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 1.0 / 32768.0},
    {"a.FLAC", 24, SF_FORMAT_FLAC | SF_FORMAT_PCM_24, 1.0 / 8388608.0},
};

static void
test_formats(void)
{
  make_tone(-6.0);
  for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
    char name[96];
    const int format = go_and_back(formats[i].name, formats[i].bits, 0);
    const int wanted = formats[i].format;
    snprintf(name, sizeof name, "%s of %d bits is what it says",
             formats[i].name, formats[i].bits);
    TAP_EQ_I(format & SF_FORMAT_SUBMASK, wanted & SF_FORMAT_SUBMASK, name);
    double worst = 0.0;
    for (int k = 0; k < FRAMES; k++)
      worst = fmax(worst, fabs((double)back[k] - (double)tone[k]));
    // Half a step of rounding, and a step of dither.
    const double steps = formats[i].bits == 16 ? 1.5 : 0.5;
    snprintf(name, sizeof name, "%s of %d bits: at most %.1f steps off",
             formats[i].name, formats[i].bits, steps);
    TAP_OK(worst <= steps * formats[i].step * 1.0001 + 1e-12, name);
    printf("# worst %.3g, step %.3g\n", worst, formats[i].step);
  }
  ElaraAudioFormat format;
  TAP_OK(!elara_audio_format_with_bits("a.flac", 32, &format),
         "FLAC has no float");
  TAP_OK(!elara_audio_format_with_bits("a.ogg", 24, &format), "no Ogg");
}

static void
test_clipping(void)
{
  for (int i = 0; i < FRAMES; i++)
    tone[i] = i % 2 ? 2.0f : -2.0f;
  tone[0] = (float)NAN;
  go_and_back("a.wav", 16, 0);
  TAP_OK(back[1] > 0.9999f && back[2] == -1.0f,
         "beyond full scale stays there");
  TAP_OK(back[0] == -1.0f, "what is no number does no harm");
}

// -80 dB is three steps of 16 bits from peak to peak. Rounded alone, its
// harmonics stand about 20 dB below it; with dither nothing stands out of the
// noise, whose lines of 1 Hz are at -93.3 - 43.8 dB on average.
static void
test_dither(void)
{
  make_tone(-80.0);
  for (int i = 0; i < FRAMES; i++)
    back[i] = (float)(rint((double)tone[i] * 32768.0) / 32768.0);
  double bare = -300.0, dithered = -300.0;
  for (int h = 2; h <= 20; h++)
    bare = fmax(bare, line_db(back, 1000 * h));
  go_and_back("a.wav", 16, 0);
  for (int h = 2; h <= 20; h++)
    dithered = fmax(dithered, line_db(back, 1000 * h));
  printf("# highest harmonic: rounded %.1f dB, dithered %.1f dB\n", bare,
         dithered);
  TAP_OK(bare > -110.0, "rounding alone distorts: the measurement works");
  TAP_OK(dithered < -125.0, "dithered, no harmonic is above the noise");
  TAP_NEAR(line_db(back, 1000), -80.0, 0.1, "and the tone keeps its level, dB");
  double power = 0.0, mean = 0.0;
  for (int i = 0; i < FRAMES; i++) {
    const double e = ((double)back[i] - (double)tone[i]) * 32768.0;
    power += e * e / FRAMES;
    mean += e / FRAMES;
  }
  TAP_NEAR(power, 0.25, 0.01,
           "power of the error: a quarter of a step squared");
  TAP_NEAR(mean, 0.0, 0.01, "its mean, steps");
}

static void
test_same_noise(void)
{
  static float first[FRAMES];
  make_tone(-80.0);
  go_and_back("a.wav", 16, 3);
  memcpy(first, back, sizeof first);
  go_and_back("b.wav", 16, 3);
  TAP_OK(memcmp(first, back, sizeof first) == 0, "the same noise again");
  go_and_back("b.wav", 16, 4);
  TAP_OK(memcmp(first, back, sizeof first) != 0, "another stream, another");
}

int
main(void)
{
  tap_begin("audio files");
  snprintf(folder, sizeof folder, "%s", tap_scratch("elara-audio"));
  if (!TAP_OK(mkdtemp(folder) != NULL, "a folder to write to"))
    return tap_end();
  test_formats();
  test_clipping();
  test_dither();
  test_same_noise();
  TAP_OK(rmdir(folder) == 0, "nothing else is left");
  return tap_end();
}
