/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-figure.h"

#include "app/pictures/pf-picture.h"
#include "app/pins/pf-pin-pages.h"
#include "app/pins/pf-pin-zoom.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* As wide as a pane, on a screen of twice the density. */
#define WANTED_WIDTH 600

/* What a pin shows: its picture, the pages of a carousel, the cover of a video. */
struct _PfPinFigure
{
  AdwBin parent;

  GtkWidget *button;
  PfPicture *picture;
  GtkWidget *badge;
  GtkLabel *badge_label;
  GtkWidget *pager;
  GtkWidget *previous, *next;
  GtkLabel *position;
  GtkLabel *caption;

  PfWindow *window; /* (unowned): it is in it */
  PfConnection *connection;
  PfPinItem *item;
  guint page;
};

G_DEFINE_FINAL_TYPE (PfPinFigure, pf_pin_figure, ADW_TYPE_BIN)

static void
show_label (GtkLabel *label, const char *text)
{
  g_autofree char *clean = pf_text_clean (text);

  gtk_label_set_label (label, clean);
  gtk_widget_set_visible (GTK_WIDGET (label), *clean != '\0');
}

static void
show_caption (PfPinFigure *self, const PfPinPage *page)
{
  const char *parts[4] = { NULL };
  guint n = 0;
  g_autofree char *words = NULL;

  if (page->title != NULL && *page->title != '\0')
    parts[n++] = page->title;
  if (page->description != NULL && *page->description != '\0')
    parts[n++] = page->description;
  if (page->link != NULL && *page->link != '\0')
    parts[n++] = page->link;
  words = g_strjoinv ("\n", (char **)parts);
  show_label (self->caption, words);
}

static void
show_page (PfPinFigure *self)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  guint n = pf_pin_get_n_pages (self->item);
  PfPin *pin = pf_pin_item_get_pin (self->item);
  gboolean has_alt = pin != NULL && pin->alt_text != NULL && *pin->alt_text != '\0';
  g_autofree char *alt = has_alt ? pf_text_clean (pin->alt_text) : NULL;
  g_autofree char *position = g_strdup_printf (_ ("%u of %u"), self->page + 1, n);
  PfPinPage page;

  pf_pin_read_page (self->item, self->page, WANTED_WIDTH * scale, &page);
  pf_picture_set_color (self->picture, pf_pin_item_get_color (self->item));
  pf_picture_set_aspect (self->picture, CLAMP (page.aspect, 0.3, 3));
  if (page.blob != NULL)
    pf_picture_set_blob (self->picture, page.blob);
  else
    pf_picture_set_url (self->picture, pf_connection_get_client (self->connection), page.url);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  has_alt ? alt : _ ("Picture of the pin"), -1);
  show_caption (self, &page);
  gtk_widget_set_visible (self->pager, n > 1);
  gtk_label_set_label (self->position, position);
  gtk_widget_set_sensitive (self->previous, self->page > 0);
  gtk_widget_set_sensitive (self->next, self->page + 1 < n);
}

static void
show_badge (PfPinFigure *self, const PfPin *pin)
{
  g_autofree char *length = NULL;

  gtk_widget_set_visible (self->badge, pin != NULL && pin->media_kind == PF_PIN_MEDIA_VIDEO);
  if (pin == NULL || pin->media_kind != PF_PIN_MEDIA_VIDEO)
    return;
  if (pin->duration_ms > 0)
    /* Translators: minutes and seconds of a video */
    length = g_strdup_printf (_ ("Video, %d:%02d"), (int)(pin->duration_ms / 60000),
                              (int)(pin->duration_ms / 1000 % 60));
  gtk_label_set_label (self->badge_label, length != NULL ? length : _ ("Video"));
}

static void
step (PfPinFigure *self, GtkWidget *button)
{
  guint n = pf_pin_get_n_pages (self->item);

  if (button == self->next && self->page + 1 < n)
    self->page++;
  else if (button == self->previous && self->page > 0)
    self->page--;
  show_page (self);
  /* An insensitive button would hand the focus on. */
  if (!gtk_widget_get_sensitive (button))
    gtk_widget_grab_focus (button == self->next ? self->previous : self->next);
}

