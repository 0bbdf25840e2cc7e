/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the window says and offers in each state of an account. One world for all: signing in
 * is the slow part. Each case makes what it needs, so that it also runs alone.
 */
#include "config.h"

#include "app-world.h"
#include "moody-keyring.h"
#include "practice-account.h"

#include "app/boards/pf-board-card.h"
#include "app/boards/pf-board-dialog.h"
#include "app/compat/pf-about.h"
#include "app/connections/pf-connection-row.h"
#include "app/connections/pf-connection-words.h"
#include "app/pins/pf-pin-pane.h"
#include "app/setup/pf-keys-page.h"
#include "app/setup/pf-review-page.h"
#include "app/setup/pf-setup-window.h"

#include "core/pf-go-live.h"
#include "core/base/pf-error.h"
#include "core/model/pf-items-private.h"

static AppWorld *world;
static MoodyKeyring *keyring;
static PfWindow *window;

static void
show_window (void)
{
  if (window == NULL)
    window = app_world_show_window (world);
}

static void
close_window (void)
{
  if (window != NULL)
    gtk_window_destroy (GTK_WINDOW (window));
  window = NULL;
  app_settle ();
  app_world_close (world);
}

/* The account, connected if it is not yet. */
static PfConnection *
need_account (const char *username, const char *const *scopes)
{
  PfConnections *connections;
  PfConnection *connection;

  show_window ();
  connections = pf_workspace_get_connections (world->workspace);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (connections)); i++)
    {
      g_autoptr (PfConnection) known = g_list_model_get_item (G_LIST_MODEL (connections), i);

      if (g_strcmp0 (pf_connection_get_username (known), username) == 0)
        {
          pf_window_set_connection (window, known);
          return known;
        }
    }
  connection = practice_connect (world, username, scopes);
  g_assert_nonnull (connection);
  pf_window_set_connection (window, connection);
  app_settle ();
  return connection;
}

static gboolean
is_row_of (GtkWidget *widget, gpointer name)
{
  return PF_IS_CONNECTION_ROW (widget)
         && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), name) == 0;
}

/* Its row on the Connections page, unfolded. */
static GtkWidget *
unfold_row (PfConnection *connection)
{
  GtkWidget *row;

  pf_window_show_page (window, "connections");
  app_settle ();
  row = app_find (window, is_row_of, (gpointer)pf_connection_get_display_name (connection));
  g_assert_nonnull (row);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  app_settle ();
  return row;
}

typedef struct
{
  const char *text;
  GType type;
} Wanted;

static gboolean
is_shown (GtkWidget *widget, gpointer data)
{
  const Wanted *wanted = data;

  if (!gtk_widget_get_mapped (widget) || !G_TYPE_CHECK_INSTANCE_TYPE (widget, wanted->type))
    return FALSE;
  return GTK_IS_LABEL (widget)
             ? strstr (gtk_label_get_text (GTK_LABEL (widget)), wanted->text) != NULL
             : g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), wanted->text) == 0;
}

/* On the screen, not merely in the tree. */
static gboolean
says (gpointer root, const char *text)
{
  Wanted wanted = { text, GTK_TYPE_LABEL };

  return app_find (root, is_shown, &wanted) != NULL;
}

static GtkWidget *
offers (gpointer root, const char *label)
{
  Wanted wanted = { label, GTK_TYPE_BUTTON };

  return app_find (root, is_shown, &wanted);
}

static void
test_session_only (void)
{
  PfConnection *connection;
  GtkWidget *row;

  moody_keyring_set_mood (keyring, KEYRING_ABSENT);
  connection = need_account ("annaskitchen", NULL);
  moody_keyring_set_mood (keyring, KEYRING_OPEN);
  g_assert_true (pf_connection_get_session_only (connection));
  g_assert_cmpint (pf_connection_get_state (connection), ==, PF_CONNECTION_CONNECTED);
  APP_WAIT (says (window, "this connection ends with this session"), 5);
  g_assert_nonnull (offers (window, "_Learn More"));
  row = unfold_row (connection);
  g_assert_true (says (row, "Ends with this session"));
  g_assert_true (says (row, "never keeps a sign-in in a clear file"));
}

