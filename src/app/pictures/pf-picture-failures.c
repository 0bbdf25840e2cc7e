/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pictures/pf-picture-failures.h"

/* What lies in the picture or its address will hardly be mended while somebody looks. */
#define BROKEN_FOR_US (10 * G_TIME_SPAN_MINUTE)
#define RETRY_FIRST_US (5 * G_TIME_SPAN_SECOND)
#define RETRY_LAST_US (5 * G_TIME_SPAN_MINUTE)
#define MOST 2000

typedef struct
{
  gint64 until; /* monotonic */
  guint tries;
  PfPictureFault fault;
} Failure;

struct _PfPictureFailures
{
  PfClock *clock;
  GHashTable *failures; /* name -> Failure */
};

/**
 * pf_picture_failures_new:
 * @clock: what time it is
 *
 * Returns: (transfer full): no failures yet
 */
PfPictureFailures *
pf_picture_failures_new (PfClock *clock)
{
  PfPictureFailures *self = g_new0 (PfPictureFailures, 1);

  self->clock = g_object_ref (clock);
  self->failures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * pf_picture_failures_free:
 * @self: (transfer full) (nullable): the failures
 *
 * Frees them.
 */
void
pf_picture_failures_free (PfPictureFailures *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->failures);
  g_object_unref (self->clock);
  g_free (self);
}

static gboolean
is_over (gpointer name, gpointer value, gpointer now)
{
  return ((Failure *)value)->until <= *(gint64 *)now;
}

static void
make_room (PfPictureFailures *self, gint64 now)
{
  if (g_hash_table_size (self->failures) < MOST)
    return;
  g_hash_table_foreach_remove (self->failures, is_over, &now);
  if (g_hash_table_size (self->failures) >= MOST)
    g_hash_table_remove_all (self->failures);
}

/**
 * pf_picture_failures_add:
 * @self: the failures
 * @name: address or blob
 * @fault: why
 *
 * Remembers it; the waits grow as long as it does not succeed.
 */
void
pf_picture_failures_add (PfPictureFailures *self, const char *name, PfPictureFault fault)
{
  Failure *failure = g_hash_table_lookup (self->failures, name);
  gint64 now = pf_clock_monotonic (self->clock);

  if (failure == NULL)
    {
      make_room (self, now);
      failure = g_new0 (Failure, 1);
      g_hash_table_insert (self->failures, g_strdup (name), failure);
    }
  failure->fault = fault;
  failure->until = now
                   + (fault == PF_PICTURE_FAULT_BROKEN
                          ? BROKEN_FOR_US
                          : MIN (RETRY_FIRST_US << MIN (failure->tries, 10), RETRY_LAST_US));
  failure->tries++;
}

/**
 * pf_picture_failures_forget:
 * @self: the failures
 * @name: of a picture
 *
 * Lets it be tried again at once.
 */
void
pf_picture_failures_forget (PfPictureFailures *self, const char *name)
{
  if (g_hash_table_size (self->failures) > 0)
    g_hash_table_remove (self->failures, name);
}

static gboolean
is_offline (gpointer name, gpointer value, gpointer unused)
{
  return ((Failure *)value)->fault == PF_PICTURE_FAULT_OFFLINE;
}

/**
 * pf_picture_failures_forget_offline:
 * @self: the failures
 *
 * The network is back.
 */
void
pf_picture_failures_forget_offline (PfPictureFailures *self)
{
  g_hash_table_foreach_remove (self->failures, is_offline, NULL);
}

/**
 * pf_picture_failures_is_broken:
 * @self: the failures
 * @name: address or blob
 *
 * Returns: whether it was tried lately and the fault is not the missing network
 */
gboolean
pf_picture_failures_is_broken (PfPictureFailures *self, const char *name)
{
  Failure *failure;

  if (g_hash_table_size (self->failures) == 0)
    return FALSE;
  failure = g_hash_table_lookup (self->failures, name);
  return failure != NULL && failure->fault != PF_PICTURE_FAULT_OFFLINE
         && failure->until > pf_clock_monotonic (self->clock);
}

/**
 * pf_picture_failures_get_retry:
 * @self: the failures
 * @name: address or blob
 * @when: (out): on the monotonic clock, when it may be tried again; 0 for now,
 *   %G_MAXINT64 for only when it is wanted anew after its time
 *
 * Returns: whether it may be tried now
 */
gboolean
pf_picture_failures_get_retry (PfPictureFailures *self, const char *name, gint64 *when)
{
  Failure *failure = NULL;

  *when = 0;
  if (g_hash_table_size (self->failures) > 0)
    failure = g_hash_table_lookup (self->failures, name);
  if (failure == NULL || failure->until <= pf_clock_monotonic (self->clock))
    return TRUE;
  *when = failure->fault != PF_PICTURE_FAULT_BROKEN ? failure->until : G_MAXINT64;
  return FALSE;
}
