/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-json.h"
#include "core/base/pf-day.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PfDataStatus:
 * @PF_DATA_NONE: the reply does not have this day
 * @PF_DATA_READY: numbers that stand
 * @PF_DATA_ESTIMATE: numbers that Pinterest still corrects
 * @PF_DATA_PROCESSING: not counted yet
 * @PF_DATA_BEFORE: from before there is data: BEFORE_…
 * @PF_DATA_WITHHELD: too few people, or a day that is known to be wrong
 * @PF_DATA_OTHER: a status that this version does not know
 *
 * What stands behind the numbers of a day (`data_status`; api-facts section 11). Only the first two
 * kinds with numbers, READY and ESTIMATE, may be drawn; all others are gaps, never zeros.
 */
typedef enum
{
  PF_DATA_NONE,
  PF_DATA_READY,
  PF_DATA_ESTIMATE,
  PF_DATA_PROCESSING,
  PF_DATA_BEFORE,
  PF_DATA_WITHHELD,
  PF_DATA_OTHER,
} PfDataStatus;

PfDataStatus pf_data_status_from_string (const char *text);

/**
 * PfMetricTable:
 * @key: of the split: "all", "MOBILE" ... as the service wrote it
 * @names: (element-type utf8): metrics that its days have, also those nobody asked for
 * @days: (element-type PfDay): ascending, each once
 * @statuses: (element-type guint8): #PfDataStatus, one a day
 * @values: one row a day, @names->len numbers each; NAN for what the reply lacks
 * @summary: (element-type utf8 double): Pinterest's own sum over what was asked
 * @lifetime: (element-type utf8 double): of a pin: TOTAL_COMMENTS, TOTAL_REACTIONS ...
 *
 * The daily numbers of one account, or one pin, or one part of a split. Immutable once made and
 * reference counted; safe to share between threads.
 */
typedef struct
{
  gatomicrefcount refs;
  char *key;
  GPtrArray *names;
  GArray *days;
  GArray *statuses;
  double *values;
  GHashTable *summary;
  GHashTable *lifetime;
} PfMetricTable;

#define PF_TYPE_METRIC_TABLE (pf_metric_table_get_type ())
GType pf_metric_table_get_type (void);
PfMetricTable *pf_metric_table_ref (PfMetricTable *self);
void pf_metric_table_unref (PfMetricTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfMetricTable, pf_metric_table_unref)

int pf_metric_table_find_name (const PfMetricTable *self, const char *name);
int pf_metric_table_find_day (const PfMetricTable *self, PfDay day);
PfDataStatus pf_metric_table_get_status (const PfMetricTable *self, PfDay day);
double pf_metric_table_get_value (const PfMetricTable *self, PfDay day, const char *name);

/* Making one, day by day in any order; a day that comes again replaces the one before it. */
typedef struct _PfMetricTableBuilder PfMetricTableBuilder;
PfMetricTableBuilder *pf_metric_table_builder_new (const char *key);
void pf_metric_table_builder_add_day (PfMetricTableBuilder *self, PfDay day, PfDataStatus status);
void
pf_metric_table_builder_set (PfMetricTableBuilder *self, PfDay day, const char *name, double value);
void
pf_metric_table_builder_set_summary (PfMetricTableBuilder *self, const char *name, double value);
void
pf_metric_table_builder_set_lifetime (PfMetricTableBuilder *self, const char *name, double value);
PfMetricTable *pf_metric_table_builder_end (PfMetricTableBuilder *self);

/**
 * PfTopPin:
 * @pin_id: Pinterest's id; of a claimed domain's list it may be somebody else's pin
 * @metrics: (element-type utf8 double): by name; what is not ready is not in it
 * @statuses: (element-type utf8 PfDataStatus): by name
 */
typedef struct
{
  char *pin_id;
  GHashTable *metrics;
  GHashTable *statuses;
} PfTopPin;

/**
 * PfTopPins:
 * @pins: (element-type PfTopPin): in the service's order
 * @sort_by: (nullable): what that order is by
 * @latest_at: how far the numbers go, us since 1970 UTC; 0 when the reply does not say
 * @is_realtime: whether they are of this moment
 *
 * The reply of top_pins and top_video_pins. Immutable and reference counted.
 */
typedef struct
{
  gatomicrefcount refs;
  GPtrArray *pins;
  char *sort_by;
  gint64 latest_at;
  gboolean is_realtime;
} PfTopPins;

#define PF_TYPE_TOP_PINS (pf_top_pins_get_type ())
GType pf_top_pins_get_type (void);
PfTopPins *pf_top_pins_ref (PfTopPins *self);
void pf_top_pins_unref (PfTopPins *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfTopPins, pf_top_pins_unref)

/* What a reply says, and what is left of it when parts are not what they should be. */
GPtrArray *pf_metrics_parse (const PfJson *root, GError **error);
GHashTable *pf_metrics_parse_many (const PfJson *root, GError **error);
PfTopPins *pf_top_pins_parse (const PfJson *root, GError **error);

G_END_DECLS
