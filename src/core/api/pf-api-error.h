/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-error.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PfReplyHeaders:
 * @limit, @remaining, @reset_s, @retry_after_s: -1 when absent
 * @request_id: (nullable): `x-pinterest-rid`
 *
 * What the headers of a reply say (api-facts section 6).
 */
typedef struct
{
  gint64 limit;
  gint64 remaining;
  gint64 reset_s;
  gint64 retry_after_s;
  char *request_id;
} PfReplyHeaders;

void pf_reply_headers_read (PfReplyHeaders *self, SoupMessageHeaders *headers, gint64 now_us);
void pf_reply_headers_clear (PfReplyHeaders *self);

/**
 * PfReplyFacts:
 * @method: of the request
 * @path: of the request, below the API base
 * @status: HTTP status
 * @headers: (nullable): what the headers say
 * @service: (nullable): id of the service
 *
 * What an error is made of, besides the body.
 */
typedef struct
{
  const char *method;
  const char *path;
  guint status;
  const PfReplyHeaders *headers;
  const char *service;
} PfReplyFacts;

GError *pf_api_error_new (const PfReplyFacts *facts, char *body, gsize length);
char *pf_api_error_scrub (const char *text);

G_END_DECLS
