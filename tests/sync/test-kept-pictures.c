/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "api/api-world.h"
#include "await.h"
#include "fake-connection.h"
#include "pictures/picture-host.h"

#include "core/store/pf-kept-folder.h"
#include "core/sync/pf-kept-pictures.h"

#include <glib/gstdio.h>
#include <string.h>

#define ME "c0ffee00-0000-4000-8000-000000000001"
#define N_PINS 6
#define PICTURE 1000

/* A disk that gets full. */
#define SMALL_TYPE_DISK (small_disk_get_type ())
G_DECLARE_FINAL_TYPE (SmallDisk, small_disk, SMALL, DISK, GObject)
struct _SmallDisk
{
  GObject parent_instance;
  PfFiles *disk;
  gint room; /* pictures that fit yet; atomic */
};

static gboolean
small_write (PfFiles *files, const char *path, GBytes *bytes, guint mode, GError **error)
{
  SmallDisk *self = SMALL_DISK (files);

  if (g_atomic_int_add (&self->room, -1) > 0)
    return pf_files_write (self->disk, path, bytes, mode, error);
  g_set_error_literal (error, PF_ERROR, PF_ERROR_DISK_FULL, "full");
  return FALSE;
}

static GBytes *
small_read (PfFiles *files, const char *path, gsize max_length, GError **error)
{
  return pf_files_read (SMALL_DISK (files)->disk, path, max_length, error);
}

static void
small_disk_files_init (PfFilesInterface *iface)
{
  iface->write = small_write;
  iface->read = small_read;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SmallDisk,
                               small_disk,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_FILES, small_disk_files_init))

static void
small_disk_finalize (GObject *object)
{
  g_object_unref (SMALL_DISK (object)->disk);
  G_OBJECT_CLASS (small_disk_parent_class)->finalize (object);
}

static void
small_disk_class_init (SmallDiskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = small_disk_finalize;
}

static void
small_disk_init (SmallDisk *self)
{
  self->disk = pf_files_system_new ();
  self->room = G_MAXINT;
}

typedef struct
{
  char *data_dir, *folder;
  SmallDisk *disk;
  PfContext *context;
  PictureHost *host;
  PfClient *client;
  PfStore *store;
  PfMirror *mirror;
  PfConnection *connection;
  PfSync *sync;
  PfKeptPictures *pictures;
} Shelf;

static GBytes *
find_picture (const char *path, gpointer data)
{
  /* The third pin's is not there. */
  if (strstr (path, "600x/3.jpg") != NULL)
    return NULL;
  return g_bytes_new_take (g_malloc0 (PICTURE), PICTURE);
}

static char *
make_url (Shelf *self, const char *size, guint number)
{
  g_autofree char *path = g_strdup_printf ("/img/%s/%u.jpg", size, number);

  return picture_host_get_url (self->host, path);
}

/* Pins 1 to @n, the later the newer. */
static void
put_pins (Shelf *self, guint n, gint64 generation)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PfPage page = { .items = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_pin_unref) };

  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *large = make_url (self, "600x", i);
      g_autofree char *small = make_url (self, "150x150", i);
      g_autofree char *json
          = g_strdup_printf ("{\"id\":\"%u\",\"board_id\":\"7\",\"is_owner\":true,\"created_at\":"
                             "\"2025-06-0%uT10:00:00\","
                             "\"media\":{\"media_type\":\"image\",\"images\":{"
                             "\"150x150\":{\"url\":\"%s\",\"width\":150,\"height\":150},"
                             "\"600x\":{\"url\":\"%s\",\"width\":600,\"height\":900}}}}",
                             i, i, small, large);

      g_ptr_array_add (page.items, pf_pin_new_from_json (json, -1, &error));
      g_assert_no_error (error);
    }
  pf_mirror_put_all_pins_async (self->mirror, ME, &page, generation, NULL, await_keep, &result);
  g_assert_true (pf_mirror_put_finish (self->mirror, await_result (&result), &error));
  g_assert_no_error (error);
  g_ptr_array_unref (page.items);
}

