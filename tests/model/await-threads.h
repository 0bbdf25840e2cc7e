/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-db.h"

/* For WAIT(). */
static inline void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

/* Waits in the main context; @call ends with keep_result, &@result. */
#define WAIT(result, call)                                                                         \
  g_autoptr (GAsyncResult) result = NULL;                                                          \
  call;                                                                                            \
  while (result == NULL)                                                                           \
  g_main_context_iteration (NULL, TRUE)

/* Returns when all that was asked of the database's threads before has been done. */
void await_threads (PfDb *db);
