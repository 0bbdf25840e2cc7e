/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-picture-facts.h"

#include "app/composer/pf-pin-checks.h"
#include "core/media/pf-media-info.h"

#include <glib/gi18n.h>

/* Pinterest's limit from a desktop; what is over it is made smaller. */
#define MOST_BYTES (20 * 1000 * 1000)

typedef struct
{
  PfDraft *draft;
  GBytes *bytes; /* nullable */
  gboolean keep; /* the person wants place and camera to stay */
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  pf_draft_unref (look->draft);
  g_clear_pointer (&look->bytes, g_bytes_unref);
  g_free (look);
}

/**
 * pf_picture_facts_free:
 * @self: facts
 */
void
pf_picture_facts_free (PfPictureFacts *self)
{
  g_free (self->what);
  g_free (self->will);
  g_free (self->advice);
  g_free (self);
}

/* As pf_media_prepare_async() does it; see there. */
static char *
describe_work (const PfMediaInfo *info, gsize size, gboolean keep)
{
  GString *words = g_string_new (NULL);
  g_autofree char *animation = pf_media_info_describe_animation (info);
  const char *becomes = NULL;

  if (animation != NULL)
    g_string_append (words, animation);
  if (info->format == PF_MEDIA_FORMAT_WEBP)
    becomes = info->has_alpha ? _ ("WebP becomes PNG.") : _ ("WebP becomes JPEG.");
  else if (info->format == PF_MEDIA_FORMAT_GIF)
    becomes = _ ("GIF becomes PNG.");
  if (becomes != NULL)
    g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", becomes);
  if (info->has_metadata)
    g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "",
                            keep && becomes == NULL && info->orientation == 1 && size <= MOST_BYTES
                                ? _ ("Location and camera data stay in the picture.")
                                : _ ("Location and camera data are removed before pinning."));
  if (size > MOST_BYTES)
    g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "",
                            _ ("It is made smaller to fit Pinterest's 20 MB."));
  return g_string_free (words, words->len == 0);
}

static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Look *work = data;
  PfMediaLimits limits = PF_MEDIA_LIMITS_DEFAULT;
  gsize size = g_bytes_get_size (work->bytes);
  g_autofree char *bytes = g_format_size (size);
  PfPictureFacts *facts;
  PfMediaInfo info;
  GError *error = NULL;
  guint width, height;

  limits.max_bytes = PF_MEDIA_OWN_MAX_BYTES;
  if (!pf_media_info_read (&info, work->bytes, &limits, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  pf_media_info_get_upright_size (&info, &width, &height);
  facts = g_new0 (PfPictureFacts, 1);
  if (work->draft->picture_name != NULL)
    facts->what
        = g_strdup_printf ("%s · %u × %u · %s", work->draft->picture_name, width, height, bytes);
  else
    facts->what = g_strdup_printf ("%u × %u · %s", width, height, bytes);
  facts->will = describe_work (&info, size, work->keep);
  pf_media_edit_get_size (&work->draft->media.edit, width, height, &width, &height);
  if (width < PF_PIN_GOOD_WIDTH)
    facts->advice = g_strdup (_ ("Small for Pinterest. 1000 × 1500 or more looks best."));
  else if (width > height)
    facts->advice = g_strdup (_ ("Wider than tall: it gets little room among pins. 2:3 is best."));
  else if ((guint64)height * 10 > (guint64)width * 21)
    facts->advice = g_strdup (_ ("Very tall: its lower part is cut off among pins."));
  g_task_return_pointer (task, facts, (GDestroyNotify)pf_picture_facts_free);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Look *work = g_task_get_task_data (task);
  GError *error = NULL;

  work->bytes = pf_store_load_blob_finish (PF_STORE (source), result, &error);
  if (work->bytes == NULL)
    g_task_return_error (task, error);
  else
    g_task_run_in_thread (task, look);
}

/**
 * pf_picture_facts_async:
 * @store: the user's own work
 * @draft: a draft with a picture
 * @cancellable: (nullable): a cancellable
 * @callback: called with the facts
 * @user_data: for @callback
 *
 * Looks at the headers of a draft's picture; nothing is decoded.
 */
void
pf_picture_facts_async (PfStore *store,
                        const PfDraft *draft,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GSettings *settings = pf_context_get_settings (pf_store_get_context (store));
  Look *work = g_new0 (Look, 1);

  g_task_set_source_tag (task, pf_picture_facts_async);
  work->draft = pf_draft_copy (draft);
  work->keep = settings != NULL && !g_settings_get_boolean (settings, "strip-metadata");
  g_task_set_task_data (task, work, look_free);
  pf_store_load_blob_async (store, draft->blob, cancellable, loaded_cb, g_object_ref (task));
}

/**
 * pf_picture_facts_finish:
 * @result: the result
 * @error: what the store or the media room says
 *
 * Returns: (transfer full): the facts
 */
PfPictureFacts *
pf_picture_facts_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
