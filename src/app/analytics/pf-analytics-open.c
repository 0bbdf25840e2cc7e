/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-analytics"

#include "config.h"

#include "app/analytics/pf-analytics-open.h"

#include "app/compat/pf-open-uri.h"
#include "app/pins/pf-all-pins-page.h"
#include "app/widgets/pf-text.h"
#include "core/insights/pf-insight-trouble.h"
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
show_here (PfWindow *window, const char *uuid)
{
  pf_window_show_page (window, "all-pins");
  pf_all_pins_page_show_pin (PF_ALL_PINS_PAGE (pf_window_find_page (window, "all-pins")), uuid);
}

static void
tell (PfWindow *window, const GError *error)
{
  g_autofree char *words = pf_insight_trouble_dup_words (error);

  pf_window_add_toast (window, pf_toast_new (words));
}

/* What @result leads to: the window, or NULL when nobody waits for it any more. */
static PfWindow *
take_window (Opening *opening, const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
             ? NULL
             : g_weak_ref_get (&opening->window);
}

static void
put (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  gboolean is_put = pf_mirror_put_finish (PF_MIRROR (source), result, &error);
  g_autoptr (PfWindow) window = take_window (opening, error);
  g_autofree char *uuid = NULL;

  if (window == NULL)
    return;
  if (!is_put)
    {
      tell (window, error);
      return;
    }
  uuid = pf_mirror_make_uuid (pf_connection_get_id (opening->connection), "pins", opening->pin_id);
  show_here (window, uuid);
}

/* Also what others pinned on a board that is shared. */
static gboolean
is_on_own_board (PfWindow *window, PfConnection *connection, const PfPin *pin)
{
  GListModel *boards
      = G_LIST_MODEL (pf_workspace_get_boards (pf_window_get_workspace (window), connection));

  if (pin->board_id == NULL || pin->is_owner)
    return pin->board_id != NULL;
  for (guint i = 0; i < g_list_model_get_n_items (boards); i++)
    {
      g_autoptr (PfBoardItem) item = g_list_model_get_item (boards, i);
      const PfBoard *board = pf_board_item_get_board (item);

      if (board != NULL && g_strcmp0 (board->id, pin->board_id) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
asked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) pins = pf_insights_find_pins_finish (PF_INSIGHTS (source), result, &error);
  g_autoptr (PfWindow) window = take_window (opening, error);
  PfConnection *connection = opening->connection;
  PfPin *pin = pins != NULL ? g_hash_table_lookup (pins, opening->pin_id) : NULL;

  if (window == NULL)
    return;
  if (pins == NULL)
    tell (window, error);
  else if (pin == NULL || !is_on_own_board (window, connection, pin))
    show_elsewhere (window, opening);
  else
    pf_mirror_put_found_pin_async (pf_workspace_get_mirror (pf_window_get_workspace (window)),
                                   pf_connection_get_id (connection), pin, NULL, put,
                                   g_steal_pointer (&opening));
}

/* A listing may not have come to it yet: then it is asked for. */
static void
looked_up (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Opening) opening = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = pf_mirror_find_pin_finish (PF_MIRROR (source), result, &error);
  g_autoptr (PfWindow) window = take_window (opening, error);
  const char *ids[] = { opening->pin_id, NULL };
  PfInsights *insights;

  if (window == NULL)
    return;
  if (uuid != NULL)
    {
      show_here (window, uuid);
      return;
    }
  insights = pf_workspace_get_insights (pf_window_get_workspace (window), opening->connection);
  pf_insights_find_pins_async (insights, ids, NULL, asked, g_steal_pointer (&opening));
}

/**
 * pf_analytics_open_pin:
 * @window: where it is shown
 * @connection: of the account that numbers are shown of
 * @pin_id: Pinterest's id of a pin
 *
 * Shows a pin among all pins, also one that no listing has come to yet; one that is on none of the
 * account's boards, as those of others that link to a claimed website, on Pinterest. That somebody
 * chose it outlives the numbers it was chosen in, which may be loaded anew meanwhile.
 */
void
pf_analytics_open_pin (PfWindow *window, PfConnection *connection, const char *pin_id)
{
  Opening *opening = g_new0 (Opening, 1);

  g_weak_ref_init (&opening->window, window);
  opening->connection = g_object_ref (connection);
  opening->pin_id = g_strdup (pin_id);
  pf_mirror_find_pin_async (pf_workspace_get_mirror (pf_window_get_workspace (window)),
                            pf_connection_get_id (connection), pin_id, NULL, looked_up, opening);
}
