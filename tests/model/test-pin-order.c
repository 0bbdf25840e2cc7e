/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/model/pf-pin-order.h"
#include "core/outbox/pf-outbox-record.h"

#include <string.h>

/* Orders and overlays by themselves: no thread, no database. */

#define BOARD "b0000000-0000-4000-8000-000000000001"
#define OTHER "b0000000-0000-4000-8000-000000000002"
#define SECTION "50000000-0000-4000-8000-000000000001"

static char *
uuid_of (guint number)
{
  return g_strdup_printf ("%08x-0000-4000-8000-000000000000", number * 2654435761u);
}

static void
add_key (GArray *keys, guint number, const char *section)
{
  g_autofree char *text = uuid_of (number);
  PfMirrorKey key = { .entry = (gint64)number + 1,
                      .aspect = 1,
                      .hash = number + 100,
                      .section = pf_mirror_section_digest (section),
                      .flags = number % 2 ? PF_MIRROR_LINK : 0 };

  g_assert_true (pf_uuid_from_text (key.uuid, text));
  g_array_append_val (keys, key);
}

static GArray *
make_keys (guint n)
{
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));

  for (guint i = 0; i < n; i++)
    add_key (keys, i, NULL);
  return keys;
}

static void
row_unref (gpointer row)
{
  pf_outbox_row_unref (row);
}

static GPtrArray *
make_rows (void)
{
  return g_ptr_array_new_with_free_func (row_unref);
}

static PfOutboxRecord *
add_row (GPtrArray *rows, PfOutboxOp op, PfOutboxState state, guint number, const char *board)
{
  PfOutboxRecord *record = pf_outbox_record_new ();

  record->row.uuid = g_strdup_printf ("row-%u-%d", number, (int)op);
  record->row.connection_id = g_strdup ("c");
  record->row.object_uuid = uuid_of (number);
  record->row.board_uuid = g_strdup (board);
  record->row.op = op;
  record->row.state = state;
  record->row.seq = rows->len + 1;
  g_ptr_array_add (rows, &record->row);
  return record;
}

static void
set_changes (PfOutboxRecord *record, const PfChanges *changes)
{
  record->changes = pf_changes_copy (changes);
}

static PfPinOverlay *
overlay (GPtrArray *rows, GArray *keys, GArray *guests, PfPinOverlay *before)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  PfPinOverlay *self = pf_pin_overlay_new (rows, "c", BOARD, before, keys);

  pf_pin_overlay_seat (self, guests != NULL ? guests : none);
  return self;
}

static PfPinOrder *
order (GArray *keys, PfPinOverlay *over, GPtrArray *groups)
{
  return pf_pin_order_new (&(PfPinPlan){ .keys = keys, .overlay = over, .groups = groups });
}

static gboolean
has (PfPinOrder *self, guint number)
{
  g_autofree char *text = uuid_of (number);
  guint8 uuid[16];
  guint position;

  pf_uuid_from_text (uuid, text);
  return pf_pin_order_find (self, uuid, &position);
}

/* Applies what is told to a copy of the old list: it must be the new one. */
static void
check_hunks (PfPinOrder *before, PfPinOrder *now)
{
  g_autoptr (GArray) hunks = NULL, refreshed = NULL;
  g_autoptr (GPtrArray) copy = g_ptr_array_new ();

  pf_pin_order_compare (before, now, &hunks, &refreshed);
  for (guint i = 0; i < pf_pin_order_get_length (before); i++)
    g_ptr_array_add (copy, (gpointer)pf_pin_order_get_key (before, i)->uuid);
  for (guint i = 0; i < hunks->len; i++)
    {
      const PfPinHunk *hunk = &g_array_index (hunks, PfPinHunk, i);

      g_assert_cmpuint (hunk->now + hunk->removed, <=, copy->len);
      if (hunk->removed > 0)
        g_ptr_array_remove_range (copy, hunk->now, hunk->removed);
      for (guint j = 0; j < hunk->added; j++)
        g_ptr_array_insert (copy, (int)(hunk->now + j),
                            (gpointer)pf_pin_order_get_key (now, hunk->now + j)->uuid);
    }
  g_assert_cmpuint (copy->len, ==, pf_pin_order_get_length (now));
  for (guint i = 0; i < copy->len; i++)
    g_assert_cmpmem (copy->pdata[i], 16, pf_pin_order_get_key (now, i)->uuid, 16);
}

