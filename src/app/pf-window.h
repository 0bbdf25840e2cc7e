/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/activity/pf-activity.h"
#include "app/pf-application.h"
#include "app/pictures/pf-picture-loader.h"
#include "app/pf-view.h"
#include "app/sidebar/pf-sidebar.h"

#include "core/outbox/pf-history.h"

G_BEGIN_DECLS

#define PF_TYPE_WINDOW (pf_window_get_type ())
G_DECLARE_FINAL_TYPE (PfWindow, pf_window, PF, WINDOW, AdwApplicationWindow)

PfWindow *pf_window_new (PfApplication *application);
PfWindow *pf_window_get (GtkWidget *widget);

/* What it shows. Properties "workspace" and "connection", notified. */
PfWorkspace *pf_window_get_workspace (PfWindow *self);
void pf_window_set_workspace (PfWindow *self, PfWorkspace *workspace);
void pf_window_set_error (PfWindow *self, const GError *error);
PfConnection *pf_window_get_connection (PfWindow *self);
void pf_window_set_connection (PfWindow *self, PfConnection *connection);

/* Where pictures come from, for every page. */
PfPictureLoader *pf_window_get_pictures (PfWindow *self);

/* What the outbox does; NULL until the workspace is open. */
PfActivity *pf_window_get_activity (PfWindow *self);

/* What it did, for Ctrl+Z; NULL until the workspace is open. */
PfHistory *pf_window_get_history (PfWindow *self);

/* Pages with a row in the sidebar, and pages pushed over them. */
PfSidebar *pf_window_get_sidebar (PfWindow *self);
typedef PfView *(*PfPageFunc) (PfWindow *self);
void pf_window_add_page (
    PfWindow *self, PfPageFunc make, const char *name, const char *title, const char *icon_name);
PfView *pf_window_find_page (PfWindow *self, const char *name);
void pf_window_show_page (PfWindow *self, const char *name);
void pf_window_push_view (PfWindow *self, PfView *page);
void pf_window_pop_view (PfWindow *self);
void pf_window_pop_all (PfWindow *self);
PfView *pf_window_get_visible_view (PfWindow *self);
void pf_window_show_content (PfWindow *self);

void pf_window_add_toast (PfWindow *self, AdwToast *toast);
void pf_window_dismiss_toast (PfWindow *self, AdwToast *toast);
gboolean pf_window_expect_page_size (PfWindow *self, int *width, int *height);
void pf_window_set_drop_hint (PfWindow *self, const char *text, PfConnection *connection);

G_END_DECLS
