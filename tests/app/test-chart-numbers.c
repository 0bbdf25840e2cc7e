/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What charts compute before anything is drawn: axes, columns, words, colours. */
#include "config.h"

#include "chart-world.h"

#include "app/widgets/chart/pf-chart-columns.h"
#include "app/widgets/chart/pf-chart-format.h"

#include "core/insights/pf-metric-sum.h"

#include <math.h>
#include <pango/pangocairo.h>

#define ROUNDS 4000

static double
any_number (GRand *rand)
{
  double size = pow (10, g_rand_double_range (rand, -12, 17));

  return g_rand_double_range (rand, -1, 1) * size;
}

static gboolean
is_round (double step)
{
  double digits = step / pow (10, floor (log10 (step) + 1e-9));

  return fabs (digits - 1) < 1e-6 || fabs (digits - 2) < 1e-6 || fabs (digits - 5) < 1e-6;
}

/* Round steps, both ends held, no more than there is room for, whatever the range. */
static void
test_ticks (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint i = 0; i < ROUNDS; i++)
    {
      double low = any_number (rand), high = any_number (rand);
      guint most = (guint)g_rand_int_range (rand, 2, 12);
      gboolean whole = g_rand_boolean (rand);
      PfChartTicks ticks;

      if (i % 5 == 0)
        high = low;
      pf_chart_ticks_init (&ticks, low, high, most, whole);
      g_assert_cmpfloat (ticks.low, <=, MIN (low, high) + ticks.step * 1e-6);
      g_assert_cmpfloat (ticks.high, >=, MAX (low, high) - ticks.step * 1e-6);
      g_assert_cmpuint (ticks.n, >=, 2);
      g_assert_cmpuint (ticks.n, <=, MAX (most, 3));
      g_assert_true (is_round (ticks.step));
      if (whole)
        g_assert_cmpfloat (ticks.step, >=, 1);
      for (guint k = 1; k < ticks.n; k++)
        g_assert_cmpfloat (pf_chart_ticks_get (&ticks, k), >, pf_chart_ticks_get (&ticks, k - 1));
      g_assert_true (fabs (pf_chart_ticks_place (&ticks, ticks.low)) < 1e-9);
      g_assert_true (fabs (pf_chart_ticks_place (&ticks, ticks.high) - 1) < 1e-9);
    }
}

static void
test_odd_ranges (void)
{
  static const double ranges[][2] = { { 0, 0 },        { 5, 5 },           { -5, -5 },
                                      { NAN, NAN },    { 1e308, 1e308 },   { -1e308, 1e308 },
                                      { INFINITY, 0 }, { 1e-320, 1e-320 }, { 1e15, 1e15 + 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      PfChartTicks ticks;

      pf_chart_ticks_init (&ticks, ranges[i][0], ranges[i][1], 5, FALSE);
      g_assert_true (isfinite (ticks.low) && isfinite (ticks.high) && isfinite (ticks.step));
      g_assert_cmpfloat (ticks.high, >, ticks.low);
      g_assert_cmpuint (ticks.n, <=, 6);
    }
}

/* In the range, ascending, as many as fit, one at least. */
static void
test_days (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint i = 0; i < ROUNDS / 4; i++)
    {
      guint32 first = 730000 + (guint32)g_rand_int_range (rand, 0, 20000);
      guint32 last = first + (guint32)pow (10, g_rand_double_range (rand, 0, 4.6)) - 1;
      guint most = (guint)g_rand_int_range (rand, 1, 14);
      g_autoptr (GArray) ticks = pf_chart_day_ticks (first, last, most);

      g_assert_cmpuint (ticks->len, >=, 1);
      g_assert_cmpuint (ticks->len, <=, most);
      for (guint k = 0; k < ticks->len; k++)
        {
          const PfChartDayTick *tick = &g_array_index (ticks, PfChartDayTick, k);

          g_assert_cmpuint (tick->day, >=, first);
          g_assert_cmpuint (tick->day, <=, last);
          g_assert_cmpstr (tick->label, !=, "");
          if (k > 0)
            g_assert_cmpuint (tick->day, >, (tick - 1)->day);
        }
    }
}

