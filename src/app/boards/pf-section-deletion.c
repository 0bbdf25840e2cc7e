/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-section-deletion.h"

#include "app/activity/pf-batch-run.h"
#include "app/boards/pf-board-rights.h"
#include "app/compat/pf-ask.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* Pinterest deletes the pins of a section with it. Who keeps them moves them out first, in the
 * same batch; for that all of them have to be known. */
typedef struct
{
  gatomicrefcount refs;
  GWeakRef window;
  PfConnection *connection;
  PfBoardItem *board;
  PfSectionItem *section;
  PfPinList *pins;
  GtkWidget *keep;
  gulong handler;
  gboolean loading_said;
} Deletion;

static Deletion *
deletion_ref (Deletion *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

static void
deletion_unref (gpointer data)
{
  Deletion *self = data;

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_weak_ref_clear (&self->window);
  g_object_unref (self->connection);
  g_object_unref (self->board);
  g_object_unref (self->section);
  g_object_unref (self->pins);
  g_object_unref (self->keep);
  g_free (self);
}

static void
move_out (Deletion *self, PfBatch *batch)
{
  const PfChanges out = { .fields = PF_CHANGE_SECTION };
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->pins));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfPinItem) pin = g_list_model_get_item (G_LIST_MODEL (self->pins), i);

      pf_batch_update_pin (batch, pf_pin_item_get_uuid (pin), pf_board_item_get_uuid (self->board),
                           pf_section_item_get_uuid (self->section), pf_pin_item_get_original (pin),
                           &out);
    }
}

static void
enqueue (Deletion *self, PfWindow *window, gboolean keep)
{
  g_autofree char *words
      = g_strdup_printf (_ ("Deleted section “%s”"), pf_section_item_get_name (self->section));
  g_autofree char *doing
      = g_strdup_printf (_ ("Deleting section “%s”"), pf_section_item_get_name (self->section));
  g_autoptr (PfBatch) batch
      = pf_batch_new (pf_workspace_get_context (pf_window_get_workspace (window)), words);

  if (keep)
    move_out (self, batch);
  pf_batch_delete_section (batch, pf_section_item_get_uuid (self->section),
                           pf_board_item_get_uuid (self->board),
                           pf_section_item_get_section (self->section));
  pf_batch_run_delete (window, self->connection, batch, doing);
}

static void
stop_waiting (Deletion *self)
{
  g_signal_handler_disconnect (self->pins, self->handler);
  self->handler = 0;
  deletion_unref (self);
}

/* Page by page, until every pin of the section is known. */
static void
go_on (Deletion *self)
{
  g_autoptr (PfWindow) window = g_weak_ref_get (&self->window);
  g_autoptr (GError) error = NULL;
  gboolean complete = FALSE, loading = FALSE;

  g_object_get (self->pins, "complete", &complete, "loading", &loading, "error", &error, NULL);
  if (window == NULL || pf_window_get_workspace (window) == NULL)
    stop_waiting (self);
  else if (complete && !loading)
    {
      enqueue (self, window, TRUE);
      stop_waiting (self);
    }
  else if (error != NULL && !loading)
    {
      g_autofree char *words = pf_error_words (error);

      pf_window_add_toast (window, pf_toast_new (words));
      stop_waiting (self);
    }
  else if (!loading)
    pf_pin_list_load_more (self->pins);
  else if (!self->loading_said)
    {
      self->loading_said = TRUE;
      pf_window_add_toast (window, pf_toast_new (_ ("Looking up the pins of the section")));
    }
}

static void
confirmed (gpointer data)
{
  Deletion *self = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&self->window);

  if (window == NULL || pf_window_get_workspace (window) == NULL)
    return;
  if (!gtk_check_button_get_active (GTK_CHECK_BUTTON (self->keep)))
    {
      enqueue (self, window, FALSE);
      return;
    }
  deletion_ref (self);
  self->handler = g_signal_connect_swapped (self->pins, "notify", G_CALLBACK (go_on), self);
  go_on (self);
}

static GtkWidget *
build_keep (Deletion *self, const char *reason)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *words = gtk_label_new_with_mnemonic (_ ("_Keep its pins on the board"));

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  self->keep = g_object_ref_sink (gtk_check_button_new ());
  gtk_check_button_set_child (GTK_CHECK_BUTTON (self->keep), words);
  gtk_label_set_mnemonic_widget (GTK_LABEL (words), self->keep);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->keep), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  words, NULL, -1);
  gtk_widget_set_halign (self->keep, GTK_ALIGN_CENTER);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->keep), reason == NULL);
  gtk_widget_set_sensitive (self->keep, reason == NULL);
  gtk_box_append (GTK_BOX (box), self->keep);
  if (reason != NULL)
    {
      GtkWidget *label = gtk_label_new (reason);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "dim-label");
      gtk_box_append (GTK_BOX (box), label);
    }
  return box;
}

/**
 * pf_section_deletion_ask:
 * @window: a window
 * @connection: whose board
 * @board: the board
 * @section: one of its sections
 *
 * Says what becomes of its pins, and deletes it when that is confirmed.
 */
void
pf_section_deletion_ask (PfWindow *window,
                         PfConnection *connection,
                         PfBoardItem *board,
                         PfSectionItem *section)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);
  g_autofree char *heading
      = g_strdup_printf (_ ("Delete Section “%s”?"), pf_section_item_get_name (section));
  Deletion *self = g_new0 (Deletion, 1);

  g_atomic_ref_count_init (&self->refs);
  g_weak_ref_init (&self->window, window);
  self->connection = g_object_ref (connection);
  self->board = g_object_ref (board);
  self->section = g_object_ref (section);
  self->pins = pf_pin_list_new_section (pf_workspace_get_mirror (workspace),
                                        pf_workspace_get_sync (workspace, connection),
                                        pf_workspace_get_outbox (workspace), connection, board,
                                        pf_section_item_get_uuid (section));
  pf_ask (GTK_WIDGET (window), heading,
          _ ("Pinterest deletes the pins in a section with it, unless they are moved out first."),
          _ ("_Delete Section"), TRUE, build_keep (self, pf_words_for_no_edit (connection)),
          confirmed, self, deletion_unref);
}
