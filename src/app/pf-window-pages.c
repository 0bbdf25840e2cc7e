/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-window"

#include "config.h"

#include "app/pf-window-private.h"

#include "app/analytics/pf-analytics-page.h"
#include "app/boards/pf-board-rows.h"
#include "app/boards/pf-boards-page.h"
#include "app/connections/pf-connections-page.h"
#include "app/drafts/pf-drafts-page.h"
#include "app/home/pf-home-page.h"
#include "app/pins/pf-all-pins-page.h"
#include "app/welcome/pf-welcome-page.h"

#include <glib/gi18n.h>

static PfView *
make_welcome (PfWindow *self)
{
  return pf_welcome_page_new ();
}

static PfView *
make_boards (PfWindow *self)
{
  return pf_boards_page_new ();
}

static PfView *
make_connections (PfWindow *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self);

  return pf_connections_page_new (pf_workspace_get_connections (workspace),
                                  pf_context_get_clock (pf_workspace_get_context (workspace)));
}

/*
 * The pages of the window, in the order of the sidebar. A page appears here with
 * the part that fills it, never before. It is made when it is first needed.
 */
void
pf_window_add_pages (PfWindow *self)
{
  pf_window_add_page (self, make_welcome, "welcome", NULL, NULL);
  pf_window_add_page (self, pf_home_page_new, "home", _ ("Home"), "user-home-symbolic");
  pf_window_add_page (self, make_boards, "boards", _ ("Boards"), "pf-board-symbolic");
  pf_window_add_page (self, pf_all_pins_page_new, "all-pins", _ ("All Pins"), "pf-pin-symbolic");
  pf_window_add_page (self, pf_drafts_page_new, "drafts", _ ("Drafts"), "document-edit-symbolic");
  pf_window_add_page (self, pf_analytics_page_new, "analytics", _ ("Analytics"),
                      "pf-analytics-symbolic");
  pf_window_add_page (self, make_connections, "connections", NULL, NULL);
}

/* The boards under the rows of the pages, soon after the first frame. */
void
pf_window_fill_sidebar (PfWindow *self)
{
  pf_sidebar_set_boards (pf_window_get_sidebar (self), pf_board_rows_new (self));
}
