/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A session that goes on past midnight: the whole workspace over the practice server, with a clock
 * that can be moved. Where analytics are kept each day's followers are put down when it begins.
 */
#include "config.h"

#include "../outbox/wire-rig.h"

#include "core/insights/pf-insight-history.h"
#include "core/pf-workspace.h"

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)

static Wire wire;
static PfWorkspace *workspace;

static guint
count_account_requests (void)
{
  g_autoptr (Answer) answer = control (wire.server, "GET", "/state", NULL);
  JsonObject *requests = json_object_get_object_member (answer_object (answer), "requests");

  return (guint)json_object_get_int_member_with_default (requests, "user_account/get", 0);
}

static PfDay
get_today (void)
{
  return pf_day_from_time (pf_clock_now (PF_CLOCK (wire.clock)));
}

/* The followers that are put down for a day; less than 0 when there are none. */
static double
read_followers (PfConnection *connection, PfDay day)
{
  PfInsightHistoryKey key = { .connection_id = pf_connection_get_id (connection),
                              .subject = PF_INSIGHT_HISTORY_COUNTS,
                              .filter = "" };
  g_autoptr (GPtrArray) tables = NULL;
  g_autoptr (GError) error = NULL;
  WAIT (&wire, result,
        pf_insight_history_read_async (pf_workspace_get_store (workspace), &key, day, day, NULL,
                                       keep_result, &result));

  tables = pf_insight_history_read_finish (pf_workspace_get_store (workspace), result, &error);
  g_assert_no_error (error);
  return tables->len > 0 ? pf_metric_table_get_value (g_ptr_array_index (tables, 0), day,
                                                      PF_INSIGHT_HISTORY_FOLLOWERS)
                         : -1;
}

/* A second after the next midnight of UTC, for all. */
static void
cross_midnight (void)
{
  gint64 now = pf_clock_now (PF_CLOCK (wire.clock));
  gint64 then = (now / DAY_US + 1) * DAY_US + G_USEC_PER_SEC;
  g_autofree char *json
      = g_strdup_printf ("{\"set\": %" G_GINT64_FORMAT "}", then / G_USEC_PER_SEC);
  g_autoptr (Answer) answer = control (wire.server, "POST", "/clock", json);

  g_assert_cmpuint (answer->status, ==, 200);
  pf_virtual_clock_advance (wire.clock, then - now);
}

static void
set_kept (PfConnection *connection, PfKeep keep)
{
  g_autoptr (GError) error = NULL;
  WAIT (&wire, result,
        pf_workspace_set_kept_async (workspace, connection, keep, keep_result, &result));

  g_assert_true (pf_workspace_set_kept_finish (workspace, result, &error));
  g_assert_no_error (error);
}

static void
test_days (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfConnection) connection = NULL;
  guint before;

  wire_open (&wire);
  wire_let_go (&wire);
  {
    WAIT (&wire, opened, pf_workspace_open_async (wire.context, NULL, keep_result, &opened));
    workspace = pf_workspace_open_finish (opened, &error);
    g_assert_no_error (error);
  }
  connection = g_list_model_get_item (G_LIST_MODEL (pf_workspace_get_connections (workspace)), 0);
  g_assert_nonnull (connection);
  for (guint i = 0; i < 300; i++)
    step (&wire);

  /* Nobody asked for it: the day turns, and nothing is asked or put down. */
  before = count_account_requests ();
  cross_midnight ();
  for (guint i = 0; i < 300; i++)
    step (&wire);
  g_assert_cmpuint (count_account_requests (), ==, before);
  g_assert_cmpfloat (read_followers (connection, get_today ()), <, 0);

  set_kept (connection, PF_KEEP_ANALYTICS);
  for (guint day = 0; day < 3; day++)
    {
      PfDay today;

      before = count_account_requests ();
      cross_midnight ();
      today = get_today ();
      for (guint i = 0; read_followers (connection, today) < 0; i++)
        {
          g_assert_cmpuint (i, <, 2000);
          step (&wire);
        }
      g_assert_cmpint (get_today (), ==, today);
      g_assert_cmpfloat (read_followers (connection, today), >, 0);
      /* Once a day, whatever the rest of the day brings. */
      for (guint i = 0; i < 300; i++)
        step (&wire);
      g_assert_cmpuint (count_account_requests (), ==, before + 1);
    }

  /* What is no longer kept is no longer asked for. */
  set_kept (connection, PF_KEEP_NOTHING);
  before = count_account_requests ();
  cross_midnight ();
  for (guint i = 0; i < 300; i++)
    step (&wire);
  g_assert_cmpuint (count_account_requests (), ==, before);
  {
    WAIT (&wire, closed, pf_workspace_close_async (workspace, keep_result, &closed));
    g_assert_true (pf_workspace_close_finish (workspace, closed, &error));
  }
  g_clear_object (&connection);
  g_clear_object (&workspace);
  wire_close (&wire);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/day-turn/followers", test_days);
  return g_test_run ();
}
