/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-page.h"

#include "app/analytics/pf-analytics-account.h"
#include "app/analytics/pf-analytics-compare.h"
#include "app/analytics/pf-analytics-days.h"
#include "app/analytics/pf-analytics-filter.h"
#include "app/analytics/pf-analytics-mend.h"
#include "app/analytics/pf-analytics-open.h"
#include "app/analytics/pf-analytics-top.h"
#include "app/analytics/pf-trends-card.h"
#include "app/widgets/pf-steady-bin.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-box.h"
#include "core/insights/pf-insight-range.h"
#include "core/insights/pf-insight-trouble.h"
#include "core/insights/pf-metric-sum.h"
#include "core/store/pf-choices.h"

#include <glib/gi18n.h>

#define N_TOP 10
/* Pins whose titles are known and that boards are added up from: so many requests at most, as a
 * minute may have sixty in all. */
#define WALK_PAGES 2
/* After so long it is said that it takes long. */
#define SLOW_S 6

/*
 * What the numbers of the account say. Each part asks for its own and says for itself why it
 * has none; nothing is shown as zero that is not known.
 */
struct _PfAnalyticsPage
{
  PfView parent;

  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *loading, *trouble;
  GtkButton *again, *reset;
  GtkBox *sections;
  GtkLabel *meant; /* which days and filters, in words */
  GtkLabel *state;
  PfAnalyticsDays *days;
  PfAnalyticsFilter *filter;
  PfAnalyticsAccount *account;
  PfAnalyticsTop *tops[2];
  PfAnalyticsCompare *compare;
  GtkWidget *mend;
  PfTrendsCard *trends;
  GtkWidget *room;

  PfWindow *window;         /* (unowned): the page lives in it */
  PfConnection *connection; /* whose numbers are shown */
  GCancellable *cancellable;
  guint n_under_way;
  guint slow;
  PfAnalyticsChoice choice;
  PfPeriod period;
  PfDay today, kept_from;
  PfPinWalk *walk;   /* (nullable) */
  GHashTable *known; /* (nullable): its pins by id */
};

G_DEFINE_FINAL_TYPE (PfAnalyticsPage, pf_analytics_page, PF_TYPE_VIEW)

static void load (PfAnalyticsPage *self, gboolean fresh);

