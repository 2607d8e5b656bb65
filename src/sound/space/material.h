// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What surfaces and air take from sound.

#ifndef ELARA_SOUND_SPACE_MATERIAL_H
#define ELARA_SOUND_SPACE_MATERIAL_H

#define ELARA_OCTAVES 8 // 125 Hz ... 16 kHz

typedef enum {
  ELARA_MATERIAL_PLASTER,  // on lath
  ELARA_MATERIAL_WOOD,     // panels over a space
  ELARA_MATERIAL_PARQUET,  // on joists
  ELARA_MATERIAL_STAGE,    // hollow wooden floor
  ELARA_MATERIAL_ORGAN,    // case, balcony fronts, openings
  ELARA_MATERIAL_AUDIENCE, // in lightly upholstered seats
  ELARA_MATERIAL_COFFERS,  // deep plaster ceiling
  ELARA_MATERIAL_CARPET,   // heavy, on concrete
  ELARA_MATERIAL_CURTAIN,  // heavy velour, in folds
  ELARA_MATERIAL_BOOKS,    // shelves, furniture, people
  ELARA_MATERIAL_TILES,    // acoustic, suspended
  ELARA_MATERIAL_BRICK,
  ELARA_MATERIAL_CONCRETE,
  ELARA_MATERIAL_MARBLE,
  ELARA_MATERIAL_GLASS,
  ELARA_MATERIAL_ROCK,  // rough, jointed
  ELARA_MATERIAL_SOIL,  // rough, moist
  ELARA_MATERIAL_GRASS, // deep
  ELARA_MATERIAL_OPEN,  // nothing comes back
  ELARA_MATERIAL_COUNT
} ElaraMaterial;

typedef struct {
  const char* name;
  double absorption[ELARA_OCTAVES]; // share of energy, 0 ... 1
} ElaraMaterialRow;

const ElaraMaterialRow* elara_material(ElaraMaterial material);

// Decibels a metre of air takes at HZ (ISO 9613-1, one atmosphere):
// -20 ... 50 C, 1 ... 100 percent.
double elara_air_db_per_m(double hz, double temperature_c, double humidity);
// Metres a second.
double elara_speed_of_sound(double temperature_c);

#endif
