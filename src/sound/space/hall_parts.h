// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Inside of hall.c and impulse.c.

#ifndef ELARA_SOUND_SPACE_HALL_PARTS_H
#define ELARA_SOUND_SPACE_HALL_PARTS_H

#include "sound/space/response.h"

// The energy of the concert hall's response to the middle of the stage, both
// ears together, against a direct sound of 1 at each ear. The test measures it.
#define ELARA_CONCERT_HALL_ENERGY 1.78

// A hall that answers by RESPONSE, whose arrays lie in ARENA; the hall owns
// ARENA from now on, also when it fails.
ElaraStatus elara_hall_from_response(ElaraArena* arena,
                                     const ElaraHallResponse* response,
                                     ElaraHall** hall);

#endif
