/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-verbs.h"

#include "app/activity/pf-batch-run.h"
#include "app/compat/pf-ask.h"
#include "app/composer/pf-recent-boards.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"

#include "core/model/pf-chosen-pins.h"

#include <glib/gi18n.h>

/* From so many on Pinfold asks before it deletes: Pinterest cannot bring them back. */
#define ASK_FROM 10

typedef enum
{
  VERB_MOVE,
  VERB_SAVE,
  VERB_DELETE,
  VERB_COPY_LINKS,
  VERB_COPY_ADDRESSES,
} Verb;

/* A verb under way; it holds no widget. */
typedef struct
{
  Verb verb;
  GWeakRef window;
  PfConnection *connection;
  char *board_uuid, *section_uuid;
  char *place;       /* nullable: "Garden › Ferns" */
  GPtrArray *chosen; /* nullable: PfChosenPin, once it is read */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_weak_ref_clear (&call->window);
  g_object_unref (call->connection);
  g_free (call->board_uuid);
  g_free (call->section_uuid);
  g_free (call->place);
  g_clear_pointer (&call->chosen, g_ptr_array_unref);
  g_free (call);
}

static void
say (PfWindow *window, const char *words)
{
  pf_window_add_toast (window, pf_toast_new_long (words));
}

static void
add_move (PfBatch *batch, const Call *call, const PfChosenPin *pin)
{
  PfChanges changes = { .fields = PF_CHANGE_BOARD | PF_CHANGE_SECTION,
                        .board_uuid = call->board_uuid,
                        .section_uuid = call->section_uuid };

  pf_batch_update_pin (batch, pin->uuid, pin->board_uuid, pin->section_uuid, pin->pin, &changes);
}

static void
do_move (PfWindow *window, Call *call, PfBatch *batch)
{
  g_autofree char *words = NULL;
  g_autofree char *doing = NULL;
  guint n;

  for (guint i = 0; i < call->chosen->len; i++)
    {
      const PfChosenPin *pin = call->chosen->pdata[i];

      if (!pin->is_leaving && pin->pin != NULL)
        add_move (batch, call, pin);
    }
  n = pf_batch_get_n_changes (batch);
  if (n == 0)
    {
      words = g_strdup_printf (ngettext ("It is on %s already", "They are on %s already",
                                         call->chosen->len),
                               call->place);
      say (window, words);
      return;
    }
  words
      = g_strdup_printf (ngettext ("Moved %u pin to %s", "Moved %u pins to %s", n), n, call->place);
  doing = g_strdup_printf (ngettext ("Moving %u pin to %s", "Moving %u pins to %s", n), n,
                           call->place);
  pf_batch_set_words (batch, words);
  pf_batch_run (window, call->connection, batch, doing);
}

static void
do_save (PfWindow *window, Call *call, PfBatch *batch)
{
  g_autofree char *words = NULL;
  g_autofree char *doing = NULL;
  guint n;

  for (guint i = 0; i < call->chosen->len; i++)
    {
      const PfChosenPin *pin = call->chosen->pdata[i];

      if (!pin->is_leaving && pin->pin != NULL)
        pf_batch_save_pin (batch, pin->uuid, pin->pin, call->board_uuid, call->section_uuid);
    }
  n = pf_batch_get_n_changes (batch);
  if (n == 0)
    {
      say (window, ngettext ("It is not on Pinterest yet", "They are not on Pinterest yet",
                             call->chosen->len));
      return;
    }
  words
      = g_strdup_printf (ngettext ("Saved %u pin to %s", "Saved %u pins to %s", n), n, call->place);
  doing = g_strdup_printf (ngettext ("Saving %u pin to %s", "Saving %u pins to %s", n), n,
                           call->place);
  pf_batch_set_words (batch, words);
  pf_batch_run (window, call->connection, batch, doing);
}

