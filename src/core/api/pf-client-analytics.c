/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-client-analytics.h"

#include "core/api/pf-record-private.h"
#include "core/api/pf-request.h"

#include <glib/gi18n-lib.h>

/* Parsers, on a worker thread. */

static gpointer
parse_tables (const PfJson *root, const char *about, GError **error)
{
  return pf_metrics_parse (root, error);
}

static gpointer
parse_many (const PfJson *root, const char *about, GError **error)
{
  return pf_metrics_parse_many (root, error);
}

static gpointer
parse_top (const PfJson *root, const char *about, GError **error)
{
  return pf_top_pins_parse (root, error);
}

static gpointer
parse_trends (const PfJson *root, const char *about, GError **error)
{
  return pf_trends_parse (root, error);
}

static gpointer
parse_pin (const PfJson *root, const char *about, GError **error)
{
  return pf_pin_new_from_object (root, error);
}

static gpointer
parse_pins (const PfJson *root, const char *about, GError **error)
{
  return pf_page_new_from_json (root, (PfRecordMake)pf_pin_new_from_object,
                                (GDestroyNotify)pf_pin_unref, error);
}

/* What a query says, in the address */

static void
append (GString *path, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (path, "%c%s=", strchr (path->str, '?') == NULL ? '?' : '&', name);
  g_string_append_uri_escaped (path, value, NULL, FALSE);
}

/* `explode: false`: one parameter with commas between. */
static void
append_list (GString *path, const char *name, const char *const *values)
{
  g_autofree char *joined = NULL;

  if (values == NULL || values[0] == NULL)
    return;
  joined = g_strjoinv (",", (char **)values);
  append (path, name, joined);
}

/* OpenAPI's default for arrays: the name again for each value. */
static void
append_each (GString *path, const char *name, const char *const *values)
{
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    append (path, name, values[i]);
}

static void
append_number (GString *path, const char *name, guint number)
{
  char text[16];

  g_snprintf (text, sizeof text, "%u", number);
  append (path, name, text);
}

static void
append_days (GString *path, const PfAnalyticsQuery *query)
{
  g_autofree char *from = pf_day_format (query->from);
  g_autofree char *to = pf_day_format (query->to);

  append (path, "start_date", from);
  append (path, "end_date", to);
}

/* What the account and its top lists have in common. */
static void
append_filters (GString *path, const PfAnalyticsQuery *query)
{
  append (path, "from_claimed_content", query->claimed);
  append (path, "pin_format", query->pin_format);
  append (path, "app_types", query->app_type);
  append (path, "content_type", query->content_type);
  append (path, "source", query->source);
  append_list (path, "metric_types", query->metrics);
}

static void
run (PfClient *self,
     gpointer source_tag,
     PfBudgetCategory category,
     PfPriority priority,
     GString *path,
     PfParse parse,
     GDestroyNotify free_result,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer data)
{
  PfRequest request = { .method = SOUP_METHOD_GET,
                        .path = g_string_free (path, FALSE),
                        .category = category,
                        .priority = priority,
                        .parse = parse,
                        .free_result = free_result };

  pf_request_run (&request, self, source_tag, cancellable, callback, data);
}

/**
 * pf_client_get_account_analytics_async:
 *
 * GET /user_account/analytics
 */
void
pf_client_get_account_analytics_async (PfClient *self,
                                       PfPriority priority,
                                       const PfAnalyticsQuery *query,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer data)
{
  GString *path = g_string_new ("/user_account/analytics");

  append_days (path, query);
  append_filters (path, query);
  append (path, "split_field", query->split);
  append (path, "ad_account_id", query->ad_account_id);
  run (self, pf_client_get_account_analytics_async, PF_BUDGET_ORG_ANALYTICS, priority, path,
       parse_tables, (GDestroyNotify)g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
pf_client_get_account_analytics_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_account_analytics_async, error);
}

