/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-store.h"

G_BEGIN_DECLS

/**
 * PfSnippetKind: the names are stored ("link-tags", "text", "edit")
 */
typedef enum
{
  PF_SNIPPET_LINK_TAGS, /* value: a query string (pf_link_tags_join()) */
  PF_SNIPPET_TEXT,      /* value: the text */
  PF_SNIPPET_EDIT,      /* name: local UUID of a pin; value: what is typed and not saved, JSON */
} PfSnippetKind;

/**
 * PfSnippet:
 * @uuid: (nullable): %NULL for one that is not kept yet
 *
 * What the user keeps for an account to use again. Freed with the array it came in.
 */
typedef struct
{
  char *uuid, *connection_id;
  PfSnippetKind kind;
  char *name, *value;
  gint64 created_at, modified_at;
} PfSnippet;

PfSnippet *
pf_snippet_new (PfSnippetKind kind, const char *connection_id, const char *name, const char *value);
void pf_snippet_free (PfSnippet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfSnippet, pf_snippet_free)

/* Makes or changes one; another of the same account, kind and name is replaced by it. The
 * store emits "changed" with PF_STORE_SNIPPETS. Errors: PF_ERROR_INVALID (no name),
 * PF_ERROR_DATABASE. Result: its uuid. */
void pf_store_save_snippet_async (PfStore *self,
                                  const PfSnippet *snippet,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
char *pf_store_save_snippet_finish (PfStore *self, GAsyncResult *result, GError **error);
void pf_store_delete_snippet_async (PfStore *self,
                                    const char *uuid,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean pf_store_delete_snippet_finish (PfStore *self, GAsyncResult *result, GError **error);
void pf_store_list_snippets_async (PfStore *self,
                                   const char *connection_id,
                                   PfSnippetKind kind,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* Returns: (transfer full) (element-type PfSnippet): by name */
GPtrArray *pf_store_list_snippets_finish (PfStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
