// Copyright (c) 2026 the Elara authors
// SPDX-License-Identifier: MIT

// Children that hang, crash, flood, close early, cry: each is stopped, said
// what of, and reaped.

#include "base/child.h"
#include "tap.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
now_s(void)
{
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
no_zombie(const char* name)
{
  TAP_OK(waitpid(-1, NULL, WNOHANG) == -1 && errno == ECHILD, name);
}

static ElaraStatus
run(const char* script,
    const ElaraChildConfig* how,
    ElaraText* out,
    ElaraText* why)
{
  const char* const argv[] = {"/bin/sh", "-c", script, NULL};
  elara_text_clear(out);
  elara_text_clear(why);
  return elara_child_run(argv, how, out, why);
}

static void
test_run(void)
{
  ElaraText out = {0}, why = {0};
  ElaraChildConfig how = elara_child_config();
  TAP_EQ_I(run("echo one; echo two >&2", &how, &out, &why), ELARA_OK, "runs");
  TAP_EQ_S(out.bytes, "one\n", "its output");
  TAP_EQ_I(run("cat; echo end", &how, &out, &why), ELARA_OK,
           "nothing to read on stdin");
  TAP_EQ_I(run("echo no such film >&2; exit 3", &how, &out, &why),
           ELARA_IO_ERROR, "an exit code");
  TAP_EQ_S(why.bytes, "failed with code 3: no such film", "and why");
  TAP_EQ_I(run("kill -SEGV $$", &how, &out, &why), ELARA_IO_ERROR, "a crash");
  TAP_EQ_S(why.bytes, "crashed with signal 11", "by which signal");
  const char* const nobody[] = {"elara-no-such-program", NULL};
  errno = 0;
  TAP_EQ_I(elara_child_run(nobody, &how, &out, &why), ELARA_IO_ERROR,
           "no such program");
  const char* const folder[] = {"/tmp", NULL};
  TAP_EQ_I(elara_child_run(folder, &how, &out, &why), ELARA_IO_ERROR,
           "a folder is no program");
  no_zombie("all are reaped");
  elara_text_clear(&out);
  elara_text_clear(&why);
}

static void
test_limits(void)
{
  ElaraText out = {0}, why = {0};
  ElaraChildConfig how = elara_child_config();
  how.stall_s = .3;
  double start = now_s();
  TAP_EQ_I(run("echo a; sleep 30", &how, &out, &why), ELARA_IO_ERROR, "a hang");
  TAP_OK(now_s() - start < 3.0, "is not waited for");
  TAP_EQ_S(why.bytes, "was stopped: it did nothing for 0.3 s", "it says so");
  TAP_EQ_I(
      run("trap '' TERM INT HUP; exec 1>&- 2>&-; sleep 30", &how, &out, &why),
      ELARA_IO_ERROR, "a hang that closed its mouth and ears");
  start = now_s();
  TAP_EQ_I(run("sleep 30 & sleep 30 & echo here", &how, &out, &why), ELARA_OK,
           "who leaves children behind has ended all the same");
  TAP_OK(now_s() - start < 3.0, "nobody waits for them");
  how.stall_s = 5.0;
  how.wall_s = .4;
  TAP_EQ_I(run("while :; do echo x; sleep .05; done", &how, &out, &why),
           ELARA_IO_ERROR, "a babbler has a deadline too");
  how.wall_s = 0.0;
  how.output_limit = 100000;
  TAP_EQ_I(run("yes elara", &how, &out, &why), ELARA_IO_ERROR, "a flood");
  TAP_EQ_S(why.bytes, "was stopped: it said far too much", "it says so");
  TAP_OK(out.count <= 100000, "what was taken is bounded");
  TAP_EQ_I(run("yes cry | head -c 3000000 >&2; echo done >&2; exit 1", &how,
               &out, &why),
           ELARA_IO_ERROR, "a huge stderr does not block");
  TAP_EQ_S(why.bytes, "failed with code 1: done", "its end is kept");
  no_zombie("all are reaped");
  elara_text_clear(&out);
  elara_text_clear(&why);
}

static int
after_three(void* data)
{
  return ++*(int*)data > 3;
}

static void
test_cancel(void)
{
  int asked = 0;
  ElaraText out = {0}, why = {0};
  ElaraChildConfig how = elara_child_config();
  how.stop = after_three;
  how.stop_data = &asked;
  const double start = now_s();
  TAP_EQ_I(run("sleep 30", &how, &out, &why), ELARA_CANCELLED, "cancelled");
  TAP_OK(now_s() - start < 3.0, "soon");
  no_zombie("and reaped");
  elara_text_clear(&out);
  elara_text_clear(&why);
}

static ElaraChild*
start(const char* script)
{
  const char* const argv[] = {"/bin/sh", "-c", script, NULL};
  ElaraChildConfig how = elara_child_config();
  ElaraChild* child = NULL;
  how.takes_input = 1;
  how.stall_s = 5.0;
  TAP_EQ_I(elara_child_start(argv, &how, &child), ELARA_OK, script);
  return child;
}

// A megabyte through a pipe that answers as it hears: neither waits for the
// other.
static void
test_talk(void)
{
  static char said[1 << 20], heard[1 << 20];
  size_t got = 0;
  for (size_t i = 0; i < sizeof said; i++)
    said[i] = (char)(i * 7 % 251);
  ElaraChild* child = start("cat");
  TAP_EQ_I(elara_child_write(child, said, sizeof said), ELARA_OK, "all is fed");
  elara_child_close_input(child);
  TAP_EQ_I(elara_child_read_whole(child, heard, sizeof heard, &got), ELARA_OK,
           "all is read");
  TAP_OK(got == sizeof said && memcmp(said, heard, got) == 0, "the same");
  TAP_EQ_I(elara_child_finish(child), ELARA_OK, "it ends well");
  TAP_EQ_I(elara_child_finish(child), ELARA_OK, "asked twice");
  TAP_EQ_I(elara_child_end(child), ELARA_CHILD_DONE, "done");
  elara_child_free(child);
  child = start("exec 0<&-; echo full >&2; exit 4");
  ElaraStatus status = ELARA_OK;
  for (int i = 0; i < 100 && status == ELARA_OK; i++)
    status = elara_child_write(child, said, sizeof said);
  TAP_EQ_I(status, ELARA_IO_ERROR, "one that stops listening: no SIGPIPE");
  TAP_EQ_I(elara_child_finish(child), ELARA_IO_ERROR, "and why it did");
  TAP_EQ_I(elara_child_code(child), 4, "its code");
  TAP_EQ_S(elara_child_errors(child), "full\n", "its last words");
  elara_child_free(child);
  child = start("sleep 30");
  elara_child_free(child);
  elara_child_free(NULL);
  no_zombie("left alone, killed and reaped");
}

static void
test_descriptors(void)
{
  int fds[2];
  TAP_EQ_I(pipe(fds), 0, "a pipe of the caller's");
  ElaraText out = {0}, why = {0};
  const ElaraChildConfig how = elara_child_config();
  for (int i = 0; i < 50; i++)
    run("exit 0", &how, &out, &why);
  const int next = dup(0);
  TAP_OK(next <= fds[1] + 1, "no descriptor is left open");
  close(next);
  run("ls /proc/self/fd | wc -l", &how, &out, &why);
  const int alone = atoi(out.bytes ? out.bytes : "0");
  ElaraChild* one = start("cat");
  run("ls /proc/self/fd | wc -l", &how, &out, &why);
  elara_child_free(one);
  TAP_EQ_I(atoi(out.bytes ? out.bytes : "99"), alone,
           "another child's pipes are not handed on");
  close(fds[0]);
  close(fds[1]);
  elara_text_clear(&out);
  elara_text_clear(&why);
}

int
main(void)
{
  tap_begin("children");
  test_run();
  test_limits();
  test_cancel();
  test_talk();
  test_descriptors();
  return tap_end();
}
