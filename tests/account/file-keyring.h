/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-files.h"
#include "core/base/pf-secret-store.h"

G_BEGIN_DECLS

/* A keyring that several processes of a test share: a folder with one file a key. */
PfSecretStore *at_file_keyring_new (const char *folder);
/* Every call fails with this code of PF_ERROR from now on; 0: works. */
void at_file_keyring_set_error (PfSecretStore *keyring, int code);

/* The system's files, counted. */
PfFiles *at_counting_files_new (void);
/* Kills this process before or after its step number @k (keyring and file calls). */
void at_die_at (guint k);
/* After @n more files nothing can be written any more; -1: there is room. */
void at_fill_disk_after (int n);

G_END_DECLS
