/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/home/pf-home-page.h"

#include "app/home/pf-home-accounts.h"
#include "app/home/pf-home-numbers.h"
#include "app/home/pf-home-pins.h"
#include "app/home/pf-home-section.h"
#include "app/home/pf-home-steps.h"
#include "app/home/pf-home-troubles.h"
#include "app/intake/pf-drop-zone.h"
#include "app/pins/pf-all-pins-page.h"
#include "app/search/pf-search-page.h"
#include "app/widgets/pf-steady-bin.h"

#include <glib/gi18n.h>

/* What there is to know at a glance: the connection, what failed, numbers, the latest pins.
 * Nothing is asked for before somebody looks. */
struct _PfHomePage
{
  PfView parent;
  GtkWidget *room;
  GtkWidget *scroller;
  GtkBox *parts;
  PfHomeNumbers *numbers;
  PfHomePins *pins;
  PfWindow *window; /* (unowned): the page lives in it */
};

G_DEFINE_FINAL_TYPE (PfHomePage, pf_home_page, PF_TYPE_VIEW)

static void
set_connection (PfHomePage *self, PfConnection *connection)
{
  pf_home_numbers_set_connection (self->numbers, connection);
  pf_home_pins_set_connection (self->pins, connection);
}

/* What another account has is not read before somebody looks at this page again. */
static void
connection_changed (PfHomePage *self)
{
  gboolean seen = pf_window_get_visible_view (self->window) == PF_VIEW (self);

  set_connection (self, seen ? pf_window_get_connection (self->window) : NULL);
}

static void
pin_activated (PfHomePage *self, PfPinItem *pin)
{
  PfView *page = pf_window_find_page (self->window, "all-pins");

  pf_window_show_page (self->window, "all-pins");
  pf_all_pins_page_show_pin (PF_ALL_PINS_PAGE (page), pf_pin_item_get_uuid (pin));
}

#define NARROW 480

static void
width_changed (PfHomePage *self, int width)
{
  if (width < NARROW)
    gtk_widget_add_css_class (self->room, "narrow");
  else
    gtk_widget_remove_css_class (self->room, "narrow");
}

static void
pf_home_page_shown (PfView *view)
{
  PfHomePage *self = PF_HOME_PAGE (view);

  set_connection (self, pf_window_get_connection (self->window));
}

static void
pf_home_page_refresh (PfView *view)
{
  PfHomePage *self = PF_HOME_PAGE (view);

  pf_home_numbers_refresh (self->numbers);
  pf_home_pins_refresh (self->pins);
}

static gboolean
pf_home_page_search (PfView *view)
{
  return pf_search_page_open (PF_HOME_PAGE (view)->window, NULL);
}

/* Pictures that are dropped here become drafts. */
static gboolean
find_place (GtkWidget *widget, double x, double y, PfDropPlace *place, gpointer unused)
{
  return TRUE;
}

static void
pf_home_page_class_init (PfHomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  PfViewClass *view_class = PF_VIEW_CLASS (klass);

  view_class->shown = pf_home_page_shown;
  view_class->refresh = pf_home_page_refresh;
  view_class->search = pf_home_page_search;
  g_type_ensure (PF_TYPE_STEADY_BIN);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pinfold/Pinfold/ui/home/pf-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PfHomePage, room);
  gtk_widget_class_bind_template_child (widget_class, PfHomePage, scroller);
  gtk_widget_class_bind_template_child (widget_class, PfHomePage, parts);
  gtk_widget_class_bind_template_callback (widget_class, width_changed);
}

static void
pf_home_page_init (PfHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static GtkWidget *
make_tidy (void)
{
  GtkWidget *section = pf_home_section_new (_ ("Tidy Up"));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Look Through"));
  GtkWidget *words = gtk_label_new (
      _ ("Finds pins without alternative text or link, the same picture twice, links that are "
         "dead, and boards without a description."));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.tidy-up");
  pf_home_section_set_button (PF_HOME_SECTION (section), button);
  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_widget_add_css_class (words, "dim-label");
  gtk_box_append (GTK_BOX (section), words);
  return section;
}

/**
 * pf_home_page_new:
 * @window: the window it will be in, which has a workspace
 *
 * Returns: (transfer floating): the page that begins the list
 */
PfView *
pf_home_page_new (PfWindow *window)
{
  PfHomePage *self = g_object_new (PF_TYPE_HOME_PAGE, NULL);

  self->window = window;
  self->numbers = PF_HOME_NUMBERS (pf_home_numbers_new (window));
  self->pins = PF_HOME_PINS (pf_home_pins_new (window));
  gtk_box_append (self->parts, pf_home_accounts_new (window));
  gtk_box_append (self->parts, pf_home_troubles_new (window));
  gtk_box_append (self->parts, pf_home_steps_new (window));
  gtk_box_append (self->parts, GTK_WIDGET (self->numbers));
  gtk_box_append (self->parts, GTK_WIDGET (self->pins));
  gtk_box_append (self->parts, make_tidy ());
  pf_drop_zone_add_places (self->scroller, find_place, NULL, NULL);
  g_signal_connect_swapped (self->pins, "activate", G_CALLBACK (pin_activated), self);
  g_signal_connect_object (window, "notify::connection", G_CALLBACK (connection_changed), self,
                           G_CONNECT_SWAPPED);
  return PF_VIEW (self);
}
