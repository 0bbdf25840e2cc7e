/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connections.h"
#include "core/account/pf-setup.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_KEYS_PAGE (pf_keys_page_get_type ())
G_DECLARE_FINAL_TYPE (PfKeysPage, pf_keys_page, PF, KEYS_PAGE, AdwBin)

/* Signals: "changed"; "saved" when App ID and secret are sealed. */
GtkWidget *pf_keys_page_new (PfConnections *connections,
                             const PfKind *kind,
                             const PfSetupStep *step,
                             PfSetupProgress *progress);
gboolean pf_keys_page_is_complete (PfKeysPage *self);
void pf_keys_page_save (PfKeysPage *self);
const char *pf_keys_page_get_kind_id (PfKeysPage *self);
char **pf_keys_page_get_scopes (PfKeysPage *self);

G_END_DECLS
