// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "picture/room.h"
