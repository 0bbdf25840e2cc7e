/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-wall-private.h"

#include "app/compat/pf-open-uri.h"
#include "app/composer/pf-board-picker.h"
#include "app/pins/pf-pin-menu.h"
#include "app/pins/pf-pin-verbs.h"
#include "app/pins/pf-replace-window.h"
#include "app/pins/pf-tags-window.h"
#include "app/widgets/pf-popup.h"
#include "app/widgets/wall/pf-wall-cell.h"

/* Menus, keys and the board picker over the pins of a wall. */
struct _PfPinWallVerbs
{
  /* In the wall of pins; nullable: until they are asked for (performance.md, rule 9). */
  PfBoardPicker *picker;
  char **picked;   /* nullable: the pins that a board is chosen for */
  gboolean saving; /* whether they are saved there too, or moved */
};

static guint
count_selected (PfPinWall *self)
{
  PfWallSelection *selection = pf_wall_get_selection (pf_pin_wall_get_wall (self));

  return selection != NULL ? pf_wall_selection_get_n_selected (selection) : 0;
}

static gboolean
is_refused (PfPinWall *self)
{
  PfConnection *connection = pf_pin_wall_get_connection (self);

  return connection != NULL && pf_connection_get_pin_edit_refused (connection);
}

static gboolean
is_on_web (PfPinWall *self)
{
  /* Pins of the pretend service are on no web page. */
  return !g_str_equal (pf_connection_get_service (pf_pin_wall_get_connection (self))->id,
                       "practice");
}

/* Where a popover points that was asked for by the keyboard or from a menu. */
static GdkRectangle
find_place (PfPinWall *self, GtkWidget *anchor)
{
  PfWall *wall = pf_pin_wall_get_wall (self);
  guint cursor = pf_wall_get_cursor (wall);
  GdkRectangle place = { gtk_widget_get_width (GTK_WIDGET (self)) / 2, 24, 1, 1 };
  graphene_rect_t bounds;
  double x = 0, y = 0;

  if (anchor != NULL && gtk_widget_compute_bounds (anchor, GTK_WIDGET (self), &bounds))
    return (GdkRectangle){ (int)bounds.origin.x, (int)bounds.origin.y, (int)bounds.size.width,
                           (int)bounds.size.height };
  if (cursor == PF_WALL_NO_TILE || !pf_wall_get_tile_bounds (wall, cursor, &place)
      || !gtk_widget_translate_coordinates (GTK_WIDGET (wall), GTK_WIDGET (self), place.x, place.y,
                                            &x, &y))
    return place;
  place.x = (int)x;
  place.y = (int)y;
  return place;
}

static void
board_chosen (PfPinWall *self,
              const char *board_uuid,
              const char *section_uuid,
              const char *section_name)
{
  PfPinWallVerbs *verbs = pf_pin_wall_get_verbs (self);
  g_auto (GStrv) picked = g_steal_pointer (&verbs->picked);
  PfConnection *connection = pf_pin_wall_get_connection (self);

  if (picked == NULL || connection == NULL)
    return;
  if (verbs->saving)
    pf_pin_verbs_save (pf_pin_wall_get_window (self), connection, (const char *const *)picked,
                       board_uuid, section_uuid, section_name);
  else
    pf_pin_verbs_move (pf_pin_wall_get_window (self), connection, (const char *const *)picked,
                       board_uuid, section_uuid, section_name);
  gtk_widget_activate_action (GTK_WIDGET (self), "pins.select-none", NULL);
}

static void
focus_wall (PfPinWall *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root) && gtk_window_is_active (GTK_WINDOW (root)))
    gtk_widget_grab_focus (GTK_WIDGET (pf_pin_wall_get_wall (self)));
}

static void
create_picker (PfPinWall *self, PfPinWallVerbs *verbs)
{
  verbs->picker = PF_BOARD_PICKER (pf_board_picker_new ());
  gtk_widget_set_parent (GTK_WIDGET (verbs->picker), GTK_WIDGET (self));
  g_signal_connect_object (verbs->picker, "chosen", G_CALLBACK (board_chosen), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (verbs->picker, "closed", G_CALLBACK (focus_wall), self,
                           G_CONNECT_SWAPPED);
}

static void
pick_board (PfPinWall *self, gboolean saving)
{
  PfPinWallVerbs *verbs = pf_pin_wall_get_verbs (self);
  GtkWidget *anchor = pf_selection_bar_get_anchor (pf_pin_wall_get_bar (self),
                                                   saving ? "pins.save" : "pins.move");
  GdkRectangle place = find_place (self, anchor);
  g_auto (GStrv) chosen = pf_pin_wall_list_chosen (self);

  if (chosen[0] == NULL)
    return;
  g_strfreev (verbs->picked);
  verbs->picked = g_steal_pointer (&chosen);
  verbs->saving = saving;
  if (verbs->picker == NULL)
    create_picker (self, verbs);
  pf_board_picker_set_connection (verbs->picker, pf_pin_wall_get_connection (self));
  pf_popup_point_at (GTK_POPOVER (verbs->picker), &place);
  gtk_popover_set_position (GTK_POPOVER (verbs->picker),
                            anchor != NULL ? GTK_POS_TOP : GTK_POS_BOTTOM);
  gtk_popover_popup (GTK_POPOVER (verbs->picker));
}

static void
move_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pick_board (PF_PIN_WALL (widget), FALSE);
}

