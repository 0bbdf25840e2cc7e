/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-board-view.h"

#include "core/model/pf-items-private.h"
#include "core/model/pf-splice.h"

#include <string.h>

struct _PfBoardView
{
  GObject parent_instance;
  PfBoardList *boards;
  GPtrArray *items;
  PfBoardSort sort;
  PfBoardFilter filter;
  char **terms; /* folded, each behind a newline */
};

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (PfBoardView,
                               pf_board_view,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

PF_IMPLEMENT_ITEMS (PfBoardView, PF_BOARD_VIEW, PF_TYPE_BOARD_ITEM)

static void
pf_board_view_finalize (GObject *object)
{
  PfBoardView *self = PF_BOARD_VIEW (object);

  g_clear_object (&self->boards);
  g_ptr_array_unref (self->items);
  g_strfreev (self->terms);
  G_OBJECT_CLASS (pf_board_view_parent_class)->finalize (object);
}

static void
pf_board_view_class_init (PfBoardViewClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_board_view_finalize;
}

static void
pf_board_view_init (PfBoardView *self)
{
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->terms = g_new0 (char *, 1);
}

static gboolean
passes (PfBoardView *self, PfBoardItem *item)
{
  PfPrivacy privacy = pf_board_item_get_privacy (item);

  for (char **term = self->terms; *term != NULL; term++)
    if (strstr (pf_board_item_get_words (item), *term) == NULL)
      return FALSE;
  switch (self->filter)
    {
    case PF_BOARD_FILTER_PUBLIC:
      return privacy == PF_PRIVACY_PUBLIC;
    case PF_BOARD_FILTER_SECRET:
      return privacy == PF_PRIVACY_SECRET;
    case PF_BOARD_FILTER_PROTECTED:
      return privacy == PF_PRIVACY_PROTECTED;
    case PF_BOARD_FILTER_GROUP:
      return pf_board_item_is_group (item);
    case PF_BOARD_FILTER_NONE:
    default:
      return TRUE;
    }
}

typedef struct
{
  PfBoardItem *item;
  const char *name; /* collation key */
  gint64 number;
  guint place;
} Sortable;

/* What is not there yet is the most recent. */
static gint64
sort_number (PfBoardSort sort, PfBoardItem *item)
{
  const PfBoard *board = pf_board_item_get_board (item);

  if (sort == PF_BOARD_SORT_PINS)
    return pf_board_item_get_pin_count (item);
  if (sort == PF_BOARD_SORT_PRIVACY)
    return -(gint64)pf_board_item_get_privacy (item);
  if (sort == PF_BOARD_SORT_RECENT)
    return board != NULL ? MAX (board->pins_modified_at, board->created_at) : G_MAXINT64;
  return 0;
}

/* Greater numbers first, then by name. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const Sortable *first = a, *second = b;
  int by_name = first->name != NULL ? strcmp (first->name, second->name) : 0;

  if (first->number != second->number)
    return first->number > second->number ? -1 : 1;
  return by_name != 0 ? by_name : (first->place > second->place) - (first->place < second->place);
}

static void
rebuild (PfBoardView *self)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Sortable));
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->boards));
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      PfBoardItem *item = g_list_model_get_item (G_LIST_MODEL (self->boards), i);
      Sortable sortable = { item, NULL, sort_number (self->sort, item), i };

      if (!passes (self, item))
        {
          g_object_unref (item);
          continue;
        }
      if (self->sort != PF_BOARD_SORT_LISTING)
        sortable.name = pf_board_item_get_name_key (item);
      g_array_append_val (all, sortable);
    }
  g_array_sort (all, compare);
  for (guint i = 0; i < all->len; i++)
    g_ptr_array_add (items, g_array_index (all, Sortable, i).item);
  pf_splice (G_LIST_MODEL (self), &self->items, items);
}

/**
 * pf_board_view_new:
 * @boards: boards of an account
 *
 * A #GListModel of #PfBoardItem: @boards sorted and filtered. Follows them.
 *
 * Returns: (transfer full): a view
 */
PfBoardView *
pf_board_view_new (PfBoardList *boards)
{
  PfBoardView *self = g_object_new (PF_TYPE_BOARD_VIEW, NULL);

  self->boards = g_object_ref (boards);
  g_signal_connect_object (boards, "items-changed", G_CALLBACK (rebuild), self, G_CONNECT_SWAPPED);
  rebuild (self);
  return self;
}

void
pf_board_view_set_sort (PfBoardView *self, PfBoardSort sort)
{
  self->sort = sort;
  rebuild (self);
}

void
pf_board_view_set_filter (PfBoardView *self, PfBoardFilter filter)
{
  self->filter = filter;
  rebuild (self);
}

/**
 * pf_board_view_set_text:
 * @self: a view
 * @text: beginnings of words of the name or the description; "" for all
 */
void
pf_board_view_set_text (PfBoardView *self, const char *text)
{
  g_strfreev (self->terms);
  self->terms = g_str_tokenize_and_fold (text, NULL, NULL);
  for (char **term = self->terms; *term != NULL; term++)
    {
      g_autofree char *folded = *term;

      *term = g_strconcat ("\n", folded, NULL);
    }
  rebuild (self);
}
