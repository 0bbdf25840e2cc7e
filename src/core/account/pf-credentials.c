/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-auth-attempt.h"

/**
 * pf_app_credentials_new:
 * @client_id: the App ID
 * @redirect_uri: the registered address, byte for byte
 * @client_secret: the app secret
 *
 * Returns: (transfer full): the three together
 */
PfAppCredentials *
pf_app_credentials_new (const char *client_id, const char *redirect_uri, PfSecret *client_secret)
{
  PfAppCredentials *self = g_new0 (PfAppCredentials, 1);

  self->client_id = g_strdup (client_id);
  self->redirect_uri = g_strdup (redirect_uri);
  self->client_secret = pf_secret_ref (client_secret);
  return self;
}

/**
 * pf_app_credentials_copy:
 * @self: credentials
 *
 * Returns: (transfer full): the same; the secret is shared, not copied
 */
PfAppCredentials *
pf_app_credentials_copy (const PfAppCredentials *self)
{
  return pf_app_credentials_new (self->client_id, self->redirect_uri, self->client_secret);
}

/**
 * pf_app_credentials_free:
 * @self: (transfer full) (nullable): credentials
 *
 * Frees them.
 */
void
pf_app_credentials_free (PfAppCredentials *self)
{
  if (self == NULL)
    return;
  g_free (self->client_id);
  g_free (self->redirect_uri);
  g_clear_pointer (&self->client_secret, pf_secret_unref);
  g_free (self);
}

/**
 * pf_tokens_free:
 * @self: (transfer full) (nullable): tokens
 *
 * Frees them; the secrets are wiped with their last reference.
 */
void
pf_tokens_free (PfTokens *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->access_token, pf_secret_unref);
  g_clear_pointer (&self->refresh_token, pf_secret_unref);
  g_free (self->scope);
  g_free (self);
}