/* What an answer comes to: the page, or NULL when it is gone or no longer waits for it. */
static PfAnalyticsPage *
take (gpointer weak, const GError *error)
{
  PfAnalyticsPage *self = pf_weak_take (weak);

  if (self != NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_object (&self);
  return self;
}

static void
update_waiting (PfAnalyticsPage *self)
{
  pf_view_set_waiting (PF_VIEW (self), self->n_under_way > 0
                                           || !pf_analytics_top_is_settled (self->tops[0])
                                           || !pf_analytics_top_is_settled (self->tops[1]));
}

static void
settle (PfAnalyticsPage *self)
{
  self->n_under_way--;
  update_waiting (self);
}

static gboolean
is_slow (gpointer user_data)
{
  PfAnalyticsPage *self = user_data;

  self->slow = 0;
  pf_status_page_set_description (self->loading,
                                  _ ("Pinterest takes its time. It is given up after a minute."));
  return G_SOURCE_REMOVE;
}

static void
show_state (PfAnalyticsPage *self, const char *name)
{
  gboolean loading = g_str_equal (name, "loading");

  g_clear_handle_id (&self->slow, g_source_remove);
  pf_status_page_set_description (self->loading, "");
  if (loading)
    self->slow = g_timeout_add_seconds (SLOW_S, is_slow, self);
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
  /* The filter itself is not in sight here. */
  gtk_widget_set_visible (GTK_WIDGET (self->reset),
                          pf_analytics_choice_is_filtered (&self->choice));
  show_state (self, "trouble");
}

/* Which days are meant, what they are compared with, and what is left out of them. */
static void
tell_meant (PfAnalyticsPage *self)
{
  g_autofree char *days = pf_analytics_format_days (self->period.from, self->period.to);
  g_autofree char *filter = pf_analytics_choice_describe_filter (&self->choice);
  g_autofree char *before = NULL;
  GString *words = g_string_new (NULL);

  if (self->period.before_from != PF_DAY_NONE)
    {
      before = pf_analytics_format_days (self->period.before_from, self->period.before_to);
      /* Translators: days, and the days they are compared with */
      g_string_printf (words, _ ("%s, compared with %s."), days, before);
    }
  else
    /* Translators: days */
    g_string_printf (words, _ ("%s."), days);
  if (filter != NULL)
    g_string_append_printf (words, " %s.", filter);
  gtk_label_set_text (self->meant, words->str);
  g_string_free (words, TRUE);
}

static void
tell_state (PfAnalyticsPage *self, const PfInsightReply *reply)
{
  PfMetricTable *table = pf_insight_reply_get_whole (reply);
  g_autofree char *words = NULL;
  g_autofree char *both = NULL;
  PfFigure figure;

  pf_metric_figure_against (table, "IMPRESSION", self->period.from, self->period.to,
                            self->period.before_from, self->period.before_to, &figure);
  /* What is compared is told by the days themselves. */
  figure.change.known = FALSE;
  words = pf_figure_describe (&figure);
  if (reply->problem != NULL)
    {
      /* What is kept on this computer is here all the same. */
      g_autofree char *why = pf_insight_trouble_dup_words (reply->problem);

      both = g_strdup_printf ("%s %s", why, words);
    }
  gtk_label_set_text (self->state, both != NULL ? both : words);
}

static void
account_came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightReply) reply
      = pf_insights_fetch_finish (PF_INSIGHTS (source), result, &error);
  g_autoptr (PfAnalyticsPage) self = take (data, error);

  if (self == NULL)
    return;
  if (reply == NULL)
    show_trouble (self, error);
  else
    {
      tell_state (self, reply);
      pf_analytics_account_show (self->account, reply);
      show_state (self, "content");
    }
  settle (self);
}

static void
parts_came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightReply) reply
      = pf_insights_fetch_finish (PF_INSIGHTS (source), result, &error);
  g_autoptr (PfAnalyticsPage) self = take (data, error);

  if (self == NULL)
    return;
  pf_analytics_account_show_parts (self->account, reply, error);
  settle (self);
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

static GHashTable *
index_pins (PfPinWalk *walk)
{
  GHashTable *known = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < walk->pins->len; i++)
    {
      PfPin *pin = g_ptr_array_index (walk->pins, i);

      g_hash_table_insert (known, pin->id, pin);
    }
  return known;
}

static void
walk_came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPinWalk) walk = pf_insights_walk_finish (PF_INSIGHTS (source), result, &error);
  g_autoptr (PfAnalyticsPage) self = take (data, error);

  if (self == NULL)
    return;
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->walk, pf_pin_walk_unref);
  self->walk = g_steal_pointer (&walk);
  if (self->walk != NULL)
    {
      g_autoptr (GHashTable) boards = name_boards (self);

      self->known = index_pins (self->walk);
      pf_analytics_compare_show (self->compare, self->walk, boards);
      pf_analytics_account_set_pins (self->account, self->walk->pins);
    }
  else
    {
      g_autofree char *words = pf_insight_trouble_dup_words (error);

      pf_analytics_compare_set_words (self->compare, words);
    }
  pf_analytics_mend_show (self->mend, self->walk);
  for (guint i = 0; i < G_N_ELEMENTS (self->tops); i++)
    pf_analytics_top_set_known (self->tops[i], self->known);
  settle (self);
}

