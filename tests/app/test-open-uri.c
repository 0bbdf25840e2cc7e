/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Opening an address from a sandbox, which has no browser of its own: the desktop portal is
 * asked. As an ordinary user, for root hides faults.
 */
#include "config.h"

#include "account/account-test.h"
#include "account/one-process.h"
#include "account/scripted-portal.h"

#include "app/compat/pf-open-uri.h"

#define ADDRESS "https://www.pinterest.com/oauth/?client_id=1234567&scope=boards%3Aread&state=x"

#ifdef __SANITIZE_ADDRESS__
/* Of sanitizer/allocator_interface.h and lsan_interface.h, which not every compiler brings. */
int __sanitizer_install_malloc_and_free_hooks (void (*on_malloc) (const volatile void *, size_t),
                                               void (*on_free) (const volatile void *));
void __lsan_ignore_object (const void *block);

/* GIO 2.74 drops the path of its request when the portal has answered (open_call_done() in
 * gopenuriportal.c), and its frames have no names to suppress it by. So blocks of that size are
 * noted, and those that hold such a path are left out at the end; anything else is found. */
#define REQUEST "/org/freedesktop/portal/desktop/request/"
#define N_NOTED 4096

static const volatile void *noted[N_NOTED];
static guint n_noted;

static void
on_malloc (const volatile void *block, size_t size)
{
  if (size > strlen (REQUEST) && size < strlen (REQUEST) + 32)
    noted[n_noted++ % N_NOTED] = block;
}

static void
on_free (const volatile void *block)
{
  for (guint i = 0; i < MIN (n_noted, N_NOTED); i++)
    if (noted[i] == block)
      noted[i] = NULL;
}

static void
note_requests (void)
{
  __sanitizer_install_malloc_and_free_hooks (on_malloc, on_free);
}

static void
leave_out_requests (void)
{
  for (guint i = 0; i < MIN (n_noted, N_NOTED); i++)
    if (noted[i] != NULL && memcmp ((const void *)noted[i], REQUEST, strlen (REQUEST)) == 0)
      __lsan_ignore_object ((const void *)noted[i]);
}
#else
static void
note_requests (void)
{
}

static void
leave_out_requests (void)
{
}
#endif

typedef struct
{
  char *folder;
  GTestDBus *bus;
  AtPortal *portal;
  GtkWidget *window;
} World;

static void
begin (World *w)
{
  g_autofree char *display = g_strdup (g_getenv ("DISPLAY"));

  w->folder = g_dir_make_tmp ("pinfold-links-XXXXXX", NULL);
  /* No application is known here, as in a sandbox; GLib takes the variable for one. */
  g_setenv ("XDG_DATA_HOME", w->folder, TRUE);
  g_setenv ("XDG_DATA_DIRS", w->folder, TRUE);
  g_setenv ("XDG_CONFIG_HOME", w->folder, TRUE);
  g_setenv ("XDG_CONFIG_DIRS", w->folder, TRUE);
  g_setenv ("GTK_USE_PORTAL", "1", TRUE);
  g_setenv ("GIO_USE_PORTALS", "1", TRUE); /* its name since GLib 2.78 */
  w->bus = at_start_bus ();
  /* GTestDBus forgets it. */
  g_setenv ("DISPLAY", display, TRUE);
  w->portal = at_portal_new (g_test_dbus_get_bus_address (w->bus));
  gtk_init ();
  w->window = gtk_window_new ();
  gtk_window_present (GTK_WINDOW (w->window));
  at_spin (50);
  note_requests ();
}

static void
end (World *w)
{
  leave_out_requests ();
  gtk_window_destroy (GTK_WINDOW (w->window));
  at_portal_free (w->portal);
  g_test_dbus_stop (w->bus);
  pf_files_remove_tree (w->folder);
  g_free (w->folder);
}

static gboolean
open_uri (World *w, const char *uri, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_open_uri_async (w->window, uri, NULL, at_keep_result, &result);
  at_wait_result (&result);
  return pf_open_uri_finish (result, error);
}

static void
test_portal (void)
{
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w);
  g_assert_true (open_uri (&w, ADDRESS, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (w.portal->opened, ==, ADDRESS);
  end (&w);
}

static void
test_refused (void)
{
  static const char *const bad[] = { "javascript:alert(1)", "file:///etc/passwd",
                                     "https://a@b.example/", "mailto:a@b.example" };
  World w;
  g_autoptr (GError) error = NULL;

  if (!at_in_child ())
    return;
  begin (&w);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (open_uri (&w, bad[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
      g_clear_error (&error);
    }
  g_assert_null (w.portal->opened);
  /* The portal could not: it is told, not passed over. */
  w.portal->response = 2;
  g_assert_false (open_uri (&w, ADDRESS, &error));
  g_assert_nonnull (error);
  end (&w);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/links/OA-3+SE-8/through-the-portal", test_portal);
  g_test_add_func ("/app/links/OA-3+UI-11/refused-before-the-portal", test_refused);
  return g_test_run ();
}
