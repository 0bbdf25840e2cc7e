/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-order-menu.h"

#include "app/compat/pf-menu-button.h"

#include <glib/gi18n.h>

/* The view menu of a page of pins: how they are sorted, which of them are shown, what is marked.
 * The order is remembered for all such pages; a filter ends with its page, so that nobody misses
 * pins because of what they chose yesterday. */
struct _PfPinOrderMenu
{
  AdwBin parent;
  GtkMenuButton *button;
  GSimpleActionGroup *actions;
  GSimpleActionGroup *marks; /* what the settings know */
  GSettings *settings;
  PfPinList *pins;
  GPtrArray *folded; /* buttons that give way to it in a narrow window; not owned */
  gboolean is_board, narrow;
};

G_DEFINE_FINAL_TYPE (PfPinOrderMenu, pf_pin_order_menu, ADW_TYPE_BIN)

static guint changed_signal;

typedef struct
{
  const char *name;  /* in actions and settings */
  const char *label; /* with a mnemonic */
  int value;         /* PfPinSort or PfPinFilter */
} Choice;

/* "listing" is what the service does: on a board its own order, for all pins the newest first. */
static const Choice sorts[] = {
  { "listing", N_ ("_As on Pinterest"), PF_PIN_SORT_LISTING },
  { "newest", N_ ("_Newest First"), PF_PIN_SORT_NEWEST },
  { "oldest", N_ ("_Oldest First"), PF_PIN_SORT_OLDEST },
  { "title", N_ ("_Title"), PF_PIN_SORT_TITLE },
  { "board", N_ ("_Board"), PF_PIN_SORT_BOARD },
};

static const Choice kinds[] = {
  { "all", N_ ("A_ll Pins"), PF_PIN_FILTER_NONE },
  { "pictures", N_ ("_Pictures"), PF_PIN_FILTER_PICTURE },
  { "videos", N_ ("_Videos"), PF_PIN_FILTER_VIDEO },
  { "carousels", N_ ("_Carousels"), PF_PIN_FILTER_CAROUSEL },
  { "pending", N_ ("On Their _Way"), PF_PIN_FILTER_PENDING },
  { "trouble", N_ ("_Failed or Unsure"), PF_PIN_FILTER_TROUBLE },
};

static const Choice lacks[] = {
  { "no-alt-text", N_ ("Wit_hout Alternative Text"), PF_PIN_FILTER_NO_ALT_TEXT },
  { "no-link", N_ ("Without Lin_k"), PF_PIN_FILTER_NO_LINK },
  { "no-section", N_ ("Without _Section"), PF_PIN_FILTER_NO_SECTION },
};

static GVariant *
get_state (PfPinOrderMenu *self, const char *name)
{
  return g_action_group_get_action_state (G_ACTION_GROUP (self->actions), name);
}

static void
set_state (PfPinOrderMenu *self, const char *name, GVariant *state)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_state (G_SIMPLE_ACTION (action), state);
}

static int
get_chosen (PfPinOrderMenu *self, const char *action, const Choice *choices, guint n)
{
  g_autoptr (GVariant) state = get_state (self, action);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (g_variant_get_string (state, NULL), choices[i].name))
      return choices[i].value;
  return choices[0].value;
}

static PfPinFilter
get_filter (PfPinOrderMenu *self)
{
  int filter = get_chosen (self, "kind", kinds, G_N_ELEMENTS (kinds));

  for (guint i = 0; i < G_N_ELEMENTS (lacks); i++)
    {
      g_autoptr (GVariant) state = get_state (self, lacks[i].name);

      if (g_variant_get_boolean (state))
        filter |= lacks[i].value;
    }
  return (PfPinFilter)filter;
}

static void
name_button (PfPinOrderMenu *self, const char *name)
{
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name, -1);
}

static void
apply (PfPinOrderMenu *self)
{
  PfPinFilter filter = get_filter (self);

  if (self->pins == NULL)
    return;
  pf_pin_list_set_sort (self->pins,
                        (PfPinSort)get_chosen (self, "sort", sorts, G_N_ELEMENTS (sorts)));
  pf_pin_list_set_filter (self->pins, filter);
  /* That something is left out shows on the button. */
  gtk_menu_button_set_icon_name (self->button, filter != PF_PIN_FILTER_NONE
                                                   ? "pf-filter-symbolic"
                                                   : "view-sort-descending-symbolic");
  name_button (self, filter != PF_PIN_FILTER_NONE ? _ ("View: Some Pins Are Hidden") : _ ("View"));
  g_signal_emit (self, changed_signal, 0);
}

