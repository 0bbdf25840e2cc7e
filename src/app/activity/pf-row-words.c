/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/activity/pf-row-words.h"

#include <glib/gi18n.h>

/* What becomes of a change, in words; one place for tiles, cards, Activity and toasts. */

typedef enum
{
  DEED_MAKE,
  DEED_PIN,
  DEED_SAVE,
  DEED_MOVE,
  DEED_CHANGE,
  DEED_DELETE,
  DEED_MERGE,
} Deed;

/* In the order of what is done. */
static const struct
{
  const char *held, *queued, *sending, *done, *failed;
  const char *badge_failed, *badge_sending;
} deeds[] = {
  [DEED_MAKE] = { N_ ("Made in a moment"), N_ ("Waits to be made"), N_ ("Making…"), N_ ("Made"),
                  N_ ("“%s” was not made"), N_ ("Not made"), N_ ("Making") },
  [DEED_PIN] = { N_ ("Pinned in a moment"), N_ ("Waits to be pinned"), N_ ("Pinning…"),
                 N_ ("Pinned"), N_ ("“%s” was not pinned"), N_ ("Not pinned"), N_ ("Pinning") },
  [DEED_SAVE] = { N_ ("Saved in a moment"), N_ ("Waits to be saved"), N_ ("Saving…"), N_ ("Saved"),
                  N_ ("“%s” was not saved"), N_ ("Not saved"), N_ ("Saving") },
  [DEED_MOVE] = { N_ ("Moved in a moment"), N_ ("Waits to be moved"), N_ ("Moving…"), N_ ("Moved"),
                  N_ ("“%s” was not moved"), N_ ("Not moved"), N_ ("Moving") },
  [DEED_CHANGE]
  = { N_ ("Changed in a moment"), N_ ("Waits to be changed"), N_ ("Changing…"), N_ ("Changed"),
      N_ ("“%s” was not changed"), N_ ("Not changed"), N_ ("Changing") },
  [DEED_DELETE]
  = { N_ ("Deleted in a moment"), N_ ("Waits to be deleted"), N_ ("Deleting…"), N_ ("Deleted"),
      N_ ("“%s” was not deleted"), N_ ("Not deleted"), N_ ("Deleting") },
  [DEED_MERGE] = { N_ ("Merged in a moment"), N_ ("Waits to be merged"), N_ ("Merging…"),
                   N_ ("Merged"), N_ ("“%s” was not merged"), N_ ("Not merged"), N_ ("Merging") },
};

static Deed
deed_of (const PfOutboxRow *row)
{
  const PfChanges *changes;

  switch (row->op)
    {
    case PF_OP_CREATE_PIN:
      return DEED_PIN;
    case PF_OP_SAVE_PIN:
      return DEED_SAVE;
    case PF_OP_UPDATE_PIN:
      changes = pf_outbox_row_get_changes (row);
      return changes != NULL && (changes->fields & PF_CHANGE_BOARD) != 0 ? DEED_MOVE : DEED_CHANGE;
    case PF_OP_UPDATE_BOARD:
    case PF_OP_UPDATE_SECTION:
      return DEED_CHANGE;
    case PF_OP_DELETE_PIN:
    case PF_OP_DELETE_BOARD:
    case PF_OP_DELETE_SECTION:
      return DEED_DELETE;
    case PF_OP_MERGE_BOARD:
      return DEED_MERGE;
    case PF_OP_CREATE_BOARD:
    case PF_OP_CREATE_SECTION:
    case PF_OP_UNKNOWN:
    default:
      return DEED_MAKE;
    }
}

static gboolean
is_about_pin (const PfOutboxRow *row)
{
  return row->op == PF_OP_CREATE_PIN || row->op == PF_OP_DELETE_PIN || row->op == PF_OP_UPDATE_PIN
         || row->op == PF_OP_SAVE_PIN;
}

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
  const char *text = is_about_pin (row) ? row->title : row->name;

  if (text != NULL && *text != '\0')
    return g_strdup (text);
  if (is_about_pin (row))
    return g_strdup (_ ("Pin without a title"));
  return g_strdup (row->op == PF_OP_CREATE_SECTION || row->op == PF_OP_UPDATE_SECTION
                           || row->op == PF_OP_DELETE_SECTION
                       ? _ ("Section")
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
    return is_about_pin (row) ? _ ("Waits for its board") : _ ("Waits for what comes before it");
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
  Deed deed = deed_of (row);

  switch (row->state)
    {
    case PF_OUTBOX_HELD:
      return g_strdup (gettext (deeds[deed].held));
    case PF_OUTBOX_QUEUED:
      return g_strdup (waiting != NULL ? waiting : gettext (deeds[deed].queued));
    case PF_OUTBOX_SENDING:
      return g_strdup (gettext (deeds[deed].sending));
    case PF_OUTBOX_UNKNOWN:
      return g_strdup (_ ("No answer came. Looking whether it is there…"));
    case PF_OUTBOX_ASK:
      return g_strdup (row->error_message != NULL ? row->error_message
                                                  : _ ("No answer came. Is it there?"));
    case PF_OUTBOX_FAILED:
      return g_strdup (row->error_message != NULL ? row->error_message : _ ("It did not work"));
    case PF_OUTBOX_DONE:
      return g_strdup (gettext (deeds[deed].done));
    case PF_OUTBOX_UNDONE:
      return g_strdup (_ ("Taken back"));
    case PF_OUTBOX_DISCARDED:
      return g_strdup (_ ("Discarded"));
    default:
      return g_strdup ("");
    }
}

