/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-pane.h"

#include "app/compat/pf-open-uri.h"
#include "app/composer/pf-board-picker.h"
#include "app/composer/pf-fresh-pin.h"
#include "app/connections/pf-connection-words.h"
#include "app/hands/pf-pin-redraft.h"
#include "app/pins/pf-board-page.h"
#include "app/pins/pf-pin-editor.h"
#include "app/pins/pf-pin-edits.h"
#include "app/pins/pf-pin-facts.h"
#include "app/pins/pf-pin-figure.h"
#include "app/pins/pf-pin-menu.h"
#include "app/pins/pf-pin-numbers.h"
#include "app/pins/pf-pin-status.h"
#include "app/pins/pf-pin-verbs.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "app/widgets/pf-wrap-box.h"

#include "app/widgets/pf-popup.h"
#include <glib/gi18n.h>

/* One pin: its picture, all its fields, what is on its way about it and what can be done with it;
 * and, on the other side, the same fields to write in. */
struct _PfPinPane
{
  AdwBin parent;

  GtkStack *modes;
  GtkScrolledWindow *scroller;
  PfPinFigure *figure;
  PfPinStatus *status;
  GtkLabel *title;
  GtkWidget *place_button;
  GtkLabel *place;
  GtkWidget *buttons;
  GtkWidget *edit;
  GtkMenuButton *save_to;
  PfBoardPicker *save_picker;
  GtkWidget *open;
  GtkWidget *more;
  PfBoardPicker *move_picker; /* under @more */
  GtkLabel *reason;
  GtkWidget *typed;
  GtkLabel *description;
  GtkListBox *facts;
  PfPinNumbers *numbers;
  PfPinEditor *editor;

  PfWindow *window;         /* (unowned): the pane is in it */
  PfConnection *connection; /* (nullable) (owned) */
  PfPinItem *item;          /* (nullable) (owned) */
  PfPin *pin;               /* (nullable) (owned): whose facts are shown */
  PfOutboxRow *row;         /* (nullable) (owned): likewise */
  PfPinEdits *edits;        /* (unowned): the window holds it */
  char *board_uuid;         /* nullable: where it is */
  char *board_name;         /* nullable */
  char *section_uuid;       /* nullable */
  char *section_name;       /* nullable until it is read */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (PfPinPane, pf_pin_pane, ADW_TYPE_BIN)

static void
show_text (GtkLabel *label, const char *text)
{
  g_autofree char *clean = pf_text_clean (text);

  gtk_label_set_label (label, clean);
  gtk_widget_set_visible (GTK_WIDGET (label), *clean != '\0');
}

static void
show_place (PfPinPane *self)
{
  g_autofree char *words = self->board_name != NULL && self->section_name != NULL
                               ? g_strdup_printf ("%s › %s", self->board_name, self->section_name)
                               : g_strdup (self->board_name);
  g_autofree char *clean = pf_text_clean (words);

  gtk_label_set_label (self->place, clean);
  gtk_widget_set_tooltip_text (self->place_button, clean);
  gtk_widget_set_visible (self->place_button, *clean != '\0');
}

/* Where the pin is by a row that is not over: what is done with it next starts from there. */
static gboolean
row_says_place (const PfOutboxRow *row)
{
  switch (row->op)
    {
    case PF_OP_CREATE_PIN:
    case PF_OP_SAVE_PIN:
      return row->board_uuid != NULL;
    case PF_OP_UPDATE_PIN:
      return row->board_uuid != NULL && row->state != PF_OUTBOX_FAILED
             && row->state != PF_OUTBOX_ASK;
    case PF_OP_CREATE_BOARD:
    case PF_OP_CREATE_SECTION:
    case PF_OP_DELETE_PIN:
    case PF_OP_DELETE_BOARD:
    case PF_OP_UPDATE_BOARD:
    case PF_OP_UPDATE_SECTION:
    case PF_OP_DELETE_SECTION:
    case PF_OP_MERGE_BOARD:
    case PF_OP_UNKNOWN:
    default:
      return FALSE;
    }
}

static void
sections_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sections
      = pf_mirror_get_sections_finish (PF_MIRROR (source), result, &error);
  g_autoptr (PfPinPane) self = pf_weak_take (data);
  const PfPin *pin = self != NULL && self->item != NULL ? pf_pin_item_get_pin (self->item) : NULL;

