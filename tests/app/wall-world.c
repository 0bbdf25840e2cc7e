/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "wall-world.h"

#include <adwaita.h>
#include <string.h>

typedef struct
{
  guint id;
  float aspect;
} Tile;

struct _WallSource
{
  GObject parent_instance;
  GArray *tiles;  /* of Tile */
  GArray *groups; /* of guint */
  guint next_id;
  guint n_alive;
};

static void list_model_init (GListModelInterface *iface);
static void tile_source_init (PfTileSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WallSource,
                               wall_source,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init)
                                   G_IMPLEMENT_INTERFACE (PF_TYPE_TILE_SOURCE, tile_source_init))

static Tile *
tile_at (WallSource *self, guint position)
{
  return &g_array_index (self->tiles, Tile, position);
}

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return WALL_SOURCE (model)->tiles->len;
}

static void
item_gone (gpointer data, GObject *where)
{
  ((WallSource *)data)->n_alive--;
}

static gpointer
get_item (GListModel *model, guint position)
{
  WallSource *self = WALL_SOURCE (model);
  GObject *item;

  if (position >= self->tiles->len)
    return NULL;
  item = g_object_new (G_TYPE_OBJECT, NULL);
  g_object_set_data (item, "id", GUINT_TO_POINTER (tile_at (self, position)->id));
  g_object_weak_ref (item, item_gone, self);
  self->n_alive++;
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static guint32
color_of (guint id)
{
  return (id * 2654435761u >> 8) & 0xffffff;
}

static void
read_shapes (PfTileSource *source, guint first, guint n, PfTileShape *shapes)
{
  WallSource *self = WALL_SOURCE (source);

  for (guint i = 0; i < n; i++)
    shapes[i] = (PfTileShape){ .aspect = tile_at (self, first + i)->aspect,
                               .color = color_of (tile_at (self, first + i)->id) };
}

static void
read_key (PfTileSource *source, guint position, guint8 key[16])
{
  guint id = tile_at (WALL_SOURCE (source), position)->id;

  memset (key, 0, 16);
  memcpy (key, &id, sizeof id);
}

static gboolean
find_key (PfTileSource *source, const guint8 key[16], guint *position)
{
  WallSource *self = WALL_SOURCE (source);
  guint id;

  memcpy (&id, key, sizeof id);
  *position = wall_source_find_id (self, id);
  return *position != PF_WALL_NO_TILE;
}

static guint
get_n_groups (PfTileSource *source)
{
  return MAX (1, WALL_SOURCE (source)->groups->len);
}

static guint
get_group_start (PfTileSource *source, guint group)
{
  GArray *groups = WALL_SOURCE (source)->groups;

  return group < groups->len ? g_array_index (groups, guint, group) : 0;
}

static void
tile_source_init (PfTileSourceInterface *iface)
{
  iface->read_shapes = read_shapes;
  iface->read_key = read_key;
  iface->find_key = find_key;
  iface->get_n_groups = get_n_groups;
  iface->get_group_start = get_group_start;
}

static void
wall_source_finalize (GObject *object)
{
  g_array_unref (WALL_SOURCE (object)->tiles);
  g_array_unref (WALL_SOURCE (object)->groups);
  G_OBJECT_CLASS (wall_source_parent_class)->finalize (object);
}

static void
wall_source_class_init (WallSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wall_source_finalize;
}

static void
wall_source_init (WallSource *self)
{
  self->tiles = g_array_new (FALSE, FALSE, sizeof (Tile));
  self->groups = g_array_new (FALSE, FALSE, sizeof (guint));
}

static void
insert (WallSource *self, guint position, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      guint id = self->next_id++;
      /* As many shapes as a screen or two have tiles. */
      Tile tile = { .id = id, .aspect = 0.5f + (float)(id % 64 * 2654435761u >> 16 & 0xff) / 256 };

      g_array_insert_val (self->tiles, position + i, tile);
    }
}

