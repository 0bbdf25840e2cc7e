/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-board-numbers.h"

#include "app/connections/pf-connection-words.h"
#include "app/pins/pf-pin-metrics.h"
#include "app/widgets/chart/pf-chart-card.h"
#include "app/widgets/pf-fit.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-buttons.h"
#include "core/insights/pf-board-sums.h"
#include "core/insights/pf-insight-trouble.h"
#include "core/insights/pf-insights.h"

#include <glib/gi18n.h>
#include <math.h>

/* Requests of 250 pins each that a look may take; whoever wants the rest asks for it. */
#define FIRST_PAGES 4
#define PER_PAGE 250
#define MOST_PAGES 1000
/* More rows than this nobody compares at a glance. */
#define MOST_SECTIONS 10u

/* What the pins of a board did together: sums, and said to be sums. */
struct _PfBoardNumbers
{
  AdwWindow parent;

  GtkStack *stack; /* loading, trouble, content */
  GtkSpinner *spinner;
  AdwStatusPage *trouble;
  GtkButton *step;
  GtkLabel *words; /* what they stand on */
  GtkButton *more;
  GtkSpinner *more_spinner;
  GtkListBox *list;
  GtkWidget *rows[PF_PIN_N_METRICS];
  GtkLabel *values[PF_PIN_N_METRICS];
  GtkLabel *best;
  PfChartCard *sections;

  PfWindow *window; /* (unowned): this is over it */
  PfConnection *connection;
  PfBoardItem *board;
  GHashTable *names; /* (element-type utf8 utf8): of sections by id */
  PfBoardSums *sums; /* nullable */
  GCancellable *cancellable;
  guint max_pages; /* what was asked last */
  gboolean asking;
};

G_DEFINE_FINAL_TYPE (PfBoardNumbers, pf_board_numbers, ADW_TYPE_WINDOW)

static void
show_state (PfBoardNumbers *self, const char *state)
{
  gtk_spinner_set_spinning (self->spinner, g_str_equal (state, "loading"));
  gtk_stack_set_visible_child_name (self->stack, state);
}

/* Content */

static char *
format_sum (const PfPinSum *sum, const char *metric)
{
  const double *value
      = sum != NULL && sum->n_counted > 0 ? g_hash_table_lookup (sum->metrics, metric) : NULL;

  return value != NULL ? g_strdup_printf ("%'.0f", *value) : NULL;
}

static void
show_rows (PfBoardNumbers *self)
{
  for (guint i = 0; i < PF_PIN_N_METRICS; i++)
    {
      g_autofree char *recent = format_sum (self->sums->recent, pf_pin_metrics[i].name);
      g_autofree char *all = format_sum (self->sums->lifetime, pf_pin_metrics[i].name);
      g_autofree char *words = all != NULL
                                   /* Translators: a number */
                                   ? g_strdup_printf (_ ("%s since the pins were made"), all)
                                   : g_strdup ("");

      /* What nobody told is not there; it is no zero. */
      gtk_widget_set_visible (self->rows[i], recent != NULL || all != NULL);
      gtk_label_set_label (self->values[i], recent != NULL ? recent : "–");
      pf_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[i]), words);
    }
}

static const char *
name_section (PfBoardNumbers *self, const char *id)
{
  const char *name = g_hash_table_lookup (self->names, id);

  if (*id == '\0')
    return _ ("In no section");
  return name != NULL ? name : _ ("A section");
}

static PfChartData *
make_sections (PfBoardNumbers *self)
{
  GPtrArray *sums = self->sums->sections;
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  guint n = MIN (sums->len, MOST_SECTIONS);
  g_autofree double *values = g_new (double, n + 1);
  PfChartData *data;

  for (guint i = 0; i < n; i++)
    {
      const PfPinSum *sum = g_ptr_array_index (sums, i);
      const double *value
          = sum->n_counted > 0 ? g_hash_table_lookup (sum->metrics, pf_pin_metrics[0].name) : NULL;
      g_autofree char *name = pf_text_clean (name_section (self, sum->key));

      g_ptr_array_add (labels, g_strdup_printf (ngettext (
                                                    /* Translators: a section of a board */
                                                    "%s, %'u pin", "%s, %'u pins", sum->n_pins),
                                                name, sum->n_pins));
      values[i] = value != NULL ? *value : NAN;
    }
  g_ptr_array_add (labels, NULL);
  data = pf_chart_data_new_labels (_ ("Sections"), (const char *const *)labels->pdata);
  pf_chart_data_add_series (data, _ (pf_pin_metrics[0].words), values, NULL);
  return data;
}

