/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-section-dialog.h"

#include "app/activity/pf-sent-toast.h"
#include "app/compat/pf-entry-row.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-fit.h"
#include "app/widgets/pf-slim-title.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>

#define HOLD_SECONDS 5

/* The name of a section, of a new one or another for one that is there. Emits "created" with the
 * UUID of a new one once the outbox has it. */
struct _PfSectionDialog
{
  AdwWindow parent;

  AdwEntryRow *name_row;
  GtkWidget *save_button;
  GtkLabel *problem;

  PfWindow *window; /* (unowned) (nullable): transient for it; weak */
  PfConnection *connection;
  PfSectionItem *section; /* nullable */
  char *board_uuid;
  char *section_uuid; /* nullable: of a new one */
  char *words;        /* what was done, and what is being done */
  char *doing;
  gboolean busy;
};

enum
{
  CREATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfSectionDialog, pf_section_dialog, ADW_TYPE_WINDOW)

static char *
get_name (PfSectionDialog *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
}

static void
changed (PfSectionDialog *self)
{
  g_autofree char *name = get_name (self);

  gtk_widget_set_sensitive (self->save_button, *name != '\0' && !self->busy);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
}

static void
enqueued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfSectionDialog) self = pf_weak_take (data);
  g_autoptr (GError) error = NULL;
  g_autofree char *batch = pf_outbox_enqueue_batch_finish (PF_OUTBOX (source), result, &error);

  /* The main window took it along. */
  if (self == NULL || self->window == NULL)
    return;
  self->busy = FALSE;
  if (batch == NULL)
    {
      g_autofree char *words = pf_error_words (error);

      changed (self);
      gtk_label_set_label (self->problem, words);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
      return;
    }
  pf_sent_toast_show_words (self->window, batch, self->doing, self->words, HOLD_SECONDS);
  if (self->section == NULL)
    g_signal_emit (self, signals[CREATED], 0, self->section_uuid);
  gtk_window_close (GTK_WINDOW (self));
}

static void
rename_section (PfSectionDialog *self, PfBatch *batch, const char *name)
{
  PfSection *record = pf_section_item_get_section (self->section);
  PfSection seen = record != NULL ? *record : (PfSection){ 0 };

  /* Compared with what the person sees: a name that is on its way counts. */
  seen.name = (char *)pf_section_item_get_name (self->section);
  pf_batch_update_section (batch, pf_section_item_get_uuid (self->section), self->board_uuid,
                           record != NULL ? &seen : NULL, name);
}

static void
accepted (PfSectionDialog *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  g_autofree char *name = get_name (self);
  g_autoptr (PfBatch) batch = NULL;

  if (*name == '\0' || self->busy)
    return;
  g_free (self->words);
  g_free (self->doing);
  if (self->section == NULL)
    {
      self->words = g_strdup_printf (_ ("Made section “%s”"), name);
      self->doing = g_strdup_printf (_ ("Making section “%s”"), name);
    }
  else
    {
      const char *before = pf_section_item_get_name (self->section);

      self->words = g_strdup_printf (_ ("Renamed “%s” to “%s”"), before, name);
      self->doing = g_strdup_printf (_ ("Renaming “%s” to “%s”"), before, name);
    }
  batch = pf_batch_new (pf_workspace_get_context (workspace), self->words);
  if (self->section != NULL)
    rename_section (self, batch, name);
  else
    {
      g_free (self->section_uuid);
      self->section_uuid = g_strdup (pf_batch_create_section (batch, self->board_uuid, name));
    }
  if (pf_batch_get_n_changes (batch) == 0)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  self->busy = TRUE;
  gtk_widget_set_sensitive (self->save_button, FALSE);
  pf_outbox_enqueue_batch_async (pf_workspace_get_outbox (workspace), self->connection, batch, NULL,
                                 enqueued_cb, pf_weak_new (self));
}

/* It stays until the outbox has answered: nothing typed may be lost. */
static gboolean
pf_section_dialog_close_request (GtkWindow *window)
{
  return PF_SECTION_DIALOG (window)->busy
         || GTK_WINDOW_CLASS (pf_section_dialog_parent_class)->close_request (window);
}

static void
pf_section_dialog_dispose (GObject *object)
{
  PfSectionDialog *self = PF_SECTION_DIALOG (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->connection);
  g_clear_object (&self->section);
  G_OBJECT_CLASS (pf_section_dialog_parent_class)->dispose (object);
}

static void
pf_section_dialog_finalize (GObject *object)
{
  PfSectionDialog *self = PF_SECTION_DIALOG (object);

  g_free (self->board_uuid);
  g_free (self->section_uuid);
  g_free (self->words);
  g_free (self->doing);
  G_OBJECT_CLASS (pf_section_dialog_parent_class)->finalize (object);
}

static void
pf_section_dialog_class_init (PfSectionDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_section_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_section_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = pf_section_dialog_close_request;
  /**
   * PfSectionDialog::created:
   * @self: the dialog
   * @uuid: local UUID of the section, which is still pending
   */
  signals[CREATED] = g_signal_new ("created", PF_TYPE_SECTION_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_type_ensure (PF_TYPE_SLIM_TITLE);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/boards/pf-section-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, PfSectionDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, PfSectionDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, PfSectionDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, changed);
  gtk_widget_class_bind_template_callback (widget_class, accepted);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pf_section_dialog_init (PfSectionDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_entry_row_tell_focus (self->name_row);
  pf_wrap_buttons (GTK_WIDGET (self));
}

/**
 * pf_section_dialog_new:
 * @window: the window it belongs to
 * @connection: whose board
 * @board_uuid: local UUID of the board, which may be pending
 * @section: (nullable): the section to rename; %NULL for a new one
 *
 * Returns: (transfer none): a dialog to present
 */
PfSectionDialog *
pf_section_dialog_new (PfWindow *window,
                       PfConnection *connection,
                       const char *board_uuid,
                       PfSectionItem *section)
{
  PfSectionDialog *self = g_object_new (PF_TYPE_SECTION_DIALOG, "transient-for", window, NULL);

  g_set_weak_pointer (&self->window, window);
  pf_fit (GTK_WINDOW (self), GTK_WINDOW (window));
  self->connection = g_object_ref (connection);
  self->board_uuid = g_strdup (board_uuid);
  if (section != NULL)
    {
      self->section = g_object_ref (section);
      gtk_window_set_title (GTK_WINDOW (self), _ ("Rename Section"));
      gtk_button_set_label (GTK_BUTTON (self->save_button), _ ("_Rename"));
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), pf_section_item_get_name (section));
      gtk_editable_select_region (GTK_EDITABLE (self->name_row), 0, -1);
    }
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  return self;
}
