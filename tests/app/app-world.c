/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app-world.h"

#include "at-rest.h"

#include <glib/gstdio.h>

#ifdef __SANITIZE_ADDRESS__
/* Of sanitizer/lsan_interface.h, which not every compiler brings. */
void __lsan_disable (void);
void __lsan_enable (void);
#endif

/* safety.md UI-10: text from outside in every field. */
const char *const app_hostile_texts[]
    = { "R&D",
        "<b",
        "<span size='999999'>x</span>",
        "</b>&amp;&lt;",
        "\xe2\x80\xaegnp.exe",
        "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
        "a\xff\xfe b",
        NULL };

void
app_turn (void)
{
  if (!g_main_context_iteration (NULL, FALSE))
    g_usleep (1000);
}

/* Long enough for what moves, and until those who work beside the window have nothing to do, three
 * times in a row with the window's own work between. */
void
app_settle (void)
{
  gint64 until = g_get_monotonic_time () + G_USEC_PER_SEC / 4;
  gint64 limit = until + 20 * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < until)
    app_turn ();
  for (guint n = 0; n < 3 && g_get_monotonic_time () < limit; n = at_rest () ? n + 1 : 0)
    {
      /* The screen has its turn as well. */
      if (gdk_display_get_default () != NULL)
        gdk_display_sync (gdk_display_get_default ());
      for (guint i = 0; i < 5; i++)
        app_turn ();
    }
}

AppWorld *
app_world_new (void)
{
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();

  return app_world_new_with_secrets (secrets);
}

AppWorld *
app_world_new_with_secrets (PfSecretStore *secrets)
{
  AppWorld *self = g_new0 (AppWorld, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *cache = NULL;
  g_autofree char *runtime = NULL;
  PfContextParts parts = { 0 };

  self->place = g_dir_make_tmp ("pf-app-XXXXXX", &error);
  g_assert_no_error (error);
  data = g_build_filename (self->place, "data", NULL);
  cache = g_build_filename (self->place, "cache", NULL);
  runtime = g_build_filename (self->place, "run", NULL);
  self->settings = g_settings_new (PF_APP_ID);
  parts.settings = self->settings;
  parts.secrets = secrets;
  parts.data_dir = data;
  parts.cache_dir = cache;
  parts.runtime_dir = runtime;
  parts.libexec_dir = g_getenv ("PINFOLD_LIBEXEC_DIR");
  self->context = pf_context_new (&parts, &error);
  g_assert_no_error (error);

  self->application = g_object_new (PF_TYPE_APPLICATION, "application-id", PF_APP_ID, "flags",
                                    G_APPLICATION_NON_UNIQUE, "resource-base-path",
                                    "/io/github/pinfold/Pinfold", NULL);
  g_assert_true (g_application_register (G_APPLICATION (self->application), NULL, &error));
  return self;
}

static void
keep_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static gpointer
insert (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  const char *const *texts = data;

  if (!pf_db_exec (db, error,
                   "INSERT OR IGNORE INTO app_record (id, service, client_id, redirect_uri,"
                   " secret_last4, created_at)"
                   " VALUES ('app', 'pinterest', '1234567', 'http://localhost:8085/', 'cdef', 1)",
                   "")
      || !pf_db_exec (db, error,
                      "INSERT INTO connection (id, app_record_id, service, kind, account_id,"
                      " username, display_name, account_type, board_count, scopes_wanted,"
                      " scopes_granted, state, problem, connected_at)"
                      " VALUES (?, 'app', 'pinterest', 'pinterest', ?, ?, ?, 'PINNER', 24,"
                      " 'boards:read boards:write pins:read pins:write user_accounts:read',"
                      " 'boards:read pins:read user_accounts:read', ?, ?, 1750000000000000)",
                      "ssssss", texts[0], texts[0], texts[1], texts[1], texts[2], texts[1]))
    return NULL;
  return PF_DB_OK;
}

/* A row as an earlier run left it. Its tokens are not there, so the account has to sign in. */
void
app_world_add_connection (AppWorld *self, const char *id, const char *name, const char *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (PfStore) store = NULL;
  const char *texts[] = { id, name, state };

  g_assert_null (self->workspace);
  pf_store_open_async (self->context, NULL, keep_result, &opened);
  APP_WAIT (opened != NULL, 10);
  store = pf_store_open_finish (opened, &error);
  g_assert_no_error (error);
  pf_db_run (pf_store_get_db (store), PF_DB_WRITE, insert, texts, &error);
  g_assert_no_error (error);
  pf_store_close_async (store, keep_result, &closed);
  APP_WAIT (closed != NULL, 10);
}

void
app_world_open (AppWorld *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  pf_workspace_open_async (self->context, NULL, keep_result, &result);
  APP_WAIT (result != NULL, 10);
  self->workspace = pf_workspace_open_finish (result, &error);
  g_assert_no_error (error);
}

void
app_world_close (AppWorld *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (self->workspace == NULL)
    return;
  pf_workspace_close_async (self->workspace, keep_result, &result);
  APP_WAIT (result != NULL, 10);
  pf_workspace_close_finish (self->workspace, result, &error);
  g_assert_no_error (error);
  g_clear_object (&self->workspace);
#ifdef __SANITIZE_ADDRESS__
  if (self->overlooks)
    __lsan_enable ();
#endif
  self->overlooks = FALSE;
}

void
app_world_overlook_leaks (AppWorld *self)
{
#ifdef __SANITIZE_ADDRESS__
  if (!self->overlooks)
    __lsan_disable ();
#endif
  self->overlooks = TRUE;
}

PfWindow *
app_world_show_window (AppWorld *self)
{
  PfWindow *window = pf_window_new (self->application);

  if (self->workspace == NULL)
    app_world_open (self);
  pf_window_set_workspace (window, self->workspace);
  gtk_window_present (GTK_WINDOW (window));
  app_settle ();
  return window;
}

void
app_world_free (AppWorld *self)
{
  GListModel *windows = gtk_window_get_toplevels ();

  while (g_list_model_get_n_items (windows) > 0)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, 0);

      gtk_window_destroy (window);
    }
  app_settle ();
  app_world_close (self);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  g_clear_object (&self->application);
  pf_files_remove_tree (self->place);
  g_free (self->place);
  g_free (self);
}