static gboolean
has_sections (const PfBoardSums *sums)
{
  for (guint i = 0; i < sums->sections->len; i++)
    if (*((PfPinSum *)g_ptr_array_index (sums->sections, i))->key != '\0')
      return TRUE;
  return FALSE;
}

static void
show_sections (PfBoardNumbers *self)
{
  g_autoptr (PfChartData) data = NULL;
  gboolean shown = has_sections (self->sums);

  gtk_widget_set_visible (GTK_WIDGET (self->sections), shown);
  if (!shown)
    return;
  data = make_sections (self);
  pf_chart_card_set_data (self->sections, data);
  pf_chart_card_set_caption (
      self->sections,
      self->sums->sections->len > MOST_SECTIONS
          ? _ ("Impressions of the last 90 days, added up over the pins of each section; those "
               "with the most")
          : _ ("Impressions of the last 90 days, added up over the pins of each section"));
}

static char *
describe (const PfBoardSums *sums)
{
  guint n_counted = sums->recent != NULL ? sums->recent->n_counted : 0;
  g_autofree char *of
      = sums->complete
            ? g_strdup_printf (ngettext ("Sums over the %'u pin of this board.",
                                         "Sums over the %'u pins of this board.", sums->n_pins),
                               sums->n_pins)
            : g_strdup_printf (ngettext ("Sums over the newest %'u pin of this board.",
                                         "Sums over the newest %'u pins of this board.",
                                         sums->n_pins),
                               sums->n_pins);

  if (n_counted == sums->n_pins)
    return g_strdup_printf ("%s %s", of, _ ("Pinterest keeps numbers of pins, not of boards."));
  return g_strdup_printf (ngettext ("%s Of %'u there are numbers.", "%s Of %'u there are numbers.",
                                    n_counted),
                          of, n_counted);
}

static gboolean
has_numbers (const PfBoardSums *sums)
{
  return (sums->recent != NULL && sums->recent->n_counted > 0)
         || (sums->lifetime != NULL && sums->lifetime->n_counted > 0);
}

static void
show_best (PfBoardNumbers *self)
{
  double share = self->sums->best_share;
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->best), isfinite (share));
  if (!isfinite (share))
    return;
  words = g_strdup_printf (
      /* Translators: a number of pins, then a percentage */
      _ ("The %u best pins have %.0f %% of the impressions of 90 days."), PF_BOARD_SUMS_BEST,
      share * 100);
  gtk_label_set_label (self->best, words);
}

static void
show_more (PfBoardNumbers *self)
{
  gboolean more = self->sums != NULL && !self->sums->complete;

  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->more)), more);
  gtk_widget_set_sensitive (GTK_WIDGET (self->more), !self->asking);
  gtk_widget_set_visible (GTK_WIDGET (self->more_spinner), more && self->asking);
  gtk_spinner_set_spinning (self->more_spinner, more && self->asking);
}

static void
show_sums (PfBoardNumbers *self)
{
  g_autofree char *words = NULL;

  show_more (self);
  if (!has_numbers (self->sums))
    {
      adw_status_page_set_title (self->trouble, _ ("No Numbers Yet"));
      pf_status_page_set_description (
          self->trouble, self->sums->n_pins == 0
                             ? _ ("There are no pins on this board yet.")
                             : _ ("Pinterest has no numbers of these pins yet. They come a day or "
                                  "two after a pin."));
      gtk_widget_hide (GTK_WIDGET (self->step));
      show_state (self, "trouble");
      return;
    }
  words = describe (self->sums);
  gtk_label_set_label (self->words, words);
  show_rows (self);
  show_best (self);
  show_sections (self);
  show_state (self, "content");
}

