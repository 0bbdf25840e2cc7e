/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pictures/pf-picture-loader.h"
#include "app/widgets/chart/pf-chart-data.h"

G_BEGIN_DECLS

/* Puts thumbnails into what a chart shows, as they come. */
typedef struct _PfAnalyticsPictures PfAnalyticsPictures;

PfAnalyticsPictures *pf_analytics_pictures_new (PfPictureLoader *loader, PfClient *client);
void pf_analytics_pictures_set_data (PfAnalyticsPictures *self, PfChartData *data);
void pf_analytics_pictures_want (PfAnalyticsPictures *self, guint point, const char *url);
void pf_analytics_pictures_ask (PfAnalyticsPictures *self);
void pf_analytics_pictures_free (PfAnalyticsPictures *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfAnalyticsPictures, pf_analytics_pictures_free)

G_END_DECLS
