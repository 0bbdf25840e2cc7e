/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-workspace"

#include "config.h"

#include "core/pf-workspace.h"

#include "core/account/pf-callback-listener.h"
#include "core/base/pf-day-turn.h"
#include "core/pf-workspace-keep.h"

/* Nobody waits longer than this for a window to close; what was not sent stays in the outbox. */
#define DRAIN_LIMIT_US (15 * (gint64)G_USEC_PER_SEC)

struct _PfWorkspace
{
  GObject parent_instance;
  PfContext *context;
  PfStore *store;
  PfMirror *mirror;
  PfConnections *connections;
  PfOutbox *outbox;
  GHashTable *syncs;      /* connection id -> PfSync */
  GHashTable *boards;     /* connection id -> PfBoardList */
  GHashTable *favourites; /* connection id -> PfFavouriteList */
  GHashTable *kept;       /* connection id -> PfKeep */
  GHashTable *pictures;   /* connection id -> PfKeptPictures */
  GHashTable *insights;   /* connection id -> PfInsights */
  GHashTable *known;      /* ids of the connections there are */
  GCancellable *starting;
  guint start_source;
  gboolean start_done;
  PfDayTurn *day_turn; /* nullable until it began */
};

G_DEFINE_FINAL_TYPE (PfWorkspace, pf_workspace, G_TYPE_OBJECT)

enum
{
  TROUBLE,
  KEPT_CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

static void
drop_connection (PfWorkspace *self, const char *id)
{
  PfSync *sync = g_hash_table_lookup (self->syncs, id);
  PfKeptPictures *pictures = g_hash_table_lookup (self->pictures, id);

  if (pictures != NULL)
    pf_kept_pictures_set_enabled (pictures, FALSE);
  g_hash_table_remove (self->pictures, id);
  g_hash_table_remove (self->insights, id);
  if (sync != NULL)
    pf_sync_stop (sync);
  g_hash_table_remove (self->favourites, id);
  g_hash_table_remove (self->boards, id);
  g_hash_table_remove (self->syncs, id);
}

static void
stop_all (PfWorkspace *self)
{
  GHashTableIter iter;
  gpointer sync, pictures;

  g_hash_table_iter_init (&iter, self->pictures);
  while (g_hash_table_iter_next (&iter, NULL, &pictures))
    pf_kept_pictures_set_enabled (pictures, FALSE);
  g_hash_table_iter_init (&iter, self->syncs);
  while (g_hash_table_iter_next (&iter, NULL, &sync))
    pf_sync_stop (sync);
  g_hash_table_remove_all (self->pictures);
  g_hash_table_remove_all (self->insights);
  g_hash_table_remove_all (self->favourites);
  g_hash_table_remove_all (self->boards);
  g_hash_table_remove_all (self->syncs);
}

static void
pf_workspace_dispose (GObject *object)
{
  PfWorkspace *self = PF_WORKSPACE (object);

  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_pointer (&self->day_turn, pf_day_turn_free);
  if (self->starting != NULL)
    g_cancellable_cancel (self->starting);
  g_clear_object (&self->starting);
  stop_all (self);
  if (self->connections != NULL)
    g_signal_handlers_disconnect_by_data (self->connections, self);
  g_clear_object (&self->outbox);
  g_clear_object (&self->connections);
  g_clear_object (&self->mirror);
  g_clear_object (&self->store);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (pf_workspace_parent_class)->dispose (object);
}

static void
pf_workspace_finalize (GObject *object)
{
  PfWorkspace *self = PF_WORKSPACE (object);

  g_hash_table_unref (self->syncs);
  g_hash_table_unref (self->boards);
  g_hash_table_unref (self->favourites);
  g_hash_table_unref (self->pictures);
  g_hash_table_unref (self->insights);
  g_clear_pointer (&self->kept, g_hash_table_unref);
  g_hash_table_unref (self->known);
  G_OBJECT_CLASS (pf_workspace_parent_class)->finalize (object);
}

static void
pf_workspace_class_init (PfWorkspaceClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_workspace_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_workspace_finalize;

  /**
   * PfWorkspace::trouble:
   * @self: the workspace
   * @error: why
   *
   * Delivery could not start: what is pinned waits.
   */
  signals[TROUBLE] = g_signal_new ("trouble", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  /**
   * PfWorkspace::kept-changed:
   * @self: the workspace
   * @connection_id: of whom
   *
   * Another choice of what is kept on this computer.
   */
  signals[KEPT_CHANGED]
      = g_signal_new ("kept-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pf_workspace_init (PfWorkspace *self)
{
  self->syncs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->boards = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->favourites = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->insights = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/* Where the user keeps analytics: what there is of followers and the like today. Nobody waits for
 * it; what does not come today leaves a gap. */
static void
note_counts (PfWorkspace *self, PfConnection *connection)
{
  PfConnectionState state = pf_connection_get_state (connection);

  if (self->start_done && (pf_workspace_get_kept (self, connection) & PF_KEEP_ANALYTICS) != 0
      && (state == PF_CONNECTION_CONNECTED || state == PF_CONNECTION_REFRESH_DUE))
    pf_insights_note_followers_async (pf_workspace_get_insights (self, connection), self->starting,
                                      NULL, NULL);
}

static void
on_state (PfConnection *connection, GParamSpec *pspec, PfWorkspace *self)
{
  note_counts (self, connection);
}

static void
note_all_counts (PfWorkspace *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->connections)); i++)
    {
      g_autoptr (PfConnection) connection
          = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      note_counts (self, connection);
    }
}

static void
day_turned (gpointer data)
{
  note_all_counts (data);
}

/* What was pulled of an account that is gone is forgotten at once (MO-19). */
static void
on_connections_changed (PfWorkspace *self)
{
  g_autoptr (GHashTable) now = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->connections));
  GHashTableIter iter;
  gpointer id;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfConnection) connection
          = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      g_hash_table_add (now, g_strdup (pf_connection_get_id (connection)));
      g_signal_handlers_disconnect_by_func (connection, on_state, self);
      g_signal_connect_object (connection, "notify::state", G_CALLBACK (on_state), self, 0);
    }
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    if (!g_hash_table_contains (now, id))
      {
        drop_connection (self, id);
        pf_mirror_forget_async (self->mirror, id, NULL, NULL);
        g_hash_table_remove (self->kept, id);
        pf_kept_set_async (self->mirror, self->store, id, PF_KEEP_NOTHING, NULL, NULL);
      }
  g_hash_table_unref (self->known);
  self->known = g_steal_pointer (&now);
}