GtkWidget *
app_find (gpointer root, AppMatch match, gpointer data)
{
  if (match (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = app_find (child, match, data);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_type (GtkWidget *widget, gpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, *(GType *)type);
}

GtkWidget *
app_find_type (gpointer root, GType type)
{
  return app_find (root, is_type, &type);
}

static gboolean
has_keys (GtkShortcutTrigger *trigger, GtkShortcutTrigger *keys)
{
  if (GTK_IS_ALTERNATIVE_TRIGGER (trigger))
    {
      GtkAlternativeTrigger *either = GTK_ALTERNATIVE_TRIGGER (trigger);

      return has_keys (gtk_alternative_trigger_get_first (either), keys)
             || has_keys (gtk_alternative_trigger_get_second (either), keys);
    }
  return gtk_shortcut_trigger_equal (trigger, keys);
}

static gboolean
press_keys_on (GtkWidget *widget, GtkShortcutTrigger *keys)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (controller)
                        && j < g_list_model_get_n_items (G_LIST_MODEL (controller));
           j++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

          if (has_keys (gtk_shortcut_get_trigger (shortcut), keys)
              && gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, widget,
                                               gtk_shortcut_get_arguments (shortcut)))
            return TRUE;
        }
    }
  return FALSE;
}

gboolean
app_press_keys (GtkWindow *window, const char *keys)
{
  g_autoptr (GtkShortcutTrigger) trigger = gtk_shortcut_trigger_parse_string (keys);

  g_assert_nonnull (trigger);
  for (GtkWidget *at = gtk_window_get_focus (window); at != NULL; at = gtk_widget_get_parent (at))
    if (press_keys_on (at, trigger))
      return TRUE;
  return FALSE;
}

static gboolean
is_button (GtkWidget *widget, gpointer label)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0;
}

GtkWidget *
app_find_button (gpointer root, const char *label)
{
  return app_find (root, is_button, (gpointer)label);
}

static gboolean
has_text (GtkWidget *widget, gpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_child_visible (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

gboolean
app_shows_text (gpointer root, const char *text)
{
  return app_find (root, has_text, (gpointer)text) != NULL;
}

static gboolean
is_mapped_label (GtkWidget *widget, gpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text) != NULL;
}

gboolean
app_says (gpointer root, const char *text)
{
  return app_find (root, is_mapped_label, (gpointer)text) != NULL;
}

guint
app_count_type (gpointer root, GType type)
{
  guint count = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += app_count_type (child, type);
  return count;
}

/* GTK 4.8 takes no name from what stands inside: it is set, or there is a label that says so. */
static gboolean
has_name (GtkWidget *widget)
{
  /* It is the button inside that one presses. Newer GTK reads out the name of the whole for it, or
   * what is written on it; and a tooltip, of the libraries' own buttons as well. */
  if (gtk_check_version (4, 18, 0) == NULL)
    {
      if (gtk_widget_get_tooltip_text (widget) != NULL
          || (GTK_IS_MENU_BUTTON (widget)
              && gtk_menu_button_get_label (GTK_MENU_BUTTON (widget)) != NULL))
        return TRUE;
    }
  else if (GTK_IS_MENU_BUTTON (widget))
    widget = gtk_widget_get_first_child (widget);
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
         || gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                              GTK_ACCESSIBLE_RELATION_LABELLED_BY);
}

