/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-hygiene-links.h"

#include "core/media/pf-web-fetch.h"

/* Websites asked at once, and records read at once. */
#define AT_ONCE 4
#define BATCH 500

typedef struct
{
  char *connection_id;
  GPtrArray *links; /* different ones, of the newest pins first */
  GHashTable *pins; /* link -> UUIDs */
  PfLinkCheck *check;
  guint next, under_way;
  PfLinkProgress progress; /* nullable */
  gpointer user_data;
} Job;

/* One link that is asked for. */
typedef struct
{
  GTask *task;
  const char *link; /* of the job */
  gboolean whole;   /* asked with GET */
} Probe;

/**
 * pf_link_check_free:
 * @self: (transfer full): a check
 */
void
pf_link_check_free (PfLinkCheck *self)
{
  g_ptr_array_unref (self->dead);
  g_free (self);
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->connection_id);
  g_ptr_array_unref (job->links);
  g_hash_table_unref (job->pins);
  g_clear_pointer (&job->check, pf_link_check_free);
  g_free (job);
}

/* Reader thread */

static void
take_link (Job *job, const char *link, const guint8 *uuid)
{
  GPtrArray *pins;

  if (link == NULL || (!g_str_has_prefix (link, "https://") && !g_str_has_prefix (link, "http://")))
    return;
  pins = g_hash_table_lookup (job->pins, link);
  if (pins == NULL)
    {
      char *own = g_strdup (link);

      pins = g_ptr_array_new_with_free_func (g_free);
      g_hash_table_insert (job->pins, own, pins);
      g_ptr_array_add (job->links, own);
    }
  g_ptr_array_add (pins, pf_uuid_to_text (uuid));
}

static gboolean
read_batch (sqlite3 *db, Job *job, GArray *keys, guint from, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) pins = pf_mirror_pins_new ();
  guint to = MIN (from + BATCH, keys->len);

  for (guint i = from; i < to; i++)
    g_array_append_val (entries, g_array_index (keys, PfMirrorKey, i).entry);
  if (!pf_mirror_read_pins (db, entries, pins, error))
    return FALSE;
  for (guint i = from; i < to; i++)
    {
      const PfMirrorKey *key = &g_array_index (keys, PfMirrorKey, i);
      const PfMirrorPin *found = g_hash_table_lookup (pins, &key->entry);

      if (found != NULL && (key->flags & PF_MIRROR_OWN) != 0)
        take_link (job, found->pin->link, key->uuid);
    }
  return TRUE;
}

static gpointer
read_links (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;
  g_autoptr (GArray) keys = pf_mirror_read_loaded (db, job->connection_id, error);

  for (guint from = 0; keys != NULL && from < keys->len; from += BATCH)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !read_batch (db, job, keys, from, error))
      return NULL;
  return keys != NULL ? PF_DB_OK : NULL;
}

/* Websites */

static void ask_next (GTask *task);
static void ask (Probe *probe);

static void
take_dead (Job *job, const char *link)
{
  GPtrArray *pins = g_hash_table_lookup (job->pins, link);

  for (guint i = 0; i < pins->len; i++)
    g_ptr_array_add (job->check->dead, g_strdup (g_ptr_array_index (pins, i)));
}

/* Some websites answer HEAD with an error: GET has the last word. */
static void
on_answer (GObject *source, GAsyncResult *result, gpointer data)
{
  Probe *probe = data;
  GTask *task = probe->task;
  Job *job = g_task_get_task_data (task);
  g_autoptr (PfWebReply) reply = pf_web_fetch_finish (result, NULL);

  if (reply != NULL && reply->status >= 400 && !probe->whole)
    {
      probe->whole = TRUE;
      ask (probe);
      return;
    }
  job->check->n_checked += reply != NULL;
  if (reply != NULL && (reply->status == 404 || reply->status == 410))
    take_dead (job, probe->link);
  job->under_way--;
  if (job->progress != NULL)
    job->progress (job->next - job->under_way, MIN (job->links->len, PF_HYGIENE_MAX_LINKS),
                   job->user_data);
  g_free (probe);
  ask_next (task);
}

static void
ask (Probe *probe)
{
  const PfWebOptions options = {
    .method = probe->whole ? "GET" : "HEAD", .accept = "text/html", .max_bytes = 4096, .cut = TRUE
  };

  pf_web_fetch_async (probe->link, &options, g_task_get_cancellable (probe->task), on_answer,
                      probe);
}

static void
ask_next (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  guint n_links = MIN (job->links->len, PF_HYGIENE_MAX_LINKS);
  gboolean over = g_cancellable_is_cancelled (g_task_get_cancellable (task));

  while (!over && job->under_way < AT_ONCE && job->next < n_links)
    {
      Probe *probe = g_new0 (Probe, 1);

      probe->task = task;
      probe->link = g_ptr_array_index (job->links, job->next++);
      job->under_way++;
      ask (probe);
    }
  if (job->under_way > 0)
    return;
  g_task_return_pointer (task, g_steal_pointer (&job->check), (GDestroyNotify)pf_link_check_free);
  g_object_unref (task);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (pf_db_run_finish (PF_DB (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  job->check->n_links = job->links->len;
  ask_next (task);
}

/**
 * pf_hygiene_check_links_async: (skip)
 * @mirror: the mirror
 * @connection_id: of whom
 * @cancellable: (nullable): a cancellable
 * @progress: (nullable): told after each link
 * @callback: called on the caller's thread-default main context
 * @user_data: for @progress and @callback
 *
 * Asks the websites that loaded pins lead to whether the pages are there: at the user's word only,
 * as it tells them that somebody looks. A few at once, no more than PF_HYGIENE_MAX_LINKS, those of
 * the newest pins; public addresses only (safety.md UI-7). A website that does not answer is not
 * dead.
 */
void
pf_hygiene_check_links_async (PfMirror *mirror,
                              const char *connection_id,
                              GCancellable *cancellable,
                              PfLinkProgress progress,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  GTask *task = g_task_new (mirror, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  g_task_set_source_tag (task, pf_hygiene_check_links_async);
  g_task_set_task_data (task, job, job_free);
  job->connection_id = g_strdup (connection_id);
  job->progress = progress;
  job->user_data = user_data;
  job->links = g_ptr_array_new ();
  job->pins
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  job->check = g_new0 (PfLinkCheck, 1);
  job->check->dead = g_ptr_array_new_with_free_func (g_free);
  pf_db_run_async (pf_mirror_get_db_of (mirror, connection_id), PF_DB_READ, read_links, job, NULL,
                   NULL, cancellable, on_read, task);
}

PfLinkCheck *
pf_hygiene_check_links_finish (PfMirror *mirror, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, mirror), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