  if (self == NULL || sections == NULL || self->section_uuid == NULL)
    return;
  for (guint i = 0; i < sections->len; i++)
    {
      const PfMirrorRow *row = g_ptr_array_index (sections, i);
      const PfSection *section = row->record;
      /* One that was made here has a name of its own. */
      gboolean by_id = pin != NULL && g_strcmp0 (section->id, pin->section_id) == 0
                       && self->section_name == NULL;

      if (g_strcmp0 (row->uuid, self->section_uuid) != 0 && !by_id)
        continue;
      g_free (self->section_uuid);
      g_free (self->section_name);
      self->section_uuid = g_strdup (row->uuid);
      self->section_name = g_strdup (section->name);
      if (!by_id)
        break;
    }
  show_place (self);
}

static void
find_section (PfPinPane *self)
{
  const PfPin *pin = pf_pin_item_get_pin (self->item);
  const PfOutboxRow *row = pf_pin_item_get_row (self->item);
  PfWorkspace *workspace = pf_window_get_workspace (self->window);
  g_autoptr (PfBoardItem) board
      = self->board_uuid != NULL
            ? pf_board_list_find (pf_workspace_get_boards (workspace, self->connection),
                                  self->board_uuid)
            : NULL;
  PfBoard *record = board != NULL ? pf_board_item_get_board (board) : NULL;
  g_autofree char *before = g_steal_pointer (&self->section_uuid);

  if (row != NULL && row_says_place (row))
    self->section_uuid = g_strdup (row->section_uuid);
  else if (pin != NULL && pin->section_id != NULL && *pin->section_id != '\0')
    self->section_uuid = pf_mirror_make_uuid (pf_connection_get_id (self->connection), "sections",
                                              pin->section_id);
  if (g_strcmp0 (before, self->section_uuid) != 0)
    g_clear_pointer (&self->section_name, g_free);
  if (self->section_uuid != NULL && record != NULL)
    pf_mirror_get_sections_async (pf_workspace_get_mirror (workspace),
                                  pf_connection_get_id (self->connection), record->id,
                                  self->cancellable, sections_cb, pf_weak_new (self));
}

static void
enable (PfPinPane *self, const char *action, gboolean enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
has_other_account (PfPinPane *self)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);

  return g_list_model_get_n_items (G_LIST_MODEL (pf_workspace_get_connections (workspace))) > 1;
}

/* A copy on its way is not there yet; its record is that of the pin it is made of. */
static gboolean
is_there (PfPinPane *self)
{
  const PfPin *pin = self->item != NULL ? pf_pin_item_get_pin (self->item) : NULL;
  const PfOutboxRow *row = self->item != NULL ? pf_pin_item_get_row (self->item) : NULL;

  return pin != NULL
         && (row == NULL || (row->op != PF_OP_SAVE_PIN && row->op != PF_OP_CREATE_PIN)
             || row->state == PF_OUTBOX_DONE);
}

/* What can be done, and why not. */
static void
update_actions (PfPinPane *self)
{
  const PfPin *pin = self->item != NULL ? pf_pin_item_get_pin (self->item) : NULL;
  const char *read_only
      = self->connection != NULL ? pf_words_for_read_only (self->connection) : NULL;
  gboolean refused
      = self->connection != NULL && pf_connection_get_pin_edit_refused (self->connection);
  gboolean there = is_there (self);
  gboolean own = there && pin->is_owner;
  gboolean may = there && read_only == NULL;
  const char *reason = read_only;

  /* Pins of the pretend service are on no web page. */
  gboolean web
      = there && !g_str_equal (pf_connection_get_service (self->connection)->id, "practice");

  if (reason == NULL && refused && own)
    reason = web ? _ ("Pinterest has not opened editing to your app. Edit it on Pinterest.")
                 : pf_pin_menu_get_refusal ();
  gtk_widget_set_visible (self->buttons, there);
  gtk_widget_set_visible (self->edit, own || read_only != NULL);
  gtk_widget_set_tooltip_text (self->edit, reason);
  gtk_widget_set_visible (GTK_WIDGET (self->reason), there && reason != NULL);
  gtk_label_set_label (self->reason, reason != NULL ? reason : "");
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_to), may);
  gtk_widget_set_visible (self->open, web);
  enable (self, "pin.edit", own && may && !refused);
  enable (self, "pin.move", own && may && !refused);
  enable (self, "pin.fresh", own && may);
  enable (self, "pin.redraft", own && has_other_account (self));
  enable (self, "pin.delete", own && may);
  enable (self, "pin.open-web", web);
  enable (self, "pin.copy-link", pin != NULL && has_text (pin->link));
  enable (self, "pin.copy-address", web);
}

