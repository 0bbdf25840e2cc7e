/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-sync"

#include "config.h"

#include "core/sync/pf-kept-pictures.h"

#include "core/base/pf-error.h"
#include "core/store/pf-kept-folder.h"

#include <glib/gstdio.h>
#include <string.h>

/* Fewer than the picture host may have: what somebody looks at comes first. */
#define MAX_FETCHES 4
#define MAX_PICTURE_BYTES ((gsize)20 * 1000 * 1000)
/* Pins whose records are read at once. */
#define CHUNK 50
/* A host that fails so often in a row is not there. */
#define MAX_MISSES 8

struct _PfKeptPictures
{
  GObject parent_instance;
  PfContext *context;
  PfMirror *mirror;
  PfConnection *connection;
  PfSyncRun *pins;
  char *folder;
  guint64 limit;
  gboolean enabled;
  PfSyncRunState state;
  GError *error;
  GCancellable *cancellable; /* while running */
  guint n_done, n_total;
  guint n_pictures; /* what is in the folder, while it does not run */
  guint64 n_bytes;
  gboolean full;
  PfKeptSurvey *present; /* what is there, while running */
  GHashTable *wanted;    /* (element-type utf8 guint): names, by their place in @order */
  GPtrArray *order;      /* of char*: names as pins have them, newest first */
  guint64 wanted_bytes;  /* of those that are there */
  GArray *entries;       /* of gint64: pins, newest first */
  guint next;            /* of entries */
  GQueue urls;           /* of char*: of the chunk that was read */
  gboolean reading, listed;
  guint n_fetching, n_misses;
  GError *missed; /* why a picture that is there could not be had */
};

G_DEFINE_FINAL_TYPE (PfKeptPictures, pf_kept_pictures, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_N_DONE,
  PROP_N_TOTAL,
  PROP_N_PICTURES,
  PROP_N_BYTES,
  PROP_FULL,
  PROP_ERROR,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

static void pump (PfKeptPictures *self);

/* Work on a thread, and the pass it belongs to. */
typedef struct
{
  PfFiles *files;
  char *folder;
  char *name;
  GBytes *picture;
  GPtrArray *drop; /* of char*: what makes room */
  gboolean clean;
  PfKeptSurvey *survey;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_object_unref (job->files);
  g_free (job->folder);
  g_free (job->name);
  g_clear_pointer (&job->picture, g_bytes_unref);
  g_clear_pointer (&job->drop, g_ptr_array_unref);
  g_clear_pointer (&job->survey, pf_kept_survey_free);
  g_free (job);
}

static Job *
job_new (PfKeptPictures *self)
{
  Job *job = g_new0 (Job, 1);

  job->files = g_object_ref (pf_context_get_files (self->context));
  job->folder = g_strdup (self->folder);
  return job;
}

/* The task is of the pass that runs now. */
static gboolean
is_current (PfKeptPictures *self, GTask *task)
{
  return self->cancellable != NULL && g_task_get_cancellable (task) == self->cancellable;
}

static void
run_job (PfKeptPictures *self,
         Job *job,
         GCancellable *cancellable,
         GTaskThreadFunc func,
         GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, NULL);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, func);
}

static void
tell_contents (PfKeptPictures *self, guint n_pictures, guint64 n_bytes)
{
  self->n_pictures = n_pictures;
  self->n_bytes = n_bytes;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_PICTURES]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_BYTES]);
}

static void
end (PfKeptPictures *self, PfSyncRunState state, const GError *error)
{
  g_autoptr (PfKeptPictures) keep = g_object_ref (self);
  g_autoptr (GCancellable) cancellable = g_steal_pointer (&self->cancellable);

  g_cancellable_cancel (cancellable);
  g_object_freeze_notify (G_OBJECT (self));
  if (self->present != NULL)
    tell_contents (self, g_hash_table_size (self->present->sizes), self->present->n_bytes);
  g_clear_pointer (&self->present, pf_kept_survey_free);
  g_hash_table_remove_all (self->wanted);
  g_ptr_array_set_size (self->order, 0);
  g_clear_pointer (&self->entries, g_array_unref);
  g_queue_clear_full (&self->urls, g_free);
  self->state = state;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  g_object_thaw_notify (G_OBJECT (self));
}

