/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/store-util.h"

#include "core/store/pf-schema.h"

#include <string.h>

/* Version 1 is the first real one, so what comes after it is invented here. */
static const PfMigration two_steps[] = {
  { 1, NULL },
  { 2, "ALTER TABLE draft ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm';"
       "UPDATE draft SET title = title || '!'" },
};
static const PfMigration bad_step[] = {
  { 1, NULL },
  { 2, "UPDATE draft SET title = 'lost'; DELETE FROM no_such_table" },
};
static const PfMigration breaks_references[] = {
  { 1, NULL },
  { 2, "INSERT INTO draft (uuid, blob, created_at, modified_at) VALUES ('x', 'no-blob', 0, 0)" },
};

static gint64
ask (const char *path, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (sqlite3) db = NULL;
  gint64 value;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  value = pf_db_get_int (db, &error, sql, NULL);
  g_assert_no_error (error);
  return value;
}

static void
tell (const char *path, const char *sql)
{
  g_autoptr (sqlite3) db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
}

static GBytes *
read_file (const char *path)
{
  char *bytes;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return NULL;
  return g_bytes_new_take (bytes, length);
}

/* An old file of each version that ever was, as its SQL made it, with a row in it. */
static void
make_old (World *world, const char *sql_path, int version)
{
  g_autofree char *path = world_path (world, "pinfold.db");
  g_autofree char *sql = NULL;
  g_autofree char *pragmas
      = g_strdup_printf ("PRAGMA application_id=%d; PRAGMA user_version=%d;"
                         "INSERT INTO draft (uuid, title, created_at, modified_at)"
                         " VALUES ('d', 'kept', 1, 1)",
                         PF_SCHEMA_APPLICATION_ID, version);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (sql_path, &sql, NULL, &error));
  tell (path, sql);
  tell (path, pragmas);
}

static void
test_every_old_schema (void)
{
  const char *folder = g_test_get_filename (G_TEST_DIST, "store", "old-schemas", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_migrations, n = 0;
  const PfMigration *migrations = pf_schema_get_migrations (&n_migrations);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *sql_path = g_build_filename (folder, name, NULL);
      g_autofree char *path = NULL;
      World world;
      int version;

      g_assert_cmpint (sscanf (name, "pinfold-%d.sql", &version), ==, 1);
      world_init (&world);
      make_old (&world, sql_path, version);
      close_store (must_open_store (world.context));
      path = world_path (&world, "pinfold.db");
      g_assert_cmpint (ask (path, "PRAGMA user_version"), ==, migrations[n_migrations - 1].version);
      g_assert_cmpint (ask (path, "SELECT count(*) FROM draft WHERE title = 'kept'"), ==, 1);
      world_clear (&world);
      n++;
    }
  g_assert_cmpuint (n, ==, n_migrations);
}

/* A released schema never changes: what is embedded is what lies in old-schemas. */
static void
test_released_schemas_stay (void)
{
  g_autofree char *old = g_build_filename (g_test_get_dir (G_TEST_DIST), "store", "old-schemas",
                                           "pinfold-1.sql", NULL);
  g_autofree char *now = g_build_filename (g_getenv ("PINFOLD_SOURCE_ROOT"), "src", "core", "store",
                                           "schema", "pinfold-1.sql", NULL);
  g_autoptr (GBytes) a = read_file (old);
  g_autoptr (GBytes) b = read_file (now);

  g_assert_nonnull (a);
  g_assert_nonnull (b);
  g_assert_true (g_bytes_equal (a, b));
}

