/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-board-dialog.h"

#include "app/activity/pf-sent-toast.h"
#include "app/boards/pf-board-rights.h"
#include "app/compat/pf-entry-row.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-fit.h"
#include "app/widgets/pf-slim-title.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

#define HOLD_SECONDS 5

/* Asks for a new board, or edits one. Emits "created" with the UUID of a new one once the outbox
 * has it. */
struct _PfBoardDialog
{
  AdwWindow parent;

  AdwEntryRow *name_row;
  AdwEntryRow *description_row;
  AdwActionRow *secret_row;
  GtkWidget *protected_row;
  GtkSwitch *secret_switch;
  GtkWidget *create_button;
  GtkLabel *problem;

  PfWindow *window; /* (unowned) (nullable): transient for it; weak */
  PfConnection *connection;
  PfBoardItem *board; /* nullable: the one that is edited */
  char *name;
  char *words; /* what was done, and what is being done */
  char *doing;
  gboolean busy;
};

enum
{
  CREATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfBoardDialog, pf_board_dialog, ADW_TYPE_WINDOW)

static char *
trimmed (AdwEntryRow *row)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (row))));
}

static void
changed (PfBoardDialog *self)
{
  g_autofree char *name = trimmed (self->name_row);

  gtk_widget_set_sensitive (self->create_button, *name != '\0' && !self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
}

static void
refused (PfBoardDialog *self, const GError *error)
{
  g_autofree char *words = pf_error_words (error);

  changed (self);
  gtk_label_set_label (self->problem, words);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfBoardDialog) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *batch = pf_outbox_enqueue_finish (PF_OUTBOX (source), result, &uuid, &error);

  /* The main window took it along. */
  if (self == NULL || self->window == NULL)
    return;
  self->busy = FALSE;
  if (batch == NULL)
    {
      refused (self, error);
      return;
    }
  {
    g_autofree char *clean = pf_text_clean (self->name);
    g_autofree char *text = g_strdup_printf (_ ("Making “%s”"), clean);
    g_autofree char *words = g_strdup_printf (_ ("Made “%s”"), clean);

    pf_sent_toast_show_words (self->window, batch, text, words, HOLD_SECONDS);
  }
  g_signal_emit (self, signals[CREATED], 0, uuid);
  gtk_window_close (GTK_WINDOW (self));
}

static void
edited_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfBoardDialog) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = pf_outbox_enqueue_batch_finish (PF_OUTBOX (source), result, &error);

  /* The main window took it along. */
  if (self == NULL || self->window == NULL)
    return;
  self->busy = FALSE;
  if (batch == NULL)
    {
      refused (self, error);
      return;
    }
  pf_sent_toast_show_words (self->window, batch, self->doing, self->words, HOLD_SECONDS);
  gtk_window_close (GTK_WINDOW (self));
}

static PfPrivacy
get_privacy (PfBoardDialog *self)
{
  return gtk_switch_get_active (self->secret_switch) ? PF_PRIVACY_SECRET : PF_PRIVACY_PUBLIC;
}

static void
make (PfBoardDialog *self, const char *name, const char *description)
{
  PfNewBoard board = { .name = name,
                       .description = *description != '\0' ? description : NULL,
                       .privacy = get_privacy (self) };

  pf_outbox_create_board_async (pf_workspace_get_outbox (pf_window_get_workspace (self->window)),
                                self->connection, &board, NULL, created_cb, pf_weak_new (self));
}

/* What the person sees is what it is compared with: an edit that has not left yet counts. */
static PfBatch *
collect_edit (PfBoardDialog *self, const char *name, const char *description)
{
  PfBoard *record = pf_board_item_get_board (self->board);
  PfBoard seen = record != NULL ? *record : (PfBoard){ 0 };
  PfChanges changes = { .fields = PF_CHANGE_NAME | PF_CHANGE_DESCRIPTION,
                        .name = (char *)name,
                        .description = (char *)description,
                        .privacy = get_privacy (self) };
  PfBatch *batch;

  seen.name = (char *)pf_board_item_get_name (self->board);
  seen.description = (char *)pf_board_item_get_description (self->board);
  seen.privacy = pf_board_item_get_privacy (self->board);
  if (gtk_widget_get_visible (GTK_WIDGET (self->secret_row))
      && gtk_widget_get_sensitive (GTK_WIDGET (self->secret_row)))
    changes.fields |= PF_CHANGE_PRIVACY;
  g_free (self->words);
  g_free (self->doing);
  if (strcmp (name, seen.name) != 0)
    {
      self->words = g_strdup_printf (_ ("Renamed “%s” to “%s”"), seen.name, name);
      self->doing = g_strdup_printf (_ ("Renaming “%s” to “%s”"), seen.name, name);
    }
  else
    {
      self->words = g_strdup_printf (_ ("Changed “%s”"), name);
      self->doing = g_strdup_printf (_ ("Changing “%s”"), name);
    }
  batch = pf_batch_new (pf_workspace_get_context (pf_window_get_workspace (self->window)),
                        self->words);
  pf_batch_update_board (batch, pf_board_item_get_uuid (self->board), record != NULL ? &seen : NULL,
                         &changes);
  return batch;
}

