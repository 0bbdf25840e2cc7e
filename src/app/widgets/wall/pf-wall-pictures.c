/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-private.h"

/* While a wall is being resized old pictures are stretched; new ones are asked for when the size
 * has rested. */
#define REST_MS 120

static gboolean
make_request (PfWall *self, PfWallSlot *slot, PfPictureRequest *request)
{
  int scale = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  int height = slot->rect.height - self->caption;

  if (self->pictures == NULL || height <= 0
      || (slot->tile.blob == NULL && (slot->tile.url == NULL || slot->tile.client == NULL)))
    return FALSE;
  *request = (PfPictureRequest){ .client = slot->tile.client,
                                 .url = slot->tile.blob == NULL ? slot->tile.url : NULL,
                                 .blob = slot->tile.blob,
                                 .width = (guint)(slot->rect.width * scale),
                                 .height = (guint)(height * scale),
                                 .fit = PF_DECODE_FIT_COVER,
                                 .corner_radius = (guint)(PF_WALL_RADIUS * scale) };
  return TRUE;
}

/**
 * pf_wall_slot_peek:
 * @self: a wall
 * @slot: a slot
 *
 * Takes the picture if it is at hand.
 *
 * Returns: whether anything about it changed
 */
gboolean
pf_wall_slot_peek (PfWall *self, PfWallSlot *slot)
{
  PfPictureRequest request;
  gboolean failed;
  GdkTexture *texture;

  if (slot->settled)
    return FALSE;
  if (!make_request (self, slot, &request))
    {
      slot->settled = self->pictures != NULL;
      return g_set_object (&slot->texture, NULL);
    }
  texture = pf_picture_supply_peek (self->pictures, &request, &failed);
  if (texture == NULL)
    {
      slot->settled = slot->failed = failed;
      return failed;
    }
  slot->settled = TRUE;
  slot->failed = FALSE;
  g_set_object (&slot->texture, texture);
  return TRUE;
}

static void
add_request (PfWall *self, PfWallSlot *slot, GArray *requests)
{
  PfPictureRequest request;

  if (slot->settled)
    return;
  pf_wall_slot_peek (self, slot);
  if (slot->settled || !make_request (self, slot, &request))
    return;
  g_array_append_val (requests, request);
}

/**
 * pf_wall_update_wants:
 * @self: a wall
 * @height: of the view
 *
 * Tells which pictures are wanted: those in view first, from the top, then those near.
 */
void
pf_wall_update_wants (PfWall *self, int height)
{
  g_autoptr (GArray) requests = NULL;

  if (!self->wants_changed || self->pictures == NULL || self->rest_id != 0)
    return;
  self->wants_changed = FALSE;
  requests = g_array_new (FALSE, FALSE, sizeof (PfPictureRequest));
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < self->slots->len; i++)
      {
        PfWallSlot *slot = self->slots->pdata[i];
        gboolean in_view = slot->rect.y + slot->rect.height > self->offset
                           && slot->rect.y < self->offset + height;

        if (in_view == (pass == 0))
          add_request (self, slot, requests);
      }
  pf_picture_supply_want (self->pictures, self, (PfPictureRequest *)(gpointer)requests->data,
                          requests->len);
}

static void
rested (gpointer data)
{
  PfWall *self = data;

  self->rest_id = 0;
  self->wants_changed = TRUE;
  /* Another width may call for another rendition. */
  for (guint i = 0; i < self->slots->len; i++)
    pf_wall_slot_describe (self, self->slots->pdata[i]);
  pf_wall_queue (self);
}

/**
 * pf_wall_rest_pictures:
 * @self: a wall
 *
 * The size of the tiles changes, and may go on changing.
 */
void
pf_wall_rest_pictures (PfWall *self)
{
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add_once (REST_MS, rested, self);
}

static gboolean
fade (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  PfWall *self = PF_WALL (widget);

  gtk_widget_queue_draw (widget);
  for (guint i = 0; i < self->slots->len; i++)
    if (((PfWallSlot *)self->slots->pdata[i])->fade_start != 0)
      return G_SOURCE_CONTINUE;
  self->fade_tick = 0;
  return G_SOURCE_REMOVE;
}

/**
 * pf_wall_picture_arrived:
 * @self: a wall
 * @name: address or blob of a picture
 *
 * It is at hand now, or cannot be had.
 */
void
pf_wall_picture_arrived (PfWall *self, const char *name)
{
  gboolean animate = TRUE, changed = FALSE;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate,
                NULL);
  for (guint i = 0; i < self->slots->len; i++)
    {
      PfWallSlot *slot = self->slots->pdata[i];
      gboolean first = slot->texture == NULL;

      if (slot->settled
          || (g_strcmp0 (slot->tile.url, name) != 0 && g_strcmp0 (slot->tile.blob, name) != 0)
          || !pf_wall_slot_peek (self, slot))
        continue;
      changed = TRUE;
      if (!first || slot->texture == NULL || !animate || slot->cell == NULL)
        continue;
      slot->fade_start
          = gdk_frame_clock_get_frame_time (gtk_widget_get_frame_clock (GTK_WIDGET (self)));
      if (self->fade_tick == 0)
        self->fade_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), fade, NULL, NULL);
    }
  if (changed)
    gtk_widget_queue_draw (GTK_WIDGET (self));
}
