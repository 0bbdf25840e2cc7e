/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-connection-private.h"

#include <glib/gi18n-lib.h>

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)
#define DAY_US (24 * HOUR_US)
/* Timers stand still while the computer sleeps; the wall clock is looked at this often. */
#define LOOK_EVERY_US (HOUR_US / 2)
/* Room on a disk comes back at any time. */
#define SAVE_EVERY_US (30 * G_USEC_PER_SEC)
#define FIRST_RETRY_US (60 * G_USEC_PER_SEC)
/* A refresh token lives 60 days; so long before its end it is renewed, and then warned of. */
#define REFRESH_LEAD_US (10 * DAY_US)

/* When a renewal should happen: a tenth of the lifetime or an hour before the end. */
static gint64
get_due (PfConnection *self)
{
  gint64 end = self->row->access_expires_at;
  gint64 begin = self->row->refreshed_at > 0 ? self->row->refreshed_at : self->row->connected_at;
  gint64 lifetime = MAX (end - begin, 0);
  gint64 due = G_MAXINT64;

  if (end > 0)
    due = end - MIN (MAX (lifetime / 10, HOUR_US), lifetime / 2);
  if (self->row->refresh_expires_at > 0
      && self->row->refresh_expires_at - begin > 2 * REFRESH_LEAD_US)
    due = MIN (due, self->row->refresh_expires_at - REFRESH_LEAD_US);
  return due;
}

/**
 * pf_connection_is_due:
 * @self: a connection
 *
 * Returns: whether a renewal is due
 */
gboolean
pf_connection_is_due (PfConnection *self)
{
  return pf_clock_now (pf_context_get_clock (self->keeper->context)) >= get_due (self);
}

static void
warn_of_end (PfConnection *self)
{
  gint64 now = pf_clock_now (pf_context_get_clock (self->keeper->context));
  g_autoptr (GDateTime) end = NULL;
  g_autofree char *date = NULL;
  g_autofree char *words = NULL;

  if (self->row->refresh_expires_at == 0 || self->row->refresh_expires_at - now > REFRESH_LEAD_US)
    return;
  end = g_date_time_new_from_unix_local (self->row->refresh_expires_at / G_USEC_PER_SEC);
  date = end != NULL ? g_date_time_format (end, "%x") : g_strdup ("");
  /* Translators: %s is a date. */
  words = g_strdup_printf (_ ("The permission could not be renewed for a long time. It ends on "
                              "%s; go online with Pinfold before, or sign in again."),
                           date);
  pf_connection_set_base (self, self->base, words);
}

static void
on_renewed (GObject *source, GAsyncResult *result, gpointer data)
{
  PfConnection *self = PF_CONNECTION (source);
  g_autoptr (GError) error = NULL;

  if (!pf_connection_renew_finish (self, result, &error) && !self->dropped
      && self->base == PF_CONNECTION_CONNECTED)
    warn_of_end (self);
}

static void
on_tick (gpointer data)
{
  PfConnection *self = data;

  self->timer = 0;
  if (self->unsaved != NULL)
    {
      pf_connection_save_tokens (self);
      return;
    }
  /* Without tokens they are being fetched from the keyring; that sets the timer again. */
  if (self->tokens != NULL && pf_connection_is_due (self))
    {
      pf_connection_changed (self);
      pf_connection_renew_async (self, self->tokens->access_token, on_renewed, NULL);
    }
  else
    pf_connection_schedule (self);
}

/**
 * pf_connection_schedule:
 * @self: a connection
 *
 * Sets the timer of the automatic renewal, with jitter, so that accounts do not all come
 * at once; after a failure, later and later.
 */
void
pf_connection_schedule (PfConnection *self)
{
  PfClock *clock = pf_context_get_clock (self->keeper->context);
  double luck = pf_random_unit (pf_context_get_random (self->keeper->context));
  gint64 delay;

  if (self->timer != 0)
    pf_clock_cancel (clock, self->timer);
  self->timer = 0;
  if (self->unsaved != NULL && !self->dropped && !self->renewing && !self->saving)
    {
      self->timer = pf_clock_timeout (clock, SAVE_EVERY_US, on_tick, self, NULL);
      return;
    }
  if (self->dropped || self->renewing || self->saving || self->base != PF_CONNECTION_CONNECTED
      || self->tokens == NULL || self->tokens->refresh_token == NULL)
    return;
  delay = MAX (get_due (self) - pf_clock_now (clock), 0);
  delay += (gint64)(luck * 5 * G_USEC_PER_SEC);
  if (self->failures > 0)
    {
      gint64 wait = MIN (FIRST_RETRY_US << MIN (self->failures - 1, 10), HOUR_US);

      delay = MAX (delay, wait / 2 + (gint64)(luck * (double)(wait / 2)));
    }
  self->timer = pf_clock_timeout (clock, MIN (delay, LOOK_EVERY_US), on_tick, self, NULL);
}
