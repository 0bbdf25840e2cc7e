/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void pf_choice_fill (GtkDropDown *choice, const char *const *words, const char *name);

G_END_DECLS
