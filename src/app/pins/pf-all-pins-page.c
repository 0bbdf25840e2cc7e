/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-all-pins-page.h"

#include "app/pins/pf-load-bar.h"
#include "app/pins/pf-pin-order-menu.h"
#include "app/pins/pf-pin-wall.h"
#include "app/search/pf-search-page.h"

#include <glib/gi18n.h>

/* The pins of all boards of the account shown. Nothing is asked for before somebody looks. */
struct _PfAllPinsPage
{
  PfView parent;

  PfPinWall *pin_wall;
  PfLoadBar *load_bar;
  PfPinOrderMenu *order;
  GtkWidget *add;
  GtkWidget *search;

  PfWindow *window;         /* (unowned): the page lives in it */
  PfConnection *connection; /* of which the pins are */
  PfPinList *pins;
  char *wanted; /* (nullable): UUID of a pin to show when the pins are read */
};

G_DEFINE_FINAL_TYPE (PfAllPinsPage, pf_all_pins_page, PF_TYPE_VIEW)

static gboolean
show_wanted (PfAllPinsPage *self)
{
  guint8 key[16];
  guint position;

  if (self->wanted == NULL || self->pins == NULL || !pf_uuid_from_text (key, self->wanted)
      || !pf_tile_source_find_key (PF_TILE_SOURCE (self->pins), key, &position))
    return FALSE;
  pf_pin_wall_show_pin (self->pin_wall, position);
  g_clear_pointer (&self->wanted, g_free);
  return TRUE;
}

/* Also when there are none. A pin that was just found may come with what is read next. */
static void
pins_read (PfAllPinsPage *self)
{
  if (!show_wanted (self) && pf_pin_list_is_read (self->pins))
    g_clear_pointer (&self->wanted, g_free);
  pf_view_set_waiting (PF_VIEW (self), FALSE);
}

static void
set_connection (PfAllPinsPage *self, PfConnection *connection)
{
  PfWorkspace *workspace = pf_window_get_workspace (self->window);

  if (self->connection == connection)
    return;
  g_clear_object (&self->pins);
  g_set_object (&self->connection, connection);
  if (connection != NULL)
    self->pins = pf_pin_list_new_all (pf_workspace_get_mirror (workspace),
                                      pf_workspace_get_sync (workspace, connection),
                                      pf_workspace_get_outbox (workspace), connection);
  pf_view_set_waiting (PF_VIEW (self), self->pins != NULL);
  pf_pin_order_menu_set_pins (self->order, GTK_WIDGET (self->pin_wall),
                              pf_context_get_settings (pf_workspace_get_context (workspace)),
                              self->pins, FALSE);
  pf_pin_wall_set_source (self->pin_wall, self->window, connection, (PfTileSource *)self->pins);
  pf_load_bar_set_pins (self->load_bar, self->window, connection, self->pins, NULL);
  /* After the wall, which knows its tiles then. */
  if (self->pins != NULL)
    g_signal_connect_object (self->pins, "read", G_CALLBACK (pins_read), self, G_CONNECT_SWAPPED);
}

/* What another account has is not read before somebody looks at this page again. */
static void
connection_changed (PfAllPinsPage *self)
{
  PfConnection *connection = pf_window_get_connection (self->window);

  if (pf_window_get_visible_view (self->window) == PF_VIEW (self))
    set_connection (self, connection);
  else if (self->connection != connection)
    set_connection (self, NULL);
}

static void
pf_all_pins_page_shown (PfView *view)
{
  PfAllPinsPage *self = PF_ALL_PINS_PAGE (view);

  set_connection (self, pf_window_get_connection (self->window));
  gtk_widget_grab_focus (GTK_WIDGET (self->pin_wall));
}

static void
pf_all_pins_page_refresh (PfView *view)
{
  PfAllPinsPage *self = PF_ALL_PINS_PAGE (view);

  /* The pass over everything brings what is new as well. */
  if (!pf_load_bar_is_running (self->load_bar))
    pf_pin_wall_refresh (self->pin_wall);
}

static gboolean
pf_all_pins_page_search (PfView *view)
{
  PfAllPinsPage *self = PF_ALL_PINS_PAGE (view);

  return pf_search_page_open (self->window, NULL);
}

static void
pf_all_pins_page_dispose (GObject *object)
{
  PfAllPinsPage *self = PF_ALL_PINS_PAGE (object);

  g_clear_object (&self->pins);
  g_clear_object (&self->connection);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (pf_all_pins_page_parent_class)->dispose (object);
}

static void
pf_all_pins_page_class_init (PfAllPinsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PfViewClass *view_class = PF_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_all_pins_page_dispose;
  view_class->shown = pf_all_pins_page_shown;
  view_class->refresh = pf_all_pins_page_refresh;
  view_class->search = pf_all_pins_page_search;
  g_type_ensure (PF_TYPE_PIN_WALL);
  g_type_ensure (PF_TYPE_PIN_ORDER_MENU);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/pins/pf-all-pins-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfAllPinsPage, pin_wall);
  gtk_widget_class_bind_template_child (widget_class, PfAllPinsPage, order);
  gtk_widget_class_bind_template_child (widget_class, PfAllPinsPage, add);
  gtk_widget_class_bind_template_child (widget_class, PfAllPinsPage, search);
}

static void
pf_all_pins_page_init (PfAllPinsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->load_bar = PF_LOAD_BAR (pf_load_bar_new (PF_LOAD_BAR_SEE));
  pf_pin_wall_set_foot (self->pin_wall, GTK_WIDGET (self->load_bar));
  pf_pin_order_menu_fold (self->order, GTK_WIDGET (self->pin_wall), self->add);
  pf_pin_order_menu_fold (self->order, GTK_WIDGET (self->pin_wall), self->search);
}

/**
 * pf_all_pins_page_show_pin:
 * @self: the page, which somebody looks at
 * @uuid: of a pin of the account shown
 *
 * Shows a pin in the pane, as soon as it is read.
 */
void
pf_all_pins_page_show_pin (PfAllPinsPage *self, const char *uuid)
{
  g_free (self->wanted);
  self->wanted = g_strdup (uuid);
  show_wanted (self);
}

/**
 * pf_all_pins_page_new:
 * @window: the window it will be in, which has a workspace
 *
 * Returns: (transfer floating): the page of all pins
 */
PfView *
pf_all_pins_page_new (PfWindow *window)
{
  PfAllPinsPage *self = g_object_new (PF_TYPE_ALL_PINS_PAGE, NULL);

  self->window = window;
  g_signal_connect_object (window, "notify::connection", G_CALLBACK (connection_changed), self,
                           G_CONNECT_SWAPPED);
  return PF_VIEW (self);
}