/* What was kept and belongs to no pin any more, or is older than what the limit leaves room for. */
static void
drop_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;

  for (guint i = 0; i < job->drop->len; i++)
    pf_kept_folder_drop (job->folder, job->drop->pdata[i]);
  g_task_return_boolean (task, TRUE);
}

static void
on_dropped (GObject *source, GAsyncResult *result, gpointer data)
{
  PfKeptPictures *self = PF_KEPT_PICTURES (source);

  if (is_current (self, G_TASK (result)))
    end (self, self->missed != NULL ? PF_SYNC_RUN_FAILED : PF_SYNC_RUN_DONE, self->missed);
}

/* Takes what is not wanted out of the books, until there is room for @n_bytes more. */
static void
make_room (PfKeptPictures *self, guint64 n_bytes, GPtrArray *drop)
{
  GHashTableIter iter;
  gpointer name, size;

  g_hash_table_iter_init (&iter, self->present->sizes);
  while (self->present->n_bytes + n_bytes > self->limit
         && g_hash_table_iter_next (&iter, &name, &size))
    if (!g_hash_table_contains (self->wanted, name))
      {
        self->present->n_bytes -= GPOINTER_TO_SIZE (size);
        g_ptr_array_add (drop, g_strdup (name));
        g_hash_table_iter_remove (&iter);
      }
}

static void
finish (PfKeptPictures *self)
{
  Job *job = job_new (self);
  GHashTableIter iter;
  gpointer name, size;

  job->drop = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&iter, self->present->sizes);
  while (g_hash_table_iter_next (&iter, &name, &size))
    if (!g_hash_table_contains (self->wanted, name))
      {
        self->present->n_bytes -= GPOINTER_TO_SIZE (size);
        g_ptr_array_add (job->drop, g_strdup (name));
        g_hash_table_iter_remove (&iter);
      }
  run_job (self, job, self->cancellable, drop_thread, on_dropped);
}

static void
put_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;

  for (guint i = 0; i < job->drop->len; i++)
    pf_kept_folder_drop (job->folder, job->drop->pdata[i]);
  if (g_cancellable_set_error_if_cancelled (cancellable, &error)
      || !pf_kept_folder_put (job->files, job->folder, job->name, job->picture, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer data)
{
  PfKeptPictures *self = PF_KEPT_PICTURES (source);
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean put = g_task_propagate_boolean (G_TASK (result), &error);

  if (!is_current (self, G_TASK (result)))
    return;
  self->n_fetching--;
  if (!put)
    {
      g_hash_table_remove (self->present->sizes, job->name);
      self->present->n_bytes -= g_bytes_get_size (job->picture);
      end (self, PF_SYNC_RUN_FAILED, error);
      return;
    }
  tell_contents (self, g_hash_table_size (self->present->sizes), self->present->n_bytes);
  pump (self);
}

static void
tell_full (PfKeptPictures *self)
{
  self->full = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FULL]);
}

/* Beyond the limit nothing is kept, and what is newer goes before: a picture that comes late takes
 * the place of older ones. */
static gboolean
push_out (PfKeptPictures *self, guint place, gsize size)
{
  while (self->wanted_bytes + size > self->limit && self->order->len > place + 1)
    {
      g_autofree char *last = g_ptr_array_steal_index (self->order, self->order->len - 1);

      if (g_hash_table_remove (self->wanted, last))
        self->wanted_bytes -= GPOINTER_TO_SIZE (g_hash_table_lookup (self->present->sizes, last));
      tell_full (self);
    }
  return self->wanted_bytes + size <= self->limit;
}

static void
take (PfKeptPictures *self, const char *name, GBytes *picture)
{
  gsize size = g_bytes_get_size (picture);
  gpointer place;
  Job *job;

  if (!g_hash_table_lookup_extended (self->wanted, name, NULL, &place)
      || !push_out (self, GPOINTER_TO_UINT (place), size))
    {
      g_hash_table_remove (self->wanted, name);
      tell_full (self);
      pump (self);
      return;
    }
  job = job_new (self);
  job->name = g_strdup (name);
  job->picture = g_bytes_ref (picture);
  job->drop = g_ptr_array_new_with_free_func (g_free);
  make_room (self, size, job->drop);
  self->wanted_bytes += size;
  self->present->n_bytes += size;
  g_hash_table_insert (self->present->sizes, g_strdup (name), GSIZE_TO_POINTER (size));
  self->n_fetching++;
  run_job (self, job, self->cancellable, put_thread, on_put);
}

