/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/boards/pf-board-order.h"

#include <glib/gi18n.h>

#define KEY "board-orders"

struct _PfBoardOrder
{
  GObject parent_instance;
  GSettings *settings;
  char *connection_id;
  GSimpleActionGroup *actions;
  GSimpleAction *sort, *filter; /* in the group */
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfBoardOrder, pf_board_order, G_TYPE_OBJECT)

/* As stored; the menu has them as targets. */
static const char *const sorts[] = {
  [PF_BOARD_SORT_LISTING] = "listing", [PF_BOARD_SORT_NAME] = "name",
  [PF_BOARD_SORT_RECENT] = "recent",   [PF_BOARD_SORT_PINS] = "pins",
  [PF_BOARD_SORT_PRIVACY] = "privacy", NULL,
};
static const char *const filters[] = {
  [PF_BOARD_FILTER_NONE] = "all",      [PF_BOARD_FILTER_PUBLIC] = "public",
  [PF_BOARD_FILTER_SECRET] = "secret", [PF_BOARD_FILTER_PROTECTED] = "protected",
  [PF_BOARD_FILTER_GROUP] = "group",   NULL,
};

/* What a newer Pinfold stored is as if nothing was. */
static guint
find_name (const char *const *names, const char *name)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_strcmp0 (names[i], name) == 0)
      return i;
  return 0;
}

static guint
get_state (GSimpleAction *action, const char *const *names)
{
  g_autoptr (GVariant) state = g_action_get_state (G_ACTION (action));

  return find_name (names, g_variant_get_string (state, NULL));
}

static void
pf_board_order_dispose (GObject *object)
{
  PfBoardOrder *self = PF_BOARD_ORDER (object);

  if (self->actions != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->sort, self);
      g_signal_handlers_disconnect_by_data (self->filter, self);
    }
  g_clear_object (&self->actions);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->connection_id, g_free);
  G_OBJECT_CLASS (pf_board_order_parent_class)->dispose (object);
}

static void
pf_board_order_class_init (PfBoardOrderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_board_order_dispose;
  /**
   * PfBoardOrder::changed:
   * @self: an order
   *
   * The user chose another one.
   */
  signals[CHANGED] = g_signal_new ("changed", PF_TYPE_BOARD_ORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
pf_board_order_init (PfBoardOrder *self)
{
  self->actions = g_simple_action_group_new ();
}

static void
save (PfBoardOrder *self)
{
  g_autoptr (GVariant) old = g_settings_get_value (self->settings, KEY);
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{s(ss)}"));
  GVariantIter iter;
  const char *id, *sort, *filter;

  g_variant_iter_init (&iter, old);
  while (g_variant_iter_next (&iter, "{&s(&s&s)}", &id, &sort, &filter))
    if (!g_str_equal (id, self->connection_id))
      g_variant_builder_add (&builder, "{s(ss)}", id, sort, filter);
  g_variant_builder_add (&builder, "{s(ss)}", self->connection_id,
                         sorts[get_state (self->sort, sorts)],
                         filters[get_state (self->filter, filters)]);
  g_settings_set_value (self->settings, KEY, g_variant_builder_end (&builder));
}

static void
state_changed (PfBoardOrder *self)
{
  save (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static GSimpleAction *
add_action (PfBoardOrder *self, const char *name, const char *state)
{
  g_autoptr (GSimpleAction) action
      = g_simple_action_new_stateful (name, G_VARIANT_TYPE_STRING, g_variant_new_string (state));

  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  g_signal_connect_swapped (action, "notify::state", G_CALLBACK (state_changed), self);
  return action;
}

/**
 * pf_board_order_new:
 * @settings: where it is remembered
 * @connection_id: of which account
 *
 * Returns: (transfer full): the order chosen last
 */
PfBoardOrder *
pf_board_order_new (GSettings *settings, const char *connection_id)
{
  PfBoardOrder *self = g_object_new (PF_TYPE_BOARD_ORDER, NULL);
  g_autoptr (GVariant) all = g_settings_get_value (settings, KEY);
  g_autofree char *sort = NULL, *filter = NULL;

  self->settings = g_object_ref (settings);
  self->connection_id = g_strdup (connection_id);
  if (!g_variant_lookup (all, connection_id, "(ss)", &sort, &filter))
    sort = filter = NULL;
  self->sort = add_action (self, "sort", sorts[find_name (sorts, sort)]);
  self->filter = add_action (self, "filter", filters[find_name (filters, filter)]);
  return self;
}

/**
 * pf_board_order_get_actions:
 * @self: an order
 *
 * Returns: (transfer none): "sort" and "filter", with the names that are stored
 */
GActionGroup *
pf_board_order_get_actions (PfBoardOrder *self)
{
  return G_ACTION_GROUP (self->actions);
}

/**
 * pf_board_order_get_filter:
 * @self: an order
 *
 * Returns: which boards are shown
 */
PfBoardFilter
pf_board_order_get_filter (PfBoardOrder *self)
{
  return (PfBoardFilter)get_state (self->filter, filters);
}

/**
 * pf_board_order_get_words:
 * @self: an order
 *
 * Returns: (nullable): which boards are shown, when not all are
 */
const char *
pf_board_order_get_words (PfBoardOrder *self)
{
  switch (pf_board_order_get_filter (self))
    {
    case PF_BOARD_FILTER_PUBLIC:
      return _ ("Public boards");
    case PF_BOARD_FILTER_SECRET:
      return _ ("Secret boards");
    case PF_BOARD_FILTER_PROTECTED:
      return _ ("Protected boards");
    case PF_BOARD_FILTER_GROUP:
      return _ ("Group boards");
    case PF_BOARD_FILTER_NONE:
    default:
      return NULL;
    }
}

/**
 * pf_board_order_clear_filter:
 * @self: an order
 *
 * All boards are shown.
 */
void
pf_board_order_clear_filter (PfBoardOrder *self)
{
  g_action_change_state (G_ACTION (self->filter),
                         g_variant_new_string (filters[PF_BOARD_FILTER_NONE]));
}

/**
 * pf_board_order_apply:
 * @self: an order
 * @view: boards
 *
 * Sorts and filters them so.
 */
void
pf_board_order_apply (PfBoardOrder *self, PfBoardView *view)
{
  pf_board_view_set_sort (view, (PfBoardSort)get_state (self->sort, sorts));
  pf_board_view_set_filter (view, pf_board_order_get_filter (self));
}
