/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-sync"

#include "config.h"

#include "core/sync/pf-kept-pictures.h"

#include "core/base/pf-error.h"
#include "core/sync/pf-kept-plan.h"
#include "core/sync/pf-kept-urls.h"

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
  PfKeptPlan *plan; /* while running, once it is known what is there */
  GArray *entries;  /* of gint64: pins, newest first */
  guint next;       /* of entries */
  GQueue urls;      /* of char*: of the chunk that was read */
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

/* A call under way, and the pass it belongs to. */
typedef struct
{
  PfKeptPictures *self;
  GCancellable *cancellable; /* nullable: of none */
  char *name;                /* nullable: of a picture */
} Call;

static Call *
call_new (PfKeptPictures *self, const char *name)
{
  Call *call = g_new0 (Call, 1);

  call->self = g_object_ref (self);
  g_set_object (&call->cancellable, self->cancellable);
  call->name = g_strdup (name);
  return call;
}

static gboolean
is_current (const Call *call)
{
  return call->self->cancellable == call->cancellable;
}

static void
call_free (Call *call)
{
  g_clear_object (&call->cancellable);
  g_object_unref (call->self);
  g_free (call->name);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
tell_contents (PfKeptPictures *self, guint n_pictures, guint64 n_bytes)
{
  self->n_pictures = n_pictures;
  self->n_bytes = n_bytes;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_PICTURES]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_BYTES]);
}

static void
tell_plan (PfKeptPictures *self)
{
  tell_contents (self, pf_kept_plan_get_n_pictures (self->plan),
                 pf_kept_plan_get_n_bytes (self->plan));
}

static void
note_full (PfKeptPictures *self)
{
  if (self->full || !pf_kept_plan_is_full (self->plan))
    return;
  self->full = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_FULL]);
}

static void
end (PfKeptPictures *self, PfSyncRunState state, const GError *error)
{
  g_autoptr (PfKeptPictures) keep = g_object_ref (self);
  g_autoptr (GCancellable) cancellable = g_steal_pointer (&self->cancellable);

  g_cancellable_cancel (cancellable);
  g_object_freeze_notify (G_OBJECT (self));
  if (self->plan != NULL)
    tell_plan (self);
  g_clear_pointer (&self->plan, pf_kept_plan_free);
  g_clear_pointer (&self->entries, g_array_unref);
  g_queue_clear_full (&self->urls, g_free);
  self->state = state;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_dropped (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  PfKeptPictures *self = call->self;

  if (is_current (call))
    end (self, self->missed != NULL ? PF_SYNC_RUN_FAILED : PF_SYNC_RUN_DONE, self->missed);
}

static void
finish (PfKeptPictures *self)
{
  g_autoptr (GPtrArray) drop = g_ptr_array_new_with_free_func (g_free);

  pf_kept_plan_drop_rest (self->plan, drop);
  pf_kept_folder_change_async (self->context, self->folder, drop, NULL, NULL, self->cancellable,
                               on_dropped, call_new (self, NULL));
}

static void
on_put (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  PfKeptPictures *self = call->self;
  g_autoptr (GError) error = NULL;
  gboolean put = pf_kept_folder_change_finish (result, &error);

  if (!is_current (call))
    return;
  self->n_fetching--;
  if (!put)
    {
      pf_kept_plan_give_up (self->plan, call->name);
      end (self, PF_SYNC_RUN_FAILED, error);
      return;
    }
  tell_plan (self);
  pump (self);
}

static void
take (PfKeptPictures *self, const char *name, GBytes *picture)
{
  g_autoptr (GPtrArray) drop = g_ptr_array_new_with_free_func (g_free);
  gboolean taken = pf_kept_plan_take (self->plan, name, g_bytes_get_size (picture), drop);

  note_full (self);
  if (!taken)
    {
      pump (self);
      return;
    }
  self->n_fetching++;
  pf_kept_folder_change_async (self->context, self->folder, drop, name, picture, self->cancellable,
                               on_put, call_new (self, name));
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
  g_autoptr (Call) call = data;
  PfKeptPictures *self = call->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) picture = pf_client_fetch_picture_finish (PF_CLIENT (source), result, &error);

  if (!is_current (call))
    return;
  self->n_fetching--;
  if (picture != NULL)
    {
      self->n_misses = 0;
      take (self, call->name, picture);
    }
  else if (is_passing (self, error))
    {
      pf_kept_plan_give_up (self->plan, call->name);
      pump (self);
    }
  else
    end (self, PF_SYNC_RUN_FAILED, error);
}

