/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each page and window, made and looked at. */
#include "config.h"

#include "app-world.h"
#include "questions.h"

#include "app/connections/pf-connection-row.h"
#include "app/connections/pf-kind-card.h"
#include "app/connections/pf-picker-page.h"
#include "app/consent/pf-consent-window.h"
#include "app/help/pf-help-window.h"
#include "app/pf-start.h"
#include "app/preferences/pf-preferences-window.h"
#include "app/preferences/pf-stored-data.h"
#include "app/setup/pf-keys-page.h"
#include "app/setup/pf-review-page.h"
#include "app/setup/pf-setup-page.h"
#include "app/setup/pf-setup-window.h"
#include "app/widgets/pf-copy-button.h"
#include "app/widgets/pf-text.h"

static PfConnections *
get_connections (AppWorld *world)
{
  return pf_workspace_get_connections (world->workspace);
}

static GtkFlowBox *
get_cards (PfView *picker)
{
  return GTK_FLOW_BOX (app_find_type (picker, GTK_TYPE_FLOW_BOX));
}

static guint
count_shown_cards (PfView *picker)
{
  GtkFlowBoxChild *child;
  guint count = 0;

  for (int i = 0; (child = gtk_flow_box_get_child_at_index (get_cards (picker), i)) != NULL; i++)
    count += gtk_widget_get_child_visible (GTK_WIDGET (child)) ? 1 : 0;
  return count;
}

static void
test_first_run (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);

  g_assert_true (pf_window_get_visible_view (window) == pf_window_find_page (window, "welcome"));
  g_assert_nonnull (app_find_button (window, "_Connect"));
  g_assert_nonnull (app_find_button (window, "_Try with Practice"));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (pf_window_get_sidebar (window))));
  app_check_names (window);

  g_signal_emit_by_name (app_find_button (window, "_Connect"), "clicked");
  app_settle ();
  g_assert_true (PF_IS_PICKER_PAGE (pf_window_get_visible_view (window)));
  app_check_names (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  APP_WAIT (pf_window_get_visible_view (window) == pf_window_find_page (window, "welcome"), 3);
  APP_WAIT (app_find_type (window, PF_TYPE_PICKER_PAGE) == NULL, 3);
}

static void
say (PfWindow *window, const char *text, AdwToastPriority priority)
{
  AdwToast *toast = pf_toast_new (text);

  adw_toast_set_priority (toast, priority);
  pf_window_add_toast (window, toast);
}

static void
wait_ms (guint ms)
{
  gint64 end = g_get_monotonic_time () + (gint64)ms * 1000;

  while (g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, FALSE);
}

/* Each comes while the one before slides in or out: what delete, undo, delete, undo does. */
static void
test_toasts (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *done = g_strdup_printf ("Done %u", i);
      g_autofree char *undo = g_strdup_printf ("Undo %u", i);

      say (window, done, ADW_TOAST_PRIORITY_NORMAL);
      wait_ms (20 * i);
      say (window, undo, ADW_TOAST_PRIORITY_HIGH);
      wait_ms (15 * (i % 4));
      say (window, undo, ADW_TOAST_PRIORITY_HIGH);
      wait_ms (10);
      APP_WAIT (app_shows_text (window, undo), 3);
    }
  say (window, "Later", ADW_TOAST_PRIORITY_NORMAL);
  app_settle ();
  g_assert_true (app_shows_text (window, "Undo 11"));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