static void
test_compare (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();
  g_autoptr (GRand) random = g_rand_new_with_seed (7);
  g_autoptr (PfPinOrder) before = NULL;

  for (guint round = 0; round < 300; round++)
    {
      guint n = (guint)g_rand_int_range (random, 0, 60);
      g_autoptr (GArray) keys = make_keys (n);
      g_autoptr (PfPinOverlay) over = NULL;
      g_autoptr (PfPinOrder) now = NULL;

      /* From hardly changed to wholly mixed. */
      for (guint i = 0; n > 0 && i < round / 10; i++)
        {
          guint a = (guint)g_rand_int_range (random, 0, (gint)n);
          guint b = (guint)g_rand_int_range (random, 0, (gint)n);
          PfMirrorKey key = g_array_index (keys, PfMirrorKey, a);

          g_array_index (keys, PfMirrorKey, a) = g_array_index (keys, PfMirrorKey, b);
          g_array_index (keys, PfMirrorKey, b) = key;
        }
      over = overlay (rows, keys, NULL, NULL);
      now = order (keys, over, NULL);
      if (before != NULL)
        check_hunks (before, now);
      g_clear_pointer (&before, pf_pin_order_unref);
      before = g_steal_pointer (&now);
    }
}

/* One pin in the middle of 100,000 comes: one place is told, and the index finds all. */
static void
test_large (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();
  g_autoptr (GArray) keys = make_keys (100000);
  g_autoptr (GArray) more = g_array_copy (keys);
  g_autoptr (PfPinOverlay) over = overlay (rows, keys, NULL, NULL);
  g_autoptr (PfPinOrder) before = order (keys, over, NULL);
  g_autoptr (PfPinOrder) now = NULL;
  g_autoptr (GArray) hunks = NULL, refreshed = NULL;
  PfMirrorKey key = { .uuid = { 1, 2, 3 }, .entry = 5, .aspect = 1 };
  guint position;

  g_array_insert_val (more, 50000, key);
  g_array_index (more, PfMirrorKey, 99999).hash++;
  now = order (more, over, NULL);
  pf_pin_order_compare (before, now, &hunks, &refreshed);
  g_assert_cmpuint (hunks->len, ==, 1);
  g_assert_cmpuint (g_array_index (hunks, PfPinHunk, 0).now, ==, 50000);
  g_assert_cmpuint (g_array_index (hunks, PfPinHunk, 0).added, ==, 1);
  g_assert_cmpuint (g_array_index (hunks, PfPinHunk, 0).removed, ==, 0);
  g_assert_cmpuint (refreshed->len, ==, 1);
  g_assert_cmpuint (g_array_index (refreshed, PfPinHunk, 0).now, ==, 99999);
  for (guint i = 0; i < 100001; i += 997)
    {
      g_assert_true (pf_pin_order_find (now, pf_pin_order_get_key (now, i)->uuid, &position));
      g_assert_cmpuint (position, ==, i);
    }
}

