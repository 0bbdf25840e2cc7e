/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-board-picker.h"

#include "app/compat/pf-cell-label.h"
#include "app/boards/pf-board-dialog.h"
#include "app/composer/pf-picker-rows.h"
#include "app/pictures/pf-picture.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

#define COVER 40

/* Chooses a board. The search keeps the focus, arrows move in the list, so a board is three
 * letters and Enter. */
struct _PfBoardPicker
{
  GtkPopover parent;

  GtkSearchEntry *search;
  GtkListView *list;
  GtkSingleSelection *selection;
  PfConnection *connection; /* nullable */
  PfPickerRows *rows;       /* nullable: while it is open */
  char *selected;           /* nullable: key of the selected row, kept while rows are made anew */
};

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfBoardPicker, pf_board_picker, GTK_TYPE_POPOVER)

/* The widgets of a row; kept with its box. */
typedef struct
{
  GtkLabel *heading;
  PfPicture *cover;
  GtkImage *icon;
  GtkLabel *label;
  GtkWidget *lock;
  GtkButton *expander;
} Cell;

static PfPickerRow *
get_row (PfBoardPicker *self, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->selection), position);
}

static char *
key_of (PfPickerRow *row)
{
  PfBoardItem *board = pf_picker_row_get_board (row);
  const char *section = pf_picker_row_get_section_uuid (row);

  return g_strdup_printf ("%d %s %s", pf_picker_row_get_kind (row),
                          board != NULL ? pf_board_item_get_uuid (board) : "",
                          section != NULL ? section : "");
}

static void
select_row (PfBoardPicker *self, guint position)
{
  g_autoptr (PfPickerRow) row = get_row (self, position);

  g_free (self->selected);
  self->selected = key_of (row);
  gtk_single_selection_set_selected (self->selection, position);
}

static void
scroll_to (PfBoardPicker *self, guint position)
{
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

static void
select_first (PfBoardPicker *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfPickerRow) row = get_row (self, i);

      if (pf_picker_row_can_choose (row))
        {
          select_row (self, i);
          return;
        }
    }
}

/* Rows are made anew when boards or sections arrive: the same one stays selected. */
static void
rows_changed (PfBoardPicker *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));

  for (guint i = 0; self->selected != NULL && i < n; i++)
    {
      g_autoptr (PfPickerRow) row = get_row (self, i);
      g_autofree char *key = key_of (row);

      if (g_str_equal (key, self->selected))
        {
          gtk_single_selection_set_selected (self->selection, i);
          return;
        }
    }
  select_first (self);
}

static void
move (PfBoardPicker *self, int step)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  guint at = gtk_single_selection_get_selected (self->selection);

  if (at == GTK_INVALID_LIST_POSITION)
    {
      select_first (self);
      return;
    }
  for (int i = (int)at + step; i >= 0 && i < (int)n; i += step)
    {
      g_autoptr (PfPickerRow) row = get_row (self, (guint)i);

      if (!pf_picker_row_can_choose (row))
        continue;
      select_row (self, (guint)i);
      scroll_to (self, (guint)i);
      return;
    }
}

static void
board_created (PfBoardPicker *self, const char *uuid)
{
  g_signal_emit (self, signals[CHOSEN], 0, uuid, NULL, NULL);
}

static void
ask_for_board (PfBoardPicker *self)
{
  PfWindow *window = pf_window_get (GTK_WIDGET (self));
  const char *needle = pf_picker_rows_get_needle (self->rows);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  PfBoardDialog *dialog
      = pf_board_dialog_new (window, self->connection, *needle != '\0' ? needle : NULL);

  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (root));
  g_signal_connect_object (dialog, "created", G_CALLBACK (board_created), self, G_CONNECT_SWAPPED);
  gtk_popover_popdown (GTK_POPOVER (self));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