/* What was asked for is no longer waited for. */
static void
forget (PfAnalyticsPage *self)
{
  g_clear_handle_id (&self->slow, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->n_under_way = 0;
  for (guint i = 0; i < G_N_ELEMENTS (self->tops); i++)
    if (self->tops[i] != NULL)
      pf_analytics_top_forget (self->tops[i]);
}

static void
forget_account (PfAnalyticsPage *self)
{
  forget (self);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->walk, pf_pin_walk_unref);
  g_clear_object (&self->connection);
}

static PfInsightQuery *
make_query (PfAnalyticsPage *self, PfInsightKind kind, PfDay from, PfDay to)
{
  PfInsightQuery *query = pf_insight_query_new (kind, from, to);

  pf_analytics_choice_filter (&self->choice, query);
  return query;
}

static void
ask_account (PfAnalyticsPage *self, PfInsights *insights, gboolean fresh)
{
  PfDay earliest = pf_days_get_first (pf_insights_get_today (insights), self->kept_from);
  PfDay from = self->period.from, to = self->period.to;
  g_autoptr (PfInsightQuery) whole = NULL;
  g_autoptr (PfInsightQuery) parts = NULL;

  if (self->period.before_from != PF_DAY_NONE)
    {
      from = MIN (from, self->period.before_from);
      to = MAX (to, self->period.before_to);
    }
  whole = make_query (self, PF_INSIGHT_ACCOUNT, MAX (from, earliest), to);
  parts = make_query (self, PF_INSIGHT_ACCOUNT, self->period.from, self->period.to);
  parts->split = g_strdup (pf_analytics_account_get_split (&self->choice));
  self->n_under_way += 2;
  pf_insights_fetch_async (insights, whole, fresh, self->cancellable, account_came,
                           pf_weak_new (self));
  pf_insights_fetch_async (insights, parts, fresh, self->cancellable, parts_came,
                           pf_weak_new (self));
}

/* Top lists have no history: of days that Pinterest does not have it names no pin. */
static void
ask_tops (PfAnalyticsPage *self, PfInsights *insights, gboolean fresh)
{
  static const PfInsightKind kinds[] = { PF_INSIGHT_TOP_PINS, PF_INSIGHT_TOP_VIDEO_PINS };

  for (guint i = 0; i < G_N_ELEMENTS (self->tops); i++)
    {
      g_autoptr (PfInsightQuery) query
          = make_query (self, kinds[i], self->period.from, self->period.to);

      query->n_pins = N_TOP;
      pf_analytics_top_load (self->tops[i], self->window, insights, query, fresh);
    }
}

static void
load_days (PfAnalyticsPage *self, gboolean fresh)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  PfInsights *insights = pf_workspace_get_insights (workspace, self->connection);
  PfDay today = pf_insights_get_today (insights);

  self->today = today;
  pf_analytics_choice_get_period (&self->choice, today, self->kept_from, &self->period);
  pf_analytics_days_set (self->days, &self->choice, today, pf_insights_get_keep (insights),
                         self->kept_from);
  pf_analytics_filter_set (self->filter, &self->choice);
  tell_meant (self);
  pf_analytics_account_begin (self->account, self->window, self->connection, &self->choice,
                              &self->period, today);
  ask_account (self, insights, fresh);
  ask_tops (self, insights, fresh);
  if (fresh || self->walk == NULL)
    pf_analytics_compare_set_words (self->compare, _ ("Asking for the numbers…"));
  self->n_under_way++;
  pf_insights_walk_async (insights, NULL, WALK_PAGES, fresh, self->cancellable, walk_came,
                          pf_weak_new (self));
  update_waiting (self);
}

typedef struct
{
  GWeakRef page;
  gboolean fresh;
} Reading;

