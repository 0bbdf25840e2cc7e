/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-window"

#include "config.h"

#include "app/pf-window-private.h"

#include "app/compat/pf-leaflet.h"
#include "app/connections/pf-notices.h"
#include "app/hands/pf-drop-hint.h"
#include "app/pf-failed-page.h"
#include "app/widgets/pf-steady-bin.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-buttons.h"

#include <glib/gi18n.h>
#include <string.h>

/* A loading place shows itself only when it takes longer than this. */
#define PATIENCE_MS 300

enum
{
  PROP_0,
  PROP_WORKSPACE,
  PROP_CONNECTION,
  PROP_VISIBLE_VIEW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PfWindow, pf_window, ADW_TYPE_APPLICATION_WINDOW)

/* Without one there are no pages to go to. */
guint
pf_window_count_connections (PfWindow *self)
{
  if (self->workspace == NULL)
    return 0;
  return g_list_model_get_n_items (G_LIST_MODEL (pf_workspace_get_connections (self->workspace)));
}

/* Only what is new: each change may be a file that is written and synced, while a person waits for
 * what it is about. */
void
pf_window_remember (PfWindow *self, const char *key, const char *value)
{
  g_autofree char *before = g_settings_get_string (self->settings, key);

  if (strcmp (before, value) != 0)
    g_settings_set_string (self->settings, key, value);
}

static void
lose_patience (gpointer user_data)
{
  PfWindow *self = PF_WINDOW (user_data);

  self->patience = 0;
  gtk_spinner_start (self->spinner);
}

static void
notice_changed (PfWindow *self)
{
  g_clear_pointer (&self->notice, pf_notice_free);
  if (self->notices != NULL)
    self->notice = pf_notice_copy (pf_notice_watch_get (self->notices));
  pf_window_update_pages (self);
}

/* The account shown is one that exists; the last one used, or the first. */
static void
choose_connection (PfWindow *self)
{
  PfConnections *connections = pf_workspace_get_connections (self->workspace);
  g_autofree char *last = g_settings_get_string (self->settings, "last-connection");
  PfConnection *found = NULL;

  if (self->connection != NULL
      && pf_connections_find (connections, pf_connection_get_id (self->connection))
             == self->connection)
    return;

  found = pf_connections_find (connections, last);
  if (found != NULL)
    g_object_ref (found);
  else
    found = g_list_model_get_item (G_LIST_MODEL (connections), 0);
  pf_window_set_connection (self, found);
  g_clear_object (&found);
}

static void
connections_changed (PfWindow *self)
{
  gboolean any = pf_window_count_connections (self) > 0;
  gboolean was_alone = !gtk_widget_get_visible (GTK_WIDGET (self->sidebar));

  choose_connection (self);
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar), any);
  gtk_widget_set_visible (self->separator, any);
  if (!any)
    {
      pf_window_pop_all (self);
      gtk_stack_set_visible_child (self->pages, GTK_WIDGET (pf_window_find_page (self, "welcome")));
      adw_leaflet_set_visible_child (self->outer, self->content);
    }
  else if (was_alone || !self->placed)
    {
      g_autofree char *last = g_settings_get_string (self->settings, "last-page");
      gboolean known = pf_window_find_page (self, last) != NULL;

      pf_window_show_page (self, known && !was_alone ? last : "boards");
    }
  self->placed = TRUE;
  pf_window_update_pages (self);
}

/**
 * pf_window_new:
 * @application: the application
 *
 * Returns: (transfer none): a window, still without a workspace
 */
PfWindow *
pf_window_new (PfApplication *application)
{
  return g_object_new (PF_TYPE_WINDOW, "application", application, NULL);
}

/**
 * pf_window_get:
 * @widget: a widget
 *
 * Returns: (transfer none) (nullable): the window it is in, or whose dialog it is in
 */
PfWindow *
pf_window_get (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  while (root != NULL && !PF_IS_WINDOW (root))
    root
        = GTK_IS_WINDOW (root) ? GTK_ROOT (gtk_window_get_transient_for (GTK_WINDOW (root))) : NULL;
  return root != NULL ? PF_WINDOW (root) : NULL;
}

