/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-window"

#include "config.h"

#include "app/pf-window-private.h"

#include "app/connections/pf-notices.h"
#include "app/hands/pf-drop-hint.h"
#include "app/pf-failed-page.h"
#include "app/widgets/pf-steady-bin.h"
#include "app/widgets/pf-text.h"

#include <glib/gi18n.h>

/* A loading place shows itself only when it takes longer than this. */
#define PATIENCE_MS 300

struct _PfWindow
{
  AdwApplicationWindow parent;

  AdwToastOverlay *toasts;
  PfDropHint *drop_hint;
  GtkStack *stages;
  GtkSpinner *spinner;
  AdwLeaflet *outer;
  AdwLeaflet *inner;
  PfSidebar *sidebar;
  GtkWidget *separator;
  GtkWidget *content;
  GtkStack *pages;

  GSettings *settings;       /* (owned) */
  PfWorkspace *workspace;    /* (nullable) (owned) */
  PfConnection *connection;  /* (nullable) (owned): the account shown */
  PfPictureLoader *pictures; /* (nullable) (owned) */
  PfActivity *activity;      /* (nullable) (owned) */
  PfHistory *history;        /* (nullable) (owned) */
  PfNoticeWatch *notices;    /* (nullable) (owned) */
  PfNotice *notice;          /* (nullable) (owned) */
  GPtrArray *names;          /* (owned): of pages with a row, in order */
  GHashTable *makers;        /* (owned): name -> PfPageFunc of pages nobody has seen yet */
  guint making;              /* source id */
  guint patience;            /* source id */
  guint placed : 1;          /* the first page was chosen */
  guint filled : 1;          /* the sidebar has its boards */
  guint pushing : 1;         /* a page is being put over the others */
};

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

static guint
count_connections (PfWindow *self)
{
  if (self->workspace == NULL)
    return 0;
  return g_list_model_get_n_items (G_LIST_MODEL (pf_workspace_get_connections (self->workspace)));
}

static gboolean
is_pushed (PfWindow *self)
{
  return adw_leaflet_get_visible_child (self->inner) != GTK_WIDGET (self->pages);
}

static void
foreach_page (PfWindow *self, void (*func) (PfWindow *self, PfView *page))
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->pages)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    func (self, PF_VIEW (child));
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->inner)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (PF_IS_VIEW (child))
      func (self, PF_VIEW (child));
}

static void
update_page (PfWindow *self, PfView *page)
{
  gboolean pushed = gtk_widget_get_parent (GTK_WIDGET (page)) == GTK_WIDGET (self->inner);
  gboolean folded = adw_leaflet_get_folded (self->outer);
  gboolean alone = !gtk_widget_get_visible (GTK_WIDGET (self->sidebar));

  pf_view_set_show_back (page, pushed || (folded && !alone));
  pf_view_set_show_start_buttons (page, folded || alone);
  pf_view_set_notice (page, self->notice);
}

static void
update_pages (PfWindow *self)
{
  foreach_page (self, update_page);
}

static void
folded_changed (PfWindow *self)
{
  pf_sidebar_set_show_end_buttons (self->sidebar, adw_leaflet_get_folded (self->outer));
  update_pages (self);
}

static void
visible_changed (PfWindow *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->pages);
  PfView *page = pf_window_get_visible_view (self);

  if (gtk_widget_in_destruction (GTK_WIDGET (self)) || page == NULL)
    return;
  /* What lies over a page has no row there; a board has one among the boards. */
  pf_sidebar_select (self->sidebar, is_pushed (self) ? NULL : name);
  update_page (self, page);
  pf_view_shown (page);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE_VIEW]);
}

static GListModel *
list_pushed (PfWindow *self)
{
  return G_LIST_MODEL (adw_leaflet_get_pages (self->inner));
}

/* Pages that were left are gone once they slid out. */
static void
drop_left_pages (PfWindow *self)
{
  GtkWidget *visible = adw_leaflet_get_visible_child (self->inner);
  g_autoptr (GListModel) pages = list_pushed (self);
  gboolean behind = TRUE;

  for (guint i = g_list_model_get_n_items (pages); i > 0; i--)
    {
      g_autoptr (AdwLeafletPage) page = g_list_model_get_item (pages, i - 1);
      GtkWidget *child = adw_leaflet_page_get_child (page);

      if (child == visible || child == GTK_WIDGET (self->pages))
        behind = FALSE;
      else if (behind || g_object_get_data (G_OBJECT (child), "left") != NULL)
        adw_leaflet_remove (self->inner, child);
    }
}

