/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-view"

#include "config.h"

#include "app/pf-view.h"

#include "app/activity/pf-activity-button.h"
#include "app/compat/pf-menu-button.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-wrap-buttons.h"

typedef struct
{
  AdwHeaderBar *header;
  AdwWindowTitle *window_title;
  GtkButton *back;
  GtkMenuButton *menu;
  GMenuModel *main_menu; /* of the template */
  PfActivityButton *activity;
  PfNoticeBar *notice_bar;
  AdwBin *content;
  gboolean waiting;
  gpointer focus_then; /* (nullable): the focus when the page was shown; compared, never used */
} PfViewPrivate;

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_SUBTITLE,
  PROP_SHOW_MENU,
  PROP_WAITING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static GtkBuildableIface *parent_buildable;

static void pf_view_buildable_init (GtkBuildableIface *iface);

G_DEFINE_TYPE_WITH_CODE (PfView,
                         pf_view,
                         ADW_TYPE_BIN,
                         G_ADD_PRIVATE (PfView)
                             G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, pf_view_buildable_init))

/**
 * pf_view_set_title:
 * @self: a page
 * @title: (nullable): plain text
 *
 * Sets the title in the header bar.
 */
void
pf_view_set_title (PfView *self, const char *title)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);
  g_autofree char *clean = pf_text_clean (title);

  if (g_strcmp0 (adw_window_title_get_title (priv->window_title), clean) == 0)
    return;
  adw_window_title_set_title (priv->window_title, clean);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, clean, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

/**
 * pf_view_set_subtitle:
 * @self: a page
 * @subtitle: (nullable): plain text
 *
 * Sets the second line in the header bar.
 */
void
pf_view_set_subtitle (PfView *self, const char *subtitle)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);
  g_autofree char *clean = pf_text_clean (subtitle);

  if (g_strcmp0 (adw_window_title_get_subtitle (priv->window_title), clean) == 0)
    return;
  adw_window_title_set_subtitle (priv->window_title, clean);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
}

/**
 * pf_view_set_title_shown:
 * @self: a page
 * @shown: %FALSE while the page itself says it, large, just below
 *
 * The page keeps its name for assistive technology either way.
 */
void
pf_view_set_title_shown (PfView *self, gboolean shown)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  if (shown)
    gtk_widget_remove_css_class (GTK_WIDGET (priv->window_title), "said-below");
  else
    gtk_widget_add_css_class (GTK_WIDGET (priv->window_title), "said-below");
}

/**
 * pf_view_set_content:
 * @self: a page
 * @content: (nullable): a widget
 *
 * Sets what is under the header bar; a template does it with a plain child.
 */
void
pf_view_set_content (PfView *self, GtkWidget *content)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  adw_bin_set_child (priv->content, content);
}

/**
 * pf_view_set_notice:
 * @self: a page
 * @notice: (nullable): a notice
 *
 * Shows a notice under the header bar. The window calls it.
 */
void
pf_view_set_notice (PfView *self, const PfNotice *notice)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  pf_notice_bar_set_notice (priv->notice_bar, notice);
}

/* By itself GTK gives it to the first button of the header bar, which may be the way back. */
static void
move_focus_in (PfView *self)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* Where one writes, a page has put it by itself. */
  if (focus != NULL && !GTK_IS_EDITABLE (focus)
      && gtk_widget_is_ancestor (focus, GTK_WIDGET (priv->header))
      && !gtk_widget_child_focus (GTK_WIDGET (priv->content), GTK_DIR_TAB_FORWARD) && priv->waiting)
    priv->focus_then = focus;
}

/**
 * pf_view_set_waiting:
 * @self: a page
 * @waiting: whether its contents are being read on this computer
 *
 * See #PfView:waiting.
 */
void
pf_view_set_waiting (PfView *self, gboolean waiting)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  if (priv->waiting == waiting)
    return;
  priv->waiting = waiting;
  if (!waiting && priv->focus_then != NULL)
    {
      GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

      /* Nobody has put it elsewhere meanwhile. */
      if (root != NULL && gtk_root_get_focus (root) == priv->focus_then)
        move_focus_in (self);
      priv->focus_then = NULL;
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WAITING]);
}

/**
 * pf_view_get_waiting:
 * @self: a page
 *
 * Returns: see #PfView:waiting
 */
gboolean
pf_view_get_waiting (PfView *self)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  return priv->waiting;
}

/**
 * pf_view_get_back_button:
 * @self: a page
 *
 * Returns: (transfer none): its Back button, for what gives way to it in a narrow window
 */
GtkWidget *
pf_view_get_back_button (PfView *self)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  return GTK_WIDGET (priv->back);
}

/**
 * pf_view_set_show_back:
 * @self: a page
 * @show_back: whether there is something to go back to
 *
 * Shows the back button. The window calls it.
 */
void
pf_view_set_show_back (PfView *self, gboolean show_back)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  gtk_widget_set_visible (GTK_WIDGET (priv->back), show_back);
}

/**
 * pf_view_set_show_start_buttons:
 * @self: a page
 * @show: whether window buttons at the start belong here and not in the sidebar
 *
 * The window calls it.
 */
void
pf_view_set_show_start_buttons (PfView *self, gboolean show)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  adw_header_bar_set_show_start_title_buttons (priv->header, show);
}

/**
 * pf_view_set_narrow:
 * @self: a page
 * @narrow: whether its window is as narrow as a telephone's
 *
 * Of the window buttons only Close stays then, so that the title has room; the title bar and the
 * keyboard do the same as the others. The window calls it.
 */
