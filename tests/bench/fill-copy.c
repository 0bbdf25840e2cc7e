/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "await.h"
#include "core/account/pf-keyring.h"
#include "core/pf-workspace.h"
#include "core/sync/pf-sync-run.h"

#include <stdlib.h>

/* For benches of the whole application: keeps a copy of the first account's pins, as the
 * application would do over some minutes, in the folders of the environment. */

static PfWorkspace *
open_workspace (GSettings *settings)
{
  g_autoptr (PfSecretStore) secrets = pf_keyring_new ();
  PfContextParts parts = { .settings = settings,
                           .secrets = secrets,
                           .libexec_dir = g_getenv ("PINFOLD_LIBEXEC_DIR") };
  g_autoptr (GError) error = NULL;
  g_autoptr (PfContext) context = pf_context_new (&parts, &error);
  g_autoptr (GAsyncResult) result = NULL;
  PfWorkspace *workspace;

  g_assert_no_error (error);
  pf_workspace_open_async (context, NULL, await_keep, &result);
  await_result (&result);
  workspace = pf_workspace_open_finish (result, &error);
  g_assert_no_error (error);
  return workspace;
}

static void
fill (PfWorkspace *workspace, PfConnection *connection)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PfSyncRun *run;
  guint n_done;

  pf_workspace_set_kept_async (workspace, connection, PF_KEEP_PINS, await_keep, &result);
  await_result (&result);
  if (!pf_workspace_set_kept_finish (workspace, result, &error))
    g_error ("%s", error->message);
  run = pf_sync_get_run (pf_workspace_get_sync (workspace, connection));
  pf_sync_run_begin (run);
  while (pf_sync_run_get_state (run) == PF_SYNC_RUN_RUNNING)
    g_main_context_iteration (NULL, TRUE);
  if (pf_sync_run_get_state (run) != PF_SYNC_RUN_DONE)
    g_error ("The copy is not whole: %s", pf_sync_run_get_error (run)->message);
  g_object_get (run, "n-done", &n_done, NULL);
  g_print ("%u\n", n_done);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GSettings) settings = g_settings_new (PF_APP_ID);
  g_autoptr (PfWorkspace) workspace = open_workspace (settings);
  g_autoptr (PfConnection) connection
      = g_list_model_get_item (G_LIST_MODEL (pf_workspace_get_connections (workspace)), 0);
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_nonnull (connection);
  fill (workspace, connection);
  pf_workspace_close_async (workspace, await_keep, &result);
  await_result (&result);
  return pf_workspace_close_finish (workspace, result, NULL) ? EXIT_SUCCESS : EXIT_FAILURE;
}
