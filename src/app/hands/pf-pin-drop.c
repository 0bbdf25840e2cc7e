/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-hands"

#include "config.h"

#include "app/hands/pf-pin-drop.h"

#include "app/boards/pf-board-rights.h"
#include "app/hands/pf-pin-redraft.h"
#include "app/pins/pf-pin-verbs.h"

#include <glib/gi18n.h>

/**
 * pf_drop_place_clear:
 * @self: a place
 *
 * Frees what it holds; afterwards it is no place.
 */
void
pf_drop_place_clear (PfDropPlace *self)
{
  g_clear_object (&self->connection);
  g_clear_pointer (&self->board_uuid, g_free);
  g_clear_pointer (&self->section_uuid, g_free);
  g_clear_pointer (&self->section_name, g_free);
}

static PfConnection *
get_connection (PfWindow *window, const PfDropPlace *place)
{
  return place->connection != NULL ? place->connection : pf_window_get_connection (window);
}

static char *
name_place (PfWindow *window, const PfDropPlace *place)
{
  PfBoardList *boards
      = pf_workspace_get_boards (pf_window_get_workspace (window), get_connection (window, place));
  g_autofree char *board = pf_board_list_get_name (boards, place->board_uuid);

  if (board == NULL)
    return g_strdup (_ ("this board"));
  return place->section_name != NULL ? g_strdup_printf ("%s › %s", board, place->section_name)
                                     : g_steal_pointer (&board);
}

static const char *
words_for_refusal (PfWindow *window, const PfDropPlace *place)
{
  PfConnection *connection = get_connection (window, place);
  g_autoptr (PfBoardItem) board
      = pf_board_list_find (pf_workspace_get_boards (pf_window_get_workspace (window), connection),
                            place->board_uuid);

  return pf_board_words_for_no_pins (board, connection);
}

static PfPinDropDeed
plan (PfWindow *window, PfPinDrag *drag, const PfDropPlace *place, gboolean copy)
{
  PfConnection *connection = get_connection (window, place);

  if (connection == NULL)
    return PF_PIN_DROP_NOTHING;
  /* Nothing crosses from one account to another; but one's own picture can be pinned again. */
  if (connection != pf_pin_drag_get_connection (drag))
    return pf_pin_drag_is_own (drag) && pf_pin_drag_get_n (drag) == 1 ? PF_PIN_DROP_DRAFT
                                                                      : PF_PIN_DROP_NOTHING;
  if (place->board_uuid == NULL)
    return PF_PIN_DROP_NOTHING;
  if (!copy && pf_pin_drag_is_from (drag, place->board_uuid, place->section_uuid))
    return PF_PIN_DROP_NOTHING;
  if (words_for_refusal (window, place) != NULL)
    return PF_PIN_DROP_REFUSED;
  return copy || pf_connection_get_pin_edit_refused (connection) ? PF_PIN_DROP_SAVE
                                                                 : PF_PIN_DROP_MOVE;
}

/**
 * pf_pin_drop_plan:
 * @window: the window it is about
 * @drag: the pins
 * @place: what they are over
 * @copy: whether the person wants a copy
 * @words: (out) (transfer full) (nullable): what it would do, for people
 *
 * Returns: what dropping them there does
 */
PfPinDropDeed
pf_pin_drop_plan (
    PfWindow *window, PfPinDrag *drag, const PfDropPlace *place, gboolean copy, char **words)
{
  PfPinDropDeed deed = plan (window, drag, place, copy);
  guint n = pf_pin_drag_get_n (drag);
  g_autofree char *name = NULL;

  *words = NULL;
  switch (deed)
    {
    case PF_PIN_DROP_REFUSED:
      *words = g_strdup (words_for_refusal (window, place));
      break;
    case PF_PIN_DROP_MOVE:
      name = name_place (window, place);
      *words = g_strdup_printf (ngettext ("Move %u pin to %s", "Move %u pins to %s", n), n, name);
      break;
    case PF_PIN_DROP_SAVE:
      name = name_place (window, place);
      *words = g_strdup_printf (ngettext ("Save a copy of %u pin to %s",
                                          "Save a copy of %u pins to %s", n),
                                n, name);
      break;
    case PF_PIN_DROP_DRAFT:
      *words = g_strdup_printf (_ ("Draft a new pin on %s"),
                                pf_connection_get_display_name (get_connection (window, place)));
      break;
    case PF_PIN_DROP_NOTHING:
    default:
      break;
    }
  return deed;
}

/**
 * pf_pin_drop_do:
 * @window: the window they were dropped in
 * @drag: the pins
 * @place: where
 * @copy: whether the person wants a copy
 *
 * Does what pf_pin_drop_plan() said.
 *
 * Returns: whether anything is done
 */
gboolean
pf_pin_drop_do (PfWindow *window, PfPinDrag *drag, const PfDropPlace *place, gboolean copy)
{
  PfConnection *connection = pf_pin_drag_get_connection (drag);
  const char *const *uuids = pf_pin_drag_get_uuids (drag);

  switch (plan (window, drag, place, copy))
    {
    case PF_PIN_DROP_MOVE:
      pf_pin_verbs_move (window, connection, uuids, place->board_uuid, place->section_uuid,
                         place->section_name);
      return TRUE;
    case PF_PIN_DROP_SAVE:
      pf_pin_verbs_save (window, connection, uuids, place->board_uuid, place->section_uuid,
                         place->section_name);
      return TRUE;
    case PF_PIN_DROP_DRAFT:
      pf_pin_redraft (window, connection, uuids[0], get_connection (window, place),
                      place->board_uuid, place->section_uuid);
      return TRUE;
    case PF_PIN_DROP_REFUSED:
    case PF_PIN_DROP_NOTHING:
    default:
      return FALSE;
    }
}
