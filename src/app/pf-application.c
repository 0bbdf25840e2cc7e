/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-application"

#include "config.h"

#include "app/pf-application.h"

#include "app/compat/pf-about.h"
#include "app/compat/pf-button-names.h"
#include "app/help/pf-help-window.h"
#include "app/help/pf-shortcuts-window.h"
#include "app/intake/pf-intake.h"
#include "app/pf-start.h"
#include "app/pf-window.h"
#include "app/preferences/pf-preferences-window.h"
#include "app/probe/pf-stall-probe.h"
#include "core/account/pf-keyring.h"

#include <glib/gi18n.h>

/*
 * One process, one window. The workspace opens, on threads of its own, while GTK starts and the
 * window is made; it closes, with everything delivered that was held, after the last window
 * has gone.
 */
struct _PfApplication
{
  AdwApplication parent;

  GSettings *settings;     /* (nullable) (owned): from startup on */
  PfContext *context;      /* (nullable) (owned) */
  PfWorkspace *workspace;  /* (nullable) (owned) */
  PfDecoderPool *decoders; /* (nullable) (owned) */
  PfStallProbe *probe;     /* (nullable) (owned): in tests and benchmarks only */
  guint unseen;            /* source id: a new window waits for its contents */
  guint held : 1;          /* the window, for its first picture */
  guint busy : 1;          /* opening or closing */
  guint started : 1;       /* by a person, for a window */
};

/* The first frame has something in it, unless that takes longer than this. */
#define PATIENCE_MS 150
/* To show a window takes the main thread as long as a picture that is near: it is asked for before
 * that, and decoded meanwhile. One from far away is not waited for. */
#define PICTURE_PATIENCE_MS 15

G_DEFINE_FINAL_TYPE (PfApplication, pf_application, ADW_TYPE_APPLICATION)

static void open_workspace (PfApplication *self);

static PfWindow *
find_window (PfApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (PF_IS_WINDOW (l->data))
      return l->data;
  return NULL;
}

/* X11 alone asks for it, as several pictures: the first frame does not wait for them. */
static gboolean
set_icon (gpointer unused)
{
  gtk_window_set_default_icon_name (PF_APP_ID);
  return G_SOURCE_REMOVE;
}

