/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-store-private.h"

#include "practice-poster.h"

PracticePin *
practice_store_seeded_pin (PracticeStore *self, guint account, guint pin)
{
  PracticePin *p = practice_pin_new ();
  guint64 chance = practice_world_pin_chance (self->world, account, pin);
  guint64 picture = practice_world_pin_picture (self->world, account, pin);
  g_autofree char *key = g_strdup_printf ("%016" G_GINT64_MODIFIER "x", picture);
  const PracticeTheme *theme;
  guint board, nth, width, height, title;
  int section;

  practice_world_locate_pin (self->world, pin, &board, &nth);
  theme = practice_world_board_theme (self->world, account, board);
  section = practice_world_pin_section (self->world, account, board, nth);
  title = nth % G_N_ELEMENTS (theme->titles);
  practice_poster_size (picture, &width, &height);

  p->id = practice_world_pin_id (account, pin);
  p->account = account;
  p->board_id = practice_world_board_id (account, board);
  p->section_id = section >= 0 ? practice_world_section_id (account, board, (guint)section) : NULL;
  /* One in nine has no title and one in eleven no link, as real ones do. */
  p->title = nth % 9 == 8 ? NULL : g_strdup (theme->titles[title]);
  p->description = g_strdup_printf ("%s #%s", theme->notes[(chance >> 8) % 5], theme->tag);
  p->alt_text = nth % 3 == 0 ? g_strdup_printf ("Illustration: %s", theme->titles[title]) : NULL;
  p->link = nth % 11 == 10
                ? NULL
                : g_strdup_printf ("https://%s/%u", theme->site, (guint)(chance % 9000 + 1000));
  p->dominant_color = practice_poster_color (picture);
  if (practice_world_pin_is_video (self->world, account, pin))
    {
      p->media_type = g_strdup ("video");
      p->media_id = practice_world_video_id (pin);
    }
  else
    p->media_type = g_strdup ("image");
  p->created_us = practice_world_pin_time (self->world, account, pin);
  g_ptr_array_add (p->pictures, practice_picture_new (key, width, height));
  return p;
}

/* Returns: (transfer full) (nullable): the seeded pin as it is now, NULL when it went away. */
static PracticePin *
seeded_now (PracticeStore *self, guint account, guint pin)
{
  g_autofree char *id = practice_world_pin_id (account, pin);
  PracticePin *changed;

  if (g_hash_table_contains (self->gone, id))
    return NULL;
  changed = g_hash_table_lookup (self->changed, id);
  return changed != NULL ? practice_pin_ref (changed)
                         : practice_store_seeded_pin (self, account, pin);
}

PracticePin *
practice_store_pin (PracticeStore *self, const char *id)
{
  PracticePin *extra = g_hash_table_lookup (self->extras, id);
  g_autoptr (PracticePin) p = NULL;
  g_autoptr (PracticeBoard) board = NULL;
  guint account, pin;

  if (extra != NULL)
    return practice_pin_ref (extra);
  if (!practice_world_parse_pin_id (self->world, id, &account, &pin))
    return NULL;
  p = seeded_now (self, account, pin);
  if (p != NULL)
    board = practice_store_board (self, p->board_id);
  return board != NULL ? g_steal_pointer (&p) : NULL;
}

static gboolean
pin_matches (PracticeStore *self, PracticePin *pin, const PracticePinFilter *filter)
{
  g_autoptr (PracticeBoard) board = NULL;
  gboolean secret;

  if (pin->account != filter->account)
    return FALSE;
  if (filter->section_id != NULL)
    return g_strcmp0 (pin->section_id, filter->section_id) == 0;
  if (filter->board_id != NULL)
    return g_str_equal (pin->board_id, filter->board_id);
  board = practice_store_board (self, pin->board_id);
  if (board == NULL)
    return FALSE;
  secret = g_str_equal (board->privacy, "SECRET");
  return secret ? filter->secret : !filter->only_secret;
}

