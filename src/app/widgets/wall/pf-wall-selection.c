/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-selection.h"

#include <string.h>

/*
 * What is selected is a set of positions, with the keys of those tiles beside it: a tile that
 * is taken out and put back in one change stays selected wherever it comes to stand.
 */
struct _PfWallSelection
{
  GObject parent_instance;
  PfTileSource *source;
  GtkBitset *selected;
  GHashTable *keys; /* of selected tiles: 16 bytes */
  gulong changed_id;
};

enum
{
  PROP_0,
  PROP_N_SELECTED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void list_model_init (GListModelInterface *iface);
static void selection_model_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfWallSelection,
                               pf_wall_selection,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL,
                                                          selection_model_init))

static guint
hash_key (gconstpointer key)
{
  guint hash;

  /* Keys are random or digests: any part of them is as good as a hash. */
  memcpy (&hash, key, sizeof hash);
  return hash;
}

static gboolean
equal_keys (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, 16) == 0;
}

static GType
get_item_type (GListModel *model)
{
  return g_list_model_get_item_type (G_LIST_MODEL (PF_WALL_SELECTION (model)->source));
}

static guint
get_n_items (GListModel *model)
{
  PfWallSelection *self = PF_WALL_SELECTION (model);

  return self->source != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->source)) : 0;
}

static gpointer
get_item (GListModel *model, guint position)
{
  PfWallSelection *self = PF_WALL_SELECTION (model);

  return self->source != NULL ? g_list_model_get_item (G_LIST_MODEL (self->source), position)
                              : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *model, guint position)
{
  return gtk_bitset_contains (PF_WALL_SELECTION (model)->selected, position);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *model, guint position, guint n_items)
{
  return gtk_bitset_ref (PF_WALL_SELECTION (model)->selected);
}

static void
note_keys (PfWallSelection *self, GtkBitset *positions, gboolean selected)
{
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, positions, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      guint8 key[16];

      pf_tile_source_read_key (self->source, position, key);
      if (selected)
        g_hash_table_add (self->keys, g_memdup2 (key, sizeof key));
      else
        g_hash_table_remove (self->keys, key);
    }
}

static gboolean
set_selection (GtkSelectionModel *model, GtkBitset *selected, GtkBitset *mask)
{
  PfWallSelection *self = PF_WALL_SELECTION (model);
  g_autoptr (GtkBitset) come = gtk_bitset_copy (selected);
  g_autoptr (GtkBitset) go = gtk_bitset_copy (mask);
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, get_n_items (G_LIST_MODEL (self)));
  guint first, last;

  gtk_bitset_intersect (come, mask);
  gtk_bitset_intersect (come, all);
  gtk_bitset_subtract (come, self->selected);
  gtk_bitset_subtract (go, selected);
  gtk_bitset_intersect (go, self->selected);
  if (gtk_bitset_is_empty (come) && gtk_bitset_is_empty (go))
    return TRUE;
  note_keys (self, come, TRUE);
  note_keys (self, go, FALSE);
  gtk_bitset_union (self->selected, come);
  gtk_bitset_subtract (self->selected, go);
  gtk_bitset_union (come, go);
  first = gtk_bitset_get_minimum (come);
  last = gtk_bitset_get_maximum (come);
  gtk_selection_model_selection_changed (model, first, last - first + 1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
  return TRUE;
}

static void
selection_model_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->set_selection = set_selection;
}

static void
source_changed (PfWallSelection *self, guint position, guint n_removed, guint n_added)
{
  guint64 before = gtk_bitset_get_size (self->selected);
  g_autoptr (GtkBitset) lost = gtk_bitset_copy (self->selected);
  g_autoptr (GtkBitset) range = gtk_bitset_new_range (position, n_removed);

  gtk_bitset_intersect (lost, range);
  gtk_bitset_splice (self->selected, position, n_removed, n_added);
  if (!gtk_bitset_is_empty (lost))
    {
      for (guint i = 0; i < n_added; i++)
        {
          guint8 key[16];

          pf_tile_source_read_key (self->source, position + i, key);
          if (g_hash_table_contains (self->keys, key))
            gtk_bitset_add (self->selected, position + i);
        }
      if (gtk_bitset_get_size (self->selected) != before)
        {
          g_hash_table_remove_all (self->keys);
          note_keys (self, self->selected, TRUE);
        }
    }
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
  if (gtk_bitset_get_size (self->selected) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SELECTED]);
}

static void
pf_wall_selection_dispose (GObject *object)
{
  PfWallSelection *self = PF_WALL_SELECTION (object);

  if (self->source != NULL)
    g_clear_signal_handler (&self->changed_id, self->source);
  g_clear_object (&self->source);
  G_OBJECT_CLASS (pf_wall_selection_parent_class)->dispose (object);
}

static void
pf_wall_selection_finalize (GObject *object)
{
  PfWallSelection *self = PF_WALL_SELECTION (object);

  gtk_bitset_unref (self->selected);
  g_hash_table_unref (self->keys);
  G_OBJECT_CLASS (pf_wall_selection_parent_class)->finalize (object);
}

static void
pf_wall_selection_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_N_SELECTED:
      g_value_set_uint (value, pf_wall_selection_get_n_selected (PF_WALL_SELECTION (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_wall_selection_class_init (PfWallSelectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pf_wall_selection_dispose;
  object_class->finalize = pf_wall_selection_finalize;
  object_class->get_property = pf_wall_selection_get_property;
  /**
   * PfWallSelection:n-selected:
   *
   * How many tiles are selected.
   */
  properties[PROP_N_SELECTED]
      = g_param_spec_uint ("n-selected", NULL, NULL, 0, G_MAXUINT, 0,
                           G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
pf_wall_selection_init (PfWallSelection *self)
{
  self->selected = gtk_bitset_new_empty ();
  self->keys = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL);
}

/**
 * pf_wall_selection_new:
 * @source: the tiles
 *
 * Any number of tiles may be selected. The selection follows its tiles through what comes and
 * goes before them, and through a rebuild of the list.
 *
 * Returns: (transfer full): a selection of nothing
 */
PfWallSelection *
pf_wall_selection_new (PfTileSource *source)
{
  PfWallSelection *self = g_object_new (PF_TYPE_WALL_SELECTION, NULL);

  self->source = g_object_ref (source);
  self->changed_id
      = g_signal_connect_swapped (source, "items-changed", G_CALLBACK (source_changed), self);
  return self;
}

/**
 * pf_wall_selection_get_source:
 * @self: a selection
 *
 * Returns: (transfer none): its tiles
 */
PfTileSource *
pf_wall_selection_get_source (PfWallSelection *self)
{
  return self->source;
}

/**
 * pf_wall_selection_get_n_selected:
 * @self: a selection
 *
 * Returns: how many tiles are selected
 */
guint
pf_wall_selection_get_n_selected (PfWallSelection *self)
{
  return (guint)gtk_bitset_get_size (self->selected);
}
