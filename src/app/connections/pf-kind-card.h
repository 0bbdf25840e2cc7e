/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-catalogue.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_KIND_CARD (pf_kind_card_get_type ())
G_DECLARE_FINAL_TYPE (PfKindCard, pf_kind_card, PF, KIND_CARD, GtkFlowBoxChild)

GtkWidget *pf_kind_card_new (const PfKind *kind, gboolean ready);
const PfKind *pf_kind_card_get_kind (PfKindCard *self);
char *pf_kind_describe_scopes (const char *const *scopes, const char *separator);

G_END_DECLS