/* Where the line is at a place between two pixels, straight from what it means. */
static gboolean
line_at (const double *values, guint n, double origin, double step, double x, double *y)
{
  double place = (x - origin) / step;
  int before = (int)floor (place);

  if (before < 0 || before + 1 >= (int)n || isnan (values[before]) || isnan (values[before + 1]))
    return FALSE;
  *y = values[before] + (values[before + 1] - values[before]) * (place - before);
  return TRUE;
}

/* Nothing of a line is outside its columns, and no column is outside the line. */
static void
test_columns (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  for (guint round = 0; round < 200; round++)
    {
      guint n = (guint)g_rand_int_range (rand, 1, 600),
            n_columns = (guint)g_rand_int_range (rand, 1, 90);
      double step = pow (10, g_rand_double_range (rand, -1.2, 1)), low = 1e9, high = -1e9;
      double origin = g_rand_double_range (rand, -40, 10);
      g_autofree double *values = g_new (double, n);
      g_autofree PfChartColumn *columns = g_new (PfChartColumn, n_columns);

      for (guint i = 0; i < n; i++)
        {
          values[i]
              = g_rand_int_range (rand, 0, 8) == 0 ? NAN : g_rand_double_range (rand, -50, 50);
          low = isnan (values[i]) ? low : MIN (low, values[i]);
          high = isnan (values[i]) ? high : MAX (high, values[i]);
        }
      pf_chart_columns (values, NULL, n, origin, step, columns, n_columns);
      for (guint c = 0; c < n_columns; c++)
        {
          for (double x = c + .05; x < c + 1; x += .3)
            {
              double y;

              if (!line_at (values, n, origin, step, x, &y))
                continue;
              g_assert_cmpfloat (columns[c].low, <=, y + 1e-3);
              g_assert_cmpfloat (columns[c].high, >=, y - 1e-3);
            }
          if (columns[c].high >= columns[c].low)
            {
              g_assert_cmpfloat (columns[c].low, >=, low - 1e-3);
              g_assert_cmpfloat (columns[c].high, <=, high + 1e-3);
            }
        }
    }
}

/* A gap is a gap: no column between two numbers that are not joined. */
static void
test_gaps (void)
{
  static const double values[] = { 4, 5, NAN, NAN, 6, NAN };
  PfChartColumn columns[60];

  pf_chart_columns (values, NULL, 6, 5, 10, columns, 60);
  for (guint c = 0; c < 60; c++)
    {
      gboolean drawn = columns[c].high >= columns[c].low;

      if (drawn != ((c >= 5 && c <= 15) || c == 45))
        g_test_fail_printf ("column %u is %s", c, drawn ? "drawn" : "free");
    }
}

static void
assert_format (const char *expected,
               char *(*format) (PfChartUnit, double),
               PfChartUnit unit,
               double value)
{
  g_autofree char *words = format (unit, value);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_format (void)
{
  assert_format ("–", pf_chart_format_value, PF_CHART_COUNT, NAN);
  assert_format ("0", pf_chart_format_value, PF_CHART_COUNT, 0);
  assert_format ("12345", pf_chart_format_value, PF_CHART_COUNT, 12345);
  assert_format ("\u20664.2 %\u2069", pf_chart_format_value, PF_CHART_SHARE, .042);
  assert_format ("2.5 s", pf_chart_format_value, PF_CHART_TIME, 2500);
  assert_format ("3 min", pf_chart_format_value, PF_CHART_TIME, 180000);
  assert_format ("9999", pf_chart_format_short, PF_CHART_COUNT, 9999);
  assert_format ("12K", pf_chart_format_short, PF_CHART_COUNT, 12000);
  assert_format ("12.3K", pf_chart_format_short, PF_CHART_COUNT, 12340);
  assert_format ("\u2066-4.5\u2069M", pf_chart_format_short, PF_CHART_COUNT, -4500000);
  assert_format ("1M", pf_chart_format_short, PF_CHART_COUNT, 999960);
  assert_format ("1e+300", pf_chart_format_short, PF_CHART_COUNT, 1e300);
}

/* Where the first @sign is drawn in a label that runs from right to left. */
static int
place_of (const char *words, const char *sign)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PangoLayout) layout = pango_layout_new (context);
  PangoRectangle place;

  pango_context_set_base_dir (context, PANGO_DIRECTION_RTL);
  pango_layout_context_changed (layout);
  g_object_unref (context);
  pango_layout_set_text (layout, words, -1);
  g_assert_nonnull (strstr (words, sign));
  pango_layout_index_to_pos (layout, (int)(strstr (words, sign) - words), &place);
  g_assert_cmpint (pango_layout_get_unknown_glyphs_count (layout), ==, 0);
  return MIN (place.x, place.x + place.width);
}