static void
shelf_init (Shelf *self)
{
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  g_autoptr (PfBudget) budget = g_object_new (FAKE_TYPE_BUDGET, NULL);
  g_autoptr (PfAuthorizer) account = g_object_new (FAKE_TYPE_ACCOUNT, NULL);
  g_autoptr (PfService) service = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) mirrored = NULL;
  g_autoptr (GAsyncResult) kept = NULL;
  g_autoptr (GError) error = NULL;
  PfContextParts parts = { .secrets = secrets };

  self->data_dir = g_dir_make_tmp ("pinfold-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->disk = g_object_new (SMALL_TYPE_DISK, NULL);
  parts.files = PF_FILES (self->disk);
  parts.data_dir = parts.cache_dir = parts.runtime_dir = self->data_dir;
  self->context = pf_context_new (&parts, &error);
  g_assert_no_error (error);
  self->host = picture_host_new (find_picture, NULL);
  service = pf_service_new_practice (picture_host_get_port (self->host));
  self->client = pf_client_new (self->context, service, account, budget);
  pf_store_open_async (self->context, NULL, await_keep, &opened);
  self->store = pf_store_open_finish (await_result (&opened), &error);
  g_assert_no_error (error);
  pf_mirror_open_async (self->context, NULL, await_keep, &mirrored);
  self->mirror = pf_mirror_open_finish (await_result (&mirrored), &error);
  g_assert_no_error (error);
  pf_mirror_keep_async (self->mirror, ME, self->store, NULL, await_keep, &kept);
  g_assert_true (pf_mirror_keep_finish (self->mirror, await_result (&kept), &error));
  self->connection = fake_connection_new (ME, self->client);
  self->sync = pf_sync_new (self->context, self->mirror, self->connection);
  self->pictures = pf_kept_pictures_new (self->context, self->mirror, self->connection,
                                         pf_sync_get_run (self->sync));
  self->folder = pf_kept_folder_get_path (self->context, ME);
}

static void
shelf_clear (Shelf *self)
{
  g_autoptr (GAsyncResult) mirrored = NULL;
  g_autoptr (GAsyncResult) closed = NULL;

  pf_kept_pictures_set_enabled (self->pictures, FALSE);
  pf_sync_stop (self->sync);
  world_spin (10);
  g_assert_finalize_object (self->pictures);
  g_object_unref (self->sync);
  g_object_unref (self->connection);
  pf_mirror_close_async (self->mirror, await_keep, &mirrored);
  g_assert_true (pf_mirror_close_finish (self->mirror, await_result (&mirrored), NULL));
  g_clear_object (&mirrored);
  g_object_unref (self->mirror);
  pf_store_close_async (self->store, await_keep, &closed);
  g_assert_true (pf_store_close_finish (self->store, await_result (&closed), NULL));
  g_clear_object (&closed);
  g_object_unref (self->store);
  pf_client_abort (self->client);
  g_object_unref (self->client);
  picture_host_free (self->host);
  g_object_unref (self->context);
  g_object_unref (self->disk);
  pf_files_remove_tree (self->data_dir);
  g_free (self->data_dir);
  g_free (self->folder);
}

static PfSyncRunState
run (Shelf *self)
{
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  pf_kept_pictures_begin (self->pictures);
  while (pf_kept_pictures_get_state (self->pictures) == PF_SYNC_RUN_RUNNING)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      world_spin (1);
    }
  return pf_kept_pictures_get_state (self->pictures);
}

static gboolean
has (Shelf *self, guint number)
{
  g_autofree char *url = make_url (self, "600x", number);
  g_autofree char *name = pf_kept_folder_make_name (url);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

/* What is said is what is on the disk. */
static void
check_contents (Shelf *self, guint n_wanted)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  guint n_files = 0, n_pictures;
  guint64 n_bytes;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n_files++;
  g_object_get (self->pictures, "n-pictures", &n_pictures, "n-bytes", &n_bytes, NULL);
  g_assert_cmpuint (n_files, ==, n_wanted);
  g_assert_cmpuint (n_pictures, ==, n_wanted);
  g_assert_cmpuint (n_bytes, ==, n_wanted * PICTURE);
}

static gboolean
is_full (Shelf *self)
{
  gboolean full;

  g_object_get (self->pictures, "full", &full, NULL);
  return full;
}

/* Those that are there, once, in the size that is shown; one that is missing is nobody's fault. */
static void
check_fill (Shelf *self)
{
  g_auto (GStrv) asked = NULL;

  g_assert_cmpint (run (self), ==, PF_SYNC_RUN_IDLE);
  g_assert_null (pf_kept_pictures_get_folder (self->pictures));
  pf_kept_pictures_set_enabled (self->pictures, TRUE);
  g_assert_cmpint (run (self), ==, PF_SYNC_RUN_DONE);
  check_contents (self, N_PINS - 1);
  asked = picture_host_dup_asked (self->host);
  g_assert_cmpuint (g_strv_length (asked), ==, N_PINS);
  for (char **path = asked; *path != NULL; path++)
    g_assert_nonnull (strstr (*path, "/600x/"));
  g_assert_cmpint (run (self), ==, PF_SYNC_RUN_DONE);
  /* Only the one that is missing is asked for again. */
  g_assert_cmpuint (picture_host_count (self->host), ==, N_PINS + 1);
  g_assert_false (is_full (self));
}