static void
update_typed (PfPinPane *self)
{
  const PfChanges *typed
      = self->item != NULL
            ? pf_pin_edits_find (self->edits, self->connection, pf_pin_item_get_uuid (self->item))
            : NULL;

  gtk_widget_set_visible (self->typed, typed != NULL);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!pf_open_uri_finish (result, &error))
    g_debug ("No browser: %s", error->message);
}

static void
open_web_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfPinPane *self = PF_PIN_PANE (widget);
  g_autofree char *url = pf_pin_get_web_url (pf_pin_item_get_pin (self->item));

  if (url != NULL)
    pf_open_uri_async (widget, url, NULL, opened_cb, NULL);
}

static void
open_board_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfPinPane *self = PF_PIN_PANE (widget);
  PfView *view = pf_window_get_visible_view (self->window);
  g_autoptr (PfBoardItem) board = NULL;

  if (self->board_uuid == NULL
      || (PF_IS_BOARD_PAGE (view)
          && g_strcmp0 (pf_board_page_get_board_uuid (PF_BOARD_PAGE (view)), self->board_uuid)
                 == 0))
    return;
  board = pf_board_list_find (pf_workspace_get_boards (pf_window_get_workspace (self->window),
                                                       self->connection),
                              self->board_uuid);
  if (board != NULL)
    pf_window_push_view (self->window, pf_board_page_new (self->window, self->connection, board));
}

static void
fresh_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfPinPane *self = PF_PIN_PANE (widget);

  pf_fresh_pin_open (self->window, self->connection, pf_pin_item_get_pin (self->item),
                     self->board_uuid, self->section_uuid);
}

static void
redraft_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfPinPane *self = PF_PIN_PANE (widget);

  pf_pin_redraft (self->window, self->connection, pf_pin_item_get_uuid (self->item), NULL, NULL,
                  NULL);
}

static void
verb_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfPinPane *self = PF_PIN_PANE (widget);
  const char *uuids[] = { pf_pin_item_get_uuid (self->item), NULL };

  if (g_str_equal (action, "pin.delete"))
    pf_pin_verbs_delete (self->window, self->connection, uuids);
  else if (g_str_equal (action, "pin.copy-link"))
    pf_pin_verbs_copy_links (self->window, self->connection, uuids);
  else
    pf_pin_verbs_copy_addresses (self->window, self->connection, uuids);
}

static void
move_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  PfPinPane *self = PF_PIN_PANE (widget);
  GdkRectangle place
      = { 0, 0, gtk_widget_get_width (self->more), gtk_widget_get_height (self->more) };
  double x, y;

  if (gtk_widget_translate_coordinates (self->more, widget, 0, 0, &x, &y))
    {
      place.x = (int)x;
      place.y = (int)y;
    }
  pf_popup_point_at (GTK_POPOVER (self->move_picker), &place);
  gtk_popover_popup (GTK_POPOVER (self->move_picker));
}

static void
save_chosen (PfPinPane *self,
             const char *board_uuid,
             const char *section_uuid,
             const char *section_name)
{
  const char *uuids[] = { pf_pin_item_get_uuid (self->item), NULL };

  pf_pin_verbs_save (self->window, self->connection, uuids, board_uuid, section_uuid, section_name);
}

static void
move_chosen (PfPinPane *self,
             const char *board_uuid,
             const char *section_uuid,
             const char *section_name)
{
  const char *uuids[] = { pf_pin_item_get_uuid (self->item), NULL };

  pf_pin_verbs_move (self->window, self->connection, uuids, board_uuid, section_uuid, section_name);
}

static void
open_editor (PfPinPane *self)
{
  pf_pin_editor_set_pin (self->editor, self->window, self->connection, self->item, self->board_uuid,
                         self->section_uuid);
  gtk_stack_set_visible_child_name (self->modes, "edit");
  gtk_widget_grab_focus (GTK_WIDGET (self->editor));
}

