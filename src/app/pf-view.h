/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/pf-notice-bar.h"

G_BEGIN_DECLS

#define PF_TYPE_VIEW (pf_view_get_type ())
G_DECLARE_DERIVABLE_TYPE (PfView, pf_view, PF, VIEW, AdwBin)

/**
 * PfViewClass:
 * @shown: the page became the visible one
 * @refresh: F5
 * @search: Ctrl+F; returns whether the page has a search
 *
 * A page of the window: its own header bar, the notice line, its content.
 * In a template, children go to the content; `type="start"` and `type="end"`
 * to the header bar, `type="title"` in place of its title.
 */
struct _PfViewClass
{
  AdwBinClass parent_class;

  void (*shown) (PfView *self);
  void (*refresh) (PfView *self);
  gboolean (*search) (PfView *self);
};

void pf_view_set_title (PfView *self, const char *title);
void pf_view_set_subtitle (PfView *self, const char *subtitle);
void pf_view_set_title_shown (PfView *self, gboolean shown);
void pf_view_set_content (PfView *self, GtkWidget *content);
void pf_view_set_notice (PfView *self, const PfNotice *notice);
void pf_view_set_waiting (PfView *self, gboolean waiting);
gboolean pf_view_get_waiting (PfView *self);
GtkWidget *pf_view_get_back_button (PfView *self);
void pf_view_set_show_back (PfView *self, gboolean show_back);
void pf_view_set_show_start_buttons (PfView *self, gboolean show);
void pf_view_set_narrow (PfView *self, gboolean narrow);
void pf_view_shown (PfView *self);
void pf_view_refresh (PfView *self);
gboolean pf_view_search (PfView *self);
void pf_view_show_activity (PfView *self);

G_END_DECLS