static void
on_started (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfWorkspace) self = data;
  g_autoptr (GError) error = NULL;

  self->start_done = pf_outbox_start_finish (PF_OUTBOX (source), result, &error);
  if (!self->start_done)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_signal_emit (self, signals[TROUBLE], 0, error);
      return;
    }
  /* No row or draft that a crash left is still on its way to its picture now. */
  if (self->store != NULL)
    pf_store_sweep_blobs_async (self->store, NULL, NULL);
  note_all_counts (self);
  /* A long session has a day after this one. */
  g_clear_pointer (&self->day_turn, pf_day_turn_free);
  self->day_turn = pf_day_turn_new (pf_context_get_clock (self->context), day_turned, self);
}

static gboolean
start_outbox (gpointer data)
{
  PfWorkspace *self = data;

  self->start_source = 0;
  pf_outbox_start_async (self->outbox, self->starting, on_started, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* All is opened on a thread, step by step in a main context of its own: the main thread, which
 * starts GTK meanwhile, would let each step wait. The two files know nothing of each other: both
 * are opened at once. */
typedef struct
{
  PfWorkspace *workspace;
  guint n_opening;
  gboolean over;
  GError *error;        /* the store's rather than the mirror's */
  GAsyncResult *loaded; /* the connections */
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_object (&opening->loaded);
  g_object_unref (opening->workspace);
  g_clear_error (&opening->error);
  g_free (opening);
}

/* Main thread. */
static gboolean
finish_open (gpointer data)
{
  GTask *task = data;
  Opening *opening = g_task_get_task_data (task);
  PfWorkspace *self = opening->workspace;

  if (opening->error == NULL && pf_store_attach (self->store, &opening->error))
    pf_connections_load_finish (self->connections, opening->loaded, &opening->error);
  if (opening->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&opening->error));
      return G_SOURCE_REMOVE;
    }
  g_signal_connect_swapped (self->connections, "items-changed", G_CALLBACK (on_connections_changed),
                            self);
  on_connections_changed (self);
  self->outbox = pf_outbox_new (self->store, self->mirror, self->connections);
  /* First what is seen, then delivery (performance.md rule 9). */
  self->starting = g_cancellable_new ();
  self->start_source = g_idle_add_full (G_PRIORITY_LOW, start_outbox, self, NULL);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
  return G_SOURCE_REMOVE;
}

