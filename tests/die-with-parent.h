/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

G_BEGIN_DECLS

#define DIE_WITH_PARENT_DATA GINT_TO_POINTER (getpid ())

/*
 * A GSpawnChildSetupFunc, with DIE_WITH_PARENT_DATA: a test that is killed, or runs out of time,
 * takes along what it started. Start from the main thread: the kernel minds the thread.
 */
static inline void
die_with_parent (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != GPOINTER_TO_INT (data))
    _exit (1);
}

G_END_DECLS
