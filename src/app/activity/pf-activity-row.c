/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-activity-row.h"

#include "app/activity/pf-row-words.h"
#include "app/activity/pf-undo.h"
#include "app/activity/pf-upload-bar.h"
#include "app/composer/pf-composer.h"
#include "app/pictures/pf-picture.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/* One change: what it is, how it stands, and what can be done about it. */
struct _PfActivityRow
{
  GtkListBoxRow parent;
  PfWindow *window; /* (unowned): the row lives in it */
  PfOutboxRow *row;
  GtkWidget *buttons;
  GtkWidget *attempts; /* a box, filled when the details are opened */
};

typedef enum
{
  DO_UNDO,
  DO_RETRY,
  DO_EDIT,
  DO_DISCARD,
  DO_LOOK,
  DO_IS_THERE,
  DO_IS_NOT_THERE,
} Deed;

G_DEFINE_FINAL_TYPE (PfActivityRow, pf_activity_row, GTK_TYPE_LIST_BOX_ROW)

/* What a call about a row needs when it ends; it never holds the window. */
typedef struct
{
  GWeakRef window;
  GWeakRef buttons; /* of the row, which may be another's by then */
  Deed deed;
  char *object_uuid;
} Call;

static void
call_free (Call *call)
{
  g_weak_ref_clear (&call->window);
  g_weak_ref_clear (&call->buttons);
  g_free (call->object_uuid);
  g_free (call);
}

static void
drafts_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&call->window);
  g_autoptr (GPtrArray) drafts = pf_store_list_drafts_finish (PF_STORE (source), result, NULL);

  for (guint i = 0; window != NULL && drafts != NULL && i < drafts->len; i++)
    {
      PfDraft *draft = g_ptr_array_index (drafts, i);

      if (g_strcmp0 (draft->uuid, call->object_uuid) == 0)
        pf_composer_present (window, draft);
    }
  call_free (call);
}

static gboolean
finish (PfOutbox *outbox, GAsyncResult *result, Deed deed, GError **error)
{
  switch (deed)
    {
    case DO_RETRY:
    case DO_IS_NOT_THERE:
      return pf_outbox_retry_finish (outbox, result, error);
    case DO_EDIT:
      return pf_outbox_edit_finish (outbox, result, error);
    case DO_DISCARD:
      return pf_outbox_discard_finish (outbox, result, error);
    case DO_LOOK:
      return pf_outbox_look_again_finish (outbox, result, error);
    case DO_UNDO:
    case DO_IS_THERE:
    default:
      return pf_outbox_mark_published_finish (outbox, result, error);
    }
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&call->window);
  g_autoptr (GtkWidget) buttons = g_weak_ref_get (&call->buttons);
  g_autoptr (GError) error = NULL;
  gboolean worked = finish (PF_OUTBOX (source), result, call->deed, &error);

  if (!worked && buttons != NULL)
    gtk_widget_set_sensitive (buttons, TRUE);
  if (window != NULL && !worked)
    {
      g_autofree char *words = pf_error_words (error);

      pf_window_add_toast (window, pf_toast_new (words));
    }
  if (window != NULL && worked && call->deed == DO_EDIT)
    /* The draft has the UUID of the pin it was. */
    pf_store_list_drafts_async (pf_workspace_get_store (pf_window_get_workspace (window)), NULL,
                                drafts_cb, call);
  else
    call_free (call);
}

static void
do_it (PfActivityRow *self, Deed deed)
{
  PfOutbox *outbox = pf_workspace_get_outbox (pf_window_get_workspace (self->window));
  Call *call;

  if (deed == DO_UNDO)
    {
      pf_undo_batch (self->window, self->row->batch_id);
      return;
    }
  call = g_new0 (Call, 1);
  g_weak_ref_init (&call->window, self->window);
  g_weak_ref_init (&call->buttons, self->buttons);
  call->deed = deed;
  call->object_uuid = g_strdup (self->row->object_uuid);
  gtk_widget_set_sensitive (self->buttons, FALSE);
  switch (deed)
    {
    case DO_RETRY:
    case DO_IS_NOT_THERE:
      pf_outbox_retry_async (outbox, self->row->uuid, NULL, done_cb, call);
      break;
    case DO_EDIT:
      pf_outbox_edit_async (outbox, self->row->uuid, NULL, done_cb, call);
      break;
    case DO_DISCARD:
      pf_outbox_discard_async (outbox, self->row->uuid, NULL, done_cb, call);
      break;
    case DO_LOOK:
      pf_outbox_look_again_async (outbox, self->row->uuid, NULL, done_cb, call);
      break;
    case DO_UNDO:
    case DO_IS_THERE:
    default:
      pf_outbox_mark_published_async (outbox, self->row->uuid, NULL, done_cb, call);
      break;
    }
}

static void
button_clicked (GtkButton *button, PfActivityRow *self)
{
  do_it (self, (Deed)GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "deed")));
}

