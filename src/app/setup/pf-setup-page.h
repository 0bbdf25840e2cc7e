/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-setup.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_SETUP_PAGE (pf_setup_page_get_type ())
G_DECLARE_FINAL_TYPE (PfSetupPage, pf_setup_page, PF, SETUP_PAGE, AdwBin)

/* Signal "changed": an answer, or whether the step may be left, changed. */
GtkWidget *pf_setup_page_new (const PfSetupStep *step, PfSetupProgress *progress, gint64 now_us);
gboolean pf_setup_page_is_complete (PfSetupPage *self);

G_END_DECLS