static void
fail (Opening *opening, GError *error)
{
  g_clear_error (&opening->error);
  opening->error = error;
  opening->over = TRUE;
}

static void
on_kept_open (GObject *source, GAsyncResult *result, gpointer data)
{
  pf_kept_finish (result, NULL);
  ((Opening *)data)->over = TRUE;
}

static void
on_kept_listed (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  PfWorkspace *self = opening->workspace;
  GError *error = NULL;

  self->kept = pf_store_list_kept_finish (PF_STORE (source), result, &error);
  if (self->kept == NULL)
    fail (opening, error);
  else
    pf_kept_open_async (self->mirror, self->store, self->kept, on_kept_open, opening);
}

static void
on_connections_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;

  opening->loaded = g_object_ref (result);
  pf_store_list_kept_async (opening->workspace->store, NULL, on_kept_listed, opening);
}

static void
on_bound (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  PfWorkspace *self = opening->workspace;
  GError *error = NULL;

  if (!pf_mirror_bind_finish (PF_MIRROR (source), result, &error))
    {
      fail (opening, error);
      return;
    }
  self->connections = pf_connections_new (self->store);
  pf_connections_load_async (self->connections, NULL, on_connections_loaded, opening);
}

/* Who is told that it does not open finds nothing of it any more. */
static void
on_mirror_given_up (GObject *source, GAsyncResult *result, gpointer data)
{
  pf_mirror_close_finish (PF_MIRROR (source), result, NULL);
  ((Opening *)data)->over = TRUE;
}

static void
opened (Opening *opening)
{
  PfWorkspace *self = opening->workspace;

  if (--opening->n_opening > 0)
    return;
  if (opening->error != NULL && self->mirror != NULL)
    pf_mirror_close_async (self->mirror, on_mirror_given_up, opening);
  else if (opening->error != NULL)
    opening->over = TRUE;
  else
    pf_mirror_bind_async (self->mirror, self->store, NULL, on_bound, opening);
}

static void
on_mirror_open (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;

  opening->workspace->mirror
      = pf_mirror_open_finish (result, opening->error == NULL ? &opening->error : NULL);
  opened (opening);
}

static void
on_store_open (GObject *source, GAsyncResult *result, gpointer data)
{
  Opening *opening = data;
  GError *error = NULL;

  opening->workspace->store = pf_store_open_finish (result, &error);
  /* What is wrong with the user's own work comes first. */
  if (error != NULL)
    {
      g_clear_error (&opening->error);
      opening->error = error;
    }
  opened (opening);
}

static gpointer
open_all (gpointer data)
{
  GTask *task = data;
  Opening *opening = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GSource) source = g_idle_source_new ();

  g_main_context_push_thread_default (context);
  pf_store_open_async (opening->workspace->context, cancellable, on_store_open, opening);
  pf_mirror_open_async (opening->workspace->context, cancellable, on_mirror_open, opening);
  while (!opening->over)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
  /* The task's priority. */
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, finish_open, task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
  return NULL;
}

/**
 * pf_workspace_open_async:
 * @context: the context
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Opens the store, the mirror and the connections, so that a face can show its first
 * content; delivery starts right after that. Errors: those of pf_store_open_async()
 * (PF_ERROR_DAMAGED, PF_ERROR_NEWER_SCHEMA, PF_ERROR_DISK_FULL), of
 * pf_mirror_open_async() and pf_connections_load_async().
 */
void
pf_workspace_open_async (PfContext *context,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);

  opening->workspace = g_object_new (PF_TYPE_WORKSPACE, NULL);
  opening->workspace->context = g_object_ref (context);
  opening->n_opening = 2;
  g_task_set_source_tag (task, pf_workspace_open_async);
  g_task_set_task_data (task, opening, opening_free);
  g_thread_unref (g_thread_new ("pf-open", open_all, task));
}

/**
 * pf_workspace_open_finish:
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full): the workspace
 */
PfWorkspace *
pf_workspace_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * pf_workspace_get_context:
 * @self: a workspace
 *
 * Returns: (transfer none): the context
 */
PfContext *
pf_workspace_get_context (PfWorkspace *self)
{
  return self->context;
}

/**
 * pf_workspace_get_store:
 * @self: a workspace
 *
 * Returns: (transfer none): the user's own work
 */
PfStore *
pf_workspace_get_store (PfWorkspace *self)
{
  return self->store;
}

/**
 * pf_workspace_get_mirror:
 * @self: a workspace
 *
 * Returns: (transfer none): what was read from the service
 */
