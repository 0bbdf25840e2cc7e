/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-row-words.h"

#include <glib/gi18n.h>

/* What becomes of a change, in words; one place for tiles, cards, Activity and toasts. */

/**
 * pf_row_is_moving:
 * @row: a row of the outbox
 *
 * Returns: whether it goes its way without anybody's help
 */
gboolean
pf_row_is_moving (const PfOutboxRow *row)
{
  return row->state == PF_OUTBOX_HELD || row->state == PF_OUTBOX_QUEUED
         || row->state == PF_OUTBOX_SENDING || row->state == PF_OUTBOX_UNKNOWN;
}

/**
 * pf_row_needs_person:
 * @row: a row of the outbox
 *
 * Returns: whether it waits for a word from the user
 */
gboolean
pf_row_needs_person (const PfOutboxRow *row)
{
  return row->state == PF_OUTBOX_FAILED || row->state == PF_OUTBOX_ASK;
}

/**
 * pf_row_title:
 * @row: a row of the outbox
 *
 * Returns: (transfer full): what it is about: a board's name, a pin's title
 */
char *
pf_row_title (const PfOutboxRow *row)
{
  const char *text
      = row->op == PF_OP_CREATE_PIN || row->op == PF_OP_DELETE_PIN ? row->title : row->name;

  if (text != NULL && *text != '\0')
    return g_strdup (text);
  return g_strdup (row->op == PF_OP_CREATE_PIN || row->op == PF_OP_DELETE_PIN
                       ? _ ("Pin without a title")
                       : _ ("Board"));
}

static const char *
waiting_words (const PfOutboxRow *row)
{
  if (g_strcmp0 (row->waiting_for, "account") == 0)
    return _ ("Waits until you sign in again");
  if (g_strcmp0 (row->waiting_for, "network") == 0)
    return _ ("Waits for the network");
  if (g_strcmp0 (row->waiting_for, "publishing") == 0)
    return _ ("Waits: publishing is off");
  if (g_strcmp0 (row->waiting_for, "limit") == 0)
    return _ ("Waits: Pinterest asks for a pause");
  if (g_strcmp0 (row->waiting_for, "parent") == 0)
    return _ ("Waits for its board");
  return NULL;
}

/**
 * pf_row_words:
 * @row: a row of the outbox
 *
 * Returns: (transfer full): how it stands, for people
 */
char *
pf_row_words (const PfOutboxRow *row)
{
  const char *waiting = waiting_words (row);
  gboolean deletes = row->op == PF_OP_DELETE_PIN || row->op == PF_OP_DELETE_BOARD;
  gboolean pin = row->op == PF_OP_CREATE_PIN;

  switch (row->state)
    {
    case PF_OUTBOX_HELD:
      return g_strdup (deletes ? _ ("Deleted in a moment")
                               : (pin ? _ ("Pinned in a moment") : _ ("Made in a moment")));
    case PF_OUTBOX_QUEUED:
      if (waiting != NULL)
        return g_strdup (waiting);
      return g_strdup (deletes ? _ ("Waits to be deleted")
                               : (pin ? _ ("Waits to be pinned") : _ ("Waits to be made")));
    case PF_OUTBOX_SENDING:
      return g_strdup (deletes ? _ ("Deleting…") : (pin ? _ ("Pinning…") : _ ("Making…")));
    case PF_OUTBOX_UNKNOWN:
      return g_strdup (_ ("No answer came. Looking whether it is there…"));
    case PF_OUTBOX_ASK:
      return g_strdup (row->error_message != NULL ? row->error_message
                                                  : _ ("No answer came. Is it there?"));
    case PF_OUTBOX_FAILED:
      return g_strdup (row->error_message != NULL ? row->error_message : _ ("It did not work"));
    case PF_OUTBOX_DONE:
      return g_strdup (deletes ? _ ("Deleted") : (pin ? _ ("Pinned") : _ ("Made")));
    case PF_OUTBOX_UNDONE:
      return g_strdup (_ ("Taken back"));
    case PF_OUTBOX_DISCARDED:
      return g_strdup (_ ("Discarded"));
    default:
      return g_strdup ("");
    }
}
