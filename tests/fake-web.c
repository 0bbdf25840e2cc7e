/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-web.h"

#include "core/base/pf-error.h"
#include "core/media/pf-web-fetch.h"

#include <string.h>

guint fake_web_n_head, fake_web_n_get, fake_web_most_at_once;
const char *fake_web_dead;

static guint n_at_once;

void
pf_web_reply_free (PfWebReply *self)
{
  g_free (self);
}

static gboolean
answer (gpointer data)
{
  g_autoptr (GTask) task = data;
  const char *url = g_task_get_task_data (task);
  gboolean whole = g_object_get_data (G_OBJECT (task), "whole") != NULL;
  PfWebReply *reply = g_new0 (PfWebReply, 1);

  n_at_once--;
  reply->status = strstr (url, "gone") != NULL                                             ? 410
                  : strstr (url, "missing") != NULL || g_strcmp0 (url, fake_web_dead) == 0 ? 404
                  : strstr (url, "broken") != NULL                                         ? 500
                  : strstr (url, "shy") != NULL ? (whole ? 200 : 405)
                                                : 200;
  if (strstr (url, "silent") != NULL)
    {
      g_free (reply);
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_OFFLINE, "No such host");
    }
  else
    g_task_return_pointer (task, reply, g_free);
  return G_SOURCE_REMOVE;
}

void
pf_web_fetch_async (const char *url,
                    const PfWebOptions *options,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  gboolean whole = g_str_equal (options->method, "GET");

  fake_web_n_get += whole;
  fake_web_n_head += !whole;
  n_at_once++;
  fake_web_most_at_once = MAX (fake_web_most_at_once, n_at_once);
  g_task_set_task_data (task, g_strdup (url), g_free);
  if (whole)
    g_object_set_data (G_OBJECT (task), "whole", task);
  g_idle_add (answer, task);
}

PfWebReply *
pf_web_fetch_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
