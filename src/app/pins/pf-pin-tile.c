/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-tile.h"

#include "app/activity/pf-row-words.h"
#include "app/pictures/pf-picture.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* A pin in the grid: picture, badges bottom-left, a line of title. */
struct _PfPinTile
{
  GtkWidget parent_instance;
  PfPicture *picture;
  GtkWidget *badge;
  GtkImage *badge_icon;
  GtkSpinner *badge_spinner;
  GtkLabel *badge_label;
  GtkLabel *title;
};

G_DEFINE_FINAL_TYPE (PfPinTile, pf_pin_tile, GTK_TYPE_WIDGET)

static void
pf_pin_tile_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pf_pin_tile_parent_class)->dispose (object);
}

static void
pf_pin_tile_class_init (PfPinTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pf_pin_tile_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "pfpintile");
}

static void
pf_pin_tile_init (PfPinTile *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *overlay = gtk_overlay_new ();

  self->picture = PF_PICTURE (pf_picture_new ());
  pf_picture_set_corner_radius (self->picture, 12);
  /* Two by three, as Pinterest advises; the wall with each picture's own shape is a widget of its
   * own. */
  pf_picture_set_aspect (self->picture, 2 / 3.0);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->picture));

  self->badge = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_add_css_class (self->badge, "badge");
  gtk_widget_set_halign (self->badge, GTK_ALIGN_START);
  gtk_widget_set_valign (self->badge, GTK_ALIGN_END);
  self->badge_icon = GTK_IMAGE (gtk_image_new ());
  self->badge_spinner = GTK_SPINNER (gtk_spinner_new ());
  self->badge_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->badge_label, PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (self->badge), GTK_WIDGET (self->badge_icon));
  gtk_box_append (GTK_BOX (self->badge), GTK_WIDGET (self->badge_spinner));
  gtk_box_append (GTK_BOX (self->badge), GTK_WIDGET (self->badge_label));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->badge);

  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "caption-heading");
  gtk_widget_set_margin_start (GTK_WIDGET (self->title), 6);
  gtk_widget_set_margin_end (GTK_WIDGET (self->title), 6);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->title), 6);

  gtk_widget_set_size_request (box, 150, -1);
  gtk_box_append (GTK_BOX (box), overlay);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->title));
  gtk_widget_set_parent (box, GTK_WIDGET (self));
}

/**
 * pf_pin_tile_new:
 * @loader: (nullable): where it gets its picture
 *
 * Returns: (transfer floating): an empty tile
 */
GtkWidget *
pf_pin_tile_new (PfPictureLoader *loader)
{
  PfPinTile *self = g_object_new (PF_TYPE_PIN_TILE, NULL);

  pf_picture_set_loader (self->picture, loader);
  return GTK_WIDGET (self);
}

/**
 * pf_pin_item_get_picture_url:
 * @item: a pin
 * @device_width: how wide it will be shown, in device pixels
 *
 * Returns: (nullable): address of the rendition that fits best
 */
const char *
pf_pin_item_get_picture_url (PfPinItem *item, int device_width)
{
  PfPin *pin = pf_pin_item_get_pin (item);
  const PfRendition *best;

  if (pin == NULL)
    return NULL;
  if (pin->n_pictures == 0)
    return pin->cover_url;
  best = pf_picture_set_best (&pin->pictures[0], device_width);
  return best != NULL ? best->url : pin->cover_url;
}

static void
show_badge (PfPinTile *self, const char *icon, gboolean spins, const char *label, const char *words)
{
  gtk_widget_set_visible (self->badge, icon != NULL || spins || label != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->badge_icon), icon != NULL);
  gtk_image_set_from_icon_name (self->badge_icon, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->badge_spinner), spins);
  gtk_spinner_set_spinning (self->badge_spinner, spins);
  gtk_widget_set_visible (GTK_WIDGET (self->badge_label), label != NULL);
  gtk_label_set_label (self->badge_label, label != NULL ? label : "");
  gtk_widget_set_tooltip_text (self->badge, words);
}

/**
 * pf_pin_tile_set_pin:
 * @self: a tile
 * @connection: whose pin
 * @item: the pin
 */
void
pf_pin_tile_set_pin (PfPinTile *self, PfConnection *connection, PfPinItem *item)
{
  PfPin *pin = pf_pin_item_get_pin (item);
  PfOutboxRow *row = pf_pin_item_get_row (item);
  g_autofree char *title = pf_text_clean (pf_pin_item_get_title (item));
  g_autofree char *words = row != NULL ? pf_row_words (row) : NULL;
  g_autofree char *label = NULL;
  gboolean titled = title != NULL && *title != '\0';

  pf_picture_set_color (self->picture, pf_pin_item_get_color (item));
  if (pf_pin_item_get_blob (item) != NULL)
    pf_picture_set_blob (self->picture, pf_pin_item_get_blob (item));
  else
    pf_picture_set_url (
        self->picture, pf_connection_get_client (connection),
        pf_pin_item_get_picture_url (item, 300 * gtk_widget_get_scale_factor (GTK_WIDGET (self))));
  gtk_label_set_label (self->title, titled ? title : _ ("No title"));
  if (titled)
    gtk_widget_remove_css_class (GTK_WIDGET (self->title), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), titled ? title : NULL);

  if (row != NULL && pf_row_needs_person (row))
    show_badge (self, "dialog-warning-symbolic", FALSE,
                row->state == PF_OUTBOX_ASK ? _ ("Unsure") : _ ("Not pinned"), words);
  else if (row != NULL && pf_row_is_moving (row))
    show_badge (self, NULL, TRUE, row->state == PF_OUTBOX_SENDING ? _ ("Pinning") : _ ("Waiting"),
                words);
  else if (pin != NULL && pin->media_kind == PF_PIN_MEDIA_VIDEO)
    {
      g_autofree char *length = pin->duration_ms > 0
                                    ? g_strdup_printf ("%d:%02d", (int)(pin->duration_ms / 60000),
                                                       (int)(pin->duration_ms / 1000 % 60))
                                    : NULL;

      show_badge (self, "media-playback-start-symbolic", FALSE, length, _ ("Video"));
    }
  else if (pin != NULL && pin->media_kind == PF_PIN_MEDIA_MULTIPLE)
    {
      g_autofree char *count = g_strdup_printf ("%u", pin->n_pictures);

      show_badge (self, "view-dual-symbolic", FALSE, count, _ ("Several pictures"));
    }
  else
    show_badge (self, NULL, FALSE, NULL, NULL);

  label = words != NULL
              ? g_strdup_printf ("%s, %s", titled ? title : _ ("Pin without a title"), words)
              : g_strdup (titled ? title : _ ("Pin without a title"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  pin != NULL && pin->alt_text != NULL && *pin->alt_text != '\0'
                                      ? pin->alt_text
                                      : label,
                                  -1);
}
