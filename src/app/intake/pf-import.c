/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/intake/pf-import.h"

#include "core/media/pf-media-info.h"
#include "core/media/pf-media-load.h"

/* One picture on its way in: load, look at it, keep its bytes, write the draft. */
typedef struct
{
  PfStore *store;
  PfDraft *draft;
  GBytes *bytes;
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_object_unref (import->store);
  g_clear_pointer (&import->draft, pf_draft_unref);
  g_clear_pointer (&import->bytes, g_bytes_unref);
  g_free (import);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  if (pf_store_save_draft_finish (PF_STORE (source), result, &error))
    g_task_return_pointer (task, pf_draft_ref (import->draft), (GDestroyNotify)pf_draft_unref);
  else
    g_task_return_error (task, error);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  import->draft->blob = pf_store_keep_blob_finish (PF_STORE (source), result, &error);
  if (import->draft->blob == NULL)
    g_task_return_error (task, error);
  else
    pf_store_save_draft_async (import->store, import->draft, g_task_get_cancellable (task),
                               saved_cb, g_object_ref (task));
}

static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Import *import = data;
  PfMediaLimits limits = PF_MEDIA_LIMITS_DEFAULT;
  PfMediaInfo info;
  GError *error = NULL;
  guint width, height;

  limits.max_bytes = PF_MEDIA_OWN_MAX_BYTES;
  if (!pf_media_info_read (&info, import->bytes, &limits, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  pf_media_info_get_upright_size (&info, &width, &height);
  import->draft->width = (int)width;
  import->draft->height = (int)height;
  g_task_return_boolean (task, TRUE);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else
    pf_store_keep_blob_async (import->store, import->bytes, g_task_get_cancellable (task), kept_cb,
                              g_object_ref (task));
}

static void
look_async (GTask *task)
{
  g_autoptr (GTask) looking
      = g_task_new (NULL, g_task_get_cancellable (task), looked_cb, g_object_ref (task));

  /* The outer task, and with it the data, lives until looked_cb. */
  g_task_set_source_tag (looking, look_async);
  g_task_set_task_data (looking, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (looking, look);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  import->bytes = pf_media_load_finish (result, &error);
  if (import->bytes == NULL)
    g_task_return_error (task, error);
  else
    look_async (task);
}

static void
import_start (GTask *task, PfStore *store, PfDraft *draft, GFile *file, GBytes *bytes)
{
  Import *import = g_new0 (Import, 1);

  import->store = g_object_ref (store);
  import->draft = draft;
  g_task_set_task_data (task, import, import_free);
  if (file != NULL)
    {
      g_autofree char *basename = g_file_get_basename (file);

      draft->picture_name = basename != NULL ? g_filename_display_name (basename) : NULL;
      pf_media_load_async (file, PF_MEDIA_OWN_MAX_BYTES, g_task_get_cancellable (task), loaded_cb,
                           g_object_ref (task));
    }
  else
    {
      import->bytes = g_bytes_ref (bytes);
      look_async (task);
    }
}

/**
 * pf_import_into_async:
 * @store: the user's own work
 * @draft: a draft, which is not changed
 * @file: (nullable): a local file
 * @bytes: (nullable): or the bytes themselves
 * @cancellable: (nullable): a cancellable
 * @callback: called when the draft is kept
 * @user_data: for @callback
 *
 * Gives a draft a picture. Its bytes are kept at once, so that moving or changing the file
 * later changes nothing (safety.md PQ-15). pf_import_finish() returns a copy of @draft that
 * has it, saved; the bytes of the one before are left for Undo until a sweep.
 */
void
pf_import_into_async (PfStore *store,
                      const PfDraft *draft,
                      GFile *file,
                      GBytes *bytes,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  PfDraft *copy = pf_draft_copy (draft);

  g_task_set_source_tag (task, pf_import_into_async);
  g_clear_pointer (&copy->blob, g_free);
  g_clear_pointer (&copy->picture_name, g_free);
  pf_pin_media_clear (&copy->media);
  import_start (task, store, copy, file, bytes);
}

/**
 * pf_import_finish:
 * @result: the result
 * @error: what the media room or the store says
 *
 * Returns: (transfer full): the draft, saved
 */
PfDraft *
pf_import_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
