/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void pf_splice (GListModel *model, GPtrArray **items, GPtrArray *now);

/* The GListModel of a type that has its items in an array: list_model_init() for
 * G_IMPLEMENT_INTERFACE. */
#define PF_IMPLEMENT_ITEMS(Type, TYPE, ITEM_TYPE)                                                  \
  static GType get_item_type (GListModel *model)                                                   \
  {                                                                                                \
    return ITEM_TYPE;                                                                              \
  }                                                                                                \
  static guint get_n_items (GListModel *model)                                                     \
  {                                                                                                \
    return TYPE (model)->items->len;                                                               \
  }                                                                                                \
  static gpointer get_item (GListModel *model, guint position)                                     \
  {                                                                                                \
    GPtrArray *items = TYPE (model)->items;                                                        \
    return position < items->len ? g_object_ref (items->pdata[position]) : NULL;                   \
  }                                                                                                \
  static void list_model_init (GListModelInterface *iface)                                         \
  {                                                                                                \
    iface->get_item_type = get_item_type;                                                          \
    iface->get_n_items = get_n_items;                                                              \
    iface->get_item = get_item;                                                                    \
  }

G_END_DECLS
