/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-stored-data"

#include "config.h"

#include "app/preferences/pf-stored-data.h"

#include "core/account/pf-setup.h"

#include <glib/gi18n.h>

static PfStoredData kinds[] = {
  { "accounts", N_ ("Accounts and their sign-ins"),
    N_ ("Encrypted, with the key in your keyring. Disconnecting deletes them at once; an app's ID "
        "and secret go with the last account that uses them."),
    N_ ("_Show"), NULL },
  { "drafts", N_ ("Drafts"),
    N_ ("What you wrote, with a copy of each picture, until it is pinned or deleted"),
    N_ ("_Delete…"), N_ ("Delete all drafts, of every account? This cannot be undone.") },
  { "outbox", N_ ("Pins on their way"),
    N_ ("Pins that wait, failed or were not answered, with what was tried"), N_ ("_Delete…"),
    N_ ("Delete all pins that wait or failed? What is being sent right now is left alone. This "
        "cannot be undone.") },
  { "mirror", N_ ("Boards and pins that were read"),
    N_ ("Kept while Pinfold runs, thrown away when it closes; unless you keep a copy"),
    N_ ("_Forget"), NULL },
  { "setup", N_ ("Answers in the set-up"),
    N_ ("How far you came and what you ticked; never a "
        "secret"),
    N_ ("_Delete"), NULL },
  { "settings", N_ ("Settings"), N_ ("The window's size, the last page, these preferences"),
    N_ ("_Reset"), NULL },
};

/* Several calls that end as one; the first error counts. */
typedef struct
{
  guint pending;
  GError *error; /* (nullable) (owned) */
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_clear_error (&batch->error);
  g_free (batch);
}

static void
batch_done (GTask *task, GError *error)
{
  Batch *batch = g_task_get_task_data (task);

  if (batch->error == NULL)
    batch->error = error;
  else
    g_clear_error (&error);
  if (--batch->pending > 0)
    return;
  if (batch->error != NULL)
    g_task_return_error (task, g_steal_pointer (&batch->error));
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * pf_stored_data_get:
 * @n_kinds: (out): how many
 *
 * Returns: (array length=n_kinds) (transfer none): everything that is kept on this computer
 */
const PfStoredData *
pf_stored_data_get (guint *n_kinds)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        {
          kinds[i].title = _ (kinds[i].title);
          kinds[i].text = _ (kinds[i].text);
          kinds[i].label = _ (kinds[i].label);
          if (kinds[i].question != NULL)
            kinds[i].question = _ (kinds[i].question);
        }
      g_once_init_leave (&done, 1);
    }
  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}

static void
draft_deleted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  pf_store_delete_draft_finish (PF_STORE (source), result, &error);
  batch_done (task, error);
}

static void
drafts_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Batch *batch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) drafts = pf_store_list_drafts_finish (PF_STORE (source), result, &error);

  for (guint i = 0; drafts != NULL && i < drafts->len; i++)
    {
      const PfDraft *draft = g_ptr_array_index (drafts, i);

      batch->pending++;
      pf_store_delete_draft_async (PF_STORE (source), draft->uuid, g_task_get_cancellable (task),
                                   draft_deleted, g_object_ref (task));
    }
  batch_done (task, error);
}

static void
row_discarded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  pf_outbox_discard_finish (PF_OUTBOX (source), result, &error);
  batch_done (task, error);
}

static void
rows_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Batch *batch = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GPtrArray) rows = pf_outbox_list_finish (PF_OUTBOX (source), result, &error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const PfOutboxRow *row = g_ptr_array_index (rows, i);

      if (row->state == PF_OUTBOX_SENDING || row->state == PF_OUTBOX_DONE
          || row->state == PF_OUTBOX_UNDONE || row->state == PF_OUTBOX_DISCARDED)
        continue;
      batch->pending++;
      pf_outbox_discard_async (PF_OUTBOX (source), row->uuid, g_task_get_cancellable (task),
                               row_discarded, g_object_ref (task));
    }
  batch_done (task, error);
}

static void
forgotten (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  pf_mirror_put_finish (PF_MIRROR (source), result, &error);
  batch_done (task, error);
}

static void
forget_mirror (PfWorkspace *workspace, GTask *task)
{
  Batch *batch = g_task_get_task_data (task);
  GListModel *connections = G_LIST_MODEL (pf_workspace_get_connections (workspace));

  for (guint i = 0; i < g_list_model_get_n_items (connections); i++)
    {
      g_autoptr (PfConnection) connection = g_list_model_get_item (connections, i);

      batch->pending++;
      pf_mirror_forget_async (pf_workspace_get_mirror (workspace),
                              pf_connection_get_id (connection), forgotten, g_object_ref (task));
    }
  batch_done (task, NULL);
}

static void
setup_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  pf_setup_save_finish (PF_STORE (source), result, &error);
  batch_done (task, error);
}

static void
forget_setup (PfWorkspace *workspace, GTask *task)
{
  Batch *batch = g_task_get_task_data (task);
  g_autoptr (PfSetupProgress) blank = pf_setup_progress_new ();
  guint n_catalogue = 0;
  const PfKind *catalogue = pf_catalogue_get (&n_catalogue);

  for (guint i = 0; i < n_catalogue; i++)
    {
      batch->pending++;
      pf_setup_save_async (pf_workspace_get_store (workspace), catalogue[i].id, blank,
                           g_task_get_cancellable (task), setup_saved, g_object_ref (task));
    }
  batch_done (task, NULL);
}

static void
reset_settings (PfWorkspace *workspace, GTask *task)
{
  GSettings *settings = pf_context_get_settings (pf_workspace_get_context (workspace));
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
  batch_done (task, NULL);
}

/**
 * pf_stored_data_delete_async:
 * @workspace: the workspace
 * @kind: what to delete; not "accounts", which are disconnected one by one
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Deletes all data of a kind.
 */
void
pf_stored_data_delete_async (PfWorkspace *workspace,
                             const PfStoredData *kind,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (workspace, cancellable, callback, user_data);
  Batch *batch = g_new0 (Batch, 1);

  batch->pending = 1;
  g_task_set_source_tag (task, pf_stored_data_delete_async);
  g_task_set_task_data (task, batch, batch_free);
  if (g_str_equal (kind->id, "drafts"))
    pf_store_list_drafts_async (pf_workspace_get_store (workspace), cancellable, drafts_listed,
                                g_steal_pointer (&task));
  else if (g_str_equal (kind->id, "outbox"))
    pf_outbox_list_async (pf_workspace_get_outbox (workspace), cancellable, rows_listed,
                          g_steal_pointer (&task));
  else if (g_str_equal (kind->id, "mirror"))
    forget_mirror (workspace, task);
  else if (g_str_equal (kind->id, "setup"))
    forget_setup (workspace, task);
  else if (g_str_equal (kind->id, "settings"))
    reset_settings (workspace, task);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "%s", kind->id);
}

/**
 * pf_stored_data_delete_finish:
 * @result: the result
 * @error: location for an error
 *
 * Returns: whether all of it is gone
 */
gboolean
pf_stored_data_delete_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
