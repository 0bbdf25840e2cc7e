/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "store/store-util.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Full and read-only places. A place of 1 MiB needs a mount, which an ordinary user may make
 * in a namespace of their own where the system allows that. */

static gboolean
write_text (const char *path, const char *text)
{
  FILE *file = fopen (path, "w");
  gboolean ok = file != NULL && fputs (text, file) >= 0;

  if (file != NULL)
    ok = fclose (file) == 0 && ok;
  return ok;
}

static gboolean
enter_namespace (void)
{
  g_autofree char *uid_map = g_strdup_printf ("0 %d 1", (int)geteuid ());
  g_autofree char *gid_map = g_strdup_printf ("0 %d 1", (int)getegid ());

  if (geteuid () == 0)
    {
      if (unshare (CLONE_NEWNS) != 0)
        return FALSE;
    }
  else if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0
           || !write_text ("/proc/self/setgroups", "deny")
           || !write_text ("/proc/self/uid_map", uid_map)
           || !write_text ("/proc/self/gid_map", gid_map))
    return FALSE;
  return mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
}

static PfDraft *
make_draft (PfContext *context, gsize length)
{
  PfDraft *draft = pf_draft_new (context);

  g_free (draft->description);
  draft->description = g_strnfill (length, 'x');
  return draft;
}

static gboolean
save (PfStore *store, const PfDraft *draft, GError **error)
{
  WAIT (result, pf_store_save_draft_async (store, draft, NULL, await_keep, &result));

  return pf_store_save_draft_finish (store, result, error);
}

/* In the child of a fork, before any thread: 77 means that mounts are not allowed here. */
static int
in_full_place (const char *folder)
{
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autoptr (PfContext) context = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfDraft) small = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  PfStore *store;
  guint saved = 0;

  g_mkdir_with_parents (data, 0700);
  if (!enter_namespace () || mount ("tmpfs", data, "tmpfs", 0, "size=1m,mode=0700") != 0)
    return 77;
  context = world_make_context (folder);
  store = must_open_store (context);
  while (error == NULL)
    {
      g_autoptr (PfDraft) draft = make_draft (context, 50000);

      saved += save (store, draft, &error);
    }
  g_assert_error (error, PF_ERROR, PF_ERROR_DISK_FULL);
  g_assert_cmpuint (strlen (error->message), >, 10);
  g_assert_cmpuint (saved, >, 2);
  g_clear_error (&error);
  {
    WAIT (result, pf_store_list_drafts_async (store, NULL, await_keep, &result));
    drafts = pf_store_list_drafts_finish (store, result, &error);
  }
  g_assert_no_error (error);
  g_assert_cmpuint (drafts->len, ==, saved); /* nothing is lost, nothing half there */
  {
    g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (1 << 20), 1 << 20);
    WAIT (result, pf_store_keep_blob_async (store, bytes, NULL, await_keep, &result));
    g_assert_null (pf_store_keep_blob_finish (store, result, &error));
  }
  g_assert_error (error, PF_ERROR, PF_ERROR_DISK_FULL);
  g_clear_error (&error);
  g_assert_cmpint (mount (NULL, data, NULL, MS_REMOUNT, "size=4m,mode=0700"), ==, 0);
  /* There is room again, and the same store goes on. */
  small = make_draft (context, 100);
  g_assert_true (save (store, small, &error));
  close_store (store);
  return 0;
}

static int
in_read_only_place (const char *folder)
{
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autoptr (PfContext) context = NULL;
  g_autoptr (GError) error = NULL;

  /* Before any thread is made: a namespace belongs to the thread that enters it. */
  if (!enter_namespace () || mount (data, data, NULL, MS_BIND, NULL) != 0
      || mount (NULL, data, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) != 0)
    return 77;
  context = world_make_context (folder);
  g_assert_null (open_store (context, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DISK_FULL);
  g_assert_cmpuint (strlen (error->message), >, 10);
  return 0;
}

static void
run_role (const char *role)
{
  World world;
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { program, role, NULL, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  world_init (&world);
  close_store (must_open_store (world.context));
  argv[2] = world.folder;
  g_assert_true (g_spawn_sync (NULL, (char **)argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                               NULL, NULL, &status, &error));
  world_clear (&world);
  if (WIFEXITED (status) && WEXITSTATUS (status) == 77)
    g_test_skip ("This system lets us make no mount of our own");
  else
    g_assert_cmpint (status, ==, 0);
}

static void
test_full (void)
{
  run_role ("--full");
}

static void
test_read_only (void)
{
  run_role ("--read-only");
}

/* Needs no mount: the folder of the data is a file. */
static void
test_no_folder (void)
{
  World world;
  g_autofree char *locks = NULL;
  g_autoptr (GError) error = NULL;

  world_init (&world);
  locks = world_path (&world, "locks");
  g_assert_true (g_file_set_contents (locks, "x", 1, NULL));
  g_assert_null (open_store (world.context, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_DISK_FULL);
  world_clear (&world);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && strcmp (argv[1], "--full") == 0)
    return in_full_place (argv[2]);
  if (argc == 3 && strcmp (argv[1], "--read-only") == 0)
    return in_read_only_place (argv[2]);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/places/FT-6/disk-full", test_full);
  g_test_add_func ("/store/places/FT-6/read-only", test_read_only);
  g_test_add_func ("/store/places/FT-6/no-folder", test_no_folder);
  return g_test_run ();
}
