// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Image sources (Allen & Berkley, JASA 1979; for walls at any angle Borish,
// JASA 1984). A wall is a mirror; the mirror image of a player sends its sound
// over a straight line of length d, so it arrives (d - d0) / c after the direct
// sound, d0 / d as strong, less what the walls took at each bounce and the air
// on the way. Both losses depend on frequency: each octave band gets its own
// train of impulses, and the bands are joined in the frequency domain by
// weights that sum to one. An image counts when the line from it meets its
// walls in order, inside the room.
//
// Walls are not flat mirrors: an image of order n is smeared over n impulses
// within 0.4 n ms, and what a rough wall scatters is left to the tail. Up to
// order 4, fading out around the mixing time.
//
// Two microphones 0.5 m apart, wide cardioids turned 50 degrees outwards,
// 4 m behind the conductor, 3 m high. In a room too small for the orchestra
// everything moves closer in proportion.

#include "sound/space/reflections.h"

#include "base/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define MIC_Y (-4.0)
#define MIC_Z 3.0
#define SOURCE_Z 1.2
#define MOST_ORDER 4
#define PLANES 6
#define DARKER_DB 4.5 // an octave above 1 kHz, every repeat
#define SEED UINT64_C(0x48616c6c)
// Frames a band's filter reaches before its impulse.
#define SMEAR ELARA_HALL_SMEAR

// Between the middles of two octaves a bin belongs to both, by a raised cosine
// on a logarithmic axis; the outer octaves reach on. WEIGHT is that of octave
// LOW, the next one has the rest.
struct ElaraOctaves {
  const ElaraTransform* transform;
  unsigned char* low;
  float* weight;
};

ElaraOctaves*
elara_octaves_new(const ElaraTransform* t, int rate)
{
  const size_t m = elara_transform_size(t);
  ElaraOctaves* const o = (ElaraOctaves*)malloc(sizeof *o);
  unsigned char* const low = (unsigned char*)malloc(m);
  float* const weight = (float*)malloc(m * sizeof(float));
  if (!o || !low || !weight) {
    free(o);
    free(low);
    free(weight);
    return NULL;
  }
  *o = (ElaraOctaves){t, low, weight};
  for (size_t k = 0; k < m; k++) {
    const double hz = elara_transform_frequency(t, k) * rate;
    const double octave = log2(fmax(hz, 1.0) / 125.0);
    const double inside = fmax(0.0, fmin(octave, ELARA_HALL_BANDS - 1.0));
    low[k] = (unsigned char)inside;
    weight[k] = (float)(0.5 + 0.5 * cos(PI * (inside - low[k])));
  }
  return o;
}

void
elara_octaves_free(ElaraOctaves* o)
{
  if (!o) return;
  free(o->low);
  free(o->weight);
  free(o);
}

// SUM += Z, the transform of BAND's train, where BAND is.
static void
join_band(const ElaraOctaves* o, int band, const float* z, float* sum)
{
  const size_t m = elara_transform_size(o->transform);
  for (size_t k = 0; k < m; k++) {
    const float w = o->low[k] == band       ? o->weight[k]
                    : o->low[k] + 1 == band ? 1.0f - o->weight[k]
                                            : 0.0f;
    sum[k] += w * z[k];
    sum[k + m] += w * z[k + m];
  }
}

// --- Early ------------------------------------------------------------------

typedef struct {
  double x, y, z;
} Place;

// Points inside have normal . p < distance.
typedef struct {
  Place normal;
  double distance;
  double kept[ELARA_HALL_BANDS]; // amplitude after a bounce
} Plane;

typedef struct {
  int rate, ear;
  double mixing_s, sound; // metres a second
  double air_db_per_m[ELARA_HALL_BANDS];
  Plane planes[PLANES];
  Place source, mic;
  double direct_m;
  size_t count, stride; // frames; of a train
  float* trains;
} Room;

static double
dot(Place a, Place b)
{
  return a.x * b.x + a.y * b.y + a.z * b.z;
}

