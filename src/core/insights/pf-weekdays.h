/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-series.h"

G_BEGIN_DECLS

/**
 * PfWeekdays:
 * @mean: by weekday, Monday first; NAN for one without a day that stands
 * @n: days that stand, by weekday
 * @n_days: all of them
 * @order: weekdays, 1 for Monday, the best first; 0 at the end for those without data
 * @enough: whether each weekday stands on four days at least: fewer are chance, and are said to be
 *
 * How a metric goes by weekday. The API has no hours.
 */
typedef struct
{
  double mean[7];
  guint n[7];
  guint n_days;
  int order[7];
  gboolean enough;
} PfWeekdays;

#define PF_WEEKDAYS_ENOUGH 4

void pf_weekdays_compute (const PfSeries *series, PfWeekdays *weekdays);
/* One sentence for people: which are best, and on how many days that stands. */
char *pf_weekdays_describe (const PfWeekdays *self);

G_END_DECLS
