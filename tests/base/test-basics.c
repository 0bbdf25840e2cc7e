/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/pf-context.h"
#include "core/base/pf-error.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_error_detail (void)
{
  PfErrorDetail detail = { .http_status = 403,
                           .api_code = 29,
                           .api_message = (char *)"trial",
                           .request_id = (char *)"r1",
                           .retry_after_s = 7,
                           .maybe_sent = TRUE };
  g_autoptr (GError) error = pf_error_new_detailed (PF_ERROR_TRIAL, &detail, "words");
  g_autoptr (GError) copy = g_error_copy (error);
  g_autoptr (GError) plain = g_error_new (PF_ERROR, PF_ERROR_BUSY, "busy");
  g_autoptr (GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  PfErrorDetail *got = pf_error_get_detail (copy);

  g_assert_error (copy, PF_ERROR, PF_ERROR_TRIAL);
  g_assert_cmpint (got->api_code, ==, 29);
  g_assert_cmpstr (got->api_message, ==, "trial");
  g_assert_true (got->api_message != detail.api_message);
  g_assert_cmpstr (got->request_id, ==, "r1");
  g_assert_true (got->maybe_sent);
  g_assert_cmpint (pf_error_get_detail (plain)->retry_after_s, ==, -1);
  g_assert_null (pf_error_get_detail (other));
  for (int code = PF_ERROR_FAILED; code <= PF_ERROR_TOO_LARGE; code++)
    {
      const char *name = pf_error_code_to_string ((PfError)code);
      g_assert_nonnull (name);
      g_assert_cmpint (pf_error_code_from_string (name), ==, code);
    }
}

static void
test_secret (void)
{
  g_autoptr (PfSecret) a = pf_secret_new ("abc", -1);
  g_autoptr (PfSecret) b = pf_secret_new_take_zeroing (g_strdup ("abc"));
  g_autoptr (PfSecret) c = pf_secret_new ("ab\0c", 4);

  g_assert_true (pf_secret_equal (a, b));
  g_assert_false (pf_secret_equal (a, c));
  g_assert_cmpmem (pf_secret_peek (c), pf_secret_get_length (c), "ab\0c", 4);
  g_assert_cmpint (pf_secret_peek (a)[3], ==, 0);
}

#ifndef __SANITIZE_ADDRESS__
static void
test_secret_locked (void)
{
  g_autoptr (PfSecret) secret = pf_secret_new ("locked", -1);
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmLck:");
  g_assert_nonnull (line);
  g_assert_cmpint (g_ascii_strtoll (line + 6, NULL, 10), >=, 4);
}
#endif

static void
test_random (void)
{
  g_autoptr (PfRandom) kernel = pf_random_kernel_new ();
  g_autoptr (PfRandom) x = pf_random_seeded_new (7), y = pf_random_seeded_new (7);
  g_autofree char *a = pf_random_uuid (kernel), *b = pf_random_uuid (kernel);
  g_autofree char *c = pf_random_uuid (x), *d = pf_random_uuid (y);

  g_assert_true (g_uuid_string_is_valid (a));
  g_assert_cmpstr (a, !=, b);
  g_assert_cmpstr (c, ==, d);
  for (int i = 0; i < 1000; i++)
    {
      double u = pf_random_unit (x);
      g_assert_true (u >= 0 && u < 1);
    }
}

static void
test_files (void)
{
  g_autoptr (PfFiles) files = pf_files_system_new ();
  g_autofree char *folder = g_dir_make_tmp ("pf-files-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "x", NULL);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autoptr (GBytes) one = g_bytes_new_static ("one", 3), two = g_bytes_new_static ("two!", 4);
  g_autoptr (GBytes) got = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf st;

  g_assert_true (pf_files_write (files, path, one, 0600, &error));
  g_assert_true (pf_files_write (files, path, two, 0600, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0600);
  got = pf_files_read (files, path, 4, &error);
  g_assert_true (g_bytes_equal (got, two));
  g_assert_null (pf_files_read (files, path, 3, &error));
  g_assert_error (error, PF_ERROR, PF_ERROR_TOO_LARGE);
  g_clear_error (&error);
  g_assert_cmpint (symlink (path, link), ==, 0);
  g_assert_null (pf_files_read (files, link, 10, &error));
  g_clear_error (&error);
  g_assert_null (pf_files_read (files, folder, 10, &error));
  g_clear_error (&error);
  g_assert_true (pf_files_remove (files, path, &error));
  g_assert_true (pf_files_remove (files, path, &error));
  g_unlink (link);
  /* Nothing temporary is left behind. */
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A tree goes whole, and nothing that a link in it leads to. */
static void
test_files_tree (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pf-files-XXXXXX", NULL);
  g_autofree char *outside = g_build_filename (folder, "outside", NULL);
  g_autofree char *precious = g_build_filename (outside, "precious", NULL);
  g_autofree char *tree = g_build_filename (folder, "tree", NULL);
  g_autofree char *deep = g_build_filename (tree, "a", "b", NULL);
  g_autofree char *file = g_build_filename (deep, "x", NULL);
  g_autofree char *link = g_build_filename (tree, "a", "link", NULL);

  g_assert_cmpint (g_mkdir_with_parents (deep, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (outside, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  g_assert_true (g_file_set_contents (precious, "x", 1, NULL));
  g_assert_cmpint (symlink (outside, link), ==, 0);
  pf_files_remove_tree (tree);
  g_assert_false (g_file_test (tree, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (precious, G_FILE_TEST_EXISTS));
  /* Nor is there anything to do twice. */
  pf_files_remove_tree (tree);
  g_assert_cmpint (symlink (outside, tree), ==, 0);
  pf_files_remove_tree (tree);
  g_assert_false (g_file_test (tree, G_FILE_TEST_IS_SYMLINK));
  g_assert_true (g_file_test (precious, G_FILE_TEST_EXISTS));
  pf_files_remove_tree (folder);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

static void
test_files_full (void)
{
  g_autoptr (PfFiles) files = pf_files_system_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one", 3);
  g_autoptr (GError) error = NULL;

  /* /proc refuses new files whoever asks. */
  g_assert_false (pf_files_write (files, "/proc/pinfold-test", bytes, 0600, &error));
  g_assert_nonnull (error);
}

static void
test_context (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pf-context-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder, "a", "data", NULL);
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  g_autoptr (GError) error = NULL;
  PfContextParts parts = { .secrets = secrets,
                           .data_dir = data,
                           .cache_dir = folder,
                           .runtime_dir = folder,
                           .libexec_dir = "/libexec" };
  g_autoptr (PfContext) context = pf_context_new (&parts, &error);
  g_autofree char *helper = NULL;
  GStatBuf st;

  g_assert_no_error (error);
  g_assert_cmpint (g_stat (data, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0700);
  helper = pf_context_find_helper (context, "pinfold-decode");
  g_assert_cmpstr (helper, ==, "/libexec/pinfold-decode");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/error/detail-travels", test_error_detail);
  g_test_add_func ("/base/secret/value", test_secret);
#ifndef __SANITIZE_ADDRESS__ /* AddressSanitizer makes mlock() do nothing */
  g_test_add_func ("/base/secret/SE-8/locked-memory", test_secret_locked);
#endif
  g_test_add_func ("/base/random", test_random);
  g_test_add_func ("/base/files/durable", test_files);
  g_test_add_func ("/base/files/tree-without-its-links", test_files_tree);
  g_test_add_func ("/base/files/FT-6/refused", test_files_full);
  g_test_add_func ("/base/context/folders", test_context);
  return g_test_run ();
}
