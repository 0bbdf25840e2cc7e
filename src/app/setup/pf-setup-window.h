/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connections.h"
#include "core/account/pf-setup.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_SETUP_WINDOW (pf_setup_window_get_type ())
G_DECLARE_FINAL_TYPE (PfSetupWindow, pf_setup_window, PF, SETUP_WINDOW, AdwWindow)

/* Signal "ready" (const char *kind_id): keys are kept, consent can follow. */
PfSetupWindow *pf_setup_window_new (GtkWindow *parent,
                                    PfConnections *connections,
                                    PfStore *store,
                                    const PfKind *kind);
void pf_setup_window_start (PfSetupWindow *self, PfSetupProgress *progress, const char *step);
guint pf_setup_window_get_position (PfSetupWindow *self);

G_END_DECLS
