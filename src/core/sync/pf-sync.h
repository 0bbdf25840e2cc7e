/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"
#include "core/store/pf-mirror.h"

G_BEGIN_DECLS

/**
 * PfListingState: how far a listing is loaded
 */
typedef enum
{
  PF_LISTING_IDLE, /* more may come: ask */
  PF_LISTING_LOADING,
  PF_LISTING_END,
  PF_LISTING_ERROR,
} PfListingState;

#define PF_TYPE_LISTING (pf_listing_get_type ())
G_DECLARE_FINAL_TYPE (PfListing, pf_listing, PF, LISTING, GObject)

/*
 * One listing being pulled into the mirror (boards; sections or pins of a board; pins of a section
 * or of all boards). Properties
 * "state", "error" (boxed GError, nullable), "loaded-at" (us). Callers share one listing object.
 * An empty page that has a bookmark is followed; a bookmark that repeats ends the listing.
 */
PfListingState pf_listing_get_state (PfListing *self);
const GError *pf_listing_get_error (PfListing *self);
gint64 pf_listing_get_loaded_at (PfListing *self);
void pf_listing_load_more (PfListing *self); /* no-op unless IDLE or ERROR */
void pf_listing_refresh (PfListing *self);   /* from the first page again */

#define PF_TYPE_SYNC (pf_sync_get_type ())
G_DECLARE_FINAL_TYPE (PfSync, pf_sync, PF, SYNC, GObject)

PfSync *pf_sync_new (PfContext *context, PfMirror *mirror, PfConnection *connection);
PfListing *pf_sync_get_boards (PfSync *self); /* transfer none, as below */
PfListing *pf_sync_get_sections (PfSync *self, const char *board_id);
PfListing *pf_sync_get_pins (PfSync *self, const char *board_id);
PfListing *pf_sync_get_section_pins (PfSync *self, const char *board_id, const char *section_id);
PfListing *pf_sync_get_all_pins (PfSync *self);
/* Everything, once: see pf-sync-run.h. Transfer none. */
typedef struct _PfSyncRun PfSyncRun;
PfSyncRun *pf_sync_get_run (PfSync *self);
void pf_sync_stop (PfSync *self);

G_END_DECLS