static gboolean
first_frame (GtkWidget *window, GdkFrameClock *clock, gpointer unused)
{
  g_idle_add_full (G_PRIORITY_LOW, set_icon, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static void
show_window (gpointer user_data)
{
  PfApplication *self = PF_APPLICATION (user_data);
  PfWindow *window = find_window (self);

  self->unseen = 0;
  if (window != NULL)
    gtk_window_present (GTK_WINDOW (window));
}

/* The loader is at work: not within it. */
static void
picture_begun (PfApplication *self)
{
  if (self->unseen == 0)
    return;
  g_clear_handle_id (&self->unseen, g_source_remove);
  self->unseen = g_timeout_add_once (0, show_window, self);
}

static void
page_read (PfApplication *self)
{
  PfWindow *window = find_window (self);
  PfPictureLoader *pictures = window != NULL ? pf_window_get_pictures (window) : NULL;
  gboolean begun = FALSE;

  if (self->unseen == 0 || self->held)
    return;
  g_clear_handle_id (&self->unseen, g_source_remove);
  if (pictures != NULL)
    g_object_get (pictures, "begun", &begun, NULL);
  if (begun || pictures == NULL || !pf_picture_loader_is_busy (pictures))
    {
      show_window (self);
      return;
    }
  self->held = TRUE;
  g_signal_connect_object (pictures, "notify::begun", G_CALLBACK (picture_begun), self,
                           G_CONNECT_SWAPPED);
  self->unseen = g_timeout_add_once (PICTURE_PATIENCE_MS, show_window, self);
}

/* A page reads what it shows on this computer in some milliseconds, and it takes as many to get the
 * window ready. */
static void
show_with_page (PfApplication *self, PfWindow *window)
{
  PfView *page = pf_window_get_visible_view (window);

  if (page == NULL || !pf_view_get_waiting (page))
    {
      g_clear_handle_id (&self->unseen, g_source_remove);
      show_window (self);
      return;
    }
  g_signal_connect_object (page, "notify::waiting", G_CALLBACK (page_read), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_realize (GTK_WIDGET (window));
}

static void
workspace_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfApplication) self = PF_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;

  if (!pf_workspace_close_finish (PF_WORKSPACE (source), result, &error))
    g_warning ("Closing: %s", error->message);
  self->busy = FALSE;
  /* Somebody opened the window again meanwhile. */
  if (find_window (self) != NULL)
    open_workspace (self);
  g_application_release (G_APPLICATION (self));
}

static void
close_workspace (PfApplication *self)
{
  g_autoptr (PfWorkspace) workspace = g_steal_pointer (&self->workspace);

  if (workspace == NULL)
    return;
  self->busy = TRUE;
  g_application_hold (G_APPLICATION (self));
  pf_workspace_close_async (workspace, workspace_closed, g_object_ref (self));
}

static void
workspace_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PfApplication) self = PF_APPLICATION (user_data);
  g_autoptr (GError) error = NULL;
  PfWindow *window = find_window (self);

  self->busy = FALSE;
  self->workspace = pf_workspace_open_finish (result, &error);
  if (window == NULL)
    close_workspace (self);
  else if (self->workspace != NULL)
    pf_window_set_workspace (window, self->workspace);
  else
    pf_window_set_error (window, error);
  if (self->unseen != 0)
    show_with_page (self, window);
  g_application_release (G_APPLICATION (self));
}

static gboolean
make_context (PfApplication *self, GError **error)
{
  g_autoptr (PfSecretStore) secrets = NULL;

  if (self->context == NULL)
    {
      PfContextParts parts = { .settings = self->settings };

      /* In a build tree the helper programs are not where they will be installed. */
      parts.libexec_dir = g_getenv ("PINFOLD_LIBEXEC_DIR");
      parts.secrets = secrets = pf_keyring_new ();
      self->context = pf_context_new (&parts, error);
      if (self->context != NULL && g_file_test ("/.flatpak-info", G_FILE_TEST_EXISTS))
        {
          g_autofree char *helper
              = pf_context_find_helper (self->context, "pinfold-keyring-helper");

          pf_keyring_set_helper (PF_KEYRING (secrets), helper);
        }
    }
  return self->context != NULL;
}

/* A process is copied to begin another one: that is short while GTK has not started. */
static void
make_decoders (PfApplication *self)
{
  g_autofree char *helper = pf_context_find_helper (self->context, "pinfold-decode");
  g_autofree char *last = g_settings_get_string (self->settings, "last-connection");

  self->decoders = pf_decoder_pool_new (helper, 2);
  /* Somebody was connected: pictures will be shown. */
  if (*last != '\0')
    pf_decoder_pool_warm_up (self->decoders);
}

static void
open_workspace (PfApplication *self)
{
  PfWindow *window = find_window (self);
  g_autoptr (GError) error = NULL;

  if (self->busy || self->workspace != NULL)
    return;

  if (window != NULL)
    pf_window_set_error (window, NULL);
  if (!make_context (self, &error))
    {
      if (window != NULL)
        pf_window_set_error (window, error);
      return;
    }

  if (self->decoders == NULL)
    make_decoders (self);
  self->busy = TRUE;
  g_application_hold (G_APPLICATION (self));
  pf_workspace_open_async (self->context, NULL, workspace_opened, g_object_ref (self));
}

/**
 * pf_application_new:
 *
 * Returns: (transfer full): the application
 */
PfApplication *
pf_application_new (void)
{
  return g_object_new (PF_TYPE_APPLICATION, "application-id", PF_APP_ID, "resource-base-path",
                       "/io/github/pinfold/Pinfold", "flags", G_APPLICATION_HANDLES_OPEN, NULL);
}

