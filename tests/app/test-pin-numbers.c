/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers where the pin is: asked for when somebody looks, and in words where there are none. */
#include "config.h"

#include "pin-world.h"

#include "app/pins/pf-board-numbers.h"
#include "app/pins/pf-pin-numbers.h"
#include "app/widgets/chart/pf-chart-card.h"
#include "app/widgets/pf-figure-card.h"
#include "core/api/pf-client-analytics.h"
#include "core/insights/pf-pin-walk.h"

static PinWorld *on;

/* How often the server was asked. */
static gint64
count_requests (const char *operation)
{
  g_autoptr (PfJson) state = practice_get_state (on->world);

  return pf_json_get_int (pf_json_get_object (state, "requests"), operation, 0);
}

/* Whether the one fault there is met a request. */
static gboolean
fault_struck (void)
{
  g_autoptr (PfJson) state = practice_get_state (on->world);
  const PfJson *faults = pf_json_get_array (state, "faults");

  return pf_json_get_int (pf_json_first (faults), "hits", 0) == 1;
}

static GtkWidget *
get_numbers (void)
{
  return app_find_type (on->pane, PF_TYPE_PIN_NUMBERS);
}

static gboolean
is_known_card (GtkWidget *widget, gpointer unused)
{
  return PF_IS_FIGURE_CARD (widget) && gtk_widget_get_mapped (widget)
         && g_ascii_isdigit (pf_figure_card_get_value (PF_FIGURE_CARD (widget))[0]);
}

static gboolean
is_shown_chart (GtkWidget *widget, gpointer unused)
{
  return PF_IS_CHART_CARD (widget) && gtk_widget_get_mapped (widget);
}

static gboolean
is_busy (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_SPINNER (widget) && gtk_spinner_get_spinning (GTK_SPINNER (widget));
}

static void
close_pin (void)
{
  gtk_widget_activate_action (GTK_WIDGET (on->wall), "pins.close-pin", NULL);
  APP_WAIT (!gtk_widget_get_mapped (GTK_WIDGET (on->pane)), 10);
}

/* Four numbers, the days of the one that is chosen, and sums that say what they are over. */
static void
test_numbers (void)
{
  g_autoptr (PfPinItem) item = pin_world_open (on, 0);
  GtkWidget *numbers = get_numbers (), *card, *chart;
  PfChartData *data;

  APP_WAIT (app_find (numbers, is_known_card, NULL) != NULL, 30);
  APP_WAIT (app_says (numbers, "Since it was pinned"), 30);
  APP_WAIT (app_find (numbers, is_busy, NULL) == NULL, 30);
  g_assert_true (app_says (numbers, "In the last 90 days"));
  g_assert_true (app_says (numbers, "Days are those of UTC."));
  chart = app_find (numbers, is_shown_chart, NULL);
  g_assert_nonnull (chart);
  data = pf_chart_get_data (pf_chart_card_get_chart (PF_CHART_CARD (chart)));
  g_assert_cmpuint (pf_chart_data_get_n_points (data), ==, 30);
  g_assert_cmpstr (pf_chart_data_get_title (data), ==, "Impressions");
  app_check_names (numbers);

  /* Another number by its card. */
  card = app_find (numbers, is_known_card, NULL);
  card = gtk_widget_get_first_child (gtk_widget_get_next_sibling (gtk_widget_get_parent (card)));
  g_signal_emit_by_name (card, "clicked");
  data = pf_chart_get_data (pf_chart_card_get_chart (PF_CHART_CARD (chart)));
  g_assert_cmpstr (pf_chart_data_get_title (data), ==, "Saves");
  close_pin ();
}

/* Nobody looks, nobody asks: not with the pane closed, and not for pins passed over with the arrow
 * keys. What was asked a moment ago is not asked again. */
