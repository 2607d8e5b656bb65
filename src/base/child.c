// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// For pipe2(): a descriptor that another thread's fork() must never inherit has
// to be close-on-exec from its first moment.
#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1
#endif

#include "base/child.h"

#include "base/child_room.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS 100 // how often stop() is asked

ElaraChildConfig
elara_child_config(void)
{
  return (ElaraChildConfig){.memory_bytes = (size_t)4 << 30,
                            .stall_s = 30.0,
                            .output_limit = (size_t)16 << 20};
}

static double
now_s(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
close_one(int* fd)
{
  if (*fd >= 0) close(*fd);
  *fd = -1;
}

// --- its life and death ------------------------------------------------------

ElaraStatus
elara_child_start(const char* const* argv,
                  const ElaraChildConfig* config,
                  ElaraChild** child)
{
  *child = NULL;
  ElaraChild* const c = (ElaraChild*)calloc(1, sizeof *c);
  ELARA_TRY_PTR(c);
  c->config = *config;
  c->in = c->out = c->err = -1;
  const ElaraStatus status = elara_child_spawn(c, argv);
  if (status != ELARA_OK) {
    const int why = errno;
    free(c);
    errno = why;
    return status;
  }
  c->started = c->stirred = now_s();
  *child = c;
  return ELARA_OK;
}

// True when it has ended and waits to be reaped. Looking does not reap: until
// then its number, and with it the group's, belongs to nobody else.
static int
has_ended(const ElaraChild* c)
{
  siginfo_t info = {0};
  return waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0 ||
         info.si_pid == c->pid;
}

static void
reap(ElaraChild* c)
{
  int status = 0;
  kill(-c->pid, SIGKILL); // whom it left behind
  while (waitpid(c->pid, &status, 0) < 0 && errno == EINTR) {
  }
  c->reaped = 1;
  c->code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
  if (c->end == ELARA_CHILD_RUNS) {
    c->end = WIFSIGNALED(status) ? ELARA_CHILD_CRASHED
             : c->code           ? ELARA_CHILD_FAILED
                                 : ELARA_CHILD_DONE;
  }
  close_one(&c->in);
  close_one(&c->out);
  close_one(&c->err);
}

static void
end_as(ElaraChild* c, ElaraChildEnd end)
{
  if (c->reaped) return;
  c->end = end;
  kill(-c->pid, SIGKILL);
  reap(c);
}

void
elara_child_kill(ElaraChild* child)
{
  end_as(child, ELARA_CHILD_STOPPED);
}

void
elara_child_free(ElaraChild* child)
{
  if (!child) return;
  elara_child_kill(child);
  elara_text_clear(&child->kept);
  free(child);
}

// --- what flows --------------------------------------------------------------

// The tail of stderr: two halves, the older one dropped when the newer is full.
static void
keep_errors(ElaraChild* c, const char* bytes, size_t count)
{
  if (count > ERRORS_KEPT / 2) {
    bytes += count - ERRORS_KEPT / 2;
    count = ERRORS_KEPT / 2;
  }
  if (c->error_count + count > ERRORS_KEPT) {
    const size_t drop = c->error_count + count - ERRORS_KEPT / 2;
    const size_t keep = c->error_count > drop ? c->error_count - drop : 0;
    memmove(c->errors, c->errors + (c->error_count - keep), keep);
    c->error_count = keep;
  }
  memcpy(c->errors + c->error_count, bytes, count);
  c->error_count += count;
  c->errors[c->error_count] = '\0';
}

// One read of stderr; closes it at its end.
static void
take_errors(ElaraChild* c)
{
  char bytes[4096];
  const ssize_t got = read(c->err, bytes, sizeof bytes);
  if (got > 0)
    keep_errors(c, bytes, (size_t)got);
  else if (got == 0 || (errno != EAGAIN && errno != EINTR))
    close_one(&c->err);
}

// One read of stdout; *GOT stays 0 when nothing came.
static void
take_output(ElaraChild* c, void* bytes, size_t count, size_t* got)
{
  const ssize_t n = read(c->out, bytes, count);
  if (n > 0) {
    *got = (size_t)n;
    c->stirred = now_s();
  } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
    close_one(&c->out);
  }
}

// Its limits, and the caller's patience.
static ElaraStatus
check_limits(ElaraChild* c)
{
  const ElaraChildConfig* const config = &c->config;
  if (config->stop && config->stop(config->stop_data)) {
    end_as(c, ELARA_CHILD_STOPPED);
    return ELARA_CANCELLED;
  }
  const double now = now_s();
  if (config->wall_s > 0.0 && now - c->started > config->wall_s)
    end_as(c, ELARA_CHILD_LATE);
  else if (config->stall_s > 0.0 && now - c->stirred > config->stall_s)
    end_as(c, ELARA_CHILD_STALLED);
  return c->reaped ? ELARA_IO_ERROR : ELARA_OK;
}

