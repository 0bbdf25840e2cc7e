/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-describe.h"

#include "app/activity/pf-row-words.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* So many pins are looked at for a letter; what is further away is for the search. */
#define MAX_LOOKED_AT 2000

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
add_state (PfWallTile *tile, const PfOutboxRow *row, const char *words)
{
  const char *badge = pf_row_badge (row);

  if (badge != NULL)
    pf_wall_tile_add_badge (tile,
                            pf_row_needs_person (row) ? "dialog-warning-symbolic"
                                                      : "content-loading-symbolic",
                            badge, words);
}

static void
add_media (PfWallTile *tile, const PfPin *pin)
{
  if (pin->media_kind == PF_PIN_MEDIA_VIDEO)
    {
      g_autofree char *length = pin->duration_ms > 0
                                    ? g_strdup_printf ("%d:%02d", (int)(pin->duration_ms / 60000),
                                                       (int)(pin->duration_ms / 1000 % 60))
                                    : NULL;

      pf_wall_tile_add_badge (tile, "media-playback-start-symbolic", length, _ ("Video"));
    }
  else if (pin->media_kind == PF_PIN_MEDIA_MULTIPLE)
    {
      g_autofree char *count = g_strdup_printf ("%u", pin->n_pictures);

      pf_wall_tile_add_badge (tile, "view-dual-symbolic", count, _ ("Several pictures"));
    }
}

/**
 * pf_pin_describe:
 * @connection: whose pin
 * @item: the pin
 * @device_width: how wide it is shown, in device pixels
 * @tile: to be filled in
 *
 * What a wall shows of a pin.
 */
void
pf_pin_describe (PfConnection *connection, PfPinItem *item, int device_width, PfWallTile *tile)
{
  PfPin *pin = pf_pin_item_get_pin (item);
  PfOutboxRow *row = pf_pin_item_get_row (item);
  g_autofree char *title = pf_text_clean (pf_pin_item_get_title (item));
  g_autofree char *words = row != NULL ? pf_row_words (row) : NULL;
  gboolean titled = title != NULL && *title != '\0';
  const char *name = titled ? title : _ ("Pin without a title");

  /* Its record is still being read. */
  if (pin == NULL && row == NULL)
    {
      tile->label = g_strdup (_ ("Pin"));
      return;
    }
  tile->title = g_strdup (titled ? title : _ ("No title"));
  tile->is_untitled = !titled;
  tile->label = words != NULL ? g_strdup_printf ("%s, %s", name, words) : g_strdup (name);
  if (pin != NULL && pin->alt_text != NULL && *pin->alt_text != '\0')
    tile->description = pf_text_clean (pin->alt_text);
  tile->blob = g_strdup (pf_pin_item_get_blob (item));
  if (tile->blob == NULL)
    {
      tile->url = g_strdup (pf_pin_item_get_picture_url (item, device_width));
      g_set_object (&tile->client, pf_connection_get_client (connection));
    }
  if (row != NULL)
    {
      add_state (tile, row, words);
      tile->is_pending = pf_row_is_moving (row);
    }
  if (pin != NULL)
    add_media (tile, pin);
}

static gboolean
begins_with (PfPinItem *item, const char *folded)
{
  g_autofree char *title = pf_text_clean (pf_pin_item_get_title (item));
  g_autofree char *own = title != NULL ? g_utf8_casefold (title, -1) : NULL;

  return own != NULL && g_str_has_prefix (own, folded);
}

/**
 * pf_pin_find:
 * @pins: a list of #PfPinItem
 * @typed: letters
 * @from: where to begin
 *
 * Returns: the next pin whose title begins with them, among those near; or %PF_WALL_NO_TILE
 */
guint
pf_pin_find (GListModel *pins, const char *typed, guint from)
{
  g_autofree char *folded = g_utf8_casefold (typed, -1);
  guint n = g_list_model_get_n_items (pins);

  for (guint i = 0; i < MIN (n, MAX_LOOKED_AT); i++)
    {
      guint position = (from + i) % n;
      g_autoptr (PfPinItem) item = g_list_model_get_item (pins, position);

      if (begins_with (item, folded))
        return position;
    }
  return PF_WALL_NO_TILE;
}