static void
edit_activated (GtkWidget *widget, const char *action, GVariant *unused)
{
  open_editor (PF_PIN_PANE (widget));
}

static void
editing_done (PfPinPane *self)
{
  gtk_stack_set_visible_child_name (self->modes, "view");
  update_typed (self);
  gtk_widget_grab_focus (self->edit);
}

static void
connection_changed (PfPinPane *self)
{
  update_actions (self);
}

static void
set_connection (PfPinPane *self, PfConnection *connection)
{
  if (self->connection == connection)
    return;
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_set_object (&self->connection, connection);
  if (connection == NULL)
    return;
  g_signal_connect_object (connection, "notify::pin-edit-refused", G_CALLBACK (connection_changed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (connection, "notify::scopes-granted", G_CALLBACK (connection_changed),
                           self, G_CONNECT_SWAPPED);
  pf_board_picker_set_connection (self->save_picker, connection);
  pf_board_picker_set_connection (self->move_picker, connection);
}

static void
set_window (PfPinPane *self, PfWindow *window)
{
  if (self->window == window)
    return;
  self->window = window;
  self->edits = pf_pin_edits_get (window);
  g_signal_connect_object (self->edits, "changed", G_CALLBACK (update_typed), self,
                           G_CONNECT_SWAPPED);
}

static void
pf_pin_pane_dispose (GObject *object)
{
  PfPinPane *self = PF_PIN_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer ((GtkWidget **)&self->move_picker, gtk_widget_unparent);
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_data (self->connection, self);
  g_clear_object (&self->connection);
  g_clear_object (&self->item);
  g_clear_pointer (&self->pin, pf_pin_unref);
  g_clear_pointer (&self->row, pf_outbox_row_unref);
  G_OBJECT_CLASS (pf_pin_pane_parent_class)->dispose (object);
}

static void
pf_pin_pane_finalize (GObject *object)
{
  PfPinPane *self = PF_PIN_PANE (object);

  g_object_unref (self->cancellable);
  g_free (self->board_uuid);
  g_free (self->board_name);
  g_free (self->section_uuid);
  g_free (self->section_name);
  G_OBJECT_CLASS (pf_pin_pane_parent_class)->finalize (object);
}

static void
pf_pin_pane_class_init (PfPinPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_pin_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_pin_pane_finalize;
  g_type_ensure (PF_TYPE_BOARD_PICKER);
  g_type_ensure (PF_TYPE_PIN_EDITOR);
  g_type_ensure (PF_TYPE_PIN_FIGURE);
  g_type_ensure (PF_TYPE_PIN_NUMBERS);
  g_type_ensure (PF_TYPE_PIN_STATUS);
  g_type_ensure (PF_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pinfold/Pinfold/ui/pins/pf-pin-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, modes);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, figure);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, status);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, title);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, place_button);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, place);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, buttons);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, edit);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, save_to);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, save_picker);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, open);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, more);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, reason);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, typed);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, description);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, facts);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, numbers);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, editor);
  gtk_widget_class_bind_template_callback (widget_class, save_chosen);
  gtk_widget_class_bind_template_callback (widget_class, editing_done);
  gtk_widget_class_install_action (widget_class, "pin.edit", NULL, edit_activated);
  gtk_widget_class_install_action (widget_class, "pin.go-on", NULL, edit_activated);
  gtk_widget_class_install_action (widget_class, "pin.open-web", NULL, open_web_activated);
  gtk_widget_class_install_action (widget_class, "pin.open-board", NULL, open_board_activated);
  gtk_widget_class_install_action (widget_class, "pin.fresh", NULL, fresh_activated);
  gtk_widget_class_install_action (widget_class, "pin.move", NULL, move_activated);
  gtk_widget_class_install_action (widget_class, "pin.redraft", NULL, redraft_activated);
  gtk_widget_class_install_action (widget_class, "pin.copy-link", NULL, verb_activated);
  gtk_widget_class_install_action (widget_class, "pin.copy-address", NULL, verb_activated);
  gtk_widget_class_install_action (widget_class, "pin.delete", NULL, verb_activated);
}

static void
pf_pin_pane_init (PfPinPane *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_label_set_tooltip_when_cut (self->place);
  self->move_picker = PF_BOARD_PICKER (pf_board_picker_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->move_picker), GTK_WIDGET (self));
  g_signal_connect_object (self->move_picker, "chosen", G_CALLBACK (move_chosen), self,
                           G_CONNECT_SWAPPED);
  update_actions (self);
}