static void
get_top (PfClient *self,
         gpointer source_tag,
         const char *operation,
         PfPriority priority,
         const PfAnalyticsQuery *query,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer data)
{
  GString *path = g_string_new (operation);

  append_days (path, query);
  append (path, "sort_by", query->sort_by != NULL ? query->sort_by : "IMPRESSION");
  append_filters (path, query);
  if (query->n_pins > 0)
    append_number (path, "num_of_pins", MIN (query->n_pins, PF_ANALYTICS_MAX_TOP));
  if (query->recent)
    append (path, "created_in_last_n_days", "30");
  append (path, "ad_account_id", query->ad_account_id);
  run (self, source_tag, PF_BUDGET_ORG_ANALYTICS, priority, path, parse_top,
       (GDestroyNotify)pf_top_pins_unref, cancellable, callback, data);
}

/**
 * pf_client_get_top_pins_async:
 *
 * GET /user_account/analytics/top_pins
 */
void
pf_client_get_top_pins_async (PfClient *self,
                              PfPriority priority,
                              const PfAnalyticsQuery *query,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data)
{
  get_top (self, pf_client_get_top_pins_async, "/user_account/analytics/top_pins", priority, query,
           cancellable, callback, data);
}

PfTopPins *
pf_client_get_top_pins_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_top_pins_async, error);
}

/**
 * pf_client_get_top_video_pins_async:
 *
 * GET /user_account/analytics/top_video_pins
 */
void
pf_client_get_top_video_pins_async (PfClient *self,
                                    PfPriority priority,
                                    const PfAnalyticsQuery *query,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data)
{
  get_top (self, pf_client_get_top_video_pins_async, "/user_account/analytics/top_video_pins",
           priority, query, cancellable, callback, data);
}

PfTopPins *
pf_client_get_top_video_pins_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_top_video_pins_async, error);
}

/**
 * pf_client_get_pin_analytics_async:
 *
 * GET /pins/{pin_id}/analytics. @query must name metrics.
 */
void
pf_client_get_pin_analytics_async (PfClient *self,
                                   PfPriority priority,
                                   const char *pin_id,
                                   const PfAnalyticsQuery *query,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer data)
{
  GString *path;

  if (!pf_client_check_id (self, pf_client_get_pin_analytics_async, pin_id, callback, data))
    return;
  path = g_string_new (NULL);
  g_string_printf (path, "/pins/%s/analytics", pin_id);
  append_days (path, query);
  append_list (path, "metric_types", query->metrics);
  append (path, "app_types", query->app_type);
  append (path, "split_field", query->split);
  append (path, "ad_account_id", query->ad_account_id);
  run (self, pf_client_get_pin_analytics_async, PF_BUDGET_ORG_ANALYTICS, priority, path,
       parse_tables, (GDestroyNotify)g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
pf_client_get_pin_analytics_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_pin_analytics_async, error);
}

/**
 * pf_client_get_pins_analytics_async:
 *
 * GET /pins/analytics, of 1 to 100 pins. Beta: an app that may not use it is refused.
 */
void
pf_client_get_pins_analytics_async (PfClient *self,
                                    PfPriority priority,
                                    const char *const *pin_ids,
                                    const PfAnalyticsQuery *query,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer data)
{
  GString *path;
  guint n_ids = g_strv_length ((char **)pin_ids);

  if (n_ids == 0 || n_ids > PF_ANALYTICS_MAX_PINS)
    {
      pf_request_refuse (self, pf_client_get_pins_analytics_async,
                         _ ("The service takes up to 100 pins at once"), callback, data);
      return;
    }
  for (guint i = 0; i < n_ids; i++)
    if (!pf_client_check_id (self, pf_client_get_pins_analytics_async, pin_ids[i], callback, data))
      return;
  path = g_string_new ("/pins/analytics");
  append_each (path, "pin_ids", pin_ids);
  append_days (path, query);
  append_list (path, "metric_types", query->metrics);
  append (path, "app_types", query->app_type);
  append (path, "ad_account_id", query->ad_account_id);
  run (self, pf_client_get_pins_analytics_async, PF_BUDGET_ORG_ANALYTICS, priority, path,
       parse_many, (GDestroyNotify)g_hash_table_unref, cancellable, callback, data);
}