static void
test_asked_when_seen (void)
{
  g_autoptr (PfPinItem) first = pin_world_open (on, 0);
  g_autoptr (PfPinItem) again = NULL;
  gint64 before;

  APP_WAIT (app_find (get_numbers (), is_known_card, NULL) != NULL, 30);
  APP_WAIT (app_find (get_numbers (), is_busy, NULL) == NULL, 30);
  close_pin ();
  before = count_requests ("pins/analytics");
  again = pin_world_open (on, 0);
  APP_WAIT (app_find (get_numbers (), is_known_card, NULL) != NULL, 30);
  for (guint i = 1; i < 6; i++)
    pf_pin_wall_show_pin (on->wall, i);
  APP_WAIT (app_find (get_numbers (), is_known_card, NULL) != NULL, 30);
  APP_WAIT (app_find (get_numbers (), is_busy, NULL) == NULL, 30);
  g_assert_cmpint (count_requests ("pins/analytics"), ==, before + 1);
  g_assert_cmpint (count_requests ("multi_pins/analytics"), ==, 0);
  close_pin ();
}

/* What is asked for one pin and comes late is not shown as another's. */
static void
test_cancelled (void)
{
  g_autoptr (PfPinItem) slow = NULL, quick = NULL;

  practice_control (on->world, "fault", "{\"kind\": \"none\"}");
  practice_control (
      on->world, "fault",
      "{\"kind\": \"delay-reply\", \"op\": \"pins/analytics\", \"value\": 60000, \"times\": 1}");
  slow = pin_world_open (on, 4);
  APP_WAIT (fault_struck (), 30);
  g_assert_null (app_find (get_numbers (), is_known_card, NULL));
  quick = pin_world_open (on, 3);
  APP_WAIT (app_find (get_numbers (), is_known_card, NULL) != NULL, 30);
  APP_WAIT (app_find (get_numbers (), is_busy, NULL) == NULL, 30);
  close_pin ();
  practice_control (on->world, "fault", "{\"kind\": \"none\"}");
}

/* One line says why there is nothing; no zero, and no question for each pin. */
static void
test_forbidden (void)
{
  g_autoptr (PfPinItem) first = NULL, second = NULL;
  GtkWidget *numbers = get_numbers ();
  gint64 asked;

  practice_control (on->world, "switch", "{\"no_analytics\": true}");
  gtk_widget_activate_action (GTK_WIDGET (on->window), "win.refresh", NULL);
  first = pin_world_open (on, 2);
  APP_WAIT (app_says (numbers, "Analytics are for business accounts"), 30);
  APP_WAIT (app_find (numbers, is_busy, NULL) == NULL, 30);
  g_assert_null (app_find (numbers, is_known_card, NULL));
  g_assert_null (app_find (numbers, is_shown_chart, NULL));
  asked = count_requests ("pins/analytics");
  second = pin_world_open (on, 1);
  APP_WAIT (app_says (numbers, "Analytics are for business accounts"), 30);
  g_assert_null (app_find (numbers, is_busy, NULL));
  g_assert_cmpint (count_requests ("pins/analytics"), ==, asked);
  app_check_names (numbers);

  /* Given the right, the same page has them. */
  practice_control (on->world, "switch", "{\"no_analytics\": false}");
  gtk_widget_activate_action (GTK_WIDGET (on->window), "win.refresh", NULL);
  APP_WAIT (app_find (numbers, is_known_card, NULL) != NULL, 30);
  close_pin ();
}

static void
answer_with (const char *fault)
{
  practice_control (on->world, "fault", fault);
  pf_pin_numbers_refresh (PF_PIN_NUMBERS (get_numbers ()));
}

/* What may be over in a while can be tried again; numbers that are there stay meanwhile. */
static void
test_trouble (void)
{
  g_autoptr (PfPinItem) item = NULL;
  GtkWidget *numbers = get_numbers ();

  practice_control (
      on->world, "fault",
      "{\"kind\": \"status\", \"op\": \"pins/analytics\", \"value\": 404, \"times\": 1}");
  /* Its numbers did not come before. */
  item = pin_world_open (on, 2);
  APP_WAIT (app_find_button (numbers, "_Try Again") != NULL
                && gtk_widget_get_mapped (app_find_button (numbers, "_Try Again")),
            30);
  g_assert_null (app_find (numbers, is_known_card, NULL));
  pin_world_press (numbers, "_Try Again");
  APP_WAIT (app_find (numbers, is_known_card, NULL) != NULL, 30);
  APP_WAIT (app_find (numbers, is_busy, NULL) == NULL, 30);
  answer_with ("{\"kind\": \"status\", \"op\": \"pins/analytics\", \"value\": 404, \"times\": 1}");
  APP_WAIT (app_find (numbers, is_busy, NULL) == NULL, 30);
  g_assert_nonnull (app_find (numbers, is_known_card, NULL));
  practice_control (on->world, "fault", "{\"kind\": \"none\"}");
  close_pin ();
}