WallSource *
wall_source_new (guint n_tiles)
{
  WallSource *self = g_object_new (TYPE_WALL_SOURCE, NULL);

  insert (self, 0, n_tiles);
  return self;
}

void
wall_source_splice (WallSource *self, guint position, guint n_removed, guint n_added)
{
  if (n_removed > 0)
    g_array_remove_range (self->tiles, position, n_removed);
  insert (self, position, n_added);
  for (guint g = 1; g < self->groups->len; g++)
    {
      guint *start = &g_array_index (self->groups, guint, g);

      if (*start >= position + n_removed && *start > position)
        *start = *start - n_removed + n_added;
      else if (*start > position)
        *start = position;
    }
  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
}

void
wall_source_rebuild (WallSource *self, gboolean reverse)
{
  guint n = self->tiles->len;

  for (guint i = 0; reverse && i < n / 2; i++)
    {
      Tile tile = *tile_at (self, i);

      *tile_at (self, i) = *tile_at (self, n - 1 - i);
      *tile_at (self, n - 1 - i) = tile;
    }
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n, n);
}

void
wall_source_refresh (WallSource *self, guint first, guint n)
{
  pf_tile_source_emit_refreshed (PF_TILE_SOURCE (self), first, n);
}

void
wall_source_set_aspect (WallSource *self, guint position, float aspect)
{
  tile_at (self, position)->aspect = aspect;
}

void
wall_source_set_groups (WallSource *self, const guint *starts, guint n_groups)
{
  g_array_set_size (self->groups, 0);
  g_array_append_vals (self->groups, starts, n_groups);
  pf_tile_source_emit_groups_changed (PF_TILE_SOURCE (self));
}

guint
wall_source_get_id (WallSource *self, guint position)
{
  return tile_at (self, position)->id;
}

guint
wall_source_find_id (WallSource *self, guint id)
{
  for (guint i = 0; i < self->tiles->len; i++)
    if (tile_at (self, i)->id == id)
      return i;
  return PF_WALL_NO_TILE;
}

guint
wall_source_get_n_items_alive (WallSource *self)
{
  return self->n_alive;
}

struct _WallSupply
{
  GObject parent_instance;
  gboolean at_hand, failing;
  GHashTable *textures; /* name and size -> GdkTexture */
  GPtrArray *wanted;    /* of char */
  GBytes *pixels;
  guint width;
};

static void supply_init (PfPictureSupplyInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (WallSupply,
                               wall_supply,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_PICTURE_SUPPLY, supply_init))

/* As the loader makes them: premultiplied BGRA of exactly the size, with round corners. */
static GdkTexture *
make_texture (const PfPictureRequest *request)
{
  guint w = request->width, h = request->height, r = request->corner_radius;
  guint32 *pixels = g_new (guint32, (gsize)w * h);
  guint32 color = 0xff000000 | color_of ((guint)g_ascii_strtoull (request->blob, NULL, 10) * 7);
  g_autoptr (GBytes) bytes = NULL;

  for (guint y = 0; y < h; y++)
    for (guint x = 0; x < w; x++)
      {
        guint dx = x < r ? r - x : x >= w - r ? x - (w - r) + 1 : 0;
        guint dy = y < r ? r - y : y >= h - r ? y - (h - r) + 1 : 0;

        pixels[y * w + x] = dx * dx + dy * dy > r * r ? 0 : color;
      }
  bytes = g_bytes_new_take (pixels, (gsize)w * h * 4);
  return gdk_memory_texture_new ((int)w, (int)h, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes,
                                 (gsize)w * 4);
}

static GdkTexture *
peek (PfPictureSupply *supply, const PfPictureRequest *request, gboolean *failed)
{
  WallSupply *self = WALL_SUPPLY (supply);
  g_autofree char *name
      = g_strdup_printf ("%u %ux%u", (guint)g_ascii_strtoull (request->blob, NULL, 10) % 64,
                         request->width, request->height);
  GdkTexture *texture = g_hash_table_lookup (self->textures, name);

  self->width = request->width;
  *failed = self->failing;
  if (texture != NULL || !self->at_hand || self->failing)
    return texture;
  /* A cache that is as bounded as the real one. */
  if (g_hash_table_size (self->textures) > 250)
    g_hash_table_remove_all (self->textures);
  texture = make_texture (request);
  g_hash_table_insert (self->textures, g_steal_pointer (&name), texture);
  return texture;
}

