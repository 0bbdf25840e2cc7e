/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole way from the first window to Connected, over the practice server and a browser that
 * answers the consent page by itself. */
#include "config.h"

#include "app-world.h"
#include "questions.h"

#include "app/connections/pf-connection-row.h"
#include "app/consent/pf-consent-window.h"

#include <glib/gstdio.h>
#include <unistd.h>

static char *place;
static char *wish;

static void
write_file (const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

/* Before GLib looks at the environment: a browser of our own, and helpers from the build tree. */
static void
prepare (void)
{
  g_autofree char *applications = NULL, *config = NULL, *libexec = NULL, *desktop = NULL;
  g_autofree char *script = NULL, *practice = NULL, *decode = NULL;

  place = g_dir_make_tmp ("pf-browser-XXXXXX", NULL);
  wish = g_build_filename (place, "wish", NULL);
  applications = g_build_filename (place, "data", "applications", NULL);
  config = g_build_filename (place, "config", NULL);
  libexec = g_build_filename (place, "libexec", NULL);
  script = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "app", "consent-browser.py", NULL);
  desktop = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Browser\n"
                             "Exec=%s %s %%u\nMimeType=x-scheme-handler/http;\n",
                             script, wish);
  write_file (applications, "consent-browser.desktop", desktop);
  write_file (config, "mimeapps.list",
              "[Default Applications]\nx-scheme-handler/http=consent-browser.desktop\n");
  g_assert_cmpint (g_mkdir_with_parents (libexec, 0700), ==, 0);
  practice = g_build_filename (libexec, "pinfold-practice", NULL);
  decode = g_build_filename (libexec, "pinfold-decode", NULL);
  g_assert_cmpint (symlink (g_getenv ("PF_TEST_PRACTICE"), practice), ==, 0);
  g_assert_cmpint (symlink (g_getenv ("PF_TEST_DECODE"), decode), ==, 0);
  g_setenv ("PINFOLD_LIBEXEC_DIR", libexec, TRUE);
  g_free (g_steal_pointer (&applications));
  applications = g_build_filename (place, "data", NULL);
  g_setenv ("XDG_DATA_HOME", applications, TRUE);
  g_setenv ("XDG_CONFIG_HOME", config, TRUE);
}

static void
browser_will (const char *answer)
{
  g_assert_true (g_file_set_contents (wish, answer, -1, NULL));
}

static void
click (gpointer root, const char *label)
{
  GtkWidget *button = app_find_button (root, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static const char *
get_stage (PfConsentWindow *window)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (app_find_type (window, GTK_TYPE_STACK)));
}

/* The address is a fixed one, so another run on this machine may hold it for a while. */
static gboolean
is_port_free (void)
{
  g_autoptr (GSocket) socket
      = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 8085);

  return g_socket_bind (socket, address, TRUE, NULL);
}

static PfConsentWindow *
begin (PfWindow *window)
{
  PfConsentWindow *consent;

  gtk_widget_activate_action (GTK_WIDGET (window), "win.connect-kind", "s", "practice");
  consent = PF_CONSENT_WINDOW (app_find_window (PF_TYPE_CONSENT_WINDOW));
  g_assert_nonnull (consent);
  g_assert_cmpstr (get_stage (consent), ==, "ask");
  click (consent, "_Continue in Browser");
  g_assert_cmpstr (get_stage (consent), ==, "waiting");
  return consent;
}

static void
wait_for_stage (PfConsentWindow *consent, const char *stage)
{
  APP_WAIT (g_strcmp0 (get_stage (consent), "waiting") != 0, 20);
  if (g_strcmp0 (get_stage (consent), stage) != 0)
    app_tell_texts (consent);
  g_assert_cmpstr (get_stage (consent), ==, stage);
}

static PfConnection *
connect_practice (AppWorld *world, PfWindow *window)
{
  PfConsentWindow *consent = begin (window);

  wait_for_stage (consent, "connected");
  click (consent, "_See Boards");
  app_settle ();
  return pf_window_get_connection (window);
}

static void
test_connect (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);
  PfConsentWindow *consent;
  PfConnection *connection;
  GtkWidget *row;

  browser_will ("allow");
  consent = begin (window);
  wait_for_stage (consent, "connected");
  app_check_names (consent);
  connection = pf_window_get_connection (window);
  g_assert_nonnull (connection);
  g_assert_true (app_shows_text (consent, pf_connection_get_display_name (connection)));
  g_assert_true (app_shows_text (consent, "Connected, Practice"));
  g_assert_true (app_shows_text (consent, "board"));
  click (consent, "_See Boards");
  app_settle ();
  g_assert_true (pf_window_get_visible_view (window) == pf_window_find_page (window, "boards"));
  g_assert_true (app_shows_text (pf_window_get_sidebar (window), "Connected, Practice"));

  pf_window_show_page (window, "connections");
  app_settle ();
  row = app_find_type (window, PF_TYPE_CONNECTION_ROW);
  g_assert_true (app_shows_text (row, pf_connection_get_display_name (connection)));
  g_assert_true (app_shows_text (row, "Connected, Practice"));
}