static gboolean
is_control (GtkWidget *widget)
{
  switch ((int)gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget)))
    {
    case GTK_ACCESSIBLE_ROLE_BUTTON:
    case GTK_ACCESSIBLE_ROLE_CHECKBOX:
    case GTK_ACCESSIBLE_ROLE_COMBO_BOX:
    case GTK_ACCESSIBLE_ROLE_GRID_CELL:
    case GTK_ACCESSIBLE_ROLE_LINK:
    case GTK_ACCESSIBLE_ROLE_LIST_ITEM:
    case GTK_ACCESSIBLE_ROLE_OPTION:
    case GTK_ACCESSIBLE_ROLE_ROW:
    case GTK_ACCESSIBLE_ROLE_SEARCH_BOX:
    case GTK_ACCESSIBLE_ROLE_SPIN_BUTTON:
    case GTK_ACCESSIBLE_ROLE_SWITCH:
    case GTK_ACCESSIBLE_ROLE_TEXT_BOX:
      return TRUE;
    default:
      return GTK_IS_LIST_BOX_ROW (widget) || GTK_IS_FLOW_BOX_CHILD (widget)
             || GTK_IS_SPINNER (widget) || GTK_IS_MENU_BUTTON (widget)
             || g_str_equal (G_OBJECT_TYPE_NAME (widget), "GtkListItemWidget");
    }
}

/* Parts of the libraries' own composites are theirs: the whole has the name. */
static gboolean
is_part (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (parent == NULL)
    return FALSE;
  if (GTK_IS_MENU_BUTTON (parent) || GTK_IS_SPIN_BUTTON (parent) || GTK_IS_SEARCH_ENTRY (parent)
      || GTK_IS_ENTRY (parent)
      || g_str_has_prefix (G_OBJECT_TYPE_NAME (parent), "GtkWindowControls"))
    return TRUE;
  /* What a combo row says is in its own name and value. */
  if (gtk_widget_get_ancestor (widget, ADW_TYPE_COMBO_ROW) != NULL && !ADW_IS_COMBO_ROW (widget))
    return TRUE;
  return GTK_IS_TEXT (widget) && gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW) != NULL;
}

/* Every control that is shown has a name (safety.md AX-2). */
void
app_check_names (gpointer root)
{
  if (!gtk_widget_get_mapped (root))
    return;
  if (is_control (root) && !is_part (root) && !has_name (root))
    {
      g_autoptr (GString) path = g_string_new (G_OBJECT_TYPE_NAME (root));

      for (GtkWidget *parent = gtk_widget_get_parent (root); parent != NULL;
           parent = gtk_widget_get_parent (parent))
        g_string_prepend (g_string_prepend_c (path, '>'), G_OBJECT_TYPE_NAME (parent));
      app_tell_texts (root);
      g_test_message ("No name for screen readers: %s (%s)", path->str,
                      GTK_IS_BUTTON (root) ? gtk_button_get_icon_name (root) : "");
      g_test_fail ();
    }
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    app_check_names (child);
}

GtkWidget *
app_find_window (GType type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (window, type))
        return window;
    }
  return NULL;
}

/* What stands on the screen, into the test's log. */
void
app_tell_texts (gpointer root)
{
  if (!gtk_widget_get_mapped (root))
    return;
  if (GTK_IS_LABEL (root))
    g_test_message ("shown: %s", gtk_label_get_text (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    app_tell_texts (child);
}

#ifdef __SANITIZE_ADDRESS__
/* Of sanitizer/allocator_interface.h, which not every compiler brings. */
int __sanitizer_install_malloc_and_free_hooks (void (*on_malloc) (const volatile void *, size_t),
                                               void (*on_free) (const volatile void *));

/* GLib leaves its first table of quarks behind when there are more than it holds (gquark.c), and
 * the search for leaks sees no more of where it was made than g_malloc(). It is made while GLib is
 * loaded, as the first block of its size; what points to it here keeps it from being reported. */
#define QUARK_TABLE (2048 * sizeof (char *))

static const volatile void *first_quark_table;

static void
on_malloc (const volatile void *block, size_t size)
{
  if (size == QUARK_TABLE && first_quark_table == NULL)
    first_quark_table = block;
}

static void
on_free (const volatile void *block)
{
  if (block == first_quark_table)
    first_quark_table = NULL;
}

static void
watch_blocks (int argc, char **argv, char **environment)
{
  __sanitizer_install_malloc_and_free_hooks (on_malloc, on_free);
}

/* Before the constructors of libraries. */
__attribute__ ((section (".preinit_array"), used)) static void (*watch) (int, char **, char **)
    = watch_blocks;
#endif