static void
sort_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  PfPinOrderMenu *self = data;

  g_simple_action_set_state (action, state);
  if (self->settings != NULL)
    g_settings_set_string (self->settings, "pin-sort", g_variant_get_string (state, NULL));
  apply (self);
}

static void
filter_changed (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_simple_action_set_state (action, state);
  apply (data);
}

static void
clear_activated (GSimpleAction *action, GVariant *unused, gpointer data)
{
  PfPinOrderMenu *self = data;

  set_state (self, "kind", g_variant_new_string ("all"));
  for (guint i = 0; i < G_N_ELEMENTS (lacks); i++)
    set_state (self, lacks[i].name, g_variant_new_boolean (FALSE));
  apply (self);
}

static void
add_actions (PfPinOrderMenu *self)
{
  const GActionEntry entries[] = {
    { .name = "sort", .parameter_type = "s", .state = "'listing'", .change_state = sort_changed },
    { .name = "kind", .parameter_type = "s", .state = "'all'", .change_state = filter_changed },
    { .name = "no-alt-text", .state = "false", .change_state = filter_changed },
    { .name = "no-link", .state = "false", .change_state = filter_changed },
    { .name = "no-section", .state = "false", .change_state = filter_changed },
    { .name = "clear", .activate = clear_activated },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

static GMenu *
make_section (const char *action, const Choice *choices, guint n)
{
  GMenu *section = g_menu_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *detailed = action != NULL
                                      ? g_strdup_printf ("order.%s::%s", action, choices[i].name)
                                      : g_strdup_printf ("order.%s", choices[i].name);

      g_menu_append (section, _ (choices[i].label), detailed);
    }
  return section;
}

/* What its tooltip says of a button, and what that does. */
static GMenu *
make_folded (PfPinOrderMenu *self)
{
  GMenu *section = g_menu_new ();

  for (guint i = 0; i < self->folded->len; i++)
    {
      GtkWidget *button = self->folded->pdata[i];

      g_menu_append (section, gtk_widget_get_tooltip_text (button),
                     gtk_actionable_get_action_name (GTK_ACTIONABLE (button)));
    }
  return section;
}

static GMenuModel *
make_menu (PfPinOrderMenu *self)
{
  GMenu *menu = g_menu_new ();
  gboolean is_board = self->is_board;
  /* All pins are listed the newest first anyway; on a board there is one board. */
  g_autoptr (GMenu) sort
      = is_board ? make_section ("sort", sorts, 4) : make_section ("sort", sorts + 1, 4);
  g_autoptr (GMenu) kind = make_section ("kind", kinds, G_N_ELEMENTS (kinds));
  g_autoptr (GMenu) lack = make_section (NULL, lacks, is_board ? 3 : 2);
  g_autoptr (GMenu) mark = g_menu_new ();

  g_menu_append (mark, _ ("_Mark Missing Alternative Text"), "marks.mark-missing-alt-text");
  if (self->narrow)
    {
      g_autoptr (GMenu) folded = make_folded (self);

      g_menu_append_section (menu, NULL, G_MENU_MODEL (folded));
    }
  g_menu_append_section (menu, _ ("Sort"), G_MENU_MODEL (sort));
  g_menu_append_section (menu, _ ("Show"), G_MENU_MODEL (kind));
  g_menu_append_section (menu, _ ("Show Only"), G_MENU_MODEL (lack));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (mark));
  return G_MENU_MODEL (menu);
}

/* What was chosen on another page, if it makes sense here. */
static void
recall_sort (PfPinOrderMenu *self)
{
  g_autofree char *sort = g_settings_get_string (self->settings, "pin-sort");
  const char *first = self->is_board ? "listing" : "newest";

  if (g_str_equal (sort, self->is_board ? "board" : "listing"))
    {
      g_free (sort);
      sort = g_strdup (first);
    }
  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    if (g_str_equal (sorts[i].name, sort))
      first = sorts[i].name;
  set_state (self, "sort", g_variant_new_string (first));
}

