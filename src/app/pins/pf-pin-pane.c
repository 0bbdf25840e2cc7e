/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-pane.h"

#include "app/activity/pf-row-words.h"
#include "app/compat/pf-open-uri.h"
#include "app/composer/pf-fresh-pin.h"
#include "app/pictures/pf-picture.h"
#include "app/pins/pf-pin-describe.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* One pin: picture, fields, the way to Pinterest. */
struct _PfPinPane
{
  AdwBin parent;

  GtkScrolledWindow *scroller;
  PfPicture *picture;
  GtkLabel *state;
  GtkLabel *title;
  GtkLabel *place;
  GtkLabel *description;
  GtkWidget *open;
  GtkWidget *fresh;
  GtkListBox *facts;

  char *web_url;
  char *uuid;
  PfWindow *window;         /* (unowned): the pane is in it */
  PfConnection *connection; /* (nullable) (owned) */
  PfPin *pin;               /* (nullable) (owned) */
  char *board_uuid;         /* nullable */
};

G_DEFINE_FINAL_TYPE (PfPinPane, pf_pin_pane, ADW_TYPE_BIN)

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!pf_open_uri_finish (result, &error))
    g_debug ("No browser: %s", error->message);
}

static void
open_clicked (PfPinPane *self)
{
  if (self->web_url != NULL)
    pf_open_uri_async (GTK_WIDGET (self), self->web_url, NULL, opened_cb, NULL);
}

static void
fresh_clicked (PfPinPane *self)
{
  if (self->pin != NULL)
    pf_fresh_pin_open (self->window, self->connection, self->pin, self->board_uuid, NULL);
}

static void
link_clicked (GtkWidget *row)
{
  const char *link = g_object_get_data (G_OBJECT (row), "link");

  pf_open_uri_async (row, link, NULL, opened_cb, NULL);
}

static void
pf_pin_pane_finalize (GObject *object)
{
  g_free (PF_PIN_PANE (object)->web_url);
  g_free (PF_PIN_PANE (object)->uuid);
  g_free (PF_PIN_PANE (object)->board_uuid);
  g_clear_object (&PF_PIN_PANE (object)->connection);
  g_clear_pointer (&PF_PIN_PANE (object)->pin, pf_pin_unref);
  G_OBJECT_CLASS (pf_pin_pane_parent_class)->finalize (object);
}

static void
pf_pin_pane_class_init (PfPinPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_pin_pane_finalize;
  g_type_ensure (PF_TYPE_PICTURE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pinfold/Pinfold/ui/pins/pf-pin-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, picture);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, state);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, title);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, place);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, description);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, open);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, fresh);
  gtk_widget_class_bind_template_callback (widget_class, fresh_clicked);
  gtk_widget_class_bind_template_child (widget_class, PfPinPane, facts);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked);
}

static void
pf_pin_pane_init (PfPinPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pf_picture_set_corner_radius (self->picture, 12);
}

static void
show_text (GtkLabel *label, const char *text)
{
  g_autofree char *clean = pf_text_clean (text);

  gtk_label_set_label (label, clean != NULL ? clean : "");
  gtk_widget_set_visible (GTK_WIDGET (label), clean != NULL && *clean != '\0');
}

static GtkWidget *
add_fact (PfPinPane *self, const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new ();

  pf_row_set_title (ADW_PREFERENCES_ROW (row), title);
  pf_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  gtk_list_box_append (self->facts, row);
  return row;
}

static char *
format_date (gint64 us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  /* Translators: a date and a time as strftime() writes them */
  return local != NULL ? g_date_time_format (local, _ ("%-e %B %Y, %H:%M")) : g_strdup ("");
}

