/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/pf-workspace.h"
#include "store/store-util.h"

#include <string.h>

/* The whole of core, with an account whose keyring entry is not there: nothing is sent. */

static gpointer
insert_account (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  static const char *const statements[] = {
    "INSERT INTO app_record (id, service, client_id, redirect_uri, created_at)"
    " VALUES ('6f9619ff-8b86-4011-b42d-00cf4fc964ff', 'practice', '1',"
    " 'http://localhost:8085/', 1)",
    "INSERT INTO connection (id, app_record_id, service, kind, account_id, username, state,"
    " scopes_granted, connected_at) VALUES ('7f9619ff-8b86-4011-b42d-00cf4fc964ff',"
    " '6f9619ff-8b86-4011-b42d-00cf4fc964ff', 'practice', 'practice', '77', 'anna', 'connected',"
    " 'boards:read', 1)",
    "INSERT INTO object (uuid, connection_id, kind, remote_id)"
    " VALUES ('0a0b0c0d-0102-4304-8506-07080900aabb', '7f9619ff-8b86-4011-b42d-00cf4fc964ff',"
    " 'board', '123')",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!pf_db_exec (db, error, statements[i], NULL))
      return NULL;
  return PF_DB_OK;
}

static void
add_account (World *world)
{
  PfStore *store = must_open_store (world->context);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (pf_db_run (pf_store_get_db (store), PF_DB_WRITE, insert_account, NULL, &error));
  g_assert_no_error (error);
  close_store (store);
}

static PfWorkspace *
open_workspace (World *world, GError **error)
{
  WAIT (result, pf_workspace_open_async (world->context, NULL, await_keep, &result));

  return pf_workspace_open_finish (result, error);
}

static void
close_workspace (PfWorkspace *workspace)
{
  g_autoptr (GError) error = NULL;
  WAIT (result, pf_workspace_close_async (workspace, await_keep, &result));

  g_assert_true (pf_workspace_close_finish (workspace, result, &error));
  g_assert_no_error (error);
  g_object_unref (workspace);
}

static guint
count_entries (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

static void
put_board (PfWorkspace *workspace, const char *connection_id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfBoard) board
      = pf_board_new_from_json ("{\"id\":\"123\",\"name\":\"Garden\"}", -1, &error);
  WAIT (result, pf_mirror_put_board_async (pf_workspace_get_mirror (workspace), connection_id,
                                           board, NULL, NULL, await_keep, &result));

  g_assert_true (pf_mirror_put_finish (pf_workspace_get_mirror (workspace), result, &error));
}

static GPtrArray *
get_boards (PfWorkspace *workspace, const char *connection_id)
{
  PfMirror *mirror = pf_workspace_get_mirror (workspace);
  WAIT (result,
        pf_mirror_get_boards_async (mirror, connection_id, 0, 9, NULL, await_keep, &result));

  return pf_mirror_get_boards_finish (mirror, result, NULL);
}

static void
test_open_and_close (void)
{
  World world;
  PfWorkspace *workspace;
  g_autoptr (GError) error = NULL;
  g_autofree char *processes = NULL;

  world_init (&world);
  processes = world_path (&world, "processes");
  workspace = open_workspace (&world, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (
                        G_LIST_MODEL (pf_workspace_get_connections (workspace))),
                    ==, 0);
  g_assert_true (pf_workspace_get_context (workspace) == world.context);
  g_assert_nonnull (pf_workspace_get_store (workspace));
  spin_ms (100); /* delivery has begun */
  close_workspace (workspace);
  g_assert_cmpuint (count_entries (processes), ==, 0); /* a clean stop */
  /* Again, and closed before delivery had a chance to begin. */
  workspace = open_workspace (&world, &error);
  g_assert_no_error (error);
  close_workspace (workspace);
  g_assert_cmpuint (count_entries (processes), ==, 0);
  g_assert_cmpuint (count_entries (pf_context_get_cache_dir (world.context)), ==, 1); /* a lock */
  world_clear (&world);
}

static void
test_disconnect_forgets (void)
{
  World world;
  PfWorkspace *workspace;
  PfConnections *connections;
  g_autoptr (PfConnection) connection = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  gint64 end;

  world_init (&world);
  add_account (&world);
  workspace = open_workspace (&world, &error);
  g_assert_no_error (error);
  connections = pf_workspace_get_connections (workspace);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (connections)), ==, 1);
  connection = g_list_model_get_item (G_LIST_MODEL (connections), 0);
  id = g_strdup (pf_connection_get_id (connection));
  g_assert_true (pf_workspace_get_sync (workspace, connection)
                 == pf_workspace_get_sync (workspace, connection));
  g_assert_true (pf_workspace_get_boards (workspace, connection)
                 == pf_workspace_get_boards (workspace, connection));
  put_board (workspace, id);
  rows = get_boards (workspace, id);
  g_assert_cmpuint (rows->len, ==, 1);
  /* The UUID that an earlier session gave it. */
  g_assert_cmpstr (((PfMirrorRow *)rows->pdata[0])->uuid, ==,
                   "0a0b0c0d-0102-4304-8506-07080900aabb");
  {
    WAIT (result,
          pf_connections_disconnect_async (connections, connection, NULL, await_keep, &result));
    g_assert_true (pf_connections_disconnect_finish (connections, result, &error));
    g_assert_no_error (error);
  }
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (connections)), ==, 0);
  end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  do
    {
      g_clear_pointer (&rows, g_ptr_array_unref);
      rows = get_boards (workspace, id);
    }
  while (rows->len > 0 && g_get_monotonic_time () < end);
  g_assert_cmpuint (rows->len, ==, 0);
  /* When the account comes back, what was made here has its own name again. */
  put_board (workspace, id);
  g_clear_pointer (&rows, g_ptr_array_unref);
  rows = get_boards (workspace, id);
  g_assert_cmpstr (((PfMirrorRow *)rows->pdata[0])->uuid, ==,
                   "0a0b0c0d-0102-4304-8506-07080900aabb");
  close_workspace (workspace);
  world_clear (&world);
}

static void
test_refusals (void)
{
  World world;
  g_autofree char *path = NULL;
  g_autofree char *cache = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  path = world_path (&world, "pinfold.db");
  g_assert_true (g_file_set_contents (path, "garbage", 7, NULL));
  g_assert_null (open_workspace (&world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DAMAGED);
  g_clear_error (&error);
  g_unlink (path);
  cache = g_strdup (pf_context_get_cache_dir (world.context));
  {
    /* A lock that is removed can be held twice, so it stays; of the mirror nothing does. */
    g_autofree char *turn = g_build_filename (cache, "mirrors.lock", NULL);

    g_unlink (turn);
  }
  g_assert_cmpint (g_rmdir (cache), ==, 0);
  g_assert_true (g_file_set_contents (cache, "x", 1, NULL));
  g_assert_null (open_workspace (&world, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DISK_FULL);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/workspace/open-and-close", test_open_and_close);
  g_test_add_func ("/workspace/MO-19/disconnect-forgets", test_disconnect_forgets);
  g_test_add_func ("/workspace/DB-4+FT-6/refusals", test_refusals);
  return g_test_run ();
}
