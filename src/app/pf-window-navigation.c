/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-window"

#include "config.h"

#include "app/pf-window-private.h"

#define PAGE_EVERY_MS 300
/* Pictures of a slow network are not waited for longer than this. */
#define WAIT_MS 50
#define MOST_WAITS 6

/* The pages, those pushed over them, and the ways between them. */

/* Below this there is no room for three window buttons beside those of a page. */
#define NARROW 480

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
  pf_view_set_narrow (page, self->narrow);
  pf_view_set_notice (page, self->notice);
}

/* Each page knows whether there is a way back, where window buttons go, and the notice. */
void
pf_window_update_pages (PfWindow *self)
{
  foreach_page (self, update_page);
}

/* The sidebar beside the pages, or before them. */
void
pf_window_update_fold (PfWindow *self)
{
  pf_sidebar_set_show_end_buttons (self->sidebar, adw_leaflet_get_folded (self->outer));
  pf_window_update_pages (self);
}

static void
width_changed (PfWindow *self, int width)
{
  gboolean narrow = width < NARROW;

  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  pf_window_update_pages (self);
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
  g_object_notify (G_OBJECT (self), "visible-view");
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
make_later (PfWindow *self, guint ms, GSourceFunc make)
{
  self->making = g_timeout_add_full (G_PRIORITY_LOW, ms, make, self, NULL);
}

static gboolean
make_next_page (gpointer data)
{
  PfWindow *self = data;
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, self->makers);
  if (g_hash_table_iter_next (&iter, &name, NULL))
    {
      pf_window_find_page (self, name);
      return G_SOURCE_CONTINUE;
    }
  self->making = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
make_sidebar (gpointer data)
{
  PfWindow *self = data;

  if (pf_picture_loader_is_busy (self->pictures) && self->waits < MOST_WAITS)
    {
      self->waits++;
      make_later (self, WAIT_MS, make_sidebar);
      return G_SOURCE_REMOVE;
    }
  pf_window_fill_sidebar (self);
  make_later (self, PAGE_EVERY_MS, make_next_page);
  return G_SOURCE_REMOVE;
}

/* After the first frame: when the pictures of the page had their time the boards beside it, whose
 * covers are pictures as well, then the pages that nobody has asked for, one a time. */
void
pf_window_make_rest (PfWindow *self)
{
  /* Below the frame clock: what is seen comes first. */
  self->making = g_idle_add_full (G_PRIORITY_LOW, make_sidebar, self, NULL);
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
  PfView *before;

  g_return_if_fail (PF_IS_WINDOW (self));

  before = pf_window_get_visible_view (self);
  if (pf_window_find_page (self, name) == NULL)
    return;
  gtk_stack_set_visible_child_name (self->pages, name);
  pf_window_pop_all (self);
  adw_leaflet_set_visible_child (self->outer, self->content);
  /* Who asks for the page that is there wants to be in it. */
  if (before != NULL && pf_window_get_visible_view (self) == before)
    pf_view_shown (before);
  pf_window_remember (self, "last-page", name);
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

  if (pf_window_count_connections (self) == 0)
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

void
pf_window_install_navigation (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback_full (widget_class, "folded_changed",
                                                G_CALLBACK (pf_window_update_fold));
  gtk_widget_class_bind_template_callback (widget_class, width_changed);
  gtk_widget_class_bind_template_callback (widget_class, visible_changed);
  gtk_widget_class_bind_template_callback (widget_class, transition_changed);
  gtk_widget_class_install_action (widget_class, "win.show-page", "s", show_page_activated);
  gtk_widget_class_install_action (widget_class, "win.nth-page", "i", nth_page_activated);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_activated);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_activated);
  gtk_widget_class_install_action (widget_class, "win.refresh", NULL, refresh_activated);
}
