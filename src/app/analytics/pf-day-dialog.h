/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-day.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_DAY_DIALOG (pf_day_dialog_get_type ())
G_DECLARE_FINAL_TYPE (PfDayDialog, pf_day_dialog, PF, DAY_DIALOG, AdwWindow)

/* Days from one date to another; or a note on a day. Emits "accepted" before it closes. */
PfDayDialog *pf_day_dialog_new_range (
    GtkWindow *window, const char *title, PfDay earliest, PfDay latest, PfDay from, PfDay to);
PfDayDialog *pf_day_dialog_new_note (
    GtkWindow *window, const char *text, PfDay earliest, PfDay latest, PfDay day);
PfDay pf_day_dialog_get_first (PfDayDialog *self);
PfDay pf_day_dialog_get_last (PfDayDialog *self);
char *pf_day_dialog_dup_text (PfDayDialog *self);

G_END_DECLS
