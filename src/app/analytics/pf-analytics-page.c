/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-page.h"

#include "app/analytics/pf-analytics-data.h"
#include "app/analytics/pf-analytics-open.h"
#include "app/analytics/pf-analytics-pictures.h"
#include "app/analytics/pf-trends-card.h"
#include "app/widgets/chart/pf-chart-card.h"
#include "app/widgets/pf-choice.h"
#include "app/widgets/pf-figure-card.h"
#include "app/widgets/pf-text.h"
#include "core/insights/pf-insight-range.h"
#include "core/insights/pf-insight-trouble.h"
#include "core/insights/pf-weekdays.h"

#include <glib/gi18n.h>
#include <math.h>

#define N_TOP 10
/* Pins whose titles are known and that boards are added up from: so many requests at most, as a
 * minute may have sixty in all. */
#define WALK_PAGES 2

static const char *const figures[] = { "IMPRESSION", "SAVE", "PIN_CLICK", "OUTBOUND_CLICK" };
static const guint periods[] = { 7, 30, PF_INSIGHT_REACH };

/*
 * What the numbers of the account say. Each part asks for its own and says for itself why it
 * has none; nothing is shown as zero that is not known.
 */
struct _PfAnalyticsPage
{
  PfView parent;

  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *trouble;
  GtkButton *again;
  GtkBox *sections;
  GtkDropDown *period;
  GtkLabel *state;
  GtkBox *figures;
  PfFigureCard *cards[G_N_ELEMENTS (figures)];
  PfChartCard *over_time, *calendar, *top_pins, *top_videos, *boards;
  PfTrendsCard *trends;

  PfWindow *window;         /* (unowned): the page lives in it */
  PfConnection *connection; /* whose numbers are shown */
  GCancellable *cancellable;
  guint n_under_way;
  const char *metric; /* over time */
  PfDay from, to, before_from, before_to;
  PfInsightReply *account, *tops[2];
  PfPinWalk *walk;
  PfAnalyticsPictures *pictures[2]; /* (nullable): of the top lists */
};

G_DEFINE_FINAL_TYPE (PfAnalyticsPage, pf_analytics_page, PF_TYPE_VIEW)

static void load (PfAnalyticsPage *self, gboolean fresh);

