/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-sync"

#include "config.h"

#include "core/sync/pf-sync-run.h"

#include "core/base/pf-error.h"
#include "core/sync/pf-listing-private.h"

#define PAGE 250
/* Rows of one commit (performance.md rule 7), and how many commits may wait for the disk. */
#define BATCH 2500
#define BATCH_US (500 * G_TIME_SPAN_MILLISECOND)
#define MAX_STORES 2

struct _PfSyncRun
{
  GObject parent_instance;
  PfContext *context;
  PfMirror *mirror;
  PfConnection *connection;
  PfSync *sync; /* not owned: it owns this */
  PfSyncRunState state;
  GError *error;
  guint n_done, n_total;
  GCancellable *cancellable; /* while running */
  PfListing *boards, *sections;
  gulong boards_handler, sections_handler;
  GPtrArray *section_boards; /* ids still to be listed */
  gint64 generation;
  char *bookmark;      /* of the next page */
  char *stored;        /* behind what is stored or on its way there, with has_stored */
  GHashTable *visited; /* bookmarks of this run */
  PfPage *batch;       /* fetched and not being stored */
  gint64 batch_at;
  guint n_stores;
  gboolean fetching, fetched_all, has_stored;
};

G_DEFINE_FINAL_TYPE (PfSyncRun, pf_sync_run, G_TYPE_OBJECT)

enum
{
  PROP_STATE = 1,
  PROP_N_DONE,
  PROP_N_TOTAL,
  PROP_ERROR,
  N_PROPS
};
static GParamSpec *props[N_PROPS];

/* A call under way, and the pass it belongs to. */
typedef struct
{
  PfSyncRun *run;
  GCancellable *cancellable;
  guint n;
} Call;

static void pump (PfSyncRun *self);

static void
pin_unref (gpointer pin)
{
  pf_pin_unref (pin);
}

static Call *
call_new (PfSyncRun *self, guint n)
{
  Call *call = g_new0 (Call, 1);

  call->run = g_object_ref (self);
  call->cancellable = g_object_ref (self->cancellable);
  call->n = n;
  return call;
}

static gboolean
is_current (const Call *call)
{
  return call->run->cancellable == call->cancellable;
}

static void
call_free (Call *call)
{
  g_object_unref (call->cancellable);
  g_object_unref (call->run);
  g_free (call);
}

static void
let_go (PfSyncRun *self)
{
  g_autoptr (GCancellable) cancellable = g_steal_pointer (&self->cancellable);

  if (cancellable != NULL)
    g_cancellable_cancel (cancellable);
  g_clear_signal_handler (&self->boards_handler, self->boards);
  g_clear_signal_handler (&self->sections_handler, self->sections);
  g_clear_object (&self->boards);
  g_clear_object (&self->sections);
  g_clear_pointer (&self->batch, pf_page_free);
  self->n_stores = 0;
  self->fetching = FALSE;
}

/* Whoever scrolls through all pins goes on from here. */
static void
hand_over (PfSyncRun *self)
{
  if (self->has_stored && self->generation != 0 && self->sync != NULL)
    pf_listing_take_over (pf_sync_get_all_pins (self->sync), self->generation, self->stored);
  self->has_stored = FALSE;
}

static void
end (PfSyncRun *self, PfSyncRunState state, const GError *error)
{
  g_autoptr (PfSyncRun) keep = g_object_ref (self);

  let_go (self);
  hand_over (self);
  g_object_freeze_notify (G_OBJECT (self));
  self->state = state;
  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_ERROR]);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
fail (PfSyncRun *self, const GError *error, const char *operation)
{
  g_autoptr (PfSyncRun) keep = g_object_ref (self);

  if (operation != NULL)
    pf_connection_note_error (self->connection, error, operation);
  if (self->state == PF_SYNC_RUN_RUNNING)
    end (self, PF_SYNC_RUN_FAILED, error);
}

/* Sections have no count and no date: only boards on which a pin is in one are asked. */
static gpointer
read_boards_with_sections (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  return pf_mirror_read_boards_to_section (db, data, error);
}

