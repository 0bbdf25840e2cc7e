/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

/**
 * PfLoadBarKind: what the person wants of all pins
 */
typedef enum
{
  PF_LOAD_BAR_SEE,    /* "Load All"; hidden when all are there */
  PF_LOAD_BAR_SEARCH, /* "Search Everything"; also says when that is done */
} PfLoadBarKind;

#define PF_TYPE_LOAD_BAR (pf_load_bar_get_type ())
G_DECLARE_FINAL_TYPE (PfLoadBar, pf_load_bar, PF, LOAD_BAR, AdwBin)

GtkWidget *pf_load_bar_new (PfLoadBarKind kind);
void pf_load_bar_set_pins (PfLoadBar *self,
                           PfWindow *window,
                           PfConnection *connection,
                           PfPinList *pins,
                           const char *board_uuid);
void pf_load_bar_set_quiet (PfLoadBar *self, gboolean quiet);
void pf_load_bar_set_offered (PfLoadBar *self, gboolean offered);
gboolean pf_load_bar_is_complete (PfLoadBar *self);
gboolean pf_load_bar_is_running (PfLoadBar *self);
void pf_load_bar_begin (PfLoadBar *self);

G_END_DECLS