void
pf_view_set_narrow (PfView *self, gboolean narrow)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);
  g_autofree char *layout = NULL;
  g_autoptr (GString) kept = NULL;

  if (!narrow)
    {
      adw_header_bar_set_decoration_layout (priv->header, NULL);
      return;
    }
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-decoration-layout", &layout,
                NULL);
  kept = g_string_new (layout);
  g_string_replace (kept, "minimize", "", 0);
  g_string_replace (kept, "maximize", "", 0);
  adw_header_bar_set_decoration_layout (priv->header, kept->str);
}

/**
 * pf_view_shown:
 * @self: a page
 *
 * Tells the page that it became the visible one. Whoever came by keyboard is at what it is about,
 * if that can have the focus.
 */
void
pf_view_shown (PfView *self)
{
  if (PF_VIEW_GET_CLASS (self)->shown != NULL)
    PF_VIEW_GET_CLASS (self)->shown (self);
  move_focus_in (self);
}

/**
 * pf_view_refresh:
 * @self: a page
 *
 * Asks the page to get its content again.
 */
void
pf_view_refresh (PfView *self)
{
  if (PF_VIEW_GET_CLASS (self)->refresh != NULL)
    PF_VIEW_GET_CLASS (self)->refresh (self);
}

/**
 * pf_view_search:
 * @self: a page
 *
 * Returns: whether the page has a search, now focused
 */
gboolean
pf_view_search (PfView *self)
{
  return PF_VIEW_GET_CLASS (self)->search != NULL && PF_VIEW_GET_CLASS (self)->search (self);
}

/**
 * pf_view_show_activity:
 * @self: a page
 *
 * Opens the list of what is under way.
 */
void
pf_view_show_activity (PfView *self)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  pf_activity_button_open (priv->activity);
}

static void
pf_view_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const char *type)
{
  PfViewPrivate *priv = pf_view_get_instance_private (PF_VIEW (buildable));

  if (priv->content == NULL || !GTK_IS_WIDGET (child))
    parent_buildable->add_child (buildable, builder, child, type);
  else if (g_strcmp0 (type, "start") == 0)
    adw_header_bar_pack_start (priv->header, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "end") == 0)
    adw_header_bar_pack_end (priv->header, GTK_WIDGET (child));
  else if (g_strcmp0 (type, "title") == 0)
    adw_header_bar_set_title_widget (priv->header, GTK_WIDGET (child));
  else
    adw_bin_set_child (priv->content, GTK_WIDGET (child));
}

static void
pf_view_buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = pf_view_add_child;
}

static void
pf_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfViewPrivate *priv = pf_view_get_instance_private (PF_VIEW (object));

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, adw_window_title_get_title (priv->window_title));
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, adw_window_title_get_subtitle (priv->window_title));
      break;
    case PROP_SHOW_MENU:
      g_value_set_boolean (value, gtk_widget_get_visible (GTK_WIDGET (priv->menu)));
      break;
    case PROP_WAITING:
      g_value_set_boolean (value, priv->waiting);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PfView *self = PF_VIEW (object);
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  switch (id)
    {
    case PROP_TITLE:
      pf_view_set_title (self, g_value_get_string (value));
      break;
    case PROP_SUBTITLE:
      pf_view_set_subtitle (self, g_value_get_string (value));
      break;
    case PROP_SHOW_MENU:
      gtk_widget_set_visible (GTK_WIDGET (priv->menu), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_view_constructed (GObject *object)
{
  G_OBJECT_CLASS (pf_view_parent_class)->constructed (object);
  pf_wrap_buttons (GTK_WIDGET (object));
}

static void
pf_view_class_init (PfViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = pf_view_constructed;
  object_class->get_property = pf_view_get_property;
  object_class->set_property = pf_view_set_property;

  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, "",
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SUBTITLE]
      = g_param_spec_string ("subtitle", NULL, NULL, "",
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_SHOW_MENU] = g_param_spec_boolean ("show-menu", NULL, NULL, TRUE,
                                                     G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /**
   * PfView:waiting:
   *
   * Whether what it shows is being read on this computer, which takes milliseconds: a new window
   * is shown with it.
   */
  properties[PROP_WAITING]
      = g_param_spec_boolean ("waiting", NULL, NULL, FALSE,
                              G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PF_TYPE_NOTICE_BAR);
  g_type_ensure (PF_TYPE_ACTIVITY_BUTTON);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pinfold/Pinfold/ui/pf-view.ui");
  gtk_widget_class_bind_template_child_private (widget_class, PfView, header);
  gtk_widget_class_bind_template_child_private (widget_class, PfView, window_title);
  gtk_widget_class_bind_template_child_private (widget_class, PfView, back);
  gtk_widget_class_bind_template_child_private (widget_class, PfView, menu);
  gtk_widget_class_bind_template_child_private (widget_class, PfView, main_menu);
  gtk_widget_class_bind_template_child_private (widget_class, PfView, activity);
  gtk_widget_class_bind_template_child_private (widget_class, PfView, notice_bar);
  gtk_widget_class_bind_template_child_private (widget_class, PfView, content);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pf_view_init (PfView *self)
{
  PfViewPrivate *priv = pf_view_get_instance_private (self);

  gtk_widget_init_template (GTK_WIDGET (self));
  pf_menu_button_set_menu (priv->menu, priv->main_menu);
}
