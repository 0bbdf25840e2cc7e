/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* The file in which clients find a running server ({port, pid, control_secret}, mode 0600, locked
 * while the server lives). Each client holds a shared lock on the file beside it, its lease. */
#define PRACTICE_LEASE_SUFFIX ".lease"

PracticeRuntime *practice_runtime_new (Practice *app);
void practice_runtime_free (PracticeRuntime *self);
const char *practice_runtime_secret (PracticeRuntime *self);
/* Takes the lock. FALSE with G_IO_ERROR_EXISTS when another server holds it. */
gboolean practice_runtime_claim (PracticeRuntime *self, const char *path, GError **error);
gboolean practice_runtime_announce (PracticeRuntime *self, guint port, GError **error);
void practice_runtime_linger (PracticeRuntime *self, int seconds);
/* A client that has its lease asks to be waited for: the time alone begins anew. */
void practice_runtime_stay (PracticeRuntime *self);

G_END_DECLS