/**
 * pf_window_get_workspace:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): what it shows; %NULL until it is open
 */
PfWorkspace *
pf_window_get_workspace (PfWindow *self)
{
  g_return_val_if_fail (PF_IS_WINDOW (self), NULL);

  return self->workspace;
}

static const char *
find_kept_folder (GObject *workspace, PfClient *client)
{
  return pf_workspace_find_kept_folder (PF_WORKSPACE (workspace), client);
}

static PfDecoderPool *
create_decoders (PfWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autofree char *helper
      = pf_context_find_helper (pf_workspace_get_context (self->workspace), "pinfold-decode");

  if (PF_IS_APPLICATION (application)
      && pf_application_get_decoders (PF_APPLICATION (application)) != NULL)
    return g_object_ref (pf_application_get_decoders (PF_APPLICATION (application)));
  return pf_decoder_pool_new (helper, 2);
}

static void
create_pictures (PfWindow *self)
{
  g_autoptr (PfDecoderPool) decoders = create_decoders (self);

  if (pf_window_count_connections (self) > 0)
    pf_decoder_pool_warm_up (decoders);
  self->pictures = pf_picture_loader_new (pf_workspace_get_context (self->workspace), decoders,
                                          pf_workspace_get_store (self->workspace));
  pf_picture_loader_set_kept (self->pictures, find_kept_folder, G_OBJECT (self->workspace));
}

/**
 * pf_window_get_pictures:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): where pictures come from; %NULL until the
 *   workspace is open
 */
PfPictureLoader *
pf_window_get_pictures (PfWindow *self)
{
  g_return_val_if_fail (PF_IS_WINDOW (self), NULL);

  return self->pictures;
}

/**
 * pf_window_get_activity:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): what the outbox does; %NULL until the
 *   workspace is open
 */
PfActivity *
pf_window_get_activity (PfWindow *self)
{
  g_return_val_if_fail (PF_IS_WINDOW (self), NULL);

  return self->activity;
}

/**
 * pf_window_get_history:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): what it did, for Undo; %NULL until the workspace is open
 */
PfHistory *
pf_window_get_history (PfWindow *self)
{
  g_return_val_if_fail (PF_IS_WINDOW (self), NULL);

  return self->history;
}

/**
 * pf_window_set_workspace:
 * @self: a window
 * @workspace: an open workspace
 *
 * Fills the window, once.
 */
