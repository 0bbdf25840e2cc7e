/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-handlers.h"
#include "practice-metrics.h"
#include "practice-present.h"

PracticePin *
practice_need_pin (PracticeExchange *x, const char *id, gboolean write)
{
  g_autoptr (PracticePin) pin = practice_store_pin (x->app->store, id);
  g_autoptr (PracticeBoard) board = NULL;

  if (pin != NULL && pin->account == x->grant->account)
    board = practice_store_board (x->app->store, pin->board_id);
  if (board == NULL || (g_str_equal (board->privacy, "SECRET") && !practice_sees_secrets (x)))
    {
      practice_reply_error (x, 404, 50, "Pin not found.");
      return NULL;
    }
  if (write && g_str_equal (board->privacy, "SECRET") && !practice_writes_secrets (x))
    {
      practice_reply_error (x, 401, 3, "Your token lacks the scope pins:write_secret.");
      return NULL;
    }
  return g_steal_pointer (&pin);
}

void
practice_pins_list (PracticeExchange *x)
{
  PracticePinFilter filter = { x->grant->account, NULL, NULL, practice_sees_secrets (x), FALSE };
  const char *pin_type = practice_query (x, "pin_type");
  g_autoptr (GPtrArray) pins = NULL;
  PracticeCursor cursor;
  JsonArray *items;
  gboolean more, metrics;
  guint size;

  if (pin_type != NULL && !g_str_equal (pin_type, "PRIVATE"))
    {
      practice_reply_error (x, 400, 1, "Parameter 'pin_type' can only be PRIVATE.");
      return;
    }
  filter.only_secret = pin_type != NULL;
  if (!practice_query_flag (x, "pin_metrics", &metrics)
      || !practice_page_params (x, &cursor, &size))
    return;
  pins = practice_store_pins (x->app->store, &filter, &cursor, size, &more);
  items = json_array_new ();
  for (guint i = 0; i < pins->len; i++)
    json_array_add_element (items, practice_present_pin (x, g_ptr_array_index (pins, i), metrics));
  practice_reply_page (x, items, more ? &cursor : NULL);
}

void
practice_pins_get (PracticeExchange *x)
{
  g_autoptr (PracticePin) pin = NULL;
  gboolean metrics;

  if (!practice_query_flag (x, "pin_metrics", &metrics))
    return;
  pin = practice_need_pin (x, x->args[0], FALSE);
  if (pin != NULL)
    practice_reply (x, 200, practice_present_pin (x, pin, metrics));
}

static void
replace (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

/* Where a pin is to go; a section alone lies on the board @home. FALSE after an error was
 * answered; NULLs when the body names no place. */
static gboolean
read_place (PracticeExchange *x,
            JsonObject *body,
            const char *home,
            PracticeBoard **board,
            PracticeSection **section)
{
  const char *board_id, *section_id;

  if (!practice_body_string (x, body, "board_id", 0, &board_id)
      || !practice_body_string (x, body, "board_section_id", 0, &section_id))
    return FALSE;
  if (board_id == NULL && json_object_has_member (body, "board_section_id"))
    board_id = home;
  if (board_id != NULL && (*board = practice_need_board (x, board_id, TRUE)) == NULL)
    return FALSE;
  if (section_id == NULL)
    return TRUE;
  if (*board == NULL)
    {
      practice_reply_error (x, 400, 1, "Invalid request: 'board_section_id' needs 'board_id'.");
      return FALSE;
    }
  *section = practice_need_section (x, *board, section_id);
  return *section != NULL;
}

void
practice_pins_update (PracticeExchange *x)
{
  static const struct
  {
    const char *name;
    glong max;
    gsize offset;
  } texts[] = {
    { "title", 100, G_STRUCT_OFFSET (PracticePin, title) },
    { "description", 800, G_STRUCT_OFFSET (PracticePin, description) },
    { "alt_text", 500, G_STRUCT_OFFSET (PracticePin, alt_text) },
    { "link", 2048, G_STRUCT_OFFSET (PracticePin, link) },
  };
  const char *values[G_N_ELEMENTS (texts)];
  g_autoptr (PracticePin) pin = NULL;
  g_autoptr (PracticeBoard) board = NULL;
  g_autoptr (PracticeSection) section = NULL;
  g_autofree char *old_board_id = NULL;
  JsonObject *body;

  if (x->app->switches.no_pin_edit)
    {
      practice_reply_error (x, 401, 3, "Your app is not allowed to use this feature: pin_edit.");
      return;
    }
  pin = practice_need_pin (x, x->args[0], TRUE);
  body = pin != NULL ? practice_body (x) : NULL;
  if (body == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!practice_body_string (x, body, texts[i].name, texts[i].max, &values[i]))
      return;
  if (!read_place (x, body, pin->board_id, &board, &section))
    return;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (json_object_has_member (body, texts[i].name))
      replace (G_STRUCT_MEMBER_P (pin, texts[i].offset), values[i]);
  old_board_id = g_strdup (pin->board_id);
  if (board != NULL)
    {
      replace (&pin->board_id, board->id);
      /* Another board without a section, or an explicit null, takes the pin out of its section. */
      replace (&pin->section_id, section != NULL ? section->id : NULL);
    }
  practice_store_change_pin (x->app->store, pin, old_board_id);
  practice_state_changed (x->app);
  practice_reply (x, 200, practice_present_pin (x, pin, FALSE));
}

void
practice_pins_delete (PracticeExchange *x)
{
  g_autoptr (PracticePin) pin = practice_need_pin (x, x->args[0], TRUE);

  if (pin == NULL)
    return;
  practice_store_delete_pin (x->app->store, pin);
  practice_state_changed (x->app);
  practice_reply_empty (x, x->app->switches.delete_status);
}

/* Saving makes a new pin of the same picture. */
void
practice_pins_save (PracticeExchange *x)
{
  g_autoptr (PracticePin) pin = practice_need_pin (x, x->args[0], FALSE);
  g_autoptr (PracticePin) saved = NULL;
  g_autoptr (PracticeBoard) board = NULL;
  g_autoptr (PracticeSection) section = NULL;
  JsonObject *body = pin != NULL ? practice_body (x) : NULL;

  if (body == NULL || !read_place (x, body, NULL, &board, &section))
    return;
  if (board == NULL)
    {
      practice_reply_error (x, 400, 1, "Invalid request: 'board_id' is a required property.");
      return;
    }
  saved = practice_pin_copy (pin);
  saved->id = practice_store_fresh_id (x->app->store);
  saved->account = x->grant->account;
  replace (&saved->board_id, board->id);
  replace (&saved->section_id, section != NULL ? section->id : NULL);
  replace (&saved->parent_pin_id, pin->id);
  saved->created = TRUE;
  saved->created_us = practice_now_us (x->app);
  practice_store_add_pin (x->app->store, saved);
  practice_state_changed (x->app);
  practice_reply (x, 201, practice_present_pin (x, saved, FALSE));
}