static void
on_sections_state (PfSyncRun *self)
{
  PfListingState state = pf_listing_get_state (self->sections);

  if (state == PF_LISTING_LOADING)
    return;
  if (state == PF_LISTING_ERROR)
    {
      fail (self, pf_listing_get_error (self->sections), NULL);
      return;
    }
  if (state == PF_LISTING_IDLE)
    {
      pf_listing_load_more (self->sections);
      return;
    }
  g_clear_signal_handler (&self->sections_handler, self->sections);
  g_clear_object (&self->sections);
  pump (self);
}

static void
list_next_sections (PfSyncRun *self)
{
  g_autofree char *board_id
      = g_ptr_array_steal_index (self->section_boards, self->section_boards->len - 1);

  self->sections = g_object_ref (pf_sync_get_sections (self->sync, board_id));
  self->sections_handler = g_signal_connect_swapped (self->sections, "notify::state",
                                                     G_CALLBACK (on_sections_state), self);
  on_sections_state (self);
}

static void
on_section_boards (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  g_autoptr (GError) error = NULL;
  GPtrArray *boards = pf_db_run_finish (PF_DB (source), result, &error);

  if (!is_current (call))
    g_clear_pointer (&boards, g_ptr_array_unref);
  else if (boards == NULL)
    fail (call->run, error, NULL);
  else
    {
      call->run->section_boards = boards;
      pump (call->run);
    }
  call_free (call);
}

static void
array_unref (gpointer array)
{
  g_ptr_array_unref (array);
}

static void
finish_sections (PfSyncRun *self)
{
  if (self->section_boards == NULL)
    pf_db_run_async (pf_mirror_get_db_of (self->mirror, pf_connection_get_id (self->connection)),
                     PF_DB_READ, read_boards_with_sections,
                     g_strdup (pf_connection_get_id (self->connection)), g_free, array_unref,
                     self->cancellable, on_section_boards, call_new (self, 0));
  else if (self->section_boards->len > 0)
    list_next_sections (self);
  else
    end (self, PF_SYNC_RUN_DONE, NULL);
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  PfSyncRun *self = call->run;
  g_autoptr (GError) error = NULL;

  if (!pf_mirror_put_finish (PF_MIRROR (source), result, &error))
    {
      if (is_current (call))
        fail (self, error, NULL);
    }
  else if (is_current (call))
    {
      self->n_stores--;
      self->n_done += call->n;
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_DONE]);
      pump (self);
    }
  call_free (call);
}

static void
store (PfSyncRun *self)
{
  g_autoptr (PfPage) page = g_steal_pointer (&self->batch);

  /* Where it goes on if it ends here. */
  page->bookmark = g_strdup (self->bookmark);
  g_free (self->stored);
  self->stored = g_strdup (self->bookmark);
  self->has_stored = TRUE;
  self->n_stores++;
  pf_mirror_put_all_pins_async (self->mirror, pf_connection_get_id (self->connection), page,
                                self->generation, NULL, on_stored,
                                call_new (self, page->items->len));
}

static void
take_page (PfSyncRun *self, PfPage *page)
{
  gint64 now = pf_clock_monotonic (pf_context_get_clock (self->context));

  if (self->batch == NULL)
    {
      self->batch = g_new0 (PfPage, 1);
      self->batch->items = g_ptr_array_new_with_free_func (pin_unref);
      self->batch_at = now;
    }
  for (guint i = 0; i < page->items->len; i++)
    g_ptr_array_add (self->batch->items, pf_pin_ref (page->items->pdata[i]));
  g_free (self->bookmark);
  self->bookmark = g_steal_pointer (&page->bookmark);
  /* Round in a circle: this was the last page. */
  if (self->bookmark != NULL && !g_hash_table_add (self->visited, g_strdup (self->bookmark)))
    g_clear_pointer (&self->bookmark, g_free);
  self->fetched_all = self->bookmark == NULL;
  if (self->fetched_all || self->batch->items->len >= BATCH || now - self->batch_at >= BATCH_US)
    store (self);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  PfSyncRun *self = call->run;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPage) page = pf_client_list_pins_finish (PF_CLIENT (source), result, &error);

  if (is_current (call))
    {
      self->fetching = FALSE;
      if (page != NULL)
        {
          pf_connection_note_success (self->connection, "list-pins");
          take_page (self, page);
          pump (self);
        }
      else
        {
          /* A bookmark that the service does not take any more is of no use for another try. */
          if (g_error_matches (error, PF_ERROR, PF_ERROR_INVALID)
              || g_error_matches (error, PF_ERROR, PF_ERROR_NOT_FOUND))
            self->generation = 0;
          else if (self->batch != NULL)
            store (self);
          fail (self, error, "list-pins");
        }
    }
  call_free (call);
}

