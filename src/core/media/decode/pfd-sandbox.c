/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pfd.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PFD_ASAN 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define PFD_ASAN 1
#endif

#ifdef PFD_ASAN
/* The environment is empty on purpose, so the sanitizer is told here. Its shadow
 * memory needs more address space than any limit worth setting, and the leak
 * check at exit wants system calls that the sandbox forbids. */
const char *__asan_default_options (void);
const char *__ubsan_default_options (void);

const char *
__asan_default_options (void)
{
  return "detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=512";
}

const char *
__ubsan_default_options (void)
{
  return "halt_on_error=1:print_stacktrace=1";
}
#endif

static bool
limit (int what, rlim_t value)
{
  struct rlimit r = { value, value };
  return setrlimit (what, &r) == 0;
}

static bool
limits_set (void)
{
#ifndef PFD_ASAN
  if (!limit (RLIMIT_AS, (rlim_t)640 << 20))
    return false;
#endif
  /* A memfd that grows past this makes the write fail, not the machine. */
  signal (SIGXFSZ, SIG_IGN);
  return limit (RLIMIT_CORE, 0) && limit (RLIMIT_CPU, PFD_LIMIT_CPU_SECONDS)
         && limit (RLIMIT_NOFILE, 16) && limit (RLIMIT_FSIZE, PFD_MAX_OUTPUT)
         && limit (RLIMIT_MEMLOCK, 0);
}

#define ALLOW(name) (seccomp_rule_add (ctx, SCMP_ACT_ALLOW, SCMP_SYS (name), 0) == 0)
#define ALLOW_IF(name, ...)                                                                        \
  (seccomp_rule_add (ctx, SCMP_ACT_ALLOW, SCMP_SYS (name), 1, __VA_ARGS__) == 0)
#define DENY(name) (seccomp_rule_add (ctx, SCMP_ACT_ERRNO (EACCES), SCMP_SYS (name), 0) == 0)

/* An allow-list: memory, the one socket, memfds. Opening a file fails politely
 * (libraries look for CPU facts in /proc and carry on without), everything else
 * ends the helper. */
static bool
filter_load (void)
{
  scmp_filter_ctx ctx = seccomp_init (SCMP_ACT_KILL_PROCESS);
  bool ok = ctx != NULL;

  ok = ok && ALLOW (read) && ALLOW (recvmsg) && ALLOW (sendmsg) && ALLOW (close);
  ok = ok && ALLOW (brk) && ALLOW (munmap) && ALLOW (mremap) && ALLOW (madvise);
  /* All that is open beside the socket are memfds. */
  ok = ok && ALLOW (memfd_create);
  ok = ok
       && seccomp_rule_add (ctx, SCMP_ACT_ALLOW, SCMP_SYS (write), 1,
                            SCMP_A0 (SCMP_CMP_GT, PFD_SOCKET_FD))
              == 0;
  ok = ok && ALLOW_IF (fcntl, SCMP_A1 (SCMP_CMP_EQ, F_ADD_SEALS));
  ok = ok && ALLOW_IF (fcntl, SCMP_A1 (SCMP_CMP_EQ, F_GET_SEALS));
  ok = ok && ALLOW (lseek) && ALLOW (clock_gettime) && ALLOW (futex) && ALLOW (getrandom);
  ok = ok && ALLOW (exit) && ALLOW (exit_group) && ALLOW (rt_sigreturn) && ALLOW (rt_sigprocmask);
  ok = ok && ALLOW (getpid) && ALLOW (gettid) && ALLOW (sched_yield) && ALLOW (restart_syscall);
  /* abort() says why the helper ended; it may signal nobody else. */
  ok = ok
       && seccomp_rule_add (ctx, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                            SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t)getpid ()))
              == 0;
  ok = ok && ALLOW_IF (mmap, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
  ok = ok && ALLOW_IF (mprotect, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
#ifdef __NR_mmap2
  ok = ok && ALLOW_IF (mmap2, SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
#endif
  ok = ok && DENY (open) && DENY (openat) && DENY (access) && DENY (faccessat) && DENY (readlink);
  ok = ok && DENY (fstat) && DENY (newfstatat) && DENY (statx) && DENY (sysinfo)
       && DENY (sched_getaffinity);
#ifdef PFD_ASAN
  /* What the sanitizer needs to print a report; never in a release build. */
  ok = ok && ALLOW (write) && ALLOW (sigaltstack) && ALLOW (rt_sigaction) && ALLOW (getrlimit);
  ok = ok && ALLOW (prlimit64);
#endif
  ok = ok && seccomp_load (ctx) == 0;
  seccomp_release (ctx);
  return ok;
}

bool
pfd_sandbox_enter (void)
{
  /* Large buffers go back to the kernel as soon as they are freed. */
  mallopt (M_MMAP_THRESHOLD, 4 << 20);
  mallopt (M_TRIM_THRESHOLD, 8 << 20);
  mallopt (M_ARENA_MAX, 1);

  /* 0 to 2 are /dev/null or the developer's terminal, 3 is the socket, 4 the board. */
  if (syscall (SYS_close_range, PFD_BOARD_FD + 1, ~0u, 0) != 0)
    for (int fd = PFD_BOARD_FD + 1; fd < 1024; fd++)
      close (fd);
  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl (PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
    return false;
  return limits_set () && filter_load ();
}
