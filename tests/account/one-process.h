/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* libsecret and GDBus keep one bus for a process, so each case runs in one of its own: TRUE there,
 * FALSE in the parent after the case passed. As root, the process goes on as an ordinary user
 * (safety.md SE-8). */
gboolean at_in_child (void);

/* The private bus of this process; it stays until the end. */
GTestDBus *at_start_bus (void);

/* Has the child measure how long the main loop stands still; the parent fails when that was more
 * than 100 ms in each of three tries. */
void at_watch_stalls (void);
void at_tell_stall (void);

G_END_DECLS
