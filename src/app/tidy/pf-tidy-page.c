/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/tidy/pf-tidy-page.h"

#include "app/pins/pf-load-bar.h"
#include "app/tidy/pf-tidy-boards.h"
#include "app/tidy/pf-tidy-pins.h"
#include "app/tidy/pf-tidy-row.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "core/insights/pf-hygiene-links.h"

#include <glib/gi18n.h>

/* What may be mended of an account, as far as it is loaded; each opens the pins, or boards, that it
 * is about. Websites are asked when somebody presses the button, never before. */
struct _PfTidyPage
{
  PfView parent;
  GtkLabel *words; /* what was looked through */
  GtkListBox *list;
  PfTidyRow *rows[PF_HYGIENE_N_KINDS];
  PfLoadBar *load_bar;
  GtkButton *check; /* Check, Stop */
  GtkWidget *progress;
  GtkLabel *checked; /* what came of it */

  PfWindow *window; /* (unowned): the page lives in it */
  PfConnection *connection;
  PfPinList *loaded; /* to count them */
  PfHygiene *report; /* nullable until it is there */
  PfLinkCheck *links;
  GCancellable *looking;  /* nullable */
  GCancellable *checking; /* nullable */
};

G_DEFINE_FINAL_TYPE (PfTidyPage, pf_tidy_page, PF_TYPE_VIEW)

static PfMirror *
get_mirror (PfTidyPage *self)
{
  return pf_workspace_get_mirror (pf_window_get_workspace (self->window));
}

static GPtrArray *
get_found (PfTidyPage *self, PfHygieneKind kind)
{
  /* Where nobody answered nothing is known. */
  if (kind == PF_HYGIENE_DEAD_LINK)
    return self->links != NULL && self->links->n_checked > 0 ? self->links->dead : NULL;
  return self->report != NULL ? self->report->found[kind] : NULL;
}

static char *
make_words (PfTidyPage *self)
{
  g_autofree char *pins = NULL, *boards = NULL;

  pins = g_strdup_printf (ngettext ("%'u pin", "%'u pins", self->report->n_pins),
                          self->report->n_pins);
  boards = g_strdup_printf (ngettext ("%'u board", "%'u boards", self->report->n_boards),
                            self->report->n_boards);
  if (self->report->complete)
    /* Translators: as "120 pins", "8 boards" */
    return g_strdup_printf (_ ("All of the account: %s and %s."), pins, boards);
  /* Translators: as "120 pins", "8 boards" */
  return g_strdup_printf (_ ("Of what is loaded: %s and %s. Others are not looked at until they "
                             "are loaded, too."),
                          pins, boards);
}

static void
update (PfTidyPage *self)
{
  for (guint kind = 0; kind < PF_HYGIENE_N_KINDS; kind++)
    {
      GPtrArray *found = get_found (self, kind);

      pf_tidy_row_set_count (self->rows[kind], found != NULL ? (int)found->len : -1);
    }
  if (self->report != NULL)
    {
      g_autofree char *words = make_words (self);

      gtk_label_set_label (self->words, words);
    }
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfTidyPage) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  PfHygiene *report = pf_hygiene_look_finish (PF_MIRROR (source), result, &error);

  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_pointer (&report, pf_hygiene_free);
      return;
    }
  g_clear_object (&self->looking);
  pf_view_set_waiting (PF_VIEW (self), FALSE);
  if (report == NULL)
    {
      g_autofree char *words = pf_error_words (error);

      gtk_label_set_label (self->words, words);
      return;
    }
  g_clear_pointer (&self->report, pf_hygiene_free);
  self->report = report;
  update (self);
}

static void
look (PfTidyPage *self)
{
  if (self->window == NULL)
    return;
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  pf_hygiene_look_async (get_mirror (self), pf_connection_get_id (self->connection), self->looking,
                         looked_cb, pf_weak_new (self));
}

/* Websites */

static void
show_checking (PfTidyPage *self)
{
  gboolean running = self->checking != NULL;
  GtkWidget *label;

  gtk_button_set_label (self->check, running ? _ ("_Stop") : _ ("_Check Links"));
  /* A row with long words gives its button the least it takes, which would be one word. */
  label = gtk_button_get_child (self->check);
  gtk_label_set_width_chars (GTK_LABEL (label),
                             (int)g_utf8_strlen (gtk_label_get_text (GTK_LABEL (label)), -1));
  gtk_widget_set_visible (self->progress, running);
  if (running)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), 0);
}

static void
tell_checked (PfTidyPage *self)
{
  g_autofree char *words = NULL;

  if (self->links == NULL)
    return;
  if (self->links->n_links == 0)
    words = g_strdup (_ ("No pin that is loaded has a link."));
  else
    words = g_strdup_printf (ngettext ("%'u of %'u link answered. Of others nothing is known.",
                                       "%'u of %'u links answered. Of the others nothing is known.",
                                       self->links->n_links),
                             self->links->n_checked, self->links->n_links);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (self->rows[PF_HYGIENE_DEAD_LINK]), words);
}

static void
progress_cb (guint n_done, guint n_links, gpointer data)
{
  g_autoptr (PfTidyPage) self = g_weak_ref_get (data);

  if (self != NULL && n_links > 0)
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), (double)n_done / n_links);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfTidyPage) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfLinkCheck) links
      = pf_hygiene_check_links_finish (PF_MIRROR (source), result, &error);

  if (self == NULL || self->window == NULL)
    return;
  g_clear_object (&self->checking);
  show_checking (self);
  if (links != NULL)
    {
      g_clear_pointer (&self->links, pf_link_check_free);
      self->links = g_steal_pointer (&links);
      tell_checked (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *words = pf_error_words (error);

      pf_window_add_toast (self->window, pf_toast_new (words));
    }
  update (self);
}