/* One that still slides out goes when that is over. */
static void
mark_left_pages (PfWindow *self)
{
  GtkWidget *visible = adw_leaflet_get_visible_child (self->inner);
  g_autoptr (GListModel) pages = list_pushed (self);

  for (guint i = g_list_model_get_n_items (pages); i > 0; i--)
    {
      g_autoptr (AdwLeafletPage) page = g_list_model_get_item (pages, i - 1);
      GtkWidget *child = adw_leaflet_page_get_child (page);

      if (child == visible || child == GTK_WIDGET (self->pages))
        return;
      g_object_set_data (G_OBJECT (child), "left", GINT_TO_POINTER (TRUE));
    }
}

static void
transition_changed (PfWindow *self)
{
  /* To show another page AdwLeaflet first ends what is running, and says so. */
  if (!self->pushing && !adw_leaflet_get_child_transition_running (self->inner)
      && !gtk_widget_in_destruction (GTK_WIDGET (self)))
    drop_left_pages (self);
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
  update_pages (self);
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
  gboolean any = count_connections (self) > 0;
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

      pf_window_show_page (self, known && !was_alone ? last : g_ptr_array_index (self->names, 0));
    }
  self->placed = TRUE;
  update_pages (self);
}

/* One a time: between two of them the window answers. */
static gboolean
make_next_page (gpointer data)
{
  PfWindow *self = data;
  GHashTableIter iter;
  gpointer name;

  if (!self->filled)
    {
      self->filled = TRUE;
      pf_window_fill_sidebar (self);
      return G_SOURCE_CONTINUE;
    }
  g_hash_table_iter_init (&iter, self->makers);
  if (g_hash_table_iter_next (&iter, &name, NULL))
    {
      pf_window_find_page (self, name);
      return G_SOURCE_CONTINUE;
    }
  self->making = 0;
  return G_SOURCE_REMOVE;
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

static void
create_pictures (PfWindow *self)
{
  g_autofree char *helper
      = pf_context_find_helper (pf_workspace_get_context (self->workspace), "pinfold-decode");
  g_autoptr (PfDecoderPool) decoders = pf_decoder_pool_new (helper, 2);

  self->pictures = pf_picture_loader_new (pf_workspace_get_context (self->workspace), decoders,
                                          pf_workspace_get_store (self->workspace));
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
  /* Below the frame clock: what is seen comes first. */
  self->making = g_idle_add_full (G_PRIORITY_LOW, make_next_page, self, NULL);
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
    g_settings_set_string (self->settings, "last-connection", pf_connection_get_id (connection));
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
 * pf_window_add_page:
 * @self: a window
 * @make: makes the page
 * @name: stable name
 * @title: (nullable): of its row in the sidebar, translated; %NULL for none
 * @icon_name: (nullable): of its row
 *
 * Adds a page. It is made when somebody looks at it or finds it, at the latest soon after the
 * window's first frame (performance.md, rule 9). Ctrl+1..9 follow the order of the rows.
 */
void
pf_window_add_page (
    PfWindow *self, PfPageFunc make, const char *name, const char *title, const char *icon_name)
{
  g_return_if_fail (PF_IS_WINDOW (self));

  g_hash_table_insert (self->makers, g_strdup (name), make);
  if (title != NULL)
    {
      pf_sidebar_add_row (self->sidebar, name, title, icon_name);
      g_ptr_array_add (self->names, g_strdup (name));
    }
}

/**
 * pf_window_find_page:
 * @self: a window
 * @name: name of a page
 *
 * Returns: (transfer none) (nullable): the page
 */
PfView *
pf_window_find_page (PfWindow *self, const char *name)
{
  GtkWidget *child = gtk_stack_get_child_by_name (self->pages, name);
  PfPageFunc make;
  gpointer key;

  if (child != NULL)
    return PF_VIEW (child);
  if (!g_hash_table_steal_extended (self->makers, name, &key, (gpointer *)&make))
    return NULL;
  child = GTK_WIDGET (make (self));
  gtk_stack_add_named (self->pages, child, key);
  g_free (key);
  update_page (self, PF_VIEW (child));
  return PF_VIEW (child);
}

/**
 * pf_window_show_page:
 * @self: a window
 * @name: name of a page
 *
 * Shows a page; pages pushed over the last one are left.
 */
void
pf_window_show_page (PfWindow *self, const char *name)
{
  g_return_if_fail (PF_IS_WINDOW (self));

  if (pf_window_find_page (self, name) == NULL)
    return;
  gtk_stack_set_visible_child_name (self->pages, name);
  pf_window_pop_all (self);
  adw_leaflet_set_visible_child (self->outer, self->content);
  g_settings_set_string (self->settings, "last-page", name);
}

/**
 * pf_window_push_view:
 * @self: a window
 * @page: a page
 *
 * Shows a page over the others, with a way back.
 */
void
pf_window_push_view (PfWindow *self, PfView *page)
{
  g_return_if_fail (PF_IS_WINDOW (self));

  if (adw_leaflet_get_child_transition_running (self->inner))
    mark_left_pages (self);
  else
    drop_left_pages (self);
  gtk_widget_set_size_request (GTK_WIDGET (page), 360, -1);
  adw_leaflet_append (self->inner, GTK_WIDGET (page));
  update_page (self, page);
  self->pushing = TRUE;
  adw_leaflet_set_visible_child (self->inner, GTK_WIDGET (page));
  self->pushing = FALSE;
  adw_leaflet_set_visible_child (self->outer, self->content);
}

/**
 * pf_window_pop_view:
 * @self: a window
 *
 * Goes back: to the page before, or in a narrow window to the sidebar.
 */
void
pf_window_pop_view (PfWindow *self)
{
  g_return_if_fail (PF_IS_WINDOW (self));

  if (is_pushed (self))
    {
      adw_leaflet_navigate (self->inner, ADW_NAVIGATION_DIRECTION_BACK);
      if (!adw_leaflet_get_child_transition_running (self->inner))
        drop_left_pages (self);
    }
  else if (adw_leaflet_get_folded (self->outer))
    adw_leaflet_navigate (self->outer, ADW_NAVIGATION_DIRECTION_BACK);
}

/**
 * pf_window_pop_all:
 * @self: a window
 *
 * Goes back to the page with a row in the sidebar.
 */
void
pf_window_pop_all (PfWindow *self)
{
  g_return_if_fail (PF_IS_WINDOW (self));

  adw_leaflet_set_visible_child (self->inner, GTK_WIDGET (self->pages));
  if (!adw_leaflet_get_child_transition_running (self->inner))
    drop_left_pages (self);
}

/**
 * pf_window_get_visible_view:
 * @self: a window
 *
 * Returns: (transfer none) (nullable): the page a person looks at
 */
PfView *
pf_window_get_visible_view (PfWindow *self)
{
  GtkWidget *visible;

  g_return_val_if_fail (PF_IS_WINDOW (self), NULL);

  visible = adw_leaflet_get_visible_child (self->inner);
  if (visible == GTK_WIDGET (self->pages))
    visible = gtk_stack_get_visible_child (self->pages);
  return PF_IS_VIEW (visible) ? PF_VIEW (visible) : NULL;
}

/**
 * pf_window_show_content:
 * @self: a window
 *
 * In a narrow window: leaves the sidebar for the page that was shown last.
 */
void
pf_window_show_content (PfWindow *self)
{
  g_return_if_fail (PF_IS_WINDOW (self));

  adw_leaflet_set_visible_child (self->outer, self->content);
}

/**
 * pf_window_add_toast:
 * @self: a window
 * @toast: (transfer full): made with pf_toast_new()
 *
 * Shows a toast.
 */
void
pf_window_add_toast (PfWindow *self, AdwToast *toast)
{
  g_return_if_fail (PF_IS_WINDOW (self));

  adw_toast_overlay_add_toast (self->toasts, toast);
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

  pf_drop_hint_show (self->drop_hint, text, count_connections (self) > 1 ? named : NULL);
  if (text != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), "dropping");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "dropping");
}

