/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-hands"

#include "config.h"

#include "app/hands/pf-pin-picture.h"

#include "core/media/pf-media-info.h"

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GBytes *bytes = pf_client_fetch_picture_finish (PF_CLIENT (source), result, &error);

  if (bytes == NULL)
    g_task_return_error (task, error);
  else if (pf_media_sniff (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
           == PF_MEDIA_FORMAT_UNKNOWN)
    {
      g_bytes_unref (bytes);
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_NOT_A_PICTURE, "The reply is no picture");
    }
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify)g_bytes_unref);
}

/**
 * pf_pin_picture_fetch_async:
 * @connection: whose pin
 * @pin: a pin of the account's own
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Fetches the largest picture of a pin, of a carousel the first. Pictures of others are theirs:
 * %PF_ERROR_FORBIDDEN.
 */
void
pf_pin_picture_fetch_async (PfConnection *connection,
                            const PfPin *pin,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const PfRendition *best = pin->n_pictures > 0 && pin->media_kind != PF_PIN_MEDIA_VIDEO
                                ? pf_picture_set_best (&pin->pictures[0], G_MAXINT)
                                : NULL;

  g_task_set_source_tag (task, pf_pin_picture_fetch_async);
  if (!pin->is_owner || best == NULL || best->url == NULL)
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_FORBIDDEN,
                               "The picture is not the account's own");
      return;
    }
  pf_client_fetch_picture_async (pf_connection_get_client (connection), best->url,
                                 PF_MEDIA_OWN_MAX_BYTES, G_PRIORITY_DEFAULT, cancellable,
                                 fetched_cb, g_object_ref (task));
}

/**
 * pf_pin_picture_fetch_finish:
 * @result: the result
 * @error: PF_ERROR_FORBIDDEN, PF_ERROR_NOT_A_PICTURE, or what the client says
 *
 * Returns: (transfer full): the picture
 */
GBytes *
pf_pin_picture_fetch_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
