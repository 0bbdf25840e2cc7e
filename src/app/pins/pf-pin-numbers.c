/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-numbers.h"

#include "app/connections/pf-connection-words.h"
#include "app/pins/pf-pin-facts.h"
#include "app/pins/pf-pin-metrics.h"
#include "app/widgets/chart/pf-chart-card.h"
#include "app/widgets/pf-figure-card.h"
#include "app/widgets/pf-series-data.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-buttons.h"
#include "core/insights/pf-insight-range.h"
#include "core/insights/pf-insight-trouble.h"
#include "core/insights/pf-insights.h"

#include <glib/gi18n.h>

#define N_DAYS 30
/* Whoever goes from pin to pin with the arrow keys asks for none of those in between. */
#define PATIENCE_MS 250
/* Of these only videos have the last. */
#define N_OF_ALL 4

static const char *const metrics[]
    = { "IMPRESSION",           "SAVE", "PIN_CLICK", "OUTBOUND_CLICK", "VIDEO_MRC_VIEW",
        "VIDEO_AVG_WATCH_TIME", NULL };
#define N_METRICS (G_N_ELEMENTS (metrics) - 1)

/* What one pin did in the last 30 days, and altogether. Asked for when somebody looks at it; what
 * is not known is said, never shown as zero. */
struct _PfPinNumbers
{
  AdwBin parent;

  GtkSpinner *spinner;
  GtkStack *stack; /* numbers, trouble */
  GtkWidget *cards[N_METRICS];
  PfChartCard *chart;
  GtkLabel *note;
  GtkLabel *trouble;
  GtkButton *step;
  GtkListBox *sums;

  PfWindow *window;         /* (unowned): it is in it */
  PfConnection *connection; /* (nullable) (owned) */
  char *pin_id;             /* nullable */
  gint64 pinned_at;
  gboolean is_own, is_video;
  guint patience;            /* source id */
  GCancellable *cancellable; /* (nullable) (owned): of what is asked */
  guint n_under_way;
  PfDay from, to;         /* what was asked last */
  guint metric;           /* in the chart */
  PfMetricTable *table;   /* nullable */
  gboolean known, failed; /* what became of what was asked */
  GError *closed;         /* nullable: no pin of this account has numbers */
};

G_DEFINE_FINAL_TYPE (PfPinNumbers, pf_pin_numbers, ADW_TYPE_BIN)

static void
show_chart (PfPinNumbers *self)
{
  const char *metric = metrics[self->metric];
  g_autofree char *title = pf_metric_dup_title (metric);
  g_autoptr (PfSeries) series = pf_series_new (self->table, metric, self->from, self->to);
  g_autoptr (PfChartData) data = NULL;
  PfDay born = self->pinned_at > 0 ? pf_day_from_time (self->pinned_at) : PF_DAY_NONE;

  gtk_widget_set_visible (GTK_WIDGET (self->chart), pf_series_has_values (series));
  if (!pf_series_has_values (series))
    return;
  data = pf_series_data_new (title, series);
  if (born != PF_DAY_NONE && born >= self->from && born <= self->to)
    pf_chart_data_add_note (data, (guint)(born - self->from), PF_CHART_NOTE_PUBLISHED,
                            _ ("Pinned"));
  pf_chart_card_set_data (self->chart, data);
}

static gboolean
has_any_day (PfPinNumbers *self)
{
  for (guint i = 0; i < N_METRICS; i++)
    {
      g_autoptr (PfSeries) series = pf_series_new (self->table, metrics[i], self->from, self->to);

      if (pf_series_has_values (series))
        return TRUE;
    }
  return FALSE;
}

