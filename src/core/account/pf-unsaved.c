/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connection-private.h"

#include "core/account/pf-flow.h"
#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* A renewed pair that could not be written, for want of room on the disk: it works from memory,
 * the account says so, and writing it is tried again until it succeeds (safety.md OA-14). */

typedef struct
{
  PfKeeper *keeper;
  PfConnectionRow *row;
} Saving;

static void
saving_free (gpointer data)
{
  Saving *saving = data;

  pf_keeper_unref (saving->keeper);
  pf_connection_row_free (saving->row);
  g_free (saving);
}

/* Disconnected, or with a younger pair, by another process. */
static gboolean
is_outdated (Saving *saving, GError **error)
{
  g_autoptr (PfAccountRows) rows = pf_keeper_load_rows (saving->keeper, error);

  for (guint i = 0; rows != NULL && i < rows->connections->len; i++)
    {
      const PfConnectionRow *row = rows->connections->pdata[i];

      if (strcmp (row->id, saving->row->id) == 0)
        return strcmp (row->state, PF_CONNECTION_ROW_LEAVING) == 0
               || row->refreshed_at > saving->row->refreshed_at;
    }
  return rows != NULL;
}

static gboolean
save_locked (Saving *saving, GTask *task, GError **error)
{
  PfVault *vault = saving->keeper->vault;
  g_autoptr (PfSecret) plain = pf_vault_dup_held (vault, saving->row->id);
  g_autoptr (GError) problem = NULL;

  /* A renewal in between saved it. */
  if (plain == NULL)
    return TRUE;
  if (is_outdated (saving, &problem))
    {
      pf_vault_hold (vault, saving->row->id, NULL);
      return TRUE;
    }
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (!pf_vault_save (vault, task, PF_VAULT_TOKENS, saving->row->id,
                      _ ("Pinfold: key of an account"), plain, error))
    return FALSE;
  pf_keeper_write (saving->keeper, pf_rows_update_status, saving->row, NULL);
  return TRUE;
}

static void
save (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Saving *saving = data;
  g_autofree char *name = g_strdup_printf ("refresh-%s", saving->row->id);
  GError *error = NULL;
  int lock = pf_keeper_lock (saving->keeper, name, NULL, &error);

  if (lock >= 0)
    {
      save_locked (saving, task, &error);
      close (lock);
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  PfConnection *self = PF_CONNECTION (source);
  g_autoptr (GError) error = NULL;

  self->saving = FALSE;
  if (self->dropped)
    return;
  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      pf_connection_set_unsaved (self, error);
      return;
    }
  g_clear_pointer (&self->unsaved, g_free);
  pf_connection_schedule (self);
  pf_connection_changed (self);
  pf_store_touch (self->keeper->store, PF_STORE_CONNECTIONS);
}

/**
 * pf_connection_set_unsaved:
 * @self: a connection
 * @error: why its tokens are only in memory
 *
 * Says so, and has them saved later.
 */
void
pf_connection_set_unsaved (PfConnection *self, const GError *error)
{
  g_free (self->unsaved);
  /* Translators: %s says why, as "No space left on device". */
  self->unsaved
      = g_strdup_printf (_ ("The renewed sign-in could not be saved: %s. It works as long "
                            "as Pinfold runs, and saving is tried again."),
                         error->message);
  pf_connection_schedule (self);
  pf_connection_changed (self);
}

/**
 * pf_connection_save_tokens:
 * @self: a connection with pf_connection_set_unsaved()
 *
 * Tries again to save what is only in memory.
 */
void
pf_connection_save_tokens (PfConnection *self)
{
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  if (self->saving || self->dropped)
    return;
  self->saving = TRUE;
  saving = g_new0 (Saving, 1);
  saving->keeper = pf_keeper_ref (self->keeper);
  saving->row = pf_connection_row_copy (self->row);
  task = g_task_new (self, NULL, on_saved, NULL);
  g_task_set_source_tag (task, pf_connection_save_tokens);
  g_task_set_task_data (task, saving, saving_free);
  pf_flow_start (task, save);
}
