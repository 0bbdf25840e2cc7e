/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/store-util.h"

#include "core/base/pf-csv.h"
#include "core/insights/pf-hygiene.h"
#include "core/insights/pf-insight-csv.h"

#include <locale.h>
#include <string.h>

static const char *const evil[] = {
  "=1+1",
  "+1",
  "-1",
  "@SUM(A1)",
  "\t=1",
  "\r=1",
  "\n=1",
  " =1",
  "  \t-2",
  "\xc2\xa0=1",
  "\xef\xbc\x9d"
  "1",
  "\xef\xbc\x8b"
  "1",
  "\xef\xbc\x8d"
  "1",
  "\xef\xbc\xa0x",
  "one\n=two",
  "one\r\n  @two",
  "\xe2\x80\x83=1",
  "\xe2\x80\x8b=1",
  "=cmd|' /C calc'!A0",
  "\xef\xbb\xbf=1",
};
static const char *const plain[]
    = { "",    "a",   "soup, bread", "say \"hi\"", "a\nb", "'quoted", "''two",
        "a=b", "a-b", " x",          "50 %",       "äöü",  ";",       "a\tb" };

/* Looks at a cell as a spreadsheet would. */
static gboolean
is_formula (const char *cell)
{
  const char *at = cell;

  while (*at == ' ' || g_unichar_isspace (g_utf8_get_char (at)))
    at = g_utf8_next_char (at);
  return *at != '\0' && strchr ("=+-@", *at) != NULL;
}

static void
test_formulas (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (evil); i++)
    {
      g_autofree char *safe = pf_csv_disarm (evil[i]);
      g_autofree char *back = pf_csv_arm (safe);
      g_auto (GStrv) lines = g_strsplit_set (safe, "\r\n", -1);

      g_assert_cmpstr (back, ==, evil[i]);
      g_assert_cmpint (safe[0], ==, '\'');
      g_assert_false (is_formula (lines[0]));
    }
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    {
      g_autofree char *safe = pf_csv_disarm (plain[i]);
      g_autofree char *back = pf_csv_arm (safe);

      g_assert_cmpstr (back, ==, plain[i]);
      if (plain[i][0] != '\'')
        g_assert_cmpstr (safe, ==, plain[i]);
    }
}

/* Whatever is written is read again, also without the guard. */
static void
test_round_trip (void)
{
  for (guint round = 0; round < 300; round++)
    {
      gboolean raw = round % 3 == 0;
      g_autoptr (GString) csv = g_string_new (NULL);
      g_autoptr (GPtrArray) rows = NULL;
      guint n_rows = (guint)g_test_rand_int_range (1, 5),
            n_cells = (guint)g_test_rand_int_range (1, 5);
      const char *cells[5][5];

      for (guint i = 0; i < n_rows; i++)
        {
          for (guint j = 0; j < n_cells; j++)
            {
              guint pick
                  = (guint)g_test_rand_int_range (0, G_N_ELEMENTS (evil) + G_N_ELEMENTS (plain));

              cells[i][j]
                  = pick < G_N_ELEMENTS (evil) ? evil[pick] : plain[pick - G_N_ELEMENTS (evil)];
              if (j > 0)
                pf_csv_next_cell (csv);
              pf_csv_append_text (csv, cells[i][j], raw);
            }
          pf_csv_end_row (csv);
        }
      rows = pf_csv_parse (csv->str, raw);
      g_assert_cmpuint (rows->len, ==, n_rows);
      for (guint i = 0; i < n_rows; i++)
        {
          char **row = g_ptr_array_index (rows, i);

          g_assert_cmpuint (g_strv_length (row), ==, n_cells);
          for (guint j = 0; j < n_cells; j++)
            g_assert_cmpstr (row[j], ==, cells[i][j]);
        }
    }
}

