/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_PIN_ZOOM (pf_pin_zoom_get_type ())
G_DECLARE_FINAL_TYPE (PfPinZoom, pf_pin_zoom, PF, PIN_ZOOM, AdwWindow)

PfPinZoom *
pf_pin_zoom_open (PfWindow *window, PfConnection *connection, PfPinItem *item, guint page);
guint pf_pin_zoom_get_page (PfPinZoom *self);

G_END_DECLS
