/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-view.h"
#include "core/pf-workspace.h"

G_BEGIN_DECLS

#define PF_TYPE_REVIEW_PAGE (pf_review_page_get_type ())
G_DECLARE_FINAL_TYPE (PfReviewPage, pf_review_page, PF, REVIEW_PAGE, PfView)

PfView *
pf_review_page_new (PfWorkspace *workspace, const char *connection_id, const char *const *scopes);

G_END_DECLS