static void
add_button (PfActivityRow *self, Deed deed, const char *label, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);
  GtkWidget *place;

  g_object_set_data (G_OBJECT (button), "deed", GINT_TO_POINTER (deed));
  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect (button, "clicked", G_CALLBACK (button_clicked), self);
  gtk_flow_box_append (GTK_FLOW_BOX (self->buttons), button);
  place = gtk_widget_get_parent (button);
  gtk_widget_set_focusable (place, FALSE);
  /* What the button has inside says its name, without the underscore. */
  gtk_accessible_update_relation (GTK_ACCESSIBLE (place), GTK_ACCESSIBLE_RELATION_LABELLED_BY,
                                  button, NULL, -1);
}

static void
add_buttons (PfActivityRow *self)
{
  switch (self->row->state)
    {
    case PF_OUTBOX_HELD:
    case PF_OUTBOX_QUEUED:
      add_button (self, DO_UNDO, _ ("_Undo"), NULL);
      if (self->row->op == PF_OP_CREATE_PIN && self->row->waiting_for != NULL)
        add_button (self, DO_EDIT, _ ("_Edit"), _ ("Make It a Draft Again"));
      break;
    case PF_OUTBOX_FAILED:
      add_button (self, DO_RETRY, _ ("_Retry"), NULL);
      if (self->row->op == PF_OP_CREATE_PIN)
        add_button (self, DO_EDIT, _ ("_Edit"), _ ("Make It a Draft Again"));
      add_button (self, DO_DISCARD, _ ("_Discard"), NULL);
      break;
    case PF_OUTBOX_UNKNOWN:
      add_button (self, DO_LOOK, _ ("_Check on Board"), NULL);
      break;
    case PF_OUTBOX_ASK:
      if (self->row->op == PF_OP_DELETE_PIN || self->row->op == PF_OP_DELETE_BOARD)
        {
          /* It was held when Pinfold ended: nothing has left, so there is nothing to look for. */
          add_button (self, DO_RETRY, _ ("_Delete"), NULL);
          add_button (self, DO_DISCARD, _ ("_Keep"), NULL);
          break;
        }
      add_button (self, DO_LOOK, _ ("_Check on Board"), NULL);
      add_button (self, DO_IS_THERE, _ ("It Is _There"), NULL);
      add_button (self, DO_IS_NOT_THERE, _ ("It Is _Not There"), _ ("Send It Again"));
      break;
    case PF_OUTBOX_SENDING:
    case PF_OUTBOX_DONE:
    case PF_OUTBOX_UNDONE:
    case PF_OUTBOX_DISCARDED:
    default:
      break;
    }
  gtk_widget_set_visible (self->buttons, gtk_widget_get_first_child (self->buttons) != NULL);
}

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *style)
{
  g_autofree char *clean = pf_text_clean (text);
  GtkWidget *label = gtk_label_new (clean);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 28);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
attempts_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfActivityRow) self = pf_weak_take (data);
  g_autoptr (GPtrArray) attempts
      = pf_outbox_list_attempts_finish (PF_OUTBOX (source), result, NULL);

  if (self == NULL || attempts == NULL || gtk_widget_get_first_child (self->attempts) != NULL)
    return;
  for (guint i = 0; i < attempts->len; i++)
    {
      PfOutboxAttempt *attempt = g_ptr_array_index (attempts, i);
      g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (attempt->at / G_USEC_PER_SEC);
      g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;
      /* Translators: a date and a time as strftime() writes them */
      g_autofree char *when
          = local != NULL ? g_date_time_format (local, _ ("%-e %B %Y, %H:%M")) : g_strdup ("");
      g_autofree char *line
          = g_strdup_printf ("%s: %s", when,
                             attempt->message != NULL ? attempt->message : attempt->outcome);
      GtkWidget *label = add_label (self->attempts, line, "caption");

      gtk_widget_add_css_class (label, "numeric");
      if (attempt->request_id != NULL)
        gtk_label_set_selectable (GTK_LABEL (
                                      add_label (self->attempts, attempt->request_id, "caption")),
                                  TRUE);
    }
  if (attempts->len == 0)
    add_label (self->attempts, _ ("Not tried yet"), "caption");
}

static void
expanded (PfActivityRow *self)
{
  if (gtk_widget_get_first_child (self->attempts) != NULL || self->window == NULL)
    return;
  pf_outbox_list_attempts_async (pf_workspace_get_outbox (pf_window_get_workspace (self->window)),
                                 self->row->uuid, NULL, attempts_cb, pf_weak_new (self));
}

static void
add_details (PfActivityRow *self, GtkWidget *box)
{
  GtkWidget *expander;

  if (self->row->attempts == 0 && self->row->state != PF_OUTBOX_FAILED)
    return;
  expander = gtk_expander_new (_ ("Details"));
  self->attempts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_add_css_class (expander, "caption");
  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Details"), -1);
  gtk_widget_set_margin_top (self->attempts, 6);
  gtk_expander_set_child (GTK_EXPANDER (expander), self->attempts);
  g_signal_connect_swapped (expander, "notify::expanded", G_CALLBACK (expanded), self);
  gtk_box_append (GTK_BOX (box), expander);
}

