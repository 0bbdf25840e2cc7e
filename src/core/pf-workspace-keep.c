/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-workspace"

#include "config.h"

#include "core/pf-workspace-keep.h"

#include "core/store/pf-kept-folder.h"

/* What is being opened: one kept copy after the other, they are few. */
typedef struct
{
  PfMirror *mirror;
  PfStore *store;
  GPtrArray *ids; /* still to be opened */
  GHashTable *with_pictures;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->mirror);
  g_object_unref (opening->store);
  g_ptr_array_unref (opening->ids);
  g_hash_table_unref (opening->with_pictures);
  g_free (opening);
}

/* What a process that was ended did not come to remove any more. */
static void
sweep_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  pf_kept_folder_sweep (PF_CONTEXT (source), data);
  g_task_return_boolean (task, TRUE);
}

static void
sweep (Opening *opening)
{
  g_autoptr (GTask) task = g_task_new (pf_store_get_context (opening->store), NULL, NULL, NULL);

  g_task_set_source_tag (task, sweep);
  g_task_set_task_data (task, g_hash_table_ref (opening->with_pictures),
                        (GDestroyNotify)g_hash_table_unref);
  g_task_run_in_thread (task, sweep_thread);
}

static void open_next (GTask *task);

static void
on_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* Another process may have it; then this one looks with its own mirror. */
  if (!pf_mirror_keep_finish (PF_MIRROR (source), result, &error))
    g_info ("A kept copy is not used: %s", error->message);
  open_next (data);
}

static void
open_next (GTask *task)
{
  Opening *opening = g_task_get_task_data (task);
  g_autofree char *id = NULL;

  if (opening->ids->len == 0)
    {
      sweep (opening);
      g_task_return_boolean (task, TRUE);
      g_object_unref (task);
      return;
    }
  id = g_ptr_array_steal_index (opening->ids, opening->ids->len - 1);
  pf_mirror_keep_async (opening->mirror, id, opening->store, NULL, on_kept, task);
}

/**
 * pf_kept_open_async: (skip)
 * @mirror: the mirror
 * @store: the user's own work
 * @kept: (element-type utf8 guint): #PfKeep by connection id
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Uses the kept copies as far as no other process does. Does not fail.
 */
void
pf_kept_open_async (PfMirror *mirror,
                    PfStore *store,
                    GHashTable *kept,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);
  GHashTableIter iter;
  gpointer id, keep;

  g_task_set_source_tag (task, pf_kept_open_async);
  opening->mirror = g_object_ref (mirror);
  opening->store = g_object_ref (store);
  opening->ids = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, kept);
  opening->with_pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (g_hash_table_iter_next (&iter, &id, &keep))
    {
      if (GPOINTER_TO_UINT (keep) & PF_KEEP_PINS)
        g_ptr_array_add (opening->ids, g_strdup (id));
      if (GPOINTER_TO_UINT (keep) & PF_KEEP_PICTURES)
        g_hash_table_add (opening->with_pictures, g_strdup (id));
    }
  g_task_set_task_data (task, opening, opening_free);
  open_next (task);
}

/* One choice being carried out. */
typedef struct
{
  PfMirror *mirror;
  PfStore *store;
  char *id;
  PfKeep keep;
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_object_unref (setting->mirror);
  g_object_unref (setting->store);
  g_free (setting->id);
  g_free (setting);
}

static void
pictures_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Setting *setting = data;
  g_autofree char *folder
      = pf_kept_folder_get_path (pf_store_get_context (setting->store), setting->id);

  pf_kept_folder_remove (folder);
  g_task_return_boolean (task, TRUE);
}

static void
set_pictures (GTask *task)
{
  const Setting *setting = g_task_get_task_data (task);

  if (setting->keep & PF_KEEP_PICTURES)
    g_task_return_boolean (task, TRUE);
  else
    g_task_run_in_thread (task, pictures_thread);
  g_object_unref (task);
}

static void
on_set (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  const Setting *setting = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean ok = setting->keep & PF_KEEP_PINS
                    ? pf_mirror_keep_finish (PF_MIRROR (source), result, &error)
                    : pf_mirror_wipe_finish (PF_MIRROR (source), result, &error);

  if (ok)
    {
      set_pictures (task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  const Setting *setting = g_task_get_task_data (task);
  GError *error = NULL;

  if (!pf_store_set_kept_finish (PF_STORE (source), result, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (setting->keep & PF_KEEP_PINS)
    pf_mirror_keep_async (setting->mirror, setting->id, setting->store, NULL, on_set, task);
  else
    pf_mirror_wipe_async (setting->mirror, setting->id, on_set, task);
}

/**
 * pf_kept_set_async: (skip)
 * @mirror: the mirror
 * @store: the user's own work
 * @connection_id: of whom
 * @keep: what is kept from now on; what is not is wiped
 * @callback: (nullable): called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Writes the choice down and carries it out. PF_ERROR_BUSY when another process has the copy; the
 * choice then holds from the next start.
 */
void
pf_kept_set_async (PfMirror *mirror,
                   PfStore *store,
                   const char *connection_id,
                   PfKeep keep,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  GTask *task = g_task_new (NULL, NULL, callback, user_data);
  Setting *setting = g_new0 (Setting, 1);

  g_task_set_source_tag (task, pf_kept_set_async);
  setting->mirror = g_object_ref (mirror);
  setting->store = g_object_ref (store);
  setting->id = g_strdup (connection_id);
  setting->keep = keep;
  g_task_set_task_data (task, setting, setting_free);
  pf_store_set_kept_async (store, connection_id, keep, NULL, on_written, task);
}

gboolean
pf_kept_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
