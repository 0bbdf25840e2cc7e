/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insight-csv.h"

#include "core/base/pf-csv.h"
#include "core/insights/pf-metric-sum.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* What a table is written into: commas for a file, tabs for the clipboard. */
typedef struct
{
  GString *text;
  gboolean tabs;
  gboolean raw;
  gboolean begun;
} Sheet;

static void
begin_cell (Sheet *sheet)
{
  if (sheet->begun && sheet->tabs)
    g_string_append_c (sheet->text, '\t');
  else if (sheet->begun)
    pf_csv_next_cell (sheet->text);
  sheet->begun = TRUE;
}

static void
add_text (Sheet *sheet, const char *text)
{
  g_autofree char *line = NULL;

  begin_cell (sheet);
  if (!sheet->tabs)
    {
      pf_csv_append_text (sheet->text, text, sheet->raw);
      return;
    }
  /* The clipboard has no quotes: a cell is one line. */
  line = pf_csv_disarm (text);
  g_string_append (sheet->text, g_strdelimit (line, "\t\r\n", ' '));
}

static void
add_number (Sheet *sheet, double value)
{
  begin_cell (sheet);
  pf_csv_append_number (sheet->text, value);
}

static void
end_row (Sheet *sheet)
{
  if (sheet->tabs)
    g_string_append_c (sheet->text, '\n');
  else
    pf_csv_end_row (sheet->text);
  sheet->begun = FALSE;
}

static const char *
get_status_words (const PfPoint *point)
{
  if (point->kind == PF_POINT_VALUE)
    return "";
  switch (point->status)
    {
    case PF_DATA_ESTIMATE:
      return point->kind == PF_POINT_ESTIMATE ? _ ("estimate") : _ ("not known");
    case PF_DATA_PROCESSING:
      return _ ("not counted yet");
    case PF_DATA_BEFORE:
      return _ ("before there was data");
    case PF_DATA_WITHHELD:
      return _ ("withheld by Pinterest");
    case PF_DATA_READY:
    case PF_DATA_NONE:
    case PF_DATA_OTHER:
    default:
      return _ ("not known");
    }
}

static gboolean
has_status (const PfSeries *series)
{
  for (guint i = 0; i < series->n_points; i++)
    if (series->points[i].kind != PF_POINT_VALUE)
      return TRUE;
  return FALSE;
}

static char *
dup_title (const PfSeries *series)
{
  g_autofree char *metric = pf_metric_dup_title (series->metric);
  g_autofree char *part = NULL;

  if (*series->key == '\0' || g_ascii_strcasecmp (series->key, "all") == 0)
    return g_steal_pointer (&metric);
  part = pf_split_dup_title (series->key);
  /* Translators: what is counted, then of what part: "Saves, Tablets" */
  return g_strdup_printf (_ ("%s, %s"), metric, part);
}

static const PfPoint *
find_point (const PfSeries *series, PfDay day)
{
  gint64 at = series->n_points > 0 ? (gint64)day - series->points[0].day : -1;

  return at >= 0 && at < series->n_points ? &series->points[at] : NULL;
}

static void
write_series (Sheet *sheet, PfSeries *const *series, guint n_series)
{
  PfDay from = G_MAXINT32, to = G_MININT32;

  add_text (sheet, _ ("Date"));
  for (guint i = 0; i < n_series; i++)
    {
      g_autofree char *title = dup_title (series[i]);
      g_autofree char *status = NULL;

      add_text (sheet, title);
      if (series[i]->n_points > 0)
        {
          from = MIN (from, series[i]->points[0].day);
          to = MAX (to, series[i]->points[series[i]->n_points - 1].day);
        }
      if (!has_status (series[i]))
        continue;
      /* Translators: of a column that says what numbers are: "Saves (status)" */
      status = g_strdup_printf (_ ("%s (status)"), title);
      add_text (sheet, status);
    }
  end_row (sheet);
  for (PfDay day = from; day <= to && from != G_MAXINT32; day++)
    {
      g_autofree char *date = pf_day_format (day);

      add_text (sheet, date);
      for (guint i = 0; i < n_series; i++)
        {
          const PfPoint *point = find_point (series[i], day);

          add_number (sheet, point != NULL ? point->value : NAN);
          if (has_status (series[i]))
            add_text (sheet, point != NULL ? get_status_words (point) : "");
        }
      end_row (sheet);
    }
}

