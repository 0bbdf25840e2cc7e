/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-random.h"
#include "core/base/pf-secret.h"

G_BEGIN_DECLS

#define PF_SEAL_KEY_LENGTH 32
#define PF_SEAL_NONCE_LENGTH 12
#define PF_SEAL_TAG_LENGTH 16

PfSecret *pf_seal_make_key (PfRandom *random, GError **error);
gboolean pf_seal_make_nonce (PfRandom *random, guint8 *nonce, GError **error);
GBytes *
pf_seal_close (PfSecret *key, PfRandom *random, const char *label, PfSecret *plain, GError **error);
PfSecret *pf_seal_open (PfSecret *key, const char *label, GBytes *sealed, GError **error);
GBytes *pf_seal_encrypt (
    PfSecret *key, const guint8 *nonce, GBytes *associated, PfSecret *plain, GError **error);

G_END_DECLS
