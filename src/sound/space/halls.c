// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// The halls by name. Reverberation times after published measurements of rooms
// of the kind: Beranek, Concert Halls and Opera Houses (2004), for concert hall
// and scoring stage; Cirillo & Martellotta, Worship, Acoustics, and
// Architecture (2006), for the cathedral; Sakai et al., JSV 1998, for the
// forest. Room and cave follow from their materials. The crimson hall is
// nowhere.

#include "sound/space/hall.h"

#include <math.h>
#include <string.h>

#define PI 3.14159265358979323846

typedef struct {
  const char* summary;
  ElaraHallModel model;
} Row;

static const Row rows[] = {
    {"a big dry studio for film music",
     {.name = "scoring-stage",
      .width = 24.0,
      .depth = 30.0,
      .height = 12.0,
      .stage = 13.0,
      .sides = ELARA_MATERIAL_WOOD,
      .front = ELARA_MATERIAL_WOOD,
      .back = ELARA_MATERIAL_CURTAIN,
      .floor = ELARA_MATERIAL_PARQUET,
      .ceiling = ELARA_MATERIAL_COFFERS,
      .scattering = 0.35,
      .temperature_c = 20.0,
      .humidity = 50.0,
      .rt60_s = {1.35, 1.3, 1.25, 1.2, 1.15, 1.05, 0.85, 0.6},
      .clarity_db = 8.0,
      .mixing_s = 0.055}},
    {"a shoebox for two thousand: the default",
     {.name = "concert-hall",
      .width = 24.0,
      .depth = 44.0,
      .height = 18.0,
      .stage = 14.0,
      .sides = ELARA_MATERIAL_PLASTER,
      .front = ELARA_MATERIAL_ORGAN,
      .back = ELARA_MATERIAL_ORGAN,
      .floor = ELARA_MATERIAL_STAGE, // what matters early is the stage's
      .ceiling = ELARA_MATERIAL_COFFERS,
      .scattering = 0.24,
      .temperature_c = 20.0,
      .humidity = 50.0,
      .rt60_s = {2.4, 2.3, 2.1, 2.0, 1.85, 1.55, 1.2, 0.8},
      .clarity_db = 5.5,
      .mixing_s = 0.08}},
    {"stone, seven seconds",
     {.name = "cathedral",
      .width = 26.0,
      .depth = 96.0,
      .height = 28.0,
      .stage = 18.0,
      .sides = ELARA_MATERIAL_MARBLE,
      .front = ELARA_MATERIAL_BRICK,
      .back = ELARA_MATERIAL_ORGAN,
      .floor = ELARA_MATERIAL_MARBLE,
      .ceiling = ELARA_MATERIAL_BRICK,
      .scattering = 0.3,
      .temperature_c = 14.0,
      .humidity = 65.0,
      .rt60_s = {7.4, 7.6, 7.2, 6.6, 5.4, 3.8, 2.2, 1.2},
      .clarity_db = 0.0,
      .mixing_s = 0.08}},
    {"rough rock all round",
     {.name = "cave",
      .width = 24.0,
      .depth = 42.0,
      .height = 15.0,
      .stage = 14.0,
      .splay = 6.0,
      .sides = ELARA_MATERIAL_ROCK,
      .front = ELARA_MATERIAL_ROCK,
      .back = ELARA_MATERIAL_ROCK,
      .floor = ELARA_MATERIAL_SOIL,
      .ceiling = ELARA_MATERIAL_ROCK,
      .scattering = 0.7,
      .temperature_c = 12.0,
      .humidity = 90.0,
      .clarity_db = 3.0,
      .mixing_s = 0.05}},
    {"trunks at random distances, an open sky",
     {.name = "forest",
      .kind = ELARA_HALL_OPEN,
      .scattering = 0.9,
      .temperature_c = 16.0,
      .humidity = 70.0,
      .rt60_s = {0.9, 1.0, 1.2, 1.3, 1.2, 1.0, 0.75, 0.5},
      .clarity_db = 13.0,
      .mixing_s = 0.06,
      .echoes_per_s = 90.0,
      .echoes_db = -7.0}},
    {"a living room",
     {.name = "room",
      .width = 6.4,
      .depth = 9.0,
      .height = 3.1,
      .stage = 4.5,
      .sides = ELARA_MATERIAL_PLASTER,
      .front = ELARA_MATERIAL_BOOKS,
      .back = ELARA_MATERIAL_CURTAIN,
      .floor = ELARA_MATERIAL_CARPET,
      .ceiling = ELARA_MATERIAL_WOOD,
      .scattering = 0.4,
      .temperature_c = 21.0,
      .humidity = 45.0,
      .clarity_db = 17.0,
      .mixing_s = 0.012}},
    {"nowhere: a wide tail out of which the music returns, darker each time",
     {.name = "crimson",
      .width = 60.0,
      .depth = 120.0,
      .height = 50.0,
      .stage = 30.0,
      .splay = 10.0,
      .sides = ELARA_MATERIAL_ROCK,
      .front = ELARA_MATERIAL_GLASS,
      .back = ELARA_MATERIAL_GLASS,
      .floor = ELARA_MATERIAL_MARBLE,
      .ceiling = ELARA_MATERIAL_ROCK,
      .scattering = 0.5,
      .temperature_c = 20.0,
      .humidity = 60.0,
      .rt60_s = {9.0, 9.0, 8.6, 8.0, 7.0, 5.6, 4.2, 2.6},
      .clarity_db = 4.5,
      .mixing_s = 0.08,
      .repeat_s = 2.0, // four beats at 120 a minute
      .repeat_db = 3.0}},
    {"a sheet of steel, dense from the first moment",
     {.name = "plate",
      .kind = ELARA_HALL_OPEN,
      .temperature_c = 20.0,
      .humidity = 50.0,
      .rt60_s = {3.0, 2.8, 2.6, 2.3, 2.0, 1.6, 1.1, 0.7},
      .clarity_db = 5.0,
      .mixing_s = 0.008}},
    {"the concert hall for weak machines: eight delays in a loop",
     {.name = "light",
      .kind = ELARA_HALL_LIGHT,
      .width = 24.0,
      .depth = 44.0,
      .height = 18.0,
      .stage = 14.0,
      .temperature_c = 20.0,
      .humidity = 50.0,
      .rt60_s = {2.4, 2.3, 2.1, 2.0, 1.85, 1.55, 1.2, 0.8},
      .clarity_db = 3.0,
      .mixing_s = 0.08}},
};
#define COUNT (sizeof rows / sizeof *rows)