static int
is_due(ElaraChild* c)
{
  const double now = now_s();
  if (now - c->checked < TICK_MS / 1000.0) return 0;
  c->checked = now;
  return 1;
}

// Waits until output is there, input fits (when WANTS_INPUT) or a tick is over.
// Whoever outlives the child with its pipe in hand is not waited for.
static ElaraStatus
wait_for(ElaraChild* c, int wants_input, int* readable, int* writable)
{
  struct pollfd p[3] = {{.fd = c->out, .events = POLLIN},
                        {.fd = c->err, .events = POLLIN},
                        {.fd = wants_input ? c->in : -1, .events = POLLOUT}};
  const int count = poll(p, 3, TICK_MS);
  *readable = count > 0 && p[0].fd >= 0 && p[0].revents != 0;
  *writable = count > 0 && p[2].fd >= 0 && p[2].revents != 0;
  if (count > 0 && p[1].fd >= 0 && p[1].revents != 0) take_errors(c);
  if (count == 0 && c->out >= 0 && has_ended(c)) close_one(&c->out);
  return is_due(c) ? check_limits(c) : ELARA_OK;
}

ElaraStatus
elara_child_read(ElaraChild* child, void* bytes, size_t count, size_t* got)
{
  *got = 0;
  if (child->kept_from < child->kept.count) {
    const size_t left = child->kept.count - child->kept_from;
    *got = left < count ? left : count;
    memcpy(bytes, child->kept.bytes + child->kept_from, *got);
    child->kept_from += *got;
    return ELARA_OK;
  }
  if (child->reaped)
    return child->end <= ELARA_CHILD_CRASHED ? ELARA_OK : ELARA_IO_ERROR;
  while (*got == 0 && child->out >= 0 && count > 0) {
    int readable, writable;
    ELARA_TRY(wait_for(child, 0, &readable, &writable));
    if (readable) take_output(child, bytes, count, got);
  }
  return ELARA_OK;
}

ElaraStatus
elara_child_read_whole(ElaraChild* child,
                       void* bytes,
                       size_t count,
                       size_t* got)
{
  *got = 0;
  while (*got < count) {
    size_t more;
    ELARA_TRY(
        elara_child_read(child, (char*)bytes + *got, count - *got, &more));
    if (more == 0) break;
    *got += more;
  }
  return ELARA_OK;
}