static void
assert_order (char *words, const char *first, const char *second)
{
  g_assert_cmpint (place_of (words, first), <, place_of (words, second));
  g_free (words);
}

/* "−7 %" reads so from right to left, too. */
static void
test_right_to_left (void)
{
  PfChange fewer = { .known = TRUE, .ratio = -.07 }, more = { .known = TRUE, .ratio = .07 };
  PfChange times = { .known = TRUE, .ratio = 41 };

  assert_order (pf_change_format (&fewer), "−", "7");
  assert_order (pf_change_format (&fewer), "7", "%");
  assert_order (pf_change_format (&more), "+", "7");
  assert_order (pf_change_format (&more), "7", "%");
  assert_order (pf_change_format (&times), "42", "×");
  assert_order (pf_metric_format_value ("SAVE_RATE", .07), "7", "%");
  assert_order (pf_metric_format_value ("SAVE", -7), "-", "7");
  assert_order (pf_chart_format_value (PF_CHART_SHARE, .7), "7", "%");
  assert_order (pf_chart_format_value (PF_CHART_COUNT, -7), "-", "7");
  assert_order (pf_chart_format_value (PF_CHART_COUNT, -7e20), "-", "7");
  assert_order (pf_chart_format_short (PF_CHART_COUNT, -7e5), "-", "7");
  assert_order (pf_chart_format_short (PF_CHART_COUNT, -7e13), "-", "7");
  assert_order (pf_chart_format_tick (PF_CHART_SHARE, -.7, .1), "-", "7");
  assert_order (pf_chart_format_tick (PF_CHART_SHARE, -.7, .1), "7", "%");
}

static char *
summary_of (const double *values, guint n)
{
  g_autoptr (PfChartData) data = pf_chart_data_new_days ("Title", 739678, n);

  pf_chart_data_add_series (data, "Seen", values, NULL);
  return pf_chart_dup_summary (data);
}

/* One sentence with the trend; of what is not known it says so and tells no number. */
static void
test_summary (void)
{
  static const double up[] = { 1, 2, 3, 4, 5, 6 }, down[] = { 9, 7, 5, 4, 2, 1 },
                      flat[] = { 5, 5, 5 }, gap[] = { 1, NAN, 3, 2 }, none[] = { NAN, NAN },
                      one[] = { 8 };
  g_autofree char *rising = summary_of (up, 6), *falling = summary_of (down, 6);
  g_autofree char *always = summary_of (flat, 3), *gaps = summary_of (gap, 4);
  g_autofree char *nothing = summary_of (none, 2), *single = summary_of (one, 1);

  g_assert_nonnull (strstr (rising, "rising, from 1 to 6"));
  g_assert_nonnull (strstr (falling, "falling, from 1 to 9"));
  g_assert_cmpstr (always, ==, "Seen: always 5");
  g_assert_nonnull (strstr (gaps, "1 day without a number"));
  g_assert_cmpstr (nothing, ==, "No numbers yet");
  g_assert_nonnull (strstr (single, "Seen: 8"));
}

static void
test_point_words (void)
{
  static const double values[] = { 3, NAN, 5 };
  static const gboolean guessed[] = { FALSE, FALSE, TRUE };
  g_autoptr (PfChartData) data = pf_chart_data_new_days ("Title", 739678, 3);
  g_autofree char *known = NULL, *gap = NULL, *guess = NULL;

  pf_chart_data_add_series (data, "Seen", values, guessed);
  pf_chart_data_add_series (data, "Saved", values, NULL);
  pf_chart_data_add_note (data, 0, PF_CHART_NOTE_OWN, "Sale");
  pf_chart_data_add_note (data, 9, PF_CHART_NOTE_OWN, "Nowhere");
  known = pf_chart_dup_point_words (data, 0, 0, 2);
  gap = pf_chart_dup_point_words (data, 1, 1, 0);
  guess = pf_chart_dup_point_words (data, 2, 0, 0);
  g_assert_nonnull (strstr (known, "Seen 3. Sale"));
  g_assert_null (strstr (known, "Saved"));
  g_assert_nonnull (strstr (gap, "Saved not known, Seen not known"));
  g_assert_nonnull (strstr (guess, "Seen about 5, Saved 5"));
}