static void
delete_now (gpointer data)
{
  Call *call = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&call->window);
  g_autoptr (PfBatch) batch = NULL;
  g_autofree char *words = NULL;
  g_autofree char *doing = NULL;
  guint n;

  if (window == NULL || pf_window_get_workspace (window) == NULL)
    return;
  batch = pf_batch_new (pf_workspace_get_context (pf_window_get_workspace (window)), "");
  for (guint i = 0; i < call->chosen->len; i++)
    {
      const PfChosenPin *pin = call->chosen->pdata[i];

      if (!pin->is_leaving)
        pf_batch_delete_pin (batch, pin->uuid, pin->board_uuid, pin->pin);
    }
  n = pf_batch_get_n_changes (batch);
  if (n == 0)
    return;
  words = g_strdup_printf (ngettext ("Deleted %u pin", "Deleted %u pins", n), n);
  doing = g_strdup_printf (ngettext ("Deleting %u pin", "Deleting %u pins", n), n);
  pf_batch_set_words (batch, words);
  pf_batch_run_delete (window, call->connection, batch, doing);
}

static void
do_delete (PfWindow *window, Call *call)
{
  g_autofree char *heading = NULL;

  if (call->chosen->len < ASK_FROM)
    {
      delete_now (call);
      call_free (call);
      return;
    }
  heading = g_strdup_printf (ngettext ("Delete %u Pin?", "Delete %u Pins?", call->chosen->len),
                             call->chosen->len);
  pf_ask (GTK_WIDGET (window), heading,
          _ ("You can undo this for ten seconds. After that Pinterest cannot bring them back."),
          _ ("_Delete"), TRUE, NULL, delete_now, call, call_free);
}

static char *
get_address (const Call *call, const PfChosenPin *pin)
{
  const char *link;

  if (pin->pin == NULL)
    return NULL;
  if (call->verb == VERB_COPY_ADDRESSES)
    return pf_pin_get_web_url (pin->pin);
  link = pf_changes_get_text (pin->seen, PF_CHANGE_LINK, pin->pin);
  return link != NULL && *link != '\0' ? g_strdup (link) : NULL;
}

static char *
words_for_links (guint n, guint left)
{
  if (n == 0)
    return g_strdup (ngettext ("The pin has no link", "These pins have no link", left));
  if (left == 0)
    return g_strdup_printf (ngettext ("%u link copied", "%u links copied", n), n);
  return g_strdup_printf (ngettext ("%u link copied, pins without one: %u",
                                    "%u links copied, pins without one: %u", n),
                          n, left);
}

static char *
words_for_addresses (guint n, guint left)
{
  if (n == 0)
    return g_strdup (
        ngettext ("It is not on Pinterest yet", "They are not on Pinterest yet", left));
  if (left == 0)
    return g_strdup_printf (ngettext ("%u address copied", "%u addresses copied", n), n);
  return g_strdup_printf (ngettext ("%u address copied, pins not on Pinterest yet: %u",
                                    "%u addresses copied, pins not on Pinterest yet: %u", n),
                          n, left);
}

static void
do_copy (PfWindow *window, Call *call)
{
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *words = NULL;
  guint n = 0, left = 0;

  for (guint i = 0; i < call->chosen->len; i++)
    {
      g_autofree char *address = get_address (call, call->chosen->pdata[i]);

      if (address == NULL)
        {
          left++;
          continue;
        }
      if (n++ > 0)
        g_string_append_c (lines, '\n');
      g_string_append (lines, address);
    }
  if (n > 0)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (window)), lines->str);
  words = call->verb == VERB_COPY_LINKS ? words_for_links (n, left) : words_for_addresses (n, left);
  say (window, words);
}

static void
chosen_read (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  g_autoptr (PfWindow) window = g_weak_ref_get (&call->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBatch) batch = NULL;

  call->chosen = pf_chosen_pins_read_finish (PF_MIRROR (source), result, &error);
  if (window == NULL || pf_window_get_workspace (window) == NULL || call->chosen == NULL
      || call->chosen->len == 0)
    {
      if (window != NULL && error != NULL)
        {
          g_autofree char *words = pf_error_words (error);

          say (window, words);
        }
      call_free (call);
      return;
    }
  batch = pf_batch_new (pf_workspace_get_context (pf_window_get_workspace (window)), "");
  switch (call->verb)
    {
    case VERB_MOVE:
      do_move (window, call, batch);
      break;
    case VERB_SAVE:
      do_save (window, call, batch);
      break;
    case VERB_DELETE:
      do_delete (window, call);
      return;
    case VERB_COPY_LINKS:
    case VERB_COPY_ADDRESSES:
    default:
      do_copy (window, call);
      break;
    }
  call_free (call);
}