static double
beyond(const Plane* plane, Place p)
{
  return dot(plane->normal, p) - plane->distance;
}

static Place
along(Place from, Place direction, double by)
{
  return (Place){from.x + by * direction.x, from.y + by * direction.y,
                 from.z + by * direction.z};
}

static Place
minus(Place a, Place b)
{
  return (Place){a.x - b.x, a.y - b.y, a.z - b.z};
}

static Plane
plane(const ElaraHallModel* m, Place normal, Place through, ElaraMaterial what)
{
  // Relief scatters waves that are not much longer than it is deep.
  static const double rough[ELARA_HALL_BANDS] = {0.3, 0.45, 0.65, 0.85,
                                                 1.0, 1.0,  1.0,  1.0};
  Plane p = {.normal = normal, .distance = dot(normal, through)};
  for (int b = 0; b < ELARA_HALL_BANDS; b++) {
    p.kept[b] = sqrt((1.0 - elara_material(what)->absorption[b]) *
                     (1.0 - m->scattering * rough[b]));
  }
  return p;
}

// How much the orchestra is drawn together to fit.
static double
shrink(const ElaraHallModel* m)
{
  const double wide = (m->width / 2.0 - 0.3) / 6.0;
  const double deep = (m->stage - 0.5) / 11.0;
  const double back = (m->depth - m->stage - 0.5) / 4.0;
  return fmin(1.0, fmin(back, fmin(wide, deep)));
}

static void
build(Room* r, const ElaraHallModel* m, double x, double y)
{
  const double turn = m->splay * PI / 180.0, k = shrink(m);
  const Place front = {m->width / 2, m->stage, 0.0};
  const Place left = {-m->width / 2, m->stage, 0.0};
  const Place back = {0.0, m->stage - m->depth, m->height};
  r->planes[0] = plane(m, (Place){cos(turn), sin(turn), 0.0}, front, m->sides);
  r->planes[1] = plane(m, (Place){-cos(turn), sin(turn), 0.0}, left, m->sides);
  r->planes[2] = plane(m, (Place){0.0, 1.0, 0.0}, front, m->front);
  r->planes[3] = plane(m, (Place){0.0, -1.0, 0.0}, back, m->back);
  r->planes[4] = plane(m, (Place){0.0, 0.0, -1.0}, front, m->floor);
  r->planes[5] = plane(m, (Place){0.0, 0.0, 1.0}, back, m->ceiling);
  r->sound = elara_speed_of_sound(m->temperature_c);
  r->mixing_s = m->mixing_s;
  for (int b = 0; b < ELARA_HALL_BANDS; b++) {
    r->air_db_per_m[b] =
        elara_air_db_per_m(125.0 * pow(2.0, b), m->temperature_c, m->humidity);
  }
  r->source = (Place){k * x, k * y, SOURCE_Z};
  r->mic =
      (Place){r->ear ? 0.25 : -0.25, k * MIC_Y, fmin(MIC_Z, m->height - 0.8)};
  const Place d = minus(r->source, r->mic);
  r->direct_m = sqrt(dot(d, d));
}

static double
microphone_gain(int ear, Place source, Place mic, double metres)
{
  const double turn = (ear ? 1.0 : -1.0) * 50.0 * PI / 180.0;
  const double dx = (source.x - mic.x) / metres,
               dy = (source.y - mic.y) / metres;
  return 0.6 + 0.4 * (dx * sin(turn) + dy * cos(turn));
}

static double
fade_out(double s, double mixing_s)
{
  const double at = (s / mixing_s - 0.75) / 0.5;
  if (at <= 0.0) return 1.0;
  if (at >= 1.0) return 0.0;
  const double c = cos(at * PI / 2.0);
  return c * c;
}

// Whether sound gets from images[0], the source, over WALLS to the microphone.
static int
audible(const Room* r, const Place* images, const int* walls, int order)
{
  Place at = r->mic;
  for (int n = order; n > 0; n--) {
    const Plane* const wall = &r->planes[walls[n]];
    const Place way = minus(images[n], at);
    const double slope = dot(wall->normal, way);
    if (slope <= 0.0) return 0;
    const double t = -beyond(wall, at) / slope;
    if (t <= 0.0 || t >= 1.0) return 0;
    at = along(at, way, t);
    for (int p = 0; p < PLANES; p++) {
      if (p != walls[n] && beyond(&r->planes[p], at) > 1e-9) return 0;
    }
  }
  return 1;
}