/* Whether the answer is still wanted; the page may be gone. */
static gboolean
is_wanted (GError *error)
{
  return !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
settle (PfAnalyticsPage *self)
{
  self->n_under_way--;
  pf_view_set_waiting (PF_VIEW (self), self->n_under_way > 0);
}

static void
show_state (PfAnalyticsPage *self, const char *name)
{
  gboolean loading = g_str_equal (name, "loading");

  gtk_spinner_set_spinning (self->spinner, loading);
  gtk_stack_set_visible_child_name (self->stack, name);
}

static void
show_trouble (PfAnalyticsPage *self, const GError *error)
{
  PfInsightTrouble kind = pf_insight_trouble_of (error);
  g_autofree char *words = pf_insight_trouble_dup_words (error);

  adw_status_page_set_title (self->trouble, pf_insight_trouble_get_title (kind));
  pf_status_page_set_description (self->trouble, words);
  gtk_widget_set_visible (GTK_WIDGET (self->again), kind != PF_INSIGHT_TROUBLE_SANDBOX);
  show_state (self, "trouble");
}

/* In the place of one chart. */
static void
show_part_trouble (PfChartCard *card, const char *title, const GError *error)
{
  g_autofree char *words = pf_insight_trouble_dup_words (error);

  pf_chart_card_set_words (card, title, words);
}

static void
show_over_time (PfAnalyticsPage *self, const PfMetricTable *table)
{
  g_autofree char *title = pf_metric_dup_title (self->metric);
  g_autofree char *explanation = pf_metric_dup_explanation (self->metric);
  g_autoptr (PfSeries) now = pf_series_new (table, self->metric, self->from, self->to);
  g_autoptr (PfSeries) before = NULL;
  g_autoptr (PfChartData) data = NULL;
  PfWeekdays weekdays;
  g_autofree char *best = NULL;

  before = pf_series_new (table, self->metric, self->before_from, self->before_to);
  data = pf_analytics_series_data (title, now, pf_series_has_values (before) ? before : NULL);
  pf_chart_card_set_data (self->over_time, data);
  pf_chart_card_set_caption (self->over_time, explanation);
  g_clear_object (&data);
  g_clear_pointer (&now, pf_series_unref);
  now = pf_series_new (table, self->metric, self->account->from, self->account->to);
  g_free (title);
  title = g_strdup (_ ("Day by day"));
  data = pf_analytics_series_data (title, now, NULL);
  pf_weekdays_compute (now, &weekdays);
  best = pf_weekdays_describe (&weekdays);
  pf_chart_card_set_data (self->calendar, data);
  pf_chart_card_set_caption (self->calendar, best);
}

static void
show_account (PfAnalyticsPage *self)
{
  PfMetricTable *table = pf_insight_reply_get_whole (self->account);
  PfFigure figure;
  g_autofree char *words = NULL;

  pf_metric_figure (table, figures[0], self->from, self->to, &figure);
  words = pf_figure_describe (&figure);
  gtk_label_set_text (self->state, words);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    pf_figure_card_show (self->cards[i], table, self->from, self->to);
  show_over_time (self, table);
  show_state (self, "content");
}

static void
account_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PfAnalyticsPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightReply) reply
      = pf_insights_fetch_finish (PF_INSIGHTS (source), result, &error);

  if (reply == NULL && !is_wanted (error))
    return;
  if (reply == NULL)
    show_trouble (self, error);
  else
    {
      g_clear_pointer (&self->account, pf_insight_reply_unref);
      self->account = g_steal_pointer (&reply);
      show_account (self);
    }
  settle (self);
}

static void
ask_pictures (PfAnalyticsPage *self, guint which, PfChartData *data)
{
  const GPtrArray *top = self->tops[which]->top->pins;

  pf_chart_data_reserve_pictures (data);
  if (self->walk == NULL)
    return;
  if (self->pictures[which] == NULL)
    self->pictures[which] = pf_analytics_pictures_new (pf_window_get_pictures (self->window),
                                                       pf_connection_get_client (self->connection));
  pf_analytics_pictures_set_data (self->pictures[which], data);
  for (guint i = 0; i < top->len; i++)
    {
      const PfTopPin *place = g_ptr_array_index (top, i);
      const PfPin *pin = pf_analytics_find_pin (self->walk->pins, place->pin_id);
      const PfRendition *rendition = pin != NULL && pin->n_pictures > 0
                                         ? pf_picture_set_best (&pin->pictures[0], 150)
                                         : NULL;

      if (rendition != NULL)
        pf_analytics_pictures_want (self->pictures[which], i, rendition->url);
    }
  pf_analytics_pictures_ask (self->pictures[which]);
}

static void
show_top (PfAnalyticsPage *self, guint which)
{
  const PfInsightReply *reply = self->tops[which];
  PfChartCard *card = which == 0 ? self->top_pins : self->top_videos;
  const char *title = which == 0 ? _ ("Best pins") : _ ("Best videos");
  const char *metric;
  g_autoptr (PfChartData) data = NULL;

  if (reply == NULL)
    return;
  if (reply->top == NULL || reply->top->pins->len == 0)
    {
      pf_chart_card_set_words (card, title, _ ("There is none in these days."));
      return;
    }
  metric = reply->top->sort_by != NULL ? reply->top->sort_by
           : which == 0                ? "IMPRESSION"
                                       : "VIDEO_MRC_VIEW";
  data = pf_analytics_top_data (title, reply->top, metric,
                                self->walk != NULL ? self->walk->pins : NULL);
  ask_pictures (self, which, data);
  pf_chart_card_set_data (card, data);
}

