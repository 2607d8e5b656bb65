// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Another program, run as a child and kept on a short lead. Never through a
// shell: what is an argument here is an argument there.
//
//   its stdin    /dev/null, or a pipe that elara_child_write() feeds
//   its stdout   a pipe that elara_child_read() empties
//   its stderr   the last 4 KiB are kept, to be shown to the user
//
// A child leads a process group of its own; it and all it started are killed
// and it is reaped on every path, so that no zombie stays: by finish(), by
// free(), and at once by a read or write that fails. All descriptors are
// close-on-exec, SIGPIPE never reaches the caller. Any thread may run children;
// one child is used by one thread at a time.

#ifndef ELARA_BASE_CHILD_H
#define ELARA_BASE_CHILD_H

#include "base/status.h"
#include "base/text.h"

typedef struct {
  int takes_input;     // 1: stdin is a pipe; 0 = /dev/null; 0
  size_t memory_bytes; // of address space, RLIMIT_AS; 0 = no limit; 4 GiB
  double wall_s;       // it may run that long in all; 0 = for ever; 0
  double stall_s; // it may say and take nothing that long; 0 = for ever; 30
  size_t output_limit; // bytes that run() takes, else it is a fault; 16 MiB
  // Asked several times a second while waiting; non-zero = cancel. May be NULL.
  int (*stop)(void* data);
  void* stop_data;
} ElaraChildConfig;

ElaraChildConfig elara_child_config(void);

typedef enum {
  ELARA_CHILD_RUNS,
  ELARA_CHILD_DONE,    // exit code 0
  ELARA_CHILD_FAILED,  // another exit code
  ELARA_CHILD_CRASHED, // by a signal that was not ours
  ELARA_CHILD_STALLED, // killed: silent for stall_s
  ELARA_CHILD_LATE,    // killed: wall_s were over
  ELARA_CHILD_FLOODED, // killed: more output than run() takes
  ELARA_CHILD_STOPPED, // killed: the caller cancelled, or wanted no more
} ElaraChildEnd;

typedef struct ElaraChild ElaraChild;

// ARGV ends with NULL; ARGV[0] is looked up on PATH unless it holds a '/'.
// ELARA_IO_ERROR with errno set when it cannot be started (ENOENT: there is no
// such program), ELARA_NO_MEMORY; *CHILD is NULL then.
ElaraStatus elara_child_start(const char* const* argv,
                              const ElaraChildConfig* config,
                              ElaraChild** child);

// Waits for output: *GOT bytes of at most COUNT; 0 = there will be no more.
// ELARA_IO_ERROR when a limit was passed, ELARA_CANCELLED when stop() said so:
// then the child is dead already.
ElaraStatus
elara_child_read(ElaraChild* child, void* bytes, size_t count, size_t* got);

// Reads until COUNT bytes are there or the output ends.
ElaraStatus elara_child_read_whole(ElaraChild* child,
                                   void* bytes,
                                   size_t count,
                                   size_t* got);

// Feeds COUNT bytes to stdin. What the child says meanwhile is kept (up to
// output_limit) for the next read, so that neither waits for the other.
// ELARA_IO_ERROR also when the child closed its stdin (errno EPIPE): the child
// then lives on, and finish() says why it did.
ElaraStatus
elara_child_write(ElaraChild* child, const void* bytes, size_t count);
// No more input. finish() does it too.
void elara_child_close_input(ElaraChild* child);

// Waits for its end within the limits (output still to come is thrown away)
// and reaps it. ELARA_OK only for exit code 0. May be called again.
ElaraStatus elara_child_finish(ElaraChild* child);
// Kills it and all it started, and reaps it.
void elara_child_kill(ElaraChild* child);
// NULL-safe; kills what still runs.
void elara_child_free(ElaraChild* child);

ElaraChildEnd elara_child_end(const ElaraChild* child);
// Exit code, or the signal that ended it.
int elara_child_code(const ElaraChild* child);
// The last 4 KiB of stderr, NUL-terminated, never NULL; whole after finish().
const char* elara_child_errors(const ElaraChild* child);
// "was killed: it said nothing for 30 s": how it ended, in words, no full stop.
void elara_child_describe(const ElaraChild* child, ElaraText* text);

// All at once: OUTPUT is filled with what it wrote to stdout, WHY (may be NULL)
// with how it failed and the last line of its stderr.
ElaraStatus elara_child_run(const char* const* argv,
                            const ElaraChildConfig* config,
                            ElaraText* output,
                            ElaraText* why);

#endif
