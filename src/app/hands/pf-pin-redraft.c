/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-hands"

#include "config.h"

#include "app/hands/pf-pin-redraft.h"

#include "app/composer/pf-composer.h"
#include "app/hands/pf-pin-picture.h"
#include "app/intake/pf-import.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "core/model/pf-chosen-pins.h"

#include <glib/gi18n.h>

/* A pin on its way to be a draft of another account; it holds no widget. */
typedef struct
{
  GWeakRef window;
  PfConnection *from;
  PfDraft *draft;
} Way;

static void
way_end (Way *way, const GError *error)
{
  g_autoptr (PfWindow) window = g_weak_ref_get (&way->window);

  if (error != NULL && window != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *words = g_error_matches (error, PF_ERROR, PF_ERROR_FORBIDDEN)
                                   ? g_strdup (_ ("Only the account's own pictures can be "
                                                  "pinned again."))
                                   : pf_error_words (error);

      pf_window_add_toast (window, pf_toast_new (words));
    }
  g_weak_ref_clear (&way->window);
  g_object_unref (way->from);
  pf_draft_unref (way->draft);
  g_free (way);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Way *way = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&way->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfDraft) draft = pf_import_finish (result, &error);

  if (draft != NULL && window != NULL)
    pf_composer_present (window, draft);
  way_end (way, error);
}

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Way *way = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&way->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) picture = pf_pin_picture_fetch_finish (result, &error);

  if (picture == NULL || window == NULL)
    {
      way_end (way, error);
      return;
    }
  pf_import_into_async (pf_workspace_get_store (pf_window_get_workspace (window)), way->draft, NULL,
                        picture, NULL, imported_cb, way);
}

static void
take (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text != NULL ? text : "");
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Way *way = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) chosen = pf_chosen_pins_read_finish (PF_MIRROR (source), result, &error);
  const PfChosenPin *first
      = chosen != NULL && chosen->len > 0 ? g_ptr_array_index (chosen, 0) : NULL;
  const PfPin *pin = first != NULL ? first->pin : NULL;

  if (pin == NULL)
    {
      way_end (way, error);
      return;
    }
  take (&way->draft->title, pf_changes_get_text (first->seen, PF_CHANGE_TITLE, pin));
  take (&way->draft->description, pf_changes_get_text (first->seen, PF_CHANGE_DESCRIPTION, pin));
  take (&way->draft->alt_text, pf_changes_get_text (first->seen, PF_CHANGE_ALT_TEXT, pin));
  take (&way->draft->link, pf_changes_get_text (first->seen, PF_CHANGE_LINK, pin));
  pf_pin_picture_fetch_async (way->from, pin, NULL, fetched_cb, way);
}

/**
 * pf_pin_redraft:
 * @window: the window it is asked in
 * @from: whose pin
 * @pin_uuid: local UUID of the pin
 * @to: (nullable): the account it is drafted for; %NULL: chosen in the composer
 * @board_uuid: (nullable): local UUID of a board of @to
 * @section_uuid: (nullable): and of a section
 *
 * Begins a new pin on another account with the picture and the words of one's own pin: nothing
 * is moved or copied between accounts at Pinterest.
 */
void
pf_pin_redraft (PfWindow *window,
                PfConnection *from,
                const char *pin_uuid,
                PfConnection *to,
                const char *board_uuid,
                const char *section_uuid)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);
  const char *uuids[] = { pin_uuid, NULL };
  Way *way = g_new0 (Way, 1);

  g_weak_ref_init (&way->window, window);
  way->from = g_object_ref (from);
  way->draft = pf_draft_new (pf_workspace_get_context (workspace));
  way->draft->connection_id = to != NULL ? g_strdup (pf_connection_get_id (to)) : NULL;
  way->draft->board_uuid = g_strdup (board_uuid);
  way->draft->section_uuid = board_uuid != NULL ? g_strdup (section_uuid) : NULL;
  pf_chosen_pins_read_async (pf_workspace_get_mirror (workspace),
                             pf_workspace_get_outbox (workspace), from, uuids, NULL, chosen_cb,
                             way);
}