static void
top_came (PfAnalyticsPage *self, guint which, GObject *source, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightReply) reply
      = pf_insights_fetch_finish (PF_INSIGHTS (source), result, &error);

  if (reply == NULL && !is_wanted (error))
    return;
  g_clear_pointer (&self->tops[which], pf_insight_reply_unref);
  self->tops[which] = g_steal_pointer (&reply);
  if (error != NULL)
    show_part_trouble (which == 0 ? self->top_pins : self->top_videos,
                       which == 0 ? _ ("Best pins") : _ ("Best videos"), error);
  show_top (self, which);
  settle (self);
}

static void
top_pins_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
  top_came (user_data, 0, source, result);
}

static void
top_videos_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
  top_came (user_data, 1, source, result);
}

static GHashTable *
name_boards (PfAnalyticsPage *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  GListModel *boards = G_LIST_MODEL (pf_workspace_get_boards (workspace, self->connection));
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; i < g_list_model_get_n_items (boards); i++)
    {
      g_autoptr (PfBoardItem) item = g_list_model_get_item (boards, i);
      const PfBoard *board = pf_board_item_get_board (item);

      if (board != NULL && board->id != NULL)
        g_hash_table_insert (names, g_strdup (board->id), g_strdup (board->name));
    }
  return names;
}

static void
show_boards (PfAnalyticsPage *self)
{
  g_autoptr (GPtrArray) sums
      = pf_pin_walk_sum (self->walk, PF_PIN_GROUP_BOARD, PF_PIN_SPAN_90_DAYS, "impression");
  g_autoptr (GHashTable) names = name_boards (self);
  g_autoptr (PfChartData) data = pf_analytics_sums_data (_ ("Boards"), sums, "impression", names);
  g_autofree char *words = NULL;

  if (!pf_chart_data_has_values (data))
    {
      pf_chart_card_set_words (self->boards, _ ("Boards"),
                               _ ("There are no numbers of pins yet to add up."));
      return;
    }
  if (self->walk->complete)
    words = g_strdup (_ ("Sums over the pins of each board, last 90 days"));
  else
    words = g_strdup_printf (ngettext ("Sums over the newest %u pin, last 90 days",
                                       "Sums over the newest %u pins, last 90 days",
                                       self->walk->pins->len),
                             self->walk->pins->len);
  pf_chart_card_set_data (self->boards, data);
  pf_chart_card_set_caption (self->boards, words);
}

static void
walk_came (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PfAnalyticsPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPinWalk) walk = pf_insights_walk_finish (PF_INSIGHTS (source), result, &error);

  if (walk == NULL && !is_wanted (error))
    return;
  g_clear_pointer (&self->walk, pf_pin_walk_unref);
  self->walk = g_steal_pointer (&walk);
  if (self->walk != NULL)
    {
      show_boards (self);
      show_top (self, 0);
      show_top (self, 1);
    }
  else
    show_part_trouble (self->boards, _ ("Boards"), error);
  settle (self);
}

static void
ask_top (PfAnalyticsPage *self,
         PfInsights *insights,
         PfInsightKind kind,
         gboolean fresh,
         GAsyncReadyCallback came)
{
  g_autoptr (PfInsightQuery) query = pf_insight_query_new (kind, self->from, self->to);

  query->n_pins = N_TOP;
  self->n_under_way++;
  pf_insights_fetch_async (insights, query, fresh, self->cancellable, came, self);
}

static void
forget (PfAnalyticsPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->n_under_way = 0;
  g_clear_pointer (&self->account, pf_insight_reply_unref);
  g_clear_pointer (&self->tops[0], pf_insight_reply_unref);
  g_clear_pointer (&self->tops[1], pf_insight_reply_unref);
  g_clear_pointer (&self->walk, pf_pin_walk_unref);
  g_clear_pointer (&self->pictures[0], pf_analytics_pictures_free);
  g_clear_pointer (&self->pictures[1], pf_analytics_pictures_free);
}