static void
clicked (PfPinFigure *self)
{
  if (self->item != NULL)
    pf_pin_zoom_open (self->window, self->connection, self->item, self->page);
}

static void
pf_pin_figure_dispose (GObject *object)
{
  PfPinFigure *self = PF_PIN_FIGURE (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->item);
  G_OBJECT_CLASS (pf_pin_figure_parent_class)->dispose (object);
}

static void
pf_pin_figure_class_init (PfPinFigureClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_pin_figure_dispose;
}

static GtkWidget *
make_step (PfPinFigure *self, const char *icon, const char *label)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "circular");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (step), self, G_CONNECT_SWAPPED);
  return button;
}

static void
build_pager (PfPinFigure *self)
{
  self->pager = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->previous = make_step (self, "go-previous-symbolic", _ ("Previous Picture"));
  self->next = make_step (self, "go-next-symbolic", _ ("Next Picture"));
  self->position = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->position), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->position), "numeric");
  gtk_widget_set_halign (self->pager, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->pager), self->previous);
  gtk_box_append (GTK_BOX (self->pager), GTK_WIDGET (self->position));
  gtk_box_append (GTK_BOX (self->pager), self->next);
}

static GtkWidget *
build_badge (PfPinFigure *self)
{
  self->badge = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->badge_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_box_append (GTK_BOX (self->badge),
                  gtk_image_new_from_icon_name ("media-playback-start-symbolic"));
  gtk_box_append (GTK_BOX (self->badge), GTK_WIDGET (self->badge_label));
  gtk_widget_add_css_class (self->badge, "badge");
  gtk_widget_set_halign (self->badge, GTK_ALIGN_START);
  gtk_widget_set_valign (self->badge, GTK_ALIGN_END);
  gtk_widget_set_can_target (self->badge, FALSE);
  return self->badge;
}

static void
pf_pin_figure_init (PfPinFigure *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *overlay = gtk_overlay_new ();

  self->picture = PF_PICTURE (pf_picture_new ());
  pf_picture_set_corner_radius (self->picture, 12);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->picture));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), build_badge (self));
  self->button = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (self->button), overlay);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "pin-figure");
  gtk_widget_set_tooltip_text (self->button, _ ("Show Large"));
  gtk_widget_set_cursor_from_name (self->button, "zoom-in");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show Large"), -1);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (clicked), self, G_CONNECT_SWAPPED);
  build_pager (self);
  self->caption = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->caption, TRUE);
  gtk_label_set_wrap_mode (self->caption, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (self->caption, GTK_JUSTIFY_CENTER);
  gtk_label_set_selectable (self->caption, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "caption");
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_box_append (GTK_BOX (box), self->pager);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->caption));
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * pf_pin_figure_set_pin:
 * @self: a figure
 * @window: the window it is in
 * @connection: whose pin
 * @item: the pin
 *
 * Shows a pin; the same one, changed, stays on its page.
 */
void
pf_pin_figure_set_pin (PfPinFigure *self,
                       PfWindow *window,
                       PfConnection *connection,
                       PfPinItem *item)
{
  gboolean same = self->item != NULL
                  && g_str_equal (pf_pin_item_get_uuid (self->item), pf_pin_item_get_uuid (item));

  self->window = window;
  pf_picture_set_loader (self->picture, pf_window_get_pictures (window));
  g_set_object (&self->connection, connection);
  g_set_object (&self->item, item);
  self->page = same ? MIN (self->page, pf_pin_get_n_pages (item) - 1) : 0;
  show_page (self);
  show_badge (self, pf_pin_item_get_pin (item));
}

/**
 * pf_pin_figure_get_page:
 * @self: a figure
 *
 * Returns: which picture it shows
 */
guint
pf_pin_figure_get_page (PfPinFigure *self)
{
  return self->page;
}
