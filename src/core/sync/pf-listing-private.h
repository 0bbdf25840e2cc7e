/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/pf-sync.h"

G_BEGIN_DECLS

typedef enum
{
  PF_LISTING_BOARDS,
  PF_LISTING_SECTIONS,
  PF_LISTING_PINS,
  PF_LISTING_SECTION_PINS,
  PF_LISTING_ALL_PINS,
} PfListingKind;

/*
 * What a listing needs of its sync, which outlives it or stops it. @missing is
 * told when the board of a listing is not there any more.
 */
typedef struct
{
  PfContext *context;
  PfMirror *mirror;
  PfConnection *connection;
  void (*missing) (gpointer data);
  gpointer data;
} PfListingPlace;

PfListing *pf_listing_new (const PfListingPlace *place,
                           PfListingKind kind,
                           const char *board_id,
                           const char *section_id);
void pf_listing_stop (PfListing *self);
/* Goes on where a pass over the same pins stopped; @bookmark: NULL when that was the end. */
void pf_listing_take_over (PfListing *self, gint64 generation, const char *bookmark);

G_END_DECLS