static void
test_trial (void)
{
  PfConnection *connection = need_account ("bakerylindqvist", NULL);
  g_autoptr (GError) refused
      = g_error_new (PF_ERROR, PF_ERROR_TRIAL, "Apps with Trial access may not create Pins");
  GtkWidget *row;

  g_assert_false (says (window, "Pinterest is still reviewing your app"));
  pf_connection_note_error (connection, refused, "create-pin");
  APP_WAIT (says (window, "Pinterest is still reviewing your app"), 5);
  g_assert_nonnull (offers (window, "_Prepare for Review"));
  g_assert_false (pf_connection_can_create (connection, NULL));
  row = unfold_row (connection);
  g_assert_true (says (row, "Trial: waiting for Pinterest's approval"));
  g_assert_nonnull (offers (row, "_Check Again"));
  g_signal_emit_by_name (offers (row, "_Prepare for Review"), "clicked");
  app_settle ();
  g_assert_true (PF_IS_REVIEW_PAGE (pf_window_get_visible_view (window)));
  pf_window_pop_all (window);
  app_settle ();
  /* The service's answers count by the minute: no trial access any more. */
  row = unfold_row (connection);
  g_signal_emit_by_name (offers (row, "_Check Again"), "clicked");
  APP_WAIT (!pf_connection_get_trial (connection), 10);
  APP_WAIT (!says (row, "Trial: waiting"), 5);
  g_assert_true (pf_connection_can_create (connection, NULL));
}

static void
test_refused_scopes (void)
{
  PfConnection *connection;
  GtkWidget *row;
  static const char *const scopes[]
      = { "user_accounts:read", "boards:read",         "boards:write", "pins:read", "pins:write",
          "boards:read_secret", "boards:write_secret", "ads:read",     NULL };

  need_account ("bakerylindqvist", NULL);
  practice_control (world, "switch", "{\"scopes_refused\":[\"ads:read\"]}");
  connection = need_account ("gardenoftom", scopes);
  practice_control (world, "switch", "{\"scopes_refused\":[]}");
  /* It works with the rest. */
  g_assert_cmpint (pf_connection_get_state (connection), ==, PF_CONNECTION_CONNECTED);
  g_assert_true (pf_connection_can_create (connection, NULL));
  g_assert_false (pf_connection_has_scope (connection, "ads:read"));
  row = unfold_row (connection);
  g_assert_true (says (row, "Not allowed"));
  g_assert_true (says (row, pf_scope_find ("ads:read")->title));
  g_assert_true (says (row, pf_scope_find ("pins:write")->title));
  g_assert_nonnull (offers (row, "_Allow…"));
}

static void
test_personal (void)
{
  PfConnection *connection = need_account ("gardenoftom", NULL);
  GtkWidget *row = unfold_row (connection);
  GtkWidget *convert;
  const char *link = NULL;

  g_assert_cmpstr (pf_connection_get_account_type (connection), ==, "PINNER");
  g_assert_true (says (row, "Personal account"));
  g_assert_true (says (row, "Registering an app and seeing statistics need a business account"));
  convert = offers (row, "Con_vert…");
  g_assert_nonnull (convert);
  g_assert_true (gtk_widget_get_sensitive (convert));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (convert)), ==, "win.open-link");
  link = g_variant_get_string (gtk_actionable_get_action_target_value (GTK_ACTIONABLE (convert)),
                               NULL);
  g_assert_true (g_str_has_prefix (link, "https://www.pinterest.com/business/"));
  /* It blocks nothing. */
  g_assert_true (pf_connection_can_create (connection, NULL));
}

static gboolean
is_new_board_card (GtkWidget *widget, gpointer unused)
{
  return PF_IS_BOARD_CARD (widget) && pf_board_card_get_board (PF_BOARD_CARD (widget)) == NULL;
}

static gboolean
has_action (GtkWidget *widget, gpointer action)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0;
}

static void
check_create_controls (gboolean may)
{
  GtkWidget *add
      = app_find (pf_window_get_sidebar (window), has_action, (gpointer) "win.new-board");
  GtkWidget *first
      = app_find (pf_window_find_page (window, "boards"), has_action, (gpointer) "win.new-board");

  g_assert_true (gtk_widget_get_sensitive (add) == may);
  g_assert_true (gtk_widget_get_sensitive (first) == may);
  g_assert_true ((strstr (gtk_widget_get_tooltip_text (add), "may only look") == NULL) == may);
}