/* The next page is asked for while the last ones are being stored. */
static void
pump (PfSyncRun *self)
{
  if (self->state != PF_SYNC_RUN_RUNNING)
    return;
  if (!self->fetched_all && !self->fetching && self->n_stores < MAX_STORES)
    {
      self->fetching = TRUE;
      pf_client_list_pins_async (pf_connection_get_client (self->connection),
                                 PF_PRIORITY_BACKGROUND, PAGE, self->bookmark, self->cancellable,
                                 on_page, call_new (self, 0));
    }
  else if (self->fetched_all && self->n_stores == 0 && self->sections == NULL)
    finish_sections (self);
}

static void
on_walk (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  PfSyncRun *self = call->run;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfMirrorWalk) walk = pf_mirror_get_walk_finish (PF_MIRROR (source), result, &error);

  if (is_current (call) && walk == NULL)
    fail (self, error, NULL);
  else if (is_current (call))
    {
      gint64 now = pf_clock_now (pf_context_get_clock (self->context));

      g_clear_pointer (&self->bookmark, g_free);
      if (walk->bookmark != NULL && self->generation != 0)
        {
          self->generation = walk->generation;
          self->bookmark = g_steal_pointer (&walk->bookmark);
          self->n_done = (guint)MAX (walk->n_walked, 0);
        }
      else
        {
          self->generation = MAX (walk->generation + 1, now);
          self->n_done = 0;
        }
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_DONE]);
      pump (self);
    }
  call_free (call);
}

static void
on_boards (GObject *source, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  PfSyncRun *self = call->run;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) boards = pf_mirror_get_boards_finish (PF_MIRROR (source), result, &error);

  if (is_current (call) && boards == NULL)
    fail (self, error, NULL);
  else if (is_current (call))
    {
      gint64 n = 0;

      for (guint i = 0; i < boards->len; i++)
        n += MAX (((PfBoard *)((PfMirrorRow *)boards->pdata[i])->record)->pin_count, 0);
      self->n_total = (guint)MIN (n, G_MAXUINT);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_TOTAL]);
      pf_mirror_get_walk_async (self->mirror, pf_connection_get_id (self->connection), "pins", "",
                                self->cancellable, on_walk, call_new (self, 0));
    }
  call_free (call);
}

static void
on_boards_state (PfSyncRun *self)
{
  PfListingState state = pf_listing_get_state (self->boards);

  if (state == PF_LISTING_LOADING)
    return;
  if (state == PF_LISTING_ERROR)
    {
      fail (self, pf_listing_get_error (self->boards), NULL);
      return;
    }
  if (state == PF_LISTING_IDLE)
    {
      pf_listing_load_more (self->boards);
      return;
    }
  g_clear_signal_handler (&self->boards_handler, self->boards);
  pf_mirror_get_boards_async (self->mirror, pf_connection_get_id (self->connection), 0, G_MAXINT,
                              self->cancellable, on_boards, call_new (self, 0));
}

/**
 * pf_sync_run_begin:
 * @self: a run
 *
 * Begins, or goes on where it was left. After its end it begins anew: what is not there any more
 * then leaves the mirror at the end. Does nothing while it runs. Requests have the lowest priority,
 * so whatever somebody looks at comes first, and the request budget is kept.
 */
