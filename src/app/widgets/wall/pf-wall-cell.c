/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-cell.h"

/*
 * Stands over a tile that is in view, and gives it what only a widget can have: the focus, and
 * a place among what assistive technology sees. It draws nothing but its focus ring (style.css);
 * there are as many as fit into the view, and each goes on to another tile when its own leaves.
 */
struct _PfWallCell
{
  GtkWidget parent_instance;
  guint position;
  guint n_tiles;
  char *label;
  char *description;
  guint selected : 1;
  guint idle : 1;
};

enum
{
  SIGNAL_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfWallCell, pf_wall_cell, GTK_TYPE_WIDGET)

static void
activate_tile (GtkWidget *widget, const char *name, GVariant *unused)
{
  g_signal_emit (widget, signals[SIGNAL_ACTIVATED], 0);
}

static void
pf_wall_cell_finalize (GObject *object)
{
  PfWallCell *self = PF_WALL_CELL (object);

  g_free (self->label);
  g_free (self->description);
  G_OBJECT_CLASS (pf_wall_cell_parent_class)->finalize (object);
}

static void
pf_wall_cell_class_init (PfWallCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_wall_cell_finalize;
  /**
   * PfWallCell::activated:
   * @self: a cell
   *
   * Assistive technology activates the tile.
   */
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", PF_TYPE_WALL_CELL, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "tile.activate", NULL, activate_tile);
  gtk_widget_class_set_css_name (widget_class, "pfwallcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
pf_wall_cell_init (PfWallCell *self)
{
  self->position = GTK_INVALID_LIST_POSITION;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  /* The wall itself knows what is under the pointer. */
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, FALSE, -1);
}

/**
 * pf_wall_cell_new:
 *
 * Returns: (transfer floating): a cell without a tile
 */
GtkWidget *
pf_wall_cell_new (void)
{
  return g_object_new (PF_TYPE_WALL_CELL, NULL);
}

/**
 * pf_wall_cell_set_tile:
 * @self: a cell
 * @position: its tile from now on
 * @n_tiles: how many there are
 * @label: what it says
 * @description: (nullable): what more it says
 */
void
pf_wall_cell_set_tile (
    PfWallCell *self, guint position, guint n_tiles, const char *label, const char *description)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (self);

  if (self->position != position || self->n_tiles != n_tiles)
    {
      self->position = position;
      self->n_tiles = n_tiles;
      gtk_accessible_update_relation (accessible, GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                      (int)position + 1, GTK_ACCESSIBLE_RELATION_SET_SIZE,
                                      (int)n_tiles, -1);
    }
  if (g_strcmp0 (self->label, label) != 0)
    {
      g_free (self->label);
      self->label = g_strdup (label);
      gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      label != NULL ? label : "", -1);
    }
  if (g_strcmp0 (self->description, description) != 0)
    {
      g_free (self->description);
      self->description = g_strdup (description);
      gtk_accessible_update_property (accessible, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                      description != NULL ? description : "", -1);
    }
}

/**
 * pf_wall_cell_set_selected:
 * @self: a cell
 * @selected: whether its tile is
 */
void
pf_wall_cell_set_selected (PfWallCell *self, gboolean selected)
{
  if (self->selected == !!selected)
    return;
  self->selected = !!selected;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
}

/**
 * pf_wall_cell_set_idle:
 * @self: a cell
 * @idle: whether it stands for no tile now
 *
 * One that is idle keeps the words of its last tile; nobody is to find that any more.
 */
void
pf_wall_cell_set_idle (PfWallCell *self, gboolean idle)
{
  if (self->idle == !!idle)
    return;
  self->idle = !!idle;
  if (idle)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN);
}

/**
 * pf_wall_cell_get_position:
 * @self: a cell
 *
 * Returns: the tile it stands for
 */
guint
pf_wall_cell_get_position (PfWallCell *self)
{
  return self->position;
}
