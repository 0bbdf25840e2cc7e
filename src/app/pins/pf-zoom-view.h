/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-loader.h"

G_BEGIN_DECLS

#define PF_TYPE_ZOOM_VIEW (pf_zoom_view_get_type ())
G_DECLARE_FINAL_TYPE (PfZoomView, pf_zoom_view, PF, ZOOM_VIEW, GtkWidget)

GtkWidget *pf_zoom_view_new (PfPictureLoader *loader);
void pf_zoom_view_set_picture (PfZoomView *self,
                               PfClient *client,
                               const char *url,
                               const char *blob,
                               int width,
                               int height,
                               guint32 color);
void pf_zoom_view_zoom (PfZoomView *self, int steps);
void pf_zoom_view_set_zoom (PfZoomView *self, double zoom);
double pf_zoom_view_get_zoom (PfZoomView *self);
gboolean pf_zoom_view_is_fitted (PfZoomView *self);

G_END_DECLS
