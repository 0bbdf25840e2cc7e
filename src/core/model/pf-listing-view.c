/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-listing-view.h"

/**
 * pf_listing_view_install:
 * @klass: class of a list model
 *
 * Installs the four properties.
 */
void
pf_listing_view_install (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  /* Whether a page is on its way. */
  g_object_class_install_property (klass, PF_LISTING_VIEW_LOADING,
                                   g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags));
  /* Whether the end of the listing was reached. */
  g_object_class_install_property (klass, PF_LISTING_VIEW_COMPLETE,
                                   g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags));
  /* Why the last page did not come, %NULL when it did. */
  g_object_class_install_property (klass, PF_LISTING_VIEW_ERROR,
                                   g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags));
  /* How many things are on their way to the service. */
  g_object_class_install_property (klass, PF_LISTING_VIEW_N_PENDING,
                                   g_param_spec_uint ("n-pending", NULL, NULL, 0, G_MAXUINT, 0,
                                                      flags));
}

/**
 * pf_listing_view_init:
 * @self: (out caller-allocates): a view
 * @owner: the list; it holds the view
 *
 * Begins with nothing to follow.
 */
void
pf_listing_view_init (PfListingView *self, GObject *owner)
{
  self->owner = owner;
}

static void
update (PfListingView *self)
{
  PfListingState state = pf_listing_get_state (self->listing);
  const GError *error = pf_listing_get_error (self->listing);
  gboolean loading = state == PF_LISTING_LOADING;
  /* The end is no news before what came with it is in the list: nothing says "empty" early. */
  gboolean complete = state == PF_LISTING_END && (self->complete || self->current);

  g_object_freeze_notify (self->owner);
  if (loading != self->loading)
    {
      self->loading = loading;
      g_object_notify (self->owner, "loading");
    }
  if (complete != self->complete)
    {
      self->complete = complete;
      g_object_notify (self->owner, "complete");
    }
  if (self->error != NULL || error != NULL)
    {
      g_clear_error (&self->error);
      self->error = error != NULL ? g_error_copy (error) : NULL;
      g_object_notify (self->owner, "error");
    }
  g_object_thaw_notify (self->owner);
}

/**
 * pf_listing_view_watch:
 * @self: a view
 * @listing: (nullable): what to follow from now on
 */
void
pf_listing_view_watch (PfListingView *self, PfListing *listing)
{
  if (self->listing == listing)
    return;
  if (self->listing != NULL)
    g_signal_handler_disconnect (self->listing, self->handler);
  g_set_object (&self->listing, listing);
  if (listing == NULL)
    return;
  self->handler = g_signal_connect_swapped (listing, "notify", G_CALLBACK (update), self);
  update (self);
}

/**
 * pf_listing_view_set_current:
 * @self: a view
 * @current: whether the list shows all that the mirror and the outbox have
 *
 * To be told when the list begins to read and when it has taken in what it read.
 */
void
pf_listing_view_set_current (PfListingView *self, gboolean current)
{
  if (current == self->current)
    return;
  self->current = current;
  if (self->listing != NULL)
    update (self);
}

/**
 * pf_listing_view_clear:
 * @self: a view
 *
 * Follows nothing any more.
 */
void
pf_listing_view_clear (PfListingView *self)
{
  pf_listing_view_watch (self, NULL);
  g_clear_error (&self->error);
}

/**
 * pf_listing_view_set_n_pending:
 * @self: a view
 * @n_pending: how many things are on their way to the service
 *
 * Tells it.
 */
void
pf_listing_view_set_n_pending (PfListingView *self, guint n_pending)
{
  if (n_pending == self->n_pending)
    return;
  self->n_pending = n_pending;
  g_object_notify (self->owner, "n-pending");
}

/**
 * pf_listing_view_get:
 * @self: a view
 * @id: one of the four properties
 * @value: (out): its value
 *
 * For the list's get_property.
 */
void
pf_listing_view_get (PfListingView *self, guint id, GValue *value)
{
  switch (id)
    {
    case PF_LISTING_VIEW_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PF_LISTING_VIEW_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;
    case PF_LISTING_VIEW_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    case PF_LISTING_VIEW_N_PENDING:
      g_value_set_uint (value, self->n_pending);
      break;
    default:
      g_assert_not_reached ();
    }
}