static void
show_words (PfPinNumbers *self, const char *words)
{
  gtk_label_set_label (self->trouble, words);
  gtk_widget_hide (GTK_WIDGET (self->step));
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

/* Without a table: what is there before the answer. */
static void
show_numbers (PfPinNumbers *self)
{
  PfFigure figure;
  g_autofree char *words = NULL;

  for (guint i = 0; i < N_METRICS; i++)
    {
      pf_figure_card_show (PF_FIGURE_CARD (self->cards[i]), self->table, self->from, self->to);
      gtk_widget_set_visible (gtk_widget_get_parent (self->cards[i]),
                              i < N_OF_ALL || self->is_video);
    }
  pf_metric_figure (self->table, metrics[0], self->from, self->to, &figure);
  words = pf_figure_describe (&figure);
  gtk_label_set_label (self->note, words);
  gtk_widget_set_visible (GTK_WIDGET (self->note), self->table != NULL);
  show_chart (self);
  gtk_stack_set_visible_child_name (self->stack, "numbers");
}

static void
show_answer (PfPinNumbers *self)
{
  if (has_any_day (self))
    show_numbers (self);
  else
    show_words (self, _ ("Pinterest has no numbers of these days yet. They come a day or two after "
                         "the pin."));
}

static void
show_trouble (PfPinNumbers *self, const GError *error)
{
  PfInsightTrouble trouble = pf_insight_trouble_of (error);
  gboolean of_others
      = !self->is_own
        && (trouble == PF_INSIGHT_TROUBLE_FORBIDDEN || trouble == PF_INSIGHT_TROUBLE_NOT_FOUND);
  g_autofree char *words = of_others
                               ? g_strdup (_ ("Pinterest tells the numbers of your own pins only."))
                               : pf_insight_trouble_dup_words (error);

  show_words (self, words);
  if (of_others)
    return;
  pf_offer_step_for_numbers (self->step, error, self->connection);
  if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->step)), "win.refresh") == 0)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->step), "numbers.again");
  pf_wrap_buttons (GTK_WIDGET (self->step));
}

/* What would be said of the next pin, too: nobody asks for that. */
static gboolean
is_closed (const GError *error)
{
  switch (pf_insight_trouble_of (error))
    {
    case PF_INSIGHT_TROUBLE_SANDBOX:
    case PF_INSIGHT_TROUBLE_TRIAL:
    case PF_INSIGHT_TROUBLE_SCOPE:
    case PF_INSIGHT_TROUBLE_FORBIDDEN:
      return TRUE;
    case PF_INSIGHT_TROUBLE_NONE:
    case PF_INSIGHT_TROUBLE_OFFLINE:
    case PF_INSIGHT_TROUBLE_BUDGET:
    case PF_INSIGHT_TROUBLE_SIGN_IN:
    case PF_INSIGHT_TROUBLE_NOT_FOUND:
    case PF_INSIGHT_TROUBLE_RANGE:
    case PF_INSIGHT_TROUBLE_OTHER:
    default:
      return FALSE;
    }
}

static void
show_sums (PfPinNumbers *self, const PfPin *pin)
{
  g_autofree char *recent = pin != NULL ? pf_pin_metrics_words (pin->metrics_json, "90d") : NULL;
  g_autofree char *all
      = pin != NULL ? pf_pin_metrics_words (pin->metrics_json, "lifetime_metrics") : NULL;
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (self->sums, 0)) != NULL)
    gtk_list_box_remove (self->sums, GTK_WIDGET (old));
  if (recent != NULL)
    gtk_list_box_append (self->sums, pf_pin_facts_new_row (_ ("In the last 90 days"), recent));
  if (all != NULL)
    gtk_list_box_append (self->sums, pf_pin_facts_new_row (_ ("Since it was pinned"), all));
  gtk_widget_set_visible (GTK_WIDGET (self->sums), recent != NULL || all != NULL);
}

static void
settle (PfPinNumbers *self)
{
  self->n_under_way--;
  if (self->n_under_way == 0)
    {
      g_clear_object (&self->cancellable);
      gtk_spinner_stop (self->spinner);
    }
}