static void
test_zero_boards (void)
{
  PfConnection *connection = need_account ("freshpage", NULL);
  PfView *page;

  g_assert_cmpint (pf_connection_get_board_count (connection), ==, 0);
  pf_window_show_page (window, "boards");
  page = pf_window_find_page (window, "boards");
  APP_WAIT (says (page, "Create Your First Board"), 10);
  check_create_controls (TRUE);
  /* The keys go to what is seen, not to the grid that the page opened with. */
  g_assert_true (gtk_root_get_focus (GTK_ROOT (window)) == offers (page, "_New Board…"));
  g_signal_emit_by_name (offers (page, "_New Board…"), "clicked");
  app_settle ();
  g_assert_nonnull (app_find_window (PF_TYPE_BOARD_DIALOG));
  gtk_window_destroy (GTK_WINDOW (app_find_window (PF_TYPE_BOARD_DIALOG)));
  app_settle ();
}

static void
complete_changed (PfBoardList *boards, GParamSpec *spec, guint *n_complete)
{
  gboolean complete;

  g_object_get (boards, "complete", &complete, NULL);
  if (!complete)
    return;
  (*n_complete)++;
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (boards)), >, 0);
}

/* Who has boards is never told to make the first one, not for a moment. */
static void
test_never_empty_early (void)
{
  PfConnection *connection;
  PfBoardList *boards;
  guint n_complete = 0;

  close_window ();
  app_world_free (world);
  world = app_world_new_with_secrets (PF_SECRET_STORE (keyring));
  app_world_open (world);
  connection = practice_connect (world, "annaskitchen", NULL);
  boards = pf_workspace_get_boards (world->workspace, connection);
  g_signal_connect (boards, "notify::complete", G_CALLBACK (complete_changed), &n_complete);
  APP_WAIT (n_complete > 0, 10);
  g_signal_handlers_disconnect_by_data (boards, &n_complete);
}

