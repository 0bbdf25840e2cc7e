/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-fresh-pin.h"

static void
take (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text != NULL ? text : "");
}

/**
 * pf_fresh_pin_open:
 * @window: the window it is asked in
 * @connection: whose pin it is
 * @pin: a pin
 * @board_uuid: (nullable): local UUID of the board it is on
 * @section_uuid: (nullable): and of the section
 *
 * Opens the composer for a fresh pin: same link, text and board, and a new picture. The
 * alternative text tells of the old picture, so it stays behind.
 *
 * Returns: (transfer none): the composer
 */
PfComposer *
pf_fresh_pin_open (PfWindow *window,
                   PfConnection *connection,
                   const PfPin *pin,
                   const char *board_uuid,
                   const char *section_uuid)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);
  g_autoptr (PfDraft) draft = pf_draft_new (pf_workspace_get_context (workspace));

  draft->connection_id = g_strdup (pf_connection_get_id (connection));
  draft->board_uuid = g_strdup (board_uuid);
  draft->section_uuid = board_uuid != NULL ? g_strdup (section_uuid) : NULL;
  take (&draft->title, pin->title);
  take (&draft->description, pin->description);
  take (&draft->link, pin->link);
  return pf_composer_present (window, draft);
}
