/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-zoom.h"

#include "app/pins/pf-pin-pages.h"
#include "app/pins/pf-zoom-view.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

#include <math.h>

#define MOST_WIDTH 900
#define LEAST_HEIGHT 480

/* The picture of a pin by itself, as large as the window. */
struct _PfPinZoom
{
  AdwWindow parent;

  GtkWidget *box;
  PfZoomView *view;
  AdwWindowTitle *heading;
  GtkLabel *percent;
  GtkWidget *previous, *next;

  PfConnection *connection;
  PfPinItem *item;
  guint page;
};

G_DEFINE_FINAL_TYPE (PfPinZoom, pf_pin_zoom, ADW_TYPE_WINDOW)

static void
show_zoom (PfPinZoom *self)
{
  gboolean fitted = pf_zoom_view_is_fitted (self->view);
  g_autofree char *percent
      = g_strdup_printf (_ ("%d%%"), (int)lround (pf_zoom_view_get_zoom (self->view) * 100));

  gtk_label_set_label (self->percent, fitted ? "" : percent);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "zoom.fit", !fitted);
}

static void
show_page (PfPinZoom *self)
{
  guint n = pf_pin_get_n_pages (self->item);
  PfPin *pin = pf_pin_item_get_pin (self->item);
  g_autofree char *title = pf_text_clean (pf_pin_item_get_title (self->item));
  g_autofree char *words
      = n > 1 ? g_strdup_printf (_ ("Picture %u of %u"), self->page + 1, n) : NULL;
  const char *alt = pin != NULL && pin->alt_text != NULL && *pin->alt_text != '\0'
                        ? pin->alt_text
                        : _ ("Picture of the pin");
  PfPinPage page;

  pf_pin_read_page (self->item, self->page, G_MAXINT, &page);
  pf_zoom_view_set_picture (self->view, pf_connection_get_client (self->connection), page.url,
                            page.blob, page.width > 0 ? page.width : (int)(1200 * page.aspect),
                            page.width > 0 ? page.height : 1200,
                            pf_pin_item_get_color (self->item));
  adw_window_title_set_title (self->heading, *title != '\0' ? title : _ ("Picture"));
  adw_window_title_set_subtitle (self->heading, words != NULL ? words : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, alt,
                                  -1);
  gtk_widget_set_visible (self->previous, n > 1);
  gtk_widget_set_visible (self->next, n > 1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "zoom.previous", self->page > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "zoom.next", self->page + 1 < n);
}

static void
in_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_zoom_view_zoom (PF_PIN_ZOOM (widget)->view, 1);
}

static void
out_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_zoom_view_zoom (PF_PIN_ZOOM (widget)->view, -1);
}

static void
fit_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_zoom_view_set_zoom (PF_PIN_ZOOM (widget)->view, 0);
}

static void
normal_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  pf_zoom_view_set_zoom (PF_PIN_ZOOM (widget)->view, 1);
}

static void
page_activated (GtkWidget *widget, const char *name, GVariant *unused)
{
  PfPinZoom *self = PF_PIN_ZOOM (widget);

  self->page += g_str_has_suffix (name, "next") ? 1 : -1;
  show_page (self);
}

/* Pages lie the way that is read. */
static gboolean
arrow_pressed (GtkWidget *widget, GVariant *right, gpointer unused)
{
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;

  return gtk_widget_activate_action (widget,
                                     g_variant_get_boolean (right) != rtl ? "zoom.next"
                                                                          : "zoom.previous",
                                     NULL);
}

static void
pf_pin_zoom_dispose (GObject *object)
{
  PfPinZoom *self = PF_PIN_ZOOM (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (pf_pin_zoom_parent_class)->dispose (object);
}

static void
pf_pin_zoom_class_init (PfPinZoomClass *klass)
{
  static const struct
  {
    guint key;
    GdkModifierType state;
    const char *action;
  } keys[] = {
    { GDK_KEY_Escape, 0, "window.close" },
    { GDK_KEY_space, 0, "window.close" },
    { GDK_KEY_plus, 0, "zoom.in" },
    { GDK_KEY_KP_Add, 0, "zoom.in" },
    { GDK_KEY_equal, 0, "zoom.in" },
    { GDK_KEY_plus, GDK_CONTROL_MASK, "zoom.in" },
    { GDK_KEY_equal, GDK_CONTROL_MASK, "zoom.in" },
    { GDK_KEY_minus, 0, "zoom.out" },
    { GDK_KEY_KP_Subtract, 0, "zoom.out" },
    { GDK_KEY_minus, GDK_CONTROL_MASK, "zoom.out" },
    { GDK_KEY_0, 0, "zoom.fit" },
    { GDK_KEY_0, GDK_CONTROL_MASK, "zoom.fit" },
    { GDK_KEY_1, 0, "zoom.normal" },
  };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_pin_zoom_dispose;
  gtk_widget_class_install_action (widget_class, "zoom.in", NULL, in_activated);
  gtk_widget_class_install_action (widget_class, "zoom.out", NULL, out_activated);
  gtk_widget_class_install_action (widget_class, "zoom.fit", NULL, fit_activated);
  gtk_widget_class_install_action (widget_class, "zoom.normal", NULL, normal_activated);
  gtk_widget_class_install_action (widget_class, "zoom.previous", NULL, page_activated);
  gtk_widget_class_install_action (widget_class, "zoom.next", NULL, page_activated);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].state, keys[i].action,
                                         NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Left, 0, arrow_pressed, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Right, 0, arrow_pressed, "b", TRUE);
}

