/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/home/pf-home-numbers.h"

#include "app/connections/pf-connection-words.h"
#include "app/home/pf-home-section.h"
#include "app/widgets/pf-figure-card.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-buttons.h"

#include "core/insights/pf-insight-range.h"
#include "core/insights/pf-insight-trouble.h"
#include "core/insights/pf-insights.h"

#include <glib/gi18n.h>

#define N_DAYS 30

static const char *const metrics[] = { "IMPRESSION", "SAVE", "PIN_CLICK", "OUTBOUND_CLICK", NULL };

struct _PfHomeNumbers
{
  AdwBin parent;
  GtkStack *stack; /* numbers, trouble */
  GtkWidget *cards[G_N_ELEMENTS (metrics) - 1];
  GtkLabel *note;
  GtkLabel *trouble_title;
  GtkLabel *trouble_words;
  GtkButton *step;
  GtkSpinner *spinner;
  PfWindow *window;          /* (unowned): it is in it */
  PfConnection *connection;  /* (nullable) (owned) */
  GCancellable *cancellable; /* (nullable) (owned): of what is asked */
  PfDay from, to;            /* what was asked last */
  gboolean has_numbers, failed;
};

G_DEFINE_FINAL_TYPE (PfHomeNumbers, pf_home_numbers, ADW_TYPE_BIN)

static void fetch (PfHomeNumbers *self, gboolean fresh);

/* What the cards stand on: nobody should think that a gap is a bad day. */
static void
tell_days (PfHomeNumbers *self, const PfMetricTable *table)
{
  g_autofree char *words = NULL;
  PfFigure figure;

  pf_metric_figure (table, metrics[0], self->from, self->to, &figure);
  words = pf_figure_describe (&figure);
  gtk_label_set_label (self->note, words);
  gtk_widget_set_visible (GTK_WIDGET (self->note), table != NULL);
}

static void
show_numbers (PfHomeNumbers *self, const PfMetricTable *table)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->cards); i++)
    pf_figure_card_show (PF_FIGURE_CARD (self->cards[i]), table, self->from, self->to);
  tell_days (self, table);
  self->has_numbers = table != NULL;
  gtk_stack_set_visible_child_name (self->stack, "numbers");
}

static void
show_trouble (PfHomeNumbers *self, const GError *error)
{
  PfInsightTrouble trouble = pf_insight_trouble_of (error);
  g_autofree char *words = pf_insight_trouble_dup_words (error);

  gtk_label_set_label (self->trouble_title, pf_insight_trouble_get_title (trouble));
  gtk_label_set_label (self->trouble_words, words);
  pf_offer_step_for_numbers (self->step, error, self->connection);
  pf_wrap_buttons (GTK_WIDGET (self->step));
  self->has_numbers = FALSE;
  gtk_stack_set_visible_child_name (self->stack, "trouble");
}

static void
fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfHomeNumbers) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfInsightReply) reply
      = pf_insights_fetch_finish (PF_INSIGHTS (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->spinner);
  self->failed = reply == NULL;
  /* Numbers that are there stay, whatever became of asking again. */
  if (reply != NULL)
    show_numbers (self, pf_insight_reply_get_whole (reply));
  else if (!self->has_numbers)
    show_trouble (self, error);
}

static void
fetch (PfHomeNumbers *self, gboolean fresh)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  PfClock *clock = pf_context_get_clock (pf_workspace_get_context (workspace));
  PfDay old_from, old_to;
  g_autoptr (PfInsightQuery) query = NULL;

  if (self->cancellable != NULL)
    {
      g_cancellable_cancel (self->cancellable);
      g_clear_object (&self->cancellable);
    }
  pf_insight_range_last (pf_clock_now (clock), N_DAYS, &self->from, &self->to);
  old_from = self->from;
  old_to = self->to;
  pf_insight_range_before (&old_from, &old_to);
  /* All metrics, as the Analytics page asks: whoever goes there finds them already here. */
  query = pf_insight_query_new (PF_INSIGHT_ACCOUNT, old_from, self->to);
  self->cancellable = g_cancellable_new ();
  gtk_spinner_start (self->spinner);
  pf_insights_fetch_async (pf_workspace_get_insights (workspace, self->connection), query, fresh,
                           self->cancellable, fetched, pf_weak_new (self));
}