static void
want (PfPictureSupply *supply, gpointer owner, const PfPictureRequest *requests, guint n_requests)
{
  WallSupply *self = WALL_SUPPLY (supply);

  g_ptr_array_set_size (self->wanted, 0);
  for (guint i = 0; i < n_requests; i++)
    g_ptr_array_add (self->wanted, g_strdup (requests[i].blob));
}

static void
supply_init (PfPictureSupplyInterface *iface)
{
  iface->peek = peek;
  iface->want = want;
}

static void
wall_supply_finalize (GObject *object)
{
  g_hash_table_unref (WALL_SUPPLY (object)->textures);
  g_ptr_array_unref (WALL_SUPPLY (object)->wanted);
  G_OBJECT_CLASS (wall_supply_parent_class)->finalize (object);
}

static void
wall_supply_class_init (WallSupplyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = wall_supply_finalize;
}

static void
wall_supply_init (WallSupply *self)
{
  self->textures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->wanted = g_ptr_array_new_with_free_func (g_free);
}

WallSupply *
wall_supply_new (gboolean at_hand)
{
  WallSupply *self = g_object_new (TYPE_WALL_SUPPLY, NULL);

  self->at_hand = at_hand;
  return self;
}

guint
wall_supply_get_n_wanted (WallSupply *self)
{
  return self->wanted->len;
}

guint
wall_supply_get_wanted (WallSupply *self, guint nth)
{
  g_assert_cmpuint (nth, <, self->wanted->len);
  return (guint)g_ascii_strtoull (self->wanted->pdata[nth], NULL, 10);
}

guint
wall_supply_get_width (WallSupply *self)
{
  return self->width;
}

void
wall_supply_deliver (WallSupply *self, gboolean fail)
{
  g_autoptr (GPtrArray) wanted = g_steal_pointer (&self->wanted);

  self->wanted = g_ptr_array_new_with_free_func (g_free);
  self->at_hand = TRUE;
  self->failing = fail;
  for (guint i = 0; i < wanted->len; i++)
    pf_picture_supply_emit_arrived (PF_PICTURE_SUPPLY (self), wanted->pdata[i]);
  self->at_hand = self->failing = FALSE;
}

/* Titles, some long; badges on some; a few without a title. */
void
wall_world_describe (PfWall *wall, gpointer item, int device_width, PfWallTile *tile, gpointer data)
{
  guint id = GPOINTER_TO_UINT (g_object_get_data (item, "id"));

  tile->title
      = id % 11 == 5
            ? g_strdup ("No title")
            : g_strdup_printf (id % 3 == 0 ? "Tile number %u in a long title" : "Tile %u", id);
  tile->is_untitled = id % 11 == 5;
  tile->label = g_strdup_printf ("Tile %u", id);
  tile->blob = g_strdup_printf ("%u", id);
  if (id % 5 == 1)
    pf_wall_tile_add_badge (tile, "media-playback-start-symbolic", "1:25", "Video");
  if (id % 10 == 1)
    pf_wall_tile_add_badge (tile, "view-dual-symbolic", "3", "Several pictures");
  if (id % 20 == 1)
    pf_wall_tile_add_badge (tile, "dialog-warning-symbolic", NULL, "Not pinned");
}

GtkWidget *
wall_world_window (PfWall **wall, WallSource *source, int width, int height)
{
  GtkWidget *window = adw_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  *wall = PF_WALL (pf_wall_new ());
  pf_wall_set_describe (*wall, wall_world_describe, NULL);
  pf_wall_set_source (*wall, PF_TILE_SOURCE (source));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (*wall));
  adw_window_set_content (ADW_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  return window;
}
