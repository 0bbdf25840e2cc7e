/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-context.h"
#include "core/store/pf-db.h"
#include "core/store/pf-presence.h"

G_BEGIN_DECLS

#define PF_TYPE_STORE (pf_store_get_type ())
G_DECLARE_FINAL_TYPE (PfStore, pf_store, PF, STORE, GObject)

/**
 * PfStoreTables:
 *
 * What a commit touched; argument of #PfStore::changed.
 */
typedef enum
{
  PF_STORE_CONNECTIONS = 1 << 0,
  PF_STORE_DRAFTS = 1 << 1,
  PF_STORE_OUTBOX = 1 << 2,
  PF_STORE_BUDGET = 1 << 3,
  PF_STORE_SETUP = 1 << 4,
  PF_STORE_SNIPPETS = 1 << 5,
  PF_STORE_ALL = (1 << 6) - 1,
} PfStoreTables;

/*
 * pinfold.db, the user's own work (design.md "Yours and theirs"; safety.md DB-1..6).
 * Signal "changed" (PfStoreTables): after a commit of this process said so with
 * pf_store_touch(), and with PF_STORE_ALL when another process touched the stamp file.
 * The schema is schema/pinfold-N.sql in this folder.
 */
void pf_store_open_async (PfContext *context,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
PfStore *pf_store_open_finish (GAsyncResult *result, GError **error);
gboolean pf_store_attach (PfStore *self, GError **error);
PfDb *pf_store_get_db (PfStore *self);
PfContext *pf_store_get_context (PfStore *self);
PfPresence *pf_store_get_presence (PfStore *self);
/* For a file that is damaged: copies out what can be read, changing nothing; then, at the user's
 * word, puts the file aside so that a new one can be made. */
void pf_store_rescue_async (PfContext *context,
                            const char *folder,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
char *pf_store_rescue_finish (GAsyncResult *result, gint64 *n_rows, GError **error);
void pf_store_set_aside_async (PfContext *context,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean pf_store_set_aside_finish (GAsyncResult *result, GError **error);
void pf_store_touch (PfStore *self, PfStoreTables tables);
void pf_store_close_async (PfStore *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean pf_store_close_finish (PfStore *self, GAsyncResult *result, GError **error);

/* Locks that die with their process (flock in the data folder): "deliver", "refresh-<id>",
 * "kept-copy". Non-blocking; an fd to close, or -1 (PF_ERROR_BUSY). */
int pf_store_lock (PfStore *self, const char *name, GError **error);

/* blobs/<sha256>: bytes of pictures the user gave (safety.md PQ-15). Written and synced
 * (file and folder) before the row that needs them commits; reference-counted in table blob. */
void pf_store_keep_blob_async (PfStore *self,
                               GBytes *bytes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *pf_store_keep_blob_finish (PfStore *self, GAsyncResult *result, GError **error); /* sha256 */
void pf_store_load_blob_async (PfStore *self,
                               const char *sha256,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GBytes *pf_store_load_blob_finish (PfStore *self, GAsyncResult *result, GError **error);
void pf_store_keep_file_async (PfStore *self,
                               const char *path,
                               gint64 max_bytes,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
char *pf_store_keep_file_finish (PfStore *self, GAsyncResult *result, GError **error);
char *pf_store_get_blob_path (PfStore *self, const char *sha256);
void pf_store_sweep_blobs_async (PfStore *self, GAsyncReadyCallback callback, gpointer user_data);
gboolean pf_store_sweep_blobs_finish (PfStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