activated (PfBoardPicker *self, guint position)
{
  g_autoptr (PfPickerRow) row = get_row (self, position);

  if (row == NULL || !pf_picker_row_can_choose (row))
    return;
  if (pf_picker_row_get_kind (row) == PF_PICKER_NEW_BOARD)
    {
      ask_for_board (self);
      return;
    }
  g_signal_emit (self, signals[CHOSEN], 0, pf_board_item_get_uuid (pf_picker_row_get_board (row)),
                 pf_picker_row_get_section_uuid (row),
                 pf_picker_row_get_kind (row) == PF_PICKER_SECTION ? pf_picker_row_get_text (row)
                                                                   : NULL);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
entry_activated (PfBoardPicker *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  if (selected != GTK_INVALID_LIST_POSITION)
    activated (self, selected);
}

static void
search_changed (PfBoardPicker *self)
{
  if (self->rows == NULL)
    return;
  pf_picker_rows_set_needle (self->rows, gtk_editable_get_text (GTK_EDITABLE (self->search)));
  select_first (self);
}

static void
set_expanded (PfBoardPicker *self, guint position, gboolean expanded)
{
  g_autoptr (PfPickerRow) row = get_row (self, position);
  g_autoptr (PfBoardItem) board = g_object_ref (pf_picker_row_get_board (row));

  /* From a section back to its board, which stays when the section folds away; one that was found
   * by its name stands below no board. */
  for (guint i = position; pf_picker_row_get_kind (row) == PF_PICKER_SECTION && i-- > 0;)
    {
      g_autoptr (PfPickerRow) above = get_row (self, i);

      if (pf_picker_row_get_board (above) != board)
        break;
      g_set_object (&row, above);
      position = i;
    }
  select_row (self, position);
  scroll_to (self, position);
  pf_picker_rows_set_expanded (self->rows, board, expanded);
}

static gboolean
expand_selected (PfBoardPicker *self, gboolean expanded)
{
  guint selected = gtk_single_selection_get_selected (self->selection);
  g_autoptr (PfPickerRow) row
      = selected != GTK_INVALID_LIST_POSITION ? get_row (self, selected) : NULL;

  if (row == NULL || pf_picker_row_get_board (row) == NULL
      || pf_board_item_get_board (pf_picker_row_get_board (row)) == NULL)
    return FALSE;
  set_expanded (self, selected, expanded);
  return TRUE;
}

static gboolean
key_pressed (PfBoardPicker *self, guint keyval, guint keycode, GdkModifierType state)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  guint n = (guint)g_utf8_strlen (gtk_editable_get_text (GTK_EDITABLE (self->search)), -1);
  gboolean at_end = (guint)gtk_editable_get_position (GTK_EDITABLE (self->search)) == n;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      move (self, 1);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, -1);
      return TRUE;
    /* Inside the text they move the cursor. */
    case GDK_KEY_Right:
      return at_end && expand_selected (self, !rtl);
    case GDK_KEY_Left:
      return at_end && n == 0 && expand_selected (self, rtl);
    default:
      return FALSE;
    }
}

static void
expander_clicked (GtkButton *button, GtkListItem *cell)
{
  PfBoardPicker *self
      = PF_BOARD_PICKER (gtk_widget_get_ancestor (GTK_WIDGET (button), PF_TYPE_BOARD_PICKER));
  PfPickerRow *row = gtk_list_item_get_item (cell);

  set_expanded (self, gtk_list_item_get_position (cell), !pf_picker_row_get_expanded (row));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* Not the list's single-click-activate: with it the pointer selects by merely resting where a row
 * comes up, and Enter would choose that instead of what was typed. */
static void
cell_clicked (GtkGestureClick *gesture, int n_press, double x, double y, GtkListItem *cell)
{
  GtkWidget *box = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));

  activated (PF_BOARD_PICKER (gtk_widget_get_ancestor (box, PF_TYPE_BOARD_PICKER)),
             gtk_list_item_get_position (cell));
}

