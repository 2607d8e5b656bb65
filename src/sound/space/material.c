// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "sound/space/material.h"

#include <math.h>

// Absorption, 125 Hz to 4 kHz, after the tables at the end of Everest &
// Pohlmann, Master Handbook of Acoustics (6th ed.), and Vorlaender,
// Auralization (2008); the audience after Beranek & Hidaka (JASA 104, 1998).
// Tables end at 4 kHz: the last two columns continue the slope by eye. Organ,
// coffers, books and rock are mixtures of rows, also by eye.
static const ElaraMaterialRow rows[ELARA_MATERIAL_COUNT] = {
    [ELARA_MATERIAL_PLASTER] = {"plaster",
                                {.14, .10, .06, .05, .04, .04, .05, .06}},
    [ELARA_MATERIAL_WOOD] = {"wood panel",
                             {.28, .22, .17, .09, .10, .11, .11, .12}},
    [ELARA_MATERIAL_PARQUET] = {"parquet",
                                {.15, .11, .10, .07, .06, .07, .08, .09}},
    [ELARA_MATERIAL_STAGE] = {"stage floor",
                              {.40, .30, .20, .17, .15, .10, .10, .10}},
    [ELARA_MATERIAL_ORGAN] = {"organ and balcony",
                              {.19, .19, .20, .22, .24, .26, .28, .30}},
    [ELARA_MATERIAL_AUDIENCE] = {"audience",
                                 {.51, .64, .75, .80, .82, .83, .83, .83}},
    [ELARA_MATERIAL_COFFERS] = {"coffered ceiling",
                                {.16, .14, .13, .13, .14, .15, .17, .20}},
    [ELARA_MATERIAL_CARPET] = {"carpet",
                               {.02, .06, .14, .37, .60, .65, .65, .65}},
    [ELARA_MATERIAL_CURTAIN] = {"curtain",
                                {.14, .35, .55, .72, .70, .65, .65, .65}},
    [ELARA_MATERIAL_BOOKS] = {"books and people",
                              {.20, .25, .30, .35, .40, .40, .42, .45}},
    [ELARA_MATERIAL_TILES] = {"acoustic tiles",
                              {.45, .55, .60, .75, .80, .75, .70, .65}},
    [ELARA_MATERIAL_BRICK] = {"brick",
                              {.03, .03, .03, .04, .05, .07, .08, .10}},
    [ELARA_MATERIAL_CONCRETE] = {"concrete",
                                 {.01, .02, .04, .06, .08, .10, .11, .12}},
    [ELARA_MATERIAL_MARBLE] = {"marble",
                               {.01, .01, .01, .01, .02, .02, .03, .04}},
    [ELARA_MATERIAL_GLASS] = {"glass",
                              {.18, .06, .04, .03, .02, .02, .02, .02}},
    [ELARA_MATERIAL_ROCK] = {"rock", {.12, .11, .11, .12, .14, .15, .17, .20}},
    [ELARA_MATERIAL_SOIL] = {"soil", {.15, .25, .40, .55, .60, .60, .62, .65}},
    [ELARA_MATERIAL_GRASS] = {"grass",
                              {.11, .26, .60, .69, .92, .99, .99, .99}},
    [ELARA_MATERIAL_OPEN] = {"open", {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0}},
};

const ElaraMaterialRow*
elara_material(ElaraMaterial material)
{
  return &rows[material];
}

double
elara_air_db_per_m(double hz, double temperature_c, double humidity)
{
  const double kelvin = temperature_c + 273.15;
  const double warm = kelvin / 293.15;
  // Molar share of water vapour, percent.
  const double saturation =
      pow(10.0, -6.8346 * pow(273.16 / kelvin, 1.261) + 4.6151);
  const double h = humidity * saturation;
  const double oxygen = 24.0 + 4.04e4 * h * (0.02 + h) / (0.391 + h);
  const double nitrogen =
      pow(warm, -0.5) *
      (9.0 + 280.0 * h * exp(-4.170 * (pow(warm, -1.0 / 3.0) - 1.0)));
  const double f2 = hz * hz;
  return 8.686 * f2 *
         (1.84e-11 * sqrt(warm) +
          pow(warm, -2.5) *
              (0.01275 * exp(-2239.1 / kelvin) / (oxygen + f2 / oxygen) +
               0.1068 * exp(-3352.0 / kelvin) / (nitrogen + f2 / nitrogen)));
}

double
elara_speed_of_sound(double temperature_c)
{
  return 331.3 * sqrt(1.0 + temperature_c / 273.15);
}