static void
test_read_only (void)
{
  static const char *const scopes[] = { "user_accounts:read", "boards:read", "pins:read", NULL };
  PfConnection *connection;
  PfView *page;
  GtkWidget *card;

  close_window ();
  app_world_free (world);
  world = app_world_new_with_secrets (PF_SECRET_STORE (keyring));
  connection = need_account ("annaskitchen", scopes);
  g_assert_false (pf_connection_can_create (connection, NULL));
  pf_window_show_page (window, "boards");
  page = pf_window_find_page (window, "boards");
  APP_WAIT (app_find (page, is_new_board_card, NULL) != NULL, 10);
  app_settle ();
  check_create_controls (FALSE);
  card = app_find (page, is_new_board_card, NULL);
  g_assert_false (gtk_widget_get_sensitive (card));
  g_assert_true (says (card, "may only look at this account"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-board", NULL);
  app_settle ();
  g_assert_null (app_find_window (PF_TYPE_BOARD_DIALOG));
  /* Another account in the same window may. */
  need_account ("bakerylindqvist", NULL);
  app_settle ();
  check_create_controls (TRUE);
}

static GtkWidget *
find_entry (gpointer root, const char *title)
{
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = NULL;

      if (ADW_IS_ENTRY_ROW (child)
          && g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (child)), title))
        return child;
      found = find_entry (child, title);
      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
check_keys (PfSetupWindow *setup, const char *redirect)
{
  gtk_editable_set_text (GTK_EDITABLE (find_entry (setup, "Redirect address")), redirect);
  gtk_editable_set_text (GTK_EDITABLE (find_entry (setup, "App ID")), "1234567");
  gtk_editable_set_text (GTK_EDITABLE (find_entry (setup, "App secret key")),
                         "0123456789abcdef0123456789abcdef01234567");
  app_settle ();
  g_signal_emit_by_name (app_find_button (setup, "_Test Connection"), "clicked");
  APP_WAIT (says (setup, "Consent page") || says (setup, "The test could not run"), 20);
  app_settle ();
}

static gboolean
is_mark (GtkWidget *widget, gpointer style)
{
  return GTK_IS_IMAGE (widget) && gtk_widget_has_css_class (widget, style)
         && gtk_widget_get_mapped (widget);
}

/* Each step has its line, and nothing is published. The practice kind goes by its own secret, so
 * it is the service that refuses it first. */
static void
test_connection_lines (void)
{
  /* Not the usual address: another program may hold its port. */
  g_autofree char *redirect
      = g_strdup_printf ("http://localhost:%d/", g_random_int_range (20000, 32000));
  g_autofree char *refusing
      = g_strdup_printf ("{\"client_secret\":\"another\",\"redirect_uris\":[\"%s\"]}", redirect);
  PfSetupWindow *setup;
  GtkWidget *keys;

  need_account ("bakerylindqvist", NULL);
  practice_control (world, "switch", refusing);
  setup = pf_setup_window_new (GTK_WINDOW (window), pf_workspace_get_connections (world->workspace),
                               pf_workspace_get_store (world->workspace),
                               pf_catalogue_find ("practice"));
  gtk_window_present (GTK_WINDOW (setup));
  pf_setup_window_start (setup, NULL, "keys");
  app_settle ();
  keys = app_find_type (setup, PF_TYPE_KEYS_PAGE);
  check_keys (setup, redirect);
  g_assert_true (says (keys, "App ID and app secret"));
  g_assert_nonnull (app_find (keys, is_mark, (gpointer) "trouble"));
  g_assert_true (says (keys, "was not accepted"));
  practice_control (world, "switch", "{\"client_secret\":\"practice-secret\"}");
  check_keys (setup, redirect);
  g_assert_true (says (keys, "Way back from the browser"));
  g_assert_true (says (keys, "App ID and app secret"));
  g_assert_true (says (keys, "Consent page"));
  g_assert_nonnull (app_find (keys, is_mark, (gpointer) "connected"));
  g_assert_null (app_find (keys, is_mark, (gpointer) "trouble"));
  gtk_window_destroy (GTK_WINDOW (setup));
  practice_control (world, "switch", "{\"redirect_uris\":[\"http://localhost:8085/\"]}");
}

/* A locked keyring hides nobody and asks nobody to sign in again. */
static void
test_locked (void)
{
  PfConnection *connection = need_account ("bakerylindqvist", NULL);
  g_autofree char *id = g_strdup (pf_connection_get_id (connection));
  guint before = moody_keyring_get_n_unlocks (keyring);
  GtkWidget *row;

  close_window ();
  moody_keyring_set_mood (keyring, KEYRING_LOCKED);
  show_window ();
  connection = pf_connections_find (pf_workspace_get_connections (world->workspace), id);
  g_assert_nonnull (connection);
  pf_window_set_connection (window, connection);
  APP_WAIT (pf_connection_get_state (connection) == PF_CONNECTION_LOCKED, 10);
  APP_WAIT (says (window, "The keyring is locked."), 5);
  g_assert_true (says (pf_window_get_sidebar (window), "Bakery Lindqvist"));
  row = unfold_row (connection);
  g_assert_true (says (row, "Keyring locked"));
  g_assert_false (says (row, "Sign in again"));
  g_signal_emit_by_name (offers (window, "_Unlock"), "clicked");
  APP_WAIT (pf_connection_get_state (connection) == PF_CONNECTION_CONNECTED, 10);
  g_assert_cmpuint (moody_keyring_get_n_unlocks (keyring), >, before);
  APP_WAIT (!says (window, "The keyring is locked."), 5);
}

static gboolean
is_board_card (GtkWidget *widget, gpointer unused)
{
  return PF_IS_BOARD_CARD (widget) && pf_board_card_get_board (PF_BOARD_CARD (widget)) != NULL
         && gtk_widget_get_mapped (widget);
}

/* The service goes away: what was read stays, and stays usable. */
static void
test_offline (void)
{
  PfConnection *connection = need_account ("bakerylindqvist", NULL);
  GtkWidget *card;

  pf_window_show_page (window, "boards");
  APP_WAIT (app_find (pf_window_find_page (window, "boards"), is_board_card, NULL) != NULL, 10);
  practice_kill (world);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.refresh", NULL);
  APP_WAIT (pf_connection_get_offline (connection), 20);
  APP_WAIT (says (window, "You are offline. What is here stays usable; pins wait."), 5);
  card = app_find (pf_window_find_page (window, "boards"), is_board_card, NULL);
  g_assert_nonnull (card);
  g_assert_false (says (pf_window_find_page (window, "boards"), "Could Not Be Loaded"));
  g_assert_true (says (pf_window_get_sidebar (window), "Offline"));
  g_assert_true (says (unfold_row (connection), "Offline"));

  /* It is there again after the next start, and says so. */
  close_window ();
  show_window ();
  pf_window_show_page (window, "boards");
  APP_WAIT (app_find (pf_window_find_page (window, "boards"), is_board_card, NULL) != NULL, 10);
  g_assert_false (says (window, "You are offline."));
}

static gpointer
make_sandbox (sqlite3 *db, gpointer unused, GCancellable *cancellable, GError **error)
{
  return pf_db_exec (db, error,
                     "UPDATE connection SET service = 'sandbox', kind = 'pinterest-sandbox'"
                     " WHERE id = 'sandbox-account'",
                     "")
             ? PF_DB_OK
             : NULL;
}

/* Whatever its state, a sandbox says so, in the row and in the sidebar. */
static void
test_sandbox_badge (void)
{
  g_autoptr (AppWorld) own = NULL;
  g_autoptr (GError) error = NULL;
  PfWindow *shown;
  PfConnection *connection;
  GtkWidget *row;

  close_window ();
  own = app_world_new ();
  app_world_add_connection (own, "sandbox-account", "Trying Things", "connected");
  app_world_open (own);
  pf_db_run (pf_store_get_db (pf_workspace_get_store (own->workspace)), PF_DB_WRITE, make_sandbox,
             NULL, &error);
  g_assert_no_error (error);
  app_world_close (own);
  shown = app_world_show_window (own);
  connection = pf_window_get_connection (shown);
  g_assert_cmpstr (pf_connection_get_service (connection)->id, ==, "sandbox");
  pf_window_show_page (shown, "connections");
  app_settle ();
  row = app_find_type (shown, PF_TYPE_CONNECTION_ROW);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *words = pf_connection_describe (connection);

      g_assert_true (g_str_has_suffix (words, ", Sandbox"));
      APP_WAIT (says (row, words), 5);
      APP_WAIT (says (pf_window_get_sidebar (shown), words), 5);
      gtk_widget_activate_action (GTK_WIDGET (shown), "win.publishing-off", "s", "sandbox-account");
      APP_WAIT (!pf_connection_get_publishing (connection), 5);
    }
}

