/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-context.h"

G_BEGIN_DECLS

/**
 * PfVault:
 *
 * Sealed records in the folder "sealed", their keys in the keyring (safety.md SE-1 to SE-7),
 * and, where there is no keyring, records that live in memory until the session ends.
 * Reference counted; may be used from any flow.
 */
typedef struct _PfVault PfVault;

#define PF_VAULT_APP "app"
#define PF_VAULT_TOKENS "tokens"

PfVault *pf_vault_new (PfContext *context);
PfVault *pf_vault_ref (PfVault *self);
void pf_vault_unref (PfVault *self);

PfSecret *
pf_vault_load (PfVault *self, GTask *flow, const char *kind, const char *id, GError **error);
gboolean pf_vault_save (PfVault *self,
                        GTask *flow,
                        const char *kind,
                        const char *id,
                        const char *label,
                        PfSecret *plain,
                        GError **error);
void pf_vault_keep_for_session (PfVault *self, const char *id, PfSecret *plain);
void pf_vault_hold (PfVault *self, const char *id, PfSecret *plain);
PfSecret *pf_vault_dup_held (PfVault *self, const char *id);
gboolean pf_vault_is_session_only (PfVault *self, const char *id);
gboolean pf_vault_destroy_key (PfVault *self, GTask *flow, const char *id, GError **error);
gboolean pf_vault_destroy_record (PfVault *self, const char *id, GError **error);
gboolean pf_vault_check (PfVault *self, GTask *flow, GError **error);
gboolean pf_vault_unlock (PfVault *self, GTask *flow, GError **error);
char **pf_vault_list (PfVault *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfVault, pf_vault_unref)

G_END_DECLS
