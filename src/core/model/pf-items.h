/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox.h"
#include "core/sync/pf-sync.h"

G_BEGIN_DECLS

/*
 * Items of the list models: temporary handles of what a face shows. An item is replaced
 * (items-changed on its position) when its data changes; its uuid stays.
 */
#define PF_TYPE_BOARD_ITEM (pf_board_item_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardItem, pf_board_item, PF, BOARD_ITEM, GObject)
const char *pf_board_item_get_uuid (PfBoardItem *self);
PfBoard *pf_board_item_get_board (PfBoardItem *self);   /* nullable while pending; without edits */
PfOutboxRow *pf_board_item_get_row (PfBoardItem *self); /* nullable: pending, failed, ... */
const char *pf_board_item_get_name (PfBoardItem *self);
const char *pf_board_item_get_description (PfBoardItem *self);
PfPrivacy pf_board_item_get_privacy (PfBoardItem *self);
gint64 pf_board_item_get_pin_count (PfBoardItem *self); /* mirror and outbox together */
gboolean pf_board_item_is_group (PfBoardItem *self);
const char *const *pf_board_item_get_cover_urls (PfBoardItem *self); /* up to 3 */

/* What a list of pins is sorted by; in each group by itself. */
typedef enum
{
  PF_PIN_SORT_LISTING, /* as the service lists it */
  PF_PIN_SORT_NEWEST,
  PF_PIN_SORT_OLDEST,
  PF_PIN_SORT_TITLE,
  PF_PIN_SORT_BOARD,
} PfPinSort;

/* What is left of it: all that are set must hold. */
typedef enum
{
  PF_PIN_FILTER_NONE = 0,
  PF_PIN_FILTER_LINK = 1 << 0,
  PF_PIN_FILTER_NO_LINK = 1 << 1,
  PF_PIN_FILTER_NO_ALT_TEXT = 1 << 2,
  PF_PIN_FILTER_VIDEO = 1 << 3,
  PF_PIN_FILTER_CAROUSEL = 1 << 4,
  PF_PIN_FILTER_NO_SECTION = 1 << 5,
  PF_PIN_FILTER_PICTURE = 1 << 6, /* one picture: no video, no carousel */
  PF_PIN_FILTER_PENDING = 1 << 7, /* something of it is on its way */
  PF_PIN_FILTER_TROUBLE = 1 << 8, /* something of it needs a word of the user */
} PfPinFilter;

#define PF_TYPE_SECTION_ITEM (pf_section_item_get_type ())
G_DECLARE_FINAL_TYPE (PfSectionItem, pf_section_item, PF, SECTION_ITEM, GObject)
const char *pf_section_item_get_uuid (PfSectionItem *self);
PfSection *pf_section_item_get_section (PfSectionItem *self); /* nullable while pending */
PfOutboxRow *pf_section_item_get_row (PfSectionItem *self);   /* nullable */
const char *pf_section_item_get_name (PfSectionItem *self);

#define PF_TYPE_PIN_ITEM (pf_pin_item_get_type ())
G_DECLARE_FINAL_TYPE (PfPinItem, pf_pin_item, PF, PIN_ITEM, GObject)
const char *pf_pin_item_get_uuid (PfPinItem *self);
PfPin *pf_pin_item_get_pin (PfPinItem *self);       /* nullable while pending; with edits */
PfPin *pf_pin_item_get_original (PfPinItem *self);  /* the same as Pinterest said it */
PfOutboxRow *pf_pin_item_get_row (PfPinItem *self); /* nullable */
const char *pf_pin_item_get_title (PfPinItem *self);
double pf_pin_item_get_aspect (PfPinItem *self);    /* width / height, never 0 */
guint32 pf_pin_item_get_color (PfPinItem *self);    /* 0xRRGGBB */
const char *pf_pin_item_get_blob (PfPinItem *self); /* nullable: our own picture */

#define PF_TYPE_DRAFT_ITEM (pf_draft_item_get_type ())
G_DECLARE_FINAL_TYPE (PfDraftItem, pf_draft_item, PF, DRAFT_ITEM, GObject)
PfDraft *pf_draft_item_get_draft (PfDraftItem *self);

#define PF_TYPE_ROW_ITEM (pf_row_item_get_type ())
G_DECLARE_FINAL_TYPE (PfRowItem, pf_row_item, PF, ROW_ITEM, GObject)
PfOutboxRow *pf_row_item_get_row (PfRowItem *self);

/*
 * GListModels. Each merges mirror and outbox for one connection ("All accounts" comes with
 * its issue), keeps watching, and tells of changes in batches.
 * Board and pin lists have the properties "loading" (gboolean), "complete" (gboolean: the end is
 * reached), "error" (boxed GError, nullable) and "n-pending" (guint).
 */