void
pf_sync_run_begin (PfSyncRun *self)
{
  if (self->state == PF_SYNC_RUN_RUNNING || self->sync == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  self->fetched_all = FALSE;
  self->has_stored = FALSE;
  g_clear_pointer (&self->section_boards, g_ptr_array_unref);
  g_hash_table_remove_all (self->visited);
  self->state = PF_SYNC_RUN_RUNNING;
  g_clear_error (&self->error);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_STATE]);
  self->boards = g_object_ref (pf_sync_get_boards (self->sync));
  self->boards_handler = g_signal_connect_swapped (self->boards, "notify::state",
                                                   G_CALLBACK (on_boards_state), self);
  on_boards_state (self);
}

/**
 * pf_sync_run_cancel:
 * @self: a run
 *
 * Ends it; what is stored stays, and pf_sync_run_begin() goes on there.
 */
void
pf_sync_run_cancel (PfSyncRun *self)
{
  if (self->state == PF_SYNC_RUN_RUNNING)
    end (self, PF_SYNC_RUN_IDLE, NULL);
}

/**
 * pf_sync_run_get_state:
 * @self: a run
 *
 * Returns: where it stands
 */
PfSyncRunState
pf_sync_run_get_state (PfSyncRun *self)
{
  return self->state;
}

/**
 * pf_sync_run_get_error:
 * @self: a run
 *
 * Returns: (transfer none) (nullable): why it is in PF_SYNC_RUN_FAILED
 */
const GError *
pf_sync_run_get_error (PfSyncRun *self)
{
  return self->error;
}

static void
pf_sync_run_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  PfSyncRun *self = PF_SYNC_RUN (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int)self->state);
      break;
    case PROP_N_DONE:
      g_value_set_uint (value, self->n_done);
      break;
    case PROP_N_TOTAL:
      g_value_set_uint (value, self->n_total > 0 ? MAX (self->n_total, self->n_done) : 0);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
pf_sync_run_dispose (GObject *object)
{
  PfSyncRun *self = PF_SYNC_RUN (object);

  let_go (self);
  self->state = PF_SYNC_RUN_IDLE;
  g_clear_weak_pointer (&self->sync);
  g_clear_object (&self->connection);
  g_clear_object (&self->mirror);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (pf_sync_run_parent_class)->dispose (object);
}

static void
pf_sync_run_finalize (GObject *object)
{
  PfSyncRun *self = PF_SYNC_RUN (object);

  g_clear_error (&self->error);
  g_clear_pointer (&self->section_boards, g_ptr_array_unref);
  g_hash_table_unref (self->visited);
  g_free (self->bookmark);
  g_free (self->stored);
  G_OBJECT_CLASS (pf_sync_run_parent_class)->finalize (object);
}

static void
pf_sync_run_class_init (PfSyncRunClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = pf_sync_run_get_property;
  object_class->dispose = pf_sync_run_dispose;
  object_class->finalize = pf_sync_run_finalize;
  props[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, PF_SYNC_RUN_IDLE, PF_SYNC_RUN_FAILED,
                                        PF_SYNC_RUN_IDLE, flags);
  props[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_N_TOTAL] = g_param_spec_uint ("n-total", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
pf_sync_run_init (PfSyncRun *self)
{
  self->visited = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->generation = 1;
}

/**
 * pf_sync_run_new:
 * @context: the context
 * @mirror: where rows go
 * @connection: whose
 * @sync: what pulls for it, and holds the run
 *
 * Returns: (transfer full): a run that has not begun; pf_sync_get_run() gives the one that all
 * share
 */
PfSyncRun *
pf_sync_run_new (PfContext *context, PfMirror *mirror, PfConnection *connection, PfSync *sync)
{
  PfSyncRun *self = g_object_new (PF_TYPE_SYNC_RUN, NULL);

  self->context = g_object_ref (context);
  self->mirror = g_object_ref (mirror);
  self->connection = g_object_ref (connection);
  g_set_weak_pointer (&self->sync, sync);
  return self;
}
