// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// A film that nobody shot, of which all is known: every cut, dissolve, fade
// and flash, and which shots show one place. Made from a seed, frame by frame.
//
// A place is a canvas of clouds in a few colours with things that stand about;
// a shot is a camera on it (still, panning, zooming, shaking, a whip) with
// people who walk through, grain, flickering light, flashes, a fire. Places
// come back, some shots are dark, some are titles.

#ifndef ELARA_TESTS_PICTURE_TOY_FILM_H
#define ELARA_TESTS_PICTURE_TOY_FILM_H

#include "base/random.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOY_W 320
#define TOY_H 180
#define TOY_CANVAS_W 800
#define TOY_CANVAS_H 400
#define TOY_BYTES (3 * TOY_W * TOY_H)
#define TOY_MOST_SHOTS 512

typedef enum {
  TOY_CUT,
  TOY_DISSOLVE,
  TOY_FADE,       // through black
  TOY_FADE_WHITE, // through white
} ToyJoin;

typedef enum {
  TOY_STILL,
  TOY_PAN,
  TOY_ZOOM,
  TOY_SHAKE,
  TOY_WHIP, // a pan that takes 8 frames in the middle
} ToyCamera;

typedef struct {
  int first; // its own frames: [first, first + count)
  int count;
  ToyJoin join;    // with the shot before
  int join_frames; // the transition is [first - n / 2, first + n - n / 2)
  int place;       // -1 = a title on black
  ToyCamera camera;
  double x, y, zoom, speed; // of the camera, in canvas pixels
  double light;             // 1 = day
  double grain;             // levels
  int walkers;
  int flash; // frames after first, 0 = none
  int fire;  // likewise
  uint64_t seed;
} ToyShot;

typedef struct {
  uint64_t seed;
  int shot_count, frame_count;
  int hold; // each picture is shown so many frames (animation on twos)
  ToyShot shots[TOY_MOST_SHOTS];
  int canvas_place[3]; // a small cache
  uint8_t* canvas[3];
} ToyFilm;

static inline double
toy_hash(uint64_t seed, int x, int y)
{
  uint64_t h = seed ^ ((uint64_t)(uint32_t)x * 0x9e3779b97f4a7c15u) ^
               ((uint64_t)(uint32_t)y * 0xc2b2ae3d27d4eb4fu);
  h = (h ^ (h >> 31)) * 0xbf58476d1ce4e5b9u;
  h = (h ^ (h >> 29)) * 0x94d049bb133111ebu;
  return (double)((h ^ (h >> 32)) >> 11) / 9007199254740992.0;
}