static void
test_picker (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);
  PfView *picker = pf_picker_page_new (get_connections (world));
  GtkWidget *search, *chip;
  GtkFlowBoxChild *first;
  guint n_kinds = 0;
  const PfKind *kinds = pf_catalogue_get (&n_kinds);

  pf_window_push_view (window, picker);
  app_settle ();
  search = app_find_type (picker, GTK_TYPE_SEARCH_ENTRY);
  g_assert_cmpuint (count_shown_cards (picker), ==, n_kinds);
  first = gtk_flow_box_get_child_at_index (get_cards (picker), 0);
  g_assert_cmpstr (pf_kind_card_get_kind (PF_KIND_CARD (first))->id, ==, "practice");
  for (guint i = 0; i < n_kinds; i++)
    {
      g_assert_true (app_shows_text (picker, kinds[i].title));
      g_assert_true (app_shows_text (picker, kinds[i].gives[0]));
    }
  g_assert_true (app_shows_text (picker, "Asks for: account, boards, pins"));

  gtk_editable_set_text (GTK_EDITABLE (search), "practice");
  g_signal_emit_by_name (search, "search-changed");
  app_settle ();
  g_assert_cmpuint (count_shown_cards (picker), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (search), "nothing like it");
  g_signal_emit_by_name (search, "search-changed");
  app_settle ();
  g_assert_true (app_shows_text (picker, "No Results"));
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  g_signal_emit_by_name (search, "search-changed");

  chip = app_find_button (picker, pf_category_get_title (PF_CATEGORY_ADS));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), TRUE);
  app_settle ();
  g_assert_cmpuint (count_shown_cards (picker), ==, 1);
}

static void
test_consent_sheet (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  guint n_kinds = 0;
  const PfKind *kinds = pf_catalogue_get (&n_kinds);

  app_world_open (world);
  for (guint i = 0; i < n_kinds; i++)
    {
      PfConsentWindow *window = pf_consent_window_new (NULL, get_connections (world),
                                                       world->context, &kinds[i], NULL, NULL);

      gtk_window_present (GTK_WINDOW (window));
      app_settle ();
      for (guint j = 0; kinds[i].scopes[j] != NULL; j++)
        {
          const PfScope *scope = pf_scope_find (kinds[i].scopes[j]);

          g_assert_true (app_shows_text (window, scope->title));
          g_assert_true (app_shows_text (window, scope->reason));
        }
      g_assert_nonnull (app_find_button (window, "_Continue in Browser"));
      g_assert_null (app_find_type (window, GTK_TYPE_PASSWORD_ENTRY));
      app_check_names (window);
      gtk_window_close (GTK_WINDOW (window));
    }
}

static PfSetupWindow *
open_setup (AppWorld *world)
{
  PfSetupWindow *window = pf_setup_window_new (NULL, get_connections (world),
                                               pf_workspace_get_store (world->workspace),
                                               pf_catalogue_find ("pinterest"));

  gtk_window_present (GTK_WINDOW (window));
  APP_WAIT (app_find_type (window, PF_TYPE_SETUP_PAGE) != NULL
                || app_find_type (window, PF_TYPE_KEYS_PAGE) != NULL,
            5);
  return window;
}

static void
press (gpointer window, const char *label)
{
  GtkWidget *button = app_find_button (window, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static guint
find_step (const char *id)
{
  guint n_steps = 0;
  const PfSetupStep *steps = pf_setup_get_steps (&n_steps);

  for (guint i = 0; i < n_steps; i++)
    if (g_str_equal (steps[i].id, id))
      return i;
  g_assert_not_reached ();
}

static void
test_terms (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfSetupWindow *window;
  GtkWidget *tick;

  app_world_open (world);
  window = open_setup (world);
  press (window, "_Continue");
  g_assert_cmpuint (pf_setup_window_get_position (window), ==, find_step ("terms"));
  g_assert_false (gtk_widget_get_sensitive (app_find_button (window, "_Continue")));
  tick = app_find_type (app_find_type (window, PF_TYPE_SETUP_PAGE), GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), TRUE);
  g_assert_true (gtk_widget_get_sensitive (app_find_button (window, "_Continue")));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), FALSE);
  g_assert_false (gtk_widget_get_sensitive (app_find_button (window, "_Continue")));
}

static void
test_app_name (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfSetupWindow *window;
  GtkWidget *name;

  app_world_open (world);
  window = open_setup (world);
  pf_setup_window_start (window, NULL, "app");
  g_assert_true (app_shows_text (window, "Website or app link"));
  g_assert_true (gtk_widget_get_sensitive (app_find_button (window, "_Continue")));
  name = app_find_type (app_find_type (window, PF_TYPE_SETUP_PAGE), ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (name), "My pInTeReSt helper");
  g_assert_false (gtk_widget_get_sensitive (app_find_button (window, "_Continue")));
  g_assert_true (gtk_widget_has_css_class (name, "error"));
  gtk_editable_set_text (GTK_EDITABLE (name), "My helper");
  g_assert_true (gtk_widget_get_sensitive (app_find_button (window, "_Continue")));

  pf_setup_window_start (window, NULL, "purpose");
  g_assert_true (app_shows_text (window, "Platform"));
  g_assert_true (app_shows_text (window, "Web"));
}