static void
test_series (void)
{
  PfMetricTableBuilder *builder = pf_metric_table_builder_new ("=HYPERLINK(1)");
  g_autoptr (PfMetricTable) table = NULL;
  g_autoptr (PfSeries) first = NULL, second = NULL;
  g_autofree char *csv = NULL, *tsv = NULL;
  PfSeries *both[2];
  PfDay day;

  g_assert_true (pf_day_parse ("2026-11-01", &day));
  pf_metric_table_builder_add_day (builder, day, PF_DATA_READY);
  pf_metric_table_builder_set (builder, day, "SAVE", -5);
  pf_metric_table_builder_set (builder, day, "SAVE_RATE", 0.125);
  pf_metric_table_builder_add_day (builder, day + 1, PF_DATA_ESTIMATE);
  pf_metric_table_builder_set (builder, day + 1, "SAVE", 1234567);
  pf_metric_table_builder_set (builder, day + 1, "SAVE_RATE", 0.5);
  pf_metric_table_builder_add_day (builder, day + 2, PF_DATA_PROCESSING);
  table = pf_metric_table_builder_end (builder);
  first = pf_series_new (table, "SAVE", day, day + 2);
  second = pf_series_new (table, "SAVE_RATE", day, day);
  both[0] = first;
  both[1] = second;
  csv = pf_insight_csv_series (both, 2, FALSE);
  g_assert_cmpstr (csv, ==,
                   "Date,\"Saves, =hyperlink(1)\",\"Saves, =hyperlink(1) (status)\",\"Save rate, "
                   "=hyperlink(1)\"\r\n"
                   "2026-11-01,-5,,0.125\r\n"
                   "2026-11-02,1234567,estimate,\r\n"
                   "2026-11-03,,not counted yet,\r\n");
  tsv = pf_insight_tsv_series (both, 1);
  g_assert_true (
      g_str_has_suffix (tsv, "2026-11-02\t1234567\testimate\n2026-11-03\t\tnot counted yet\n"));
}

/* What a whole reply of top pins and trends says, with titles that would be formulas. */
static void
test_lists (void)
{
  g_autofree char *text
      = g_strdup ("{\"pins\":[{\"pin_id\":\"642396334344813594\",\"metrics\":{\"SAVE\":2}},"
                  "{\"pin_id\":\"7\",\"metrics\":{\"IMPRESSION\":9}}]}");
  g_autofree char *words
      = g_strdup ("{\"trends\":[{\"keyword\":\"=cmd()\",\"pct_growth_wow\":-7}]}");
  g_autoptr (PfJson) root = pf_json_parse (text, strlen (text), NULL);
  g_autoptr (PfJson) more = pf_json_parse (words, strlen (words), NULL);
  g_autoptr (PfTopPins) top = pf_top_pins_parse (root, NULL);
  g_autoptr (GPtrArray) trends = pf_trends_parse (more, NULL);
  g_autoptr (GHashTable) titles = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *csv = NULL, *keywords = NULL;

  g_hash_table_insert (titles, (char *)"7", (char *)"@Soup");
  csv = pf_insight_csv_top (top, titles, FALSE);
  g_assert_cmpstr (csv, ==,
                   "Pin,Title,Impressions,Saves\r\n"
                   "https://www.pinterest.com/pin/642396334344813594/,,,2\r\n"
                   "https://www.pinterest.com/pin/7/,'@Soup,9,\r\n");
  keywords = pf_insight_csv_trends (trends, FALSE);
  g_assert_true (g_str_has_suffix (keywords, "\r\n'=cmd(),-7,,\r\n"));
}

/* Hygiene */

static PfPin *
make_pin (const char *id, const char *more)
{
  g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"board_id\":\"77\",\"is_owner\":true,"
                                           "\"created_at\":\"2026-01-01T00:00:0%c\"%s}",
                                           id, id[strlen (id) - 1], more);
  g_autoptr (GError) error = NULL;
  PfPin *pin = pf_pin_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return pin;
}

#define PICTURE(size, name)                                                                        \
  ",\"media\":{\"media_type\":\"image\",\"images\":{\"" size "\":{\"width\":600,\"height\":900,"   \
  "\"url\":\"https://i.pinimg.com/" size "/" name "\"}}}"