static gpointer
pin_in_sandbox (sqlite3 *db, gpointer unused, GCancellable *cancellable, GError **error)
{
  return pf_db_exec (db, error,
                     "INSERT INTO outbox (uuid, seq, connection_id, service, op, object_uuid,"
                     " payload, batch_id, state, created_at, modified_at) VALUES ('row', 1,"
                     " 'sandbox-account', 'sandbox', 'create-pin', 'pin', '{}', 'batch', 'done',"
                     " 1, 1)",
                     "")
             ? PF_DB_OK
             : NULL;
}

static guint
count_done (PfGoLive *way, const char *ids)
{
  guint n_steps = 0, n_done = 0;
  const PfGoLiveStep *steps = pf_go_live_get_steps (&n_steps);

  for (guint i = 0; i < n_steps; i++)
    {
      g_assert_cmpint (pf_go_live_is_done (way, i), ==, strstr (ids, steps[i].id) != NULL);
      n_done += pf_go_live_is_done (way, i);
    }
  return n_done;
}

/* The ticks know what was done, also after another start. */
static void
test_go_live (void)
{
  g_autoptr (AppWorld) own = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfGoLive) way = NULL;
  PfWindow *shown;
  PfView *page;

  close_window ();
  own = app_world_new ();
  app_world_add_connection (own, "sandbox-account", "Trying Things", "connected");
  app_world_open (own);
  pf_db_run (pf_store_get_db (pf_workspace_get_store (own->workspace)), PF_DB_WRITE, make_sandbox,
             NULL, &error);
  g_assert_no_error (error);
  app_world_close (own);
  shown = app_world_show_window (own);
  way = pf_go_live_new (own->workspace);
  APP_WAIT (pf_go_live_is_done (way, 0), 5);
  g_assert_cmpuint (count_done (way, "sandbox"), ==, 1);
  /* The first look has found nothing by now, and nobody was told: what changes then counts too. */
  g_usleep (G_USEC_PER_SEC / 20);
  pf_db_run (pf_store_get_db (pf_workspace_get_store (own->workspace)), PF_DB_WRITE, pin_in_sandbox,
             NULL, &error);
  g_assert_no_error (error);
  g_signal_emit_by_name (pf_workspace_get_store (own->workspace), "changed", PF_STORE_OUTBOX);
  APP_WAIT (pf_go_live_is_done (way, 1), 5);
  count_done (way, "sandbox first-pin");
  pf_go_live_tell (way, 2, TRUE);
  app_settle ();

  /* The sandbox's own row leads to the list. */
  pf_window_show_page (shown, "connections");
  app_settle ();
  g_signal_emit_by_name (app_find_button (shown, "_Go Live…"), "clicked");
  app_settle ();
  page = pf_window_get_visible_view (shown);
  g_assert_true (PF_IS_REVIEW_PAGE (page));
  APP_WAIT (says (page, "Ask for Standard access"), 5);
  app_check_names (page);

  g_clear_object (&way);
  gtk_window_destroy (GTK_WINDOW (shown));
  app_settle ();
  app_world_close (own);
  app_world_open (own);
  way = pf_go_live_new (own->workspace);
  APP_WAIT (pf_go_live_is_done (way, 2), 5);
  count_done (way, "sandbox first-pin demo");
}