GHashTable *
pf_client_get_pins_analytics_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_pins_analytics_async, error);
}

/**
 * pf_client_get_trends_async:
 *
 * GET /trends/keywords/{region}/top/{trend_type}
 */
void
pf_client_get_trends_async (PfClient *self,
                            PfPriority priority,
                            const PfTrendsQuery *query,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer data)
{
  GString *path = g_string_new ("/trends/keywords/");

  /* Regions of several countries have a "+" between, which is escaped like the rest. */
  g_string_append_uri_escaped (path, query->region, NULL, FALSE);
  g_string_append (path, "/top/");
  g_string_append_uri_escaped (path, query->type, NULL, FALSE);
  append_each (path, "interests", query->interests);
  append_each (path, "genders", query->genders);
  append_each (path, "ages", query->ages);
  append_each (path, "include_keywords", query->keywords);
  if (query->normalize_group)
    append (path, "normalize_against_group", "true");
  if (query->limit > 0)
    append_number (path, "limit", MIN (query->limit, 50));
  if (query->include_prediction)
    append (path, "include_prediction", "true");
  if (query->include_demographics)
    append (path, "include_demographics", "true");
  run (self, pf_client_get_trends_async, PF_BUDGET_TRENDS_READ, priority, path, parse_trends,
       (GDestroyNotify)g_ptr_array_unref, cancellable, callback, data);
}

GPtrArray *
pf_client_get_trends_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_trends_async, error);
}

/**
 * pf_client_get_pin_with_metrics_async:
 *
 * GET /pins/{pin_id} with `pin_metrics=true`
 */
void
pf_client_get_pin_with_metrics_async (PfClient *self,
                                      PfPriority priority,
                                      const char *pin_id,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer data)
{
  GString *path;

  if (!pf_client_check_id (self, pf_client_get_pin_with_metrics_async, pin_id, callback, data))
    return;
  path = g_string_new (NULL);
  g_string_printf (path, "/pins/%s", pin_id);
  append (path, "pin_metrics", "true");
  run (self, pf_client_get_pin_with_metrics_async, PF_BUDGET_ORG_READ, priority, path, parse_pin,
       (GDestroyNotify)pf_pin_unref, cancellable, callback, data);
}

PfPin *
pf_client_get_pin_with_metrics_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_get_pin_with_metrics_async, error);
}

/**
 * pf_client_list_pins_with_metrics_async:
 *
 * GET /pins or /boards/{board_id}/pins with `pin_metrics=true`. The listing of a section does not
 * have them (api-facts section 8): its pins are among those of the board.
 */
void
pf_client_list_pins_with_metrics_async (PfClient *self,
                                        PfPriority priority,
                                        const char *board_id,
                                        guint page_size,
                                        const char *bookmark,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer data)
{
  GString *path;

  if (board_id != NULL
      && !pf_client_check_id (self, pf_client_list_pins_with_metrics_async, board_id, callback,
                              data))
    return;
  path = g_string_new (NULL);
  if (board_id != NULL)
    g_string_printf (path, "/boards/%s/pins", board_id);
  else
    g_string_append (path, "/pins");
  append_number (path, "page_size", CLAMP (page_size, 1, 250));
  append (path, "pin_metrics", "true");
  append (path, "bookmark", bookmark);
  run (self, pf_client_list_pins_with_metrics_async, PF_BUDGET_ORG_READ, priority, path, parse_pins,
       (GDestroyNotify)pf_page_free, cancellable, callback, data);
}

PfPage *
pf_client_list_pins_with_metrics_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return pf_request_finish (self, result, pf_client_list_pins_with_metrics_async, error);
}