typedef struct
{
  PfKeptPictures *self;
  GCancellable *cancellable;
  char *name;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_object_unref (fetch->self);
  g_object_unref (fetch->cancellable);
  g_free (fetch->name);
  g_free (fetch);
}

/* One picture that is not there is not the end of all. */
static gboolean
is_passing (PfKeptPictures *self, const GError *error)
{
  if (g_error_matches (error, PF_ERROR, PF_ERROR_OFFLINE))
    return FALSE;
  if (g_error_matches (error, PF_ERROR, PF_ERROR_NOT_FOUND)
      || g_error_matches (error, PF_ERROR, PF_ERROR_TOO_LARGE)
      || g_error_matches (error, PF_ERROR, PF_ERROR_UNTRUSTED))
    return TRUE;
  g_clear_error (&self->missed);
  self->missed = g_error_copy (error);
  return ++self->n_misses < MAX_MISSES;
}

static void
on_fetched (GObject *source, GAsyncResult *result, gpointer data)
{
  Fetch *fetch = data;
  PfKeptPictures *self = fetch->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) picture = pf_client_fetch_picture_finish (PF_CLIENT (source), result, &error);

  if (self->cancellable == fetch->cancellable)
    {
      self->n_fetching--;
      if (picture != NULL)
        {
          self->n_misses = 0;
          take (self, fetch->name, picture);
        }
      else if (is_passing (self, error))
        {
          g_hash_table_remove (self->wanted, fetch->name);
          pump (self);
        }
      else
        end (self, PF_SYNC_RUN_FAILED, error);
    }
  fetch_free (fetch);
}

static void
want (PfKeptPictures *self, const char *url)
{
  g_autofree char *name = pf_kept_folder_make_name (url);
  gsize size = GPOINTER_TO_SIZE (g_hash_table_lookup (self->present->sizes, name));
  Fetch *fetch;

  if (g_hash_table_contains (self->wanted, name))
    return;
  if (self->wanted_bytes + size > self->limit)
    {
      tell_full (self);
      return;
    }
  g_hash_table_insert (self->wanted, g_strdup (name), GUINT_TO_POINTER (self->order->len));
  g_ptr_array_add (self->order, g_strdup (name));
  if (size > 0)
    {
      self->wanted_bytes += size;
      return;
    }
  fetch = g_new0 (Fetch, 1);
  fetch->self = g_object_ref (self);
  fetch->cancellable = g_object_ref (self->cancellable);
  fetch->name = g_steal_pointer (&name);
  self->n_fetching++;
  pf_client_fetch_picture_async (pf_connection_get_client (self->connection), url,
                                 MAX_PICTURE_BYTES, G_PRIORITY_LOW, self->cancellable, on_fetched,
                                 fetch);
}

static void
add_url (GPtrArray *urls, const char *url)
{
  if (url != NULL && *url != '\0')
    g_ptr_array_add (urls, g_strdup (url));
}

static void
add_pin (GPtrArray *urls, const PfPin *pin)
{
  for (guint i = 0; i < pin->n_pictures; i++)
    {
      const PfRendition *best = pf_picture_set_best (&pin->pictures[i], PF_KEPT_PICTURE_WIDTH);

      add_url (urls, best != NULL ? best->url : NULL);
    }
  if (pin->n_pictures == 0)
    add_url (urls, pin->cover_url);
}

static gpointer
read_urls (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  GArray *entries = data;
  g_autoptr (GHashTable) pins = pf_mirror_pins_new ();
  GPtrArray *urls;

  if (!pf_mirror_read_pins (db, entries, pins, error))
    return NULL;
  urls = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < entries->len; i++)
    {
      const PfMirrorPin *pin = g_hash_table_lookup (pins, &g_array_index (entries, gint64, i));

      if (pin != NULL)
        add_pin (urls, pin->pin);
    }
  return urls;
}

static void
array_unref (gpointer array)
{
  g_array_unref (array);
}

static void
urls_unref (gpointer urls)
{
  g_ptr_array_unref (urls);
}

