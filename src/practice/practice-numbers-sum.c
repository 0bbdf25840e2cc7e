/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-numbers-private.h"

#include <string.h>

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

/* Lifetime numbers are counted day by day from the beginning of a block of days, so that they
 * do not fall from one day to the next. */
#define BLOCK_DAYS 91

enum
{
  SALT_GAP = 101,
  SALT_FOLLOWERS,
};

PracticeDay
practice_numbers_day (PracticeNumbers *self, guint account, gint64 day, gint64 today)
{
  guint64 chance = practice_numbers_chance (self, SALT_GAP, account, day);
  gint64 age = today - day;

  if (age <= 0)
    return PRACTICE_DAY_PROCESSING;
  if (age <= 2)
    return PRACTICE_DAY_ESTIMATE;
  if (chance % 59 == 5)
    return PRACTICE_DAY_MISSING;
  /* Some days come late, some never. */
  if (chance % 41 == 3 && ((chance >> 32) % 2 == 0 || age < 30))
    return PRACTICE_DAY_PROCESSING;
  return PRACTICE_DAY_READY;
}

static gboolean
is_hidden (PracticeStore *store, PracticePin *pin)
{
  g_autoptr (PracticeBoard) board = practice_store_board (store, pin->board_id);

  return board == NULL || g_str_equal (board->privacy, "SECRET");
}

void
practice_numbers_account (PracticeNumbers *self,
                          PracticeStore *store,
                          guint account,
                          const PracticeSlice *slice,
                          gint64 first,
                          guint n_days,
                          gint64 today,
                          PracticeCounts *days)
{
  guint n = practice_world_n_pins (practice_numbers_world (self), account);
  g_autoptr (GPtrArray) made = practice_store_made_pins (store, account);

  memset (days, 0, n_days * sizeof *days);
  for (guint i = 0; i < PRACTICE_N_UNITS + PRACTICE_N_FOREIGN; i++)
    {
      gboolean seeded = i < PRACTICE_N_UNITS;
      PracticeUnit unit = seeded ? practice_unit_seeded (self, account, i)
                                 : practice_unit_foreign (self, account, i - PRACTICE_N_UNITS);

      if (!seeded || i < n)
        for (guint d = 0; d < n_days; d++)
          practice_unit_add (self, &unit, slice, first + d, today, days[d].n);
    }
  for (guint i = 0; i < made->len; i++)
    {
      PracticePin *pin = g_ptr_array_index (made, i);
      PracticeUnit unit = practice_unit_made (self, pin);

      if (!is_hidden (store, pin))
        for (guint d = 0; d < n_days; d++)
          practice_unit_add (self, &unit, slice, first + d, today, days[d].n);
    }
}

void
practice_numbers_pin (PracticeNumbers *self,
                      PracticeStore *store,
                      PracticePin *pin,
                      const PracticeSlice *slice,
                      gint64 first,
                      guint n_days,
                      gint64 today,
                      PracticeCounts *days)
{
  guint account, index;
  PracticeUnit unit;

  memset (days, 0, n_days * sizeof *days);
  if (!pin->created
      && practice_world_parse_pin_id (practice_numbers_world (self), pin->id, &account, &index))
    {
      unit = practice_unit_seeded (self, account, index % PRACTICE_N_UNITS);
      for (guint d = 0; d < n_days; d++)
        practice_unit_add_pin (self, &unit, index, slice, first + d, today, days[d].n);
    }
  else if (!is_hidden (store, pin))
    {
      unit = practice_unit_made (self, pin);
      for (guint d = 0; d < n_days; d++)
        practice_unit_add (self, &unit, slice, first + d, today, days[d].n);
    }
}

