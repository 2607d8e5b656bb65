// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// What child.c and child_spawn.c share.

#ifndef ELARA_BASE_CHILD_ROOM_H
#define ELARA_BASE_CHILD_ROOM_H

#include "base/child.h"

#include <sys/types.h>

#define ERRORS_KEPT 4096

struct ElaraChild {
  ElaraChildConfig config;
  pid_t pid; // and its process group
  int in, out, err;
  double started; // monotonic seconds, as are the next two
  double stirred; // when it last said or took something
  double checked; // when its limits were last looked at
  int reaped;
  ElaraChildEnd end;
  int code;
  char errors[ERRORS_KEPT + 1];
  size_t error_count;
  ElaraText kept; // output that came while it was being fed
  size_t kept_from;
};

// Starts the program in C's group with its three pipes; errno says why not.
ElaraStatus elara_child_spawn(ElaraChild* c, const char* const* argv);

#endif