/* Pinterest's list of businesses that this person also runs, and what the account cannot do. */
static void
test_linked (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);
  PfConsentWindow *consent;

  browser_will ("allow\ngardenoftom");
  consent = begin (window);
  wait_for_stage (consent, "connected");
  g_assert_true (app_shows_text (consent, "gardenoftom"));
  g_assert_true (app_shows_text (consent, "This is a personal account."));
  APP_WAIT (app_shows_text (consent, "Linked businesses: annaskitchen"), 10);
}

static void
test_deny (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);
  PfConsentWindow *consent;

  browser_will ("deny");
  consent = begin (window);
  wait_for_stage (consent, "failed");
  g_assert_true (app_shows_text (consent, "You Declined"));
  g_assert_null (pf_window_get_connection (window));

  browser_will ("allow");
  click (consent, "_Try Again");
  wait_for_stage (consent, "connected");
}

static void
test_cancel (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);
  PfConsentWindow *consent;
  GtkWidget *again;
  gpointer gone;

  browser_will ("nothing");
  consent = begin (window);
  again = app_find_button (consent, "_Open Again");
  APP_WAIT (gtk_widget_get_sensitive (again), 20);
  gone = consent;
  g_object_add_weak_pointer (G_OBJECT (consent), &gone);
  gtk_window_close (GTK_WINDOW (consent));
  APP_WAIT (gone == NULL, 5);
  g_assert_null (pf_window_get_connection (window));

  /* Its port is free again. */
  browser_will ("allow");
  consent = begin (window);
  wait_for_stage (consent, "connected");
}

static void
test_same_account (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);
  PfConsentWindow *consent;

  browser_will ("allow");
  connect_practice (world, window);
  consent = begin (window);
  wait_for_stage (consent, "failed");
  if (!app_shows_text (consent, "The Same Account Again"))
    app_tell_texts (consent);
  g_assert_true (app_shows_text (consent, "The Same Account Again"));
  g_assert_nonnull (app_find_button (consent, "_Copy Link"));
}

static void
test_refresh_and_disconnect (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);
  PfConnection *connection;
  PfConnections *connections;
  g_autofree char *id = NULL;
  gint64 before;

  browser_will ("allow");
  connection = connect_practice (world, window);
  connections = pf_workspace_get_connections (world->workspace);
  id = g_strdup (pf_connection_get_id (connection));
  before = pf_connection_get_access_expires_at (connection);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.refresh-connection", "s", id);
  APP_WAIT (app_shows_text (window, "The connection is renewed"), 10);
  g_assert_cmpint (pf_connection_get_access_expires_at (connection), >=, before);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.publishing-off", "s", id);
  APP_WAIT (pf_connection_get_state (connection) == PF_CONNECTION_OFF, 10);
  g_assert_true (app_shows_text (pf_window_get_sidebar (window), "Publishing off"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.publishing-on", "s", id);
  APP_WAIT (pf_connection_get_state (connection) == PF_CONNECTION_CONNECTED, 10);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.disconnect", "s", id);
  app_settle ();
  g_assert_true (app_shows_text (app_find_question (), "Deleted here"));
  app_question_answer (app_find_question (), "yes");
  APP_WAIT (g_list_model_get_n_items (G_LIST_MODEL (connections)) == 0, 10);
  APP_WAIT (pf_window_get_visible_view (window) == pf_window_find_page (window, "welcome"), 5);
  g_assert_null (pf_window_get_connection (window));
}

int
main (int argc, char *argv[])
{
  prepare ();
  for (guint i = 0; i < 300 && !is_port_free (); i++)
    g_usleep (G_USEC_PER_SEC / 10);
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_add_func ("/app/connect/MO-10+MO-5+ST-9/practice-to-connected", test_connect);
  g_test_add_func ("/app/connect/MO-9+AL-17/linked-businesses", test_linked);
  g_test_add_func ("/app/connect/OA-10/declined-then-again", test_deny);
  g_test_add_func ("/app/connect/OA-7/cancel-frees-everything", test_cancel);
  g_test_add_func ("/app/connect/MO-9/same-account-again", test_same_account);
  g_test_add_func ("/app/connect/MO-17+MO-19+MO-20+ST-2/refresh-publishing-disconnect",
                   test_refresh_and_disconnect);
  return g_test_run ();
}