PfMirror *
pf_workspace_get_mirror (PfWorkspace *self)
{
  return self->mirror;
}

/**
 * pf_workspace_get_connections:
 * @self: a workspace
 *
 * Returns: (transfer none): the accounts
 */
PfConnections *
pf_workspace_get_connections (PfWorkspace *self)
{
  return self->connections;
}

/**
 * pf_workspace_get_outbox:
 * @self: a workspace
 *
 * Returns: (transfer none): what is to be sent
 */
PfOutbox *
pf_workspace_get_outbox (PfWorkspace *self)
{
  return self->outbox;
}

/**
 * pf_workspace_get_sync:
 * @self: a workspace
 * @connection: one of its connections
 *
 * Returns: (transfer none): what pulls for it, the same for all callers
 */
PfSync *
pf_workspace_get_sync (PfWorkspace *self, PfConnection *connection)
{
  const char *id = pf_connection_get_id (connection);
  PfSync *sync = g_hash_table_lookup (self->syncs, id);

  if (sync == NULL)
    {
      sync = pf_sync_new (self->context, self->mirror, connection);
      g_hash_table_insert (self->syncs, g_strdup (id), sync);
    }
  return sync;
}

/**
 * pf_workspace_get_boards:
 * @self: a workspace
 * @connection: one of its connections
 *
 * Returns: (transfer none): its boards, the same list for all callers
 */
PfBoardList *
pf_workspace_get_boards (PfWorkspace *self, PfConnection *connection)
{
  const char *id = pf_connection_get_id (connection);
  PfBoardList *boards = g_hash_table_lookup (self->boards, id);

  if (boards == NULL)
    {
      boards = pf_board_list_new (self->mirror, pf_workspace_get_sync (self, connection),
                                  self->outbox, connection);
      g_hash_table_insert (self->boards, g_strdup (id), boards);
    }
  return boards;
}

/**
 * pf_workspace_get_favourites:
 * @self: a workspace
 * @connection: one of its connections
 *
 * Returns: (transfer none): its favourite boards, the same list for all callers
 */
PfFavouriteList *
pf_workspace_get_favourites (PfWorkspace *self, PfConnection *connection)
{
  const char *id = pf_connection_get_id (connection);
  PfFavouriteList *list = g_hash_table_lookup (self->favourites, id);

  if (list == NULL)
    {
      list = pf_favourite_list_new (self->store, connection,
                                    pf_workspace_get_boards (self, connection));
      g_hash_table_insert (self->favourites, g_strdup (id), list);
    }
  return list;
}

/**
 * pf_workspace_get_insights:
 * @self: a workspace
 * @connection: one of its connections
 *
 * Returns: (transfer none): its numbers, the same for all callers
 */
PfInsights *
pf_workspace_get_insights (PfWorkspace *self, PfConnection *connection)
{
  const char *id = pf_connection_get_id (connection);
  PfInsights *insights = g_hash_table_lookup (self->insights, id);

  if (insights == NULL)
    {
      insights = pf_insights_new (self->context, self->store, connection);
      pf_insights_set_keep (insights,
                            (pf_workspace_get_kept (self, connection) & PF_KEEP_ANALYTICS) != 0);
      g_hash_table_insert (self->insights, g_strdup (id), insights);
    }
  return insights;
}

PfKeep
pf_workspace_get_kept (PfWorkspace *self, PfConnection *connection)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->kept, pf_connection_get_id (connection)));
}

/**
 * pf_workspace_get_kept_pictures:
 * @self: a workspace
 * @connection: one of its connections
 *
 * Returns: (transfer none): what keeps its pictures, if the user wants them kept; the same for all
 *   callers
 */
PfKeptPictures *
pf_workspace_get_kept_pictures (PfWorkspace *self, PfConnection *connection)
{
  const char *id = pf_connection_get_id (connection);
  PfKeptPictures *pictures = g_hash_table_lookup (self->pictures, id);

  if (pictures == NULL)
    {
      pictures = pf_kept_pictures_new (self->context, self->mirror, connection,
                                       pf_sync_get_run (pf_workspace_get_sync (self, connection)));
      pf_kept_pictures_set_enabled (pictures,
                                    (pf_workspace_get_kept (self, connection) & PF_KEEP_PICTURES)
                                        != 0);
      g_hash_table_insert (self->pictures, g_strdup (id), pictures);
    }
  return pictures;
}

/**
 * pf_workspace_find_kept_folder:
 * @self: a workspace
 * @client: of one of its connections
 *
 * Returns: (transfer none) (nullable): where its pictures are kept; %NULL when they are not
 */