static void
save_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pick_board (PF_PIN_WALL (widget), TRUE);
}

static void
delete_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);
  g_auto (GStrv) chosen = pf_pin_wall_list_chosen (self);

  if (chosen[0] != NULL)
    pf_pin_verbs_delete (pf_pin_wall_get_window (self), pf_pin_wall_get_connection (self),
                         (const char *const *)chosen);
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);
  g_auto (GStrv) chosen = pf_pin_wall_list_chosen (self);

  if (chosen[0] == NULL)
    return;
  if (g_str_has_suffix (name, "addresses"))
    pf_pin_verbs_copy_addresses (pf_pin_wall_get_window (self), pf_pin_wall_get_connection (self),
                                 (const char *const *)chosen);
  else
    pf_pin_verbs_copy_links (pf_pin_wall_get_window (self), pf_pin_wall_get_connection (self),
                             (const char *const *)chosen);
}

static void
edit_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);
  g_auto (GStrv) chosen = pf_pin_wall_list_chosen (self);

  if (chosen[0] != NULL)
    pf_edit_window_open (g_str_has_suffix (name, "tag-links") ? PF_TYPE_TAGS_WINDOW
                                                              : PF_TYPE_REPLACE_WINDOW,
                         pf_pin_wall_get_window (self), pf_pin_wall_get_connection (self),
                         (const char *const *)chosen);
}

static void
open_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);
  guint cursor = pf_wall_get_cursor (pf_pin_wall_get_wall (self));

  if (cursor != PF_WALL_NO_TILE)
    pf_pin_wall_show_pin (self, cursor);
}

/* In the pane, which has the fields. */
static void
edit_pin_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);

  open_activated (widget, name, NULL);
  gtk_widget_activate_action (GTK_WIDGET (pf_pin_wall_get_pane (self)), "pin.edit", NULL);
}

static void
opened (GObject *source, GAsyncResult *result, gpointer unused)
{
  g_autoptr (GError) error = NULL;

  if (!pf_open_uri_finish (result, &error))
    g_debug ("No browser: %s", error->message);
}

static void
open_web_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfPinWall *self = PF_PIN_WALL (widget);
  guint cursor = pf_wall_get_cursor (pf_pin_wall_get_wall (self));
  g_autoptr (PfPinItem) item
      = cursor != PF_WALL_NO_TILE
            ? g_list_model_get_item (G_LIST_MODEL (pf_pin_wall_get_source (self)), cursor)
            : NULL;
  PfPin *pin = item != NULL ? pf_pin_item_get_pin (item) : NULL;
  g_autofree char *url = pin != NULL ? pf_pin_get_web_url (pin) : NULL;

  if (url != NULL)
    pf_open_uri_async (widget, url, NULL, opened, NULL);
}

static void
select_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfWall *wall = pf_pin_wall_get_wall (PF_PIN_WALL (widget));
  guint cursor = pf_wall_get_cursor (wall);

  if (cursor != PF_WALL_NO_TILE)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (pf_wall_get_selection (wall)), cursor,
                                     FALSE);
}