static void
show_facts (PfPinPane *self)
{
  PfPin *pin = pf_pin_item_get_pin (self->item);
  PfOutboxRow *row = pf_pin_item_get_row (self->item);

  /* Rows made anew would close what somebody has open in them. */
  if (self->pin == pin && self->row == row)
    return;
  g_clear_pointer (&self->pin, pf_pin_unref);
  g_clear_pointer (&self->row, pf_outbox_row_unref);
  self->pin = pin != NULL ? pf_pin_ref (pin) : NULL;
  self->row = row != NULL ? pf_outbox_row_ref (row) : NULL;
  pf_pin_facts_fill (self->facts, self->item);
}

/* Another pin begins at its top and is looked at; what was typed about the last one is kept. */
static void
begin_another (PfPinPane *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_stack_set_visible_child_name (self->modes, "view");
}

/**
 * pf_pin_pane_set_pin:
 * @self: a pane
 * @window: the window it is in
 * @connection: whose pin
 * @item: the pin
 * @board_name: (nullable): of the board it is on, for people
 *
 * Shows a pin. The same one once more, changed, stays where it was.
 */
void
pf_pin_pane_set_pin (PfPinPane *self,
                     PfWindow *window,
                     PfConnection *connection,
                     PfPinItem *item,
                     const char *board_name)
{
  PfPin *pin = pf_pin_item_get_pin (item);
  PfOutboxRow *row = pf_pin_item_get_row (item);
  const char *title = pf_pin_item_get_title (item);
  gboolean same = self->item != NULL
                  && g_str_equal (pf_pin_item_get_uuid (self->item), pf_pin_item_get_uuid (item));
  gboolean untitled = title == NULL || *title == '\0';

  set_window (self, window);
  set_connection (self, connection);
  g_set_object (&self->item, item);
  g_free (self->board_name);
  self->board_name = g_strdup (board_name);
  pf_pin_figure_set_pin (self->figure, window, connection, item);
  show_text (self->title, untitled ? _ ("No title") : title);
  if (untitled)
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "dim-label");
  show_text (self->description,
             pin != NULL ? pin->description : (row != NULL ? row->description : NULL));
  find_section (self);
  show_place (self);
  pf_pin_status_set_row (self->status, window, row);
  show_facts (self);
  pf_pin_numbers_set_pin (self->numbers, window, connection, is_there (self) ? pin : NULL);
  update_actions (self);
  update_typed (self);
  if (!same)
    begin_another (self);
  else if (pf_pin_pane_is_editing (self))
    pf_pin_editor_set_pin (self->editor, window, connection, item, self->board_uuid,
                           self->section_uuid);
}

/**
 * pf_pin_pane_get_pin:
 * @self: the pane
 *
 * Returns: (transfer none) (nullable): the pin in it
 */
PfPinItem *
pf_pin_pane_get_pin (PfPinPane *self)
{
  g_return_val_if_fail (PF_IS_PIN_PANE (self), NULL);

  return self->item;
}

/**
 * pf_pin_pane_set_board:
 * @self: a pane
 * @board_uuid: (nullable): local UUID of the board that the pin is on
 */
void
pf_pin_pane_set_board (PfPinPane *self, const char *board_uuid)
{
  g_autofree char *before = self->board_uuid;

  self->board_uuid = g_strdup (board_uuid);
}

/**
 * pf_pin_pane_refresh:
 * @self: a pane
 *
 * Asks again for the numbers of the pin, if somebody looks at them.
 */
void
pf_pin_pane_refresh (PfPinPane *self)
{
  pf_pin_numbers_refresh (self->numbers);
}

/**
 * pf_pin_pane_is_editing:
 * @self: a pane
 *
 * Returns: whether the fields are there to write in
 */
gboolean
pf_pin_pane_is_editing (PfPinPane *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->modes), "edit") == 0;
}

/**
 * pf_pin_pane_edit:
 * @self: a pane with a pin
 *
 * Turns the fields into ones to write in.
 *
 * Returns: whether that pin can be edited
 */
gboolean
pf_pin_pane_edit (PfPinPane *self)
{
  return gtk_widget_activate_action (GTK_WIDGET (self), "pin.edit", NULL)
         && pf_pin_pane_is_editing (self);
}