static void
want (PfKeptPictures *self, const char *url)
{
  g_autofree char *name = pf_kept_folder_make_name (url);
  PfKeptAnswer answer = pf_kept_plan_want (self->plan, name);

  note_full (self);
  if (answer != PF_KEPT_MISSING)
    return;
  self->n_fetching++;
  pf_client_fetch_picture_async (pf_connection_get_client (self->connection), url,
                                 MAX_PICTURE_BYTES, G_PRIORITY_LOW, self->cancellable, on_fetched,
                                 call_new (self, name));
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

static void
queue_urls (PfKeptPictures *self, const GPtrArray *urls)
{
  for (guint i = 0; i < urls->len; i++)
    g_queue_push_tail (&self->urls, g_strdup (urls->pdata[i]));
}

static void
on_urls (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  PfKeptPictures *self = call->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) urls = pf_db_run_finish (PF_DB (source), result, &error);

  if (!is_current (call))
    return;
  if (urls == NULL)
    {
      end (self, PF_SYNC_RUN_FAILED, error);
      return;
    }
  self->reading = FALSE;
  queue_urls (self, urls);
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
                   PF_DB_READ, pf_kept_urls_read, chunk, array_unref, urls_unref, self->cancellable,
                   on_urls, call_new (self, NULL));
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

static void
on_entries (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  PfKeptPictures *self = call->self;
  g_autoptr (GError) error = NULL;
  GArray *entries = pf_db_run_finish (PF_DB (source), result, &error);

  if (!is_current (call))
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
  g_autoptr (Call) call = data;
  PfKeptPictures *self = call->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) boards = pf_mirror_get_boards_finish (PF_MIRROR (source), result, &error);
  g_autoptr (GPtrArray) urls = NULL;
  const char *id = pf_connection_get_id (self->connection);

  if (!is_current (call))
    return;
  if (boards == NULL)
    {
      end (self, PF_SYNC_RUN_FAILED, error);
      return;
    }
  urls = pf_kept_urls_of_boards (boards);
  queue_urls (self, urls);
  pf_db_run_async (pf_mirror_get_db_of (self->mirror, id), PF_DB_READ, pf_kept_urls_read_entries,
                   g_strdup (id), g_free, array_unref, self->cancellable, on_entries,
                   call_new (self, NULL));
}

static void
on_surveyed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Call) call = data;
  PfKeptPictures *self = call->self;
  PfKeptSurvey *present = pf_kept_folder_survey_finish (result, NULL);

  if (!is_current (call))
    {
      g_clear_pointer (&present, pf_kept_survey_free);
      return;
    }
  self->plan = pf_kept_plan_new (present, self->limit);
  tell_plan (self);
  pf_mirror_get_boards_async (self->mirror, pf_connection_get_id (self->connection), 0, G_MAXINT,
                              self->cancellable, on_boards, call_new (self, NULL));
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
  if (self->state == PF_SYNC_RUN_RUNNING || !self->enabled
      || !pf_mirror_is_kept (self->mirror, pf_connection_get_id (self->connection)))
    return;
  self->cancellable = g_cancellable_new ();
  self->state = PF_SYNC_RUN_RUNNING;
  self->full = self->listed = self->reading = FALSE;
  self->n_done = self->n_total = self->next = self->n_fetching = self->n_misses = 0;
  g_clear_error (&self->error);
  g_clear_error (&self->missed);
  pf_kept_folder_survey_async (self->folder, TRUE, self->cancellable, on_surveyed,
                               call_new (self, NULL));
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
  g_autoptr (Call) call = data;
  g_autoptr (PfKeptSurvey) present = pf_kept_folder_survey_finish (result, NULL);

  if (is_current (call))
    tell_contents (call->self, g_hash_table_size (present->sizes), present->n_bytes);
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
    pf_kept_folder_survey_async (self->folder, FALSE, NULL, on_measured, call_new (self, NULL));
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
  g_clear_pointer (&self->plan, pf_kept_plan_free);
  g_clear_pointer (&self->entries, g_array_unref);
  g_queue_clear_full (&self->urls, g_free);
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
