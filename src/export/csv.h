// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Comma-separated values after RFC 4180.

#ifndef ELARA_EXPORT_CSV_H
#define ELARA_EXPORT_CSV_H

#include "base/text.h"

// One field; quoted when it needs to be; LAST ends the row.
void elara_csv_field(ElaraText* text, const char* value, int last);

#endif
