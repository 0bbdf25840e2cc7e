/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "await-threads.h"

/* A meeting of all reader threads of a database: whoever comes has nothing else to do, so all
 * readings that were queued before are over. */
#define MEETING_US (100 * G_TIME_SPAN_MILLISECOND)
#define N_READERS 2

typedef struct
{
  GMutex lock;
  GCond cond;
  int n;
  gboolean missed;
} Meeting;

static gpointer
meet (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Meeting *meeting = data;

  g_mutex_lock (&meeting->lock);
  meeting->n++;
  g_cond_broadcast (&meeting->cond);
  while (meeting->n < N_READERS && !meeting->missed)
    meeting->missed
        = !g_cond_wait_until (&meeting->cond, &meeting->lock, g_get_monotonic_time () + MEETING_US);
  g_mutex_unlock (&meeting->lock);
  return PF_DB_OK;
}

static gpointer
nothing (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return PF_DB_OK;
}

/* FALSE when they missed each other: a write that begins in between lets the second reader in
 * only after the first has left. */
static gboolean
meet_threads (PfDb *db)
{
  Meeting meeting = { 0 };
  WAIT (write,
        pf_db_run_async (db, PF_DB_WRITE, nothing, NULL, NULL, NULL, NULL, keep_result, &write));

  g_mutex_init (&meeting.lock);
  g_cond_init (&meeting.cond);
  {
    g_autoptr (GAsyncResult) one = NULL;
    WAIT (two,
          (pf_db_run_async (db, PF_DB_READ, meet, &meeting, NULL, NULL, NULL, keep_result, &one),
           pf_db_run_async (db, PF_DB_READ, meet, &meeting, NULL, NULL, NULL, keep_result, &two)));
    while (one == NULL)
      g_main_context_iteration (NULL, TRUE);
  }
  g_cond_clear (&meeting.cond);
  g_mutex_clear (&meeting.lock);
  return !meeting.missed;
}

void
await_threads (PfDb *db)
{
  while (!meet_threads (db))
    ;
}
