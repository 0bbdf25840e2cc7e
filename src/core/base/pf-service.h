/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PfService:
 * @id: "pinterest", "sandbox" or "practice"; stable, stored
 * @api_base: for instance "https://api.pinterest.com/v5", no final slash
 * @authorize_url: the consent page
 * @token_url: the token endpoint
 * @picture_hosts: (array zero-terminated=1): hosts pictures may come from
 * @upload_hosts: (array zero-terminated=1): host suffixes video may be sent to
 * @plain_http: plain HTTP on loopback is allowed (Practice only)
 * @pkce: the service is known to accept PKCE
 *
 * Where a service lives (api-facts section 1). Immutable and reference counted.
 */
typedef struct
{
  gatomicrefcount refs;
  char *id;
  char *api_base;
  char *authorize_url;
  char *token_url;
  char **picture_hosts;
  char **upload_hosts;
  gboolean plain_http;
  gboolean pkce;
} PfService;

#define PF_TYPE_SERVICE (pf_service_get_type ())
GType pf_service_get_type (void);
PfService *pf_service_ref (PfService *self);
void pf_service_unref (PfService *self);

PfService *pf_service_new_pinterest (void);
PfService *pf_service_new_sandbox (void);
PfService *pf_service_new_practice (guint16 port);

const char *pf_service_get_title (const char *id);
gboolean pf_service_url_is_allowed (PfService *self, const char *url);
gboolean pf_service_upload_url_is_allowed (PfService *self, const char *url);
gboolean pf_service_picture_url_is_allowed (PfService *self, const char *url);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfService, pf_service_unref)

G_END_DECLS
