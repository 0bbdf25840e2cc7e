/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-items.h"

G_BEGIN_DECLS

/**
 * PfPinPage:
 * @url: (nullable): address of the rendition that fits best
 * @blob: (nullable): or a picture of ours
 * @aspect: width / height, more than 0
 * @width: of the largest rendition, 0 when it is not known
 * @title, @description, @link: (nullable): of a page of a carousel
 *
 * One picture of a pin. Its strings belong to the item.
 */
typedef struct
{
  const char *url, *blob;
  double aspect;
  int width, height;
  const char *title, *description, *link;
} PfPinPage;

guint pf_pin_get_n_pages (PfPinItem *item);
void pf_pin_read_page (PfPinItem *item, guint page, int device_width, PfPinPage *result);

G_END_DECLS