static void
age_came (GObject *source, GAsyncResult *result, gpointer data)
{
  Reading *reading = data;
  g_autoptr (PfAnalyticsPage) self = g_weak_ref_get (&reading->page);
  g_autoptr (GError) error = NULL;
  gboolean fresh = reading->fresh, known;
  PfInsightHistoryAge age;

  g_weak_ref_clear (&reading->page);
  g_free (reading);
  known = pf_insight_history_get_age_finish (PF_STORE (source), result, &age, &error);
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!known)
    g_warning ("It is not known which days are kept: %s", error->message);
  self->kept_from = known ? age.account_first : PF_DAY_NONE;
  load_days (self, fresh);
  settle (self);
}

/* How far back there are numbers comes first, from this computer: the days depend on it. */
static void
load_numbers (PfAnalyticsPage *self, gboolean fresh)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  Reading *reading;

  forget (self);
  self->cancellable = g_cancellable_new ();
  if (!g_str_equal (gtk_stack_get_visible_child_name (self->stack), "content"))
    show_state (self, "loading");
  self->n_under_way = 1;
  update_waiting (self);
  reading = g_new0 (Reading, 1);
  g_weak_ref_init (&reading->page, self);
  reading->fresh = fresh;
  pf_insight_history_get_age_async (pf_workspace_get_store (workspace),
                                    pf_connection_get_id (self->connection), self->cancellable,
                                    age_came, reading);
}

static void
load (PfAnalyticsPage *self, gboolean fresh)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);

  if (self->connection == NULL)
    return;
  load_numbers (self, fresh);
  pf_trends_card_load (self->trends, self->window, self->connection,
                       pf_workspace_get_insights (workspace, self->connection), fresh);
}

static GSettings *
get_settings (PfAnalyticsPage *self)
{
  return pf_context_get_settings (
      pf_workspace_get_context (pf_window_get_workspace (self->window)));
}

static void
set_connection (PfAnalyticsPage *self, PfConnection *connection)
{
  if (self->connection == connection)
    return;
  forget_account (self);
  if (connection == NULL)
    return;
  self->connection = g_object_ref (connection);
  pf_analytics_choice_load (&self->choice, get_settings (self), pf_connection_get_id (connection));
  pf_analytics_account_set_pins (self->account, NULL);
  pf_trends_card_set (self->trends, self->choice.region, self->choice.trend_type);
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
    forget_account (self);
}

#define NARROW 480

static void
width_changed (PfAnalyticsPage *self, int width)
{
  if (width < NARROW)
    gtk_widget_add_css_class (self->room, "narrow");
  else
    gtk_widget_remove_css_class (self->room, "narrow");
}

static void
save_choice (PfAnalyticsPage *self)
{
  pf_analytics_choice_save (&self->choice, get_settings (self),
                            pf_connection_get_id (self->connection));
}

static void
choice_changed (PfAnalyticsPage *self)
{
  if (self->connection == NULL)
    return;
  save_choice (self);
  load_numbers (self, FALSE);
}

static void
days_changed (PfAnalyticsDays *days, PfAnalyticsPage *self)
{
  pf_analytics_days_get (days, &self->choice);
  choice_changed (self);
}

static void
filter_changed (PfAnalyticsFilter *filter, PfAnalyticsPage *self)
{
  for (guint i = 0; i < PF_FILTER_N; i++)
    self->choice.filters[i] = pf_analytics_filter_get (filter, i);
  choice_changed (self);
}

/* The card asks for them itself. */
static void
trends_changed (PfAnalyticsPage *self)
{
  self->choice.region = pf_trends_card_get_region (self->trends);
  self->choice.trend_type = pf_trends_card_get_trend_type (self->trends);
  if (self->connection != NULL)
    save_choice (self);
}

static void
reset_filter (GtkButton *button, PfAnalyticsPage *self)
{
  for (guint i = 0; i < PF_FILTER_N; i++)
    self->choice.filters[i] = pf_filter_list (i)[0];
  choice_changed (self);
}

/* How far back there are numbers is another question then. */
static void
kept_changed (PfWorkspace *workspace, const char *connection_id, PfAnalyticsPage *self)
{
  if (self->connection != NULL
      && g_str_equal (pf_connection_get_id (self->connection), connection_id))
    load_numbers (self, FALSE);
}

