/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-items.h"

G_BEGIN_DECLS

typedef enum
{
  PF_BOARD_SORT_LISTING, /* as the service lists them */
  PF_BOARD_SORT_NAME,
  PF_BOARD_SORT_RECENT, /* pinned to last */
  PF_BOARD_SORT_PINS,   /* most first */
  PF_BOARD_SORT_PRIVACY,
} PfBoardSort;

typedef enum
{
  PF_BOARD_FILTER_NONE,
  PF_BOARD_FILTER_PUBLIC,
  PF_BOARD_FILTER_SECRET,
  PF_BOARD_FILTER_PROTECTED,
  PF_BOARD_FILTER_GROUP,
} PfBoardFilter;

#define PF_TYPE_BOARD_VIEW (pf_board_view_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardView, pf_board_view, PF, BOARD_VIEW, GObject)

PfBoardView *pf_board_view_new (PfBoardList *boards);
void pf_board_view_set_sort (PfBoardView *self, PfBoardSort sort);
void pf_board_view_set_filter (PfBoardView *self, PfBoardFilter filter);
void pf_board_view_set_text (PfBoardView *self, const char *text);

/* Favourite boards in the user's order, as far as they are loaded. Changes show at once and
 * are kept in pinfold.db. */
#define PF_TYPE_FAVOURITE_LIST (pf_favourite_list_get_type ())
G_DECLARE_FINAL_TYPE (PfFavouriteList, pf_favourite_list, PF, FAVOURITE_LIST, GObject)

PfFavouriteList *
pf_favourite_list_new (PfStore *store, PfConnection *connection, PfBoardList *boards);
gboolean pf_favourite_list_contains (PfFavouriteList *self, const char *board_uuid);
void pf_favourite_list_set (PfFavouriteList *self, const char *board_uuid, gboolean favourite);
/* @position: among those shown; at the end when there are fewer */
void pf_favourite_list_move (PfFavouriteList *self, const char *board_uuid, guint position);

G_END_DECLS
