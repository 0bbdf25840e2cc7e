/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-pin-order.h"
#include "core/model/pf-tile-source.h"

G_BEGIN_DECLS

/**
 * PfPinView:
 *
 * What is shown of an order of pins: handles for places that somebody looks at, and the records
 * read last. Common to all lists of pins. Main thread only.
 */
typedef struct
{
  GListModel *owner; /* a #PfTileSource */
  PfPinOrder *order;
  PfPinOrder *before;            /* while it is told what differs */
  guint split_now, split_before; /* up to here order, from here on before */
  GHashTable *items;             /* uuid bytes of live PfPinItems; no reference */
  GHashTable *records;           /* entry -> Record */
  GQueue recent;                 /* of Records, last used first */
  GHashTable *wanted;            /* entries to read */
  void (*want) (gpointer owner); /* called when there are some */
  guint want_source;
  gboolean in_place;
} PfPinView;

void pf_pin_view_init (PfPinView *self, GListModel *owner, void (*want) (gpointer owner));
void pf_pin_view_dispose (PfPinView *self);
void pf_pin_view_finalize (PfPinView *self);
guint pf_pin_view_get_n_items (PfPinView *self);
gpointer pf_pin_view_get_item (PfPinView *self, guint position);
void pf_pin_view_read_shapes (PfPinView *self, guint first, guint n, PfTileShape *shapes);
void pf_pin_view_read_key (PfPinView *self, guint position, guint8 *key);
gboolean pf_pin_view_find_key (PfPinView *self, const guint8 *key, guint *position);
guint pf_pin_view_get_n_groups (PfPinView *self);
guint pf_pin_view_get_group_start (PfPinView *self, guint group);
/* (element-type gint64): to be read; the table of wishes is empty then. */
GArray *pf_pin_view_take_wanted (PfPinView *self);
/* (element-type gint64): those that somebody looks at. */
GArray *pf_pin_view_list_live (PfPinView *self);
/* @pins: (element-type gint64 PfMirrorPin): records that were read with @order. Tells what
 * differs. The owner may be gone after that. */
void pf_pin_view_show (
    PfPinView *self, PfPinOrder *order, GArray *hunks, GArray *refreshed, GHashTable *pins);

/* The interfaces of a type that has a PfPinView named view. */
#define PF_IMPLEMENT_PIN_VIEW(Type, TYPE)                                                          \
  static GType get_item_type (GListModel *model)                                                   \
  {                                                                                                \
    return PF_TYPE_PIN_ITEM;                                                                       \
  }                                                                                                \
  static guint get_n_items (GListModel *model)                                                     \
  {                                                                                                \
    return pf_pin_view_get_n_items (&TYPE (model)->view);                                          \
  }                                                                                                \
  static gpointer get_item (GListModel *model, guint position)                                     \
  {                                                                                                \
    return pf_pin_view_get_item (&TYPE (model)->view, position);                                   \
  }                                                                                                \
  static void list_model_init (GListModelInterface *iface)                                         \
  {                                                                                                \
    iface->get_item_type = get_item_type;                                                          \
    iface->get_n_items = get_n_items;                                                              \
    iface->get_item = get_item;                                                                    \
  }                                                                                                \
  static void read_shapes (PfTileSource *source, guint first, guint n, PfTileShape *shapes)        \
  {                                                                                                \
    pf_pin_view_read_shapes (&TYPE (source)->view, first, n, shapes);                              \
  }                                                                                                \
  static void read_key (PfTileSource *source, guint position, guint8 key[16])                      \
  {                                                                                                \
    pf_pin_view_read_key (&TYPE (source)->view, position, key);                                    \
  }                                                                                                \
  static gboolean find_key (PfTileSource *source, const guint8 key[16], guint *position)           \
  {                                                                                                \
    return pf_pin_view_find_key (&TYPE (source)->view, key, position);                             \
  }                                                                                                \
  static guint get_n_groups (PfTileSource *source)                                                 \
  {                                                                                                \
    return pf_pin_view_get_n_groups (&TYPE (source)->view);                                        \
  }                                                                                                \
  static guint get_group_start (PfTileSource *source, guint group)                                 \
  {                                                                                                \
    return pf_pin_view_get_group_start (&TYPE (source)->view, group);                              \
  }                                                                                                \
  static void tile_source_init (PfTileSourceInterface *iface)                                      \
  {                                                                                                \
    iface->read_shapes = read_shapes;                                                              \
    iface->read_key = read_key;                                                                    \
    iface->find_key = find_key;                                                                    \
    iface->get_n_groups = get_n_groups;                                                            \
    iface->get_group_start = get_group_start;                                                      \
  }

G_END_DECLS