static void
add_link (PfPinPane *self, const char *link)
{
  /* Shown in full before it is opened (safety.md UI-11). */
  GtkWidget *row = add_fact (self, _ ("Link"), link);

  if (!pf_open_uri_is_web (link))
    return;
  g_object_set_data_full (G_OBJECT (row), "link", g_strdup (link), g_free);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("adw-external-link-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect (row, "activated", G_CALLBACK (link_clicked), NULL);
}

static void
show_facts (PfPinPane *self, PfPin *pin, const PfOutboxRow *row)
{
  const char *link = pin != NULL ? pin->link : row->link;
  const char *alt = pin != NULL ? pin->alt_text : row->alt_text;
  GtkListBoxRow *old;

  while ((old = gtk_list_box_get_row_at_index (self->facts, 0)) != NULL)
    gtk_list_box_remove (self->facts, GTK_WIDGET (old));
  if (link != NULL && *link != '\0')
    add_link (self, link);
  add_fact (self, _ ("Alt text"),
            alt != NULL && *alt != '\0' ? alt
                                        : _ ("None. People who cannot see the picture miss it."));
  if (pin != NULL && pin->created_at > 0)
    {
      g_autofree char *date = format_date (pin->created_at);

      add_fact (self, _ ("Pinned"), date);
    }
  if (pin != NULL && pin->n_pictures > 0 && pin->pictures[0].n_renditions > 0)
    {
      const PfRendition *largest = &pin->pictures[0].renditions[pin->pictures[0].n_renditions - 1];

      if (largest->width > 0 && largest->height > 0)
        {
          g_autofree char *size
              = g_strdup_printf (_ ("%d × %d pixels"), largest->width, largest->height);

          add_fact (self, _ ("Picture"), size);
        }
    }
  if (pin != NULL && pin->owner_username != NULL && *pin->owner_username != '\0')
    add_fact (self, _ ("Board owner"), pin->owner_username);
}

/**
 * pf_pin_pane_set_pin:
 * @self: a pane
 * @window: the window it is in
 * @connection: whose pin
 * @item: the pin
 * @board_name: of the board it is on, for people
 *
 * Shows a pin.
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
  g_autofree char *words = row != NULL ? pf_row_words (row) : NULL;
  const char *title = pf_pin_item_get_title (item);

  pf_picture_set_loader (self->picture, pf_window_get_pictures (window));
  pf_picture_set_color (self->picture, pf_pin_item_get_color (item));
  pf_picture_set_aspect (self->picture, CLAMP (pf_pin_item_get_aspect (item), 0.3, 3));
  if (pf_pin_item_get_blob (item) != NULL)
    pf_picture_set_blob (self->picture, pf_pin_item_get_blob (item));
  else
    pf_picture_set_url (
        self->picture, pf_connection_get_client (connection),
        pf_pin_item_get_picture_url (item, 600 * gtk_widget_get_scale_factor (GTK_WIDGET (self))));
  show_text (self->title, title != NULL && *title != '\0' ? title : _ ("No title"));
  show_text (self->place, board_name);
  show_text (self->description,
             pin != NULL ? pin->description : (row != NULL ? row->description : NULL));
  show_text (self->state, words);
  g_clear_pointer (&self->web_url, g_free);
  /* Pins of the pretend service are on no web page. */
  if (pin != NULL && !g_str_equal (pf_connection_get_service (connection)->id, "practice"))
    self->web_url = pf_pin_get_web_url (pin);
  gtk_widget_set_visible (self->open, self->web_url != NULL);
  self->window = window;
  g_set_object (&self->connection, connection);
  g_clear_pointer (&self->pin, pf_pin_unref);
  self->pin = pin != NULL ? pf_pin_ref (pin) : NULL;
  gtk_widget_set_visible (self->fresh, pin != NULL && pin->is_owner);
  if (pin != NULL || row != NULL)
    show_facts (self, pin, row);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  pin != NULL && pin->alt_text != NULL && *pin->alt_text != '\0'
                                      ? pin->alt_text
                                      : _ ("Picture of the pin"),
                                  -1);
  /* Another pin begins at its top; the same one, changed, stays where it was. */
  if (g_strcmp0 (self->uuid, pf_pin_item_get_uuid (item)) != 0)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  g_free (self->uuid);
  self->uuid = g_strdup (pf_pin_item_get_uuid (item));
}

/**
 * pf_pin_pane_set_board:
 * @self: a pane
 * @board_uuid: (nullable): local UUID of the board that the pin is on
 */
void
pf_pin_pane_set_board (PfPinPane *self, const char *board_uuid)
{
  g_free (self->board_uuid);
  self->board_uuid = g_strdup (board_uuid);
}
