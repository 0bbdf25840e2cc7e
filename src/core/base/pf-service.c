/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-service.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_BOXED_TYPE (PfService, pf_service, pf_service_ref, pf_service_unref)

static PfService *
service_new (const char *id, const char *api_base, const char *authorize_url)
{
  PfService *self = g_new0 (PfService, 1);

  g_atomic_ref_count_init (&self->refs);
  self->id = g_strdup (id);
  self->api_base = g_strdup (api_base);
  self->authorize_url = g_strdup (authorize_url);
  self->token_url = g_strconcat (api_base, "/oauth/token", NULL);
  return self;
}

/**
 * pf_service_ref:
 * @self: a service
 *
 * Returns: (transfer full): @self
 */
PfService *
pf_service_ref (PfService *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_service_unref:
 * @self: a service
 */
void
pf_service_unref (PfService *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_free (self->id);
  g_free (self->api_base);
  g_free (self->authorize_url);
  g_free (self->token_url);
  g_strfreev (self->picture_hosts);
  g_strfreev (self->upload_hosts);
  g_free (self);
}

static const char *const pinterest_picture_hosts[] = { "i.pinimg.com", NULL };
/* A suffix with a leading dot stands for its subdomains. */
static const char *const pinterest_upload_hosts[] = { ".amazonaws.com", NULL };

/**
 * pf_service_new_pinterest:
 *
 * Returns: (transfer full): Pinterest itself (API description 5.23; api-facts section 1)
 */
PfService *
pf_service_new_pinterest (void)
{
  PfService *self = service_new ("pinterest", "https://api.pinterest.com/v5",
                                 "https://www.pinterest.com/oauth/");

  self->picture_hosts = g_strdupv ((char **)pinterest_picture_hosts);
  self->upload_hosts = g_strdupv ((char **)pinterest_upload_hosts);
  return self;
}

/**
 * pf_service_new_sandbox:
 *
 * Returns: (transfer full): Pinterest's test area; consent is on the same page
 */
PfService *
pf_service_new_sandbox (void)
{
  PfService *self = service_new ("sandbox", "https://api-sandbox.pinterest.com/v5",
                                 "https://www.pinterest.com/oauth/");

  self->picture_hosts = g_strdupv ((char **)pinterest_picture_hosts);
  self->upload_hosts = g_strdupv ((char **)pinterest_upload_hosts);
  return self;
}

/**
 * pf_service_new_practice:
 * @port: where pinfold-practice listens on 127.0.0.1
 *
 * Returns: (transfer full): the pretend service on this computer; the only one
 *   for which plain HTTP is accepted
 */
PfService *
pf_service_new_practice (guint16 port)
{
  g_autofree char *origin = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autofree char *api_base = g_strconcat (origin, "/v5", NULL);
  g_autofree char *authorize_url = g_strconcat (origin, "/oauth/", NULL);
  PfService *self = service_new ("practice", api_base, authorize_url);
  const char *hosts[] = { "127.0.0.1", NULL };

  self->picture_hosts = g_strdupv ((char **)hosts);
  self->upload_hosts = g_strdupv ((char **)hosts);
  self->plain_http = TRUE;
  self->pkce = TRUE;
  return self;
}

/**
 * pf_service_get_title:
 * @id: (nullable): id of a service
 *
 * Returns: what it is called in a sentence, translated
 */
const char *
pf_service_get_title (const char *id)
{
  if (g_strcmp0 (id, "pinterest") == 0)
    return "Pinterest";
  if (g_strcmp0 (id, "sandbox") == 0)
    return _ ("Pinterest Sandbox");
  if (g_strcmp0 (id, "practice") == 0)
    return _ ("Practice");
  /* Translators: any of the services, where it is not known which */
  return _ ("The service");
}

static gboolean
scheme_is_allowed (PfService *self, GUri *uri)
{
  const char *scheme = g_uri_get_scheme (uri);

  if (g_uri_get_userinfo (uri) != NULL || g_uri_get_host (uri) == NULL)
    return FALSE;
  if (strcmp (scheme, "https") == 0)
    return TRUE;
  return self->plain_http && strcmp (scheme, "http") == 0
         && strcmp (g_uri_get_host (uri), "127.0.0.1") == 0;
}

static gboolean
same_origin (GUri *a, GUri *b)
{
  return g_strcmp0 (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0
         && g_strcmp0 (g_uri_get_host (a), g_uri_get_host (b)) == 0
         && g_uri_get_port (a) == g_uri_get_port (b);
}

/**
 * pf_service_url_is_allowed:
 * @self: a service
 * @url: where a call wants to go
 *
 * Returns: whether @url is on the service's API origin and below its base;
 *   a bearer token goes nowhere else (safety.md UI-6, OA-15)
 */
gboolean
pf_service_url_is_allowed (PfService *self, const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GUri) base = g_uri_parse (self->api_base, G_URI_FLAGS_ENCODED, NULL);
  gsize length;

  if (uri == NULL || base == NULL || !scheme_is_allowed (self, uri) || !same_origin (uri, base))
    return FALSE;
  length = strlen (g_uri_get_path (base));
  return strncmp (g_uri_get_path (uri), g_uri_get_path (base), length) == 0
         && g_uri_get_path (uri)[length] == '/' && strstr (g_uri_get_path (uri), "/..") == NULL;
}

/**
 * pf_service_picture_url_is_allowed:
 * @self: a service
 * @url: an address that a reply gave
 *
 * Returns: whether a picture may be fetched from there
 */
gboolean
pf_service_picture_url_is_allowed (PfService *self, const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  g_autoptr (GUri) base = g_uri_parse (self->api_base, G_URI_FLAGS_ENCODED, NULL);

  if (uri == NULL || base == NULL || !scheme_is_allowed (self, uri))
    return FALSE;
  /* Other ports of this computer are none of a reply's business. */
  if (self->plain_http)
    return same_origin (uri, base);
  if (g_uri_get_port (uri) != -1 && g_uri_get_port (uri) != 443)
    return FALSE;
  return g_strv_contains ((const char *const *)self->picture_hosts, g_uri_get_host (uri));
}

/**
 * pf_service_upload_url_is_allowed:
 * @self: a service
 * @url: (nullable): where a reply wants a video sent
 *
 * Returns: whether a video may be sent there; no token goes with it
 */
gboolean
pf_service_upload_url_is_allowed (PfService *self, const char *url)
{
  g_autoptr (GUri) uri = url != NULL ? g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL) : NULL;
  g_autoptr (GUri) base = g_uri_parse (self->api_base, G_URI_FLAGS_ENCODED, NULL);

  if (uri == NULL || base == NULL || !scheme_is_allowed (self, uri))
    return FALSE;
  if (self->plain_http)
    return same_origin (uri, base);
  if (g_uri_get_port (uri) != -1 && g_uri_get_port (uri) != 443)
    return FALSE;
  for (char **host = self->upload_hosts; *host != NULL; host++)
    if (**host == '.' ? g_str_has_suffix (g_uri_get_host (uri), *host)
                      : g_str_equal (g_uri_get_host (uri), *host))
      return TRUE;
  return FALSE;
}
