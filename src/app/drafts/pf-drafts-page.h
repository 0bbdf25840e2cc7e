/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_DRAFTS_PAGE (pf_drafts_page_get_type ())
G_DECLARE_FINAL_TYPE (PfDraftsPage, pf_drafts_page, PF, DRAFTS_PAGE, PfView)

PfView *pf_drafts_page_new (PfWindow *window);

G_END_DECLS