/* What was wrong with the sign-in or the keyring is over. */
static void
state_changed (PfHomeNumbers *self)
{
  if (self->failed && pf_connection_get_state (self->connection) == PF_CONNECTION_CONNECTED)
    fetch (self, FALSE);
}

static void
forget (PfHomeNumbers *self)
{
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->connection);
}

/**
 * pf_home_numbers_set_connection:
 * @self: numbers
 * @connection: (nullable): whose
 *
 * Shows the numbers of an account. Those that were asked for a moment ago are not asked for again.
 */
void
pf_home_numbers_set_connection (PfHomeNumbers *self, PfConnection *connection)
{
  if (self->connection != connection)
    {
      forget (self);
      self->failed = FALSE;
      gtk_spinner_stop (self->spinner);
      show_numbers (self, NULL);
      g_set_object (&self->connection, connection);
      if (connection != NULL)
        g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (state_changed), self);
    }
  if (connection != NULL && self->cancellable == NULL)
    fetch (self, FALSE);
}

/**
 * pf_home_numbers_refresh:
 * @self: numbers
 *
 * Asks again.
 */
void
pf_home_numbers_refresh (PfHomeNumbers *self)
{
  if (self->connection != NULL)
    fetch (self, TRUE);
}

static void
pf_home_numbers_dispose (GObject *object)
{
  forget (PF_HOME_NUMBERS (object));
  G_OBJECT_CLASS (pf_home_numbers_parent_class)->dispose (object);
}

static void
pf_home_numbers_class_init (PfHomeNumbersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_home_numbers_dispose;
}

static GtkWidget *
build_cards (PfHomeNumbers *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *row = pf_figure_row_new (_ ("Last 30 Days"));

  for (guint i = 0; i < G_N_ELEMENTS (self->cards); i++)
    {
      self->cards[i] = pf_figure_card_new (metrics[i]);
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->cards[i]),
                                               "win.show-page::analytics");
      pf_figure_row_add (row, self->cards[i]);
    }
  self->note = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->note, 0);
  gtk_label_set_wrap (self->note, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "dim-label");
  gtk_widget_set_visible (GTK_WIDGET (self->note), FALSE);
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->note));
  return box;
}

static GtkWidget *
build_trouble (PfHomeNumbers *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkLabel **labels[] = { &self->trouble_title, &self->trouble_words };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      *labels[i] = GTK_LABEL (gtk_label_new (NULL));
      gtk_label_set_wrap (*labels[i], TRUE);
      gtk_label_set_wrap_mode (*labels[i], PANGO_WRAP_WORD_CHAR);
      gtk_label_set_justify (*labels[i], GTK_JUSTIFY_CENTER);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (*labels[i]));
    }
  gtk_widget_add_css_class (GTK_WIDGET (self->trouble_title), "heading");
  self->step = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Try Again")));
  gtk_widget_set_halign (GTK_WIDGET (self->step), GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->step));
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "home-note");
  return box;
}

static void
pf_home_numbers_init (PfHomeNumbers *self)
{
  GtkWidget *section = pf_home_section_new (_ ("Last 30 Days"));

  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_set_hhomogeneous (self->stack, FALSE);
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Loading"), -1);
  gtk_stack_add_named (self->stack, build_cards (self), "numbers");
  gtk_stack_add_named (self->stack, build_trouble (self), "trouble");
  pf_home_section_set_button (PF_HOME_SECTION (section), GTK_WIDGET (self->spinner));
  gtk_box_append (GTK_BOX (section), GTK_WIDGET (self->stack));
  adw_bin_set_child (ADW_BIN (self), section);
}

/**
 * pf_home_numbers_new:
 * @window: the window it will be in, which has a workspace
 *
 * Returns: (transfer floating): numbers of nobody yet
 */
GtkWidget *
pf_home_numbers_new (PfWindow *window)
{
  PfHomeNumbers *self = g_object_new (PF_TYPE_HOME_NUMBERS, NULL);

  self->window = window;
  show_numbers (self, NULL);
  return GTK_WIDGET (self);
}
