/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-secret-store.h"

G_BEGIN_DECLS

#define PF_TYPE_KEYRING (pf_keyring_get_type ())
G_DECLARE_FINAL_TYPE (PfKeyring, pf_keyring, PF, KEYRING, GObject)

PfSecretStore *pf_keyring_new (void);
PfSecretStore *pf_keyring_new_with_limit (guint limit_ms);
void pf_keyring_set_helper (PfKeyring *self, const char *program);

G_END_DECLS
