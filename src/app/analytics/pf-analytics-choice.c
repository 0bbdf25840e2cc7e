/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-choice.h"

#include "core/insights/pf-insight-range.h"
#include "core/insights/pf-metric-sum.h"

#include <glib/gi18n.h>

#define KEY "analytics-choices"
#define YEAR 365

/* As they are stored. */
static const char *const filter_names[PF_FILTER_N]
    = { "content", "app", "claimed", "source", "format", "split" };
static const char *const days_names[PF_DAYS_N] = { "7", "30", "89", "year", "kept", "own" };
static const char *const against_names[PF_AGAINST_N] = { "before", "last-year", "own", "nothing" };

/**
 * pf_filter_get_title:
 * @filter: a filter
 *
 * Returns: (transfer none): what it is about
 */
const char *
pf_filter_get_title (PfFilter filter)
{
  static const char *const titles[PF_FILTER_N]
      = { N_ ("Content"),    N_ ("Device"), N_ ("Claimed content"),
          N_ ("Whose pins"), N_ ("Format"), N_ ("Split") };

  return _ (titles[filter]);
}

/**
 * pf_filter_list:
 * @filter: a filter
 *
 * Returns: (transfer none) (array zero-terminated=1): what it can be, the default first
 */
const char *const *
pf_filter_list (PfFilter filter)
{
  switch (filter)
    {
    case PF_FILTER_CONTENT:
      return pf_insight_list_content_types ();
    case PF_FILTER_APP:
      return pf_insight_list_app_types ();
    case PF_FILTER_CLAIMED:
      return pf_insight_list_claimed ();
    case PF_FILTER_SOURCE:
      return pf_insight_list_sources ();
    case PF_FILTER_FORMAT:
      return pf_insight_list_pin_formats ();
    case PF_FILTER_SPLIT:
    case PF_FILTER_N:
    default:
      return pf_insight_list_splits (PF_INSIGHT_ACCOUNT);
    }
}

/**
 * pf_analytics_choice_init:
 * @self: (out caller-allocates): a choice
 *
 * What is shown to somebody who chose nothing.
 */
void
pf_analytics_choice_init (PfAnalyticsChoice *self)
{
  *self = (PfAnalyticsChoice){ .days = PF_DAYS_MONTH,
                               .from = PF_DAY_NONE,
                               .to = PF_DAY_NONE,
                               .against_from = PF_DAY_NONE,
                               .against_to = PF_DAY_NONE,
                               .region = pf_insight_list_regions ()[0],
                               .trend_type = pf_insight_list_trend_types ()[0] };
  for (guint i = 0; i < PF_FILTER_N; i++)
    self->filters[i] = pf_filter_list (i)[0];
}

/* What a newer Pinfold stored is as if nothing was. */
static int
find (const char *const *names, guint n, const char *name, int fallback)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return (int)i;
  return fallback;
}

static const char *
read_name (GVariant *stored, const char *name, const char *const *names)
{
  const char *text = NULL;

  g_variant_lookup (stored, name, "&s", &text);
  return names[find (names, g_strv_length ((char **)names), text, 0)];
}

static void
read_day (GVariant *stored, const char *name, PfDay *day)
{
  const char *text;

  if (!g_variant_lookup (stored, name, "&s", &text) || !pf_day_parse (text, day))
    *day = PF_DAY_NONE;
}

/**
 * pf_analytics_choice_load:
 * @self: (out caller-allocates): a choice
 * @settings: of the application
 * @connection_id: of whom
 *
 * What was chosen for this account last.
 */
void
pf_analytics_choice_load (PfAnalyticsChoice *self, GSettings *settings, const char *connection_id)
{
  g_autoptr (GVariant) all = NULL;
  g_autoptr (GVariant) stored = NULL;
  const char *text;

  pf_analytics_choice_init (self);
  all = g_settings_get_value (settings, KEY);
  stored = g_variant_lookup_value (all, connection_id, G_VARIANT_TYPE ("a{ss}"));
  if (stored == NULL)
    return;
  for (guint i = 0; i < PF_FILTER_N; i++)
    self->filters[i] = read_name (stored, filter_names[i], pf_filter_list (i));
  self->region = read_name (stored, "region", pf_insight_list_regions ());
  self->trend_type = read_name (stored, "trends", pf_insight_list_trend_types ());
  if (g_variant_lookup (stored, "days", "&s", &text))
    self->days = (PfDaysKind)find (days_names, PF_DAYS_N, text, PF_DAYS_MONTH);
  if (g_variant_lookup (stored, "against", "&s", &text))
    self->against = (PfAgainst)find (against_names, PF_AGAINST_N, text, PF_AGAINST_BEFORE);
  read_day (stored, "from", &self->from);
  read_day (stored, "to", &self->to);
  read_day (stored, "against-from", &self->against_from);
  read_day (stored, "against-to", &self->against_to);
}