/**
 * pf_application_get_context:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): the context; %NULL when it could not be made
 */
PfContext *
pf_application_get_context (PfApplication *self)
{
  return self->context;
}

/**
 * pf_application_get_decoders:
 * @self: the application
 *
 * Returns: (transfer none) (nullable): what decodes pictures for its windows; %NULL when there is
 *   no context
 */
PfDecoderPool *
pf_application_get_decoders (PfApplication *self)
{
  return self->decoders;
}

static void
pf_application_activate (GApplication *application)
{
  PfApplication *self = PF_APPLICATION (application);
  PfWindow *window = find_window (self);

  if (window == NULL)
    {
      window = pf_window_new (self);
      self->held = FALSE;
      gtk_widget_add_tick_callback (GTK_WIDGET (window), first_frame, NULL, NULL);
      if (self->workspace != NULL)
        pf_window_set_workspace (window, self->workspace);
      else
        open_workspace (self);
      if (self->busy)
        self->unseen = g_timeout_add_once (PATIENCE_MS, show_window, self);
    }
  if (self->unseen == 0)
    gtk_window_present (GTK_WINDOW (window));
}

/* Pictures become drafts, and nothing is sent (safety.md DB-9). */
static void
pf_application_open (GApplication *application, GFile **files, int n_files, const char *hint)
{
  g_autoptr (GListStore) list = g_list_store_new (G_TYPE_FILE);
  PfWindow *window;

  for (int i = 0; i < n_files; i++)
    g_list_store_append (list, files[i]);
  g_application_activate (application);
  window = find_window (PF_APPLICATION (application));
  pf_intake_open (window, G_LIST_MODEL (list));
}

static void
pf_application_window_removed (GtkApplication *application, GtkWindow *window)
{
  PfApplication *self = PF_APPLICATION (application);

  GTK_APPLICATION_CLASS (pf_application_parent_class)->window_removed (application, window);
  if (PF_IS_WINDOW (window) && find_window (self) == NULL)
    {
      g_clear_handle_id (&self->unseen, g_source_remove);
      /* Windows that belong to it have no place of their own. */
      while (gtk_application_get_windows (application) != NULL)
        gtk_window_destroy (gtk_application_get_windows (application)->data);
      if (!self->busy)
        close_workspace (self);
    }
}

static void
quit_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PfWindow *window = find_window (PF_APPLICATION (user_data));

  if (window != NULL)
    gtk_window_close (GTK_WINDOW (window));
  else
    g_application_quit (G_APPLICATION (user_data));
}

static void
about_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pf_about_present (gtk_application_get_active_window (GTK_APPLICATION (user_data)));
}

static void
preferences_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PfWindow *window = find_window (PF_APPLICATION (user_data));
  GListModel *toplevels = gtk_window_get_toplevels ();

  /* It is transient for a window of the application, not one of its own. */
  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) open = g_list_model_get_item (toplevels, i);

      if (PF_IS_PREFERENCES_WINDOW (open))
        {
          gtk_window_present (open);
          return;
        }
    }
  if (window != NULL && pf_window_get_workspace (window) != NULL)
    gtk_window_present (GTK_WINDOW (pf_preferences_window_new (window)));
}

static void
help_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  pf_help_window_present (GTK_APPLICATION (user_data), g_variant_get_string (parameter, NULL));
}

/* Made when it is asked for: GTK 4.8 crashes when assistive technology asks for a window that has
 * just gone while there is a hidden one. */
static void
shortcuts_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  PfWindow *window = find_window (PF_APPLICATION (user_data));

  if (window != NULL)
    gtk_window_present (GTK_WINDOW (pf_shortcuts_window_new (GTK_WINDOW (window))));
}

static void
open_activated (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  open_workspace (PF_APPLICATION (user_data));
}

