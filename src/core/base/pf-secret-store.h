/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PF_TYPE_SECRET_STORE (pf_secret_store_get_type ())
G_DECLARE_INTERFACE (PfSecretStore, pf_secret_store, PF, SECRET_STORE, GObject)

/**
 * PfSecretStoreInterface:
 *
 * Keeps keys by name in the desktop's keyring. Names are UUIDs, so they tell
 * nothing. Every call is asynchronous and ends by itself within a time limit
 * (safety.md SE-5, SE-11). Errors: PF_ERROR_LOCKED, PF_ERROR_NO_KEYRING,
 * PF_ERROR_TIMED_OUT; a lookup that finds nothing gives %NULL without error.
 */
struct _PfSecretStoreInterface
{
  GTypeInterface parent;
  void (*lookup_async) (PfSecretStore *self,
                        const char *name,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
  PfSecret *(*lookup_finish) (PfSecretStore *self, GAsyncResult *result, GError **error);
  void (*store_async) (PfSecretStore *self,
                       const char *name,
                       const char *label,
                       PfSecret *secret,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data);
  gboolean (*store_finish) (PfSecretStore *self, GAsyncResult *result, GError **error);
  void (*remove_async) (PfSecretStore *self,
                        const char *name,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
  gboolean (*remove_finish) (PfSecretStore *self, GAsyncResult *result, GError **error);
  void (*unlock_async) (PfSecretStore *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer data);
  gboolean (*unlock_finish) (PfSecretStore *self, GAsyncResult *result, GError **error);
};

void pf_secret_store_lookup_async (PfSecretStore *self,
                                   const char *name,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
PfSecret *pf_secret_store_lookup_finish (PfSecretStore *self, GAsyncResult *result, GError **error);
void pf_secret_store_store_async (PfSecretStore *self,
                                  const char *name,
                                  const char *label,
                                  PfSecret *secret,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer data);
gboolean pf_secret_store_store_finish (PfSecretStore *self, GAsyncResult *result, GError **error);
void pf_secret_store_remove_async (PfSecretStore *self,
                                   const char *name,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
gboolean pf_secret_store_remove_finish (PfSecretStore *self, GAsyncResult *result, GError **error);
void pf_secret_store_unlock_async (PfSecretStore *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data);
gboolean pf_secret_store_unlock_finish (PfSecretStore *self, GAsyncResult *result, GError **error);

/* A store that forgets at exit: for sessions without a keyring, and tests. */
PfSecretStore *pf_secret_store_memory_new (void);

G_END_DECLS
