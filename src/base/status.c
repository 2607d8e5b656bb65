// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

#include "base/status.h"

const char*
elara_status_text(ElaraStatus status)
{
  switch (status) {
  case ELARA_OK:
    return "done";
  case ELARA_BAD_INPUT:
    return "the input cannot be used";
  case ELARA_NO_MEMORY:
    return "out of memory";
  case ELARA_IO_ERROR:
    return "a file could not be read or written";
  case ELARA_UNSATISFIED:
    return "a stage could not keep its promise";
  case ELARA_CANCELLED:
    return "cancelled";
  }
  return "unknown status";
}
