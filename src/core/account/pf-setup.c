/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-setup.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_APP_ID 20
#define MIN_SECRET 16
#define MAX_SECRET 256

static gboolean
refuse (GError **error, const char *words)
{
  g_set_error_literal (error, PF_ERROR, PF_ERROR_INVALID, words);
  return FALSE;
}

/**
 * pf_setup_check_app_name:
 * @name: a name for the developer app
 * @error: return location for an error
 *
 * Pinterest refuses apps whose name holds its own (requirements.md FR-4).
 *
 * Returns: whether Pinterest may take it; PF_ERROR_INVALID says why not
 */
gboolean
pf_setup_check_app_name (const char *name, GError **error)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = normal != NULL ? g_utf8_casefold (normal, -1) : NULL;
  g_autofree char *trimmed = g_strstrip (g_strdup (name));

  if (folded == NULL || trimmed[0] == '\0')
    return refuse (error, _ ("Give the app a name."));
  if (strstr (folded, "pinterest") != NULL)
    return refuse (error, _ ("The name may not contain “Pinterest”."));
  return TRUE;
}

/**
 * pf_setup_clean_app_id:
 * @text: what was typed or pasted
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the App ID, digits only; PF_ERROR_INVALID
 */
char *
pf_setup_clean_app_id (const char *text, GError **error)
{
  g_autofree char *id = g_strstrip (g_strdup (text));

  if (id[0] == '\0' || strspn (id, "0123456789") != strlen (id) || strlen (id) > MAX_APP_ID)
    {
      refuse (error, _ ("An App ID is digits only, for instance 1234567."));
      return NULL;
    }
  return g_steal_pointer (&id);
}

/**
 * pf_setup_clean_secret:
 * @text: what was typed or pasted
 * @error: return location for an error; never quotes @text
 *
 * Returns: (transfer full) (nullable): the app secret; wipe it after use. PF_ERROR_INVALID
 */
char *
pf_setup_clean_secret (const char *text, GError **error)
{
  char *secret = g_strstrip (g_strdup (text));
  gsize length = strlen (secret);
  gboolean good = length >= MIN_SECRET && length <= MAX_SECRET;

  for (gsize i = 0; good && i < length; i++)
    good = secret[i] > 0x20 && secret[i] < 0x7f;
  if (good)
    return secret;
  pf_secret_zero (secret, length);
  g_free (secret);
  refuse (error, _ ("This does not look like an app secret. Copy it again from your app's page."));
  return NULL;
}

/**
 * pf_setup_check_redirect_uri:
 * @uri: a redirect address
 * @error: return location for an error
 *
 * Only plain loopback is taken (RFC 8252 section 7.3; requirements.md AP-7), with a port of
 * its own, and nothing behind the path.
 *
 * Returns: whether Pinfold can listen there; PF_ERROR_INVALID says why not
 */
gboolean
pf_setup_check_redirect_uri (const char *uri, GError **error)
{
  g_autoptr (GUri) parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
  static const char *const hosts[] = { "localhost", "127.0.0.1", "::1", NULL };

  for (const char *c = uri; *c != '\0'; c++)
    if (*c <= 0x20 || *c >= 0x7f)
      return refuse (error, _ ("The redirect address holds a space or another odd character."));
  if (parsed == NULL)
    return refuse (error, _ ("This is not an address."));
  if (strcmp (g_uri_get_scheme (parsed), "http") != 0 || g_uri_get_userinfo (parsed) != NULL
      || g_uri_get_host (parsed) == NULL || !g_strv_contains (hosts, g_uri_get_host (parsed)))
    return refuse (error, _ ("The redirect address must stay on this computer, for instance "
                             "http://localhost:8085/"));
  if (g_uri_get_port (parsed) < 1024 || g_uri_get_port (parsed) > G_MAXUINT16)
    return refuse (error, _ ("The redirect address needs a port between 1024 and 65535."));
  if (g_uri_get_query (parsed) != NULL || g_uri_get_fragment (parsed) != NULL)
    return refuse (error, _ ("The redirect address may not hold “?” or “#”."));
  return TRUE;
}

/**
 * pf_setup_get_default_redirect_uri:
 *
 * Returns: the address to register, byte for byte
 */
const char *
pf_setup_get_default_redirect_uri (void)
{
  return "http://localhost:8085/";
}

/**
 * pf_setup_get_preset_app_id:
 *
 * Returns: (nullable): the App ID that a packager preset; the secret is always the user's
 */
const char *
pf_setup_get_preset_app_id (void)
{
  return PF_PRESET_APP_ID[0] != '\0' ? PF_PRESET_APP_ID : NULL;
}