static void
setup_cell (PfBoardPicker *self, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkGesture *click = gtk_gesture_click_new ();
  Cell *cell = g_new0 (Cell, 1);

  g_signal_connect (click, "released", G_CALLBACK (cell_clicked), item);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (click));
  cell->heading = GTK_LABEL (gtk_label_new (NULL));
  cell->cover = PF_PICTURE (pf_picture_new ());
  cell->icon = GTK_IMAGE (gtk_image_new ());
  cell->label = GTK_LABEL (gtk_label_new (NULL));
  cell->lock = gtk_image_new_from_icon_name ("changes-prevent-symbolic");
  cell->expander = GTK_BUTTON (gtk_button_new ());
  gtk_label_set_xalign (cell->heading, 0);
  gtk_widget_add_css_class (GTK_WIDGET (cell->heading), "caption-heading");
  gtk_widget_add_css_class (GTK_WIDGET (cell->heading), "dim-label");
  pf_picture_set_corner_radius (cell->cover, 8);
  gtk_widget_set_size_request (GTK_WIDGET (cell->cover), COVER, COVER);
  gtk_widget_set_valign (GTK_WIDGET (cell->cover), GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (GTK_WIDGET (cell->icon), COVER, -1);
  gtk_label_set_xalign (cell->label, 0);
  gtk_label_set_ellipsize (cell->label, PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (GTK_WIDGET (cell->label), TRUE);
  gtk_widget_add_css_class (cell->lock, "dim-label");
  gtk_widget_set_tooltip_text (cell->lock, _ ("Secret board"));
  gtk_widget_add_css_class (GTK_WIDGET (cell->expander), "flat");
  gtk_widget_add_css_class (GTK_WIDGET (cell->expander), "circular");
  gtk_widget_set_valign (GTK_WIDGET (cell->expander), GTK_ALIGN_CENTER);
  gtk_widget_set_focusable (GTK_WIDGET (cell->expander), FALSE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (cell->heading));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (cell->cover));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (cell->icon));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (cell->label));
  gtk_box_append (GTK_BOX (box), cell->lock);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (cell->expander));
  g_object_set_data_full (G_OBJECT (item), "cell", cell, g_free);
  g_signal_connect (cell->expander, "clicked", G_CALLBACK (expander_clicked), item);
  gtk_list_item_set_child (item, box);
}

static void
bind_cover (PfBoardPicker *self, Cell *cell, PfBoardItem *board)
{
  const char *const *urls = pf_board_item_get_cover_urls (board);
  PfWindow *window = pf_window_get (GTK_WIDGET (self));

  if (window != NULL)
    pf_picture_set_loader (cell->cover, pf_window_get_pictures (window));
  pf_picture_set_url (cell->cover, pf_connection_get_client (self->connection),
                      urls != NULL ? urls[0] : NULL);
}

