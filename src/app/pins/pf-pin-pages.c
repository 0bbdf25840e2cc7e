/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-pages.h"

/**
 * pf_pin_get_n_pages:
 * @item: a pin
 *
 * Returns: how many pictures it has, at least 1: carousels have several
 */
guint
pf_pin_get_n_pages (PfPinItem *item)
{
  PfPin *pin = pf_pin_item_get_pin (item);

  return pin != NULL && pf_pin_item_get_blob (item) == NULL ? MAX (1, pin->n_pictures) : 1;
}

/**
 * pf_pin_read_page:
 * @item: a pin
 * @page: which of its pictures, less than pf_pin_get_n_pages()
 * @device_width: how wide it will be shown, in device pixels
 * @result: (out): what to show; nothing of it outlives @item
 */
void
pf_pin_read_page (PfPinItem *item, guint page, int device_width, PfPinPage *result)
{
  PfPin *pin = pf_pin_item_get_pin (item);
  const PfPictureSet *set = pin != NULL && page < pin->n_pictures ? &pin->pictures[page] : NULL;
  const PfRendition *best = set != NULL ? pf_picture_set_best (set, device_width) : NULL;

  *result
      = (PfPinPage){ .blob = pf_pin_item_get_blob (item), .aspect = pf_pin_item_get_aspect (item) };
  if (pin == NULL)
    return;
  result->url = best != NULL ? best->url : pin->cover_url;
  if (set == NULL)
    return;
  for (guint i = 0; i < set->n_renditions; i++)
    {
      const PfRendition *rendition = &set->renditions[i];

      if (rendition->width <= 0 || rendition->height <= 0)
        continue;
      /* The small ones are cropped. */
      result->width = rendition->width;
      result->height = rendition->height;
    }
  if (pin->n_pictures > 1)
    {
      result->title = set->title;
      result->description = set->description;
      result->link = set->link;
      if (result->width > 0)
        result->aspect = (double)result->width / result->height;
    }
}
