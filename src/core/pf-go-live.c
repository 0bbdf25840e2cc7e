/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-go-live"

#include "config.h"

#include "core/pf-go-live.h"

#include "core/account/pf-setup.h"

#include <glib/gi18n-lib.h>

/* The table of set-ups keeps it, beside the set-ups of the kinds. */
#define KEPT_AS "go-live"

enum
{
  STEP_SANDBOX,
  STEP_FIRST_PIN,
  STEP_DEMO,
  STEP_STANDARD,
  STEP_PINTEREST,
  N_STEPS
};

static PfGoLiveStep steps[N_STEPS] = {
  [STEP_SANDBOX] = { .id = "sandbox",
                     .title = N_ ("Connect Pinterest Sandbox"),
                     .text = N_ ("Pinterest's test area. Pinning works there before approval."),
                     .kind = "pinterest-sandbox" },
  [STEP_FIRST_PIN] = { .id = "first-pin",
                       .title = N_ ("Pin once in the Sandbox"),
                       .text = N_ ("Make a board there and drop a picture of your own on it.") },
  [STEP_DEMO] = { .id = "demo",
                  .title = N_ ("Record the demo video"),
                  .text = N_ ("Scene by scene as below, with the Sandbox account."),
                  .told = TRUE },
  [STEP_STANDARD] = { .id = "standard",
                      .title = N_ ("Ask for Standard access"),
                      .text = N_ ("In My Apps, with the video and the words below."),
                      .url = "https://developers.pinterest.com/apps/",
                      .told = TRUE },
  [STEP_PINTEREST] = { .id = "pinterest",
                       .title = N_ ("Connect Pinterest itself"),
                       .text = N_ ("After approval your pins are seen by everybody."),
                       .kind = "pinterest" },
};

struct _PfGoLive
{
  GObject parent_instance;
  PfStore *store;
  PfConnections *connections;
  GPtrArray *watched;        /* PfConnection */
  PfSetupProgress *progress; /* (nullable): until it is read */
  gboolean looking;
  gboolean again; /* the outbox changed while it was looked at */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfGoLive, pf_go_live, G_TYPE_OBJECT)

/**
 * pf_go_live_get_steps:
 * @n_steps: (out): how many
 *
 * First the Sandbox, then live (requirements.md ST-10).
 *
 * Returns: (array length=n_steps) (transfer none): the steps, in order
 */
const PfGoLiveStep *
pf_go_live_get_steps (guint *n_steps)
{
  static gsize done = 0;

  if (g_once_init_enter (&done))
    {
      for (guint i = 0; i < N_STEPS; i++)
        {
          steps[i].title = _ (steps[i].title);
          steps[i].text = _ (steps[i].text);
        }
      g_once_init_leave (&done, 1);
    }
  *n_steps = N_STEPS;
  return steps;
}

static gboolean
is_kept (PfGoLive *self, guint step)
{
  return self->progress != NULL
         && g_strcmp0 (g_hash_table_lookup (self->progress->answers, steps[step].id), "yes") == 0;
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!pf_setup_save_finish (PF_STORE (source), result, &error))
    g_warning ("Keeping the way to going live: %s", error->message);
}

static void
keep (PfGoLive *self, guint step, gboolean done)
{
  if (self->progress == NULL || is_kept (self, step) == done)
    return;
  g_hash_table_replace (self->progress->answers, g_strdup (steps[step].id),
                        g_strdup (done ? "yes" : "no"));
  pf_setup_save_async (self->store, KEPT_AS, self->progress, NULL, on_saved, NULL);
}

static PfConnection *
find_account (PfGoLive *self, const char *service)
{
  for (guint i = 0; i < self->watched->len; i++)
    if (g_strcmp0 (pf_connection_get_service (self->watched->pdata[i])->id, service) == 0)
      return self->watched->pdata[i];
  return NULL;
}

/* The app is on trial when a create was refused so, or the budget is the trial tier's. */
static gboolean
is_on_trial (PfConnection *connection)
{
  PfBudgetState state = { 0 };

  pf_budget_peek (pf_connection_get_budget (connection), PF_BUDGET_ORG_READ, &state);
  return pf_connection_get_trial (connection) || (state.limit > 0 && state.trial);
}

/**
 * pf_go_live_is_done:
 * @self: the way
 * @step: number of a step
 *
 * Returns: whether it is done. What was once done in the Sandbox stays so when that is
 *   disconnected; Pinterest itself has to be connected now, by an app that is approved
 */
gboolean
pf_go_live_is_done (PfGoLive *self, guint step)
{
  PfConnection *live;

  g_return_val_if_fail (step < N_STEPS, FALSE);
  if (step != STEP_PINTEREST)
    return is_kept (self, step);
  live = find_account (self, "pinterest");
  return live != NULL && !is_on_trial (live);
}

