/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-open.h"

#include "app/compat/pf-open-uri.h"
#include "app/pins/pf-all-pins-page.h"
#include "core/store/pf-mirror.h"

#include <glib/gi18n.h>

typedef struct
{
  GWeakRef window;
  PfConnection *connection;
  char *pin_id;
} Opening;

static void
opening_free (Opening *opening)
{
  g_weak_ref_clear (&opening->window);
  g_object_unref (opening->connection);
  g_free (opening->pin_id);
  g_free (opening);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
opened (GObject *source, GAsyncResult *result, gpointer unused)
{
  g_autoptr (GError) error = NULL;

  if (!pf_open_uri_finish (result, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("A pin was not opened: %s", error->message);
}

static void
show_elsewhere (PfWindow *window, const Opening *opening)
{
  g_autofree char *address = NULL;

  /* Pins of the pretend service are on no web page. */
  if (g_str_equal (pf_connection_get_service (opening->connection)->id, "practice"))
    {
      pf_window_add_toast (window, adw_toast_new (_ ("This pin is not on one of your boards")));
      return;
    }
  address = g_strdup_printf ("https://www.pinterest.com/pin/%s/", opening->pin_id);
  pf_open_uri_async (GTK_WIDGET (window), address, NULL, opened, NULL);
}

static void
found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&opening->window);
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = pf_mirror_find_pin_finish (PF_MIRROR (source), result, &error);

  if (window == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (uuid == NULL)
    {
      show_elsewhere (window, opening);
      return;
    }
  pf_window_show_page (window, "all-pins");
  pf_all_pins_page_show_pin (PF_ALL_PINS_PAGE (pf_window_find_page (window, "all-pins")), uuid);
}

/**
 * pf_analytics_open_pin:
 * @window: where it is shown
 * @connection: of the account that numbers are shown of
 * @pin_id: Pinterest's id of a pin
 *
 * Shows a pin among all pins; one that is not among them, as those of others that link to a
 * claimed website, on Pinterest. That somebody chose it outlives the numbers it was chosen in,
 * which may be loaded anew meanwhile.
 */
void
pf_analytics_open_pin (PfWindow *window, PfConnection *connection, const char *pin_id)
{
  Opening *opening = g_new0 (Opening, 1);

  g_weak_ref_init (&opening->window, window);
  opening->connection = g_object_ref (connection);
  opening->pin_id = g_strdup (pin_id);
  pf_mirror_find_pin_async (pf_workspace_get_mirror (pf_window_get_workspace (window)),
                            pf_connection_get_id (connection), pin_id, NULL, found, opening);
}
