/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PfDay:
 *
 * A day of the service's calendar: days since 1970-01-01, in UTC (Pinterest API v5 description,
 * "Metric report start date (UTC)"). It has no zone and no summer time, so that a difference of two
 * is always a number of days. Where a person reads it, it is that calendar day, never shifted to
 * the zone of the computer.
 */
typedef gint32 PfDay;

#define PF_DAY_NONE G_MININT32

PfDay pf_day_from_time (gint64 time_us);
gint64 pf_day_to_time (PfDay day);
gboolean pf_day_parse (const char *text, PfDay *day);
char *pf_day_format (PfDay day);
int pf_day_get_weekday (PfDay day);
PfDay pf_day_add_years (PfDay day, int years);
GDateTime *pf_day_to_date_time (PfDay day);

G_END_DECLS