static char *
name_board (PfActivityRow *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  PfConnection *connection
      = pf_connections_find (pf_workspace_get_connections (workspace), self->row->connection_id);

  if (connection == NULL || self->row->board_uuid == NULL || self->row->op == PF_OP_CREATE_BOARD)
    return NULL;
  return pf_board_list_get_name (pf_workspace_get_boards (workspace, connection),
                                 self->row->board_uuid);
}

static GtkWidget *
create_picture (PfActivityRow *self)
{
  GtkWidget *picture;

  if (self->row->blob == NULL || self->row->kind == PF_PIN_KIND_VIDEO)
    {
      picture = gtk_image_new_from_icon_name (self->row->op == PF_OP_CREATE_BOARD
                                                      || self->row->op == PF_OP_DELETE_BOARD
                                                  ? "pf-board-symbolic"
                                                  : "pf-pin-symbolic");
      gtk_widget_add_css_class (picture, "dim-label");
    }
  else
    {
      picture = pf_picture_new ();
      pf_picture_set_loader (PF_PICTURE (picture), pf_window_get_pictures (self->window));
      pf_picture_set_corner_radius (PF_PICTURE (picture), 8);
      pf_picture_set_blob (PF_PICTURE (picture), self->row->blob);
    }
  gtk_widget_set_size_request (picture, 48, 64);
  gtk_widget_set_valign (picture, GTK_ALIGN_START);
  return picture;
}

static void
build (PfActivityRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *title = pf_row_title (self->row);
  g_autofree char *words = pf_row_words (self->row);
  g_autofree char *board = name_board (self);
  g_autofree char *spoken = NULL;
  g_autofree char *clean = NULL;
  GtkWidget *label;

  gtk_widget_set_hexpand (column, TRUE);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  label = add_label (column, title, "heading");
  gtk_label_set_wrap (GTK_LABEL (label), FALSE);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, gtk_label_get_label (GTK_LABEL (label)));
  if (board != NULL)
    {
      label = add_label (column, board, "caption");
      gtk_label_set_wrap (GTK_LABEL (label), FALSE);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_widget_add_css_class (label, "dim-label");
    }
  label = add_label (column, words, "caption");
  if (self->row->state == PF_OUTBOX_FAILED)
    gtk_widget_add_css_class (label, "error");
  else if (self->row->state == PF_OUTBOX_ASK)
    gtk_widget_add_css_class (label, "pinfold-advice");

  if (self->row->kind == PF_PIN_KIND_VIDEO)
    gtk_box_append (GTK_BOX (column),
                    pf_upload_bar_new (pf_workspace_get_outbox (
                                           pf_window_get_workspace (self->window)),
                                       self->row->uuid));

  self->buttons = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->buttons), GTK_SELECTION_NONE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->buttons), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->buttons), 6);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->buttons), 3);
  gtk_widget_set_margin_top (self->buttons, 3);
  gtk_widget_add_css_class (self->buttons, "pinfold-activity-buttons");
  gtk_box_append (GTK_BOX (column), self->buttons);
  add_buttons (self);
  add_details (self, column);

  gtk_box_append (GTK_BOX (box), create_picture (self));
  gtk_box_append (GTK_BOX (box), column);
  if (pf_row_is_moving (self->row) && self->row->waiting_for == NULL)
    {
      GtkWidget *spinner = gtk_spinner_new ();

      gtk_accessible_update_property (GTK_ACCESSIBLE (spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      _ ("Under way"), -1);
      gtk_spinner_start (GTK_SPINNER (spinner));
      gtk_widget_set_valign (spinner, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (box), spinner);
    }
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  spoken = g_strdup_printf ("%s, %s", title, words);
  clean = pf_text_clean (spoken);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, clean, -1);
}

static void
pf_activity_row_finalize (GObject *object)
{
  g_clear_pointer (&PF_ACTIVITY_ROW (object)->row, pf_outbox_row_unref);
  G_OBJECT_CLASS (pf_activity_row_parent_class)->finalize (object);
}

static void
pf_activity_row_class_init (PfActivityRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_activity_row_finalize;
}

static void
pf_activity_row_init (PfActivityRow *self)
{
}

/**
 * pf_activity_row_new:
 * @window: the window it will be in
 * @row: a row of the outbox
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
pf_activity_row_new (PfWindow *window, PfOutboxRow *row)
{
  PfActivityRow *self = g_object_new (PF_TYPE_ACTIVITY_ROW, NULL);

  self->window = window;
  self->row = pf_outbox_row_ref (row);
  build (self);
  return GTK_WIDGET (self);
}
