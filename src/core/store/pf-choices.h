/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-store.h"

G_BEGIN_DECLS

/**
 * PfKeep: what a copy is kept of on this computer, by the user's own choice
 */
typedef enum
{
  PF_KEEP_NOTHING = 0,
  PF_KEEP_PINS = 1 << 0,
  PF_KEEP_PICTURES = 1 << 1,
  PF_KEEP_ANALYTICS = 1 << 2, /* days of the account, beyond those the service has */
} PfKeep;

/*
 * Small choices of the user, in pinfold.db.
 */
/* Result: (element-type utf8 guint): PfKeep by connection id; who chose nothing is not there. */
void pf_store_list_kept_async (PfStore *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GHashTable *pf_store_list_kept_finish (PfStore *self, GAsyncResult *result, GError **error);
void pf_store_set_kept_async (PfStore *self,
                              const char *connection_id,
                              PfKeep keep,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
gboolean pf_store_set_kept_finish (PfStore *self, GAsyncResult *result, GError **error);

/* Favourite boards: local UUIDs in order. */
void pf_store_list_favourites_async (PfStore *self,
                                     const char *connection_id,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
GPtrArray *pf_store_list_favourites_finish (PfStore *self, GAsyncResult *result, GError **error);
void pf_store_set_favourites_async (PfStore *self,
                                    const char *connection_id,
                                    GPtrArray *board_uuids,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean pf_store_set_favourites_finish (PfStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