// write() without SIGPIPE: it is blocked for this thread, and one that we
// raised is taken back.
static ssize_t
write_quietly(int fd, const void* bytes, size_t count)
{
  sigset_t pipe_only, before, pending;
  sigemptyset(&pipe_only);
  sigaddset(&pipe_only, SIGPIPE);
  sigpending(&pending);
  const int was_pending = sigismember(&pending, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
  const ssize_t put = write(fd, bytes, count);
  const int why = errno;
  if (put < 0 && why == EPIPE && !was_pending) {
    const struct timespec none = {0};
    while (sigtimedwait(&pipe_only, NULL, &none) < 0 && errno == EINTR) {
    }
  }
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = why;
  return put;
}

static ElaraStatus
keep_output(ElaraChild* c)
{
  char bytes[16384];
  size_t got = 0;
  take_output(c, bytes, sizeof bytes, &got);
  if (c->kept_from == c->kept.count) c->kept_from = c->kept.count = 0;
  if (c->kept.count + got > c->config.output_limit) {
    end_as(c, ELARA_CHILD_FLOODED);
    return ELARA_IO_ERROR;
  }
  elara_text_bytes(&c->kept, bytes, got);
  return c->kept.failed ? ELARA_NO_MEMORY : ELARA_OK;
}

ElaraStatus
elara_child_write(ElaraChild* child, const void* bytes, size_t count)
{
  size_t done = 0;
  while (done < count) {
    int readable, writable;
    if (child->in < 0) {
      errno = EPIPE;
      return ELARA_IO_ERROR;
    }
    ELARA_TRY(wait_for(child, 1, &readable, &writable));
    if (readable) ELARA_TRY(keep_output(child));
    if (!writable) continue;
    const ssize_t put =
        write_quietly(child->in, (const char*)bytes + done, count - done);
    if (put > 0) {
      done += (size_t)put;
      child->stirred = now_s();
    } else if (put < 0 && errno != EAGAIN && errno != EINTR) {
      close_one(&child->in);
    }
  }
  return ELARA_OK;
}

void
elara_child_close_input(ElaraChild* child)
{
  close_one(&child->in);
}

// --- its end -----------------------------------------------------------------

// Until both pipes are closed, so that no word of stderr is lost.
static ElaraStatus
drain(ElaraChild* c)
{
  char bytes[16384];
  while (c->out >= 0 || c->err >= 0) {
    int readable, writable;
    size_t got = 0;
    ELARA_TRY(wait_for(c, 0, &readable, &writable));
    if (readable) take_output(c, bytes, sizeof bytes, &got);
    if (c->out < 0 && has_ended(c)) {
      for (int i = 0; i < 64 && c->err >= 0; i++)
        take_errors(c);
      return ELARA_OK;
    }
  }
  return ELARA_OK;
}

ElaraStatus
elara_child_finish(ElaraChild* child)
{
  close_one(&child->in);
  if (!child->reaped) {
    child->stirred = now_s();
    ELARA_TRY(drain(child));
    for (long ms = 1; !has_ended(child); ms = ms < 20 ? ms + 1 : 20) {
      const struct timespec pause = {0, ms * 1000000};
      nanosleep(&pause, NULL);
      ELARA_TRY(check_limits(child));
    }
    reap(child);
  }
  return child->end == ELARA_CHILD_DONE ? ELARA_OK : ELARA_IO_ERROR;
}

ElaraChildEnd
elara_child_end(const ElaraChild* child)
{
  return child->end;
}

int
elara_child_code(const ElaraChild* child)
{
  return child->code;
}

const char*
elara_child_errors(const ElaraChild* child)
{
  return child->errors;
}

void
elara_child_describe(const ElaraChild* child, ElaraText* text)
{
  switch (child->end) {
  case ELARA_CHILD_RUNS:
    elara_text_add(text, "still runs");
    break;
  case ELARA_CHILD_DONE:
    elara_text_add(text, "ended well");
    break;
  case ELARA_CHILD_FAILED:
    elara_text_addf(text, "failed with code %d", child->code);
    break;
  case ELARA_CHILD_CRASHED:
    elara_text_addf(text, "crashed with signal %d", child->code);
    break;
  case ELARA_CHILD_STALLED:
    elara_text_addf(text, "was stopped: it did nothing for %g s",
                    child->config.stall_s);
    break;
  case ELARA_CHILD_LATE:
    elara_text_addf(text, "was stopped: it was not done after %g s",
                    child->config.wall_s);
    break;
  case ELARA_CHILD_FLOODED:
    elara_text_add(text, "was stopped: it said far too much");
    break;
  case ELARA_CHILD_STOPPED:
    elara_text_add(text, "was stopped");
    break;
  }
}

// --- all at once -------------------------------------------------------------

// The last line of TEXT that says anything.
static void
add_last_line(ElaraText* why, const char* text)
{
  const char* end = text + strlen(text);
  while (end > text && (unsigned char)end[-1] <= ' ')
    end--;
  const char* from = end;
  while (from > text && from[-1] != '\n')
    from--;
  if (end == from) return;
  elara_text_add(why, ": ");
  elara_text_bytes(why, from, (size_t)(end - from));
}

static ElaraStatus
collect(ElaraChild* c, ElaraText* output)
{
  char bytes[16384];
  size_t got;
  do {
    ELARA_TRY(elara_child_read(c, bytes, sizeof bytes, &got));
    if (output->count + got > c->config.output_limit) {
      end_as(c, ELARA_CHILD_FLOODED);
      return ELARA_IO_ERROR;
    }
    elara_text_bytes(output, bytes, got);
    if (output->failed) return ELARA_NO_MEMORY;
  } while (got > 0);
  return elara_child_finish(c);
}

ElaraStatus
elara_child_run(const char* const* argv,
                const ElaraChildConfig* config,
                ElaraText* output,
                ElaraText* why)
{
  ElaraChild* child;
  const ElaraStatus started = elara_child_start(argv, config, &child);
  if (started != ELARA_OK) {
    if (why && started == ELARA_IO_ERROR)
      elara_text_addf(why, "cannot be started: %s", strerror(errno));
    return started;
  }
  const ElaraStatus status = collect(child, output);
  if (status != ELARA_OK) elara_child_kill(child);
  if (why && status != ELARA_OK) {
    elara_child_describe(child, why);
    add_last_line(why, elara_child_errors(child));
  }
  elara_child_free(child);
  return status;
}