static void
add_day (GVariantBuilder *builder, const char *name, PfDay day)
{
  g_autofree char *text = day != PF_DAY_NONE ? pf_day_format (day) : NULL;

  if (text != NULL)
    g_variant_builder_add (builder, "{ss}", name, text);
}

/**
 * pf_analytics_choice_save:
 * @self: a choice
 * @settings: of the application
 * @connection_id: of whom
 *
 * Remembers it.
 */
void
pf_analytics_choice_save (const PfAnalyticsChoice *self,
                          GSettings *settings,
                          const char *connection_id)
{
  g_autoptr (GVariant) old = g_settings_get_value (settings, KEY);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sa{ss}}"));
  GVariantIter iter;
  GVariant *stored;
  const char *id;

  g_variant_iter_init (&iter, old);
  while (g_variant_iter_loop (&iter, "{&s@a{ss}}", &id, &stored))
    if (!g_str_equal (id, connection_id))
      g_variant_builder_add (&builder, "{s@a{ss}}", id, stored);
  g_variant_builder_open (&builder, G_VARIANT_TYPE ("{sa{ss}}"));
  g_variant_builder_add (&builder, "s", connection_id);
  g_variant_builder_open (&builder, G_VARIANT_TYPE ("a{ss}"));
  for (guint i = 0; i < PF_FILTER_N; i++)
    g_variant_builder_add (&builder, "{ss}", filter_names[i], self->filters[i]);
  g_variant_builder_add (&builder, "{ss}", "days", days_names[self->days]);
  g_variant_builder_add (&builder, "{ss}", "against", against_names[self->against]);
  g_variant_builder_add (&builder, "{ss}", "region", self->region);
  g_variant_builder_add (&builder, "{ss}", "trends", self->trend_type);
  add_day (&builder, "from", self->from);
  add_day (&builder, "to", self->to);
  add_day (&builder, "against-from", self->against_from);
  add_day (&builder, "against-to", self->against_to);
  g_variant_builder_close (&builder);
  g_variant_builder_close (&builder);
  g_settings_set_value (settings, KEY, g_variant_builder_end (&builder));
}

/* Days */

/**
 * pf_days_get_first:
 * @today: the day that it is in UTC
 * @kept_from: the first day that is kept, or #PF_DAY_NONE
 *
 * Returns: the first day there may be numbers of
 */
PfDay
pf_days_get_first (PfDay today, PfDay kept_from)
{
  PfDay reach = today - PF_INSIGHT_REACH;

  return kept_from != PF_DAY_NONE ? MIN (kept_from, reach) : reach;
}

/**
 * pf_days_kind_is_there:
 * @kind: which days
 * @today: the day that it is in UTC
 * @kept_from: the first day that is kept, or #PF_DAY_NONE
 *
 * Returns: whether it shows more than Pinterest itself has
 */
gboolean
pf_days_kind_is_there (PfDaysKind kind, PfDay today, PfDay kept_from)
{
  return (kind != PF_DAYS_YEAR && kind != PF_DAYS_KEPT)
         || (kept_from != PF_DAY_NONE && kept_from < today - PF_INSIGHT_REACH);
}

/**
 * pf_against_is_there:
 * @against: what is compared with
 * @today: the day that it is in UTC
 * @kept_from: the first day that is kept, or #PF_DAY_NONE
 *
 * Returns: whether there may be numbers of it
 */
gboolean
pf_against_is_there (PfAgainst against, PfDay today, PfDay kept_from)
{
  PfDay from = today - 1, to = today - 1;

  pf_insight_range_last_year (&from, &to);
  return against != PF_AGAINST_LAST_YEAR || (kept_from != PF_DAY_NONE && kept_from <= to);
}

static void
get_own (PfDay first, PfDay last, PfDay chosen_from, PfDay chosen_to, PfDay *from, PfDay *to)
{
  *from = chosen_from != PF_DAY_NONE ? MAX (chosen_from, first) : PF_DAY_NONE;
  *to = MIN (chosen_to, last);
}

/**
 * pf_analytics_choice_get_period:
 * @self: a choice
 * @today: the day that it is in UTC
 * @kept_from: the first day that is kept, or #PF_DAY_NONE
 * @period: (out caller-allocates): the days that are meant today
 *
 * Days that were chosen once and are out of reach by now are the last 30.
 */
