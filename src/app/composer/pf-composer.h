/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_COMPOSER (pf_composer_get_type ())
G_DECLARE_FINAL_TYPE (PfComposer, pf_composer, PF, COMPOSER, AdwWindow)

/* Opens a draft; raises its composer when it is open already. */
PfComposer *pf_composer_present (PfWindow *window, PfDraft *draft);
/* The composer of a draft, when it is open. */
PfComposer *pf_composer_find (const char *draft_uuid);
/* The draft was deleted elsewhere: it leaves the window, and the last one closes it. */
void pf_composer_forget (PfComposer *self, const char *uuid);
const PfDraft *pf_composer_get_draft (PfComposer *self); /* the current one */
const PfDraft *pf_composer_find_draft (PfComposer *self, const char *uuid);

G_END_DECLS