static void
put_page (PfMirror *mirror, const char *board_id, GPtrArray *items)
{
  g_autoptr (GError) error = NULL;
  PfPage page = { .items = items };
  WAIT (result,
        board_id != NULL
            ? pf_mirror_put_pins_async (mirror, "c1", board_id, &page, 1, NULL, await_keep, &result)
            : pf_mirror_put_boards_async (mirror, "c1", &page, 1, NULL, await_keep, &result));

  g_assert_true (pf_mirror_put_finish (mirror, result, &error));
  g_assert_no_error (error);
}

static void
test_hygiene (void)
{
  World world;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) boards = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_board_unref);
  g_autoptr (GPtrArray) pins = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_pin_unref);
  g_autoptr (PfHygiene) report = NULL;
  PfMirror *mirror;

  world_init (&world);
  {
    WAIT (result, pf_mirror_open_async (world.context, NULL, await_keep, &result));
    mirror = pf_mirror_open_finish (result, &error);
    g_assert_no_error (error);
  }
  g_ptr_array_add (boards, pf_board_new_from_json ("{\"id\":\"77\",\"name\":\"Soup\"}", -1, NULL));
  g_ptr_array_add (
      boards, pf_board_new_from_json ("{\"id\":\"78\",\"name\":\"Bread\",\"description\":\"x\"}",
                                      -1, NULL));
  put_page (mirror, NULL, boards);
  g_ptr_array_add (pins,
                   make_pin ("11", ",\"alt_text\":\"a\",\"link\":\"https://a.example/\","
                                   "\"board_section_id\":\"5\"" PICTURE ("236x", "aa/bb/c.jpg")));
  g_ptr_array_add (pins,
                   make_pin ("12", ",\"alt_text\":\"\",\"link\":\"https://a.example/\","
                                   "\"board_section_id\":\"5\"" PICTURE ("600x", "aa/bb/c.jpg")));
  g_ptr_array_add (pins, make_pin ("13", ",\"alt_text\":\"a\"" PICTURE ("600x", "aa/bb/d.jpg")));
  put_page (mirror, "77", pins);
  {
    WAIT (result, pf_hygiene_look_async (mirror, "c1", NULL, await_keep, &result));
    report = pf_hygiene_look_finish (mirror, result, &error);
  }
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_pins, ==, 3);
  g_assert_cmpuint (report->n_boards, ==, 2);
  /* All of a board is not all of the account. */
  g_assert_false (report->complete);
  for (guint i = 0; i < PF_HYGIENE_N_KINDS; i++)
    {
      static const struct
      {
        const char *kind;
        guint n;
        const char *id[2];
      } wanted[] = {
        [PF_HYGIENE_NO_ALT_TEXT] = { "pins", 1, { "12" } },
        [PF_HYGIENE_NO_LINK] = { "pins", 1, { "13" } },
        [PF_HYGIENE_DUPLICATE_PICTURE] = { "pins", 2, { "11", "12" } },
        [PF_HYGIENE_UNSORTED] = { "pins", 1, { "13" } },
        [PF_HYGIENE_NO_DESCRIPTION] = { "boards", 1, { "77" } },
        [PF_HYGIENE_DEAD_LINK] = { "pins", 0, { NULL } },
      };

      g_assert_cmpuint (report->found[i]->len, ==, wanted[i].n);
      g_assert_cmpint (strlen (pf_hygiene_get_title (i)), >, 4);
      g_assert_cmpint (strlen (pf_hygiene_get_words (i)), >, 10);
      for (guint j = 0; j < wanted[i].n; j++)
        {
          g_autofree char *uuid = pf_mirror_make_uuid ("c1", wanted[i].kind, wanted[i].id[j]);

          g_assert_true (
              g_ptr_array_find_with_equal_func (report->found[i], uuid, g_str_equal, NULL));
        }
    }
  {
    WAIT (result, pf_mirror_close_async (mirror, await_keep, &result));
    g_assert_true (pf_mirror_close_finish (mirror, result, &error));
  }
  g_object_unref (mirror);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/insights/csv/UI-9/formulas", test_formulas);
  g_test_add_func ("/insights/csv/UI-9/round-trip", test_round_trip);
  g_test_add_func ("/insights/csv/UI-9/series", test_series);
  g_test_add_func ("/insights/csv/UI-9/lists", test_lists);
  g_test_add_func ("/insights/hygiene", test_hygiene);
  return g_test_run ();
}
