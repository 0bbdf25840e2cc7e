/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/pf-clock.h"

static void
append (gpointer data)
{
  GString *log = ((gpointer *)data)[0];

  g_string_append (log, ((gpointer *)data)[1]);
}

static void
freed (gpointer data)
{
  (*(int *)((gpointer *)data)[2])++;
}

static void
test_virtual_order (void)
{
  g_autoptr (PfVirtualClock) clock = pf_virtual_clock_new (1000);
  g_autoptr (GString) log = g_string_new (NULL);
  int n_freed = 0;
  gpointer a[] = { log, (gpointer) "a", &n_freed }, b[] = { log, (gpointer) "b", &n_freed },
           c[] = { log, (gpointer) "c", &n_freed };
  guint id;

  pf_clock_timeout (PF_CLOCK (clock), 300, append, c, freed);
  pf_clock_timeout (PF_CLOCK (clock), 100, append, a, freed);
  id = pf_clock_timeout (PF_CLOCK (clock), 200, append, b, freed);
  g_assert_cmpint (pf_virtual_clock_next_due (clock), ==, 100);
  pf_virtual_clock_advance (clock, 150);
  g_assert_cmpstr (log->str, ==, "a");
  g_assert_cmpint (pf_clock_now (PF_CLOCK (clock)), ==, 1150);
  pf_clock_cancel (PF_CLOCK (clock), id);
  g_assert_cmpint (n_freed, ==, 2);
  pf_virtual_clock_set_wall (clock, 5);
  pf_virtual_clock_advance (clock, 1000);
  g_assert_cmpstr (log->str, ==, "ac");
  g_assert_cmpint (pf_clock_now (PF_CLOCK (clock)), ==, 1005);
  g_assert_cmpint (n_freed, ==, 3);
  g_assert_cmpint (pf_virtual_clock_next_due (clock), ==, -1);
}

static void
quit (gpointer loop)
{
  g_main_loop_quit (loop);
}

static void
fail (gpointer unused)
{
  g_assert_not_reached ();
}

static void
test_system (void)
{
  g_autoptr (PfClock) clock = pf_clock_system_new ();
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  gint64 before = pf_clock_monotonic (clock);
  guint id = pf_clock_timeout (clock, 1000, fail, NULL, NULL);

  pf_clock_cancel (clock, id);
  pf_clock_timeout (clock, 20000, quit, loop, NULL);
  g_main_loop_run (loop);
  g_assert_cmpint (pf_clock_monotonic (clock) - before, >=, 20000);
  /* A timer that outlives its clock must not fire. */
  pf_clock_timeout (clock, 1000, fail, NULL, NULL);
  g_clear_object (&clock);
  g_timeout_add_once (30, quit, loop);
  g_main_loop_run (loop);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/clock/virtual-order", test_virtual_order);
  g_test_add_func ("/base/clock/system", test_system);
  return g_test_run ();
}
