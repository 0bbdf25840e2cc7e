/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-error.h"

typedef PfErrorDetail PfErrorPrivate;

static void
pf_error_private_init (PfErrorPrivate *priv)
{
  priv->retry_after_s = -1;
}

static void
pf_error_private_copy (const PfErrorPrivate *src, PfErrorPrivate *dest)
{
  *dest = *src;
  dest->api_message = g_strdup (src->api_message);
  dest->request_id = g_strdup (src->request_id);
}

static void
pf_error_private_clear (PfErrorPrivate *priv)
{
  g_clear_pointer (&priv->api_message, g_free);
  g_clear_pointer (&priv->request_id, g_free);
}

G_DEFINE_EXTENDED_ERROR (PfError, pf_error)

/**
 * pf_error_get_detail:
 * @error: an error
 *
 * Returns: (transfer none) (nullable): what Pinterest said, or %NULL when
 *   @error is of another domain
 */
PfErrorDetail *
pf_error_get_detail (const GError *error)
{
  if (error == NULL || error->domain != PF_ERROR)
    return NULL;
  return pf_error_get_private (error);
}

/**
 * pf_error_new_detailed:
 * @code: a code
 * @detail: (nullable): copied
 * @message: a sentence for people
 *
 * Returns: (transfer full): a new error
 */
GError *
pf_error_new_detailed (PfError code, const PfErrorDetail *detail, const char *message)
{
  GError *error = g_error_new_literal (PF_ERROR, (int)code, message);

  if (detail != NULL)
    {
      PfErrorPrivate *priv = pf_error_get_private (error);
      pf_error_private_clear (priv);
      pf_error_private_copy (detail, priv);
    }
  return error;
}

/**
 * pf_error_name_service:
 * @error: (nullable): an error
 * @service_id: (nullable): id of the service that was asked
 *
 * Says whose answer it is, unless that is known already; errors of other domains stay as
 * they are.
 */
void
pf_error_name_service (GError *error, const char *service_id)
{
  PfErrorDetail *detail = pf_error_get_detail (error);

  if (detail != NULL && detail->service == NULL)
    detail->service = g_intern_string (service_id);
}

/* The names are kept in pinfold.db, so they never change. */
static const char *const code_names[] = {
  [PF_ERROR_FAILED] = "failed",
  [PF_ERROR_AUTH] = "auth",
  [PF_ERROR_SIGN_IN] = "sign-in",
  [PF_ERROR_SCOPE] = "scope",
  [PF_ERROR_FEATURE] = "feature",
  [PF_ERROR_TRIAL] = "trial",
  [PF_ERROR_FORBIDDEN] = "forbidden",
  [PF_ERROR_RATE_LIMIT] = "rate-limit",
  [PF_ERROR_SPAM] = "spam",
  [PF_ERROR_NOT_FOUND] = "not-found",
  [PF_ERROR_CONFLICT] = "conflict",
  [PF_ERROR_INVALID] = "invalid",
  [PF_ERROR_OFFLINE] = "offline",
  [PF_ERROR_SERVER] = "server",
  [PF_ERROR_PARSE] = "parse",
  [PF_ERROR_NO_REPLY] = "no-reply",
  [PF_ERROR_UNTRUSTED] = "untrusted",
  [PF_ERROR_LOCKED] = "locked",
  [PF_ERROR_NO_KEYRING] = "no-keyring",
  [PF_ERROR_SECRET] = "secret",
  [PF_ERROR_DATABASE] = "database",
  [PF_ERROR_NEWER_SCHEMA] = "newer-schema",
  [PF_ERROR_DAMAGED] = "damaged",
  [PF_ERROR_DISK_FULL] = "disk-full",
  [PF_ERROR_BUSY] = "busy",
  [PF_ERROR_PORT_IN_USE] = "port-in-use",
  [PF_ERROR_DENIED] = "denied",
  [PF_ERROR_REDIRECT_MISMATCH] = "redirect-mismatch",
  [PF_ERROR_TIMED_OUT] = "timed-out",
  [PF_ERROR_SAME_ACCOUNT] = "same-account",
  [PF_ERROR_CLIENT] = "client",
  [PF_ERROR_NOT_A_PICTURE] = "not-a-picture",
  [PF_ERROR_TOO_LARGE] = "too-large",
};

/**
 * pf_error_code_to_string:
 * @code: a code
 *
 * Returns: a stable name to store or to put into JSON
 */
const char *
pf_error_code_to_string (PfError code)
{
  if ((gsize)code >= G_N_ELEMENTS (code_names))
    return code_names[PF_ERROR_FAILED];
  return code_names[code];
}

/**
 * pf_error_code_from_string:
 * @name: (nullable): a stored name
 *
 * Returns: the code, PF_ERROR_FAILED for an unknown name
 */
PfError
pf_error_code_from_string (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (code_names); i++)
    if (g_strcmp0 (name, code_names[i]) == 0)
      return (PfError)i;
  return PF_ERROR_FAILED;
}