/* WCAG 2.2, 1.4.11: graphics 3 to 1; in high contrast 7 to 1. */
static void
test_contrast (void)
{
  for (guint mode = 0; mode < 4; mode++)
    {
      PfChartStyle style;

      pf_chart_style_init (&style, mode & 1, mode & 2);
      for (guint i = 0; i < PF_CHART_N_INKS; i++)
        {
          double contrast = pf_chart_ink_contrast (&style.series[i], &style.ground);

          if (contrast < (mode & 2 ? 7 : 3))
            g_test_fail_printf ("series %u in mode %u has %.2f", i, mode, contrast);
        }
    }
}

/* What was drawn at a place is found there, from left to right and from right to left. */
static void
test_find (void)
{
  static const PfChartKind found[]
      = { PF_CHART_LINE, PF_CHART_BARS, PF_CHART_CALENDAR, PF_CHART_RANKED };

  for (guint k = 0; k < G_N_ELEMENTS (found); k++)
    for (guint rtl = 0; rtl < 2; rtl++)
      {
        g_autoptr (PfChartData) data = found[k] == PF_CHART_RANKED
                                           ? chart_world_things ("Best", 6, 1)
                                           : chart_world_days ("Days", 60, 2, 1);
        PfChartScene scene = { .kind = found[k],
                               .data = data,
                               .text = chart_world_text (),
                               .width = 700,
                               .height = 260,
                               .rtl = rtl };
        PfChartPlot plot;

        pf_chart_style_init (&scene.style, FALSE, FALSE);
        pf_chart_plan (&scene, &plot);
        for (guint i = 0; i < pf_chart_data_get_n_points (data); i++)
          {
            cairo_rectangle_t area;

            g_assert_true (pf_chart_get_point_area (&scene, &plot, 0, i, &area));
            g_assert_cmpint (pf_chart_find_point (&scene, &plot, area.x + area.width / 2,
                                                  area.y + area.height / 2),
                             ==, (int)i);
          }
      }
}

/* Rows that have no room do not stand in each other: the rest is counted. */
static void
test_ranked_room (void)
{
  double line = 13; /* of the words of this world */

  for (guint height = 1; height < 400; height += 3)
    {
      g_autoptr (PfChartData) data = chart_world_things ("Best", 6, 1);
      PfChartScene scene = { .kind = PF_CHART_RANKED,
                             .data = data,
                             .text = chart_world_text (),
                             .width = 240,
                             .height = height };
      PfChartPlot plot;
      cairo_rectangle_t area;
      guint n = 0;

      pf_chart_style_init (&scene.style, FALSE, FALSE);
      pf_chart_plan (&scene, &plot);
      while (n < 6 && pf_chart_get_point_area (&scene, &plot, 0, n, &area))
        {
          g_assert_true (n == 0 || area.height >= line + 16);
          g_assert_cmpfloat (area.y + area.height, <=, MAX (height, 1) + .01);
          n++;
        }
      g_assert_cmpuint (n, >=, 1);
      g_assert_true (height < 200 || n == 6);
      /* What is not drawn is not found, and below the last row there is room to say so. */
      g_assert_cmpint (pf_chart_find_point (&scene, &plot, 10, area.y + area.height / 2), <,
                       (int)n);
      g_assert_true (n == 6 || height < 45 || n * area.height + 10 <= height);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/chart/ticks/any-range", test_ticks);
  g_test_add_func ("/app/chart/ticks/odd-ranges", test_odd_ranges);
  g_test_add_func ("/app/chart/ticks/days", test_days);
  g_test_add_func ("/app/chart/columns/hold-the-line", test_columns);
  g_test_add_func ("/app/chart/columns/gaps", test_gaps);
  g_test_add_func ("/app/chart/words/numbers", test_format);
  g_test_add_func ("/app/chart/AX-1/summary", test_summary);
  g_test_add_func ("/app/chart/AX-1/points", test_point_words);
  g_test_add_func ("/app/chart/format/right-to-left", test_right_to_left);
  g_test_add_func ("/app/chart/style/contrast", test_contrast);
  g_test_add_func ("/app/chart/find", test_find);
  g_test_add_func ("/app/chart/ranked/room", test_ranked_room);
  return g_test_run ();
}