static void
bind_cell (PfBoardPicker *self, GtkListItem *item)
{
  Cell *cell = g_object_get_data (G_OBJECT (item), "cell");
  PfPickerRow *row = gtk_list_item_get_item (item);
  PfPickerKind kind = pf_picker_row_get_kind (row);
  gboolean is_board = kind == PF_PICKER_BOARD;
  gboolean heading = kind == PF_PICKER_HEADING;
  PfBoardItem *board = pf_picker_row_get_board (row);
  g_autofree char *label = pf_picker_row_make_label (row);
  g_autofree char *text = pf_text_clean (label);

  gtk_label_set_label (cell->heading, heading ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (cell->heading), heading);
  gtk_label_set_label (cell->label, heading ? "" : text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (cell->label), heading ? NULL : text);
  gtk_widget_set_visible (GTK_WIDGET (cell->label), !heading);
  gtk_widget_set_visible (GTK_WIDGET (cell->cover), is_board);
  if (is_board)
    bind_cover (self, cell, board);
  gtk_widget_set_visible (GTK_WIDGET (cell->icon), !is_board && !heading);
  gtk_widget_set_margin_start (GTK_WIDGET (cell->icon), kind == PF_PICKER_SECTION ? 24 : 0);
  gtk_image_set_from_icon_name (cell->icon, kind == PF_PICKER_SECTION     ? "pf-section-symbolic"
                                            : kind == PF_PICKER_NEW_BOARD ? "list-add-symbolic"
                                                                          : NULL);
  gtk_widget_set_visible (cell->lock,
                          is_board && pf_board_item_get_privacy (board) == PF_PRIVACY_SECRET);
  gtk_widget_set_visible (GTK_WIDGET (cell->expander),
                          is_board && pf_board_item_get_board (board) != NULL);
  gtk_button_set_icon_name (cell->expander, pf_picker_row_get_expanded (row) ? "pan-down-symbolic"
                                                                             : "pan-end-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (cell->expander), pf_picker_row_get_expanded (row)
                                                                ? _ ("Hide Sections")
                                                                : _ ("Show Sections"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (cell->expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  pf_picker_row_get_expanded (row) ? _ ("Hide Sections")
                                                                   : _ ("Show Sections"),
                                  -1);
  if (kind == PF_PICKER_NOTE)
    gtk_widget_add_css_class (GTK_WIDGET (cell->label), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (cell->label), "dim-label");
  pf_cell_set_label (item, text);
  gtk_list_item_set_selectable (item, pf_picker_row_can_choose (row));
  gtk_list_item_set_activatable (item, pf_picker_row_can_choose (row));
}

static void
pf_board_picker_map (GtkWidget *widget)
{
  PfBoardPicker *self = PF_BOARD_PICKER (widget);
  PfWindow *window = pf_window_get (widget);

  if (self->rows == NULL && self->connection != NULL && window != NULL)
    {
      self->rows = pf_picker_rows_new (pf_window_get_workspace (window), self->connection);
      pf_picker_rows_set_needle (self->rows, gtk_editable_get_text (GTK_EDITABLE (self->search)));
      gtk_single_selection_set_model (self->selection, pf_picker_rows_get_model (self->rows));
      select_first (self);
    }
  GTK_WIDGET_CLASS (pf_board_picker_parent_class)->map (widget);
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
closed (PfBoardPicker *self)
{
  g_clear_pointer (&self->selected, g_free);
  gtk_single_selection_set_model (self->selection, NULL);
  g_clear_object (&self->rows);
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
}

static void
pf_board_picker_dispose (GObject *object)
{
  PfBoardPicker *self = PF_BOARD_PICKER (object);

  g_clear_object (&self->rows);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->selected, g_free);
  G_OBJECT_CLASS (pf_board_picker_parent_class)->dispose (object);
}

static void
pf_board_picker_class_init (PfBoardPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_board_picker_dispose;
  GTK_WIDGET_CLASS (klass)->map = pf_board_picker_map;
  /**
   * PfBoardPicker::chosen:
   * @self: the picker
   * @board_uuid: local UUID of a board, which may be still pending
   * @section_uuid: (nullable): local UUID of a section of it
   * @section_name: (nullable): its name
   */
  signals[CHOSEN]
      = g_signal_new ("chosen", PF_TYPE_BOARD_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                      G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_STRING);
}

static void
pf_board_picker_init (PfBoardPicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->search = GTK_SEARCH_ENTRY (gtk_search_entry_new ());
  g_object_set (self->search, "placeholder-text", _ ("Search boards"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search boards"), -1);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (setup_cell), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (bind_cell), self);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory));
  /* After the list itself has taken the change in. */
  g_signal_connect_data (self->selection, "items-changed", G_CALLBACK (rows_changed), self, NULL,
                         G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "board-picker");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Boards"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->search));
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_widget_set_size_request (box, 320, 420);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_widget_add_css_class (GTK_WIDGET (self), "pinfold-board-picker");

  g_signal_connect_swapped (self->search, "changed", G_CALLBACK (search_changed), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (entry_activated), self);
  /* The entry keeps Escape to itself, else the popover would close. */
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (gtk_popover_popdown), self);
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (activated), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed), self);
  gtk_widget_add_controller (GTK_WIDGET (self->search), keys);
  g_signal_connect (self, "closed", G_CALLBACK (closed), NULL);
}

/**
 * pf_board_picker_new:
 *
 * Returns: (transfer floating): a picker
 */
GtkWidget *
pf_board_picker_new (void)
{
  return g_object_new (PF_TYPE_BOARD_PICKER, NULL);
}

/**
 * pf_board_picker_set_connection:
 * @self: a picker
 * @connection: (nullable): whose boards
 */
void
pf_board_picker_set_connection (PfBoardPicker *self, PfConnection *connection)
{
  g_set_object (&self->connection, connection);
}

/**
 * pf_board_picker_search:
 * @self: a picker
 * @text: what was typed before it was open
 *
 * Opens it with a search begun.
 */
void
pf_board_picker_search (PfBoardPicker *self, const char *text)
{
  gtk_popover_popup (GTK_POPOVER (self));
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  gtk_editable_set_position (GTK_EDITABLE (self->search), -1);
}
