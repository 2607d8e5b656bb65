// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "picture/eye.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK 8
#define REACH 3 // pixels around no shift, and around the frame's own
// Levels a pixel may differ by for no reason: coding noise of a small picture.
#define NOISE 1.5f

// --- one frame ---------------------------------------------------------------

// Where a value lies among eight colours: finer in the dark, where films are.
// The colour below it, and how much of it (in eighths) is the next one's.
typedef struct {
  uint8_t colour[256], next[256];
} Scale;

static void
fill_scale(Scale* scale)
{
  // 255 * (i / 7) ^ (1 / .7)
  static const int marks[8] = {0, 16, 43, 76, 115, 158, 205, 256};
  int i = 0;
  for (int v = 0; v < 256; v++) {
    if (v >= marks[i + 1]) i++;
    scale->colour[v] = (uint8_t)i;
    scale->next[v] =
        (uint8_t)((8 * (v - marks[i]) + 4) / (marks[i + 1] - marks[i]));
  }
}

// One pixel has 512 parts, shared among the corners of its cube of colours.
static void
add_colour(uint32_t* bins, const Scale* s, const uint8_t* rgb)
{
  const unsigned r = s->next[rgb[0]], g = s->next[rgb[1]], b = s->next[rgb[2]];
  uint32_t* const at =
      bins + s->colour[rgb[0]] * 64 + s->colour[rgb[1]] * 8 + s->colour[rgb[2]];
  at[0] += (8 - r) * (8 - g) * (8 - b);
  at[1] += (8 - r) * (8 - g) * b;
  at[8] += (8 - r) * g * (8 - b);
  at[9] += (8 - r) * g * b;
  at[64] += r * (8 - g) * (8 - b);
  at[65] += r * (8 - g) * b;
  at[72] += r * g * (8 - b);
  at[73] += r * g * b;
}

static void
look_at_pixels(ElaraGlance* g, const uint8_t* rgb)
{
  Scale scale;
  fill_scale(&scale);
  int64_t sums[3] = {0}, luma = 0, square = 0, squares[3] = {0};
  for (int i = 0; i < EYE_PIXELS; i++, rgb += 3) {
    // BT.709, in 256ths
    const int y = (54 * rgb[0] + 183 * rgb[1] + 19 * rgb[2] + 128) >> 8;
    g->luma[i] = (uint8_t)y;
    add_colour(g->bins, &scale, rgb);
    luma += y;
    square += y * y;
    for (int c = 0; c < 3; c++) {
      sums[c] += rgb[c];
      squares[c] += rgb[c] * rgb[c];
    }
  }
  const double mean = (double)luma / EYE_PIXELS;
  const double variance = (double)square / EYE_PIXELS - mean * mean;
  double widest = 0.0;
  for (int c = 0; c < 3; c++) {
    const double m = (double)sums[c] / EYE_PIXELS;
    widest = fmax(widest, (double)squares[c] / EYE_PIXELS - m * m);
  }
  g->brightness = (float)(mean / 255.0);
  g->contrast = (float)(sqrt(fmax(variance, 0.0)) / 255.0);
  g->spread = (float)sqrt(fmax(widest, 0.0));
  // 8 levels more below: in the dark a colour is chance.
  const double lean = (double)(sums[0] - sums[2]) / EYE_PIXELS / (mean + 8.0);
  g->warmth = (float)fmax(-1.0, fmin(1.0, lean));
}

// Sums of 8 x 8 blocks, by columns first.
static void
sum_boxes(ElaraGlance* g)
{
  const int w = g->width, h = g->height;
  uint16_t columns[EYE_LONG] = {0};
  for (int y = 0; y < h; y++) {
    const uint8_t* const row = g->luma + y * w;
    for (int x = 0; x < w; x++) {
      const int out = y >= BLOCK ? row[x - BLOCK * w] : 0;
      columns[x] = (uint16_t)(columns[x] + row[x] - out);
    }
    if (y < BLOCK - 1) continue;
    uint16_t* const box = g->box + (y - BLOCK + 1) * w;
    int sum = 0;
    for (int x = 0; x < w; x++) {
      sum += columns[x] - (x >= BLOCK ? columns[x - BLOCK] : 0);
      if (x >= BLOCK - 1) box[x - BLOCK + 1] = (uint16_t)sum;
    }
  }
}

static void
shrink(ElaraGlance* g, const uint8_t* rgb)
{
  const int w = g->width, tw = w / 4;
  for (int i = 0; i < EYE_THUMB; i++) {
    const int x0 = i % tw * 4, y0 = i / tw * 4;
    int sum[4] = {0};
    for (int y = y0; y < y0 + 4; y++) {
      for (int x = x0; x < x0 + 4; x++) {
        const uint8_t* const p = rgb + 3 * (y * w + x);
        sum[0] += g->luma[y * w + x];
        for (int c = 0; c < 3; c++)
          sum[1 + c] += p[c];
      }
    }
    g->thumb[0][i] = (int16_t)(sum[0] / 16);
    g->thumb[1][i] = (int16_t)((sum[1] - sum[2]) / 16);
    g->thumb[2][i] = (int16_t)((sum[3] - sum[2]) / 16);
  }
}

void
elara_eye_look(ElaraGlance* g, const uint8_t* rgb, int upright)
{
  memset(g, 0, sizeof *g);
  g->width = upright ? EYE_SHORT : EYE_LONG;
  g->height = upright ? EYE_LONG : EYE_SHORT;
  look_at_pixels(g, rgb);
  sum_boxes(g);
  shrink(g, rgb);
}

// --- the frame's own shift ---------------------------------------------------

typedef struct {
  int x, y;
} Shift;