static Call *
call_new (PfWindow *window, PfConnection *connection, Verb verb)
{
  Call *call = g_new0 (Call, 1);

  call->verb = verb;
  g_weak_ref_init (&call->window, window);
  call->connection = g_object_ref (connection);
  return call;
}

static void
begin (Call *call, PfWindow *window, const char *const *uuids)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);

  if (uuids[0] == NULL)
    {
      call_free (call);
      return;
    }
  pf_chosen_pins_read_async (pf_workspace_get_mirror (workspace),
                             pf_workspace_get_outbox (workspace), call->connection, uuids, NULL,
                             chosen_read, call);
}

static void
set_place (Call *call,
           PfWindow *window,
           const char *board_uuid,
           const char *section_uuid,
           const char *section_name)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);
  g_autofree char *name
      = pf_board_list_get_name (pf_workspace_get_boards (workspace, call->connection), board_uuid);
  g_autofree char *place = section_name != NULL && name != NULL
                               ? g_strdup_printf ("%s › %s", name, section_name)
                               : g_strdup (name != NULL ? name : _ ("another board"));
  GSettings *settings = pf_context_get_settings (pf_workspace_get_context (workspace));

  call->board_uuid = g_strdup (board_uuid);
  call->section_uuid = g_strdup (section_uuid);
  call->place = pf_text_clean (place);
  pf_recent_boards_add (settings, pf_connection_get_id (call->connection), board_uuid);
}

/**
 * pf_pin_verbs_move:
 * @window: the window it is done in
 * @connection: whose pins
 * @uuids: (array zero-terminated=1): the pins
 * @board_uuid: where to
 * @section_uuid: (nullable): likewise
 * @section_name: (nullable): its name, for people
 *
 * Moves pins to a board or section. They are never made anew.
 */
void
pf_pin_verbs_move (PfWindow *window,
                   PfConnection *connection,
                   const char *const *uuids,
                   const char *board_uuid,
                   const char *section_uuid,
                   const char *section_name)
{
  Call *call = call_new (window, connection, VERB_MOVE);

  set_place (call, window, board_uuid, section_uuid, section_name);
  begin (call, window, uuids);
}

/**
 * pf_pin_verbs_save:
 * @window: the window it is done in
 * @connection: the account it is saved with
 * @uuids: (array zero-terminated=1): the pins
 * @board_uuid: where to
 * @section_uuid: (nullable): likewise
 * @section_name: (nullable): its name, for people
 *
 * Saves pins to a board as well: a copy of each.
 */
void
pf_pin_verbs_save (PfWindow *window,
                   PfConnection *connection,
                   const char *const *uuids,
                   const char *board_uuid,
                   const char *section_uuid,
                   const char *section_name)
{
  Call *call = call_new (window, connection, VERB_SAVE);

  set_place (call, window, board_uuid, section_uuid, section_name);
  begin (call, window, uuids);
}

/**
 * pf_pin_verbs_delete:
 * @window: the window it is done in
 * @connection: whose pins
 * @uuids: (array zero-terminated=1): the pins
 *
 * Deletes pins, with Undo; asks before when they are many.
 */
void
pf_pin_verbs_delete (PfWindow *window, PfConnection *connection, const char *const *uuids)
{
  begin (call_new (window, connection, VERB_DELETE), window, uuids);
}

/**
 * pf_pin_verbs_copy_links:
 * @window: the window it is done in
 * @connection: whose pins
 * @uuids: (array zero-terminated=1): the pins
 *
 * Puts the addresses that pins lead to on the clipboard, one a line.
 */
void
pf_pin_verbs_copy_links (PfWindow *window, PfConnection *connection, const char *const *uuids)
{
  begin (call_new (window, connection, VERB_COPY_LINKS), window, uuids);
}

/**
 * pf_pin_verbs_copy_addresses:
 * @window: the window it is done in
 * @connection: whose pins
 * @uuids: (array zero-terminated=1): the pins
 *
 * Puts the addresses of the pins themselves on the clipboard, one a line.
 */
void
pf_pin_verbs_copy_addresses (PfWindow *window, PfConnection *connection, const char *const *uuids)
{
  begin (call_new (window, connection, VERB_COPY_ADDRESSES), window, uuids);
}
