/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PfWebOptions:
 * @method: "GET" or "HEAD"
 * @accept: what kind is wanted
 * @max_bytes: of the body, decoded; more is an error
 * @cut: what is over @max_bytes is left away instead
 *
 * How to ask for something on the web.
 */
typedef struct
{
  const char *method;
  const char *accept;
  gsize max_bytes;
  gboolean cut;
} PfWebOptions;

/**
 * PfWebReply:
 * @url: where it came from in the end
 * @status: HTTP status
 * @content_type: (nullable): as the server says
 * @bytes: the body
 */
typedef struct
{
  char *url;
  guint status;
  char *content_type;
  GBytes *bytes;
} PfWebReply;

void pf_web_reply_free (PfWebReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfWebReply, pf_web_reply_free)

void pf_web_fetch_async (const char *url,
                         const PfWebOptions *options,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
PfWebReply *pf_web_fetch_finish (GAsyncResult *result, GError **error);

G_END_DECLS