static void
accepted (PfBoardDialog *self)
{
  g_autofree char *name = trimmed (self->name_row);
  g_autofree char *description = trimmed (self->description_row);
  g_autoptr (PfBatch) batch = NULL;

  if (*name == '\0' || self->busy)
    return;
  if (self->board != NULL)
    {
      batch = collect_edit (self, name, description);
      if (pf_batch_get_n_changes (batch) == 0)
        {
          gtk_window_close (GTK_WINDOW (self));
          return;
        }
    }
  self->busy = TRUE;
  g_free (self->name);
  self->name = g_strdup (name);
  gtk_widget_set_sensitive (self->create_button, FALSE);
  if (batch == NULL)
    make (self, name, description);
  else
    pf_outbox_enqueue_batch_async (pf_workspace_get_outbox (pf_window_get_workspace (self->window)),
                                   self->connection, batch, NULL, edited_cb, pf_weak_new (self));
}

/* It stays until the outbox has answered: nothing typed may be lost. */
static gboolean
pf_board_dialog_close_request (GtkWindow *window)
{
  return PF_BOARD_DIALOG (window)->busy
         || GTK_WINDOW_CLASS (pf_board_dialog_parent_class)->close_request (window);
}

static void
pf_board_dialog_dispose (GObject *object)
{
  PfBoardDialog *self = PF_BOARD_DIALOG (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->connection);
  g_clear_object (&self->board);
  G_OBJECT_CLASS (pf_board_dialog_parent_class)->dispose (object);
}

static void
pf_board_dialog_finalize (GObject *object)
{
  g_free (PF_BOARD_DIALOG (object)->name);
  g_free (PF_BOARD_DIALOG (object)->words);
  g_free (PF_BOARD_DIALOG (object)->doing);
  G_OBJECT_CLASS (pf_board_dialog_parent_class)->finalize (object);
}

static void
pf_board_dialog_class_init (PfBoardDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_board_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_board_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = pf_board_dialog_close_request;
  /**
   * PfBoardDialog::created:
   * @self: the dialog
   * @uuid: local UUID of the board, which is still pending
   */
  signals[CREATED] = g_signal_new ("created", PF_TYPE_BOARD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (PF_TYPE_SLIM_TITLE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/boards/pf-board-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PfBoardDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, PfBoardDialog, description_row);
  gtk_widget_class_bind_template_child (widget_class, PfBoardDialog, secret_row);
  gtk_widget_class_bind_template_child (widget_class, PfBoardDialog, protected_row);
  gtk_widget_class_bind_template_child (widget_class, PfBoardDialog, secret_switch);
  gtk_widget_class_bind_template_child (widget_class, PfBoardDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, PfBoardDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, changed);
  gtk_widget_class_bind_template_callback (widget_class, accepted);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pf_board_dialog_init (PfBoardDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_entry_row_tell_focus (self->name_row);
  pf_entry_row_tell_focus (self->description_row);
  pf_wrap_buttons (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->secret_switch),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Keep Secret"), -1);
}

static PfBoardDialog *
new_dialog (PfWindow *window, PfConnection *connection)
{
  PfBoardDialog *self = g_object_new (PF_TYPE_BOARD_DIALOG, "transient-for", window, NULL);
  const char *reason = pf_words_for_no_secret (connection);

  g_set_weak_pointer (&self->window, window);
  pf_fit (GTK_WINDOW (self), GTK_WINDOW (window));
  self->connection = g_object_ref (connection);
  gtk_widget_set_sensitive (GTK_WIDGET (self->secret_row), reason == NULL);
  if (reason != NULL)
    pf_action_row_set_subtitle (self->secret_row, reason);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return self;
}

/**
 * pf_board_dialog_new:
 * @window: the window it belongs to
 * @connection: whose board it becomes
 * @name: (nullable): what to begin with
 *
 * Returns: (transfer none): a dialog to present
 */
PfBoardDialog *
pf_board_dialog_new (PfWindow *window, PfConnection *connection, const char *name)
{
  PfBoardDialog *self = new_dialog (window, connection);

  if (name != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  return self;
}

/**
 * pf_board_dialog_new_edit:
 * @window: the window it belongs to
 * @connection: whose board it is
 * @board: the board
 *
 * Returns: (transfer none): a dialog to present
 */
PfBoardDialog *
pf_board_dialog_new_edit (PfWindow *window, PfConnection *connection, PfBoardItem *board)
{
  PfBoardDialog *self = new_dialog (window, connection);
  PfPrivacy privacy = pf_board_item_get_privacy (board);

  self->board = g_object_ref (board);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Edit Board"));
  gtk_button_set_label (GTK_BUTTON (self->create_button), _ ("_Save"));
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), pf_board_item_get_name (board));
  gtk_editable_set_text (GTK_EDITABLE (self->description_row),
                         pf_board_item_get_description (board));
  gtk_editable_select_region (GTK_EDITABLE (self->name_row), 0, -1);
  gtk_switch_set_active (self->secret_switch, privacy == PF_PRIVACY_SECRET);
  /* The API makes a board public or secret, nothing else (api description, boards/update). */
  gtk_widget_set_visible (GTK_WIDGET (self->secret_row), privacy != PF_PRIVACY_PROTECTED);
  gtk_widget_set_visible (self->protected_row, privacy == PF_PRIVACY_PROTECTED);
  return self;
}
