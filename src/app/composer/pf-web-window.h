/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-loader.h"
#include "core/store/pf-draft.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Narrower pictures of a page are not offered. */
#define PF_WEB_PICTURE_MIN 600

#define PF_TYPE_WEB_WINDOW (pf_web_window_get_type ())
G_DECLARE_FINAL_TYPE (PfWebWindow, pf_web_window, PF, WEB_WINDOW, AdwWindow)

PfWebWindow *pf_web_window_new (GtkWindow *parent, PfStore *store, PfPictureLoader *loader);

G_END_DECLS