/* A call to the mirror, and the pass it belongs to. */
typedef struct
{
  PfKeptPictures *self;
  GCancellable *cancellable;
} Call;

static Call *
call_new (PfKeptPictures *self)
{
  Call *call = g_new (Call, 1);

  *call = (Call){ g_object_ref (self), g_object_ref (self->cancellable) };
  return call;
}

static gboolean
call_free (Call *call)
{
  gboolean current = call->self->cancellable == call->cancellable;

  g_object_unref (call->cancellable);
  g_object_unref (call->self);
  g_free (call);
  return current;
}

static void
on_urls (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  g_autoptr (PfKeptPictures) self = g_object_ref (call->self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) urls = pf_db_run_finish (PF_DB (source), result, &error);

  if (!call_free (call))
    return;
  if (urls == NULL)
    {
      end (self, PF_SYNC_RUN_FAILED, error);
      return;
    }
  self->reading = FALSE;
  for (guint i = 0; i < urls->len; i++)
    g_queue_push_tail (&self->urls, g_strdup (urls->pdata[i]));
  pump (self);
}

static void
read_chunk (PfKeptPictures *self)
{
  guint n = MIN (CHUNK, self->entries->len - self->next);
  GArray *chunk = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n);

  g_array_append_vals (chunk, &g_array_index (self->entries, gint64, self->next), n);
  self->n_done = self->next;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_DONE]);
  self->next += n;
  self->reading = TRUE;
  pf_db_run_async (pf_mirror_get_db_of (self->mirror, pf_connection_get_id (self->connection)),
                   PF_DB_READ, read_urls, chunk, array_unref, urls_unref, self->cancellable,
                   on_urls, call_new (self));
}

static void
pump (PfKeptPictures *self)
{
  g_autoptr (PfKeptPictures) keep = g_object_ref (self);

  while (self->state == PF_SYNC_RUN_RUNNING && !self->full && self->n_fetching < MAX_FETCHES
         && self->urls.length > 0)
    {
      g_autofree char *url = g_queue_pop_head (&self->urls);

      want (self, url);
    }
  if (self->state != PF_SYNC_RUN_RUNNING || self->reading || !self->listed || self->n_fetching > 0)
    return;
  if (!self->full && self->urls.length == 0 && self->next < self->entries->len)
    read_chunk (self);
  else
    finish (self);
}

static gpointer
read_entries (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (PfMirrorSlice) slice = pf_mirror_read_slice (db, data, NULL, 0, NULL, FALSE, 0, error);
  GArray *entries;

  if (slice == NULL)
    return NULL;
  entries = g_array_sized_new (FALSE, FALSE, sizeof (gint64), slice->keys->len);
  for (guint i = 0; i < slice->keys->len; i++)
    g_array_append_val (entries, g_array_index (slice->keys, PfMirrorKey, i).entry);
  return entries;
}

static void
on_entries (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  g_autoptr (PfKeptPictures) self = g_object_ref (call->self);
  g_autoptr (GError) error = NULL;
  GArray *entries = pf_db_run_finish (PF_DB (source), result, &error);

  if (!call_free (call))
    g_clear_pointer (&entries, g_array_unref);
  else if (entries == NULL)
    end (self, PF_SYNC_RUN_FAILED, error);
  else
    {
      self->entries = entries;
      self->n_total = entries->len;
      self->listed = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_TOTAL]);
      pump (self);
    }
}

/* The covers of boards first: they are few, and the first that somebody sees. */
static void
on_boards (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  g_autoptr (PfKeptPictures) self = g_object_ref (call->self);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) boards = pf_mirror_get_boards_finish (PF_MIRROR (source), result, &error);
  const char *id = pf_connection_get_id (self->connection);
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);

  if (!call_free (call))
    return;
  if (boards == NULL)
    {
      end (self, PF_SYNC_RUN_FAILED, error);
      return;
    }
  for (guint i = 0; i < boards->len; i++)
    {
      const PfBoard *board = ((PfMirrorRow *)boards->pdata[i])->record;

      add_url (urls, board->cover_url);
      for (char **url = board->thumbnail_urls; *url != NULL; url++)
        add_url (urls, *url);
    }
  for (guint i = 0; i < urls->len; i++)
    g_queue_push_tail (&self->urls, g_strdup (urls->pdata[i]));
  pf_db_run_async (pf_mirror_get_db_of (self->mirror, id), PF_DB_READ, read_entries, g_strdup (id),
                   g_free, array_unref, self->cancellable, on_entries, call_new (self));
}