static inline double
toy_noise(uint64_t seed, double x, double y)
{
  const int ix = (int)floor(x), iy = (int)floor(y);
  double fx = x - ix, fy = y - iy;
  fx = fx * fx * (3 - 2 * fx);
  fy = fy * fy * (3 - 2 * fy);
  const double a = toy_hash(seed, ix, iy), b = toy_hash(seed, ix + 1, iy);
  const double c = toy_hash(seed, ix, iy + 1),
               d = toy_hash(seed, ix + 1, iy + 1);
  return (a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy;
}

static inline double
toy_clouds(uint64_t seed, double x, double y)
{
  double sum = 0, weight = .5;
  for (int o = 0; o < 4; o++, weight *= .5, x *= 2.1, y *= 2.1)
    sum += weight * toy_noise(seed + (uint64_t)o, x, y);
  return sum / .9375;
}

// The canvas of PLACE: clouds between two colours, a horizon, standing things.
static inline void
toy_paint_place(uint64_t seed, int place, uint8_t* canvas)
{
  ElaraRandom r = elara_random(seed, "place", (uint64_t)place, 0);
  double colour[4][3];
  // One film, one palette: greys that lean one way, places a little their own.
  ElaraRandom f = elara_random(seed, "palette", 0, 0);
  double lean[3];
  for (int c = 0; c < 3; c++)
    lean[c] = elara_random_range(&f, -25, 25);
  for (int i = 0; i < 4; i++) {
    const double grey = elara_random_range(&r, 30, 200);
    for (int c = 0; c < 3; c++)
      colour[i][c] = fmax(5, grey + lean[c] + elara_random_range(&r, -22, 22));
  }
  const double horizon = elara_random_range(&r, .3, .8) * TOY_CANVAS_H;
  const double scale = elara_random_range(&r, 40, 140);
  const uint64_t clouds = elara_random_u64(&r);
  for (int y = 0; y < TOY_CANVAS_H; y++) {
    for (int x = 0; x < TOY_CANVAS_W; x++) {
      const double v = toy_clouds(clouds, x / scale, y / scale);
      const int below = y > horizon + 30 * (v - .5);
      for (int c = 0; c < 3; c++) {
        const double* const from = colour[below ? 2 : 0];
        const double* const to = colour[below ? 3 : 1];
        canvas[3 * (y * TOY_CANVAS_W + x) + c] =
            (uint8_t)(from[c] + (to[c] - from[c]) * v);
      }
    }
  }
  for (int i = 0; i < 24; i++) {
    const int w = 8 + elara_random_index(&r, 60);
    const int h = 10 + elara_random_index(&r, 120);
    const int x0 = elara_random_index(&r, TOY_CANVAS_W - w);
    const int y0 = elara_random_index(&r, TOY_CANVAS_H - h);
    const double* const shade = colour[elara_random_index(&r, 4)];
    const double k = elara_random_range(&r, .2, 1.2);
    for (int y = y0; y < y0 + h; y++) {
      for (int x = x0; x < x0 + w; x++) {
        const double v = .7 + .6 * toy_noise(clouds + 9, x / 5.0, y / 5.0);
        for (int c = 0; c < 3; c++)
          canvas[3 * (y * TOY_CANVAS_W + x) + c] =
              (uint8_t)fmin(255, shade[c] * k * v);
      }
    }
  }
}

static inline const uint8_t*
toy_canvas(ToyFilm* film, int place)
{
  for (int i = 0; i < 3; i++) {
    if (film->canvas[i] && film->canvas_place[i] == place)
      return film->canvas[i];
  }
  uint8_t* const oldest =
      film->canvas[2] ? film->canvas[2]
                      : (uint8_t*)malloc(3 * TOY_CANVAS_W * TOY_CANVAS_H);
  for (int i = 2; i > 0; i--) {
    film->canvas[i] = film->canvas[i - 1];
    film->canvas_place[i] = film->canvas_place[i - 1];
  }
  film->canvas[0] = oldest;
  film->canvas_place[0] = place;
  toy_paint_place(film->seed, place, oldest);
  return oldest;
}

static inline void
toy_title(const ToyShot* s, uint8_t* rgb)
{
  memset(rgb, 6, TOY_BYTES);
  ElaraRandom r = elara_random(s->seed, "title", 0, 0);
  for (int line = 0; line < 2; line++) {
    int x = 60 + elara_random_index(&r, 40);
    while (x < 240) {
      const int w = 3 + elara_random_index(&r, 6);
      for (int y = 76 + 20 * line; y < 88 + 20 * line; y++) {
        for (int i = x; i < x + w; i++)
          memset(rgb + 3 * (y * TOY_W + i), (i + y) % 3 ? 225 : 30, 3);
      }
      x += w + 3 + elara_random_index(&r, 4);
    }
  }
}

static inline void
toy_walkers(const ToyShot* s, double t, uint8_t* rgb)
{
  ElaraRandom r = elara_random(s->seed, "walkers", 0, 0);
  for (int i = 0; i < s->walkers; i++) {
    const double size = elara_random_range(&r, 14, 50);
    const double x0 = elara_random_range(&r, 0, TOY_W);
    const double y0 = elara_random_range(&r, 60, 150);
    const double vx = elara_random_range(&r, -3, 3);
    double shade[3];
    for (int c = 0; c < 3; c++)
      shade[c] = elara_random_range(&r, 10, 240);
    const double x = x0 + vx * t, y = y0 + 4 * sin(t * .3 + i);
    for (int py = (int)fmax(0, y - size); py < (int)fmin(TOY_H, y + size * 1.5);
         py++) {
      for (int px = (int)fmax(0, x - size); px < (int)fmin(TOY_W, x + size);
           px++) {
        const double dx = (px - x) / (size * .45), dy = (py - y) / size;
        if (dx * dx + dy * dy > 1) continue;
        const double v =
            .6 + .8 * toy_noise(s->seed + 5, (px - x) / 4, (py - y) / 4);
        for (int c = 0; c < 3; c++)
          rgb[3 * (py * TOY_W + px) + c] = (uint8_t)fmin(255, shade[c] * v);
      }
    }
  }
}

// Frame T of shot S by itself, 0 = its first; may be before it and after it,
// where it is mixed with its neighbours.
static inline void
toy_shot_frame(ToyFilm* film, const ToyShot* s, int t, uint8_t* rgb)
{
  if (s->place < 0) {
    toy_title(s, rgb);
    return;
  }
  const uint8_t* const canvas = toy_canvas(film, s->place);
  double x = s->x, y = s->y, zoom = s->zoom;
  if (s->camera == TOY_PAN) x += s->speed * t;
  if (s->camera == TOY_ZOOM) zoom *= exp(-.004 * s->speed * t);
  if (s->camera == TOY_SHAKE) {
    x += 7 * (toy_noise(s->seed, t * .7, 0) - .5) * s->speed;
    y += 7 * (toy_noise(s->seed, t * .7, 9) - .5) * s->speed;
  }
  const double into = t - s->count / 2 + 4;
  double blur = 0;
  if (s->camera == TOY_WHIP) {
    const double part = into < 0 ? 0 : into > 8 ? 1 : into / 8;
    x += 300 * part * part * (3 - 2 * part);
    if (into > 0 && into < 8) blur = 300 * 6 * part * (1 - part) / 8;
  }
  const int taps = 1 + (int)(blur / 6);
  for (int py = 0; py < TOY_H; py++) {
    for (int px = 0; px < TOY_W; px++) {
      int sum[3] = {0};
      for (int k = 0; k < taps; k++) {
        int cx = (int)(x + (px - TOY_W / 2) * zoom + k * 6 - blur / 2);
        int cy = (int)(y + (py - TOY_H / 2) * zoom);
        cx = (cx % TOY_CANVAS_W + TOY_CANVAS_W) % TOY_CANVAS_W;
        cy = cy < 0 ? 0 : cy >= TOY_CANVAS_H ? TOY_CANVAS_H - 1 : cy;
        for (int c = 0; c < 3; c++)
          sum[c] += canvas[3 * (cy * TOY_CANVAS_W + cx) + c];
      }
      for (int c = 0; c < 3; c++)
        rgb[3 * (py * TOY_W + px) + c] = (uint8_t)(sum[c] / taps);
    }
  }
  toy_walkers(s, t, rgb);
  double light = s->light * (1 + .03 * sin(t * .9));
  double add = 0;
  const int lit = t - s->flash;
  if (s->flash && lit >= 0 && lit < 5) {
    static const double bright[5] = {1.6, .9, 1.3, .6, .2};
    light *= 1 + bright[lit];
    add = 60 * bright[lit];
  }
  uint32_t chance = (uint32_t)s->seed + 977u * (uint32_t)(t + 1000);
  const double burn = s->fire ? t - s->fire : -1;
  for (int i = 0; i < TOY_W * TOY_H; i++) {
    double hot = 0;
    if (burn >= 0 && burn < 30) {
      const double dx = i % TOY_W - 160, dy = i / TOY_W - 100;
      const double r =
          (8 + burn * 7) *
          (.6 + .8 * toy_noise(s->seed + (uint64_t)burn, i % TOY_W / 14.0,
                               i / TOY_W / 14.0));
      if (dx * dx + dy * dy < r * r) hot = 1 - burn / 30;
    }
    static const double flame[3] = {255, 190, 90};
    chance = chance * 1664525u + 1013904223u;
    const double dust =
        s->grain * ((int)(chance >> 24) + (int)(chance >> 16 & 255) - 255) /
        256.0;
    for (int c = 0; c < 3; c++) {
      double v = rgb[3 * i + c] * light + add;
      v += (flame[c] - v) * hot + dust;
      rgb[3 * i + c] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
    }
  }
}

static inline int
toy_shot_at(const ToyFilm* film, int frame)
{
  int i = film->shot_count - 1;
  while (i > 0 && film->shots[i].first > frame)
    i--;
  return i;
}

// The share of shot I + 1 over shot I at FRAME, when they are being mixed.
static inline double
toy_mix(const ToyShot* s, int frame)
{
  const int from = s->first - s->join_frames / 2;
  return (frame - from + .5) / s->join_frames;
}

static inline void
toy_frame(ToyFilm* film, int frame, uint8_t* rgb)
{
  static uint8_t other[TOY_BYTES];
  if (film->hold > 1) frame -= frame % film->hold;
  const int i = toy_shot_at(film, frame);
  const ToyShot* s = &film->shots[i];
  toy_shot_frame(film, s, frame - s->first, rgb);
  const ToyShot* joined = s;
  if (!(s->join_frames && toy_mix(s, frame) < 1)) {
    joined = i + 1 < film->shot_count ? s + 1 : NULL;
    if (joined && !(joined->join_frames && toy_mix(joined, frame) > 0))
      joined = NULL;
  }
  if (!joined || joined == film->shots) return;
  const double a = toy_mix(joined, frame);
  if (joined->join == TOY_DISSOLVE) {
    const ToyShot* const o = joined == s ? s - 1 : joined;
    toy_shot_frame(film, o, frame - o->first, other);
    const double share = joined == s ? 1 - a : a;
    for (int k = 0; k < TOY_BYTES; k++)
      rgb[k] = (uint8_t)(rgb[k] + (other[k] - rgb[k]) * share);
  } else {
    const double share = fabs(2 * a - 1);
    const int to = joined->join == TOY_FADE_WHITE ? 250 : 2;
    for (int k = 0; k < TOY_BYTES; k++)
      rgb[k] = (uint8_t)(to + (rgb[k] - to) * share);
  }
}

// What happens in the film, drawn from its seed. SHOTS of 14 to 90 frames.
static inline void
toy_film(ToyFilm* film, uint64_t seed, int shots)
{
  memset(film, 0, sizeof *film);
  film->seed = seed;
  film->hold = 1;
  film->shot_count = shots;
  ElaraRandom r = elara_random(seed, "film", 0, 0);
  int at = 0;
  const double grain = elara_random_chance(&r, .5) ? 14 : 3;
  const double night = elara_random_chance(&r, .4) ? .5 : 0;
  for (int i = 0; i < shots; i++) {
    ToyShot* const s = &film->shots[i];
    s->seed = elara_random_u64(&r);
    s->count = 14 + elara_random_index(&r, 76);
    s->join = TOY_CUT;
    s->place = i > 1 && elara_random_chance(&r, .4) ? film->shots[i - 2].place
                                                    : i + 1000;
    if (elara_random_chance(&r, .06)) s->place = -1;
    if (i > 0 && s->place == film->shots[i - 1].place) s->place = i + 2000;
    s->camera = (ToyCamera)elara_random_index(&r, 5);
    if (s->camera == TOY_WHIP && s->count < 40) s->camera = TOY_PAN;
    s->x = elara_random_range(&r, 160, TOY_CANVAS_W - 160);
    s->y = elara_random_range(&r, 140, TOY_CANVAS_H - 140);
    s->zoom = elara_random_range(&r, .5, 1.2);
    s->speed = elara_random_range(&r, .5, 4);
    s->light = elara_random_chance(&r, .3 + night)
                   ? elara_random_range(&r, .1, .4)
                   : 1;
    s->grain = grain;
    s->walkers = elara_random_index(&r, 4);
    if (elara_random_chance(&r, .15)) s->flash = 8 + elara_random_index(&r, 20);
    if (elara_random_chance(&r, .08)) s->fire = 10;
    if (i > 0 && elara_random_chance(&r, .22)) {
      s->join = (ToyJoin)(1 + elara_random_index(&r, 3));
      s->join_frames = 10 + elara_random_index(&r, 26);
      s->count += s->join_frames;
      film->shots[i - 1].count += s->join_frames / 2;
      at += s->join_frames / 2;
    }
    s->first = at;
    at += s->count;
  }
  film->frame_count = at;
}

static inline void
toy_film_clear(ToyFilm* film)
{
  for (int i = 0; i < 3; i++)
    free(film->canvas[i]);
}

// FPS 24 and up; the film as truth for tools/cut_score.py.
static inline void
toy_truth(const ToyFilm* film, FILE* out)
{
  fprintf(out, "{\"frames\": %d, \"transitions\": [", film->frame_count);
  for (int i = 1; i < film->shot_count; i++) {
    const ToyShot* const s = &film->shots[i];
    const int from = s->first - s->join_frames / 2;
    if (i > 1) fputs(", ", out);
    if (s->join == TOY_CUT) {
      fprintf(out, "{\"kind\": \"cut\", \"frame\": %d}", s->first);
    } else {
      fprintf(out, "{\"kind\": \"%s\", \"start\": %d, \"end\": %d}",
              s->join == TOY_DISSOLVE ? "dissolve" : "fade", from,
              from + s->join_frames);
    }
  }
  fputs("], \"places\": [", out);
  for (int i = 0; i < film->shot_count; i++)
    fprintf(out, "%s%d", i ? ", " : "", film->shots[i].place);
  fputs("]}\n", out);
}

#endif
