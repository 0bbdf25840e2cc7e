/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-client.h"
#include "core/media/pf-decoder.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PfPictureRequest:
 * @client: (nullable): whose picture it is; needed with @url
 * @url: (nullable): an address from a reply
 * @blob: (nullable): or the sha256 of a picture of ours
 * @width: device pixels
 * @height: device pixels
 * @fit: how it meets that size
 * @corner_radius: device pixels, baked in
 * @priority: higher goes first; among equals the newest
 *
 * One picture at one size. Strings are copied by whoever keeps them.
 */
typedef struct
{
  PfClient *client;
  const char *url;
  const char *blob;
  guint width;
  guint height;
  PfDecodeFit fit;
  guint corner_radius;
  int priority;
} PfPictureRequest;

#define PF_TYPE_PICTURE_SUPPLY (pf_picture_supply_get_type ())
G_DECLARE_INTERFACE (PfPictureSupply, pf_picture_supply, PF, PICTURE_SUPPLY, GObject)

/**
 * PfPictureSupplyInterface:
 * @peek: what is at hand now, without any input or output
 * @want: replaces the wish list of an owner
 *
 * Where a wall gets its textures. It tells in one call a frame (at most) what it wants, in
 * the order in which it wants it: the first is what somebody looks at now. What is no longer
 * on the list of anybody is given up. When a texture is there, or will not come, `arrived
 * (name)` is emitted with the address or blob of the request, and the wall peeks again.
 *
 * Main thread only; `arrived` is never emitted from inside of @want or @peek.
 */
struct _PfPictureSupplyInterface
{
  GTypeInterface parent_iface;
  GdkTexture *(*peek) (PfPictureSupply *self, const PfPictureRequest *request, gboolean *failed);
  void (*want) (PfPictureSupply *self,
                gpointer owner,
                const PfPictureRequest *requests,
                guint n_requests);
};

GdkTexture *
pf_picture_supply_peek (PfPictureSupply *self, const PfPictureRequest *request, gboolean *failed);
void pf_picture_supply_want (PfPictureSupply *self,
                             gpointer owner,
                             const PfPictureRequest *requests,
                             guint n_requests);
void pf_picture_supply_emit_arrived (PfPictureSupply *self, const char *name);

G_END_DECLS