/**
 * pf_go_live_tell:
 * @self: the way
 * @step: number of a step that only the person knows of
 * @done: whether it is done
 *
 * Keeps what the person says.
 */
void
pf_go_live_tell (PfGoLive *self, guint step, gboolean done)
{
  g_return_if_fail (step < N_STEPS && steps[step].told);
  keep (self, step, done);
}

static gpointer
look (sqlite3 *db, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) problem = NULL;
  gint64 n = pf_db_get_int (db, &problem,
                            "SELECT EXISTS (SELECT 1 FROM outbox WHERE service = 'sandbox'"
                            " AND op = 'create-pin' AND state = 'done')",
                            "");

  if (problem == NULL)
    return GINT_TO_POINTER (n > 0 ? 2 : 1);
  g_propagate_error (error, g_steal_pointer (&problem));
  return NULL;
}

static void look_for_pin (PfGoLive *self);

static void
on_looked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfGoLive) self = data;
  gpointer found = pf_db_run_finish (PF_DB (source), result, NULL);
  gboolean again = self->again;

  self->looking = FALSE;
  self->again = FALSE;
  if (GPOINTER_TO_INT (found) == 2)
    {
      keep (self, STEP_FIRST_PIN, TRUE);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
    }
  else if (again && self->store != NULL)
    look_for_pin (self);
}

static void
look_for_pin (PfGoLive *self)
{
  self->again = self->looking;
  if (self->looking || self->progress == NULL || is_kept (self, STEP_FIRST_PIN))
    return;
  self->looking = TRUE;
  pf_db_run_async (pf_store_get_db (self->store), PF_DB_READ, look, NULL, NULL, NULL, NULL,
                   on_looked, g_object_ref (self));
}

static void
update (PfGoLive *self)
{
  if (find_account (self, "sandbox") != NULL)
    keep (self, STEP_SANDBOX, TRUE);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
unwatch (PfGoLive *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (self->watched->pdata[i], self);
  g_ptr_array_set_size (self->watched, 0);
}

static void
on_connections (PfGoLive *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->connections));

  unwatch (self);
  for (guint i = 0; i < n; i++)
    {
      PfConnection *connection = g_list_model_get_item (G_LIST_MODEL (self->connections), i);

      g_ptr_array_add (self->watched, connection);
      g_signal_connect_swapped (connection, "notify::trial", G_CALLBACK (update), self);
    }
  update (self);
}

static void
on_store (PfGoLive *self, PfStoreTables tables)
{
  if (tables & PF_STORE_OUTBOX)
    look_for_pin (self);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfGoLive) self = data;
  g_autoptr (GError) error = NULL;

  self->progress = pf_setup_load_finish (PF_STORE (source), result, &error);
  if (self->progress == NULL)
    {
      g_warning ("Reading the way to going live: %s", error->message);
      return;
    }
  update (self);
  look_for_pin (self);
}

static void
pf_go_live_dispose (GObject *object)
{
  PfGoLive *self = PF_GO_LIVE (object);

  unwatch (self);
  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  if (self->connections != NULL)
    g_signal_handlers_disconnect_by_data (self->connections, self);
  g_clear_object (&self->store);
  g_clear_object (&self->connections);
  G_OBJECT_CLASS (pf_go_live_parent_class)->dispose (object);
}

static void
pf_go_live_finalize (GObject *object)
{
  PfGoLive *self = PF_GO_LIVE (object);

  g_ptr_array_unref (self->watched);
  g_clear_pointer (&self->progress, pf_setup_progress_free);
  G_OBJECT_CLASS (pf_go_live_parent_class)->finalize (object);
}

static void
pf_go_live_class_init (PfGoLiveClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_go_live_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_go_live_finalize;

  /**
   * PfGoLive::changed:
   * @self: the way
   *
   * pf_go_live_is_done() may say something else for any step.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_go_live_init (PfGoLive *self)
{
  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * pf_go_live_new:
 * @workspace: what is open
 *
 * Returns: (transfer full): how far somebody is on the way to going live; read from the store
 *   at once, and followed
 */
PfGoLive *
pf_go_live_new (PfWorkspace *workspace)
{
  PfGoLive *self = g_object_new (PF_TYPE_GO_LIVE, NULL);

  self->store = g_object_ref (pf_workspace_get_store (workspace));
  self->connections = g_object_ref (pf_workspace_get_connections (workspace));
  g_signal_connect_swapped (self->store, "changed", G_CALLBACK (on_store), self);
  g_signal_connect_swapped (self->connections, "items-changed", G_CALLBACK (on_connections), self);
  on_connections (self);
  pf_setup_load_async (self->store, KEPT_AS, NULL, on_loaded, g_object_ref (self));
  return self;
}
