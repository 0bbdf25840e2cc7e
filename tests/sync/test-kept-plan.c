/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/sync/pf-kept-plan.h"

/* The numbers are pictures' sizes in the folder, by name; ends with %NULL. */
static PfKeptPlan *
make_plan (guint64 limit, const char *name, ...)
{
  PfKeptSurvey *present = g_new0 (PfKeptSurvey, 1);
  va_list rest;

  present->sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  va_start (rest, name);
  for (; name != NULL; name = va_arg (rest, const char *))
    {
      gsize size = va_arg (rest, guint);

      g_hash_table_insert (present->sizes, g_strdup (name), GSIZE_TO_POINTER (size));
      present->n_bytes += size;
    }
  va_end (rest);
  return pf_kept_plan_new (present, limit);
}

static void
assert_dropped (GPtrArray *drop, const char *name)
{
  g_assert_cmpuint (drop->len, ==, name != NULL ? 1 : 0);
  if (name != NULL)
    g_assert_cmpstr (drop->pdata[0], ==, name);
  g_ptr_array_set_size (drop, 0);
}

static void
assert_contents (PfKeptPlan *plan, guint n_pictures, guint64 n_bytes)
{
  g_assert_cmpuint (pf_kept_plan_get_n_pictures (plan), ==, n_pictures);
  g_assert_cmpuint (pf_kept_plan_get_n_bytes (plan), ==, n_bytes);
}

/* What no pin has makes room, and at the end the rest of it goes, also what is empty. */
static void
test_unwanted (void)
{
  g_autoptr (PfKeptPlan) plan = make_plan (10, "old", 4, "gone", 5, "empty", 0, NULL);
  g_autoptr (GPtrArray) drop = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (pf_kept_plan_want (plan, "new"), ==, PF_KEPT_MISSING);
  g_assert_cmpint (pf_kept_plan_want (plan, "old"), ==, PF_KEPT_THERE);
  g_assert_true (pf_kept_plan_take (plan, "new", 1, drop));
  assert_dropped (drop, NULL);
  assert_contents (plan, 4, 10);
  g_assert_cmpint (pf_kept_plan_want (plan, "newer"), ==, PF_KEPT_MISSING);
  g_assert_true (pf_kept_plan_take (plan, "newer", 3, drop));
  g_assert_true (g_ptr_array_find_with_equal_func (drop, "gone", g_str_equal, NULL));
  pf_kept_plan_drop_rest (plan, drop);
  g_assert_cmpuint (drop->len, ==, 2);
  g_assert_true (g_ptr_array_find_with_equal_func (drop, "empty", g_str_equal, NULL));
  assert_contents (plan, 3, 8);
  g_assert_false (pf_kept_plan_is_full (plan));
}

/* Never more than the limit; a newer one that comes late takes the place of older ones. */
static void
test_limit (void)
{
  g_autoptr (PfKeptPlan) plan = make_plan (10, "third", 4, "fourth", 4, NULL);
  g_autoptr (GPtrArray) drop = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (pf_kept_plan_want (plan, "first"), ==, PF_KEPT_MISSING);
  g_assert_cmpint (pf_kept_plan_want (plan, "second"), ==, PF_KEPT_MISSING);
  g_assert_cmpint (pf_kept_plan_want (plan, "third"), ==, PF_KEPT_THERE);
  g_assert_cmpint (pf_kept_plan_want (plan, "fourth"), ==, PF_KEPT_THERE);
  g_assert_cmpint (pf_kept_plan_want (plan, "second"), ==, PF_KEPT_THERE);
  g_assert_false (pf_kept_plan_is_full (plan));
  g_assert_true (pf_kept_plan_take (plan, "second", 5, drop));
  assert_dropped (drop, "fourth");
  assert_contents (plan, 2, 9);
  g_assert_true (pf_kept_plan_is_full (plan));
  g_assert_true (pf_kept_plan_take (plan, "first", 6, drop));
  g_assert_cmpuint (pf_kept_plan_get_n_bytes (plan), <=, 10);
  pf_kept_plan_drop_rest (plan, drop);
  assert_contents (plan, 1, 6);
}

/* An older one takes nobody's place. */
static void
test_older (void)
{
  g_autoptr (PfKeptPlan) plan = make_plan (10, "first", 9, NULL);
  g_autoptr (GPtrArray) drop = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (pf_kept_plan_want (plan, "first"), ==, PF_KEPT_THERE);
  g_assert_cmpint (pf_kept_plan_want (plan, "second"), ==, PF_KEPT_MISSING);
  g_assert_false (pf_kept_plan_take (plan, "second", 2, drop));
  assert_dropped (drop, NULL);
  assert_contents (plan, 1, 9);
  g_assert_true (pf_kept_plan_is_full (plan));
}

/* What could not be written is not there, and its room is free again. */
static void
test_given_up (void)
{
  g_autoptr (PfKeptPlan) plan = make_plan (10, NULL);
  g_autoptr (GPtrArray) drop = g_ptr_array_new_with_free_func (g_free);

  g_assert_cmpint (pf_kept_plan_want (plan, "a"), ==, PF_KEPT_MISSING);
  g_assert_cmpint (pf_kept_plan_want (plan, "b"), ==, PF_KEPT_MISSING);
  pf_kept_plan_give_up (plan, "a");
  assert_contents (plan, 0, 0);
  g_assert_false (pf_kept_plan_take (plan, "a", 1, drop));
  g_assert_true (pf_kept_plan_take (plan, "b", 10, drop));
  assert_contents (plan, 1, 10);
  pf_kept_plan_give_up (plan, "b");
  assert_contents (plan, 0, 0);
  g_assert_cmpint (pf_kept_plan_want (plan, "c"), ==, PF_KEPT_MISSING);
  g_assert_true (pf_kept_plan_take (plan, "c", 10, drop));
  assert_dropped (drop, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/kept-plan/unwanted-makes-room", test_unwanted);
  g_test_add_func ("/sync/kept-plan/limit", test_limit);
  g_test_add_func ("/sync/kept-plan/older-does-not-push", test_older);
  g_test_add_func ("/sync/kept-plan/given-up", test_given_up);
  return g_test_run ();
}