static void
test_migration (void)
{
  World world;
  g_autofree char *path = NULL;
  g_autofree char *copy = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  world_init (&world);
  path = world_path (&world, "pinfold.db");
  copy = world_path (&world, "pinfold.db.v1-copy");
  g_assert_true (pf_schema_prepare (path, two_steps, 1, FALSE, FALSE, &error));
  tell (path, "INSERT INTO draft (uuid, title, created_at, modified_at) VALUES ('d', 'Hi', 1, 1)");
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));

  /* Not while others have it open. */
  g_assert_false (pf_schema_prepare (path, two_steps, 2, FALSE, TRUE, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_cmpint (ask (path, "PRAGMA user_version"), ==, 1);

  g_assert_true (pf_schema_prepare (path, two_steps, 2, TRUE, FALSE, &error));
  g_assert_no_error (error);
  g_assert_cmpint (ask (path, "PRAGMA user_version"), ==, 2);
  g_assert_cmpint (ask (path, "SELECT title = 'Hi!' AND mood = 'calm' FROM draft"), ==, 1);
  g_assert_cmpint (ask (copy, "PRAGMA user_version"), ==, 1);
  g_assert_cmpint (ask (copy, "PRAGMA application_id"), ==, PF_SCHEMA_APPLICATION_ID);
  g_assert_cmpint (ask (copy, "SELECT title = 'Hi' FROM draft"), ==, 1);
  g_assert_cmpint (g_stat (copy, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  /* A second time there is nothing to do. */
  g_unlink (copy);
  g_assert_true (pf_schema_prepare (path, two_steps, 2, TRUE, FALSE, &error));
  g_assert_false (g_file_test (copy, G_FILE_TEST_EXISTS));
  world_clear (&world);
}

static void
test_failed_migration (void)
{
  const PfMigration *cases[] = { bad_step, breaks_references };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      World world;
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;

      world_init (&world);
      path = world_path (&world, "pinfold.db");
      g_assert_true (pf_schema_prepare (path, two_steps, 1, FALSE, FALSE, &error));
      tell (path, "INSERT INTO draft (uuid, title, created_at, modified_at) "
                  "VALUES ('d', 'Hi', 1, 1)");
      g_assert_false (pf_schema_prepare (path, cases[i], 2, FALSE, FALSE, &error));
      g_assert_error (error, PF_ERROR, PF_ERROR_DATABASE);
      g_assert_cmpint (ask (path, "PRAGMA user_version"), ==, 1);
      g_assert_cmpint (ask (path, "SELECT count(*) FROM draft WHERE title = 'Hi'"), ==, 1);
      g_assert_cmpint (ask (path, "SELECT count(*) FROM draft"), ==, 1);
      world_clear (&world);
    }
}

static void
assert_refused (World *world, PfError code)
{
  g_autofree char *path = world_path (world, "pinfold.db");
  g_autoptr (GBytes) before = read_file (path);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_null (open_store (world->context, &error));
  g_assert_error (error, PF_ERROR, (int)code);
  g_assert_cmpuint (strlen (error->message), >, 20);
  after = read_file (path);
  g_assert_true ((before == NULL) == (after == NULL));
  g_assert_true (before == NULL || g_bytes_equal (before, after));
}

static void
test_newer (void)
{
  World world;
  g_autofree char *path = NULL;

  world_init (&world);
  path = world_path (&world, "pinfold.db");
  close_store (must_open_store (world.context));
  tell (path, "PRAGMA user_version=99");
  assert_refused (&world, PF_ERROR_NEWER_SCHEMA);
  world_clear (&world);
}

static void
fill (World *world, int n)
{
  g_autofree char *path = world_path (world, "pinfold.db");
  g_autofree char *sql = g_strdup_printf (
      "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
      "INSERT INTO draft (uuid, title, description, created_at, modified_at) "
      "SELECT printf ('%%08d', i), 'Title ' || i, hex (zeroblob (500)), i, i FROM n",
      n);

  close_store (must_open_store (world->context));
  tell (path, sql);
}

/* As after a crash: a presence that nobody holds. */
static void
pretend_crash (World *world)
{
  g_autofree char *mark = world_path (world, "processes/gone");

  g_assert_true (g_file_set_contents (mark, "", 0, NULL));
}

static void
overwrite (World *world, gsize offset, guint8 byte, gsize length)
{
  g_autofree char *path = world_path (world, "pinfold.db");
  FILE *file = g_fopen (path, "r+");

  g_assert_nonnull (file);
  fseek (file, (long)offset, SEEK_SET);
  for (gsize i = 0; i < length; i++)
    fputc (byte, file);
  fclose (file);
}

static void
test_foreign_files (void)
{
  static const char text[] = "This is a shopping list and not a database at all. Milk, eggs.";
  World world;
  g_autofree char *path = NULL;
  g_autofree char *journal = NULL;

  world_init (&world);
  path = world_path (&world, "pinfold.db");
  journal = world_path (&world, "pinfold.db-journal");
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  assert_refused (&world, PF_ERROR_DAMAGED);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  assert_refused (&world, PF_ERROR_DAMAGED);
  g_unlink (path);
  tell (path, "CREATE TABLE recipes (a); PRAGMA user_version=1");
  assert_refused (&world, PF_ERROR_DAMAGED);
  g_unlink (path);
  tell (path, "PRAGMA journal_mode=WAL; PRAGMA application_id=77; CREATE TABLE notes (a)");
  assert_refused (&world, PF_ERROR_DAMAGED);
  g_unlink (path);
  /* The file is gone, its journal is not: something went wrong, and no new file hides it. */
  g_assert_true (g_file_set_contents (journal, text, -1, NULL));
  assert_refused (&world, PF_ERROR_DAMAGED);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_unlink (journal);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  assert_refused (&world, PF_ERROR_DAMAGED);
  world_clear (&world);
}

static void
test_damaged_pages (void)
{
  static const struct
  {
    const char *what;
    gsize offset, length;
  } cases[] = {
    { "header", 0, 16 },
    { "schema page", 100, 900 },
    { "a page in the middle", 60 * 4096, 4096 },
    { "a few bytes of a page's head", 80 * 4096, 8 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      World world;
      g_autofree char *mark = NULL;

      g_test_message ("%s", cases[i].what);
      world_init (&world);
      fill (&world, 1000);
      overwrite (&world, cases[i].offset, 0xa5, cases[i].length);
      pretend_crash (&world);
      assert_refused (&world, PF_ERROR_DAMAGED);
      /* Nothing was forgotten by refusing: the next one looks again. */
      assert_refused (&world, PF_ERROR_DAMAGED);
      mark = world_path (&world, "processes/gone");
      g_assert_true (g_file_test (mark, G_FILE_TEST_EXISTS));
      world_clear (&world);
    }
  /* Cut short. */
  {
    World world;
    g_autofree char *path = NULL;

    world_init (&world);
    path = world_path (&world, "pinfold.db");
    fill (&world, 1000);
    g_assert_cmpint (truncate (path, 50 * 4096), ==, 0);
    pretend_crash (&world);
    assert_refused (&world, PF_ERROR_DAMAGED);
    world_clear (&world);
  }
}

static void
test_check_only_after_a_crash (void)
{
  World world;
  PfStore *store;
  g_autofree char *mark = NULL;

  world_init (&world);
  fill (&world, 10);
  pretend_crash (&world);
  mark = world_path (&world, "processes/gone");
  store = must_open_store (world.context);
  g_assert_false (g_file_test (mark, G_FILE_TEST_EXISTS));
  close_store (store);
  {
    g_autofree char *processes = world_path (&world, "processes");
    g_autoptr (GDir) dir = g_dir_open (processes, 0, NULL);

    g_assert_null (g_dir_read_name (dir));
  }
  world_clear (&world);
}

static void
test_rescue (void)
{
  World world;
  g_autofree char *path = NULL;
  g_autofree char *blob = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *drafts = NULL;
  g_autofree char *text = NULL;
  g_autofree char *picture = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_rows;

  world_init (&world);
  path = world_path (&world, "pinfold.db");
  fill (&world, 1000);
  blob = world_path (&world, "blobs/0123");
  g_assert_true (g_file_set_contents (blob, "picture", 7, NULL));
  overwrite (&world, 100 * 4096, 0xa5, 4096);
  pretend_crash (&world);
  assert_refused (&world, PF_ERROR_DAMAGED);
  before = read_file (path);
  {
    WAIT (result, pf_store_rescue_async (world.context, NULL, NULL, await_keep, &result));
    folder = pf_store_rescue_finish (result, &n_rows, &error);
  }
  g_assert_no_error (error);
  after = read_file (path);
  g_assert_true (g_bytes_equal (before, after));
  g_test_message ("%d of 1000 rows rescued", (int)n_rows);
  g_assert_cmpint (n_rows, >, 900);
  drafts = g_build_filename (folder, "draft.json", NULL);
  g_assert_true (g_file_get_contents (drafts, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"Title 1\""));
  g_assert_nonnull (strstr (text, "\"Title 1000\""));
  picture = g_build_filename (folder, "blobs", "0123", NULL);
  g_assert_true (g_file_test (picture, G_FILE_TEST_EXISTS));
  /* Then, at the user's word, a new beginning; the old file is kept. */
  {
    WAIT (result, pf_store_set_aside_async (world.context, NULL, await_keep, &result));
    g_assert_true (pf_store_set_aside_finish (result, &error));
  }
  close_store (must_open_store (world.context));
  g_assert_cmpint (ask (path, "SELECT count(*) FROM draft"), ==, 0);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/schema/DB-3/every-old-schema-migrates", test_every_old_schema);
  g_test_add_func ("/store/schema/DB-3/released-schemas-stay", test_released_schemas_stay);
  g_test_add_func ("/store/schema/DB-3/migration-keeps-a-copy", test_migration);
  g_test_add_func ("/store/schema/DB-3/failed-migration-changes-nothing", test_failed_migration);
  g_test_add_func ("/store/schema/DB-5/newer-is-refused", test_newer);
  g_test_add_func ("/store/schema/DB-4/foreign-files", test_foreign_files);
  g_test_add_func ("/store/schema/DB-4/damaged-pages", test_damaged_pages);
  g_test_add_func ("/store/schema/DB-4/check-only-after-a-crash", test_check_only_after_a_crash);
  g_test_add_func ("/store/schema/DB-4/rescue", test_rescue);
  return g_test_run ();
}
