/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-json.h"
#include "core/base/pf-day.h"

#include <glib-object.h>

G_BEGIN_DECLS

/* A growth beyond ±10,000 % is told as this (Pinterest API v5 description). */
#define PF_TREND_GROWTH_MAX 10000
#define PF_TREND_GROWTH_UNKNOWN G_MININT64

/**
 * PfTrendPoint:
 * @day: the week ends here
 * @value: 0 to 100, relative to the keyword's own peak, or the group's
 */
typedef struct
{
  PfDay day;
  double value;
} PfTrendPoint;

/**
 * PfTrend:
 * @keyword: what people search for
 * @growth_week, @growth_month, @growth_year: percent; PF_TREND_GROWTH_UNKNOWN when absent; one more
 *   than PF_TREND_GROWTH_MAX means more than that
 * @points: (element-type PfTrendPoint): weeks, ascending
 * @has_prediction: closed beta: @prediction goes on from there
 * @prediction: (element-type PfTrendPoint): weeks to come
 * @ages, @genders: (nullable) (element-type utf8 double): closed beta: shares by group
 *
 * A keyword that is searched for. Immutable; belongs to the array it came in.
 */
typedef struct
{
  char *keyword;
  gint64 growth_week, growth_month, growth_year;
  GArray *points;
  gboolean has_prediction;
  GArray *prediction;
  GHashTable *ages;
  GHashTable *genders;
} PfTrend;

void pf_trend_free (PfTrend *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfTrend, pf_trend_free)

/* (element-type PfTrend), the first one trends most */
GPtrArray *pf_trends_parse (const PfJson *root, GError **error);

G_END_DECLS
