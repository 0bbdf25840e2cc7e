/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-board-dialog.h"

#include "app/activity/pf-sent-toast.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-slim-title.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

/* Asks for a new board. Emits "created" with its UUID once the outbox has it. */
struct _PfBoardDialog
{
  AdwWindow parent;

  AdwEntryRow *name_row;
  AdwEntryRow *description_row;
  GtkWidget *secret_row;
  GtkSwitch *secret_switch;
  GtkWidget *create_button;
  GtkLabel *problem;

  PfWindow *window; /* (unowned): transient for it */
  PfConnection *connection;
  char *name;
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
enqueued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfBoardDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = NULL;
  g_autofree char *batch = pf_outbox_enqueue_finish (PF_OUTBOX (source), result, &uuid, &error);

  self->busy = FALSE;
  if (batch == NULL)
    {
      g_autofree char *words = pf_error_words (error);

      changed (self);
      gtk_label_set_label (self->problem, words);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      return;
    }
  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  {
    g_autofree char *clean = pf_text_clean (self->name);
    g_autofree char *text = g_strdup_printf (_ ("Making “%s”"), clean);

    pf_sent_toast_show (self->window, batch, text);
  }
  g_signal_emit (self, signals[CREATED], 0, uuid);
  gtk_window_close (GTK_WINDOW (self));
}

static void
create_clicked (PfBoardDialog *self)
{
  g_autofree char *name = trimmed (self->name_row);
  g_autofree char *description = trimmed (self->description_row);
  PfNewBoard board = { .name = name,
                       .description = *description != '\0' ? description : NULL,
                       .privacy = gtk_switch_get_active (self->secret_switch) ? PF_PRIVACY_SECRET
                                                                              : PF_PRIVACY_PUBLIC };

  if (*name == '\0' || self->busy)
    return;
  self->busy = TRUE;
  g_free (self->name);
  self->name = g_strdup (name);
  gtk_widget_set_sensitive (self->create_button, FALSE);
  /* The dialog stays until the outbox has the board: nothing typed may be lost. */
  pf_outbox_create_board_async (pf_workspace_get_outbox (pf_window_get_workspace (self->window)),
                                self->connection, &board, NULL, enqueued_cb, g_object_ref (self));
}

static void
pf_board_dialog_dispose (GObject *object)
{
  PfBoardDialog *self = PF_BOARD_DIALOG (object);

  g_clear_object (&self->connection);
  G_OBJECT_CLASS (pf_board_dialog_parent_class)->dispose (object);
}

static void
pf_board_dialog_finalize (GObject *object)
{
  g_free (PF_BOARD_DIALOG (object)->name);
  G_OBJECT_CLASS (pf_board_dialog_parent_class)->finalize (object);
}

static void
pf_board_dialog_class_init (PfBoardDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_board_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_board_dialog_finalize;
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
  gtk_widget_class_bind_template_child (widget_class, PfBoardDialog, secret_switch);
  gtk_widget_class_bind_template_child (widget_class, PfBoardDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, PfBoardDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, changed);
  gtk_widget_class_bind_template_callback (widget_class, create_clicked);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pf_board_dialog_init (PfBoardDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_wrap_buttons (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->secret_switch),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Keep Secret"), -1);
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
  PfBoardDialog *self = g_object_new (PF_TYPE_BOARD_DIALOG, "transient-for", window, NULL);
  gboolean secret = pf_connection_has_scope (connection, "boards:write_secret")
                    && pf_connection_has_scope (connection, "boards:read_secret");

  self->window = window;
  self->connection = g_object_ref (connection);
  gtk_widget_set_visible (self->secret_row, secret);
  if (name != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->name_row), name);
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return self;
}