static void
days_came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfPinNumbers) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightReply) reply
      = pf_insights_fetch_finish (PF_INSIGHTS (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->failed = reply == NULL;
  if (reply != NULL)
    {
      PfMetricTable *whole = pf_insight_reply_get_whole (reply);

      g_clear_pointer (&self->table, pf_metric_table_unref);
      self->table = whole != NULL ? pf_metric_table_ref (whole) : NULL;
      self->known = TRUE;
      show_answer (self);
    }
  /* Numbers that are there stay, whatever became of asking again. */
  else if (!self->known)
    {
      if (self->is_own && is_closed (error))
        {
          g_clear_error (&self->closed);
          self->closed = g_error_copy (error);
        }
      show_trouble (self, error);
    }
  settle (self);
}

static void
sums_came (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfPinNumbers) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPin) pin = pf_insights_fetch_pin_finish (PF_INSIGHTS (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (pin != NULL)
    show_sums (self, pin);
  settle (self);
}

static PfInsightQuery *
make_query (PfPinNumbers *self)
{
  PfDay from = self->from, to = self->to;
  PfInsightQuery *query;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();

  pf_insight_range_before (&from, &to);
  query = pf_insight_query_new (PF_INSIGHT_PINS, from, self->to);
  for (guint i = 0; i < (self->is_video ? N_METRICS : N_OF_ALL); i++)
    g_strv_builder_add (names, metrics[i]);
  g_strv_builder_add (ids, self->pin_id);
  query->metrics = g_strv_builder_end (names);
  query->pin_ids = g_strv_builder_end (ids);
  return query;
}

static void
cancel (PfPinNumbers *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->n_under_way = 0;
  gtk_spinner_stop (self->spinner);
}

static void
ask (PfPinNumbers *self, gboolean fresh)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  PfInsights *insights = pf_workspace_get_insights (workspace, self->connection);
  PfClock *clock = pf_context_get_clock (pf_workspace_get_context (workspace));
  g_autoptr (PfInsightQuery) query = NULL;

  cancel (self);
  pf_insight_range_last (pf_clock_now (clock), N_DAYS, &self->from, &self->to);
  query = make_query (self);
  self->cancellable = g_cancellable_new ();
  self->n_under_way = 2;
  gtk_spinner_start (self->spinner);
  pf_insights_fetch_async (insights, query, fresh, self->cancellable, days_came,
                           pf_weak_new (self));
  pf_insights_fetch_pin_async (insights, self->pin_id, fresh, self->cancellable, sums_came,
                               pf_weak_new (self));
}

static void
lose_patience (gpointer data)
{
  PfPinNumbers *self = data;

  self->patience = 0;
  ask (self, FALSE);
}

/* Only of what somebody looks at. */
static void
want (PfPinNumbers *self)
{
  if (self->pin_id == NULL || self->known || self->cancellable != NULL || self->patience != 0
      || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (self->closed != NULL)
    show_trouble (self, self->closed);
  else
    self->patience = g_timeout_add_once (PATIENCE_MS, lose_patience, self);
}

static void
forget_pin (PfPinNumbers *self)
{
  cancel (self);
  g_clear_pointer (&self->pin_id, g_free);
  g_clear_pointer (&self->table, pf_metric_table_unref);
  self->known = self->failed = FALSE;
}

/* What was wrong with the sign-in, the keyring or the permissions may be over. */
static void
connection_changed (PfPinNumbers *self)
{
  g_clear_error (&self->closed);
  if (self->failed && pf_connection_get_state (self->connection) == PF_CONNECTION_CONNECTED)
    want (self);
}

static void
set_connection (PfPinNumbers *self, PfConnection *connection)
{
  if (self->connection == connection)
    return;
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_error (&self->closed);
  g_set_object (&self->connection, connection);
  if (connection == NULL)
    return;
  g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (connection_changed), self);
  g_signal_connect_swapped (connection, "notify::scopes-granted", G_CALLBACK (connection_changed),
                            self);
}

/**
 * pf_pin_numbers_set_pin:
 * @self: numbers
 * @window: the window they are in
 * @connection: whose pin
 * @pin: (nullable): a pin that the service has
 *
 * Shows the numbers of a pin as soon as somebody looks at them; what was asked for another one is
 * cancelled. The same one once more changes nothing.
 */