static void
show_trouble (PfBoardNumbers *self, const GError *error)
{
  PfInsightTrouble trouble = pf_insight_trouble_of (error);
  g_autofree char *words = pf_insight_trouble_dup_words (error);

  adw_status_page_set_title (self->trouble, pf_insight_trouble_get_title (trouble));
  pf_status_page_set_description (self->trouble, words);
  pf_offer_step_for_numbers (self->step, error, self->connection);
  /* The other steps belong to the window below: its pages offer them. */
  if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (self->step)), "win.refresh") == 0)
    gtk_actionable_set_action_name (GTK_ACTIONABLE (self->step), "numbers.again");
  else
    gtk_widget_hide (GTK_WIDGET (self->step));
  pf_wrap_buttons (GTK_WIDGET (self->step));
  show_state (self, "trouble");
}

/* Asking */

static void
added_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfBoardNumbers) self = pf_weak_take (data);
  g_autoptr (PfBoardSums) sums = pf_board_sums_finish (result, NULL);

  if (self == NULL || sums == NULL)
    return;
  self->asking = FALSE;
  g_clear_pointer (&self->sums, pf_board_sums_free);
  self->sums = g_steal_pointer (&sums);
  show_sums (self);
}

static void
walked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfBoardNumbers) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPinWalk) walk = pf_insights_walk_finish (PF_INSIGHTS (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (walk != NULL)
    {
      pf_board_sums_async (walk, self->cancellable, added_cb, pf_weak_new (self));
      return;
    }
  self->asking = FALSE;
  /* Sums that are there stay, whatever became of asking for more. */
  if (self->sums == NULL)
    show_trouble (self, error);
  else
    {
      g_autofree char *words = pf_insight_trouble_dup_words (error);

      gtk_label_set_label (self->words, words);
      show_more (self);
    }
}

static void
ask (PfBoardNumbers *self, gboolean fresh)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  const PfBoard *board = pf_board_item_get_board (self->board);

  self->asking = TRUE;
  if (self->sums == NULL)
    show_state (self, "loading");
  show_more (self);
  pf_insights_walk_async (pf_workspace_get_insights (workspace, self->connection), board->id,
                          self->max_pages, fresh, self->cancellable, walked_cb, pf_weak_new (self));
}

static void
again_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  ask (PF_BOARD_NUMBERS (widget), TRUE);
}

static void
more_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfBoardNumbers *self = PF_BOARD_NUMBERS (widget);
  gint64 n_pins = pf_board_item_get_pin_count (self->board);

  /* Two more: the board may have grown meanwhile. */
  self->max_pages = (guint)CLAMP (n_pins / PER_PAGE + 2, 2 * FIRST_PAGES, MOST_PAGES);
  ask (self, TRUE);
}

static void
analytics_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfBoardNumbers *self = PF_BOARD_NUMBERS (widget);
  PfWindow *window = self->window;

  gtk_window_close (GTK_WINDOW (self));
  pf_window_show_page (window, "analytics");
}

static void
sections_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfBoardNumbers) self = pf_weak_take (data);
  g_autoptr (GPtrArray) rows = pf_mirror_get_sections_finish (PF_MIRROR (source), result, NULL);

  if (self == NULL || rows == NULL)
    return;
  for (guint i = 0; i < rows->len; i++)
    {
      const PfMirrorRow *row = g_ptr_array_index (rows, i);
      const PfSection *section = row->record;

      g_hash_table_insert (self->names, g_strdup (section->id), g_strdup (section->name));
    }
  if (self->sums != NULL && has_numbers (self->sums))
    show_sections (self);
}

/* The window */

static void
pf_board_numbers_dispose (GObject *object)
{
  PfBoardNumbers *self = PF_BOARD_NUMBERS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->connection);
  g_clear_object (&self->board);
  g_clear_pointer (&self->sums, pf_board_sums_free);
  G_OBJECT_CLASS (pf_board_numbers_parent_class)->dispose (object);
}

static void
pf_board_numbers_finalize (GObject *object)
{
  PfBoardNumbers *self = PF_BOARD_NUMBERS (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->names);
  G_OBJECT_CLASS (pf_board_numbers_parent_class)->finalize (object);
}