static void
survey_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;

  if (job->clean)
    g_mkdir_with_parents (job->folder, 0700);
  job->survey = pf_kept_folder_survey (job->folder, job->clean);
  g_task_return_boolean (task, TRUE);
}

static void
on_surveyed (GObject *source, GAsyncResult *result, gpointer data)
{
  PfKeptPictures *self = PF_KEPT_PICTURES (source);
  Job *job = g_task_get_task_data (G_TASK (result));

  if (!is_current (self, G_TASK (result)))
    return;
  self->present = g_steal_pointer (&job->survey);
  tell_contents (self, g_hash_table_size (self->present->sizes), self->present->n_bytes);
  pf_mirror_get_boards_async (self->mirror, pf_connection_get_id (self->connection), 0, G_MAXINT,
                              self->cancellable, on_boards, call_new (self));
}

/**
 * pf_kept_pictures_begin:
 * @self: the pictures of an account
 *
 * Goes through the account's pins as they are in the kept copy, fetches what is not here yet and
 * drops what belongs to none any more. Does nothing while it runs, when it is not enabled and when
 * another process has the copy.
 */
void
pf_kept_pictures_begin (PfKeptPictures *self)
{
  Job *job;

  if (self->state == PF_SYNC_RUN_RUNNING || !self->enabled
      || !pf_mirror_is_kept (self->mirror, pf_connection_get_id (self->connection)))
    return;
  self->cancellable = g_cancellable_new ();
  self->state = PF_SYNC_RUN_RUNNING;
  self->full = self->listed = self->reading = FALSE;
  self->n_done = self->n_total = self->next = self->n_fetching = self->n_misses = 0;
  self->wanted_bytes = 0;
  g_clear_error (&self->error);
  g_clear_error (&self->missed);
  job = job_new (self);
  job->clean = TRUE;
  run_job (self, job, self->cancellable, survey_thread, on_surveyed);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
}

/**
 * pf_kept_pictures_cancel:
 * @self: the pictures of an account
 *
 * Ends it; what is kept stays.
 */
void
pf_kept_pictures_cancel (PfKeptPictures *self)
{
  if (self->state == PF_SYNC_RUN_RUNNING)
    end (self, PF_SYNC_RUN_IDLE, NULL);
}

static void
on_measured (GObject *source, GAsyncResult *result, gpointer data)
{
  PfKeptPictures *self = PF_KEPT_PICTURES (source);
  const Job *job = g_task_get_task_data (G_TASK (result));

  if (self->state != PF_SYNC_RUN_RUNNING)
    tell_contents (self, g_hash_table_size (job->survey->sizes), job->survey->n_bytes);
}

/**
 * pf_kept_pictures_measure:
 * @self: the pictures of an account
 *
 * Looks how many there are: "n-pictures" and "n-bytes" are told then.
 */
void
pf_kept_pictures_measure (PfKeptPictures *self)
{
  if (self->state != PF_SYNC_RUN_RUNNING)
    run_job (self, job_new (self), NULL, survey_thread, on_measured);
}

/**
 * pf_kept_pictures_set_enabled:
 * @self: the pictures of an account
 * @enabled: the user wants them kept
 *
 * Ends what runs when it is not; the folder is removed elsewhere.
 */
void
pf_kept_pictures_set_enabled (PfKeptPictures *self, gboolean enabled)
{
  self->enabled = enabled;
  if (!enabled)
    pf_kept_pictures_cancel (self);
}

/**
 * pf_kept_pictures_set_limit:
 * @self: the pictures of an account
 * @n_bytes: instead of %PF_KEPT_PICTURES_LIMIT
 */
void
pf_kept_pictures_set_limit (PfKeptPictures *self, guint64 n_bytes)
{
  self->limit = n_bytes;
}

/**
 * pf_kept_pictures_get_state:
 * @self: the pictures of an account
 *
 * Returns: where it stands
 */