/* The service is gone: it says so, and waits for nothing. */
static void
test_offline (void)
{
  g_autoptr (PfPinItem) item = NULL;
  GtkWidget *numbers = get_numbers ();

  practice_kill (on->world);
  item = pin_world_open (on, 4);
  APP_WAIT (app_says (numbers, "They are shown when you are online again."), 60);
  g_assert_null (app_find (numbers, is_known_card, NULL));
  close_pin ();
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

/* As the server has it, pin by pin. */
static double
add_up (guint *n_pins)
{
  PfClient *client = pf_connection_get_client (on->connection);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfPage) page = NULL;
  g_autoptr (GError) error = NULL;
  double sum = 0, one;

  pf_client_list_pins_with_metrics_async (client, PF_PRIORITY_USER,
                                          pf_board_item_get_board (on->board)->id, 250, NULL, NULL,
                                          keep_result, &result);
  APP_WAIT (result != NULL, 30);
  page = pf_client_list_pins_with_metrics_finish (client, result, &error);
  g_assert_no_error (error);
  g_assert_null (page->bookmark);
  *n_pins = page->items->len;
  for (guint i = 0; i < page->items->len; i++)
    if (pf_pin_get_metric (g_ptr_array_index (page->items, i), PF_PIN_SPAN_90_DAYS, "impression",
                           &one))
      sum += one;
  return sum;
}

/* Sums, and said to be sums; what keeps them away is said, too. */
static void
test_board (void)
{
  GtkWidget *numbers, *step;
  g_autofree char *sum = NULL, *words = NULL;
  guint n_pins;

  close_pin ();
  sum = g_strdup_printf ("%'.0f", add_up (&n_pins));
  words = g_strdup_printf ("Sums over the %'u pins of this board.", n_pins);
  practice_control (
      on->world, "fault",
      "{\"kind\": \"status\", \"op\": \"boards/list_pins\", \"value\": 404, \"times\": 1}");
  pin_world_press (on->window, "Numbers of This Board");
  APP_WAIT ((numbers = app_find_window (PF_TYPE_BOARD_NUMBERS)) != NULL, 10);
  APP_WAIT ((step = app_find_button (numbers, "_Try Again")) != NULL
                && gtk_widget_get_mapped (step),
            30);
  app_check_names (numbers);
  pin_world_press (numbers, "_Try Again");
  APP_WAIT (app_says (numbers, words), 30);
  g_assert_true (app_says (numbers, sum));
  g_assert_true (app_says (numbers, "Last 90 Days"));
  g_assert_true (app_says (numbers, "since the pins were made"));
  /* All are there: nothing is left to be added. */
  g_assert_false (gtk_widget_get_mapped (app_find_button (numbers, "_Add Up All Pins")));
  app_check_names (numbers);
  pin_world_press (numbers, "All Boards in _Analytics");
  APP_WAIT (app_find_window (PF_TYPE_BOARD_NUMBERS) == NULL, 10);
  g_assert_true (pf_window_get_visible_view (on->window)
                 == pf_window_find_page (on->window, "analytics"));
  pin_world_show_board (on);
}

static void
add_tests (void)
{
  g_test_add_func ("/app/pin-numbers/MO-2/board", test_board);
  g_test_add_func ("/app/pin-numbers/AX-1/numbers", test_numbers);
  g_test_add_func ("/app/pin-numbers/asked-when-seen", test_asked_when_seen);
  g_test_add_func ("/app/pin-numbers/cancelled", test_cancelled);
  g_test_add_func ("/app/pin-numbers/forbidden", test_forbidden);
  g_test_add_func ("/app/pin-numbers/trouble", test_trouble);
  g_test_add_func ("/app/pin-numbers/ST-13/offline", test_offline);
}

int
main (int argc, char *argv[])
{
  return pin_world_run (argc, argv, &on, add_tests);
}