static void
try_again (GtkButton *button, PfAnalyticsPage *self)
{
  load (self, TRUE);
}

static void
pin_chosen (PfAnalyticsCompare *compare, const char *id, PfAnalyticsPage *self)
{
  pf_analytics_open_pin (self->window, self->connection, id);
}

static void
pf_analytics_page_shown (PfView *view)
{
  PfAnalyticsPage *self = PF_ANALYTICS_PAGE (view);
  PfConnection *connection = pf_window_get_connection (self->window);
  PfWorkspace *workspace = pf_window_get_workspace (self->window);

  if (self->connection != connection)
    set_connection (self, connection);
  /* After midnight these are other days. */
  else if (connection != NULL && self->n_under_way == 0
           && pf_insights_get_today (pf_workspace_get_insights (workspace, connection))
                  != self->today)
    load_numbers (self, FALSE);
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

  forget_account (self);
  self->tops[0] = self->tops[1] = NULL;
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
  g_type_ensure (PF_TYPE_STEADY_BIN);
  g_type_ensure (PF_TYPE_WRAP_BOX);
  g_type_ensure (PF_TYPE_ANALYTICS_DAYS);
  g_type_ensure (PF_TYPE_ANALYTICS_FILTER);
  g_type_ensure (PF_TYPE_ANALYTICS_ACCOUNT);
  g_type_ensure (PF_TYPE_ANALYTICS_COMPARE);
  g_type_ensure (PF_TYPE_TRENDS_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/analytics/pf-analytics-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, loading);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, again);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, reset);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, sections);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, room);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, days);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, filter);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, meant);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, state);
  gtk_widget_class_bind_template_child (widget_class, PfAnalyticsPage, account);
  gtk_widget_class_bind_template_callback (widget_class, days_changed);
  gtk_widget_class_bind_template_callback (widget_class, width_changed);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed);
  gtk_widget_class_bind_template_callback (widget_class, try_again);
  gtk_widget_class_bind_template_callback (widget_class, reset_filter);
}

static void
pf_analytics_page_init (PfAnalyticsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->kept_from = PF_DAY_NONE;
  pf_analytics_choice_init (&self->choice);
  self->tops[0] = PF_ANALYTICS_TOP (pf_analytics_top_new (PF_INSIGHT_TOP_PINS));
  self->tops[1] = PF_ANALYTICS_TOP (pf_analytics_top_new (PF_INSIGHT_TOP_VIDEO_PINS));
  for (guint i = 0; i < G_N_ELEMENTS (self->tops); i++)
    {
      gtk_box_append (self->sections, GTK_WIDGET (self->tops[i]));
      g_signal_connect_object (self->tops[i], "settled", G_CALLBACK (update_waiting), self,
                               G_CONNECT_SWAPPED);
    }
  self->mend = pf_analytics_mend_new ();
  gtk_box_append (self->sections, self->mend);
  self->compare = PF_ANALYTICS_COMPARE (pf_analytics_compare_new ());
  gtk_box_append (self->sections, GTK_WIDGET (self->compare));
  g_signal_connect_object (self->compare, "pin-chosen", G_CALLBACK (pin_chosen), self, 0);
  self->trends = PF_TRENDS_CARD (pf_trends_card_new ());
  g_signal_connect_object (self->trends, "changed", G_CALLBACK (trends_changed), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->sections, GTK_WIDGET (self->trends));
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
         && pf_analytics_top_is_settled (self->tops[0])
         && pf_analytics_top_is_settled (self->tops[1])
         && pf_analytics_account_is_settled (self->account)
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
  g_signal_connect_object (pf_window_get_workspace (window), "kept-changed",
                           G_CALLBACK (kept_changed), self, 0);
  return PF_VIEW (self);
}