void
pf_pin_numbers_set_pin (PfPinNumbers *self,
                        PfWindow *window,
                        PfConnection *connection,
                        const PfPin *pin)
{
  const char *id = pin != NULL ? pin->id : NULL;

  self->window = window;
  if (self->connection == connection && g_strcmp0 (self->pin_id, id) == 0)
    return;
  forget_pin (self);
  set_connection (self, connection);
  gtk_widget_set_visible (GTK_WIDGET (self), id != NULL);
  if (id == NULL)
    return;
  self->pin_id = g_strdup (id);
  self->pinned_at = pin->created_at;
  self->is_own = pin->is_owner;
  self->is_video = pin->media_kind == PF_PIN_MEDIA_VIDEO;
  if (self->metric >= N_OF_ALL && !self->is_video)
    self->metric = 0;
  show_sums (self, pin);
  show_numbers (self);
  want (self);
}

/**
 * pf_pin_numbers_refresh:
 * @self: numbers
 *
 * Asks again, if somebody looks at them.
 */
void
pf_pin_numbers_refresh (PfPinNumbers *self)
{
  g_clear_error (&self->closed);
  if (self->pin_id != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    ask (self, TRUE);
}

static void
again_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  pf_pin_numbers_refresh (PF_PIN_NUMBERS (widget));
}

static void
card_clicked (GtkWidget *card, PfPinNumbers *self)
{
  for (guint i = 0; i < N_METRICS; i++)
    if (self->cards[i] == card)
      self->metric = i;
  if (self->table == NULL)
    return;
  show_chart (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->chart)))
    gtk_widget_grab_focus (GTK_WIDGET (self->chart));
}

static void
pf_pin_numbers_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pf_pin_numbers_parent_class)->map (widget);
  want (PF_PIN_NUMBERS (widget));
}

static void
pf_pin_numbers_unmap (GtkWidget *widget)
{
  cancel (PF_PIN_NUMBERS (widget));
  GTK_WIDGET_CLASS (pf_pin_numbers_parent_class)->unmap (widget);
}

static void
pf_pin_numbers_dispose (GObject *object)
{
  PfPinNumbers *self = PF_PIN_NUMBERS (object);

  forget_pin (self);
  set_connection (self, NULL);
  G_OBJECT_CLASS (pf_pin_numbers_parent_class)->dispose (object);
}

static void
pf_pin_numbers_class_init (PfPinNumbersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_pin_numbers_dispose;
  widget_class->map = pf_pin_numbers_map;
  widget_class->unmap = pf_pin_numbers_unmap;
  gtk_widget_class_install_action (widget_class, "numbers.again", NULL, again_activated);
}

static GtkLabel *
add_words (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
build_numbers (PfPinNumbers *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *row = pf_figure_row_new (_ ("Last 30 Days"));

  for (guint i = 0; i < N_METRICS; i++)
    {
      self->cards[i] = pf_figure_card_new (metrics[i]);
      g_signal_connect (self->cards[i], "clicked", G_CALLBACK (card_clicked), self);
      pf_figure_row_add (row, self->cards[i]);
    }
  self->chart = PF_CHART_CARD (pf_chart_card_new (PF_CHART_LINE));
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->chart));
  self->note = add_words (box);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "caption");
  return box;
}

static GtkWidget *
build_trouble (PfPinNumbers *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->trouble = add_words (box);
  self->step = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (self->step, TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->step), GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->step));
  return box;
}

static void
pf_pin_numbers_init (PfPinNumbers *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Loading"), -1);
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, build_numbers (self), "numbers");
  gtk_stack_add_named (self->stack, build_trouble (self), "trouble");
  self->sums = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->sums, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->sums), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sums), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Numbers of the Pin"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sums));
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Last 30 Days"));
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group),
                                           GTK_WIDGET (self->spinner));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
  adw_bin_set_child (ADW_BIN (self), group);
  gtk_widget_hide (GTK_WIDGET (self));
}
