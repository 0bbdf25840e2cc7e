/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-store.h"

G_BEGIN_DECLS

/**
 * PfDraft:
 *
 * A pin in the making: the composer's state, kept as you type. Mutable while the
 * composer holds it. Reference counted, main thread.
 */
typedef struct
{
  gatomicrefcount refs;
  char *uuid;
  char *connection_id; /* nullable until an account is chosen */
  char *board_uuid;    /* local UUID of the board (may itself be pending), nullable */
  char *section_uuid;  /* nullable */
  char *title, *description, *alt_text, *link; /* never NULL */
  char *blob;                                  /* sha256 of the picture as given, nullable */
  char *picture_name;                          /* display name of the file it came from, nullable */
  int width, height;
  char *problem; /* nullable: why the last try to pin it failed, for people */
  gint64 created_at, modified_at;
} PfDraft;

#define PF_TYPE_DRAFT (pf_draft_get_type ())
GType pf_draft_get_type (void);
PfDraft *pf_draft_new (PfContext *context);
PfDraft *pf_draft_ref (PfDraft *self);
PfDraft *pf_draft_copy (const PfDraft *self);
void pf_draft_unref (PfDraft *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfDraft, pf_draft_unref)

/* As a part of a larger write transaction, on the database thread. */
gboolean pf_draft_save (sqlite3 *db, const PfDraft *draft, gint64 now, GError **error);

void pf_store_save_draft_async (PfStore *self,
                                const PfDraft *draft,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean pf_store_save_draft_finish (PfStore *self, GAsyncResult *result, GError **error);
void pf_store_delete_draft_async (PfStore *self,
                                  const char *uuid,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean pf_store_delete_draft_finish (PfStore *self, GAsyncResult *result, GError **error);
void pf_store_list_drafts_async (PfStore *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
/* Returns: (transfer full) (element-type PfDraft): newest first, of all connections */
GPtrArray *pf_store_list_drafts_finish (PfStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