/* The newest stay, and never is there more than the limit. */
static void
check_limit (Shelf *self)
{
  pf_kept_pictures_set_limit (self->pictures, 3 * PICTURE + PICTURE / 2);
  /* What is there already is no reason to have more than the limit. */
  put_pins (self, N_PINS + 1, 2);
  g_assert_cmpint (run (self), ==, PF_SYNC_RUN_DONE);
  check_contents (self, 3);
  g_assert_true (is_full (self));
  g_assert_true (has (self, 7) && has (self, 6) && has (self, 5));
  pf_kept_pictures_set_limit (self->pictures, PF_KEPT_PICTURES_LIMIT);
}

static void
check_trouble (Shelf *self)
{
  picture_host_set_reachable (self->host, FALSE);
  g_assert_cmpint (run (self), ==, PF_SYNC_RUN_FAILED);
  g_assert_nonnull (pf_kept_pictures_get_error (self->pictures));
  check_contents (self, 3);
  picture_host_set_reachable (self->host, TRUE);

  self->disk->room = 1;
  g_assert_cmpint (run (self), ==, PF_SYNC_RUN_FAILED);
  g_assert_error (pf_kept_pictures_get_error (self->pictures), PF_ERROR, PF_ERROR_DISK_FULL);
  world_spin (50);
  g_assert_cmpint (self->disk->room, <=, 0);
  self->disk->room = G_MAXINT;
  g_assert_cmpint (run (self), ==, PF_SYNC_RUN_DONE);
  check_contents (self, N_PINS);
  g_assert_null (pf_kept_pictures_get_error (self->pictures));
}

/* What belongs to no pin any more goes, and what somebody who was killed left. */
static void
check_pruning (Shelf *self)
{
  g_autofree char *part = g_build_filename (self->folder, "0123.ABCDEF", NULL);

  g_assert_true (g_file_set_contents (part, "half", -1, NULL));
  put_pins (self, 5, 3);
  g_assert_cmpint (run (self), ==, PF_SYNC_RUN_DONE);
  check_contents (self, 4);
  g_assert_false (has (self, 6));
}

static GBytes *
load (Shelf *self, const char *size, guint number, gboolean any_size)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *url = make_url (self, size, number);

  pf_kept_folder_load_async (self->context, self->folder, url, any_size, NULL, await_keep, &result);
  return pf_kept_folder_load_finish (await_result (&result), NULL);
}

static void
check_load (Shelf *self)
{
  g_autoptr (GBytes) exact = load (self, "600x", 2, FALSE);
  g_autoptr (GBytes) other = load (self, "1200x", 2, FALSE);
  g_autoptr (GBytes) instead = load (self, "1200x", 2, TRUE);
  g_autoptr (GBytes) original = load (self, "originals", 2, TRUE);
  g_autoptr (GBytes) nothing = load (self, "1200x", 3, TRUE);

  g_assert_cmpuint (g_bytes_get_size (exact), ==, PICTURE);
  g_assert_null (other);
  g_assert_cmpuint (g_bytes_get_size (instead), ==, PICTURE);
  g_assert_nonnull (original);
  g_assert_null (nothing);
}

/* Turned off in the middle: what is on its way comes into no folder. */
static void
check_off (Shelf *self)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_str_hash, g_str_equal);

  put_pins (self, N_PINS + 2, 4);
  picture_host_hold (self->host);
  pf_kept_pictures_begin (self->pictures);
  for (guint before = picture_host_count (self->host);
       picture_host_count (self->host) < before + 2;)
    world_spin (1);
  pf_kept_pictures_set_enabled (self->pictures, FALSE);
  pf_kept_folder_remove (self->folder);
  picture_host_let_go (self->host, G_MAXUINT);
  world_spin (50);
  g_assert_cmpint (pf_kept_pictures_get_state (self->pictures), ==, PF_SYNC_RUN_IDLE);
  g_assert_false (g_file_test (self->folder, G_FILE_TEST_EXISTS));

  /* Of whom nothing is kept, at the next start. */
  g_assert_cmpint (g_mkdir_with_parents (self->folder, 0700), ==, 0);
  g_hash_table_add (wanted, (gpointer)ME);
  pf_kept_folder_sweep (self->context, wanted);
  g_assert_true (g_file_test (self->folder, G_FILE_TEST_EXISTS));
  g_hash_table_remove_all (wanted);
  pf_kept_folder_sweep (self->context, wanted);
  g_assert_false (g_file_test (self->folder, G_FILE_TEST_EXISTS));
}

static void
test_kept_pictures (void)
{
  Shelf shelf;

  shelf_init (&shelf);
  put_pins (&shelf, N_PINS, 1);
  check_fill (&shelf);
  check_limit (&shelf);
  check_trouble (&shelf);
  check_pruning (&shelf);
  check_load (&shelf);
  check_off (&shelf);
  shelf_clear (&shelf);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/kept-pictures/bounded-and-gone-when-off", test_kept_pictures);
  return g_test_run ();
}
