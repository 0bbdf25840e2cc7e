/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-metrics.h"

#include <stdio.h>
#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define LONGEST_DAYS 90

static const char *const app_words[] = { "ALL", "MOBILE", "TABLET", "WEB", NULL };
static const char *const claimed_words[] = { "BOTH", "OTHER", "CLAIMED", NULL };
static const char *const source_words[] = { "ALL", "OTHER_PINS", "YOUR_PINS", NULL };
static const char *const content_words[] = { "ALL", "ORGANIC", "PAID", NULL };
static const char *const format_words[] = { "ALL",           "ORGANIC_IMAGE", "ORGANIC_PRODUCT",
                                            "ORGANIC_VIDEO", "ADS_STANDARD",  "ADS_PRODUCT",
                                            "ADS_VIDEO",     "ADS_IDEA",      NULL };

char **
practice_query_list (PracticeExchange *x, const char *name)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (x->msg));
  GPtrArray *values = g_ptr_array_new ();
  GUriParamsIter iter;
  char *key, *value;

  if (query != NULL)
    {
      g_uri_params_iter_init (&iter, query, -1, "&", G_URI_PARAMS_WWW_FORM);
      while (g_uri_params_iter_next (&iter, &key, &value, NULL))
        {
          if (g_str_equal (key, name))
            {
              g_auto (GStrv) parts = g_strsplit (value, ",", -1);

              for (guint i = 0; parts[i] != NULL; i++)
                g_ptr_array_add (values, g_steal_pointer (&parts[i]));
            }
          g_free (key);
          g_free (value);
        }
    }
  g_ptr_array_add (values, NULL);
  return (char **)g_ptr_array_free (values, FALSE);
}

gboolean
practice_query_word (PracticeExchange *x,
                     const char *name,
                     const char *const *words,
                     const char **word)
{
  *word = practice_query (x, name);
  if (*word == NULL || g_strv_contains (words, *word))
    return TRUE;
  practice_reply_error (x, 400, 1, "Parameter '%s' is not one of the documented words.", name);
  return FALSE;
}

gboolean
practice_query_flag (PracticeExchange *x, const char *name, gboolean *flag)
{
  static const char *const words[] = { "true", "false", NULL };
  const char *word;

  if (!practice_query_word (x, name, words, &word))
    return FALSE;
  *flag = g_strcmp0 (word, "true") == 0;
  return TRUE;
}

gboolean
practice_query_number (
    PracticeExchange *x, const char *name, guint first, guint last, guint *number)
{
  const char *text = practice_query (x, name);
  guint64 n;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, first, last, &n, NULL))
    {
      practice_reply_error (x, 400, 1, "Parameter '%s' must be a number from %u to %u.", name,
                            first, last);
      return FALSE;
    }
  *number = (guint)n;
  return TRUE;
}

/* ---- dates ---- */

char *
practice_day_text (gint64 day)
{
  g_autoptr (GDateTime) t = g_date_time_new_from_unix_utc (day * 86400);

  return g_date_time_format (t, "%Y-%m-%d");
}

/* YYYY-MM-DD and nothing else. */
static gboolean
parse_day (const char *text, gint64 *day)
{
  g_autoptr (GDateTime) t = NULL;
  g_autofree char *again = NULL;
  int y, m, d;

  if (strlen (text) != 10 || strspn (text, "0123456789-") != 10
      || sscanf (text, "%4d-%2d-%2d", &y, &m, &d) != 3)
    return FALSE;
  t = g_date_time_new_utc (y, m, d, 0, 0, 0);
  if (t == NULL)
    return FALSE;
  *day = g_date_time_to_unix (t) / 86400;
  again = practice_day_text (*day);
  return g_str_equal (again, text);
}