static void
test_move_away (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();
  g_autoptr (GArray) keys = make_keys (4);
  g_autoptr (PfPinOverlay) pending = NULL, done = NULL, fresh = NULL, failed = NULL;
  g_autoptr (PfPinOrder) one = NULL, two = NULL, three = NULL, four = NULL;
  PfChanges changes = { .fields = PF_CHANGE_BOARD, .board_uuid = (char *)OTHER };
  PfOutboxRecord *row = add_row (rows, PF_OP_UPDATE_PIN, PF_OUTBOX_HELD, 2, OTHER);

  set_changes (row, &changes);
  pending = overlay (rows, keys, NULL, NULL);
  one = order (keys, pending, NULL);
  g_assert_false (has (one, 2));
  g_assert_cmpuint (pf_pin_order_get_length (one), ==, 3);
  /* Done, and the mirror does not know yet: it does not flicker back. */
  row->row.state = PF_OUTBOX_DONE;
  done = overlay (rows, keys, NULL, pending);
  two = order (keys, done, NULL);
  g_assert_false (has (two, 2));
  /* The mirror said something else since: that counts. */
  {
    g_autoptr (GArray) other = make_keys (4);

    g_array_index (other, PfMirrorKey, 2).hash = 7;
    fresh = overlay (rows, other, NULL, done);
    three = order (other, fresh, NULL);
    g_assert_true (has (three, 2));
  }
  row->row.state = PF_OUTBOX_FAILED;
  failed = overlay (rows, keys, NULL, pending);
  four = order (keys, failed, NULL);
  g_assert_true (has (four, 2));
  g_assert_true (pf_pin_order_get (four, 2).state->shown == &row->row);
}

static void
test_move_here (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();
  g_autoptr (GArray) keys = make_keys (3);
  g_autoptr (GArray) elsewhere = g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  g_autoptr (GArray) uuids = NULL;
  g_autoptr (PfPinOverlay) over = NULL;
  g_autoptr (PfPinOrder) now = NULL;
  PfPinGroup group = { (char *)SECTION, pf_mirror_section_digest ("5"), FALSE };
  PfChanges changes = { .fields = PF_CHANGE_BOARD | PF_CHANGE_SECTION,
                        .board_uuid = (char *)BOARD,
                        .section_uuid = (char *)SECTION };
  PfOutboxRecord *row = add_row (rows, PF_OP_UPDATE_PIN, PF_OUTBOX_QUEUED, 9, BOARD);

  add_key (elsewhere, 9, NULL);
  add_key (keys, 3, "5");
  g_ptr_array_add (groups, &group);
  set_changes (row, &changes);
  over = pf_pin_overlay_new (rows, "c", BOARD, NULL, keys);
  uuids = pf_pin_overlay_get_guests (over);
  g_assert_cmpuint (uuids->len, ==, 1);
  pf_pin_overlay_seat (over, elsewhere);
  g_assert_cmpuint (pf_pin_overlay_get_n_pending (over), ==, 1);
  now = order (keys, over, groups);
  /* Three without a section, then the one that comes, then the one that is in it. */
  g_assert_cmpuint (pf_pin_order_get_length (now), ==, 5);
  g_assert_cmpuint (pf_pin_order_get_n_groups (now), ==, 2);
  g_assert_cmpuint (pf_pin_order_get_group_start (now, 1), ==, 3);
  g_assert_cmpint (pf_pin_order_get_key (now, 3)->entry, ==, 10);
  g_assert_cmpint (pf_pin_order_get_key (now, 4)->entry, ==, 4);
}

