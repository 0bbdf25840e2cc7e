/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PfChartUnit:
 * @PF_CHART_COUNT: whole things
 * @PF_CHART_SHARE: a part of one, shown in percent
 * @PF_CHART_TIME: milliseconds
 */
typedef enum
{
  PF_CHART_COUNT,
  PF_CHART_SHARE,
  PF_CHART_TIME,
} PfChartUnit;

/**
 * PfChartNoteKind:
 * @PF_CHART_NOTE_OWN: what the user wrote
 * @PF_CHART_NOTE_PUBLISHED: pins were published
 */
typedef enum
{
  PF_CHART_NOTE_OWN,
  PF_CHART_NOTE_PUBLISHED,
} PfChartNoteKind;

typedef struct
{
  guint point;
  PfChartNoteKind kind;
  char *text;
} PfChartNote;

#define PF_TYPE_CHART_DATA (pf_chart_data_get_type ())
G_DECLARE_FINAL_TYPE (PfChartData, pf_chart_data, PF, CHART_DATA, GObject)

PfChartData *pf_chart_data_new_days (const char *title, guint32 first_day, guint n_days);
PfChartData *pf_chart_data_new_labels (const char *title, const char *const *labels);
const char *pf_chart_data_get_title (PfChartData *self);
void pf_chart_data_set_unit (PfChartData *self, PfChartUnit unit);
PfChartUnit pf_chart_data_get_unit (PfChartData *self);

void pf_chart_data_add_series (PfChartData *self,
                               const char *name,
                               const double *values,
                               const gboolean *estimates);
void
pf_chart_data_add_note (PfChartData *self, guint point, PfChartNoteKind kind, const char *text);
void pf_chart_data_reserve_pictures (PfChartData *self);
gboolean pf_chart_data_has_pictures (PfChartData *self);
void pf_chart_data_set_picture (PfChartData *self, guint point, cairo_surface_t *picture);

guint pf_chart_data_get_n_points (PfChartData *self);
guint pf_chart_data_get_n_series (PfChartData *self);
gboolean pf_chart_data_has_days (PfChartData *self);
gboolean pf_chart_data_is_like (PfChartData *self, PfChartData *other);
guint32 pf_chart_data_get_day (PfChartData *self, guint point);
char *pf_chart_data_dup_label (PfChartData *self, guint point);
const char *pf_chart_data_get_name (PfChartData *self, guint series);
const double *pf_chart_data_get_values (PfChartData *self, guint series);
const gboolean *pf_chart_data_get_estimates (PfChartData *self, guint series);
double pf_chart_data_get_value (PfChartData *self, guint series, guint point);
gboolean pf_chart_data_is_estimate (PfChartData *self, guint series, guint point);
gboolean pf_chart_data_has_estimates (PfChartData *self);
gboolean pf_chart_data_has_values (PfChartData *self);
guint pf_chart_data_get_n_notes (PfChartData *self);
const PfChartNote *pf_chart_data_get_note (PfChartData *self, guint i);
cairo_surface_t *pf_chart_data_get_picture (PfChartData *self, guint point);

G_END_DECLS
