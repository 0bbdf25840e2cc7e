/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct _PfToasts PfToasts;

PfToasts *pf_toasts_new (AdwToastOverlay *overlay);
void pf_toasts_free (PfToasts *self);

void pf_toasts_add (PfToasts *self, AdwToast *toast);
void pf_toasts_dismiss (PfToasts *self, AdwToast *toast);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfToasts, pf_toasts_free)

void pf_toasts_keep_clear_of (GtkWidget *bar);

G_END_DECLS