static void
apply_color_scheme (GSettings *settings, const char *key, gpointer user_data)
{
  static const AdwColorScheme schemes[]
      = { ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT, ADW_COLOR_SCHEME_FORCE_DARK };
  int choice = g_settings_get_enum (settings, "color-scheme");

  adw_style_manager_set_color_scheme (adw_application_get_style_manager (user_data),
                                      schemes[CLAMP (choice, 0, 2)]);
}

static const GActionEntry actions[] = {
  { "quit", quit_activated, NULL, NULL, NULL, { 0 } },
  { "about", about_activated, NULL, NULL, NULL, { 0 } },
  { "preferences", preferences_activated, NULL, NULL, NULL, { 0 } },
  { "shortcuts", shortcuts_activated, NULL, NULL, NULL, { 0 } },
  { "help", help_activated, "s", NULL, NULL, { 0 } },
  { "open-workspace", open_activated, NULL, NULL, NULL, { 0 } },
};

static gboolean
pf_application_local_command_line (GApplication *application, char ***arguments, int *status)
{
  /* A service may be started for something else than a window. */
  PF_APPLICATION (application)->started
      = g_strv_length (*arguments) == 1
        && (g_application_get_flags (application) & G_APPLICATION_IS_SERVICE) == 0;
  return G_APPLICATION_CLASS (pf_application_parent_class)
      ->local_command_line (application, arguments, status);
}

static void
pf_application_startup (GApplication *application)
{
  PfApplication *self = PF_APPLICATION (application);
  static const struct
  {
    const char *action;
    const char *accels[3];
  } accels[] = {
    { "app.preferences", { "<Control>comma" } },
    { "app.help::", { "F1" } },
    { "app.quit", { "<Control>q" } },
    { "window.close", { "<Control>w" } },
    { "win.back", { "<Alt>Left", "Back" } },
    { "win.search", { "<Control>f" } },
    { "win.refresh", { "F5", "<Control>r" } },
    { "app.shortcuts", { "<Control>question", "<Control>F1" } },
  };

  self->settings = g_settings_new (PF_APP_ID);
  if (self->started)
    open_workspace (self);

  pf_start_open_display ();
  G_APPLICATION_CLASS (pf_application_parent_class)->startup (application);
  pf_start_read_icons ();
  pf_button_names_install ();
  /* Text that can be copied is read first: not all of it is chosen by arriving there. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);
  self->probe = pf_stall_probe_new (g_getenv ("PINFOLD_STALL_PROBE"));

  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                           accels[i].accels);
  for (int i = 1; i <= 9; i++)
    {
      g_autofree char *action = g_strdup_printf ("win.nth-page(%d)", i);
      g_autofree char *accel = g_strdup_printf ("<Control>%d", i);
      const char *list[] = { accel, NULL };

      gtk_application_set_accels_for_action (GTK_APPLICATION (application), action, list);
    }
  g_signal_connect_object (self->settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme),
                           self, 0);
  apply_color_scheme (self->settings, "color-scheme", self);
}

static void
pf_application_dispose (GObject *object)
{
  PfApplication *self = PF_APPLICATION (object);

  g_clear_handle_id (&self->unseen, g_source_remove);
  g_clear_object (&self->workspace);
  g_clear_object (&self->decoders);
  g_clear_object (&self->context);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->probe, pf_stall_probe_free);
  G_OBJECT_CLASS (pf_application_parent_class)->dispose (object);
}

static void
pf_application_class_init (PfApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_application_dispose;
  G_APPLICATION_CLASS (klass)->activate = pf_application_activate;
  G_APPLICATION_CLASS (klass)->open = pf_application_open;
  G_APPLICATION_CLASS (klass)->local_command_line = pf_application_local_command_line;
  G_APPLICATION_CLASS (klass)->startup = pf_application_startup;
  GTK_APPLICATION_CLASS (klass)->window_removed = pf_application_window_removed;
}

static void
pf_application_init (PfApplication *self)
{
}
