/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-handlers.h"
#include "practice-metrics.h"
#include "practice-present.h"

gboolean
practice_sees_secrets (PracticeExchange *x)
{
  return practice_has_scope (x, "boards:read_secret") && practice_has_scope (x, "pins:read_secret");
}

gboolean
practice_writes_secrets (PracticeExchange *x)
{
  return practice_has_scope (x, "boards:write_secret")
         && practice_has_scope (x, "pins:write_secret");
}

static gboolean
may_write_secret (PracticeExchange *x)
{
  if (practice_writes_secrets (x))
    return TRUE;
  practice_reply_error (x, 401, 3,
                        "Your token lacks the scopes for secret boards: boards:write_secret, "
                        "pins:write_secret.");
  return FALSE;
}

PracticeBoard *
practice_need_board (PracticeExchange *x, const char *id, gboolean write)
{
  g_autoptr (PracticeBoard) board = practice_store_board (x->app->store, id);

  if (board == NULL || board->account != x->grant->account
      || (g_str_equal (board->privacy, "SECRET") && !practice_sees_secrets (x)))
    {
      practice_reply_error (x, 404, 40, "Board not found.");
      return NULL;
    }
  if (write && g_str_equal (board->privacy, "SECRET") && !may_write_secret (x))
    return NULL;
  return g_steal_pointer (&board);
}

void
practice_boards_list (PracticeExchange *x)
{
  static const char *const filters[]
      = { "ALL", "PUBLIC", "PROTECTED", "SECRET", "PUBLIC_AND_SECRET", NULL };
  const char *privacy = practice_query (x, "privacy");
  JsonArray *items;
  PracticeCursor cursor;
  gboolean more;
  guint size;
  g_autoptr (GPtrArray) boards = NULL;

  if (privacy != NULL && !g_strv_contains (filters, privacy))
    {
      practice_reply_error (x, 400, 1, "Parameter 'privacy' is not one of the documented words.");
      return;
    }
  if (!practice_page_params (x, &cursor, &size))
    return;
  boards = practice_store_boards (x->app->store, x->grant->account, privacy,
                                  practice_sees_secrets (x), &cursor, size, &more);
  items = json_array_new ();
  for (guint i = 0; i < boards->len; i++)
    json_array_add_element (items, practice_present_board (x, g_ptr_array_index (boards, i)));
  practice_reply_page (x, items, more ? &cursor : NULL);
}

/* Takes name, description and privacy from the body. FALSE after an error was answered. */
static gboolean
read_board_body (PracticeExchange *x, PracticeBoard *board, gboolean create)
{
  JsonObject *body = practice_body (x);
  const char *name, *description, *privacy;

  if (body == NULL || !practice_body_string (x, body, "name", 0, &name)
      || !practice_body_string (x, body, "description", 0, &description)
      || !practice_body_string (x, body, "privacy", 0, &privacy))
    return FALSE;
  if ((create && name == NULL) || (name != NULL && name[0] == '\0'))
    {
      practice_reply_error (x, 400, 1, "Invalid request: 'name' is a required property.");
      return FALSE;
    }
  if (privacy != NULL && !g_str_equal (privacy, "PUBLIC") && !g_str_equal (privacy, "SECRET")
      && !(create && g_str_equal (privacy, "PROTECTED")))
    {
      practice_reply_error (x, 400, 1, "Invalid request: 'privacy' cannot be '%s'.", privacy);
      return FALSE;
    }
  if (g_strcmp0 (privacy, "SECRET") == 0 && !may_write_secret (x))
    return FALSE;
  if (name != NULL)
    {
      g_free (board->name);
      board->name = g_strdup (name);
    }
  if (json_object_has_member (body, "description"))
    {
      g_free (board->description);
      board->description = g_strdup (description);
    }
  if (privacy != NULL)
    {
      g_free (board->privacy);
      board->privacy = g_strdup (privacy);
    }
  return TRUE;
}

void
practice_boards_create (PracticeExchange *x)
{
  g_autoptr (PracticeBoard) board = practice_board_new ();

  board->privacy = g_strdup ("PUBLIC");
  if (!read_board_body (x, board, TRUE))
    return;
  board->id = practice_store_fresh_id (x->app->store);
  board->account = x->grant->account;
  board->owner = g_strdup (practice_account (x->grant->account)->username);
  board->created = TRUE;
  board->created_us = board->modified_us = practice_now_us (x->app);
  practice_store_put_board (x->app->store, board);
  practice_state_changed (x->app);
  practice_reply (x, x->app->switches.create_status, practice_present_board (x, board));
}

void
practice_boards_get (PracticeExchange *x)
{
  g_autoptr (PracticeBoard) board = practice_need_board (x, x->args[0], FALSE);

  if (board != NULL)
    practice_reply (x, 200, practice_present_board (x, board));
}

void
practice_boards_update (PracticeExchange *x)
{
  g_autoptr (PracticeBoard) board = practice_need_board (x, x->args[0], TRUE);

  if (board == NULL || !read_board_body (x, board, FALSE))
    return;
  practice_store_put_board (x->app->store, board);
  practice_state_changed (x->app);
  practice_reply (x, 200, practice_present_board (x, board));
}

void
practice_boards_delete (PracticeExchange *x)
{
  g_autoptr (PracticeBoard) board = practice_need_board (x, x->args[0], TRUE);

  if (board == NULL)
    return;
  if (!g_str_equal (board->owner, practice_account (x->grant->account)->username))
    {
      practice_reply_error (x, 403, 29,
                            "You are not permitted to delete a board of somebody else.");
      return;
    }
  practice_store_delete_board (x->app->store, board);
  practice_state_changed (x->app);
  practice_reply_empty (x, 204);
}

void
practice_board_pins (PracticeExchange *x)
{
  g_autoptr (PracticeBoard) board = practice_need_board (x, x->args[0], FALSE);
  g_autoptr (GPtrArray) pins = NULL;
  PracticePinFilter filter;
  PracticeCursor cursor;
  JsonArray *items;
  gboolean more, metrics;
  guint size;

  if (board == NULL || !practice_query_flag (x, "pin_metrics", &metrics)
      || !practice_page_params (x, &cursor, &size))
    return;
  filter = (PracticePinFilter){ x->grant->account, board->id, NULL, TRUE, FALSE };
  pins = practice_store_pins (x->app->store, &filter, &cursor, size, &more);
  items = json_array_new ();
  for (guint i = 0; i < pins->len; i++)
    json_array_add_element (items, practice_present_pin (x, g_ptr_array_index (pins, i), metrics));
  practice_reply_page (x, items, more ? &cursor : NULL);
}
