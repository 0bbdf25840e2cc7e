/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-merge-dialog.h"

#include "app/activity/pf-sent-toast.h"
#include "app/composer/pf-board-button.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-fit.h"
#include "app/widgets/pf-slim-title.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

#define HOLD_SECONDS 5

/* Asks into which board another goes, and says what that means. */
struct _PfMergeDialog
{
  AdwWindow parent;

  GtkLabel *explanation;
  PfBoardButton *target;
  GtkSwitch *sections_switch;
  GtkWidget *merge_button;
  GtkLabel *problem;

  PfWindow *window; /* (unowned) (nullable): transient for it; weak */
  PfConnection *connection;
  PfBoardItem *board;
  char *words; /* what was done, and what is being done */
  char *doing;
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (PfMergeDialog, pf_merge_dialog, ADW_TYPE_WINDOW)

static void
say (PfMergeDialog *self, const char *problem)
{
  gtk_label_set_label (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static void
target_changed (PfMergeDialog *self)
{
  const char *uuid = pf_board_button_get_board (self->target);
  gboolean same = g_strcmp0 (uuid, pf_board_item_get_uuid (self->board)) == 0;

  /* A merge is of whole boards. */
  if (pf_board_button_get_section (self->target) != NULL)
    pf_board_button_set_board (self->target, uuid, NULL);
  say (self, same ? _ ("That is the same board. Choose another one.") : NULL);
  gtk_widget_set_sensitive (self->merge_button, uuid != NULL && !same && !self->busy);
}

static void
enqueued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfMergeDialog) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = pf_outbox_enqueue_batch_finish (PF_OUTBOX (source), result, &error);

  /* The main window took it along. */
  if (self == NULL || self->window == NULL)
    return;
  self->busy = FALSE;
  if (batch == NULL)
    {
      g_autofree char *words = pf_error_words (error);

      target_changed (self);
      say (self, words);
      return;
    }
  pf_sent_toast_show_words (self->window, batch, self->doing, self->words, HOLD_SECONDS);
  gtk_window_close (GTK_WINDOW (self));
}

static void
merge_clicked (PfMergeDialog *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  const char *uuid = pf_board_button_get_board (self->target);
  g_autofree char *name = pf_board_button_get_name (self->target);
  g_autoptr (PfBatch) batch = NULL;

  if (uuid == NULL || self->busy)
    return;
  g_free (self->words);
  g_free (self->doing);
  self->doing = g_strdup_printf (_ ("Merging “%s” into “%s”"), pf_board_item_get_name (self->board),
                                 name != NULL ? name : "");
  self->words = g_strdup_printf (_ ("Merged “%s” into “%s”"), pf_board_item_get_name (self->board),
                                 name != NULL ? name : "");
  batch = pf_batch_new (pf_workspace_get_context (workspace), self->words);
  pf_batch_merge_board (batch, pf_board_item_get_uuid (self->board),
                        pf_board_item_get_board (self->board), uuid,
                        gtk_switch_get_active (self->sections_switch) ? PF_MERGE_SECTIONS_KEEP
                                                                      : PF_MERGE_SECTIONS_FLATTEN);
  self->busy = TRUE;
  gtk_widget_set_sensitive (self->merge_button, FALSE);
  pf_outbox_enqueue_batch_async (pf_workspace_get_outbox (workspace), self->connection, batch, NULL,
                                 enqueued_cb, pf_weak_new (self));
}

/* It stays until the outbox has answered: nothing typed may be lost. */
static gboolean
pf_merge_dialog_close_request (GtkWindow *window)
{
  return PF_MERGE_DIALOG (window)->busy
         || GTK_WINDOW_CLASS (pf_merge_dialog_parent_class)->close_request (window);
}

static void
pf_merge_dialog_dispose (GObject *object)
{
  PfMergeDialog *self = PF_MERGE_DIALOG (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->connection);
  g_clear_object (&self->board);
  G_OBJECT_CLASS (pf_merge_dialog_parent_class)->dispose (object);
}

static void
pf_merge_dialog_finalize (GObject *object)
{
  g_free (PF_MERGE_DIALOG (object)->words);
  g_free (PF_MERGE_DIALOG (object)->doing);
  G_OBJECT_CLASS (pf_merge_dialog_parent_class)->finalize (object);
}

static void
pf_merge_dialog_class_init (PfMergeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_merge_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_merge_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = pf_merge_dialog_close_request;
  g_type_ensure (PF_TYPE_BOARD_BUTTON);
  g_type_ensure (PF_TYPE_SLIM_TITLE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/boards/pf-merge-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PfMergeDialog, explanation);
  gtk_widget_class_bind_template_child (widget_class, PfMergeDialog, target);
  gtk_widget_class_bind_template_child (widget_class, PfMergeDialog, sections_switch);
  gtk_widget_class_bind_template_child (widget_class, PfMergeDialog, merge_button);
  gtk_widget_class_bind_template_child (widget_class, PfMergeDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, target_changed);
  gtk_widget_class_bind_template_callback (widget_class, merge_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pf_merge_dialog_init (PfMergeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wrap_buttons (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->sections_switch),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Keep Sections"), -1);
}

/**
 * pf_merge_dialog_new:
 * @window: the window it belongs to
 * @connection: whose board
 * @board: the board that goes into another
 *
 * Returns: (transfer none): a dialog to present
 */
PfMergeDialog *
pf_merge_dialog_new (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  PfMergeDialog *self = g_object_new (PF_TYPE_MERGE_DIALOG, "transient-for", window, NULL);
  g_autofree char *name = pf_text_clean (pf_board_item_get_name (board));
  g_autofree char *words = g_strdup_printf (
      _ ("Every pin of “%s” moves to the board you choose. Once “%s” is empty it is deleted; its "
         "name and description go with it."),
      name, name);

  g_set_weak_pointer (&self->window, window);
  pf_fit (GTK_WINDOW (self), GTK_WINDOW (window));
  self->connection = g_object_ref (connection);
  self->board = g_object_ref (board);
  gtk_label_set_label (self->explanation, words);
  pf_board_button_set_connection (self->target, connection);
  gtk_widget_grab_focus (GTK_WIDGET (self->target));
  return self;
}