static gboolean
holds_text (GtkWidget *widget, gpointer text)
{
  g_autofree char *held = NULL;

  if (!GTK_IS_TEXT_VIEW (widget))
    return FALSE;
  g_object_get (gtk_text_view_get_buffer (GTK_TEXT_VIEW (widget)), "text", &held, NULL);
  return g_strcmp0 (held, text) == 0;
}

/* Long answers stand there whole, wrapped, and are kept as they are changed. */
static void
test_long_answers (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfSetupWindow *window;
  GtkWidget *view = NULL;
  guint n_steps = 0, n_long = 0;
  const PfSetupStep *steps = pf_setup_get_steps (&n_steps);

  app_world_open (world);
  window = open_setup (world);
  for (guint i = 0; i < n_steps; i++)
    for (guint j = 0; j < steps[i].n_values; j++)
      if (steps[i].values[j].editable && g_utf8_strlen (steps[i].values[j].value, -1) > 60)
        {
          n_long++;
          pf_setup_window_start (window, NULL, steps[i].id);
          app_settle ();
          view = app_find (window, holds_text, (gpointer)steps[i].values[j].value);
          g_assert_nonnull (view);
          g_assert_cmpint (gtk_text_view_get_wrap_mode (GTK_TEXT_VIEW (view)), ==,
                           GTK_WRAP_WORD_CHAR);
        }
  g_assert_cmpuint (n_long, >=, 2);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "In my own words", -1);
  g_signal_emit_by_name (app_find_button (window, "_Back"), "clicked");
  app_settle ();
  g_signal_emit_by_name (app_find_button (window, "_Continue"), "clicked");
  app_settle ();
  g_assert_nonnull (app_find (window, holds_text, (gpointer) "In my own words"));
}

static void
test_every_step (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfSetupWindow *window;
  guint n_steps = 0;
  const PfSetupStep *steps = pf_setup_get_steps (&n_steps);

  app_world_open (world);
  window = open_setup (world);
  for (guint i = 0; i < n_steps; i++)
    {
      GtkWidget *open;

      pf_setup_window_start (window, NULL, steps[i].id);
      app_settle ();
      open = app_find_button (window, "_Open in Browser");
      g_assert_nonnull (open);
      g_assert_cmpstr (gtk_widget_get_tooltip_text (open), ==, steps[i].url);
      g_assert_true (app_shows_text (window, steps[i].sentence));
      g_assert_cmpuint (app_count_type (window, PF_TYPE_COPY_BUTTON), >=, steps[i].n_values);
      app_check_names (window);
    }
}

static void
got_text (GObject *source, GAsyncResult *result, gpointer data)
{
  *(char **)data = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy_redirect (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autofree char *copied = NULL;
  PfSetupWindow *window;
  GtkWidget *copy;

  app_world_open (world);
  window = open_setup (world);
  pf_setup_window_start (window, NULL, "redirect");
  app_settle ();
  g_assert_true (app_shows_text (window, pf_setup_get_default_redirect_uri ()));
  copy = app_find_type (app_find_type (window, PF_TYPE_COPY_BUTTON), GTK_TYPE_BUTTON);
  g_signal_emit_by_name (copy, "clicked");
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (copy)), ==, "object-select-symbolic");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (copy), NULL, got_text, &copied);
  APP_WAIT (copied != NULL, 5);
  g_assert_cmpstr (copied, ==, pf_setup_get_default_redirect_uri ());
  APP_WAIT (g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (copy)), "edit-copy-symbolic") == 0, 4);
}

