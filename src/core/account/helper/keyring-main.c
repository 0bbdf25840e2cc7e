/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/account/pf-harden.h"
#include "core/account/pf-keyring.h"

#include <stdio.h>
#include <string.h>

/* pinfold-keyring-helper: one lookup or store in a fresh process, for libsecret's file backend
 * (safety.md SE-10). Four lines come in: what, name, label, key in base64; one goes out. */

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static int
run (PfSecretStore *keyring, char **lines)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfSecret) secret = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree guchar *bytes = NULL;
  gsize length = 0;

  if (strcmp (lines[0], "store") == 0)
    {
      bytes = g_base64_decode (lines[3], &length);
      secret = pf_secret_new (bytes, (gssize)length);
      pf_secret_zero (bytes, length);
      pf_secret_store_store_async (keyring, lines[1], lines[2], secret, NULL, keep_result, &result);
    }
  else
    pf_secret_store_lookup_async (keyring, lines[1], NULL, keep_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (strcmp (lines[0], "store") == 0)
    return pf_secret_store_store_finish (keyring, result, &error) ? 0 : 1;
  secret = pf_secret_store_lookup_finish (keyring, result, &error);
  if (secret != NULL)
    {
      g_autofree char *text = g_base64_encode ((const guchar *)pf_secret_peek (secret),
                                               pf_secret_get_length (secret));

      puts (text);
      pf_secret_zero (text, strlen (text));
    }
  return error == NULL ? 0 : 1;
}

int
main (void)
{
  g_autoptr (PfSecretStore) keyring = NULL;
  g_auto (GStrv) lines = NULL;
  char input[4096];
  size_t length;
  int code;

  pf_harden_process ();
  length = fread (input, 1, sizeof input - 1, stdin);
  input[length] = '\0';
  lines = g_strsplit (input, "\n", 5);
  pf_secret_zero (input, sizeof input);
  if (g_strv_length (lines) < 4)
    return 2;
  keyring = pf_keyring_new ();
  code = run (keyring, lines);
  pf_secret_zero (lines[3], strlen (lines[3]));
  return code;
}