/**
 * pf_insight_csv_series: (skip)
 * @series: (array length=n_series): what a chart shows
 * @n_series: how many
 * @raw: texts as they are, without the guard against formulas
 *
 * Returns: (transfer full): a table, one row a day
 */
char *
pf_insight_csv_series (PfSeries *const *series, guint n_series, gboolean raw)
{
  Sheet sheet = { .text = g_string_new (NULL), .raw = raw };

  write_series (&sheet, series, n_series);
  return g_string_free (sheet.text, FALSE);
}

/**
 * pf_insight_tsv_series: (skip)
 * @series: (array length=n_series): what a chart shows
 * @n_series: how many
 *
 * Returns: (transfer full): the same table for the clipboard
 */
char *
pf_insight_tsv_series (PfSeries *const *series, guint n_series)
{
  Sheet sheet = { .text = g_string_new (NULL), .tabs = TRUE };

  write_series (&sheet, series, n_series);
  return g_string_free (sheet.text, FALSE);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* All metrics that any of the pins has. */
static GPtrArray *
list_names (const PfTopPins *top)
{
  g_autoptr (GHashTable) met = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < top->pins->len; i++)
    {
      const PfTopPin *pin = g_ptr_array_index (top->pins, i);
      GHashTableIter iter;
      gpointer name;

      g_hash_table_iter_init (&iter, pin->metrics);
      while (g_hash_table_iter_next (&iter, &name, NULL))
        if (g_hash_table_add (met, name))
          g_ptr_array_add (names, name);
    }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/**
 * pf_insight_csv_top: (skip)
 * @top: a top list
 * @titles: (nullable) (element-type utf8 utf8): titles of pins by id
 * @raw: texts as they are, without the guard against formulas
 *
 * Returns: (transfer full): a table, one row a pin
 */
char *
pf_insight_csv_top (const PfTopPins *top, GHashTable *titles, gboolean raw)
{
  Sheet sheet = { .text = g_string_new (NULL), .raw = raw };
  g_autoptr (GPtrArray) names = list_names (top);

  add_text (&sheet, _ ("Pin"));
  add_text (&sheet, _ ("Title"));
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *title = pf_metric_dup_title (g_ptr_array_index (names, i));

      add_text (&sheet, title);
    }
  end_row (&sheet);
  for (guint i = 0; i < top->pins->len; i++)
    {
      const PfTopPin *pin = g_ptr_array_index (top->pins, i);
      /* As an address: a spreadsheet would round the id, which has more digits than it holds. */
      g_autofree char *address = g_strdup_printf ("https://www.pinterest.com/pin/%s/", pin->pin_id);
      const char *title = titles != NULL ? g_hash_table_lookup (titles, pin->pin_id) : NULL;

      add_text (&sheet, address);
      add_text (&sheet, title != NULL ? title : "");
      for (guint j = 0; j < names->len; j++)
        {
          const double *value = g_hash_table_lookup (pin->metrics, g_ptr_array_index (names, j));

          add_number (&sheet, value != NULL ? *value : NAN);
        }
      end_row (&sheet);
    }
  return g_string_free (sheet.text, FALSE);
}

static void
add_growth (Sheet *sheet, gint64 growth)
{
  add_number (sheet, growth == PF_TREND_GROWTH_UNKNOWN ? NAN : (double)growth);
}

/**
 * pf_insight_csv_trends: (skip)
 * @trends: (element-type PfTrend): keywords
 * @raw: texts as they are, without the guard against formulas
 *
 * Returns: (transfer full): a table, one row a keyword
 */
char *
pf_insight_csv_trends (GPtrArray *trends, gboolean raw)
{
  Sheet sheet = { .text = g_string_new (NULL), .raw = raw };

  add_text (&sheet, _ ("Keyword"));
  add_text (&sheet, _ ("Growth in a week, %"));
  add_text (&sheet, _ ("Growth in a month, %"));
  add_text (&sheet, _ ("Growth in a year, %"));
  end_row (&sheet);
  for (guint i = 0; i < trends->len; i++)
    {
      const PfTrend *trend = g_ptr_array_index (trends, i);

      add_text (&sheet, trend->keyword);
      add_growth (&sheet, trend->growth_week);
      add_growth (&sheet, trend->growth_month);
      add_growth (&sheet, trend->growth_year);
      end_row (&sheet);
    }
  return g_string_free (sheet.text, FALSE);
}