/**
 * pf_row_failed_words:
 * @row: a row of the outbox
 * @title: what it is about
 *
 * Returns: (transfer full): that it did not work, in one sentence
 */
char *
pf_row_failed_words (const PfOutboxRow *row, const char *title)
{
  g_auto (GStrv) parts = g_strsplit (gettext (deeds[deed_of (row)].failed), "%s", 2);

  return g_strjoinv (title, parts);
}

/**
 * pf_row_badge:
 * @row: a row of the outbox
 *
 * Returns: how it stands in a word or two; %NULL when there is nothing to say
 */
const char *
pf_row_badge (const PfOutboxRow *row)
{
  if (row->state == PF_OUTBOX_ASK)
    return _ ("Unsure");
  if (row->state == PF_OUTBOX_FAILED)
    return gettext (deeds[deed_of (row)].badge_failed);
  if (!pf_row_is_moving (row))
    return NULL;
  return row->state == PF_OUTBOX_SENDING ? gettext (deeds[deed_of (row)].badge_sending)
                                         : _ ("Waiting");
}

static char *
count_pins (const char *words, guint n, const char *board)
{
  /* One per form that ngettext() chose, with and without a board. */
  g_autoptr (GString) text = g_string_new (words);
  g_autofree char *number = g_strdup_printf ("%u", n);

  g_string_replace (text, "%u", number, 1);
  if (board != NULL)
    g_string_replace (text, "%s", board, 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * pf_batch_words:
 * @progress: a batch
 * @row: (nullable): one of its rows
 * @board: (nullable): name of the board that all of them are put on
 *
 * Returns: (transfer full): what the batch does, in the present while it is not over:
 *   "Moving 200 pins to Garden"
 */
char *
pf_batch_words (const PfBatchProgress *progress, const PfOutboxRow *row, const char *board)
{
  guint n = progress->n_total;
  gboolean worked = progress->n_left + progress->n_failed + progress->n_asking == 0;

  if (progress->is_undo && *progress->words != '\0')
    return g_strdup_printf (worked ? _ ("Undone: %s") : _ ("Undoing: %s"), progress->words);
  if (worked && *progress->words != '\0')
    return g_strdup (progress->words);
  switch (row != NULL ? deed_of (row) : DEED_CHANGE)
    {
    case DEED_MOVE:
      return board != NULL
                 ? count_pins (ngettext ("Moving %u pin to %s", "Moving %u pins to %s", n), n,
                               board)
                 : count_pins (ngettext ("Moving %u pin", "Moving %u pins", n), n, NULL);
    case DEED_SAVE:
      return board != NULL
                 ? count_pins (ngettext ("Saving %u pin to %s", "Saving %u pins to %s", n), n,
                               board)
                 : count_pins (ngettext ("Saving %u pin", "Saving %u pins", n), n, NULL);
    case DEED_PIN:
      return board != NULL
                 ? count_pins (ngettext ("Pinning %u pin to %s", "Pinning %u pins to %s", n), n,
                               board)
                 : count_pins (ngettext ("Pinning %u pin", "Pinning %u pins", n), n, NULL);
    case DEED_DELETE:
      if (is_about_pin (row))
        return count_pins (ngettext ("Deleting %u pin", "Deleting %u pins", n), n, NULL);
      break;
    case DEED_MERGE:
      return g_strdup_printf (_ ("Merging “%s” into another board"),
                              row->name != NULL ? row->name : "");
    case DEED_CHANGE:
    case DEED_MAKE:
    default:
      break;
    }
  if (*progress->words != '\0')
    return g_strdup (progress->words);
  return g_strdup_printf (ngettext ("%u change", "%u changes", n), n);
}

/**
 * pf_batch_state_words:
 * @progress: a batch
 * @row: (nullable): one of its rows that is on its way
 *
 * Returns: (transfer full): how far it is
 */
char *
pf_batch_state_words (const PfBatchProgress *progress, const PfOutboxRow *row)
{
  guint n_trouble = progress->n_failed + progress->n_asking;
  const char *waiting = row != NULL && row->state == PF_OUTBOX_QUEUED ? waiting_words (row) : NULL;
  g_autofree char *done = NULL;

  if (progress->n_left > 0 && progress->n_done == 0 && row != NULL && row->state == PF_OUTBOX_HELD)
    return g_strdup (_ ("Begins in a moment"));
  if (progress->n_left == 0 && n_trouble == 0)
    return g_strdup (_ ("Done"));
  done = g_strdup_printf (_ ("%u of %u done"), progress->n_done, progress->n_total);
  if (n_trouble > 0)
    return g_strdup_printf (ngettext ("%s, %u did not work", "%s, %u did not work", n_trouble),
                            done, n_trouble);
  if (waiting != NULL && g_strcmp0 (row->waiting_for, "parent") != 0)
    return g_strdup_printf ("%s. %s", done, waiting);
  return g_steal_pointer (&done);
}