/* The wait is kept over a restart: another window finds step and date again. */
static void
test_wait_survives (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfSetupWindow *window;

  app_world_open (world);
  window = open_setup (world);
  pf_setup_window_start (window, NULL, "trial");
  app_settle ();
  g_assert_true (app_shows_text (window, "Since "));
  gtk_window_close (GTK_WINDOW (window));
  app_settle ();
  app_world_close (world);

  app_world_open (world);
  window = open_setup (world);
  g_assert_cmpuint (pf_setup_window_get_position (window), ==, find_step ("trial"));
  g_assert_true (app_shows_text (window, "Since "));
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
test_keys (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autofree char *last4 = NULL;
  g_autofree char *id = NULL;
  PfSetupWindow *window;
  GtkWidget *app_id, *secret, *redirect, *next;
  gulong closed = 0;

  app_world_open (world);
  window = open_setup (world);
  pf_setup_window_start (window, NULL, "keys");
  app_settle ();
  app_id = find_entry (window, "App ID");
  secret = find_entry (window, "App secret key");
  redirect = find_entry (window, "Redirect address");
  next = app_find_button (window, "_Save and Connect");
  g_assert_true (ADW_IS_PASSWORD_ENTRY_ROW (secret));
  g_assert_false (gtk_widget_get_sensitive (next));

  gtk_editable_set_text (GTK_EDITABLE (app_id), "12ab");
  g_assert_true (gtk_widget_has_css_class (app_id, "error"));
  gtk_editable_set_text (GTK_EDITABLE (app_id), "  1234567 ");
  gtk_editable_set_text (GTK_EDITABLE (secret), " 0123456789abcdef0123456789abcdef01234567 ");
  g_assert_true (gtk_widget_get_sensitive (next));
  gtk_editable_set_text (GTK_EDITABLE (redirect), "https://evil.example/");
  g_assert_false (gtk_widget_get_sensitive (next));
  gtk_editable_set_text (GTK_EDITABLE (redirect), "http://localhost:8085/");
  g_assert_true (gtk_widget_get_sensitive (next));

  closed = g_signal_connect_swapped (window, "destroy", G_CALLBACK (g_nullify_pointer), &window);
  g_assert_cmpuint (closed, !=, 0);
  g_signal_emit_by_name (next, "clicked");
  APP_WAIT (window == NULL, 10);
  g_assert_true (pf_connections_get_app (get_connections (world), "pinterest", &id, NULL, &last4));
  g_assert_cmpstr (id, ==, "1234567");
  g_assert_cmpstr (last4, ==, "4567");

  window = open_setup (world);
  pf_setup_window_start (window, NULL, "keys");
  app_settle ();
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (find_entry (window, "App secret key"))), ==,
                   "");
  g_assert_true (app_shows_text (window, "4567"));
  g_assert_false (app_shows_text (window, "abcdef"));
}

static void
keep_kind (PfSetupWindow *window, const char *kind_id, char **kept)
{
  *kept = g_strdup (kind_id);
}

/* New keys have Trial access: the test area is offered before the account itself. */
static void
test_sandbox_first (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autofree char *ready = NULL;
  PfSetupWindow *window;
  GtkWidget *keys, *sandbox, *access;

  app_world_open (world);
  window = open_setup (world);
  pf_setup_window_start (window, NULL, "keys");
  app_settle ();
  keys = app_find_type (window, PF_TYPE_KEYS_PAGE);
  sandbox = app_find_button (window, "Connect S_andbox");
  access = app_find_type (gtk_widget_get_ancestor (sandbox, GTK_TYPE_LIST_BOX), ADW_TYPE_COMBO_ROW);
  g_assert_true (gtk_widget_get_mapped (sandbox));
  g_assert_false (gtk_widget_get_sensitive (sandbox));
  g_assert_true (app_shows_text (keys, "Begin with Pinterest Sandbox"));
  adw_combo_row_set_selected (ADW_COMBO_ROW (access), 1);
  g_assert_false (gtk_widget_get_mapped (sandbox));
  adw_combo_row_set_selected (ADW_COMBO_ROW (access), 0);
  app_settle ();
  g_assert_true (gtk_widget_get_mapped (sandbox));

  gtk_editable_set_text (GTK_EDITABLE (find_entry (window, "App ID")), "1234567");
  gtk_editable_set_text (GTK_EDITABLE (find_entry (window, "App secret key")),
                         "0123456789abcdef0123456789abcdef01234567");
  g_assert_true (gtk_widget_get_sensitive (sandbox));
  g_signal_connect (window, "ready", G_CALLBACK (keep_kind), &ready);
  g_signal_emit_by_name (sandbox, "clicked");
  APP_WAIT (ready != NULL, 10);
  g_assert_cmpstr (ready, ==, "pinterest-sandbox");
  g_assert_true (pf_connections_get_app (get_connections (world), "sandbox", NULL, NULL, NULL));
}

