/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-limits.h"

#define DAY_S 86400
#define MINUTE_S 60

static const struct
{
  const char *category;
  guint trial;
  guint standard;
} table[] = {
  { "org_read", 1000, 1000 },
  { "org_write", 300, 100 },
  { "org_analytics", 1000, 60 },
  { "trends_read", 1000, 60 },
};

typedef struct
{
  gint64 window;
  guint used;
} Counter;

struct _PracticeLimits
{
  GHashTable *counters;
  GHashTable *overrides;
};

PracticeLimits *
practice_limits_new (void)
{
  PracticeLimits *self = g_new0 (PracticeLimits, 1);

  self->counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->overrides = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
practice_limits_free (PracticeLimits *self)
{
  g_hash_table_unref (self->counters);
  g_hash_table_unref (self->overrides);
  g_free (self);
}

void
practice_limits_reset (PracticeLimits *self)
{
  g_hash_table_remove_all (self->counters);
  g_hash_table_remove_all (self->overrides);
}

void
practice_limits_override (PracticeLimits *self, const char *category, guint limit)
{
  if (limit == 0)
    g_hash_table_remove (self->overrides, category);
  else
    g_hash_table_insert (self->overrides, g_strdup (category), GUINT_TO_POINTER (limit));
}

static guint
limit_of (PracticeLimits *self, const char *category, gboolean trial)
{
  guint override = GPOINTER_TO_UINT (g_hash_table_lookup (self->overrides, category));

  if (override != 0)
    return override;
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].category, category))
      return trial ? table[i].trial : table[i].standard;
  return 1000;
}

static void set_header (PracticeExchange *x, const char *name, const char *format, ...)
    G_GNUC_PRINTF (3, 4);

static void
set_header (PracticeExchange *x, const char *name, const char *format, ...)
{
  g_autofree char *value = NULL;
  va_list ap;

  va_start (ap, format);
  value = g_strdup_vprintf (format, ap);
  va_end (ap);
  soup_message_headers_replace (soup_server_message_get_response_headers (x->msg), name, value);
}

gboolean
practice_limits_take (PracticeLimits *self, PracticeExchange *x)
{
  gboolean trial = x->app->switches.trial;
  gint64 length = trial ? DAY_S : MINUTE_S;
  gint64 now = practice_now_us (x->app) / G_USEC_PER_SEC;
  gint64 window = now / length;
  gint64 reset = (window + 1) * length - now;
  guint limit = limit_of (self, x->op->category, trial);
  g_autofree char *key = NULL;
  Counter *counter;
  gboolean granted;

  if (trial)
    key = g_strdup_printf ("%s %s", x->op->category, x->grant->client_id);
  else
    key = g_strdup_printf ("%s %s %u", x->op->category, x->grant->client_id, x->grant->account);
  counter = g_hash_table_lookup (self->counters, key);
  if (counter == NULL)
    {
      counter = g_new0 (Counter, 1);
      g_hash_table_insert (self->counters, g_steal_pointer (&key), counter);
    }
  if (counter->window != window)
    *counter = (Counter){ window, 0 };

  granted = x->app->switches.limits_off || counter->used < limit;
  if (granted)
    counter->used++;
  set_header (x, "x-ratelimit-limit", "%u, %u;w=%" G_GINT64_FORMAT, limit, limit, length);
  set_header (x, "x-ratelimit-remaining", "%u", limit - MIN (limit, counter->used));
  set_header (x, "x-ratelimit-reset", "%" G_GINT64_FORMAT, reset);
  if (!granted)
    practice_reply_error (x, 429, 8, "You have exceeded your rate limit. Try again later.");
  return granted;
}
