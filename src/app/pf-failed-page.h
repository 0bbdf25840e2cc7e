/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-view.h"

G_BEGIN_DECLS

#define PF_TYPE_FAILED_PAGE (pf_failed_page_get_type ())
G_DECLARE_FINAL_TYPE (PfFailedPage, pf_failed_page, PF, FAILED_PAGE, PfView)

PfFailedPage *pf_failed_page_new (void);
void pf_failed_page_set_error (PfFailedPage *self, const GError *error);

G_END_DECLS