static void
show_page_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  pf_window_show_page (PF_WINDOW (widget), g_variant_get_string (target, NULL));
}

static void
nth_page_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfWindow *self = PF_WINDOW (widget);
  gint32 n = g_variant_get_int32 (target);

  if (count_connections (self) == 0)
    return;
  if (n >= 1 && (guint)n <= self->names->len)
    pf_window_show_page (self, g_ptr_array_index (self->names, n - 1));
  else if (n == (gint32)self->names->len + 1)
    pf_window_show_page (self, "connections");
}

static void
back_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  pf_window_pop_view (PF_WINDOW (widget));
}

static void
search_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfView *page = pf_window_get_visible_view (PF_WINDOW (widget));

  if (page != NULL)
    pf_view_search (page);
}

static void
refresh_activated (GtkWidget *widget, const char *name, GVariant *target)
{
  PfView *page = pf_window_get_visible_view (PF_WINDOW (widget));

  if (page != NULL)
    pf_view_refresh (page);
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
  g_clear_object (&self->notices);
  g_clear_pointer (&self->notice, pf_notice_free);
  g_clear_object (&self->connection);
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
  gtk_widget_class_bind_template_callback (widget_class, folded_changed);
  gtk_widget_class_bind_template_callback (widget_class, visible_changed);
  gtk_widget_class_bind_template_callback (widget_class, transition_changed);

  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_activated);
  gtk_widget_class_install_action (widget_class, "win.nth-page", "i", nth_page_activated);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_activated);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_activated);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_activated);
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

static void
pf_window_init (PfWindow *self)
{
  self->settings = g_settings_new (PF_APP_ID);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->makers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  folded_changed (self);
}