/* The menu is about the pin it was asked for on; if that is one of those selected, about all. */
static gboolean
menu_requested (PfPinWall *self, guint position, double x, double y)
{
  PfWall *wall = pf_pin_wall_get_wall (self);
  GtkSelectionModel *selection = GTK_SELECTION_MODEL (pf_wall_get_selection (wall));
  PfPinMenuFlags flags = 0;
  g_autoptr (GMenuModel) model = NULL;
  GtkWidget *menu;
  guint n = count_selected (self);

  if (n > 0 && !gtk_selection_model_is_selected (selection, position))
    {
      gtk_selection_model_select_item (selection, position, TRUE);
      n = 1;
    }
  flags |= n > 0 ? PF_PIN_MENU_SELECTED : 0;
  flags |= n > 1 ? PF_PIN_MENU_MANY : 0;
  flags |= is_refused (self) ? PF_PIN_MENU_REFUSED : 0;
  flags |= is_on_web (self) ? PF_PIN_MENU_WEB : 0;
  model = pf_pin_menu_new (flags);
  gtk_widget_translate_coordinates (GTK_WIDGET (wall), GTK_WIDGET (self), x, y, &x, &y);
  menu = gtk_popover_menu_new_from_model (model);
  pf_popup_show_menu (menu, GTK_WIDGET (self), x, y);
  /* Before the action of what was chosen. */
  g_signal_connect_object (menu, "closed", G_CALLBACK (focus_wall), self, G_CONNECT_SWAPPED);
  return TRUE;
}

static gboolean
key_pressed (PfPinWall *self, guint key, guint code, GdkModifierType state)
{
  GtkWidget *child = gtk_widget_get_focus_child (GTK_WIDGET (pf_pin_wall_get_wall (self)));
  GdkModifierType mods = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);

  /* What stands over the pins has keys of its own. */
  if (child != NULL && !PF_IS_WALL_CELL (child))
    return GDK_EVENT_PROPAGATE;
  if (mods == 0 && (key == GDK_KEY_Delete || key == GDK_KEY_KP_Delete))
    return gtk_widget_activate_action (GTK_WIDGET (self), "pins.delete", NULL);
  if (mods == 0 && key == GDK_KEY_F2)
    return gtk_widget_activate_action (GTK_WIDGET (self), "pins.edit", NULL);
  if (mods == GDK_CONTROL_MASK && gdk_keyval_to_lower (key) == GDK_KEY_c)
    return gtk_widget_activate_action (GTK_WIDGET (self), "pins.copy-links", NULL);
  return GDK_EVENT_PROPAGATE;
}

/**
 * pf_pin_wall_install_verbs:
 * @widget_class: the class of walls of pins
 *
 * Its actions about pins.
 */
void
pf_pin_wall_install_verbs (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "pins.open", NULL, open_activated);
  gtk_widget_class_install_action (widget_class, "pins.open-web", NULL, open_web_activated);
  gtk_widget_class_install_action (widget_class, "pins.edit", NULL, edit_pin_activated);
  gtk_widget_class_install_action (widget_class, "pins.select", NULL, select_activated);
  gtk_widget_class_install_action (widget_class, "pins.move", NULL, move_activated);
  gtk_widget_class_install_action (widget_class, "pins.save", NULL, save_activated);
  gtk_widget_class_install_action (widget_class, "pins.tag-links", NULL, edit_activated);
  gtk_widget_class_install_action (widget_class, "pins.replace", NULL, edit_activated);
  gtk_widget_class_install_action (widget_class, "pins.delete", NULL, delete_activated);
  gtk_widget_class_install_action (widget_class, "pins.copy-links", NULL, copy_activated);
  gtk_widget_class_install_action (widget_class, "pins.copy-addresses", NULL, copy_activated);
}

/**
 * pf_pin_wall_verbs_new:
 * @self: a new wall of pins
 *
 * Returns: (transfer full): its menus and picker
 */
PfPinWallVerbs *
pf_pin_wall_verbs_new (PfPinWall *self)
{
  PfPinWallVerbs *verbs = g_new0 (PfPinWallVerbs, 1);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *wall = GTK_WIDGET (pf_pin_wall_get_wall (self));

  g_signal_connect_object (wall, "menu-requested", G_CALLBACK (menu_requested), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (wall, keys);
  return verbs;
}

/**
 * pf_pin_wall_verbs_free:
 * @verbs: (transfer full): menus and picker
 *
 * Takes them out of their wall.
 */
void
pf_pin_wall_verbs_free (PfPinWallVerbs *verbs)
{
  if (verbs->picker != NULL)
    gtk_widget_unparent (GTK_WIDGET (verbs->picker));
  g_strfreev (verbs->picked);
  g_free (verbs);
}

/**
 * pf_pin_wall_update_verbs:
 * @self: a wall of pins
 *
 * What can be done now: editing may be refused.
 */
void
pf_pin_wall_update_verbs (PfPinWall *self)
{
  gboolean refused = is_refused (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pins.move", !refused);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pins.edit", !refused);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pins.tag-links", !refused);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "pins.replace", !refused);
  pf_selection_bar_set_refusal (pf_pin_wall_get_bar (self),
                                refused ? pf_pin_menu_get_refusal () : NULL);
}
