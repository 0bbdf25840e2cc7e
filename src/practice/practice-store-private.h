/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-store.h"

G_BEGIN_DECLS

struct _PracticeStore
{
  PracticeWorld *world;
  guint64 next_serial;
  guint64 next_id;
  /* Changed, created and deleted boards and sections by id; the arrays keep the created ones. */
  GHashTable *boards;
  GPtrArray *new_boards;
  GHashTable *sections;
  GPtrArray *new_sections;
  /* Pins created or moved to another board, in the order in which they came there. */
  GHashTable *extras;
  GPtrArray *extra_order;
  /* Seeded pins changed where they are, and seeded pins that are no longer there. */
  GHashTable *changed;
  GHashTable *gone;
  /* Board id -> pins more (or fewer) than the world says. */
  GHashTable *deltas;
};

PracticeBoard *practice_store_seeded_board (PracticeStore *self, guint account, guint board);
PracticePin *practice_store_seeded_pin (PracticeStore *self, guint account, guint pin);
PracticeSection *
practice_store_seeded_section (PracticeStore *self, guint account, guint board, guint section);
void practice_store_shift_count (PracticeStore *self, const char *board_id, int by);

G_END_DECLS