static void
add_image(Room* r, Place at, const int* walls, int order)
{
  const Place way = minus(at, r->mic);
  const double metres = sqrt(dot(way, way));
  double kept[ELARA_HALL_BANDS];
  uint64_t name = 0;
  for (int b = 0; b < ELARA_HALL_BANDS; b++)
    kept[b] = pow(10.0, -r->air_db_per_m[b] * metres / 20.0);
  for (int n = 1; n <= order; n++) {
    name = name * PLANES + (uint64_t)walls[n] + 1;
    for (int b = 0; b < ELARA_HALL_BANDS; b++)
      kept[b] *= r->planes[walls[n]].kept[b];
  }
  ElaraRandom random = elara_random(SEED, "hall", name, (uint64_t)r->ear);
  const double gain = r->direct_m / metres *
                      microphone_gain(r->ear, at, r->mic, metres) /
                      sqrt((double)order);
  for (int k = 0; k < order; k++) {
    const double spread = 0.0004 * order * elara_random_unit(&random);
    const double sign = k > 0 && elara_random_chance(&random, 0.5) ? -1.0 : 1.0;
    const double s = (metres - r->direct_m) / r->sound + spread;
    const double fade = fade_out(s, r->mixing_s);
    const size_t frame = (size_t)(fmax(s, 0.0) * r->rate + 0.5);
    if (s < 0.0 || fade <= 0.0 || frame >= r->count) continue;
    for (size_t b = 0; b < ELARA_HALL_BANDS; b++)
      r->trains[b * r->stride + frame] += (float)(sign * gain * fade * kept[b]);
  }
}

// All images of the last one of IMAGES, over one more wall.
static void
add_images(Room* r, Place* images, int* walls, int order)
{
  if (order == MOST_ORDER) return;
  for (int p = 0; p < PLANES; p++) {
    const double off = beyond(&r->planes[p], images[order]);
    if (off >= 0.0) continue; // behind the mirror
    images[order + 1] = along(images[order], r->planes[p].normal, -2.0 * off);
    walls[order + 1] = p;
    if (audible(r, images, walls, order + 1))
      add_image(r, images[order + 1], walls, order + 1);
    add_images(r, images, walls, order + 1);
  }
}

size_t
elara_hall_early_count(const ElaraHallModel* model, int rate)
{
  return (size_t)((1.25 * model->mixing_s + 0.001) * rate) + 1;
}

size_t
elara_hall_early_transform(const ElaraHallModel* model, int rate)
{
  size_t m = 2048;
  while (2 * m < elara_hall_early_count(model, rate) + SMEAR)
    m *= 2;
  return m;
}

void
elara_hall_early(const ElaraHallModel* model,
                 const ElaraOctaves* octaves,
                 int rate,
                 double x,
                 double y,
                 int ear,
                 float* out,
                 size_t count,
                 float* trains,
                 float* z,
                 float* sum)
{
  const ElaraTransform* const t = octaves->transform;
  const size_t m = elara_transform_size(t);
  memset(trains, 0, ELARA_HALL_BANDS * count * sizeof(float));
  Room room = {.rate = rate,
               .ear = ear,
               .count = count,
               .stride = count,
               .trains = trains};
  build(&room, model, x, y);
  Place images[MOST_ORDER + 1] = {room.source};
  int walls[MOST_ORDER + 1] = {0};
  add_images(&room, images, walls, 0);
  memset(sum, 0, 2 * m * sizeof(float));
  for (int b = 0; b < ELARA_HALL_BANDS; b++) {
    memset(z, 0, 2 * m * sizeof(float));
    memcpy(z, trains + (size_t)b * count, count * sizeof(float));
    elara_transform_forward(t, z);
    join_band(octaves, b, z, sum);
  }
  elara_transform_inverse(t, sum);
  // What the zero-phase band filters smeared before time 0 is left behind.
  for (size_t i = 0; i < count; i++)
    out[i] = sum[i] / (float)m;
}

