/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-store-private.h"

#define FIRST_ID G_GUINT64_CONSTANT (990000000000000000)

PracticeStore *
practice_store_new (PracticeWorld *world)
{
  PracticeStore *self = g_new0 (PracticeStore, 1);

  self->world = world;
  self->next_serial = 1;
  self->boards
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)practice_board_unref);
  self->new_boards = g_ptr_array_new ();
  self->sections = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                          (GDestroyNotify)practice_section_unref);
  self->new_sections = g_ptr_array_new ();
  self->extras
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)practice_pin_unref);
  self->extra_order = g_ptr_array_new ();
  self->changed
      = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify)practice_pin_unref);
  self->gone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->deltas = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
practice_store_free (PracticeStore *self)
{
  g_ptr_array_unref (self->new_boards);
  g_hash_table_unref (self->boards);
  g_ptr_array_unref (self->new_sections);
  g_hash_table_unref (self->sections);
  g_ptr_array_unref (self->extra_order);
  g_hash_table_unref (self->extras);
  g_hash_table_unref (self->changed);
  g_hash_table_unref (self->gone);
  g_hash_table_unref (self->deltas);
  g_free (self);
}

char *
practice_store_fresh_id (PracticeStore *self)
{
  self->next_id++;
  return g_strdup_printf ("%" G_GUINT64_FORMAT, FIRST_ID + self->next_id * 1013);
}

void
practice_store_shift_count (PracticeStore *self, const char *board_id, int by)
{
  int now = GPOINTER_TO_INT (g_hash_table_lookup (self->deltas, board_id));

  g_hash_table_insert (self->deltas, g_strdup (board_id), GINT_TO_POINTER (now + by));
}

/* ---- boards ---- */

PracticeBoard *
practice_store_seeded_board (PracticeStore *self, guint account, guint board)
{
  PracticeBoard *b = practice_board_new ();

  b->id = practice_world_board_id (account, board);
  b->account = account;
  b->name = practice_world_board_name (self->world, account, board);
  b->description = g_strdup (practice_world_board_theme (self->world, account, board)->about);
  b->privacy = g_strdup (practice_world_board_privacy (account, board));
  b->ads_only = g_str_equal (b->privacy, "PROTECTED");
  b->owner = g_strdup (practice_world_board_owner (account, board));
  b->created_us = practice_world_board_time (self->world, account, board);
  b->modified_us = practice_world_pin_time (self->world, account, 0);
  return b;
}

/* Returns: (transfer full) (nullable) */
PracticeBoard *
practice_store_board (PracticeStore *self, const char *id)
{
  PracticeBoard *over = g_hash_table_lookup (self->boards, id);
  guint account, board;

  if (over != NULL)
    return over->deleted ? NULL : practice_board_ref (over);
  if (practice_world_parse_board_id (self->world, id, &account, &board))
    return practice_store_seeded_board (self, account, board);
  return NULL;
}

static gboolean
privacy_matches (const char *privacy, const char *wanted, gboolean secret)
{
  if (!secret && g_str_equal (privacy, "SECRET"))
    return FALSE;
  if (wanted == NULL || g_str_equal (wanted, "ALL"))
    return TRUE;
  if (g_str_equal (wanted, "PUBLIC_AND_SECRET"))
    return !g_str_equal (privacy, "PROTECTED");
  return g_str_equal (privacy, wanted);
}

GPtrArray *
practice_store_boards (PracticeStore *self,
                       guint account,
                       const char *privacy,
                       gboolean secret,
                       PracticeCursor *cursor,
                       guint size,
                       gboolean *more)
{
  GPtrArray *page = g_ptr_array_new_with_free_func ((GDestroyNotify)practice_board_unref);
  guint n = practice_world_n_boards (self->world, account);

  *more = TRUE;
  for (guint i = self->new_boards->len; !cursor->seeded && i > 0; i--)
    {
      PracticeBoard *b = g_ptr_array_index (self->new_boards, i - 1);

      if (b->deleted || b->account != account || b->serial >= cursor->at
          || !privacy_matches (b->privacy, privacy, secret))
        continue;
      if (page->len == size)
        return page;
      g_ptr_array_add (page, practice_board_ref (b));
      cursor->at = b->serial;
    }
  if (!cursor->seeded)
    *cursor = (PracticeCursor){ TRUE, 0 };
  for (; cursor->at < n; cursor->at++)
    {
      g_autofree char *id = practice_world_board_id (account, cursor->at);
      g_autoptr (PracticeBoard) b = practice_store_board (self, id);

      if (b == NULL || !privacy_matches (b->privacy, privacy, secret))
        continue;
      if (page->len == size)
        return page;
      g_ptr_array_add (page, g_steal_pointer (&b));
    }
  *more = FALSE;
  return page;
}