static void
test_scopes (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  GtkWidget *keys, *paste;
  PfSetupWindow *window;
  guint n_scopes = 0;
  const PfScope *scopes = pf_scopes_get (&n_scopes);
  g_auto (GStrv) before = NULL;
  g_auto (GStrv) after = NULL;

  app_world_open (world);
  window = open_setup (world);
  pf_setup_window_start (window, NULL, "keys");
  app_settle ();
  keys = app_find_type (window, PF_TYPE_KEYS_PAGE);
  paste = find_entry (window, "Paste Permissions…");
  g_assert_cmpuint (n_scopes, >=, 18);
  for (guint i = 0; i < n_scopes; i++)
    g_assert_true (app_shows_text (keys, scopes[i].title));
  g_assert_true (app_shows_text (keys, "Rarely needed."));

  before = pf_keys_page_get_scopes (PF_KEYS_PAGE (keys));
  gtk_editable_set_text (GTK_EDITABLE (paste), "boards:read nonsense:all");
  g_signal_emit_by_name (paste, "apply");
  g_assert_true (app_shows_text (keys, "nonsense:all"));
  after = pf_keys_page_get_scopes (PF_KEYS_PAGE (keys));
  g_assert_cmpuint (g_strv_length (before), ==, g_strv_length (after));

  gtk_editable_set_text (GTK_EDITABLE (paste), "read_public,read_users");
  g_signal_emit_by_name (paste, "apply");
  g_assert_true (app_shows_text (keys, "read_public"));
  g_clear_pointer (&after, g_strfreev);
  after = pf_keys_page_get_scopes (PF_KEYS_PAGE (keys));
  g_assert_cmpuint (g_strv_length (after), ==, 3);
  g_assert_true (g_strv_contains ((const char *const *)after, "boards:read"));
  g_assert_true (g_strv_contains ((const char *const *)after, "user_accounts:read"));
}

static void
test_review (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  static const char *const scopes[] = { "boards:read", "pins:write", NULL };
  PfWindow *window = app_world_show_window (world);
  PfView *page = pf_review_page_new (world->workspace, "some", scopes);
  guint n_items = 0;
  const PfReviewItem *items = pf_setup_get_review_checklist (&n_items);

  pf_window_push_view (window, page);
  app_settle ();
  for (guint i = 0; i < n_items; i++)
    g_assert_true (app_shows_text (page, items[i].text));
  g_assert_true (app_shows_text (page, pf_scope_find ("pins:write")->reason));
  g_assert_nonnull (app_find_button (page, "_Check Again"));
  app_check_names (page);
}

static void
test_help (void)
{
  static const char *const questions[]
      = { "address match",   "port",           "secret refused", "business",       "name refused",
          "trial reviewing", "permission old", "same account",   "keyring locked", "browser closed",
          "secret boards" };
  g_autoptr (AppWorld) world = app_world_new ();
  PfHelpWindow *window = pf_help_window_new (NULL);

  gtk_window_present (GTK_WINDOW (window));
  app_settle ();
  app_check_names (window);
  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      pf_help_window_search (window, questions[i]);
      g_test_message ("%s: %u", questions[i], pf_help_window_count_matches (window));
      g_assert_cmpuint (pf_help_window_count_matches (window), >=, 1);
    }
  /* Enter opens the article about it, not the first that mentions it. */
  pf_help_window_search (window, "pin");
  g_signal_emit_by_name (app_find_type (window, GTK_TYPE_SEARCH_ENTRY), "activate");
  g_assert_true (app_shows_text (window, "Drop a picture from your files"));
  pf_help_window_search (window, "qqqq");
  g_assert_cmpuint (pf_help_window_count_matches (window), ==, 0);
  g_assert_false (pf_help_window_show_article (window, "../../etc/passwd"));
}

static void
test_not_possible (void)
{
  static const char *const words[] = { "inbox", "omments", "cover", "withdraw" };
  g_autoptr (AppWorld) world = app_world_new ();
  PfHelpWindow *window = pf_help_window_new (NULL);

  g_assert_true (pf_help_window_show_article (window, "not-possible"));
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_true (app_shows_text (window, words[i]));
}

