/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PF_TYPE_COMPOSER_BODY (pf_composer_body_get_type ())
G_DECLARE_FINAL_TYPE (PfComposerBody, pf_composer_body, PF, COMPOSER_BODY, GtkWidget)

G_END_DECLS
