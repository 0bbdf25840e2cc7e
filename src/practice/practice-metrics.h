/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-numbers.h"
#include "practice.h"

G_BEGIN_DECLS

/* The names of what is counted (api-facts.md, section 11), and what a request may ask for. */

typedef enum
{
  /* Of an account and of its top pins. */
  PRACTICE_SET_ACCOUNT = 1 << 0,
  /* Of its top videos. */
  PRACTICE_SET_TOP_VIDEO = 1 << 1,
  /* Of a pin, of a pin that is a video. */
  PRACTICE_SET_PIN = 1 << 2,
  PRACTICE_SET_PIN_VIDEO = 1 << 3,
  /* What a list of top pins, or of top videos, is sorted by. */
  PRACTICE_SET_SORT = 1 << 4,
  /* In no document. */
  PRACTICE_SET_ODD = 1 << 5,
} PracticeMetricSet;

guint practice_n_metrics (void);
const char *practice_metric_name (guint metric);
gboolean practice_metric_in (guint metric, PracticeMetricSet sets);
/* Only in lifetime numbers. */
gboolean practice_metric_is_lifetime (guint metric);
/* A ratio or mean: it cannot be added up. */
gboolean practice_metric_is_ratio (guint metric);
double practice_metric_value (guint metric, const PracticeCounts *counts);
/* Adds "NAME": value */
void practice_metric_set (JsonObject *o, guint metric, const PracticeCounts *counts);

typedef struct
{
  gint64 today;
  gint64 first;
  guint n_days;
  PracticeSlice slice;
  /* Bits of metrics. */
  guint64 metrics;
  /* A name of split_field, NULL for none. */
  const char *split;
} PracticeReport;

/* Reads the parameters that these operations share: dates, metric_types (needed when @need),
 * app_types, ad_account_id. FALSE after an error was answered. */
gboolean practice_report_read (PracticeExchange *x,
                               PracticeReport *report,
                               PracticeMetricSet sets,
                               gboolean need);
/* Also from_claimed_content, pin_format, content_type and source. */
gboolean practice_report_read_filters (PracticeExchange *x, PracticeReport *report);
/* @words: what split_field may be, NULL-terminated */
gboolean
practice_report_read_split (PracticeExchange *x, PracticeReport *report, const char *const *words);

/* One part of a split: its key and its slice. Returns FALSE behind the last. */
gboolean
practice_report_part (PracticeReport *report, guint nth, const char **key, PracticeSlice *slice);

/* All values of a list that is sent with commas or by repeating its name. (transfer full) */
char **practice_query_list (PracticeExchange *x, const char *name);
/* FALSE after a 400 was answered because @name is none of @words; NULL when it was not sent. */
gboolean practice_query_word (PracticeExchange *x,
                              const char *name,
                              const char *const *words,
                              const char **word);
/* FALSE after a 400 was answered. */
gboolean practice_query_flag (PracticeExchange *x, const char *name, gboolean *flag);
gboolean practice_query_number (
    PracticeExchange *x, const char *name, guint first, guint last, guint *number);
char *practice_day_text (gint64 day);

G_END_DECLS
