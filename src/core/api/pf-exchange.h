/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-base64-stream.h"
#include "core/base/pf-context.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PfReply:
 * @status: HTTP status
 * @headers: of the reply
 * @body: decoded bytes, NUL-terminated behind @length
 * @end_unsure: nothing but the end of the connection may have ended the body:
 *   HTTP/1 without a length, where libsoup 3.2 also takes a cut chunked body as whole
 *
 * A whole reply.
 */
typedef struct
{
  guint status;
  SoupMessageHeaders *headers;
  char *body;
  gsize length;
  gboolean end_unsure;
} PfReply;

void pf_reply_free (PfReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfReply, pf_reply_free)

void pf_exchange_async (PfContext *context,
                        SoupSession *session,
                        SoupMessage *message,
                        PfBase64Stream *body,
                        gsize max_length,
                        int io_priority,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
PfReply *pf_exchange_finish (GAsyncResult *result, GError **error);

G_END_DECLS