GPtrArray *
practice_store_pins (PracticeStore *self,
                     const PracticePinFilter *filter,
                     PracticeCursor *cursor,
                     guint size,
                     gboolean *more)
{
  GPtrArray *page = g_ptr_array_new_with_free_func ((GDestroyNotify)practice_pin_unref);
  guint board = 0, account = filter->account, n;

  *more = TRUE;
  for (guint i = self->extra_order->len; !cursor->seeded && i > 0; i--)
    {
      PracticePin *pin = g_ptr_array_index (self->extra_order, i - 1);

      if (pin->serial >= cursor->at || !pin_matches (self, pin, filter))
        continue;
      if (page->len == size)
        return page;
      g_ptr_array_add (page, practice_pin_ref (pin));
      cursor->at = pin->serial;
    }
  if (!cursor->seeded)
    *cursor = (PracticeCursor){ TRUE, 0 };

  if (filter->board_id == NULL)
    n = practice_world_n_pins (self->world, account);
  else if (practice_world_parse_board_id (self->world, filter->board_id, &account, &board))
    n = practice_world_board_n_pins (self->world, account, board);
  else
    n = 0;
  for (; cursor->at < n; cursor->at++)
    {
      guint pin = filter->board_id == NULL
                      ? (guint)cursor->at
                      : practice_world_board_nth_pin (self->world, board, cursor->at);
      g_autoptr (PracticePin) p = seeded_now (self, account, pin);

      if (p == NULL || !pin_matches (self, p, filter))
        continue;
      if (page->len == size)
        return page;
      g_ptr_array_add (page, g_steal_pointer (&p));
    }
  *more = FALSE;
  return page;
}

GPtrArray *
practice_store_made_pins (PracticeStore *self, guint account)
{
  GPtrArray *made = g_ptr_array_new_with_free_func ((GDestroyNotify)practice_pin_unref);

  for (guint i = 0; i < self->extra_order->len; i++)
    {
      PracticePin *pin = g_ptr_array_index (self->extra_order, i);

      if (pin->created && pin->account == account)
        g_ptr_array_add (made, practice_pin_ref (pin));
    }
  return made;
}

void
practice_store_add_pin (PracticeStore *self, PracticePin *pin)
{
  pin->serial = self->next_serial++;
  g_ptr_array_add (self->extra_order, pin);
  g_hash_table_replace (self->extras, pin->id, practice_pin_ref (pin));
  practice_store_shift_count (self, pin->board_id, 1);
}

/* @pin was changed by the caller; it is put where it now belongs. */
void
practice_store_change_pin (PracticeStore *self, PracticePin *pin, const char *old_board_id)
{
  gboolean moved = !g_str_equal (pin->board_id, old_board_id);

  if (!moved)
    {
      if (!g_hash_table_contains (self->extras, pin->id)
          && g_hash_table_lookup (self->changed, pin->id) != pin)
        g_hash_table_replace (self->changed, pin->id, practice_pin_ref (pin));
      return;
    }

  practice_store_shift_count (self, old_board_id, -1);
  if (g_hash_table_contains (self->extras, pin->id))
    {
      g_autoptr (PracticePin) kept = practice_pin_ref (pin);

      g_ptr_array_remove (self->extra_order, pin);
      g_hash_table_remove (self->extras, pin->id);
      practice_store_add_pin (self, pin);
    }
  else
    {
      g_autoptr (PracticePin) kept = practice_pin_ref (pin);

      g_hash_table_add (self->gone, g_strdup (pin->id));
      g_hash_table_remove (self->changed, pin->id);
      practice_store_add_pin (self, pin);
    }
}

void
practice_store_delete_pin (PracticeStore *self, PracticePin *pin)
{
  g_autoptr (PracticePin) kept = practice_pin_ref (pin);

  practice_store_shift_count (self, kept->board_id, -1);
  if (g_hash_table_contains (self->extras, kept->id))
    {
      g_ptr_array_remove (self->extra_order, g_hash_table_lookup (self->extras, kept->id));
      g_hash_table_remove (self->extras, kept->id);
    }
  else
    {
      g_hash_table_add (self->gone, g_strdup (kept->id));
      g_hash_table_remove (self->changed, kept->id);
    }
}