const char *
pf_workspace_find_kept_folder (PfWorkspace *self, PfClient *client)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->connections));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (PfConnection) connection
          = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      if ((pf_workspace_get_kept (self, connection) & PF_KEEP_PICTURES) != 0
          && pf_connection_get_client (connection) == client)
        return pf_kept_pictures_get_folder (pf_workspace_get_kept_pictures (self, connection));
    }
  return NULL;
}

static void
on_kept_set (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (pf_kept_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * pf_workspace_set_kept_async:
 * @self: a workspace
 * @connection: one of its connections
 * @keep: what is kept on this computer from now on
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * The user's choice, and the button that wipes. A copy begins empty: pf_sync_get_run() fills it;
 * analytics are added to as they are asked for.
 * Fails with PF_ERROR_BUSY when another process has the copy; the choice holds all the same.
 */
void
pf_workspace_set_kept_async (PfWorkspace *self,
                             PfConnection *connection,
                             PfKeep keep,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  const char *id = pf_connection_get_id (connection);

  g_task_set_source_tag (task, pf_workspace_set_kept_async);
  g_hash_table_insert (self->kept, g_strdup (id), GUINT_TO_POINTER (keep));
  pf_kept_pictures_set_enabled (pf_workspace_get_kept_pictures (self, connection),
                                (keep & PF_KEEP_PICTURES) != 0);
  pf_insights_set_keep (pf_workspace_get_insights (self, connection),
                        (keep & PF_KEEP_ANALYTICS) != 0);
  g_signal_emit (self, signals[KEPT_CHANGED], 0, id);
  pf_kept_set_async (self->mirror, self->store, id, keep, on_kept_set, task);
}

gboolean
pf_workspace_set_kept_finish (PfWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_store_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (pf_store_close_finish (PF_STORE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_mirror_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  PfWorkspace *self = g_task_get_source_object (task);

  /* A mirror that could not be removed is swept at the next start. */
  pf_mirror_close_finish (PF_MIRROR (source), result, NULL);
  pf_store_close_async (self->store, on_store_closed, task);
}

static void
close_files (GTask *task)
{
  PfWorkspace *self = g_task_get_source_object (task);

  pf_outbox_stop (self->outbox);
  stop_all (self);
  pf_mirror_close_async (self->mirror, on_mirror_closed, task);
}

typedef struct
{
  PfClock *clock;
  GCancellable *limit;
  guint timeout;
} Drain;

static void
on_drain_limit (gpointer data)
{
  Drain *drain = data;

  drain->timeout = 0;
  g_cancellable_cancel (drain->limit);
}

static void
drain_free (gpointer data)
{
  Drain *drain = data;

  if (drain->timeout != 0)
    pf_clock_cancel (drain->clock, drain->timeout);
  g_object_unref (drain->clock);
  g_object_unref (drain->limit);
  g_free (drain);
}

static void
on_drained (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;

  /* What could not be sent in time is kept and told at the next start. */
  pf_outbox_drain_finish (PF_OUTBOX (source), result, NULL);
  g_task_set_task_data (task, NULL, NULL);
  close_files (task);
}

/**
 * pf_workspace_close_async:
 * @self: a workspace
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Delivers what is held (15 s at most), stops, closes the databases and removes the
 * mirror. Nothing of the workspace may be used after that.
 */
void
pf_workspace_close_async (PfWorkspace *self, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, NULL, callback, user_data);
  Drain *drain;

  g_task_set_source_tag (task, pf_workspace_close_async);
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_pointer (&self->day_turn, pf_day_turn_free);
  g_cancellable_cancel (self->starting);
  g_signal_handlers_disconnect_by_data (self->connections, self);
  pf_callback_listener_end_lingering (G_OBJECT (self->context));
  if (!self->start_done)
    {
      close_files (task);
      return;
    }
  drain = g_new0 (Drain, 1);
  drain->clock = g_object_ref (pf_context_get_clock (self->context));
  drain->limit = g_cancellable_new ();
  g_task_set_task_data (task, drain, drain_free);
  drain->timeout = pf_clock_timeout (drain->clock, DRAIN_LIMIT_US, on_drain_limit, drain, NULL);
  pf_outbox_drain_async (self->outbox, drain->limit, on_drained, task);
}

/**
 * pf_workspace_close_finish:
 * @self: a workspace
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether it closed
 */
gboolean
pf_workspace_close_finish (PfWorkspace *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