static void
find_days (PfAnalyticsPage *self, PfDay today)
{
  guint n = periods[MIN (gtk_drop_down_get_selected (self->period), G_N_ELEMENTS (periods) - 1)];

  /* Today is never counted yet. */
  self->to = today - 1;
  self->from = MAX (today - (PfDay)n, today - PF_INSIGHT_REACH);
  self->before_to = self->from - 1;
  self->before_from = self->before_to - (self->to - self->from);
}

static void
load (PfAnalyticsPage *self, gboolean fresh)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  PfInsights *insights;
  g_autoptr (PfInsightQuery) query = NULL;

  forget (self);
  if (self->connection == NULL)
    return;
  insights = pf_workspace_get_insights (workspace, self->connection);
  self->cancellable = g_cancellable_new ();
  find_days (self, pf_insights_get_today (insights));
  if (!g_str_equal (gtk_stack_get_visible_child_name (self->stack), "content"))
    show_state (self, "loading");
  pf_chart_card_set_words (self->top_pins, _ ("Best pins"), _ ("Asking for the numbers…"));
  pf_chart_card_set_words (self->top_videos, _ ("Best videos"), _ ("Asking for the numbers…"));
  pf_chart_card_set_words (self->boards, _ ("Boards"), _ ("Asking for the numbers…"));
  query = pf_insight_query_new (PF_INSIGHT_ACCOUNT,
                                MAX (self->before_from, self->to + 1 - PF_INSIGHT_REACH), self->to);
  self->n_under_way = 2;
  pf_view_set_waiting (PF_VIEW (self), TRUE);
  pf_insights_fetch_async (insights, query, fresh, self->cancellable, account_came, self);
  ask_top (self, insights, PF_INSIGHT_TOP_PINS, fresh, top_pins_came);
  ask_top (self, insights, PF_INSIGHT_TOP_VIDEO_PINS, fresh, top_videos_came);
  pf_insights_walk_async (insights, NULL, WALK_PAGES, fresh, self->cancellable, walk_came, self);
  pf_trends_card_load (self->trends, self->window, self->connection, insights, fresh);
}

static void
set_connection (PfAnalyticsPage *self, PfConnection *connection)
{
  if (self->connection == connection)
    return;
  g_set_object (&self->connection, connection);
  show_state (self, "loading");
  load (self, FALSE);
}

/* What another account has is not asked for before somebody looks at this page again. */
static void
connection_changed (PfAnalyticsPage *self)
{
  PfConnection *connection = pf_window_get_connection (self->window);

  if (pf_window_get_visible_view (self->window) == PF_VIEW (self))
    set_connection (self, connection);
  else if (self->connection != connection)
    {
      forget (self);
      g_clear_object (&self->connection);
    }
}

static void
period_chosen (PfAnalyticsPage *self)
{
  if (self->connection != NULL)
    load (self, FALSE);
}

static void
figure_chosen (PfFigureCard *card, PfAnalyticsPage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    if (self->cards[i] == card)
      self->metric = figures[i];
  if (self->account == NULL)
    return;
  show_over_time (self, pf_insight_reply_get_whole (self->account));
  gtk_widget_grab_focus (GTK_WIDGET (self->over_time));
}

static void
try_again (GtkButton *button, PfAnalyticsPage *self)
{
  load (self, TRUE);
}

static void
pin_chosen (PfAnalyticsPage *self, guint point, guint which)
{
  const PfInsightReply *reply = self->tops[which];
  const PfTopPin *top;

  if (reply == NULL || reply->top == NULL || point >= reply->top->pins->len)
    return;
  top = g_ptr_array_index (reply->top->pins, point);
  pf_analytics_open_pin (self->window, self->connection, top->pin_id, self->cancellable);
}

static void
top_pin_chosen (PfChartCard *card, guint point, PfAnalyticsPage *self)
{
  pin_chosen (self, point, 0);
}