// --- Single echoes ----------------------------------------------------------

typedef struct {
  double s, gain;
} Echo;

typedef struct {
  const ElaraHallModel* model;
  const double* rt60_s;
  int rate, ear;
  size_t count;
} Field;

static void
put_echo(const Field* f, int band, Echo echo, float* train)
{
  const size_t frame = (size_t)(echo.s * f->rate + 0.5);
  if (frame >= f->count) return;
  const double decay = pow(10.0, -3.0 * echo.s / f->rt60_s[band]);
  train[frame] += (float)(echo.gain * decay);
}

// Echoes at random times, a Poisson process, denser with time as in a plane
// full of trunks; each as much weaker as they are denser.
static void
put_field(const Field* f, int band, float* train)
{
  const ElaraHallModel* const m = f->model;
  if (m->echoes_per_s <= 0.0) return;
  ElaraRandom random = elara_random(SEED, "echoes", (uint64_t)f->ear, 0);
  // Energy a second at time 0; the whole field has echoes_db.
  const double power =
      pow(10.0, m->echoes_db / 10.0) * 6.0 * log(10.0) / m->rt60_s[3];
  const double end = (double)f->count / f->rate;
  for (double s = 0.012; s < end;) {
    const double density = m->echoes_per_s * (1.0 + s / 0.1);
    const double sign = elara_random_chance(&random, 0.5) ? -1.0 : 1.0;
    const double size = elara_random_range(&random, 0.4, 1.4);
    put_echo(f, band, (Echo){s, sign * size * sqrt(power / density)}, train);
    s -= log(1.0 - elara_random_unit(&random)) / density;
  }
}

// Everything comes back, from the left and from the right in turn: one clear
// echo and a handful of faint ones about it.
static void
put_repeats(const Field* f, int band, float* train)
{
  const ElaraHallModel* const m = f->model;
  if (m->repeat_s <= 0.0) return;
  const double end = (double)f->count / f->rate;
  for (int n = 1; n * m->repeat_s < end; n++) {
    const double dark_db = DARKER_DB * n * (band > 3 ? band - 3 : 0);
    const double level = pow(10.0, (m->repeat_db - dark_db) / 20.0);
    ElaraRandom random =
        elara_random(SEED, "repeat", (uint64_t)f->ear, (uint64_t)n);
    const double side = n % 2 == f->ear ? 0.5 : 0.9;
    const double far = n % 2 == f->ear ? 0.011 : 0.0;
    put_echo(f, band, (Echo){n * m->repeat_s + far, side * level}, train);
    for (int k = 0; k < 8; k++) {
      const double later = elara_random_range(&random, 0.003, 0.07);
      const double gain = elara_random_range(&random, -0.2, 0.2);
      put_echo(f, band, (Echo){n * m->repeat_s + later, gain * level}, train);
    }
  }
}

void
elara_hall_echoes(const ElaraHallModel* model,
                  const double rt60_s[ELARA_HALL_BANDS],
                  const ElaraOctaves* octaves,
                  int rate,
                  int ear,
                  float* out,
                  size_t count,
                  float* z,
                  float* sum)
{
  const ElaraTransform* const t = octaves->transform;
  const size_t m = elara_transform_size(t);
  const Field field = {model, rt60_s, rate, ear, count};
  memset(sum, 0, 2 * m * sizeof(float));
  for (int b = 0; b < ELARA_HALL_BANDS; b++) {
    memset(z, 0, 2 * m * sizeof(float));
    put_field(&field, b, z);
    put_repeats(&field, b, z);
    elara_transform_forward(t, z);
    join_band(octaves, b, z, sum);
  }
  elara_transform_inverse(t, sum);
  for (size_t i = 0; i < count; i++)
    out[i] = sum[i] / (float)m;
}
