/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/intake/pf-import.h"

#include "core/media/pf-media-info.h"
#include "core/base/pf-error.h"
#include "core/media/pf-media-load.h"
#include "core/media/pf-media-video.h"
#include "core/media/pf-media-words.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* One picture on its way in: load, look at it, keep its bytes, write the draft. */
typedef struct
{
  PfStore *store;
  PfDraft *draft;
  GBytes *bytes;
  char *path; /* nullable: of a local file */
} Import;

static void
import_free (gpointer data)
{
  Import *import = data;

  g_object_unref (import->store);
  g_clear_pointer (&import->draft, pf_draft_unref);
  g_clear_pointer (&import->bytes, g_bytes_unref);
  g_free (import->path);
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
suggest (char **place, const char *text)
{
  if (text == NULL || **place != '\0')
    return;
  g_free (*place);
  *place = g_strdup (text);
}

/* What the picture says about itself goes into fields in which nothing stands yet. */
static void
take_words (PfDraft *draft, GBytes *bytes)
{
  PfMediaWords words;
  g_autofree char *description = NULL;

  pf_media_words_read (&words, bytes);
  if (words.description != NULL && words.keywords != NULL)
    description = g_strdup_printf ("%s\n%s", words.description, words.keywords);
  else
    description = g_strdup (words.description != NULL ? words.description : words.keywords);
  suggest (&draft->title, words.title);
  if (draft->group_uuid == NULL || description == NULL)
    suggest (&draft->description, description);
  else if (*draft->description == '\0')
    {
      /* Of many, each its own. */
      suggest (&draft->description, description);
      draft->own_fields |= PF_DRAFT_DESCRIPTION;
    }
  pf_media_words_clear (&words);
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
  take_words (import->draft, import->bytes);
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

/* A video: looked at by its boxes, copied block by block, never loaded. */

static void
video_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  import->draft->blob = pf_store_keep_file_finish (PF_STORE (source), result, &error);
  if (import->draft->blob == NULL)
    g_task_return_error (task, error);
  else
    pf_store_save_draft_async (import->store, import->draft, g_task_get_cancellable (task),
                               saved_cb, g_object_ref (task));
}

static gboolean
read_video (Import *import, int fd, GError **error)
{
  PfPinMedia *media = &import->draft->media;
  PfVideoInfo info;
  g_autofree char *fault = NULL;

  if (!pf_media_video_read (&info, fd, error))
    return FALSE;
  fault = pf_media_video_find_fault (&info);
  if (fault != NULL)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_INVALID, fault);
      return FALSE;
    }
  media->kind = PF_PIN_KIND_VIDEO;
  media->duration_ms = info.duration_ms;
  media->size = info.size;
  media->content_type = g_strdup (info.quicktime ? "video/quicktime" : "video/mp4");
  media->cover_time = 0;
  import->draft->width = (int)info.width;
  import->draft->height = (int)info.height;
  return TRUE;
}

/* By content, never by name. */
static void
sniff (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Import *import = data;
  int fd = open (import->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat info;
  guint8 head[16];
  GError *error = NULL;
  gboolean video = fd >= 0 && fstat (fd, &info) == 0 && S_ISREG (info.st_mode)
                   && pread (fd, head, sizeof head, 0) == sizeof head
                   && pf_media_is_video (head, sizeof head);

  if (video && !read_video (import, fd, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  if (fd >= 0)
    close (fd);
}

static void
sniffed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Import *import = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_task_return_error (task, error);
  else if (import->draft->media.kind == PF_PIN_KIND_VIDEO)
    pf_store_keep_file_async (import->store, import->path, PF_VIDEO_MAX_BYTES,
                              g_task_get_cancellable (task), video_kept_cb, g_object_ref (task));
  else
    {
      g_autoptr (GFile) file = g_file_new_for_path (import->path);

      pf_media_load_async (file, PF_MEDIA_OWN_MAX_BYTES, g_task_get_cancellable (task), loaded_cb,
                           g_object_ref (task));
    }
}

static void
sniff_async (GTask *task)
{
  g_autoptr (GTask) sniffing
      = g_task_new (NULL, g_task_get_cancellable (task), sniffed_cb, g_object_ref (task));

  g_task_set_source_tag (sniffing, sniff_async);
  g_task_set_task_data (sniffing, g_task_get_task_data (task), NULL);
  g_task_run_in_thread (sniffing, sniff);
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
      import->path = g_file_get_path (file);
      if (import->path != NULL)
        sniff_async (task);
      else
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
