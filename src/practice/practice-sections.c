/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-handlers.h"
#include "practice-present.h"

PracticeSection *
practice_need_section (PracticeExchange *x, PracticeBoard *board, const char *id)
{
  g_autoptr (PracticeSection) section = practice_store_section (x->app->store, id);

  if (section == NULL || !g_str_equal (section->board_id, board->id))
    {
      practice_reply_error (x, 404, 2031, "Board section not found.");
      return NULL;
    }
  return g_steal_pointer (&section);
}

void
practice_sections_list (PracticeExchange *x)
{
  g_autoptr (PracticeBoard) board = practice_need_board (x, x->args[0], FALSE);
  g_autoptr (GPtrArray) sections = NULL;
  PracticeCursor cursor;
  JsonArray *items;
  guint size, i;

  if (board == NULL || !practice_page_params (x, &cursor, &size))
    return;
  sections = practice_store_sections (x->app->store, board->id);
  items = json_array_new ();
  i = cursor.seeded ? (guint)MIN (cursor.at, sections->len) : 0;
  for (; i < sections->len && json_array_get_length (items) < size; i++)
    json_array_add_element (items, practice_present_section (g_ptr_array_index (sections, i)));
  cursor = (PracticeCursor){ TRUE, i };
  practice_reply_page (x, items, i < sections->len ? &cursor : NULL);
}

static gboolean
read_name (PracticeExchange *x, PracticeBoard *board, const char *own_id, const char **name)
{
  JsonObject *body = practice_body (x);
  g_autoptr (GPtrArray) sections = NULL;

  if (body == NULL || !practice_body_string (x, body, "name", 180, name))
    return FALSE;
  if (*name == NULL || (*name)[0] == '\0')
    {
      practice_reply_error (x, 400, 1, "Invalid request: 'name' is a required property.");
      return FALSE;
    }
  sections = practice_store_sections (x->app->store, board->id);
  for (guint i = 0; i < sections->len; i++)
    {
      PracticeSection *s = g_ptr_array_index (sections, i);

      if (g_str_equal (s->name, *name) && g_strcmp0 (s->id, own_id) != 0)
        {
          practice_reply_error (x, 409, 409, "The board already has a section of this name.");
          return FALSE;
        }
    }
  return TRUE;
}

void
practice_sections_create (PracticeExchange *x)
{
  g_autoptr (PracticeBoard) board = practice_need_board (x, x->args[0], TRUE);
  g_autoptr (PracticeSection) section = NULL;
  const char *name;

  if (board == NULL || !read_name (x, board, NULL, &name))
    return;
  section = practice_section_new ();
  section->id = practice_store_fresh_id (x->app->store);
  section->board_id = g_strdup (board->id);
  section->name = g_strdup (name);
  section->created = TRUE;
  practice_store_put_section (x->app->store, section);
  practice_state_changed (x->app);
  practice_reply (x, 201, practice_present_section (section));
}

void
practice_sections_update (PracticeExchange *x)
{
  g_autoptr (PracticeBoard) board = practice_need_board (x, x->args[0], TRUE);
  g_autoptr (PracticeSection) section = NULL;
  const char *name;

  if (board == NULL)
    return;
  section = practice_need_section (x, board, x->args[1]);
  if (section == NULL || !read_name (x, board, section->id, &name))
    return;
  g_free (section->name);
  section->name = g_strdup (name);
  practice_store_put_section (x->app->store, section);
  practice_state_changed (x->app);
  practice_reply (x, 200, practice_present_section (section));
}

void
practice_sections_delete (PracticeExchange *x)
{
  g_autoptr (PracticeBoard) board = practice_need_board (x, x->args[0], TRUE);
  g_autoptr (PracticeSection) section = NULL;

  if (board == NULL)
    return;
  section = practice_need_section (x, board, x->args[1]);
  if (section == NULL)
    return;
  practice_store_delete_section (x->app->store, board->account, section);
  practice_state_changed (x->app);
  practice_reply_empty (x, 204);
}

void
practice_section_pins (PracticeExchange *x)
{
  g_autoptr (PracticeBoard) board = practice_need_board (x, x->args[0], FALSE);
  g_autoptr (PracticeSection) section = NULL;
  g_autoptr (GPtrArray) pins = NULL;
  PracticePinFilter filter;
  PracticeCursor cursor;
  JsonArray *items;
  gboolean more;
  guint size;

  if (board == NULL)
    return;
  section = practice_need_section (x, board, x->args[1]);
  if (section == NULL || !practice_page_params (x, &cursor, &size))
    return;
  filter = (PracticePinFilter){ x->grant->account, board->id, section->id, TRUE, FALSE };
  pins = practice_store_pins (x->app->store, &filter, &cursor, size, &more);
  items = json_array_new ();
  for (guint i = 0; i < pins->len; i++)
    json_array_add_element (items, practice_present_pin (x, g_ptr_array_index (pins, i), FALSE));
  practice_reply_page (x, items, more ? &cursor : NULL);
}
