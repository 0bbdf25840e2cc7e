/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-activity-batch.h"

#include "app/activity/pf-activity-row.h"
#include "app/activity/pf-row-words.h"
#include "app/activity/pf-undo.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/* So many of what did not work are shown one by one. */
#define MAX_TROUBLES 30

/* A batch in Activity: what it does, how far it is, Undo, and what of it did not work, each with
 * its reason. It follows its entry without being made anew, so that the focus stays. */
struct _PfActivityBatch
{
  GtkListBoxRow parent;

  PfWindow *window; /* (unowned): the row lives in it */
  PfActivityEntry *entry;
  GtkLabel *title;
  GtkLabel *state;
  GtkProgressBar *bar;
  GtkWidget *undo;
  GtkWidget *retry;
  GtkWidget *discard;
  GtkWidget *expander;
  GtkListBox *troubles;
  GtkLabel *more;
  guint shown; /* hash of the troubles that are shown */
};

G_DEFINE_FINAL_TYPE (PfActivityBatch, pf_activity_batch, GTK_TYPE_LIST_BOX_ROW)

static char *
name_board (PfActivityBatch *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  const PfOutboxRow *row = pf_activity_entry_get_row (self->entry);
  const char *uuid = pf_activity_entry_get_board (self->entry);
  PfConnection *connection
      = row != NULL
            ? pf_connections_find (pf_workspace_get_connections (workspace), row->connection_id)
            : NULL;

  if (connection == NULL || uuid == NULL)
    return NULL;
  return pf_board_list_get_name (pf_workspace_get_boards (workspace, connection), uuid);
}

static guint
hash_troubles (GPtrArray *troubles)
{
  guint hash = troubles->len;

  for (guint i = 0; i < troubles->len; i++)
    {
      const PfOutboxRow *row = troubles->pdata[i];

      hash = hash * 31 + g_str_hash (row->uuid) + row->attempts * 7 + (guint)row->state;
    }
  return hash;
}

static void
show_troubles (PfActivityBatch *self)
{
  GPtrArray *troubles = pf_activity_entry_get_troubles (self->entry);
  g_autofree char *words = NULL;
  GtkListBoxRow *old;

  gtk_widget_set_visible (self->expander, troubles->len > 0);
  if (hash_troubles (troubles) == self->shown)
    return;
  self->shown = hash_troubles (troubles);
  while ((old = gtk_list_box_get_row_at_index (self->troubles, 0)) != NULL)
    gtk_list_box_remove (self->troubles, GTK_WIDGET (old));
  for (guint i = 0; i < MIN (troubles->len, MAX_TROUBLES); i++)
    gtk_list_box_append (self->troubles, pf_activity_row_new (self->window, troubles->pdata[i]));
  words = g_strdup_printf (ngettext ("%u did not work", "%u did not work", troubles->len),
                           troubles->len);
  gtk_expander_set_label (GTK_EXPANDER (self->expander), words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  words, -1);
  if (troubles->len > MAX_TROUBLES)
    {
      g_autofree char *more
          = g_strdup_printf (ngettext ("and %u more", "and %u more", troubles->len - MAX_TROUBLES),
                             troubles->len - MAX_TROUBLES);

      gtk_label_set_label (self->more, more);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->more), troubles->len > MAX_TROUBLES);
}

static gboolean
all_failed (GPtrArray *troubles)
{
  for (guint i = 0; i < troubles->len; i++)
    if (((PfOutboxRow *)troubles->pdata[i])->state != PF_OUTBOX_FAILED)
      return FALSE;
  return troubles->len > 1;
}

static void
update (PfActivityBatch *self)
{
  const PfBatchProgress *progress = pf_activity_entry_get_progress (self->entry);
  const PfOutboxRow *row = pf_activity_entry_get_row (self->entry);
  gboolean failed = all_failed (pf_activity_entry_get_troubles (self->entry));
  g_autofree char *board = name_board (self);
  g_autofree char *title = pf_batch_words (progress, row, board);
  g_autofree char *state = pf_batch_state_words (progress, row);
  g_autofree char *clean = pf_text_clean (title);
  g_autofree char *spoken = g_strdup_printf ("%s, %s", clean, state);

  gtk_label_set_label (self->title, clean);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), clean);
  gtk_label_set_label (self->state, state);
  gtk_progress_bar_set_fraction (self->bar, progress->n_total > 0
                                                ? (double)(progress->n_total - progress->n_left)
                                                      / progress->n_total
                                                : 0);
  gtk_widget_set_visible (GTK_WIDGET (self->bar), progress->n_left > 0);
  gtk_widget_set_visible (self->undo, progress->n_left > 0);
  gtk_widget_set_visible (self->retry, failed);
  gtk_widget_set_visible (self->discard, failed);
  show_troubles (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL, clean,
                                  -1);
}