void
pf_analytics_choice_get_period (const PfAnalyticsChoice *self,
                                PfDay today,
                                PfDay kept_from,
                                PfPeriod *period)
{
  static const guint lengths[PF_DAYS_N] = { 7, 30, PF_INSIGHT_REACH, YEAR };
  PfDay first = pf_days_get_first (today, kept_from), last = today - 1;
  PfDaysKind days = self->days;
  gint64 now = pf_day_to_time (today);

  if (!pf_days_kind_is_there (days, today, kept_from))
    days = PF_DAYS_REACH;
  *period = (PfPeriod){ .from = first, .to = last };
  if (days == PF_DAYS_OWN)
    get_own (first, last, self->from, self->to, &period->from, &period->to);
  else if (days != PF_DAYS_KEPT)
    pf_insight_range_last (now, lengths[days], &period->from, &period->to);
  if (period->from == PF_DAY_NONE || period->from > period->to)
    pf_insight_range_last (now, lengths[PF_DAYS_MONTH], &period->from, &period->to);
  period->before_from = period->from;
  period->before_to = period->to;
  if (self->against == PF_AGAINST_LAST_YEAR
      && pf_against_is_there (self->against, today, kept_from))
    pf_insight_range_last_year (&period->before_from, &period->before_to);
  else if (self->against == PF_AGAINST_OWN)
    get_own (first, last, self->against_from, self->against_to, &period->before_from,
             &period->before_to);
  else
    pf_insight_range_before (&period->before_from, &period->before_to);
  if (self->against == PF_AGAINST_NOTHING || period->before_from > period->before_to
      || period->before_from == PF_DAY_NONE)
    period->before_from = period->before_to = PF_DAY_NONE;
}

/* Filters */

/* Of those who have no such parameter the service ignores it, so that it is not sent. */
static char *
dup_filter (const PfAnalyticsChoice *self, PfFilter filter)
{
  const char *value = self->filters[filter];

  return g_str_equal (value, pf_filter_list (filter)[0]) ? NULL : g_strdup (value);
}

/**
 * pf_analytics_choice_filter:
 * @self: a choice
 * @query: a question of the account or of its best pins
 *
 * Gives it the filters, but not the split.
 */
void
pf_analytics_choice_filter (const PfAnalyticsChoice *self, PfInsightQuery *query)
{
  query->content_type = dup_filter (self, PF_FILTER_CONTENT);
  query->app_type = dup_filter (self, PF_FILTER_APP);
  query->claimed = dup_filter (self, PF_FILTER_CLAIMED);
  query->source = dup_filter (self, PF_FILTER_SOURCE);
  query->pin_format = dup_filter (self, PF_FILTER_FORMAT);
}

/**
 * pf_analytics_choice_is_filtered:
 * @self: a choice
 *
 * Returns: whether anything is left out or split
 */
gboolean
pf_analytics_choice_is_filtered (const PfAnalyticsChoice *self)
{
  for (guint i = 0; i < PF_FILTER_N; i++)
    if (!g_str_equal (self->filters[i], pf_filter_list (i)[0]))
      return TRUE;
  return FALSE;
}

/**
 * pf_analytics_choice_describe_filter:
 * @self: a choice
 *
 * Returns: (transfer full) (nullable): what is left out, and how it is split, in words; %NULL when
 *   all is shown
 */
char *
pf_analytics_choice_describe_filter (const PfAnalyticsChoice *self)
{
  g_autoptr (GString) words = g_string_new (NULL);
  g_autofree char *split = NULL;

  for (guint i = 0; i < PF_FILTER_SPLIT; i++)
    {
      g_autofree char *value = NULL;

      if (g_str_equal (self->filters[i], pf_filter_list (i)[0]))
        continue;
      value = pf_split_dup_title (self->filters[i]);
      if (words->len > 0)
        g_string_append (words, _ (", "));
      /* Translators: what is filtered by, and what for: "Device: Phones" */
      g_string_append_printf (words, _ ("%s: %s"), pf_filter_get_title (i), value);
    }
  if (!g_str_equal (self->filters[PF_FILTER_SPLIT], pf_filter_list (PF_FILTER_SPLIT)[0]))
    split = pf_split_dup_title (self->filters[PF_FILTER_SPLIT]);
  if (words->len == 0 && split == NULL)
    return NULL;
  if (words->len == 0)
    return g_steal_pointer (&split);
  if (split != NULL)
    /* Translators: filters, and how it is split: "Only Device: Phones. By format" */
    return g_strdup_printf (_ ("Only %s. %s"), words->str, split);
  /* Translators: filters follow: "Only Device: Phones" */
  return g_strdup_printf (_ ("Only %s"), words->str);
}

/**
 * pf_analytics_format_day:
 * @day: a day
 *
 * Returns: (transfer full): in the user's language
 */
char *
pf_analytics_format_day (PfDay day)
{
  g_autoptr (GDateTime) date = pf_day_to_date_time (day);

  /* Translators: a date as strftime() writes it */
  return g_date_time_format (date, _ ("%-e %B %Y"));
}

/**
 * pf_analytics_format_days:
 * @from: first day
 * @to: last day
 *
 * Returns: (transfer full): in the user's language
 */
char *
pf_analytics_format_days (PfDay from, PfDay to)
{
  g_autofree char *first = pf_analytics_format_day (from);
  g_autofree char *last = from != to ? pf_analytics_format_day (to) : NULL;

  if (last == NULL)
    return g_steal_pointer (&first);
  /* Translators: two dates */
  return g_strdup_printf (_ ("%s to %s"), first, last);
}