/**
 * pf_pin_order_menu_set_pins:
 * @self: a menu
 * @wall: what they are shown in; gets the actions "order.…", among them "order.clear"
 * @settings: the application's
 * @pins: (nullable): what it sorts and filters; a filter that was chosen is kept
 * @is_board: whether they are those of a board
 *
 * Sorts and filters these pins from now on.
 */
void
pf_pin_order_menu_set_pins (
    PfPinOrderMenu *self, GtkWidget *wall, GSettings *settings, PfPinList *pins, gboolean is_board)
{
  g_set_object (&self->pins, pins);
  if (g_set_object (&self->settings, settings))
    {
      g_autoptr (GAction) mark = g_settings_create_action (settings, "mark-missing-alt-text");
      g_autoptr (GMenuModel) menu = NULL;

      self->is_board = is_board;
      menu = make_menu (self);
      g_action_map_add_action (G_ACTION_MAP (self->marks), mark);
      gtk_widget_insert_action_group (wall, "order", G_ACTION_GROUP (self->actions));
      pf_menu_button_set_menu (self->button, menu);
      recall_sort (self);
    }
  apply (self);
}

static void
fold (PfPinOrderMenu *self, GParamSpec *pspec, GObject *wall)
{
  g_autoptr (GMenuModel) menu = NULL;

  g_object_get (wall, "narrow", &self->narrow, NULL);
  for (guint i = 0; i < self->folded->len; i++)
    gtk_widget_set_visible (self->folded->pdata[i], !self->narrow);
  menu = make_menu (self);
  pf_menu_button_set_menu (self->button, menu);
}

/**
 * pf_pin_order_menu_fold:
 * @self: a menu
 * @wall: a #PfPinWall
 * @button: a button of the same header bar, with an action and a tooltip
 *
 * While @wall is narrow, @button is an entry of the menu.
 */
void
pf_pin_order_menu_fold (PfPinOrderMenu *self, GtkWidget *wall, GtkWidget *button)
{
  g_ptr_array_add (self->folded, button);
  if (self->folded->len == 1)
    g_signal_connect_object (wall, "notify::narrow", G_CALLBACK (fold), self, G_CONNECT_SWAPPED);
}

/**
 * pf_pin_order_menu_is_plain:
 * @self: a menu
 *
 * Returns: whether pins stand as the service lists them, and all of them
 */
gboolean
pf_pin_order_menu_is_plain (PfPinOrderMenu *self)
{
  int sort = get_chosen (self, "sort", sorts, G_N_ELEMENTS (sorts));

  return get_filter (self) == PF_PIN_FILTER_NONE
         && (sort == PF_PIN_SORT_LISTING || (!self->is_board && sort == PF_PIN_SORT_NEWEST));
}

static void
pf_pin_order_menu_dispose (GObject *object)
{
  PfPinOrderMenu *self = PF_PIN_ORDER_MENU (object);

  g_clear_object (&self->pins);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (pf_pin_order_menu_parent_class)->dispose (object);
}

static void
pf_pin_order_menu_finalize (GObject *object)
{
  g_object_unref (PF_PIN_ORDER_MENU (object)->actions);
  g_object_unref (PF_PIN_ORDER_MENU (object)->marks);
  g_ptr_array_unref (PF_PIN_ORDER_MENU (object)->folded);
  G_OBJECT_CLASS (pf_pin_order_menu_parent_class)->finalize (object);
}

static void
pf_pin_order_menu_class_init (PfPinOrderMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_pin_order_menu_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_pin_order_menu_finalize;
  /**
   * PfPinOrderMenu::changed:
   * @self: a menu
   *
   * Another order or filter.
   */
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_pin_order_menu_init (PfPinOrderMenu *self)
{
  self->actions = g_simple_action_group_new ();
  self->marks = g_simple_action_group_new ();
  self->folded = g_ptr_array_new ();
  add_actions (self);
  /* GTK 4.8 does not tell widgets that are inside already of a group that comes later. */
  gtk_widget_insert_action_group (GTK_WIDGET (self), "order", G_ACTION_GROUP (self->actions));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "marks", G_ACTION_GROUP (self->marks));
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_icon_name (self->button, "view-sort-descending-symbolic");
  name_button (self, _ ("View"));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

/**
 * pf_pin_order_menu_new:
 *
 * Returns: (transfer floating): a menu button for a header bar
 */
GtkWidget *
pf_pin_order_menu_new (void)
{
  return g_object_new (PF_TYPE_PIN_ORDER_MENU, NULL);
}