static void
pf_board_numbers_class_init (PfBoardNumbersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_board_numbers_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_board_numbers_finalize;
  gtk_widget_class_install_action (widget_class, "numbers.again", NULL, again_activated);
  gtk_widget_class_install_action (widget_class, "numbers.more", NULL, more_activated);
  gtk_widget_class_install_action (widget_class, "numbers.analytics", NULL, analytics_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
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
build_list (PfBoardNumbers *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  for (guint i = 0; i < PF_PIN_N_METRICS; i++)
    {
      GtkWidget *value = gtk_label_new (NULL);

      self->rows[i] = adw_action_row_new ();
      self->values[i] = GTK_LABEL (value);
      gtk_widget_add_css_class (value, "numeric");
      gtk_widget_add_css_class (value, "title-4");
      pf_row_set_title (ADW_PREFERENCES_ROW (self->rows[i]), _ (pf_pin_metrics[i].words));
      adw_action_row_add_suffix (ADW_ACTION_ROW (self->rows[i]), value);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->rows[i]), FALSE);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->rows[i]);
    }
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Last 90 Days"));
  return group;
}

static GtkWidget *
build_content (PfBoardNumbers *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *analytics = gtk_button_new_with_mnemonic (_ ("All Boards in _Analytics"));

  self->words = add_words (head);
  self->more = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Add Up All Pins")));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->more), "numbers.more");
  self->more_spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more_spinner),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Loading"), -1);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->more));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->more_spinner));
  gtk_box_append (GTK_BOX (head), line);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), build_list (self));
  self->best = add_words (box);
  self->sections = PF_CHART_CARD (pf_chart_card_new (PF_CHART_RANKED));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->sections));
  gtk_widget_set_halign (analytics, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (analytics), "numbers.analytics");
  gtk_box_append (GTK_BOX (box), analytics);
  gtk_widget_add_css_class (box, "tidy");
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  return scroller;
}

static void
pf_board_numbers_init (PfBoardNumbers *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->cancellable = g_cancellable_new ();
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->max_pages = FIRST_PAGES;
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_size_request (GTK_WIDGET (self->spinner), 32, 32);
  gtk_widget_set_halign (GTK_WIDGET (self->spinner), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->spinner), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Loading"), -1);
  self->trouble = ADW_STATUS_PAGE (adw_status_page_new ());
  adw_status_page_set_icon_name (self->trouble, "pf-analytics-symbolic");
  self->step = GTK_BUTTON (gtk_button_new_with_mnemonic (_ ("_Try Again")));
  gtk_widget_set_halign (GTK_WIDGET (self->step), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->step), "pill");
  adw_status_page_set_child (self->trouble, GTK_WIDGET (self->step));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->stack), TRUE);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->spinner), "loading");
  gtk_stack_add_named (self->stack, build_content (self), "content");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->trouble), "trouble");
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->stack));
  adw_window_set_content (ADW_WINDOW (self), box);
  pf_wrap_buttons (box);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Board Numbers"));
  gtk_window_set_default_size (GTK_WINDOW (self), 520, 680);
}

/**
 * pf_board_numbers_open:
 * @window: the window it opens over
 * @connection: whose board
 * @board: a board that the service has
 *
 * Opens the numbers of a board.
 */
void
pf_board_numbers_open (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);
  g_autofree char *name = pf_text_clean (pf_board_item_get_name (board));
  g_autofree char *title = NULL;
  PfBoardNumbers *self;

  if (pf_board_item_get_board (board) == NULL)
    return;
  self = g_object_new (PF_TYPE_BOARD_NUMBERS, NULL);
  self->window = window;
  self->connection = g_object_ref (connection);
  self->board = g_object_ref (board);
  /* Translators: the name of a board */
  title = g_strdup_printf (_ ("Numbers of “%s”"), name);
  gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_window_set_transient_for (GTK_WINDOW (self), GTK_WINDOW (window));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
  gtk_window_set_modal (GTK_WINDOW (self), TRUE);
  pf_fit (GTK_WINDOW (self), GTK_WINDOW (window));
  pf_mirror_get_sections_async (pf_workspace_get_mirror (workspace),
                                pf_connection_get_id (connection),
                                pf_board_item_get_board (board)->id, self->cancellable, sections_cb,
                                pf_weak_new (self));
  ask (self, FALSE);
  gtk_window_present (GTK_WINDOW (self));
}
