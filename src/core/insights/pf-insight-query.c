/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insight-query.h"

G_DEFINE_BOXED_TYPE (PfInsightQuery, pf_insight_query, pf_insight_query_ref, pf_insight_query_unref)

/**
 * pf_insight_query_new:
 * @kind: what is asked
 * @from: first day
 * @to: last day
 *
 * Returns: (transfer full): a query with the service's defaults, for its maker to fill in
 */
PfInsightQuery *
pf_insight_query_new (PfInsightKind kind, PfDay from, PfDay to)
{
  PfInsightQuery *self = g_new0 (PfInsightQuery, 1);

  g_atomic_ref_count_init (&self->refs);
  self->kind = kind;
  self->from = from;
  self->to = to;
  return self;
}

/**
 * pf_insight_query_copy:
 * @self: a query
 *
 * Returns: (transfer full): one of its own that asks the same
 */
PfInsightQuery *
pf_insight_query_copy (const PfInsightQuery *self)
{
  PfInsightQuery *copy = pf_insight_query_new (self->kind, self->from, self->to);

  copy->metrics = g_strdupv (self->metrics);
  copy->content_type = g_strdup (self->content_type);
  copy->app_type = g_strdup (self->app_type);
  copy->claimed = g_strdup (self->claimed);
  copy->source = g_strdup (self->source);
  copy->pin_format = g_strdup (self->pin_format);
  copy->split = g_strdup (self->split);
  copy->sort_by = g_strdup (self->sort_by);
  copy->n_pins = self->n_pins;
  copy->recent = self->recent;
  copy->pin_ids = g_strdupv (self->pin_ids);
  copy->ad_account_id = g_strdup (self->ad_account_id);
  return copy;
}

/**
 * pf_insight_query_ref:
 * @self: a query
 *
 * Returns: (transfer full): @self
 */
PfInsightQuery *
pf_insight_query_ref (PfInsightQuery *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_insight_query_unref:
 * @self: (transfer full): a query
 */
void
pf_insight_query_unref (PfInsightQuery *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_strfreev (self->metrics);
  g_free (self->content_type);
  g_free (self->app_type);
  g_free (self->claimed);
  g_free (self->source);
  g_free (self->pin_format);
  g_free (self->split);
  g_free (self->sort_by);
  g_strfreev (self->pin_ids);
  g_free (self->ad_account_id);
  g_free (self);
}

/* What is the default anyway asks the same as nothing. */
static void
add_filter (GString *text, const char *name, const char *value, const char *fallback)
{
  if (value != NULL && !g_str_equal (value, fallback))
    g_string_append_printf (text, "%s%s=%s", text->len > 0 ? " " : "", name, value);
}

/**
 * pf_insight_query_get_filter:
 * @self: a query
 *
 * Returns: (transfer full): what it leaves out, and how it splits, as text; "" when it takes all.
 * The same for queries whose numbers may be laid one over the other
 */
char *
pf_insight_query_get_filter (const PfInsightQuery *self)
{
  GString *text = g_string_new (NULL);

  add_filter (text, "account", self->ad_account_id, "");
  add_filter (text, "app", self->app_type, "ALL");
  add_filter (text, "claimed", self->claimed, "BOTH");
  add_filter (text, "content", self->content_type, "ALL");
  add_filter (text, "format", self->pin_format, "ALL");
  add_filter (text, "source", self->source, "ALL");
  add_filter (text, "split", self->split, "NO_SPLIT");
  return g_string_free (text, FALSE);
}

/**
 * pf_insight_query_get_key:
 * @self: a query
 *
 * Returns: (transfer full): all that it asks, as text
 */
char *
pf_insight_query_get_key (const PfInsightQuery *self)
{
  g_autofree char *filter = pf_insight_query_get_filter (self);
  g_autofree char *metrics = self->metrics != NULL ? g_strjoinv (",", self->metrics) : NULL;
  g_autofree char *pins = self->pin_ids != NULL ? g_strjoinv (",", self->pin_ids) : NULL;

  return g_strdup_printf ("%d %d-%d %s|%s|%s|%u%s|%s", (int)self->kind, self->from, self->to,
                          filter, metrics != NULL ? metrics : "*",
                          self->sort_by != NULL ? self->sort_by : "", self->n_pins,
                          self->recent ? "r" : "", pins != NULL ? pins : "");
}
