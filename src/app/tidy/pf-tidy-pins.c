/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/tidy/pf-tidy-pins.h"

#include "app/pins/pf-pin-wall.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* A wall of those pins that something was found of, to mend it. */
struct _PfTidyPins
{
  PfView parent;
  PfPinWall *pin_wall;
  PfPinList *pins;
};

G_DEFINE_FINAL_TYPE (PfTidyPins, pf_tidy_pins, PF_TYPE_VIEW)

/* What is mended leaves at once, where the list can tell. */
static PfPinFilter
get_filter (PfHygieneKind kind)
{
  switch (kind)
    {
    case PF_HYGIENE_NO_ALT_TEXT:
      return PF_PIN_FILTER_NO_ALT_TEXT;
    case PF_HYGIENE_NO_LINK:
      return PF_PIN_FILTER_NO_LINK;
    case PF_HYGIENE_UNSORTED:
      return PF_PIN_FILTER_NO_SECTION;
    case PF_HYGIENE_DEAD_LINK:
      return PF_PIN_FILTER_LINK;
    case PF_HYGIENE_DUPLICATE_PICTURE:
    case PF_HYGIENE_NO_DESCRIPTION:
    case PF_HYGIENE_N_KINDS:
    default:
      return PF_PIN_FILTER_NONE;
    }
}

static void
pins_read (PfTidyPins *self)
{
  pf_view_set_waiting (PF_VIEW (self), FALSE);
}

static void
pf_tidy_pins_shown (PfView *view)
{
  gtk_widget_grab_focus (GTK_WIDGET (PF_TIDY_PINS (view)->pin_wall));
}

static void
pf_tidy_pins_dispose (GObject *object)
{
  PfTidyPins *self = PF_TIDY_PINS (object);

  g_clear_object (&self->pins);
  G_OBJECT_CLASS (pf_tidy_pins_parent_class)->dispose (object);
}

static void
pf_tidy_pins_class_init (PfTidyPinsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_tidy_pins_dispose;
  PF_VIEW_CLASS (klass)->shown = pf_tidy_pins_shown;
}

static void
pf_tidy_pins_init (PfTidyPins *self)
{
  GtkWidget *empty = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "pf-pin-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _ ("All Tidy"));
  pf_status_page_set_description (ADW_STATUS_PAGE (empty),
                                  _ ("Nothing is left to mend among these pins."));
  self->pin_wall = PF_PIN_WALL (pf_pin_wall_new ());
  pf_pin_wall_set_empty (self->pin_wall, empty);
  pf_view_set_content (PF_VIEW (self), GTK_WIDGET (self->pin_wall));
}

/**
 * pf_tidy_pins_new:
 * @window: the window it goes into
 * @connection: whose pins
 * @kind: what was found
 * @uuids: (element-type utf8): local UUIDs of the pins
 *
 * Returns: (transfer floating): a page to push
 */
PfView *
pf_tidy_pins_new (PfWindow *window, PfConnection *connection, PfHygieneKind kind, GPtrArray *uuids)
{
  PfTidyPins *self = g_object_new (PF_TYPE_TIDY_PINS, NULL);
  PfWorkspace *workspace = pf_window_get_workspace (window);

  pf_view_set_title (PF_VIEW (self), pf_hygiene_get_title (kind));
  self->pins = pf_pin_list_new_all (pf_workspace_get_mirror (workspace), NULL,
                                    pf_workspace_get_outbox (workspace), connection);
  pf_pin_list_set_only (self->pins, uuids);
  pf_pin_list_set_filter (self->pins, get_filter (kind));
  pf_view_set_waiting (PF_VIEW (self), TRUE);
  pf_pin_wall_set_source (self->pin_wall, window, connection, PF_TILE_SOURCE (self->pins));
  g_signal_connect_object (self->pins, "read", G_CALLBACK (pins_read), self, G_CONNECT_SWAPPED);
  return PF_VIEW (self);
}
