/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-secret-store.h"

G_BEGIN_DECLS

typedef enum
{
  KEYRING_OPEN,
  KEYRING_LOCKED, /* until somebody unlocks it */
  KEYRING_ABSENT,
} KeyringMood;

/* A keyring in memory that can be locked, or not be there at all. */
#define TYPE_MOODY_KEYRING (moody_keyring_get_type ())
G_DECLARE_FINAL_TYPE (MoodyKeyring, moody_keyring, MOODY, KEYRING, GObject)

MoodyKeyring *moody_keyring_new (void);
void moody_keyring_set_mood (MoodyKeyring *self, KeyringMood mood);
guint moody_keyring_get_n_unlocks (MoodyKeyring *self);

G_END_DECLS
