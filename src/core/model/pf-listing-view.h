/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/pf-sync.h"

G_BEGIN_DECLS

/**
 * PfListingView:
 *
 * What board and pin lists tell of the pull behind them: the properties "loading",
 * "complete", "error" and "n-pending", the same in both.
 */
typedef struct
{
  GObject *owner;
  PfListing *listing; /* nullable */
  gulong handler;
  gboolean loading, complete, current;
  GError *error;
  guint n_pending;
} PfListingView;

enum
{
  PF_LISTING_VIEW_LOADING = 1,
  PF_LISTING_VIEW_COMPLETE,
  PF_LISTING_VIEW_ERROR,
  PF_LISTING_VIEW_N_PENDING,
  PF_LISTING_VIEW_N_PROPS
};

void pf_listing_view_install (GObjectClass *klass);
void pf_listing_view_init (PfListingView *self, GObject *owner);
void pf_listing_view_clear (PfListingView *self);
void pf_listing_view_watch (PfListingView *self, PfListing *listing);
void pf_listing_view_set_current (PfListingView *self, gboolean current);
void pf_listing_view_set_n_pending (PfListingView *self, guint n_pending);
void pf_listing_view_get (PfListingView *self, guint id, GValue *value);

G_END_DECLS
