/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_COMPOSER (pf_composer_get_type ())
G_DECLARE_FINAL_TYPE (PfComposer, pf_composer, PF, COMPOSER, AdwWindow)

/* Opens a draft; raises its composer when it is open already. */
PfComposer *pf_composer_present (PfWindow *window, PfDraft *draft);

G_END_DECLS
