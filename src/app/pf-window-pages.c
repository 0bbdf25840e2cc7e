/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-window"

#include "config.h"

#include "app/pf-window-private.h"

#include "app/welcome/pf-welcome-page.h"

/*
 * The pages of the window, in the order of the sidebar. A page appears here with
 * the part that fills it, never before.
 */
void
pf_window_add_pages (PfWindow *self)
{
  pf_window_add_page (self, pf_welcome_page_new (), "welcome", NULL, NULL);
}