void
practice_numbers_lifetime (PracticeNumbers *self,
                           PracticeStore *store,
                           PracticePin *pin,
                           gint64 today,
                           PracticeCounts *sum)
{
  static const double usual[PRACTICE_N_COUNTS] = {
    [PRACTICE_IMPRESSION] = 1, [PRACTICE_PIN_CLICK] = 0.04, [PRACTICE_OUTBOUND_CLICK] = 0.01,
    [PRACTICE_SAVE] = 0.03,    [PRACTICE_REACTION] = 0.005, [PRACTICE_COMMENT] = 0.0006,
  };
  PracticeSlice all = PRACTICE_SLICE_ALL;
  gint64 born = pin->created_us / DAY_US;
  gint64 start = MAX ((today - 90) / BLOCK_DAYS * BLOCK_DAYS, born);
  guint n_days = today > start ? (guint)(today - start) : 0;
  g_autofree PracticeCounts *days = g_new0 (PracticeCounts, n_days + 1);
  guint account, index;

  memset (sum, 0, sizeof *sum);
  practice_numbers_pin (self, store, pin, &all, start, n_days, today, days);
  for (guint d = 0; d < n_days; d++)
    for (guint c = 0; c < PRACTICE_N_COUNTS; c++)
      sum->n[c] += days[d].n[c];
  if (!pin->created
      && practice_world_parse_pin_id (practice_numbers_world (self), pin->id, &account, &index))
    {
      PracticeUnit unit = practice_unit_seeded (self, account, index % PRACTICE_N_UNITS);
      double a_day = unit.rate * practice_unit_share (self, account, index) * 1.6;

      for (guint c = 0; c < PRACTICE_N_COUNTS; c++)
        sum->n[c] += (gint64)(a_day * usual[c] * (double)(start - born));
    }
}

static void
rank (PracticeNumbers *self,
      const PracticeUnit *unit,
      int pin,
      char *id,
      const PracticeSlice *slice,
      gint64 first,
      guint n_days,
      gint64 today,
      GArray *ranked)
{
  PracticeRanked one = { .pin_id = id, .format = unit->format };

  for (guint d = 0; d < n_days; d++)
    {
      PracticeDay known = practice_numbers_day (self, unit->account, first + d, today);

      if (known != PRACTICE_DAY_READY && known != PRACTICE_DAY_ESTIMATE)
        continue;
      if (pin >= 0)
        practice_unit_add_pin (self, unit, (guint)pin, slice, first + d, today, one.counts.n);
      else
        practice_unit_add (self, unit, slice, first + d, today, one.counts.n);
    }
  if (one.counts.n[PRACTICE_IMPRESSION] > 0)
    g_array_append_val (ranked, one);
  else
    g_free (id);
}

static void
clear_ranked (gpointer data)
{
  g_free (((PracticeRanked *)data)->pin_id);
}

GArray *
practice_numbers_candidates (PracticeNumbers *self,
                             PracticeStore *store,
                             guint account,
                             const PracticeSlice *slice,
                             gint64 created_after_us,
                             gint64 first,
                             guint n_days,
                             gint64 today)
{
  GArray *ranked = g_array_new (FALSE, FALSE, sizeof (PracticeRanked));
  g_autoptr (GPtrArray) made = practice_store_made_pins (store, account);

  g_array_set_clear_func (ranked, clear_ranked);
  for (guint i = 0; i < PRACTICE_N_UNITS; i++)
    {
      guint n;
      const guint *hot = practice_unit_hot (self, account, i, &n);
      PracticeUnit unit = practice_unit_seeded (self, account, i);

      for (guint k = 0; k < n; k++)
        {
          g_autofree char *id = practice_world_pin_id (account, hot[k]);
          g_autoptr (PracticePin) pin = practice_store_pin (store, id);

          if (pin != NULL && pin->created_us >= created_after_us)
            rank (self, &unit, (int)hot[k], g_steal_pointer (&id), slice, first, n_days, today,
                  ranked);
        }
    }
  for (guint i = 0; created_after_us <= 0 && i < PRACTICE_N_FOREIGN; i++)
    {
      PracticeUnit unit = practice_unit_foreign (self, account, i);

      rank (self, &unit, -1, practice_unit_foreign_id (self, account, i), slice, first, n_days,
            today, ranked);
    }
  for (guint i = 0; i < made->len; i++)
    {
      PracticePin *pin = g_ptr_array_index (made, i);
      PracticeUnit unit = practice_unit_made (self, pin);

      if (!is_hidden (store, pin) && pin->created_us >= created_after_us)
        rank (self, &unit, -1, g_strdup (pin->id), slice, first, n_days, today, ranked);
    }
  return ranked;
}

gint64
practice_numbers_followers (PracticeNumbers *self, guint account, gint64 today)
{
  gint64 day = CLAMP (today, 19000, 40000);
  guint64 chance = practice_numbers_chance (self, SALT_FOLLOWERS, account, day);

  if (practice_account (account)->empty)
    return 0;
  /* Some days a few go away again. */
  return 1200 + account * 317 + (day - 19000) * (3 + account) / 5 + (gint64)(chance % 5)
         - (chance % 13 == 0 ? 6 : 0);
}