static void
test_edit (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();
  g_autoptr (GArray) keys = make_keys (3);
  g_autoptr (PfPinOverlay) bare = overlay (rows, keys, NULL, NULL);
  g_autoptr (PfPinOrder) before = order (keys, bare, NULL);
  g_autoptr (PfPinOverlay) over = NULL;
  g_autoptr (PfPinOrder) now = NULL, links = NULL;
  g_autoptr (GArray) hunks = NULL, refreshed = NULL;
  g_autoptr (PfPin) pin = pf_pin_new_from_json ("{\"id\":\"1\",\"title\":\"old\"}", -1, NULL);
  g_autoptr (PfPin) shown = NULL;
  PfChanges changes = { .fields = PF_CHANGE_TITLE | PF_CHANGE_LINK,
                        .title = (char *)"new",
                        .link = (char *)"https://example.org" };
  PfOutboxRecord *row = add_row (rows, PF_OP_UPDATE_PIN, PF_OUTBOX_HELD, 0, BOARD);

  set_changes (row, &changes);
  over = overlay (rows, keys, NULL, bare);
  now = order (keys, over, NULL);
  pf_pin_order_compare (before, now, &hunks, &refreshed);
  g_assert_cmpuint (hunks->len, ==, 0);
  g_assert_cmpuint (refreshed->len, ==, 1);
  shown = pf_pin_state_apply (pf_pin_order_get (now, 0).state, pin);
  g_assert_cmpstr (shown->title, ==, "new");
  g_assert_cmpstr (pin->title, ==, "old");
  /* Filters go by what it will be: 1 has a link, 0 gets one, 2 has none. */
  links = pf_pin_order_new (
      &(PfPinPlan){ .keys = keys, .overlay = over, .filter = PF_PIN_FILTER_LINK });
  g_assert_cmpuint (pf_pin_order_get_length (links), ==, 2);
  g_assert_false (has (links, 2));
}

static void
test_groups (void)
{
  g_autoptr (GPtrArray) rows = make_rows ();
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  g_autoptr (PfPinOverlay) over = NULL;
  g_autoptr (PfPinOrder) now = NULL, only = NULL, oldest = NULL;
  PfPinGroup all[] = {
    { (char *)"s1", pf_mirror_section_digest ("1"), FALSE },
    { (char *)"s2", pf_mirror_section_digest ("2"), FALSE },
    { (char *)"s3", pf_mirror_section_digest ("3"), TRUE },
  };
  static const gint64 expected[] = { 2, 4, 6, 1, 7 };

  add_key (keys, 0, "1");
  add_key (keys, 1, NULL);
  add_key (keys, 2, "3"); /* being deleted with its section */
  add_key (keys, 3, NULL);
  add_key (keys, 5, "unknown");
  add_key (keys, 6, "1");
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_ptr_array_add (groups, &all[i]);
  over = overlay (rows, keys, NULL, NULL);
  now = order (keys, over, groups);
  g_assert_cmpuint (pf_pin_order_get_n_groups (now), ==, 3);
  g_assert_cmpuint (pf_pin_order_get_length (now), ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (pf_pin_order_get_key (now, i)->entry, ==, expected[i]);
  g_assert_cmpuint (pf_pin_order_get_group_start (now, 1), ==, 3);
  g_assert_cmpuint (pf_pin_order_get_group_start (now, 2), ==, 5); /* empty, with a header */
  g_assert_cmpstr (pf_pin_order_get_group_uuid (now, 2), ==, "s2");
  only = pf_pin_order_new (
      &(PfPinPlan){ .keys = keys, .overlay = over, .groups = groups, .section_uuid = "s1" });
  g_assert_cmpuint (pf_pin_order_get_length (only), ==, 2);
  g_assert_cmpuint (pf_pin_order_get_n_groups (only), ==, 1);
  oldest = pf_pin_order_new (
      &(PfPinPlan){ .keys = keys, .overlay = over, .groups = groups, .sort = PF_PIN_SORT_OLDEST });
  g_assert_cmpint (pf_pin_order_get_key (oldest, 3)->entry, ==, 7);
  g_assert_cmpint (pf_pin_order_get_key (oldest, 4)->entry, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/pin-order/compare", test_compare);
  g_test_add_func ("/model/pin-order/P8/large", test_large);
  g_test_add_func ("/model/pin-order/groups", test_groups);
  g_test_add_func ("/model/pin-overlay/move-away", test_move_away);
  g_test_add_func ("/model/pin-overlay/move-here", test_move_here);
  g_test_add_func ("/model/pin-overlay/edit", test_edit);
  return g_test_run ();
}