static void
top_video_chosen (PfChartCard *card, guint point, PfAnalyticsPage *self)
{
  pin_chosen (self, point, 1);
}

static void
pf_analytics_page_shown (PfView *view)
{
  PfAnalyticsPage *self = PF_ANALYTICS_PAGE (view);

  set_connection (self, pf_window_get_connection (self->window));
}

static void
pf_analytics_page_refresh (PfView *view)
{
  load (PF_ANALYTICS_PAGE (view), TRUE);
}

static void
pf_analytics_page_dispose (GObject *object)
{
  PfAnalyticsPage *self = PF_ANALYTICS_PAGE (object);

  forget (self);
  g_clear_object (&self->connection);
  G_OBJECT_CLASS (pf_analytics_page_parent_class)->dispose (object);
}

static void
pf_analytics_page_class_init (PfAnalyticsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PfViewClass *view_class = PF_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_analytics_page_dispose;
  view_class->shown = pf_analytics_page_shown;
  view_class->refresh = pf_analytics_page_refresh;
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/analytics/pf-analytics-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, again);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, sections);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, period);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, state);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, figures);
}

static PfChartCard *
add_chart (PfAnalyticsPage *self, PfChartKind kind)
{
  GtkWidget *card = pf_chart_card_new (kind);

  gtk_box_append (self->sections, card);
  return PF_CHART_CARD (card);
}

static void
pf_analytics_page_init (PfAnalyticsPage *self)
{
  GtkWidget *row;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->metric = figures[0];
  pf_choice_fill (self->period,
                  (const char *const[]){ _ ("Last 7 days"), _ ("Last 30 days"), _ ("Last 89 days"),
                                         NULL },
                  _ ("Which days"));
  gtk_drop_down_set_selected (self->period, 1);
  row = pf_figure_row_new (_ ("Which number"));
  gtk_box_append (self->figures, row);
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      GtkWidget *card = pf_figure_card_new (figures[i]);

      self->cards[i] = PF_FIGURE_CARD (card);
      g_signal_connect (card, "clicked", G_CALLBACK (figure_chosen), self);
      pf_figure_row_add (row, card);
    }
  self->over_time = add_chart (self, PF_CHART_AREA);
  self->calendar = add_chart (self, PF_CHART_CALENDAR);
  self->top_pins = add_chart (self, PF_CHART_RANKED);
  self->top_videos = add_chart (self, PF_CHART_RANKED);
  self->boards = add_chart (self, PF_CHART_RANKED);
  self->trends = PF_TRENDS_CARD (pf_trends_card_new ());
  gtk_box_append (self->sections, GTK_WIDGET (self->trends));
  g_signal_connect (self->top_pins, "activated", G_CALLBACK (top_pin_chosen), self);
  g_signal_connect (self->top_videos, "activated", G_CALLBACK (top_video_chosen), self);
  g_signal_connect_object (self->period, "notify::selected", G_CALLBACK (period_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (self->again, "clicked", G_CALLBACK (try_again), self);
}

/**
 * pf_analytics_page_is_settled:
 * @self: the page
 *
 * Returns: whether everything that was asked for has come, or has said why not
 */
gboolean
pf_analytics_page_is_settled (PfAnalyticsPage *self)
{
  g_return_val_if_fail (PF_IS_ANALYTICS_PAGE (self), FALSE);

  return self->cancellable != NULL && self->n_under_way == 0
         && pf_trends_card_is_settled (self->trends);
}

/**
 * pf_analytics_page_new:
 * @window: the window it will be in, which has a workspace
 *
 * Returns: (transfer floating): the page of the account's numbers
 */
PfView *
pf_analytics_page_new (PfWindow *window)
{
  PfAnalyticsPage *self = g_object_new (PF_TYPE_ANALYTICS_PAGE, NULL);

  self->window = window;
  g_signal_connect_object (window, "notify::connection", G_CALLBACK (connection_changed), self,
                           G_CONNECT_SWAPPED);
  return PF_VIEW (self);
}