static void
undo_clicked (PfActivityBatch *self)
{
  pf_undo_batch (self->window, pf_activity_entry_get_progress (self->entry)->batch_id);
}

static void
tell_once (PfActivityBatch *self, const GError *error)
{
  g_autofree char *words = pf_error_words (error);

  pf_window_add_toast (self->window, pf_toast_new_long (words));
}

static void
retried (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfActivityBatch) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  if (!pf_outbox_retry_finish (PF_OUTBOX (source), result, &error) && self != NULL)
    tell_once (self, error);
}

static void
discarded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfActivityBatch) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;

  if (!pf_outbox_discard_finish (PF_OUTBOX (source), result, &error) && self != NULL)
    tell_once (self, error);
}

static void
for_troubles (PfActivityBatch *self, gboolean retry)
{
  PfOutbox *outbox = pf_workspace_get_outbox (pf_window_get_workspace (self->window));
  GPtrArray *troubles = pf_activity_entry_get_troubles (self->entry);

  for (guint i = 0; i < troubles->len; i++)
    {
      const PfOutboxRow *row = troubles->pdata[i];

      if (row->state != PF_OUTBOX_FAILED)
        continue;
      if (retry)
        pf_outbox_retry_async (outbox, row->uuid, NULL, retried, pf_weak_new (self));
      else
        pf_outbox_discard_async (outbox, row->uuid, NULL, discarded, pf_weak_new (self));
    }
}

static void
retry_clicked (PfActivityBatch *self)
{
  for_troubles (self, TRUE);
}

static void
discard_clicked (PfActivityBatch *self)
{
  for_troubles (self, FALSE);
}

static void
pf_activity_batch_dispose (GObject *object)
{
  PfActivityBatch *self = PF_ACTIVITY_BATCH (object);

  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  g_clear_object (&self->entry);
  G_OBJECT_CLASS (pf_activity_batch_parent_class)->dispose (object);
}

static void
pf_activity_batch_class_init (PfActivityBatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_activity_batch_dispose;
}

static GtkLabel *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static GtkWidget *
add_button (PfActivityBatch *self, GtkWidget *box, const char *label, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
build_troubles (PfActivityBatch *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->troubles = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->troubles, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->troubles), "pinfold-menu-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->troubles), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What did not work"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->troubles));
  self->more = add_label (box, "dim-label");
  self->expander = gtk_expander_new (NULL);
  gtk_expander_set_child (GTK_EXPANDER (self->expander), box);
  return self->expander;
}

static void
pf_activity_batch_init (PfActivityBatch *self)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_widget_set_margin_top (column, 6);
  gtk_widget_set_margin_bottom (column, 6);
  self->title = add_label (column, "heading");
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->title, 28);
  self->bar = GTK_PROGRESS_BAR (gtk_progress_bar_new ());
  gtk_box_append (GTK_BOX (column), GTK_WIDGET (self->bar));
  self->state = add_label (column, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->state), "numeric");
  gtk_label_set_wrap (self->state, TRUE);
  gtk_label_set_max_width_chars (self->state, 28);
  self->undo = add_button (self, buttons, _ ("_Undo"), G_CALLBACK (undo_clicked));
  self->retry = add_button (self, buttons, _ ("_Retry All"), G_CALLBACK (retry_clicked));
  self->discard = add_button (self, buttons, _ ("_Discard All"), G_CALLBACK (discard_clicked));
  gtk_widget_add_css_class (buttons, "pinfold-activity-buttons");
  gtk_box_append (GTK_BOX (column), buttons);
  gtk_box_append (GTK_BOX (column), build_troubles (self));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), column);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
}

/**
 * pf_activity_batch_new:
 * @window: the window it will be in
 * @entry: a batch
 *
 * Returns: (transfer floating): a row that follows it
 */
GtkWidget *
pf_activity_batch_new (PfWindow *window, PfActivityEntry *entry)
{
  PfActivityBatch *self = g_object_new (PF_TYPE_ACTIVITY_BATCH, NULL);

  self->window = window;
  self->entry = g_object_ref (entry);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
