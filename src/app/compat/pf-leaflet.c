/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/compat/pf-leaflet.h"

/* The last page lies on top. */
static void
placed (GtkWidget *leaflet)
{
  g_autoptr (GtkSelectionModel) pages = adw_leaflet_get_pages (ADW_LEAFLET (leaflet));
  int width = gtk_widget_get_width (leaflet);
  gboolean covered = FALSE;

  for (guint i = g_list_model_get_n_items (G_LIST_MODEL (pages)); i > 0; i--)
    {
      g_autoptr (AdwLeafletPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i - 1);
      GtkWidget *child = adw_leaflet_page_get_child (page);
      gboolean seen = TRUE;

      if (gtk_widget_get_mapped (child))
        {
          int child_width = gtk_widget_get_width (child);
          double x = 0, y = 0;

          gtk_widget_translate_coordinates (child, leaflet, 0, 0, &x, &y);
          seen = !covered && x + child_width > 0 && x < width;
          covered |= x <= 0 && x + child_width >= width;
        }
      gtk_widget_set_opacity (child, seen ? 1 : 0);
    }
}

static void
realized (GtkWidget *leaflet)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (leaflet), "layout", G_CALLBACK (placed),
                           leaflet, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
}

static void
unrealized (GtkWidget *leaflet)
{
  g_signal_handlers_disconnect_by_func (gtk_widget_get_frame_clock (leaflet), placed, leaflet);
}

/**
 * pf_leaflet_skip_unseen:
 * @leaflet: whose pages lie over each other while they change, the last on top
 *
 * Pages that are not to be seen at all are not drawn. AdwLeaflet clips them, and in most
 * transitions there is a frame that has them clipped to nothing; gtk_snapshot_pop() of GTK 4.8
 * (gtk_snapshot_collect_clip()) forgets to let go of what it clipped to a width of zero, and so
 * each page that is left would keep its last frame with all of its pictures until the end of the
 * process. Without a node there is nothing to forget: a widget that is wholly transparent has none.
 */
void
pf_leaflet_skip_unseen (AdwLeaflet *leaflet)
{
  g_return_if_fail (ADW_IS_LEAFLET (leaflet));
  g_return_if_fail (!gtk_widget_get_realized (GTK_WIDGET (leaflet)));

  g_signal_connect (leaflet, "realize", G_CALLBACK (realized), NULL);
  g_signal_connect (leaflet, "unrealize", G_CALLBACK (unrealized), NULL);
}
