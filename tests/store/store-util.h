/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "await.h"
#include "core/base/pf-error.h"
#include "core/store/pf-draft.h"
#include "core/store/pf-mirror.h"
#include "core/store/pf-store.h"

#include <glib/gstdio.h>

/* A folder of its own for each test, and calls that wait for their end. */

typedef struct
{
  char *folder;
  PfContext *context;
} World;

G_GNUC_UNUSED static PfContext *
world_make_context (const char *folder)
{
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *cache = g_build_filename (folder, "cache", NULL);
  g_autofree char *runtime = g_build_filename (folder, "run", NULL);
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  g_autoptr (GError) error = NULL;
  PfContextParts parts = {
    .secrets = secrets,
    .data_dir = data,
    .cache_dir = cache,
    .runtime_dir = runtime,
  };
  PfContext *context = pf_context_new (&parts, &error);

  g_assert_no_error (error);
  return context;
}

G_GNUC_UNUSED static void
world_init (World *self)
{
  self->folder = g_dir_make_tmp ("pinfold-test-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->context = world_make_context (self->folder);
}

G_GNUC_UNUSED static void
world_clear (World *self)
{
  g_clear_object (&self->context);
  pf_files_remove_tree (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

G_GNUC_UNUSED static char *
world_path (World *self, const char *name)
{
  return g_build_filename (self->folder, "data", name, NULL);
}

/* WAIT (result, call (..., await_keep, &result)) */
#define WAIT(result, call)                                                                         \
  g_autoptr (GAsyncResult) result = NULL;                                                          \
  call;                                                                                            \
  await_result (&result)

G_GNUC_UNUSED static PfStore *
open_store (PfContext *context, GError **error)
{
  WAIT (result, pf_store_open_async (context, NULL, await_keep, &result));
  return pf_store_open_finish (result, error);
}

G_GNUC_UNUSED static PfStore *
must_open_store (PfContext *context)
{
  g_autoptr (GError) error = NULL;
  PfStore *store = open_store (context, &error);

  g_assert_no_error (error);
  g_assert_nonnull (store);
  return store;
}

G_GNUC_UNUSED static void
close_store (PfStore *store)
{
  g_autoptr (GError) error = NULL;
  WAIT (result, pf_store_close_async (store, await_keep, &result));

  g_assert_true (pf_store_close_finish (store, result, &error));
  g_assert_no_error (error);
  g_object_unref (store);
}

/* Runs the main context for a moment; for asserting that something does not happen. */
G_GNUC_UNUSED static gboolean
on_moment (gpointer data)
{
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

G_GNUC_UNUSED static void
spin_ms (guint ms)
{
  gboolean over = FALSE;

  g_timeout_add (ms, on_moment, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}
