/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-auth-attempt.h"
#include "core/account/pf-connection-row.h"
#include "core/account/pf-vault.h"
#include "core/store/pf-store.h"

G_BEGIN_DECLS

/**
 * PfKeeper:
 *
 * What all accounts of this process share: the store, the vault, and the app records of a
 * session without a keyring. Reference counted; immutable but for what belongs to the main thread:
 * @session_apps, @n_writing and @serial.
 */
typedef struct
{
  gatomicrefcount refs;
  PfStore *store;
  PfContext *context;
  PfVault *vault;
  GPtrArray *session_apps; /* of PfAppRow */
  guint n_writing;         /* writes of rows that are on their way */
  guint serial;            /* another number whenever one began or ended */
} PfKeeper;

PfKeeper *pf_keeper_new (PfStore *store);
PfKeeper *pf_keeper_ref (PfKeeper *self);
void pf_keeper_unref (PfKeeper *self);

int pf_keeper_lock (PfKeeper *self, const char *name, GCancellable *cancellable, GError **error);
gboolean pf_keeper_write (PfKeeper *self, PfDbFunc func, gpointer data, GError **error);
PfAccountRows *pf_keeper_load_rows (PfKeeper *self, GError **error);
PfAppCredentials *pf_keeper_load_app (PfKeeper *self,
                                      GTask *flow,
                                      const char *service,
                                      const char *app_id,
                                      const char *client_id,
                                      const char *redirect_uri,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfKeeper, pf_keeper_unref)

G_END_DECLS
