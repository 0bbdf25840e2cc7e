/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_HELP_PICTURE (pf_help_picture_get_type ())
G_DECLARE_FINAL_TYPE (PfHelpPicture, pf_help_picture, PF, HELP_PICTURE, GtkWidget)

G_END_DECLS