#define PF_TYPE_BOARD_LIST (pf_board_list_get_type ())
G_DECLARE_FINAL_TYPE (PfBoardList, pf_board_list, PF, BOARD_LIST, GObject)
PfBoardList *
pf_board_list_new (PfMirror *mirror, PfSync *sync, PfOutbox *outbox, PfConnection *connection);
void pf_board_list_refresh (PfBoardList *self);
PfBoardItem *pf_board_list_find (PfBoardList *self, const char *uuid); /* transfer full, nullable */
PfBoardItem *pf_board_list_find_remote (PfBoardList *self, const char *board_id);
char *pf_board_list_get_name (PfBoardList *self, const char *uuid);

/* Sections of a board, in the service's order, those being made last. Properties as above;
 * signal "changed" () after they changed in any way. */
#define PF_TYPE_SECTION_LIST (pf_section_list_get_type ())
G_DECLARE_FINAL_TYPE (PfSectionList, pf_section_list, PF, SECTION_LIST, GObject)
PfSectionList *pf_section_list_new (
    PfMirror *mirror, PfSync *sync, PfOutbox *outbox, PfConnection *connection, PfBoardItem *board);
void pf_section_list_refresh (PfSectionList *self);
PfSectionItem *pf_section_list_find (PfSectionList *self, const char *uuid); /* transfer full */

/*
 * Pins, a PfTileSource: of a board (its groups are the pins without a section and one for each
 * section, empty ones as well), of one section, or of the whole account.
 */
#define PF_TYPE_PIN_LIST (pf_pin_list_get_type ())
G_DECLARE_FINAL_TYPE (PfPinList, pf_pin_list, PF, PIN_LIST, GObject)
PfPinList *pf_pin_list_new (
    PfMirror *mirror, PfSync *sync, PfOutbox *outbox, PfConnection *connection, PfBoardItem *board);
PfPinList *pf_pin_list_new_section (PfMirror *mirror,
                                    PfSync *sync,
                                    PfOutbox *outbox,
                                    PfConnection *connection,
                                    PfBoardItem *board,
                                    const char *section_uuid);
PfPinList *
pf_pin_list_new_all (PfMirror *mirror, PfSync *sync, PfOutbox *outbox, PfConnection *connection);
void pf_pin_list_load_more (PfPinList *self);
void pf_pin_list_refresh (PfPinList *self);
void pf_pin_list_set_sort (PfPinList *self, PfPinSort sort);
PfPinSort pf_pin_list_get_sort (PfPinList *self);
void pf_pin_list_set_filter (PfPinList *self, PfPinFilter filter);
PfPinFilter pf_pin_list_get_filter (PfPinList *self);
void pf_pin_list_set_only (PfPinList *self, GPtrArray *uuids);
/* Whether all that is on this computer is in the list. */
gboolean pf_pin_list_is_read (PfPinList *self);
/* Before the filter. */
guint pf_pin_list_get_n_loaded (PfPinList *self);
PfSectionList *pf_pin_list_get_sections (PfPinList *self); /* nullable: of all pins */
/* The section of a group; NULL for group 0. Transfer full. */
PfSectionItem *pf_pin_list_get_group_section (PfPinList *self, guint group);

/* Search-as-you-type over what is loaded: a PfTileSource. Properties "text", "searching",
 * "complete" (gboolean: no more finds), "in-place". For the rest see pf_sync_get_run(). */
#define PF_TYPE_SEARCH_LIST (pf_search_list_get_type ())
G_DECLARE_FINAL_TYPE (PfSearchList, pf_search_list, PF, SEARCH_LIST, GObject)
PfSearchList *pf_search_list_new (PfMirror *mirror, PfOutbox *outbox, PfConnection *connection);
void pf_search_list_set_text (PfSearchList *self, const char *text);
const char *pf_search_list_get_text (PfSearchList *self);
void pf_search_list_set_board (PfSearchList *self, PfBoardItem *board);
void pf_search_list_load_more (PfSearchList *self);

/* A PfTileSource. Properties "loading" and "in-place". */
#define PF_TYPE_DRAFT_LIST (pf_draft_list_get_type ())
G_DECLARE_FINAL_TYPE (PfDraftList, pf_draft_list, PF, DRAFT_LIST, GObject)
PfDraftList *pf_draft_list_new (PfStore *store);

/* What the Activity button shows: pending, failed, unknown, asking, just done. */
#define PF_TYPE_ACTIVITY_LIST (pf_activity_list_get_type ())
G_DECLARE_FINAL_TYPE (PfActivityList, pf_activity_list, PF, ACTIVITY_LIST, GObject)
PfActivityList *pf_activity_list_new (PfOutbox *outbox);

G_END_DECLS