static void
test_stored_data (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);
  PfPreferencesWindow *preferences = pf_preferences_window_new (window);
  guint n_kinds = 0;
  const PfStoredData *kinds = pf_stored_data_get (&n_kinds);

  gtk_window_present (GTK_WINDOW (preferences));
  app_settle ();
  for (guint i = 0; i < n_kinds; i++)
    {
      g_assert_true (app_shows_text (preferences, kinds[i].title));
      g_assert_nonnull (app_find_button (preferences, kinds[i].label));
    }
  g_assert_true (app_shows_text (preferences, pf_setup_get_default_redirect_uri ()));
  app_check_names (preferences);
}

static void
deleted (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(gboolean *)data = pf_stored_data_delete_finish (result, &error);
  g_assert_no_error (error);
}

static void
test_delete_stored (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autofree char *last_page = NULL;
  guint n_kinds = 0;
  const PfStoredData *kinds = pf_stored_data_get (&n_kinds);

  app_world_open (world);
  g_settings_set_string (world->settings, "last-page", "elsewhere");
  for (guint i = 0; i < n_kinds; i++)
    if (!g_str_equal (kinds[i].id, "accounts"))
      {
        gboolean done = FALSE;

        pf_stored_data_delete_async (world->workspace, &kinds[i], NULL, deleted, &done);
        APP_WAIT (done, 5);
      }
  last_page = g_settings_get_string (world->settings, "last-page");
  g_assert_cmpstr (last_page, ==, "");
}

/* Names, states and texts of an account stand in the sidebar, the switcher and its row. */
static void
test_connections_page (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  GtkWidget *row;

  app_world_add_connection (world, "c1", "Anna's Kitchen", "expired");
  window = app_world_show_window (world);
  pf_window_show_page (window, "connections");
  app_settle ();
  row = app_find_type (window, PF_TYPE_CONNECTION_ROW);
  g_assert_nonnull (row);
  g_assert_true (app_shows_text (row, "Anna's Kitchen"));
  g_assert_true (app_shows_text (row, "Sign in again"));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
  app_settle ();
  g_assert_true (app_shows_text (row, "Connected since"));
  g_assert_true (app_shows_text (row, pf_scope_find ("boards:read")->title));
  g_assert_true (app_shows_text (row, pf_scope_find ("pins:write")->title));
  g_assert_nonnull (app_find_button (row, "_Allow…"));
  g_assert_nonnull (app_find_button (row, "Refresh _Now"));
  g_assert_nonnull (app_find_button (row, "_Reconnect"));
  g_assert_nonnull (app_find_button (row, "_Disconnect…"));
  g_assert_nonnull (app_find_button (window, "_Add Another Account"));
  g_assert_true (app_shows_text (window, "has to sign in again"));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (pf_window_get_sidebar (window))));
  app_check_names (window);
}

static void
test_hostile (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  g_autoptr (GString) marks = g_string_new ("Z");
  PfWindow *window;

  for (guint i = 0; app_hostile_texts[i] != NULL; i++)
    {
      g_autofree char *id = g_strdup_printf ("c%u", i);
      g_autofree char *valid = g_utf8_make_valid (app_hostile_texts[i], -1);

      app_world_add_connection (world, id, valid, "expired");
    }
  for (guint i = 0; i < 100000; i++)
    g_string_append (marks, "\xcc\x81");
  app_world_add_connection (world, "marks", marks->str, "expired");

  window = app_world_show_window (world);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (get_connections (world))); i++)
    {
      g_autoptr (PfConnection) connection
          = g_list_model_get_item (G_LIST_MODEL (get_connections (world)), i);

      pf_window_set_connection (window, connection);
      pf_window_add_toast (window, pf_toast_new (pf_connection_get_display_name (connection)));
      app_settle ();
      gtk_widget_activate_action (GTK_WIDGET (window), "win.disconnect", "s",
                                  pf_connection_get_id (connection));
      app_settle ();
      app_question_close (app_find_question ());
    }
  pf_window_show_page (window, "connections");
  app_settle ();
  g_assert_true (app_shows_text (window, "R&D"));
  g_assert_true (app_shows_text (window, "<b"));
  g_assert_true (app_shows_text (window, "<span size='999999'>x</span>"));
  g_assert_false (app_shows_text (window, "\xe2\x80\xae"));
}

