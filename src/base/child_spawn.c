// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// From argv to a running child. Between fork() and exec only system calls are
// made: another thread may hold the lock of malloc at that moment. So PATH is
// searched before, and what goes wrong after comes back through a pipe that
// closes itself when exec succeeds.

#if defined(__linux__) && !defined(_GNU_SOURCE)
#define _GNU_SOURCE 1
#endif

#include "base/child_room.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct {
  int fds[4][2]; // stdin, stdout, stderr, news of exec: read end, write end
} Pipes;

enum { IN, OUT, ERR, NEWS };

static int
make_pipe(int fds[2])
{
#ifdef __linux__
  return pipe2(fds, O_CLOEXEC);
#else
  if (pipe(fds) != 0) return -1;
  fcntl(fds[0], F_SETFD, FD_CLOEXEC);
  fcntl(fds[1], F_SETFD, FD_CLOEXEC);
  return 0;
#endif
}

// A program that was started without stdin would get its pipes as 0, 1 or 2,
// where the child puts its own.
static int
lift(int* fd)
{
  if (*fd > STDERR_FILENO) return 0;
  const int high = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (high < 0) return -1;
  close(*fd);
  *fd = high;
  return 0;
}

static void
close_pipes(Pipes* p)
{
  const int why = errno;
  for (int i = 0; i < 4; i++) {
    for (int end = 0; end < 2; end++) {
      if (p->fds[i][end] >= 0) close(p->fds[i][end]);
    }
  }
  errno = why;
}

static int
open_pipes(Pipes* p, int takes_input)
{
  for (int i = 0; i < 4; i++)
    p->fds[i][0] = p->fds[i][1] = -1;
  for (int i = takes_input ? IN : OUT; i < 4; i++) {
    if (make_pipe(p->fds[i]) != 0) return -1;
    if (lift(&p->fds[i][0]) != 0 || lift(&p->fds[i][1]) != 0) return -1;
  }
  if (takes_input) return 0;
  p->fds[IN][0] = open("/dev/null", O_RDONLY | O_CLOEXEC);
  return p->fds[IN][0] < 0 ? -1 : lift(&p->fds[IN][0]);
}

static int
is_program(const char* path)
{
  struct stat info;
  return stat(path, &info) == 0 && S_ISREG(info.st_mode) &&
         access(path, X_OK) == 0;
}

// Where the shell would find NAME. errno ENOENT when nowhere.
static int
find_program(const char* name, char path[PATH_MAX])
{
  const char* dirs = getenv("PATH");
  if (strchr(name, '/')) dirs = NULL;
  if (!dirs && !strchr(name, '/')) dirs = "/usr/local/bin:/usr/bin:/bin";
  if (!dirs) {
    const int n = snprintf(path, PATH_MAX, "%s", name);
    if (n < PATH_MAX && is_program(path)) return 0;
    errno = ENOENT;
    return -1;
  }
  while (*dirs) {
    const size_t length = strcspn(dirs, ":");
    const int n = snprintf(path, PATH_MAX, "%.*s%s%s", (int)length, dirs,
                           length ? "/" : "./", name);
    if (n > 0 && n < PATH_MAX && is_program(path)) return 0;
    dirs += length + (dirs[length] == ':');
  }
  errno = ENOENT;
  return -1;
}

// R with at most MOST, or what is allowed if that is less.
static struct rlimit
capped(struct rlimit r, rlim_t most)
{
  if (r.rlim_max != RLIM_INFINITY && r.rlim_max < most) most = r.rlim_max;
  r.rlim_cur = most;
  return r;
}

static void
set_limits(const ElaraChildConfig* config)
{
  struct rlimit r;
  if (getrlimit(RLIMIT_CORE, &r) == 0) {
    r = capped(r, 0);
    setrlimit(RLIMIT_CORE, &r);
  }
  if (config->memory_bytes && getrlimit(RLIMIT_AS, &r) == 0) {
    r = capped(r, config->memory_bytes);
    setrlimit(RLIMIT_AS, &r);
  }
}

// In the child; never returns.
static _Noreturn void
become(const Pipes* p, const ElaraChild* c, const char* path, char* const* argv)
{
  sigset_t none;
  sigemptyset(&none);
  setpgid(0, 0);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGINT, SIG_DFL);
  sigprocmask(SIG_SETMASK, &none, NULL);
  set_limits(&c->config);
  if (dup2(p->fds[IN][0], STDIN_FILENO) >= 0 &&
      dup2(p->fds[OUT][1], STDOUT_FILENO) >= 0 &&
      dup2(p->fds[ERR][1], STDERR_FILENO) >= 0) {
    execv(path, argv);
  }
  const int why = errno;
  const ssize_t told = write(p->fds[NEWS][1], &why, sizeof why);
  _exit(told == (ssize_t)sizeof why ? 127 : 126);
}

// 0 when exec succeeded, else its errno.
static int
hear_news(int fd)
{
  int why = 0;
  ssize_t got;
  do {
    got = read(fd, &why, sizeof why);
  } while (got < 0 && errno == EINTR);
  return got == (ssize_t)sizeof why ? why : 0;
}

static void
hand_over(ElaraChild* c, Pipes* p)
{
  c->in = p->fds[IN][1];
  c->out = p->fds[OUT][0];
  c->err = p->fds[ERR][0];
  p->fds[IN][1] = p->fds[OUT][0] = p->fds[ERR][0] = -1;
  const int fds[] = {c->in, c->out, c->err};
  for (size_t i = 0; i < 3; i++) {
    if (fds[i] >= 0) fcntl(fds[i], F_SETFL, O_NONBLOCK);
  }
}

ElaraStatus
elara_child_spawn(ElaraChild* c, const char* const* argv)
{
  char path[PATH_MAX];
  Pipes p;
  if (find_program(argv[0], path) != 0) return ELARA_IO_ERROR;
  if (open_pipes(&p, c->config.takes_input) != 0) {
    close_pipes(&p);
    return ELARA_IO_ERROR;
  }
  // execv() promises not to write to its arguments.
  char* const* writable;
  memcpy(&writable, &argv, sizeof writable);
  c->pid = fork();
  if (c->pid == 0) become(&p, c, path, writable);
  if (c->pid < 0) {
    close_pipes(&p);
    return ELARA_IO_ERROR;
  }
  setpgid(c->pid, c->pid); // both do it: whoever comes first
  close(p.fds[NEWS][1]);
  p.fds[NEWS][1] = -1;
  const int why = hear_news(p.fds[NEWS][0]);
  if (why == 0) hand_over(c, &p);
  close_pipes(&p);
  if (why == 0) return ELARA_OK;
  while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR) {
  }
  errno = why;
  return ELARA_IO_ERROR;
}
