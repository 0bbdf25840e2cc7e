/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-pin-order.h"

#include <string.h>

/* More parts than these are told as one: the list was sorted anew. */
#define MAX_HUNKS 64

static const guint8 *
uuid_at (PfPinOrder *order, guint position)
{
  return pf_pin_order_get_key (order, position)->uuid;
}

static gboolean
same (PfPinOrder *before, guint i, PfPinOrder *now, guint j)
{
  return memcmp (uuid_at (before, i), uuid_at (now, j), 16) == 0;
}

/* A pin that is in both, in places that follow each other in both. */
typedef struct
{
  guint before, now;
} Kept;

/* The longest run of pins that keep their order (patience sorting): @olds has for each new place
 * the old one, or G_MAXUINT. */
static GArray *
keep_longest (const guint *olds, guint n)
{
  GArray *kept = g_array_new (FALSE, FALSE, sizeof (Kept));
  g_autofree guint *tails = g_new (guint, n + 1); /* new place that ends a run of this length */
  g_autofree guint *links = g_new (guint, n + 1);
  guint length = 0;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0, high = length;

      if (olds[i] == G_MAXUINT)
        continue;
      while (low < high)
        {
          guint middle = low + (high - low) / 2;

          if (olds[tails[middle]] < olds[i])
            low = middle + 1;
          else
            high = middle;
        }
      links[i] = low > 0 ? tails[low - 1] : G_MAXUINT;
      tails[low] = i;
      length = MAX (length, low + 1);
    }
  g_array_set_size (kept, length);
  for (guint at = length > 0 ? tails[length - 1] : 0; length > 0; length--)
    {
      g_array_index (kept, Kept, length - 1) = (Kept){ olds[at], at };
      at = links[at];
    }
  return kept;
}

static void
note_refreshed (PfPinOrder *before, guint i, PfPinOrder *now, guint j, GArray *refreshed)
{
  PfPinEntry old = pf_pin_order_get (before, i), new = pf_pin_order_get (now, j);
  PfPinHunk hunk = { i, 1, j, 1 };

  if (old.hash == new.hash && old.key->entry == new.key->entry)
    return;
  if (refreshed->len > 0)
    {
      PfPinHunk *last = &g_array_index (refreshed, PfPinHunk, refreshed->len - 1);

      if (last->now + last->added == j || refreshed->len >= MAX_HUNKS)
        {
          last->added = j + 1 - last->now;
          return;
        }
    }
  g_array_append_val (refreshed, hunk);
}

static void
add_hunk (GArray *hunks, guint before, guint removed, guint now, guint added)
{
  PfPinHunk hunk = { before, removed, now, added };

  if (removed > 0 || added > 0)
    g_array_append_val (hunks, hunk);
}

/* What lies between @head places in front and @tail behind that are the same. */
static void
compare_middle (
    PfPinOrder *before, PfPinOrder *now, guint head, guint tail, GArray *hunks, GArray *refreshed)
{
  guint n_before = pf_pin_order_get_length (before) - head - tail;
  guint n_now = pf_pin_order_get_length (now) - head - tail;
  g_autofree guint *olds = NULL;
  g_autoptr (GArray) kept = NULL;
  guint i = 0, j = 0;

  if (n_before == 0 || n_now == 0)
    {
      add_hunk (hunks, head, n_before, head, n_now);
      return;
    }
  olds = g_new (guint, n_now);
  for (guint k = 0; k < n_now; k++)
    {
      guint old;

      olds[k] = G_MAXUINT;
      if (pf_pin_order_find (before, uuid_at (now, head + k), &old) && old >= head
          && old < head + n_before)
        olds[k] = old - head;
    }
  kept = keep_longest (olds, n_now);
  for (guint k = 0; k < kept->len; k++)
    {
      const Kept *next = &g_array_index (kept, Kept, k);

      add_hunk (hunks, head + i, next->before - i, head + j, next->now - j);
      note_refreshed (before, head + next->before, now, head + next->now, refreshed);
      i = next->before + 1;
      j = next->now + 1;
    }
  add_hunk (hunks, head + i, n_before - i, head + j, n_now - j);
  if (hunks->len > MAX_HUNKS)
    {
      g_array_set_size (hunks, 0);
      add_hunk (hunks, head, n_before, head, n_now);
    }
}

/**
 * pf_pin_order_compare:
 * @before: an order
 * @now: what follows it
 * @hunks: (out) (element-type PfPinHunk): what differs
 * @refreshed: (out) (element-type PfPinHunk): pins that say something else
 *
 * Finds what a list has to tell when one order takes the place of another.
 */
void
pf_pin_order_compare (PfPinOrder *before, PfPinOrder *now, GArray **hunks, GArray **refreshed)
{
  guint n_before = pf_pin_order_get_length (before), n_now = pf_pin_order_get_length (now);
  guint shorter = MIN (n_before, n_now);
  guint head = 0, tail = 0;

  *hunks = g_array_new (FALSE, FALSE, sizeof (PfPinHunk));
  *refreshed = g_array_new (FALSE, FALSE, sizeof (PfPinHunk));
  while (head < shorter && same (before, head, now, head))
    {
      note_refreshed (before, head, now, head, *refreshed);
      head++;
    }
  while (tail < shorter - head && same (before, n_before - 1 - tail, now, n_now - 1 - tail))
    tail++;
  compare_middle (before, now, head, tail, *hunks, *refreshed);
  for (guint k = tail; k > 0; k--)
    note_refreshed (before, n_before - k, now, n_now - k, *refreshed);
}
