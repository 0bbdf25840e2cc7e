/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "core/api/pf-base64-stream.h"

static GBytes *
random_bytes (gsize size)
{
  guint8 *data = g_malloc (size + 1);

  for (gsize i = 0; i < size; i++)
    data[i] = (guint8)(g_test_rand_int () & 0xff);
  return g_bytes_new_take (data, size);
}

/* Reads in pieces of 1 to most bytes. */
static char *
drain (GInputStream *stream, gsize most)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *buffer = g_malloc (most);
  gssize n;

  do
    {
      gsize want = (gsize)g_test_rand_int_range (1, (gint)most + 1);
      g_autoptr (GError) error = NULL;

      n = g_input_stream_read (stream, buffer, want, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (n, <=, (gssize)want);
      g_string_append_len (out, buffer, n);
    }
  while (n > 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Every length modulo 3, every way to cut it: what GLib's own encoder says. */
static void
test_against_glib (void)
{
  g_autoptr (GBytes) prefix = g_bytes_new_static ("{\"data\":\"", 9);
  g_autoptr (GBytes) suffix = g_bytes_new_static ("\"}", 2);

  for (gsize size = 0; size < 70; size++)
    for (gsize most = 1; most < 12; most++)
      {
        g_autoptr (GBytes) data = random_bytes (size);
        g_autoptr (GInputStream) stream = pf_base64_stream_new (prefix, data, suffix);
        g_autofree char *coded = g_base64_encode (g_bytes_get_data (data, NULL), size);
        g_autofree char *expected = g_strdup_printf ("{\"data\":\"%s\"}", coded);
        g_autofree char *got = NULL;

        g_assert_cmpint (pf_base64_stream_get_length (PF_BASE64_STREAM (stream)), ==,
                         (gint64)strlen (expected));
        got = drain (stream, most);
        g_assert_cmpstr (got, ==, expected);
      }
}

static void
on_spliced (GObject *source, GAsyncResult *result, gpointer data)
{
  gboolean *done = data;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_output_stream_splice_finish (G_OUTPUT_STREAM (source), result, &error), >, 0);
  g_assert_no_error (error);
  *done = TRUE;
}

/* As libsoup reads it: asynchronously, in place. */
static void
test_async (void)
{
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) data = random_bytes (300000);
  g_autoptr (GInputStream) stream = pf_base64_stream_new (nothing, data, nothing);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autofree char *coded = g_base64_encode (g_bytes_get_data (data, NULL), 300000);
  gboolean done = FALSE;

  g_assert_true (g_pollable_input_stream_can_poll (G_POLLABLE_INPUT_STREAM (stream)));
  g_output_stream_splice_async (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                G_PRIORITY_DEFAULT, NULL, on_spliced, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpmem (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out)),
                   g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out)), coded,
                   strlen (coded));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/base64-stream/against-glib", test_against_glib);
  g_test_add_func ("/api/base64-stream/asynchronous", test_async);
  return g_test_run ();
}
