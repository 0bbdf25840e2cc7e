/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-pin-media.h"
#include "core/store/pf-store.h"

G_BEGIN_DECLS

/**
 * PfDraftField:
 *
 * Fields that the drafts of a group share unless one has its own; kept as bits.
 */
typedef enum
{
  PF_DRAFT_BOARD = 1 << 0,
  PF_DRAFT_TITLE = 1 << 1,
  PF_DRAFT_DESCRIPTION = 1 << 2,
  PF_DRAFT_ALT_TEXT = 1 << 3,
  PF_DRAFT_LINK = 1 << 4,
} PfDraftField;

/* As many pictures as one window takes at once. */
#define PF_DRAFT_GROUP_MAX 40

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
  PfPinMedia media;   /* what it shows besides: turns and crop, carousel, video */
  char *group_uuid;   /* nullable: drafts that are written in one window */
  int group_position; /* order in it */
  guint own_fields;   /* PfDraftField: not shared with the group */
  char *problem;      /* nullable: why the last try to pin it failed, for people */
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
void pf_store_save_drafts_async (PfStore *self,
                                 GPtrArray *drafts,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
gboolean pf_store_save_draft_finish (PfStore *self, GAsyncResult *result, GError **error);
void pf_store_delete_draft_async (PfStore *self,
                                  const char *uuid,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
void pf_store_delete_drafts_async (PfStore *self,
                                   const char *const *uuids,
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