size_t
elara_hall_count(void)
{
  return COUNT;
}

const char*
elara_hall_name(size_t index)
{
  return index < COUNT ? rows[index].model.name : NULL;
}

const char*
elara_hall_summary(size_t index)
{
  return index < COUNT ? rows[index].summary : NULL;
}

int
elara_hall_model_by_name(const char* name, ElaraHallModel* model)
{
  for (size_t i = 0; i < COUNT; i++) {
    if (strcmp(rows[i].model.name, name) == 0) {
      *model = rows[i].model;
      return 1;
    }
  }
  return 0;
}

ElaraHallModel
elara_hall_model(void)
{
  ElaraHallModel model = {0};
  elara_hall_model_by_name("concert-hall", &model);
  return model;
}

// RT60 = 24 ln 10 V / (c (4 m V - S ln(1 - mean absorption))).
static double
eyring(const ElaraHallModel* m, int band)
{
  const double open = tan(m->splay * PI / 180.0);
  const double plan = m->depth * (m->width + m->depth * open);
  const double side = m->depth * sqrt(1.0 + open * open) * m->height;
  const struct {
    double area;
    ElaraMaterial material;
  } surfaces[] = {
      {2.0 * side, m->sides},
      {m->width * m->height, m->front},
      {(m->width + 2.0 * m->depth * open) * m->height, m->back},
      {plan, m->floor},
      {plan, m->ceiling},
  };
  double area = 0.0, taken = 0.0;
  for (size_t i = 0; i < sizeof surfaces / sizeof *surfaces; i++) {
    area += surfaces[i].area;
    taken += surfaces[i].area *
             elara_material(surfaces[i].material)->absorption[band];
  }
  const double volume = plan * m->height;
  const double mean = fmin(taken / area, 0.99);
  const double air = elara_air_db_per_m(125.0 * pow(2.0, band),
                                        m->temperature_c, m->humidity) *
                     log(10.0) / 10.0;
  return 24.0 * log(10.0) * volume /
         (elara_speed_of_sound(m->temperature_c) *
          (4.0 * air * volume - area * log(1.0 - mean)));
}

void
elara_hall_rt60(const ElaraHallModel* m, double rt60_s[ELARA_HALL_BANDS])
{
  double asked = 0.0;
  for (int b = 0; b < ELARA_HALL_BANDS; b++)
    asked += m->rt60_s[b];
  for (int b = 0; b < ELARA_HALL_BANDS; b++)
    rt60_s[b] = asked > 0.0 ? m->rt60_s[b] : eyring(m, b);
}
