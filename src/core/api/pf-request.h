/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-client.h"
#include "core/api/pf-json.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * PfParse:
 * @root: (nullable): the reply, %NULL when nothing of it is wanted
 * @about: (nullable): what the call was about
 * @error: PF_ERROR_PARSE
 *
 * Makes the result of a 2xx reply, on a worker thread.
 */
typedef gpointer (*PfParse) (const PfJson *root, const char *about, GError **error);

/**
 * PfRequest:
 * @method: SOUP_METHOD_GET or that of a write
 * @path: (transfer full): below the API base, with its query
 * @about: (transfer full) (nullable): passed to @parse
 * @parse: (nullable): %NULL: any 2xx is success, without a body
 * @free_result: frees what @parse gives
 * @prefix, @picture, @suffix: (transfer full) (nullable): the body, see PfBase64Stream
 * @body: (transfer full) (nullable): or the whole of it, for a write: it is read once
 *
 * What a call is. Handed over to pf_request_run().
 */
typedef struct
{
  const char *method;
  char *path;
  char *about;
  PfBudgetCategory category;
  PfPriority priority;
  PfParse parse;
  GDestroyNotify free_result;
  GBytes *prefix;
  GBytes *picture;
  GBytes *suffix;
  GInputStream *body;
} PfRequest;

void pf_request_run (const PfRequest *request,
                     PfClient *client,
                     gpointer source_tag,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data);
void pf_request_refuse (PfClient *client,
                        gpointer source_tag,
                        const char *words,
                        GAsyncReadyCallback callback,
                        gpointer data);
gpointer
pf_request_finish (PfClient *client, GAsyncResult *result, gpointer source_tag, GError **error);

/* Of the client, for its requests. */
PfContext *pf_client_get_context (PfClient *self);
SoupSession *pf_client_get_session (PfClient *self);
SoupSession *pf_client_get_picture_session (PfClient *self);
PfAuthorizer *pf_client_dup_authorizer (PfClient *self);
PfBudget *pf_client_get_budget (PfClient *self);

/* A running call: cancelled by the caller's cancellable, by pf_client_abort() or by a limit. */
GCancellable *pf_client_begin_call (PfClient *self, GCancellable *outer, GSource **link);
void pf_client_end_call (PfClient *self, GCancellable *cancellable, GSource *link);

/* Waits before another try: a random part of 0.5, 1, 2 ... 8 s ("full jitter"). */
gint64 pf_client_get_backoff (PfClient *self, guint tries);
void pf_client_wait_async (PfClient *self,
                           gint64 delay_us,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer data);
gboolean pf_client_wait_finish (PfClient *self, GAsyncResult *result, GError **error);

/* What writes have in common. */
PfRequest pf_client_make_write (const char *method, char *path);
gboolean pf_client_check_id (PfClient *self,
                             gpointer source_tag,
                             const char *id,
                             GAsyncReadyCallback callback,
                             gpointer data);
gpointer pf_client_parse_board (const PfJson *root, const char *about, GError **error);
gpointer pf_client_parse_section (const PfJson *root, const char *board_id, GError **error);
gpointer pf_client_parse_pin (const PfJson *root, const char *about, GError **error);

G_END_DECLS