static void
check_clicked (PfTidyPage *self)
{
  if (self->checking != NULL)
    {
      g_cancellable_cancel (self->checking);
      return;
    }
  self->checking = g_cancellable_new ();
  show_checking (self);
  pf_hygiene_check_links_async (get_mirror (self), pf_connection_get_id (self->connection),
                                self->checking, progress_cb, checked_cb, pf_weak_new (self));
}

static void
row_activated (PfTidyPage *self, GtkListBoxRow *row)
{
  PfHygieneKind kind = pf_tidy_row_get_kind (PF_TIDY_ROW (row));
  GPtrArray *found = get_found (self, kind);

  if (found == NULL || found->len == 0)
    return;
  pf_window_push_view (self->window,
                       kind == PF_HYGIENE_NO_DESCRIPTION
                           ? pf_tidy_boards_new (self->window, self->connection, found)
                           : pf_tidy_pins_new (self->window, self->connection, kind, found));
}

/* Back from mending it counts anew. */
static void
pf_tidy_page_shown (PfView *view)
{
  look (PF_TIDY_PAGE (view));
}

static void
pf_tidy_page_dispose (GObject *object)
{
  PfTidyPage *self = PF_TIDY_PAGE (object);

  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  if (self->checking != NULL)
    g_cancellable_cancel (self->checking);
  self->window = NULL;
  g_clear_object (&self->looking);
  g_clear_object (&self->checking);
  g_clear_object (&self->loaded);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->report, pf_hygiene_free);
  g_clear_pointer (&self->links, pf_link_check_free);
  G_OBJECT_CLASS (pf_tidy_page_parent_class)->dispose (object);
}

static void
pf_tidy_page_class_init (PfTidyPageClass *klass)
{
  PfViewClass *view_class = PF_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_tidy_page_dispose;
  view_class->shown = pf_tidy_page_shown;
  view_class->refresh = pf_tidy_page_shown;
}

static void
add_rows (PfTidyPage *self)
{
  GtkWidget *end = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "boxed-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Tidy Up"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (row_activated), self);
  for (guint kind = 0; kind < PF_HYGIENE_N_KINDS; kind++)
    {
      self->rows[kind] = PF_TIDY_ROW (pf_tidy_row_new (kind));
      gtk_list_box_append (self->list, GTK_WIDGET (self->rows[kind]));
    }
  self->check = GTK_BUTTON (gtk_button_new ());
  gtk_button_set_use_underline (self->check, TRUE);
  g_signal_connect_swapped (self->check, "clicked", G_CALLBACK (check_clicked), self);
  self->progress = gtk_progress_bar_new ();
  gtk_widget_add_css_class (self->progress, "pf-short-progress");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Asking the websites"), -1);
  gtk_box_append (GTK_BOX (end), GTK_WIDGET (self->check));
  gtk_box_append (GTK_BOX (end), self->progress);
  pf_tidy_row_set_button (self->rows[PF_HYGIENE_DEAD_LINK], end);
  pf_action_row_set_subtitle (
      ADW_ACTION_ROW (self->rows[PF_HYGIENE_DEAD_LINK]),
      _ ("Asks the websites that your newest pins lead to whether the page is there"));
}

static void
pf_tidy_page_init (PfTidyPage *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->words = GTK_LABEL (gtk_label_new (_ ("Looking…")));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_label_set_xalign (self->words, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "dim-label");
  add_rows (self);
  show_checking (self);
  self->load_bar = PF_LOAD_BAR (pf_load_bar_new (PF_LOAD_BAR_SEE));
  g_signal_connect_swapped (self->load_bar, "notify::complete", G_CALLBACK (look), self);
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->words));
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->list));
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->load_bar));
  gtk_widget_add_css_class (column, "tidy");
  adw_clamp_set_child (ADW_CLAMP (clamp), column);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_widget_set_vexpand (scroller, TRUE);
  pf_view_set_title (PF_VIEW (self), _ ("Tidy Up"));
  pf_view_set_content (PF_VIEW (self), scroller);
}

/**
 * pf_tidy_page_open:
 * @window: a window
 *
 * Opens what may be mended of the account shown, if there is one.
 */
void
pf_tidy_page_open (PfWindow *window)
{
  PfConnection *connection = pf_window_get_connection (window);
  PfWorkspace *workspace = pf_window_get_workspace (window);
  PfTidyPage *self;

  if (connection == NULL || workspace == NULL
      || PF_IS_TIDY_PAGE (pf_window_get_visible_view (window)))
    return;
  self = g_object_new (PF_TYPE_TIDY_PAGE, NULL);
  self->window = window;
  self->connection = g_object_ref (connection);
  self->loaded = pf_pin_list_new_all (pf_workspace_get_mirror (workspace), NULL,
                                      pf_workspace_get_outbox (workspace), connection);
  pf_view_set_waiting (PF_VIEW (self), TRUE);
  pf_load_bar_set_pins (self->load_bar, window, connection, self->loaded, NULL);
  pf_window_push_view (window, PF_VIEW (self));
}