// Mean absolute difference at shift S of pictures WIDTH x HEIGHT where they
// overlap, in 256ths.
static int
thumb_cost(const ElaraGlance* a, const ElaraGlance* b, Shift s)
{
  const int w = a->width / 4, h = a->height / 4;
  const int x0 = s.x < 0 ? -s.x : 0, x1 = s.x > 0 ? w - s.x : w;
  const int y0 = s.y < 0 ? -s.y : 0, y1 = s.y > 0 ? h - s.y : h;
  int sum = 0;
  for (int y = y0; y < y1; y++) {
    const int16_t* const p = b->thumb[0] + y * w;
    const int16_t* const q = a->thumb[0] + (y + s.y) * w + s.x;
    for (int x = x0; x < x1; x++)
      sum += abs(p[x] - q[x]);
  }
  return sum * 256 / ((x1 - x0) * (y1 - y0));
}

// By how much A has to be shifted to lie on B, in pixels of a quarter: up to
// 40 % of each side, as in a whip pan. No shift wins a draw.
static Shift
coarse_shift(const ElaraGlance* a, const ElaraGlance* b)
{
  const int most_x = a->width / 10, most_y = a->height / 10;
  Shift best = {0, 0};
  int least = thumb_cost(a, b, best);
  for (int y = -most_y; y <= most_y; y++) {
    for (int x = -most_x; x <= most_x; x++) {
      const Shift s = {x, y};
      const int cost = thumb_cost(a, b, s);
      if (cost < least) least = cost, best = s;
    }
  }
  return best;
}

static double
frame_cost(const ElaraGlance* a, const ElaraGlance* b, Shift s)
{
  const int w = a->width, h = a->height;
  const int x0 = s.x < 0 ? -s.x : 0, x1 = s.x > 0 ? w - s.x : w;
  const int y0 = s.y < 0 ? -s.y : 0, y1 = s.y > 0 ? h - s.y : h;
  int sum = 0;
  for (int y = y0; y < y1; y++) {
    const uint8_t* const p = b->luma + y * w;
    const uint8_t* const q = a->luma + (y + s.y) * w + s.x;
    for (int x = x0; x < x1; x++)
      sum += abs(p[x] - q[x]);
  }
  return (double)sum / ((x1 - x0) * (y1 - y0));
}

float
elara_eye_motion(const ElaraGlance* a, const ElaraGlance* b)
{
  const Shift s = coarse_shift(a, b);
  double least = frame_cost(a, b, (Shift){0, 0});
  for (int y = -2; y <= 2; y++) {
    for (int x = -2; x <= 2; x++) {
      const Shift fine = {4 * s.x + x, 4 * s.y + y};
      least = fmin(least, frame_cost(a, b, fine));
    }
  }
  return (float)least;
}

// --- two frames --------------------------------------------------------------

// What is left of the block at P when the block at Q, brought to the same mean,
// is taken away. OFF: by how much P is brighter in the mean.
static int
block_cost(const uint8_t* p, const uint8_t* q, int stride, int off)
{
  int sum = 0;
  for (int y = 0; y < BLOCK; y++, p += stride, q += stride) {
    for (int x = 0; x < BLOCK; x++)
      sum += abs((int16_t)(p[x] - q[x] - off));
  }
  return sum;
}

static int
detail(const uint8_t* p, int stride, int mean)
{
  int sum = 0;
  for (int y = 0; y < BLOCK; y++, p += stride) {
    for (int x = 0; x < BLOCK; x++)
      sum += abs((int16_t)(p[x] - mean));
  }
  return sum;
}

// The least cost of B's block at X, Y over shifts of up to REACH around S.
static int
best_block(const ElaraGlance* a,
           const ElaraGlance* b,
           int x,
           int y,
           Shift s,
           int least)
{
  const int w = b->width, at = y * w + x;
  for (int dy = -REACH; dy <= REACH; dy++) {
    const int qy = y + s.y + dy;
    if (qy < 0 || qy > b->height - BLOCK) continue;
    for (int dx = -REACH; dx <= REACH; dx++) {
      const int qx = x + s.x + dx;
      if (qx < 0 || qx > w - BLOCK) continue;
      const int from = qy * w + qx;
      const int off = (b->box[at] - a->box[from]) / (BLOCK * BLOCK);
      const int cost = block_cost(b->luma + at, a->luma + from, w, off);
      if (cost < least) least = cost;
    }
  }
  return least;
}

static float
unlike_shape(const ElaraGlance* a, const ElaraGlance* b)
{
  const Shift whole = coarse_shift(a, b);
  const Shift shift = {4 * whole.x, 4 * whole.y};
  int inter = 0, intra = 0;
  for (int y = 0; y < b->height; y += BLOCK) {
    for (int x = 0; x < b->width; x += BLOCK) {
      const int at = y * b->width + x;
      const int own = detail(b->luma + at, b->width, b->box[at] / 64);
      int least = best_block(a, b, x, y, (Shift){0, 0}, own);
      if (shift.x || shift.y) least = best_block(a, b, x, y, shift, least);
      inter += least;
      intra += own;
    }
  }
  return (float)inter / ((float)intra + NOISE * EYE_PIXELS);
}

ElaraUnlike
elara_eye_compare(const ElaraGlance* a, const ElaraGlance* b)
{
  ElaraUnlike u;
  int64_t colours = 0;
  int step = 0;
  for (int i = 0; i < EYE_BINS; i++)
    colours += abs((int)a->bins[i] - (int)b->bins[i]);
  for (int i = 0; i < EYE_PIXELS; i++)
    step += abs(a->luma[i] - b->luma[i]);
  u.colours = (float)colours / (2.0f * 512.0f * EYE_PIXELS);
  u.step = (float)step / EYE_PIXELS;
  u.shape = unlike_shape(a, b);
  return u;
}