guint
practice_store_n_boards (PracticeStore *self, guint account)
{
  guint n = practice_world_n_boards (self->world, account);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->boards);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      PracticeBoard *b = value;

      if (b->account != account)
        continue;
      if (b->created && !b->deleted)
        n++;
      else if (!b->created && b->deleted)
        n--;
    }
  return n;
}

guint
practice_store_n_pins (PracticeStore *self, guint account)
{
  int n = practice_world_n_pins (self->world, account);
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->deltas);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      PracticeBoard *over = g_hash_table_lookup (self->boards, key);
      guint a, b;

      if (over != NULL ? over->account == account && !over->deleted
                       : practice_world_parse_board_id (self->world, key, &a, &b) && a == account)
        n += GPOINTER_TO_INT (value);
    }
  g_hash_table_iter_init (&iter, self->boards);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      PracticeBoard *over = value;
      guint a, b;

      if (over->account == account && over->deleted && !over->created
          && practice_world_parse_board_id (self->world, key, &a, &b))
        n -= practice_world_board_n_pins (self->world, a, b);
    }
  return MAX (n, 0);
}

guint
practice_store_board_n_pins (PracticeStore *self, const char *board_id)
{
  int n = GPOINTER_TO_INT (g_hash_table_lookup (self->deltas, board_id));
  guint account, board;

  if (practice_world_parse_board_id (self->world, board_id, &account, &board))
    n += practice_world_board_n_pins (self->world, account, board);
  return MAX (n, 0);
}

void
practice_store_put_board (PracticeStore *self, PracticeBoard *board)
{
  if (g_hash_table_lookup (self->boards, board->id) == board)
    return;
  if (board->created)
    {
      board->serial = self->next_serial++;
      g_ptr_array_add (self->new_boards, board);
    }
  g_hash_table_replace (self->boards, board->id, practice_board_ref (board));
}

void
practice_store_delete_board (PracticeStore *self, PracticeBoard *board)
{
  for (guint i = self->extra_order->len; i > 0; i--)
    {
      g_autoptr (PracticePin) pin = practice_pin_ref (g_ptr_array_index (self->extra_order, i - 1));

      if (g_str_equal (pin->board_id, board->id))
        practice_store_delete_pin (self, pin);
    }
  board->deleted = TRUE;
  practice_store_put_board (self, board);
}

/* ---- sections ---- */

PracticeSection *
practice_store_seeded_section (PracticeStore *self, guint account, guint board, guint section)
{
  PracticeSection *s = practice_section_new ();

  s->id = practice_world_section_id (account, board, section);
  s->board_id = practice_world_board_id (account, board);
  s->name = g_strdup (practice_world_board_theme (self->world, account, board)->sections[section]);
  return s;
}

PracticeSection *
practice_store_section (PracticeStore *self, const char *id)
{
  PracticeSection *over = g_hash_table_lookup (self->sections, id);
  guint account, board, section;

  if (over != NULL)
    return over->deleted ? NULL : practice_section_ref (over);
  if (practice_world_parse_section_id (self->world, id, &account, &board, &section))
    return practice_store_seeded_section (self, account, board, section);
  return NULL;
}

GPtrArray *
practice_store_sections (PracticeStore *self, const char *board_id)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify)practice_section_unref);
  guint account, board;

  if (practice_world_parse_board_id (self->world, board_id, &account, &board))
    for (guint i = 0; i < practice_world_n_sections (self->world, account, board); i++)
      {
        g_autofree char *id = practice_world_section_id (account, board, i);
        PracticeSection *s = practice_store_section (self, id);

        if (s != NULL)
          g_ptr_array_add (all, s);
      }
  for (guint i = 0; i < self->new_sections->len; i++)
    {
      PracticeSection *s = g_ptr_array_index (self->new_sections, i);

      if (!s->deleted && g_str_equal (s->board_id, board_id))
        g_ptr_array_add (all, practice_section_ref (s));
    }
  return all;
}

void
practice_store_put_section (PracticeStore *self, PracticeSection *section)
{
  if (g_hash_table_lookup (self->sections, section->id) == section)
    return;
  if (section->created)
    {
      section->serial = self->next_serial++;
      g_ptr_array_add (self->new_sections, section);
    }
  g_hash_table_replace (self->sections, section->id, practice_section_ref (section));
}

/* The pins of a section go with it, as on Pinterest's own page. */
void
practice_store_delete_section (PracticeStore *self, guint account, PracticeSection *section)
{
  PracticePinFilter filter = { account, section->board_id, section->id, TRUE, FALSE };
  PracticeCursor cursor = { FALSE, G_MAXUINT64 };
  gboolean more;
  g_autoptr (GPtrArray) pins = practice_store_pins (self, &filter, &cursor, G_MAXUINT, &more);

  for (guint i = 0; i < pins->len; i++)
    practice_store_delete_pin (self, g_ptr_array_index (pins, i));
  section->deleted = TRUE;
  practice_store_put_section (self, section);
}