static GtkWidget *
add_button (
    AdwHeaderBar *bar, gboolean start, const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  /* What the keys do should not need the focus, nor leave a ring on the picture. */
  gtk_widget_set_focus_on_click (button, FALSE);
  if (start)
    adw_header_bar_pack_start (bar, button);
  else
    adw_header_bar_pack_end (bar, button);
  return button;
}

static void
pf_pin_zoom_init (PfPinZoom *self)
{
  GtkWidget *bar = adw_header_bar_new ();

  self->heading = ADW_WINDOW_TITLE (adw_window_title_new ("", NULL));
  self->percent = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (bar, "flat");
  gtk_widget_add_css_class (GTK_WIDGET (self->percent), "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->percent), "numeric");
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (bar), GTK_WIDGET (self->heading));
  self->previous = add_button (ADW_HEADER_BAR (bar), TRUE, "go-previous-symbolic",
                               _ ("Previous Picture"), "zoom.previous");
  self->next = add_button (ADW_HEADER_BAR (bar), TRUE, "go-next-symbolic", _ ("Next Picture"),
                           "zoom.next");
  add_button (ADW_HEADER_BAR (bar), FALSE, "zoom-in-symbolic", _ ("Zoom In"), "zoom.in");
  add_button (ADW_HEADER_BAR (bar), FALSE, "zoom-out-symbolic", _ ("Zoom Out"), "zoom.out");
  add_button (ADW_HEADER_BAR (bar), FALSE, "zoom-fit-best-symbolic", _ ("Whole Picture"),
              "zoom.fit");
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), GTK_WIDGET (self->percent));
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (self->box), bar);
  adw_window_set_content (ADW_WINDOW (self), self->box);
}

static void
fill (PfPinZoom *self, PfWindow *window)
{
  self->view = PF_ZOOM_VIEW (pf_zoom_view_new (pf_window_get_pictures (window)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->view), TRUE);
  gtk_widget_set_size_request (GTK_WIDGET (self->view), 300, 240);
  gtk_widget_set_focusable (GTK_WIDGET (self->view), TRUE);
  g_signal_connect_object (self->view, "changed", G_CALLBACK (show_zoom), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->view));
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->view));
}

/**
 * pf_pin_zoom_open:
 * @window: the window the pin is shown in
 * @connection: whose pin
 * @item: the pin
 * @page: which of its pictures
 *
 * Shows the picture by itself; Escape closes it.
 *
 * Returns: (transfer none): the window
 */
PfPinZoom *
pf_pin_zoom_open (PfWindow *window, PfConnection *connection, PfPinItem *item, guint page)
{
  PfPinZoom *self = g_object_new (PF_TYPE_PIN_ZOOM, "transient-for", window, "modal", TRUE,
                                  "destroy-with-parent", TRUE, NULL);

  self->connection = g_object_ref (connection);
  self->item = g_object_ref (item);
  self->page = MIN (page, pf_pin_get_n_pages (item) - 1);
  /* As large as it goes beside the window it came from, and in a narrow one as narrow. */
  gtk_window_set_default_size (GTK_WINDOW (self),
                               MIN (MOST_WIDTH, gtk_widget_get_width (GTK_WIDGET (window))),
                               MAX (LEAST_HEIGHT, gtk_widget_get_height (GTK_WIDGET (window))));
  fill (self, window);
  show_page (self);
  gtk_window_present (GTK_WINDOW (self));
  return self;
}

/**
 * pf_pin_zoom_get_page:
 * @self: the window
 *
 * Returns: which picture it shows
 */
guint
pf_pin_zoom_get_page (PfPinZoom *self)
{
  return self->page;
}
