/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-keyring-private.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
on_talked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GSubprocess *process = G_SUBPROCESS (source);
  g_autoptr (GBytes) out = NULL;
  g_autofree char *text = NULL;
  g_autofree guchar *bytes = NULL;
  GError *error = NULL;
  PfSecret *secret = NULL;
  gsize n_bytes = 0;

  if (!g_subprocess_communicate_finish (process, result, &out, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (!g_subprocess_get_successful (process))
    {
      g_task_return_new_error (task, PF_ERROR, PF_ERROR_FAILED, _ ("The keyring refused."));
      return;
    }
  /* Empty bytes have no data at all. */
  text = g_bytes_get_size (out) > 0
             ? g_strndup (g_bytes_get_data (out, NULL), g_bytes_get_size (out))
             : g_strdup ("");
  g_strchomp (text);
  if (text[0] != '\0')
    bytes = g_base64_decode (text, &n_bytes);
  if (n_bytes > 0)
    {
      secret = pf_secret_new (bytes, (gssize)n_bytes);
      pf_secret_zero (bytes, n_bytes);
    }
  pf_secret_zero (text, strlen (text));
  g_task_return_pointer (task, secret, (GDestroyNotify)pf_secret_unref);
}

/**
 * pf_keyring_helper_async:
 * @program: path of pinfold-keyring-helper
 * @what: "lookup" or "store"
 * @name: the key's name
 * @label: (nullable): what a keyring manager shows
 * @secret: (nullable): what to store
 * @cancellable: (nullable): to give up
 * @callback: called on the main context
 * @user_data: for @callback
 *
 * Has a fresh process do one keyring call. Everything travels through pipes, nothing in
 * arguments or environment.
 */
void
pf_keyring_helper_async (const char *program,
                         const char *what,
                         const char *name,
                         const char *label,
                         PfSecret *secret,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  g_autoptr (GSubprocess) process
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                          program, NULL);
  g_autofree char *encoded = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GBytes) in = NULL;

  g_task_set_source_tag (task, pf_keyring_helper_async);
  if (process == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  encoded = secret != NULL ? g_base64_encode ((const guchar *)pf_secret_peek (secret),
                                              pf_secret_get_length (secret))
                           : g_strdup ("");
  text = g_strdup_printf ("%s\n%s\n%s\n%s\n", what, name, label != NULL ? label : "", encoded);
  in = g_bytes_new (text, strlen (text));
  pf_secret_zero (encoded, strlen (encoded));
  pf_secret_zero (text, strlen (text));
  g_subprocess_communicate_async (process, in, cancellable, on_talked, task);
}

/**
 * pf_keyring_helper_finish:
 * @result: a result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what was found
 */
PfSecret *
pf_keyring_helper_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
