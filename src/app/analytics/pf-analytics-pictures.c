/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-pictures.h"

/* Fine enough for a row at twice the usual scale. */
#define SIDE 96

struct _PfAnalyticsPictures
{
  PfPictureLoader *loader;
  PfClient *client;
  PfChartData *data; /* (nullable) */
  GPtrArray *urls;   /* (element-type utf8): by point, NULL where it is there or there is none */
  gulong arrived;
};

static PfPictureRequest
request_for (PfAnalyticsPictures *self, const char *url)
{
  return (PfPictureRequest){
    .client = self->client, .url = url, .width = SIDE, .height = SIDE, .fit = PF_DECODE_FIT_COVER
  };
}

static void
put (PfAnalyticsPictures *self, guint point, GdkTexture *texture)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, gdk_texture_get_width (texture),
                                    gdk_texture_get_height (texture));

  gdk_texture_download (texture, cairo_image_surface_get_data (surface),
                        (gsize)cairo_image_surface_get_stride (surface));
  cairo_surface_mark_dirty (surface);
  pf_chart_data_set_picture (self->data, point, surface);
  cairo_surface_destroy (surface);
}

/* Those that are at hand, or cannot be had, are no longer waited for. */
static void
look (PfAnalyticsPictures *self)
{
  for (guint i = 0; i < self->urls->len; i++)
    {
      char **url = (char **)&g_ptr_array_index (self->urls, i);
      gboolean failed = FALSE;
      PfPictureRequest request;
      GdkTexture *texture;

      if (*url == NULL)
        continue;
      request = request_for (self, *url);
      texture = pf_picture_supply_peek (PF_PICTURE_SUPPLY (self->loader), &request, &failed);
      if (texture != NULL)
        put (self, i, texture);
      if (texture != NULL || failed)
        g_clear_pointer (url, g_free);
    }
}

static void
arrived (PfPictureSupply *supply, const char *name, PfAnalyticsPictures *self)
{
  for (guint i = 0; self->data != NULL && i < self->urls->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->urls, i), name) == 0)
      {
        look (self);
        return;
      }
}

/**
 * pf_analytics_pictures_ask:
 * @self: pictures
 *
 * Asks for what was wanted since the data was set.
 */
void
pf_analytics_pictures_ask (PfAnalyticsPictures *self)
{
  g_autoptr (GArray) requests = g_array_new (FALSE, FALSE, sizeof (PfPictureRequest));

  look (self);
  for (guint i = 0; i < self->urls->len; i++)
    if (g_ptr_array_index (self->urls, i) != NULL)
      {
        PfPictureRequest request = request_for (self, g_ptr_array_index (self->urls, i));

        g_array_append_val (requests, request);
      }
  pf_picture_supply_want (PF_PICTURE_SUPPLY (self->loader), self,
                          (const PfPictureRequest *)(gpointer)requests->data, requests->len);
}

/**
 * pf_analytics_pictures_want:
 * @self: pictures
 * @point: of the data
 * @url: (nullable): where its picture is
 */
void
pf_analytics_pictures_want (PfAnalyticsPictures *self, guint point, const char *url)
{
  if (point >= self->urls->len)
    g_ptr_array_set_size (self->urls, (int)point + 1);
  g_free (g_ptr_array_index (self->urls, point));
  g_ptr_array_index (self->urls, point) = g_strdup (url);
}

/**
 * pf_analytics_pictures_set_data:
 * @self: pictures
 * @data: (nullable): what a chart shows from now on; what was wanted before is forgotten
 */
void
pf_analytics_pictures_set_data (PfAnalyticsPictures *self, PfChartData *data)
{
  g_set_object (&self->data, data);
  g_ptr_array_set_size (self->urls, 0);
  pf_picture_supply_want (PF_PICTURE_SUPPLY (self->loader), self, NULL, 0);
}

/**
 * pf_analytics_pictures_new:
 * @loader: where pictures come from
 * @client: of the account whose pins they are
 *
 * Returns: (transfer full): pictures for no data yet
 */
PfAnalyticsPictures *
pf_analytics_pictures_new (PfPictureLoader *loader, PfClient *client)
{
  PfAnalyticsPictures *self = g_new0 (PfAnalyticsPictures, 1);

  self->loader = g_object_ref (loader);
  self->client = g_object_ref (client);
  self->urls = g_ptr_array_new_with_free_func (g_free);
  self->arrived = g_signal_connect (loader, "arrived", G_CALLBACK (arrived), self);
  return self;
}

/**
 * pf_analytics_pictures_free:
 * @self: pictures
 *
 * What is still under way is no longer wanted.
 */
void
pf_analytics_pictures_free (PfAnalyticsPictures *self)
{
  pf_analytics_pictures_set_data (self, NULL);
  g_signal_handler_disconnect (self->loader, self->arrived);
  g_ptr_array_unref (self->urls);
  g_object_unref (self->loader);
  g_object_unref (self->client);
  g_free (self);
}