static gboolean
is_open_button (GtkWidget *widget, gpointer unused)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_widget_get_tooltip_text (widget), "Open on Pinterest") == 0;
}

/* Pins of the real service are credited, and lead there. */
static void
test_pin_credits (void)
{
  g_autoptr (AppWorld) own = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPin) pin = NULL;
  g_autoptr (PfPinItem) item = NULL;
  GtkWidget *pane = g_object_ref_sink (g_object_new (PF_TYPE_PIN_PANE, NULL));
  static const PfMirrorKey key = { .uuid = { 1 }, .aspect = 1 };
  GtkWidget *open;
  PfWindow *shown;

  close_window ();
  own = app_world_new ();
  app_world_add_connection (own, "real", "Anna", "expired");
  shown = app_world_show_window (own);
  pin = pf_pin_new_from_json ("{\"id\":\"813744226420795884\",\"title\":\"Fig tart\","
                              "\"board_id\":\"549755885175\","
                              "\"board_owner\":{\"username\":\"annaskitchen\"}}",
                              -1, &error);
  g_assert_no_error (error);
  item = pf_pin_item_new (&key, pin, NULL, 1);
  pf_pin_pane_set_pin (PF_PIN_PANE (pane), shown, pf_window_get_connection (shown), item, "Cakes");
  open = app_find (pane, is_open_button, NULL);
  g_assert_nonnull (open);
  g_assert_true (gtk_widget_get_visible (open));
  g_assert_true (app_shows_text (pane, "Cakes"));
  g_assert_true (app_shows_text (pane, "annaskitchen"));
  g_object_unref (pane);
}

static void
test_about (void)
{
  GtkWidget *about;

  show_window ();
  pf_about_present (GTK_WINDOW (window));
  app_settle ();
  about = app_find_window (ADW_TYPE_ABOUT_WINDOW);
  g_assert_nonnull (about);
  g_assert_nonnull (strstr (adw_about_window_get_comments (ADW_ABOUT_WINDOW (about)),
                            "neither makes nor endorses"));
  gtk_window_destroy (GTK_WINDOW (about));
}

int
main (int argc, char *argv[])
{
  int result;

  practice_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  keyring = moody_keyring_new ();
  world = app_world_new_with_secrets (PF_SECRET_STORE (keyring));
  g_test_add_func ("/app/states/MO-16+SE-3/session-only", test_session_only);
  g_test_add_func ("/app/states/FR-14+AP-12/trial", test_trial);
  g_test_add_func ("/app/states/AL-15+FR-11/refused-scopes", test_refused_scopes);
  g_test_add_func ("/app/states/MO-3+AL-17/personal-account", test_personal);
  g_test_add_func ("/app/states/MO-4/no-boards", test_zero_boards);
  g_test_add_func ("/app/states/MO-4/never-empty-early", test_never_empty_early);
  g_test_add_func ("/app/states/AL-13+ST-12/test-connection-lines", test_connection_lines);
  g_test_add_func ("/app/states/SE-4+MO-11/locked-keyring", test_locked);
  g_test_add_func ("/app/states/ST-13+MO-11/offline", test_offline);
  g_test_add_func ("/app/states/FR-13/read-only", test_read_only);
  g_test_add_func ("/app/states/ST-3+MO-11/sandbox-badge", test_sandbox_badge);
  g_test_add_func ("/app/states/ST-10/go-live-knows-the-truth", test_go_live);
  g_test_add_func ("/app/states/AP-22/pin-names-owner-and-board", test_pin_credits);
  g_test_add_func ("/app/states/AP-22/about-says-independent", test_about);
  result = g_test_run ();
  close_window ();
  app_world_free (world);
  g_object_unref (keyring);
  practice_tidy ();
  return result;
}