PfSyncRunState
pf_kept_pictures_get_state (PfKeptPictures *self)
{
  return self->state;
}

/**
 * pf_kept_pictures_get_error:
 * @self: the pictures of an account
 *
 * Returns: (transfer none) (nullable): why it is in PF_SYNC_RUN_FAILED
 */
const GError *
pf_kept_pictures_get_error (PfKeptPictures *self)
{
  return self->error;
}

/**
 * pf_kept_pictures_get_folder:
 * @self: the pictures of an account
 *
 * Returns: (transfer none) (nullable): where they are; %NULL when they are not to be kept
 */
const char *
pf_kept_pictures_get_folder (PfKeptPictures *self)
{
  return self->enabled ? self->folder : NULL;
}

static void
on_pins_state (PfKeptPictures *self)
{
  if (pf_sync_run_get_state (self->pins) == PF_SYNC_RUN_DONE)
    pf_kept_pictures_begin (self);
}

static void
pf_kept_pictures_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  PfKeptPictures *self = PF_KEPT_PICTURES (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int)self->state);
      break;
    case PROP_N_DONE:
      g_value_set_uint (value, self->n_done);
      break;
    case PROP_N_TOTAL:
      g_value_set_uint (value, self->n_total);
      break;
    case PROP_N_PICTURES:
      g_value_set_uint (value, self->n_pictures);
      break;
    case PROP_N_BYTES:
      g_value_set_uint64 (value, self->n_bytes);
      break;
    case PROP_FULL:
      g_value_set_boolean (value, self->full);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
pf_kept_pictures_dispose (GObject *object)
{
  PfKeptPictures *self = PF_KEPT_PICTURES (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->state = PF_SYNC_RUN_IDLE;
  g_clear_object (&self->pins);
  g_clear_object (&self->connection);
  g_clear_object (&self->mirror);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (pf_kept_pictures_parent_class)->dispose (object);
}

static void
pf_kept_pictures_finalize (GObject *object)
{
  PfKeptPictures *self = PF_KEPT_PICTURES (object);

  g_clear_error (&self->error);
  g_clear_error (&self->missed);
  g_clear_pointer (&self->present, pf_kept_survey_free);
  g_clear_pointer (&self->entries, g_array_unref);
  g_queue_clear_full (&self->urls, g_free);
  g_hash_table_unref (self->wanted);
  g_ptr_array_unref (self->order);
  g_free (self->folder);
  G_OBJECT_CLASS (pf_kept_pictures_parent_class)->finalize (object);
}

static void
pf_kept_pictures_class_init (PfKeptPicturesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pf_kept_pictures_get_property;
  object_class->dispose = pf_kept_pictures_dispose;
  object_class->finalize = pf_kept_pictures_finalize;
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, PF_SYNC_RUN_IDLE, PF_SYNC_RUN_FAILED,
                                        PF_SYNC_RUN_IDLE, flags);
  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_PICTURES] = g_param_spec_uint ("n-pictures", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_BYTES] = g_param_spec_uint64 ("n-bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  props[PROP_FULL] = g_param_spec_boolean ("full", NULL, NULL, FALSE, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pf_kept_pictures_init (PfKeptPictures *self)
{
  self->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->order = g_ptr_array_new_with_free_func (g_free);
  self->limit = PF_KEPT_PICTURES_LIMIT;
  g_queue_init (&self->urls);
}

/**
 * pf_kept_pictures_new:
 * @context: the context
 * @mirror: with the kept copy
 * @connection: whose
 * @pins: the pass over its pins
 *
 * Returns: (transfer full): its kept pictures, not enabled
 */
PfKeptPictures *
pf_kept_pictures_new (PfContext *context,
                      PfMirror *mirror,
                      PfConnection *connection,
                      PfSyncRun *pins)
{
  PfKeptPictures *self = g_object_new (PF_TYPE_KEPT_PICTURES, NULL);

  self->context = g_object_ref (context);
  self->mirror = g_object_ref (mirror);
  self->connection = g_object_ref (connection);
  self->pins = g_object_ref (pins);
  self->folder = pf_kept_folder_get_path (context, pf_connection_get_id (connection));
  g_signal_connect_object (pins, "notify::state", G_CALLBACK (on_pins_state), self,
                           G_CONNECT_SWAPPED);
  return self;
}