void
pf_window_set_workspace (PfWindow *self, PfWorkspace *workspace)
{
  PfConnections *connections;

  g_return_if_fail (PF_IS_WINDOW (self));
  g_return_if_fail (self->workspace == NULL);

  self->workspace = g_object_ref (workspace);
  connections = pf_workspace_get_connections (workspace);
  g_clear_handle_id (&self->patience, g_source_remove);
  gtk_spinner_stop (self->spinner);

  create_pictures (self);
  self->activity = pf_activity_new (GTK_WIDGET (self), pf_workspace_get_outbox (workspace));
  self->history = pf_history_new (pf_workspace_get_outbox (workspace));
  pf_sidebar_set_connections (self->sidebar, connections);
  pf_window_add_pages (self);
  self->notices = pf_notice_watch_new (connections);
  g_signal_connect_object (self->notices, "changed", G_CALLBACK (notice_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (connections, "items-changed", G_CALLBACK (connections_changed), self,
                           G_CONNECT_SWAPPED);
  connections_changed (self);
  notice_changed (self);
  gtk_stack_set_visible_child_name (self->stages, "main");
  if (self->drawn)
    pf_window_make_rest (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WORKSPACE]);
}

/**
 * pf_window_set_error:
 * @self: a window
 * @error: (nullable): why the workspace does not open; %NULL while it is tried again
 *
 * Shows what is wrong in place of the pages.
 */
void
pf_window_set_error (PfWindow *self, const GError *error)
{
  GtkWidget *failed;

  g_return_if_fail (PF_IS_WINDOW (self));

  if (error == NULL)
    {
      gtk_stack_set_visible_child_name (self->stages, "loading");
      return;
    }
  g_clear_handle_id (&self->patience, g_source_remove);
  failed = gtk_stack_get_child_by_name (self->stages, "failed");
  if (failed == NULL)
    {
      failed = GTK_WIDGET (pf_failed_page_new ());
      gtk_stack_add_named (self->stages, failed, "failed");
    }
  gtk_stack_set_visible_child (self->stages, failed);
  pf_failed_page_set_error (PF_FAILED_PAGE (failed), error);
}

/**
 * pf_window_get_connection:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the account it shows
 */
PfConnection *
pf_window_get_connection (PfWindow *self)
{
  g_return_val_if_fail (PF_IS_WINDOW (self), NULL);

  return self->connection;
}

/**
 * pf_window_set_connection:
 * @self: a window
 * @connection: (nullable): an account
 *
 * Switches the window to another account.
 */
void
pf_window_set_connection (PfWindow *self, PfConnection *connection)
{
  g_return_if_fail (PF_IS_WINDOW (self));

  if (self->connection == connection)
    return;
  pf_window_pop_all (self);
  g_set_object (&self->connection, connection);
  pf_sidebar_set_connection (self->sidebar, connection);
  if (connection != NULL)
    pf_window_remember (self, "last-connection", pf_connection_get_id (connection));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

/**
 * pf_window_get_sidebar:
 * @self: a window
 *
 * Returns: (transfer none): its sidebar
 */
PfSidebar *
pf_window_get_sidebar (PfWindow *self)
{
  return self->sidebar;
}

/**
 * pf_window_add_toast:
 * @self: a window
 * @toast: (transfer full): made with pf_toast_new()
 *
 * Shows a toast, after those before it. One of high priority takes their place instead: it is
 * about what was done last.
 */
void
pf_window_add_toast (PfWindow *self, AdwToast *toast)
{
  g_return_if_fail (PF_IS_WINDOW (self));

  if (self->said != NULL)
    pf_toasts_add (self->said, toast);
  else
    g_object_unref (toast);
}

/**
 * pf_window_dismiss_toast:
 * @self: a window
 * @toast: one that was added and may be gone
 *
 * What it says is over.
 */
void
pf_window_dismiss_toast (PfWindow *self, AdwToast *toast)
{
  g_return_if_fail (PF_IS_WINDOW (self));

  if (self->said != NULL)
    pf_toasts_dismiss (self->said, toast);
}

/**
 * pf_window_set_drop_hint:
 * @self: a window
 * @text: (nullable): what a drop will do; %NULL when nothing hovers
 * @connection: (nullable): the account it is for; %NULL for the one the window shows
 *
 * Says what a drop will do, and for whom where there are several accounts.
 */
void
pf_window_set_drop_hint (PfWindow *self, const char *text, PfConnection *connection)
{
  PfConnection *named = connection != NULL ? connection : self->connection;

  g_return_if_fail (PF_IS_WINDOW (self));

  pf_drop_hint_show (self->drop_hint, text, pf_window_count_connections (self) > 1 ? named : NULL);
  if (text != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dropping");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dropping");
}

/**
 * pf_window_expect_page_size:
 * @self: a window
 * @width: (out): of its pages
 * @height: (out): of its pages, with their header bars
 *
 * Returns: whether these can be told before the window is shown
 */
gboolean
pf_window_expect_page_size (PfWindow *self, int *width, int *height)
{
  int sidebar, separator;

  gtk_window_get_default_size (GTK_WINDOW (self), width, height);
  if (gtk_window_is_maximized (GTK_WINDOW (self)) || adw_leaflet_get_folded (self->outer))
    return FALSE;
  if (!gtk_widget_get_visible (GTK_WIDGET (self->sidebar)))
    return TRUE;
  gtk_widget_measure (GTK_WIDGET (self->sidebar), GTK_ORIENTATION_HORIZONTAL, -1, NULL, &sidebar,
                      NULL, NULL);
  gtk_widget_measure (self->separator, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &separator, NULL,
                      NULL);
  *width -= sidebar + separator;
  return TRUE;
}

static void
save_place (PfWindow *self)
{
  int width = 0, height = 0;

  g_settings_set_boolean (self->settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width > 0 && height > 0)
    g_settings_set (self->settings, "window-size", "(ii)", width, height);
}

static gboolean
pf_window_close_request (GtkWindow *window)
{
  save_place (PF_WINDOW (window));
  return GTK_WINDOW_CLASS (pf_window_parent_class)->close_request (window);
}

static void
pf_window_constructed (GObject *object)
{
  PfWindow *self = PF_WINDOW (object);
  int width = 0, height = 0;

  G_OBJECT_CLASS (pf_window_parent_class)->constructed (object);

  g_settings_get (self->settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), CLAMP (width, 360, 8192),
                               CLAMP (height, 360, 8192));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  self->patience = g_timeout_add_once (PATIENCE_MS, lose_patience, self);
}

static void
pf_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfWindow *self = PF_WINDOW (object);

  switch (id)
    {
    case PROP_WORKSPACE:
      g_value_set_object (value, self->workspace);
      break;
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    case PROP_VISIBLE_VIEW:
      g_value_set_object (value, pf_window_get_visible_view (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_CONNECTION:
      pf_window_set_connection (PF_WINDOW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_window_dispose (GObject *object)
{
  PfWindow *self = PF_WINDOW (object);

  g_clear_handle_id (&self->patience, g_source_remove);
  g_clear_handle_id (&self->making, g_source_remove);
  g_clear_pointer (&self->said, pf_toasts_free);
  g_clear_object (&self->notices);
  g_clear_pointer (&self->notice, pf_notice_free);
  g_clear_object (&self->connection);
  if (self->pictures != NULL)
    pf_picture_loader_set_kept (self->pictures, NULL, NULL);
  g_clear_object (&self->pictures);
  g_clear_object (&self->activity);
  g_clear_object (&self->history);
  g_clear_object (&self->workspace);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->names, g_ptr_array_unref);
  g_clear_pointer (&self->makers, g_hash_table_unref);
  G_OBJECT_CLASS (pf_window_parent_class)->dispose (object);
}

static void
pf_window_class_init (PfWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = pf_window_constructed;
  object_class->dispose = pf_window_dispose;
  object_class->get_property = pf_window_get_property;
  object_class->set_property = pf_window_set_property;
  GTK_WINDOW_CLASS (klass)->close_request = pf_window_close_request;

  properties[PROP_WORKSPACE] = g_param_spec_object ("workspace", NULL, NULL, PF_TYPE_WORKSPACE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONNECTION]
      = g_param_spec_object ("connection", NULL, NULL, PF_TYPE_CONNECTION,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_VISIBLE_VIEW] = g_param_spec_object ("visible-view", NULL, NULL, PF_TYPE_VIEW,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PF_TYPE_VIEW);
  g_type_ensure (PF_TYPE_DROP_HINT);
  g_type_ensure (PF_TYPE_SIDEBAR);
  g_type_ensure (PF_TYPE_STEADY_BIN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pinfold/Pinfold/ui/pf-window.ui");
  gtk_widget_class_bind_template_child (widget_class, PfWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, drop_hint);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, stages);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, outer);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, inner);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, separator);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, content);
  gtk_widget_class_bind_template_child (widget_class, PfWindow, pages);

  pf_window_install_navigation (widget_class);
  pf_window_install_connect_actions (widget_class);
  pf_window_install_pin_actions (widget_class);
  pf_window_install_rescue_actions (widget_class);
  /* On the window itself, so that a text field that has the focus goes first. */
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "win.paste",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK, "win.new-pin",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_n, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.new-board", NULL);
}

static gboolean
first_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer unused)
{
  PfWindow *self = PF_WINDOW (widget);

  self->drawn = TRUE;
  if (self->workspace != NULL)
    pf_window_make_rest (self);
  return G_SOURCE_REMOVE;
}

static void
pf_window_init (PfWindow *self)
{
  self->settings = g_settings_new (PF_APP_ID);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->makers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->said = pf_toasts_new (self->toasts);
  pf_wrap_buttons (GTK_WIDGET (self));
  pf_leaflet_skip_unseen (self->outer);
  pf_leaflet_skip_unseen (self->inner);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), first_frame, NULL, NULL);
  self->narrow = TRUE; /* until the pages have a width */
  pf_window_update_fold (self);
}
