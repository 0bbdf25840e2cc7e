/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-insight-query.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What leaves something out of the numbers, and last, what splits them. */
typedef enum
{
  PF_FILTER_CONTENT,
  PF_FILTER_APP,
  PF_FILTER_CLAIMED,
  PF_FILTER_SOURCE,
  PF_FILTER_FORMAT,
  PF_FILTER_SPLIT,
  PF_FILTER_N
} PfFilter;

const char *pf_filter_get_title (PfFilter filter);
/* As the service calls them, the default first. */
const char *const *pf_filter_list (PfFilter filter);

/**
 * PfDaysKind: which days are shown
 * @PF_DAYS_WEEK, @PF_DAYS_MONTH, @PF_DAYS_REACH: the last 7, 30, 89
 * @PF_DAYS_YEAR, @PF_DAYS_KEPT: the last 365, and all; need days that are kept on this computer
 * @PF_DAYS_OWN: from one date to another
 */
typedef enum
{
  PF_DAYS_WEEK,
  PF_DAYS_MONTH,
  PF_DAYS_REACH,
  PF_DAYS_YEAR,
  PF_DAYS_KEPT,
  PF_DAYS_OWN,
  PF_DAYS_N
} PfDaysKind;

/**
 * PfAgainst: what they are compared with
 * @PF_AGAINST_BEFORE: as many days before them
 * @PF_AGAINST_LAST_YEAR: the same weeks of last year; needs days that are kept
 * @PF_AGAINST_OWN: from one date to another
 * @PF_AGAINST_NOTHING: nothing
 */
typedef enum
{
  PF_AGAINST_BEFORE,
  PF_AGAINST_LAST_YEAR,
  PF_AGAINST_OWN,
  PF_AGAINST_NOTHING,
  PF_AGAINST_N
} PfAgainst;

/**
 * PfAnalyticsChoice:
 * @filters: by #PfFilter, as the service calls it; none is ever %NULL
 * @region, @trend_type: which words people search for, likewise
 *
 * What somebody chose to see of an account.
 */
typedef struct
{
  const char *filters[PF_FILTER_N];
  PfDaysKind days;
  PfAgainst against;
  PfDay from, to;
  PfDay against_from, against_to;
  const char *region, *trend_type;
} PfAnalyticsChoice;

/**
 * PfPeriod:
 * @from, @to: the days
 * @before_from, @before_to: what they are compared with; #PF_DAY_NONE for nothing
 */
typedef struct
{
  PfDay from, to;
  PfDay before_from, before_to;
} PfPeriod;

void pf_analytics_choice_init (PfAnalyticsChoice *self);
void
pf_analytics_choice_load (PfAnalyticsChoice *self, GSettings *settings, const char *connection_id);
void pf_analytics_choice_save (const PfAnalyticsChoice *self,
                               GSettings *settings,
                               const char *connection_id);

/* @kept_from: the first day that is kept on this computer, or #PF_DAY_NONE */
gboolean pf_days_kind_is_there (PfDaysKind kind, PfDay today, PfDay kept_from);
gboolean pf_against_is_there (PfAgainst against, PfDay today, PfDay kept_from);
PfDay pf_days_get_first (PfDay today, PfDay kept_from);
void pf_analytics_choice_get_period (const PfAnalyticsChoice *self,
                                     PfDay today,
                                     PfDay kept_from,
                                     PfPeriod *period);

void pf_analytics_choice_filter (const PfAnalyticsChoice *self, PfInsightQuery *query);
gboolean pf_analytics_choice_is_filtered (const PfAnalyticsChoice *self);
char *pf_analytics_choice_describe_filter (const PfAnalyticsChoice *self);

char *pf_analytics_format_day (PfDay day);
char *pf_analytics_format_days (PfDay from, PfDay to);

G_END_DECLS