/* Damage offers rescue; anything else that keeps the data from opening does not. */
static void
test_damaged (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);
  g_autoptr (GError) damaged = g_error_new (PF_ERROR, PF_ERROR_DAMAGED, "quick_check <b>failed");
  g_autoptr (GError) newer = g_error_new (PF_ERROR, PF_ERROR_NEWER_SCHEMA, "version 9");

  pf_window_set_error (window, damaged);
  app_settle ();
  g_assert_true (gtk_widget_get_mapped (app_find_button (window, "_Save What Can Be Read")));
  g_assert_true (gtk_widget_get_mapped (app_find_button (window, "_Begin Anew…")));
  g_assert_true (app_shows_text (window, "Pinfold's Data Is Damaged"));
  /* Beginning anew is never done without a question. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.begin-anew", NULL);
  app_settle ();
  app_question_close (app_find_question ());
  pf_window_set_error (window, newer);
  app_settle ();
  g_assert_false (gtk_widget_get_mapped (app_find_button (window, "_Begin Anew…")));
  g_assert_true (app_shows_text (window, "Newer Pinfold"));
}

static void
test_keyboard (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;

  app_world_add_connection (world, "c1", "Anna", "expired");
  window = app_world_show_window (world);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.nth-page", "i", 1);
  g_assert_true (pf_window_get_visible_view (window) == pf_window_find_page (window, "home"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.nth-page", "i", 2);
  g_assert_true (pf_window_get_visible_view (window) == pf_window_find_page (window, "boards"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-page", "s", "connections");
  g_assert_true (pf_window_get_visible_view (window)
                 == pf_window_find_page (window, "connections"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new-connection", NULL);
  g_assert_true (PF_IS_PICKER_PAGE (pf_window_get_visible_view (window)));
}

/* 360 px: nothing needs more. */
static void
test_narrow (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window;
  int minimum = 0;

  app_world_add_connection (world, "c1", "A name that is quite a bit longer than usual", "expired");
  window = app_world_show_window (world);
  pf_window_show_page (window, "connections");
  app_settle ();
  gtk_widget_measure (adw_application_window_get_content (ADW_APPLICATION_WINDOW (window)),
                      GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  pf_window_push_view (window, pf_picker_page_new (get_connections (world)));
  app_settle ();
  gtk_widget_measure (adw_application_window_get_content (ADW_APPLICATION_WINDOW (window)),
                      GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* As the program itself starts (see main): libadwaita's style is there, and what holds the theme
 * back is not for programs that are started from here. */
static void
test_start (void)
{
  GtkIconTheme *icons = gtk_icon_theme_get_for_display (gdk_display_get_default ());
  GtkWidget *label = g_object_ref_sink (gtk_label_new ("Words"));
  GdkRGBA color;

  g_assert_null (g_getenv ("GTK_THEME"));
  g_assert_true (gtk_style_context_lookup_color (gtk_widget_get_style_context (label),
                                                 "window_bg_color", &color));
  g_assert_true (gtk_icon_theme_has_icon (icons, "go-previous-symbolic"));
  g_object_unref (label);
}

static void
count_down (gpointer data, GObject *texture)
{
  guint *count = data;

  (*count)--;
}

/* Two pictures, so that the page is more than one node. */
static PfView *
make_picture_page (guint *n_textures)
{
  PfView *page = g_object_new (PF_TYPE_VIEW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autoptr (GBytes) pixels = g_bytes_new_take (g_malloc0 (64 * 64 * 4), 64 * 64 * 4);
  g_autoptr (GdkTexture) texture
      = gdk_memory_texture_new (64, 64, GDK_MEMORY_DEFAULT, pixels, (gsize)64 * 4);

  gtk_box_append (GTK_BOX (box), gtk_picture_new_for_paintable (GDK_PAINTABLE (texture)));
  gtk_box_append (GTK_BOX (box), gtk_picture_new_for_paintable (GDK_PAINTABLE (texture)));
  pf_view_set_content (page, box);
  (*n_textures)++;
  g_object_weak_ref (G_OBJECT (texture), count_down, n_textures);
  return page;
}

/* With animations: GTK forgets what is clipped to nothing in a frame of them. */
static void
test_left_pages (void)
{
  g_autoptr (AppWorld) world = app_world_new ();
  PfWindow *window = app_world_show_window (world);
  AdwLeaflet *inner = ADW_LEAFLET (
      gtk_widget_get_ancestor (app_find_type (window, PF_TYPE_VIEW), ADW_TYPE_LEAFLET));
  g_autoptr (AdwSpringParams) quick = adw_spring_params_new (1, 0.5, 8000);
  guint n_textures = 0;

  adw_leaflet_set_child_transition_params (inner, quick);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  for (guint i = 0; i < 8; i++)
    {
      PfView *page = make_picture_page (&n_textures);

      pf_window_push_view (window, page);
      g_assert_true (adw_leaflet_get_child_transition_running (inner));
      APP_WAIT (!adw_leaflet_get_child_transition_running (inner), 10);
      g_assert_true (pf_window_get_visible_view (window) == page);
      APP_WAIT (gtk_widget_get_opacity (GTK_WIDGET (page)) > 0.5, 10);
      pf_window_pop_view (window);
      APP_WAIT (!adw_leaflet_get_child_transition_running (inner), 10);
    }
  APP_WAIT (gtk_widget_get_opacity (GTK_WIDGET (pf_window_find_page (window, "welcome"))) > 0.5,
            10);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  APP_WAIT (n_textures == 0, 5);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  pf_start_hold_theme ();
  pf_start_open_display ();
  pf_start_read_icons ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_add_func ("/app/window/DB-4+DB-5/damaged-data-offers-rescue", test_damaged);
  g_test_add_func ("/app/start/P1/style-and-icons-are-there", test_start);
  g_test_add_func ("/app/welcome/MO-5+MO-6/picker-in-two-screens", test_first_run);
  g_test_add_func ("/app/window/left-pages-keep-no-pictures", test_left_pages);
  g_test_add_func ("/app/window/toasts-one-after-the-other", test_toasts);
  g_test_add_func ("/app/picker/MO-7/search-and-categories", test_picker);
  g_test_add_func ("/app/consent/MO-8+MO-9/every-scope-in-plain-words", test_consent_sheet);
  g_test_add_func ("/app/setup/AL-7/terms-cannot-be-skipped", test_terms);
  g_test_add_func ("/app/setup/AL-8+AP-3+FR-4/fields-and-name", test_app_name);
  g_test_add_func ("/app/setup/AL-6+AL-10+AL-16+AP-2/every-step-has-its-page", test_every_step);
  g_test_add_func ("/app/setup/AL-8/long-answers-are-readable", test_long_answers);
  g_test_add_func ("/app/setup/AL-5+ST-7/redirect-is-copied-exactly", test_copy_redirect);
  g_test_add_func ("/app/setup/AL-9+FR-7/wait-survives-restart", test_wait_survives);
  g_test_add_func ("/app/setup/AL-12+AP-7+AP-10+ST-5/keys", test_keys);
  g_test_add_func ("/app/setup/ST-10/sandbox-first", test_sandbox_first);
  g_test_add_func ("/app/setup/AL-14+AP-8+FR-12+ST-6/scopes", test_scopes);
  g_test_add_func ("/app/setup/AP-12+FR-15/prepare-for-review", test_review);
  g_test_add_func ("/app/help/MO-22/ten-commonest-errors", test_help);
  g_test_add_func ("/app/help/MO-21/what-apps-may-not-do", test_not_possible);
  g_test_add_func ("/app/preferences/AP-13/stored-data-is-listed", test_stored_data);
  g_test_add_func ("/app/preferences/AP-13/stored-data-is-deleted", test_delete_stored);
  g_test_add_func ("/app/connections/MO-6+MO-11+FR-11+AX-2/page", test_connections_page);
  g_test_add_func ("/app/connections/UI-10/hostile-names", test_hostile);
  g_test_add_func ("/app/window/AX-1/pages-by-keyboard", test_keyboard);
  g_test_add_func ("/app/window/AX-4/360-px", test_narrow);
  return g_test_run ();
}
