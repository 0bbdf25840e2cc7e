/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-board-rights.h"

#include "app/activity/pf-row-words.h"
#include "app/connections/pf-connection-words.h"

#include <glib/gi18n.h>

/**
 * pf_words_for_no_secret:
 * @connection: an account
 *
 * The scopes' descriptions tell what they are for, "Create, update, or delete your secret boards"
 * and "your secret Pins" (Pinterest API v5 description, pinterest_oauth2); no operation names them.
 * A secret board on which nothing can be pinned is of no use, so both are asked for.
 *
 * Returns: (nullable): why it cannot have secret boards, or pins on them
 */
const char *
pf_words_for_no_secret (PfConnection *connection)
{
  if (pf_connection_has_scope (connection, "boards:read_secret")
      && pf_connection_has_scope (connection, "boards:write_secret")
      && pf_connection_has_scope (connection, "pins:write_secret"))
    return NULL;
  return _ ("Pinfold has no permission for secret boards. Allow it on the Connections page.");
}

/**
 * pf_words_for_no_edit:
 * @connection: an account
 *
 * Returns: (nullable): why pins cannot be edited or moved
 */
const char *
pf_words_for_no_edit (PfConnection *connection)
{
  if (!pf_connection_get_pin_edit_refused (connection))
    return NULL;
  return _ ("Pinterest has not opened editing to your app.");
}

static const char *
words_for_no_write (PfBoardItem *board, PfConnection *connection)
{
  const char *words = pf_words_for_read_only (connection);

  if (words == NULL && pf_board_item_get_privacy (board) == PF_PRIVACY_SECRET)
    words = pf_words_for_no_secret (connection);
  return words;
}

/**
 * pf_board_words_for_no_change:
 * @board: a board
 * @connection: whose
 *
 * Returns: (nullable): why it cannot be deleted
 */
const char *
pf_board_words_for_no_change (PfBoardItem *board, PfConnection *connection)
{
  const PfBoard *record = pf_board_item_get_board (board);
  const char *words = words_for_no_write (board, connection);

  if (words != NULL)
    return words;
  if (record == NULL)
    return _ ("This board is still being made.");
  /* "Update a board owned by the operation user_account" (Pinterest API v5 description). */
  if (record->owner_username != NULL && *record->owner_username != '\0'
      && g_strcmp0 (record->owner_username, pf_connection_get_username (connection)) != 0)
    return _ ("Only its owner can change or delete this board.");
  return NULL;
}

/**
 * pf_board_words_for_no_edit:
 * @board: a board
 * @connection: whose
 *
 * One that is being made can be renamed already: that follows when it is there.
 *
 * Returns: (nullable): why it cannot be renamed, described or made secret
 */
const char *
pf_board_words_for_no_edit (PfBoardItem *board, PfConnection *connection)
{
  PfOutboxRow *row = pf_board_item_get_row (board);

  if (pf_board_item_get_board (board) == NULL && row != NULL && pf_row_is_moving (row))
    return words_for_no_write (board, connection);
  return pf_board_words_for_no_change (board, connection);
}

/**
 * pf_board_words_for_no_pins:
 * @board: (nullable): a board, %NULL for one that is not known
 * @connection: whose
 *
 * Returns: (nullable): why nothing can be pinned on it, or moved to it
 */
const char *
pf_board_words_for_no_pins (PfBoardItem *board, PfConnection *connection)
{
  return board != NULL ? words_for_no_write (board, connection)
                       : pf_words_for_read_only (connection);
}

/**
 * pf_board_words_for_no_sections:
 * @board: a board
 * @connection: whose
 *
 * Returns: (nullable): why its sections cannot be changed; those of a group board can
 */
const char *
pf_board_words_for_no_sections (PfBoardItem *board, PfConnection *connection)
{
  return words_for_no_write (board, connection);
}

/**
 * pf_board_words_for_no_merge:
 * @board: a board
 * @connection: whose
 *
 * Returns: (nullable): why it cannot be merged into another
 */
const char *
pf_board_words_for_no_merge (PfBoardItem *board, PfConnection *connection)
{
  const char *words = pf_board_words_for_no_change (board, connection);

  return words != NULL ? words : pf_words_for_no_edit (connection);
}