static gboolean
read_day (PracticeExchange *x, const char *name, gint64 *day)
{
  const char *text = practice_query (x, name);

  if (text == NULL)
    practice_reply_error (x, 400, 1, "Parameter '%s' is required.", name);
  else if (!parse_day (text, day))
    practice_reply_error (x, 400, 1, "Parameter '%s' must be a date of the form YYYY-MM-DD.", name);
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_days (PracticeExchange *x, PracticeReport *report)
{
  gint64 first, last;

  report->today = practice_now_us (x->app) / DAY_US;
  if (!read_day (x, "start_date", &first) || !read_day (x, "end_date", &last))
    return FALSE;
  if (report->today - first > x->app->switches.analytics_days)
    practice_reply_error (x, 400, 1,
                          "Invalid request: start_date can't be more than 90 days back.");
  else if (last < first)
    practice_reply_error (x, 400, 1, "Invalid request: end_date is before start_date.");
  else if (last - first > LONGEST_DAYS)
    practice_reply_error (x, 400, 1,
                          "Invalid request: end_date can't be more than 90 days past start_date.");
  else
    {
      /* Of days that are still to come nothing is told. */
      last = MIN (last, report->today);
      report->first = first;
      report->n_days = first > last ? 0 : (guint)(last - first) + 1;
      return TRUE;
    }
  return FALSE;
}

/* ---- what is asked for ---- */

static gboolean
read_metrics (PracticeExchange *x, PracticeReport *report, PracticeMetricSet sets, gboolean need)
{
  g_auto (GStrv) names = practice_query_list (x, "metric_types");

  if (names[0] == NULL && need)
    {
      practice_reply_error (x, 400, 1, "Parameter 'metric_types' is required.");
      return FALSE;
    }
  report->metrics = 0;
  for (guint m = 0; m < practice_n_metrics (); m++)
    if (names[0] == NULL && practice_metric_in (m, sets))
      report->metrics |= G_GUINT64_CONSTANT (1) << m;
  for (guint i = 0; names[i] != NULL; i++)
    {
      guint m = 0;

      while (m < practice_n_metrics ()
             && !(practice_metric_in (m, sets) && g_str_equal (practice_metric_name (m), names[i])))
        m++;
      if (m == practice_n_metrics ())
        {
          practice_reply_error (x, 400, 1, "Invalid request: '%s' is not one of the metric types.",
                                names[i]);
          return FALSE;
        }
      report->metrics |= G_GUINT64_CONSTANT (1) << m;
    }
  for (guint m = 0; m < practice_n_metrics (); m++)
    if (x->app->switches.unknown_names && practice_metric_in (m, PRACTICE_SET_ODD))
      report->metrics |= G_GUINT64_CONSTANT (1) << m;
  return TRUE;
}

/* There are no ad accounts here: a right id is one that this token may not use. */
static gboolean
read_ad_account (PracticeExchange *x)
{
  const char *id = practice_query (x, "ad_account_id");

  if (id == NULL)
    return TRUE;
  if (id[0] == '\0' || strlen (id) > 18 || strspn (id, "0123456789") != strlen (id))
    practice_reply_error (x, 400, 1, "Parameter 'ad_account_id' must be at most 18 digits.");
  else
    practice_reply_error (x, 403, 7, "Not authorized to access the ad account.");
  return FALSE;
}

gboolean
practice_report_read (PracticeExchange *x,
                      PracticeReport *report,
                      PracticeMetricSet sets,
                      gboolean need)
{
  const char *app;

  *report = (PracticeReport){ .slice = PRACTICE_SLICE_ALL };
  if (!read_days (x, report) || !read_metrics (x, report, sets, need)
      || !practice_query_word (x, "app_types", app_words, &app) || !read_ad_account (x))
    return FALSE;
  for (guint i = 1; app != NULL && app_words[i] != NULL; i++)
    if (g_str_equal (app_words[i], app))
      report->slice.apps = 1u << (i - 1);
  return TRUE;
}

/* The bits of a word of two, both for the first of @words. */
static guint
two_bits (const char *const *words, const char *word)
{
  if (word == NULL || g_str_equal (words[0], word))
    return 3;
  return g_str_equal (words[1], word) ? 1 : 2;
}

gboolean
practice_report_read_filters (PracticeExchange *x, PracticeReport *report)
{
  const guint organic = (1u << PRACTICE_ADS_STANDARD) - 1;
  const char *claimed, *format, *content, *source;

  if (!practice_query_word (x, "from_claimed_content", claimed_words, &claimed)
      || !practice_query_word (x, "pin_format", format_words, &format)
      || !practice_query_word (x, "content_type", content_words, &content)
      || !practice_query_word (x, "source", source_words, &source))
    return FALSE;
  report->slice.claimed = two_bits (claimed_words, claimed);
  report->slice.sources = two_bits (source_words, source);
  for (guint i = 1; format != NULL && format_words[i] != NULL; i++)
    if (g_str_equal (format_words[i], format))
      report->slice.formats = 1u << (i - 1);
  if (g_strcmp0 (content, "ORGANIC") == 0)
    report->slice.formats &= organic;
  else if (g_strcmp0 (content, "PAID") == 0)
    report->slice.formats &= ~organic;
  return TRUE;
}

gboolean
practice_report_read_split (PracticeExchange *x, PracticeReport *report, const char *const *words)
{
  if (!practice_query_word (x, "split_field", words, &report->split))
    return FALSE;
  if (g_strcmp0 (report->split, "NO_SPLIT") == 0)
    report->split = NULL;
  return TRUE;
}

gboolean
practice_report_part (PracticeReport *report, guint nth, const char **key, PracticeSlice *slice)
{
  static const char *const apps[] = { "MOBILE", "TABLET", "WEB", "SMART_TV", NULL };
  const char *const *words = apps;
  guint *bits;

  *slice = report->slice;
  if (report->split == NULL)
    {
      *key = "all";
      return nth == 0;
    }
  if (g_str_equal (report->split, "APP_TYPE"))
    bits = &slice->apps;
  else if (g_str_equal (report->split, "OWNED_CONTENT"))
    {
      words = claimed_words + 1;
      bits = &slice->claimed;
    }
  else if (g_str_equal (report->split, "SOURCE"))
    {
      words = source_words + 1;
      bits = &slice->sources;
    }
  else
    {
      words = format_words + 1;
      bits = &slice->formats;
    }
  if (words[nth] == NULL)
    return FALSE;
  *key = words[nth];
  *bits &= 1u << nth;
  return TRUE;
}
