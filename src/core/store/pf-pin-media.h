/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/media/pf-media-edit.h"

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * PfPinKind:
 * @PF_PIN_KIND_PICTURE: one picture
 * @PF_PIN_KIND_CAROUSEL: 2 to 5 pictures, each with words of its own
 * @PF_PIN_KIND_VIDEO: a video with a cover
 *
 * What a pin in the making shows.
 */
typedef enum
{
  PF_PIN_KIND_PICTURE,
  PF_PIN_KIND_CAROUSEL,
  PF_PIN_KIND_VIDEO,
} PfPinKind;

#define PF_CAROUSEL_MIN 2
#define PF_CAROUSEL_MAX 5

/**
 * PfCarouselItem:
 * @blob: sha256 of the picture as given
 * @picture_name: (nullable): display name of the file it came from
 * @width: as given, upright
 * @height: likewise
 * @edit: what is to be done to it
 * @title: (not nullable): of this picture in the carousel
 * @description: (not nullable)
 * @link: (not nullable)
 * @upload: (nullable): sha256 of the picture made ready, once it is
 * @content_type: (nullable): of that
 *
 * One picture of a carousel.
 */
typedef struct
{
  char *blob;
  char *picture_name;
  int width, height;
  PfMediaEdit edit;
  char *title, *description, *link;
  char *upload;
  char *content_type;
} PfCarouselItem;

PfCarouselItem *pf_carousel_item_new (void);
PfCarouselItem *pf_carousel_item_copy (const PfCarouselItem *self);
void pf_carousel_item_free (PfCarouselItem *self);

/**
 * PfPinMedia:
 * @kind: what it shows
 * @edit: of the one picture
 * @items: (nullable) (element-type PfCarouselItem): of a carousel
 * @duration_ms: of a video, 0 unknown
 * @content_type: (nullable): of a video
 * @size: of a video's file, bytes
 * @cover_time: seconds into the video whose frame is its cover; -1 for a picture
 * @cover_blob: (nullable): sha256 of the picture that is its cover, as given
 * @cover_upload: (nullable): and made ready
 * @cover_type: (nullable): of that
 * @media_id: (nullable): what Pinterest calls the upload, once registered
 * @uploaded: the whole file went there
 *
 * What a draft or a row of the outbox carries besides its first picture. Kept as
 * JSON; every blob that is named in it counts as needed. Not shared: copy it.
 */
typedef struct
{
  PfPinKind kind;
  PfMediaEdit edit;
  GPtrArray *items;
  gint64 duration_ms;
  gint64 size;
  char *content_type;
  int cover_time;
  char *cover_blob;
  char *cover_upload;
  char *cover_type;
  char *media_id;
  gboolean uploaded;
} PfPinMedia;

void pf_pin_media_init (PfPinMedia *self);
void pf_pin_media_clear (PfPinMedia *self);
void pf_pin_media_copy (PfPinMedia *self, const PfPinMedia *from);
char *pf_pin_media_to_json (const PfPinMedia *self);
void pf_pin_media_from_json (PfPinMedia *self, const char *json);

G_END_DECLS
