// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "export/report.h"
