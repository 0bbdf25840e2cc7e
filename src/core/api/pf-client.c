/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-api"

#include "config.h"

#include "core/api/pf-request.h"

#define API_CONNECTIONS 6
#define PICTURE_CONNECTIONS 16
#define BACKOFF_US (G_USEC_PER_SEC / 2)
#define BACKOFF_MAX_US (8 * (gint64)G_USEC_PER_SEC)

struct _PfClient
{
  GObject parent_instance;
  PfContext *context;
  PfService *service;
  PfBudget *budget;
  GWeakRef authorizer;
  SoupSession *session;
  SoupSession *picture_session;
  GHashTable *calls; /* GCancellables of running calls */
};

G_DEFINE_FINAL_TYPE (PfClient, pf_client, G_TYPE_OBJECT)

static void
pf_client_dispose (GObject *object)
{
  PfClient *self = PF_CLIENT (object);

  /* Each running call holds the client, so none is left here. */
  g_clear_pointer (&self->calls, g_hash_table_unref);
  g_weak_ref_set (&self->authorizer, NULL);
  g_clear_object (&self->session);
  g_clear_object (&self->picture_session);
  g_clear_object (&self->budget);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (pf_client_parent_class)->dispose (object);
}

static void
pf_client_finalize (GObject *object)
{
  PfClient *self = PF_CLIENT (object);

  pf_service_unref (self->service);
  g_weak_ref_clear (&self->authorizer);
  G_OBJECT_CLASS (pf_client_parent_class)->finalize (object);
}

static void
pf_client_class_init (PfClientClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_client_dispose;
  G_OBJECT_CLASS (klass)->finalize = pf_client_finalize;
}

static void
pf_client_init (PfClient *self)
{
  g_weak_ref_init (&self->authorizer, NULL);
  self->calls = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

/**
 * pf_client_new:
 * @context: the context
 * @service: where the account lives
 * @authorizer: gives the access token; a weak reference is kept
 * @budget: grants requests
 *
 * Returns: (transfer full): a client for one account
 */
PfClient *
pf_client_new (PfContext *context, PfService *service, PfAuthorizer *authorizer, PfBudget *budget)
{
  PfClient *self = g_object_new (PF_TYPE_CLIENT, NULL);
  PfNetwork *network = pf_context_get_network (context);

  self->context = g_object_ref (context);
  self->service = pf_service_ref (service);
  self->budget = g_object_ref (budget);
  g_weak_ref_set (&self->authorizer, authorizer);
  self->session = pf_network_create_session (network, API_CONNECTIONS);
  self->picture_session = pf_network_create_session (network, PICTURE_CONNECTIONS);
  return self;
}

/**
 * pf_client_get_service:
 * @self: a client
 *
 * Returns: (transfer none): where it talks to
 */
PfService *
pf_client_get_service (PfClient *self)
{
  return self->service;
}

/**
 * pf_client_abort:
 * @self: a client
 *
 * Cancels every running call and closes the connections, as when an account is
 * disconnected. Calls end with G_IO_ERROR_CANCELLED, writes that may have left
 * with PF_ERROR_NO_REPLY. The client can still be used.
 */
void
pf_client_abort (PfClient *self)
{
  g_autoptr (GList) calls = g_hash_table_get_keys (self->calls);

  g_list_foreach (calls, (GFunc)(void (*) (void))g_object_ref, NULL);
  for (GList *l = calls; l != NULL; l = l->next)
    {
      g_cancellable_cancel (l->data);
      g_object_unref (l->data);
    }
  soup_session_abort (self->session);
  soup_session_abort (self->picture_session);
}

/**
 * pf_client_get_context:
 * @self: a client
 *
 * Returns: (transfer none): the context
 */
PfContext *
pf_client_get_context (PfClient *self)
{
  return self->context;
}

/**
 * pf_client_get_session:
 * @self: a client
 *
 * Returns: (transfer none): the session for the API
 */
SoupSession *
pf_client_get_session (PfClient *self)
{
  return self->session;
}

/**
 * pf_client_get_picture_session:
 * @self: a client
 *
 * Returns: (transfer none): the session for pictures, which never has the token
 */
SoupSession *
pf_client_get_picture_session (PfClient *self)
{
  return self->picture_session;
}

/**
 * pf_client_dup_authorizer:
 * @self: a client
 *
 * Returns: (transfer full) (nullable): the account, unless it is gone
 */
PfAuthorizer *
pf_client_dup_authorizer (PfClient *self)
{
  return g_weak_ref_get (&self->authorizer);
}

/**
 * pf_client_get_budget:
 * @self: a client
 *
 * Returns: (transfer none): what grants its requests
 */
PfBudget *
pf_client_get_budget (PfClient *self)
{
  return self->budget;
}

static gboolean
cancel_inner (GCancellable *outer, gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

/* Passes cancellation on through the main loop and not through a signal handler: a handler that
 * ends the call would have to disconnect itself, which deadlocks. */
static GSource *
link_cancellables (GCancellable *outer, GCancellable *inner)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  GSource *source = g_cancellable_source_new (outer);

  g_source_set_callback (source, G_SOURCE_FUNC (cancel_inner), g_object_ref (inner),
                         g_object_unref);
  g_source_set_priority (source, G_PRIORITY_HIGH);
  g_source_attach (source, context);
  return source;
}

/**
 * pf_client_begin_call:
 * @self: a client
 * @outer: (nullable): the caller's
 * @link: (out) (nullable): what ties the two, for pf_client_end_call()
 *
 * Returns: (transfer full): the cancellable of one call
 */
GCancellable *
pf_client_begin_call (PfClient *self, GCancellable *outer, GSource **link)
{
  GCancellable *inner = g_cancellable_new ();

  *link = NULL;
  if (g_cancellable_is_cancelled (outer))
    g_cancellable_cancel (inner);
  else if (outer != NULL)
    *link = link_cancellables (outer, inner);
  g_hash_table_add (self->calls, g_object_ref (inner));
  return inner;
}

/**
 * pf_client_end_call:
 * @self: a client
 * @cancellable: (transfer full): of the call
 * @link: (transfer full) (nullable): what ties it to the caller's
 *
 * Ends the accounting of a call.
 */
void
pf_client_end_call (PfClient *self, GCancellable *cancellable, GSource *link)
{
  if (link != NULL)
    {
      g_source_destroy (link);
      g_source_unref (link);
    }
  g_hash_table_remove (self->calls, cancellable);
  g_object_unref (cancellable);
}

/**
 * pf_client_get_backoff:
 * @self: a client
 * @tries: how often it was tried
 *
 * Returns: how long to wait before the next try, us: at random below a ceiling that doubles
 */
gint64
pf_client_get_backoff (PfClient *self, guint tries)
{
  gint64 ceiling = MIN ((gint64)BACKOFF_US << MIN (tries, 8), BACKOFF_MAX_US);

  return (gint64)(pf_random_unit (pf_context_get_random (self->context)) * (double)ceiling);
}

typedef struct
{
  PfClock *clock;
  guint timer;
  GSource *cancelled;
} Wait;

static void
wait_free (Wait *self)
{
  if (self->timer != 0)
    pf_clock_cancel (self->clock, self->timer);
  if (self->cancelled != NULL)
    {
      g_source_destroy (self->cancelled);
      g_source_unref (self->cancelled);
    }
  g_object_unref (self->clock);
  g_free (self);
}

static void
on_waited (gpointer data)
{
  GTask *task = data;
  Wait *self = g_task_get_task_data (task);

  self->timer = 0;
  g_source_destroy (self->cancelled);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static gboolean
on_wait_cancelled (GCancellable *cancellable, gpointer data)
{
  GTask *task = data;
  Wait *self = g_task_get_task_data (task);

  pf_clock_cancel (self->clock, self->timer);
  self->timer = 0;
  g_task_return_error_if_cancelled (task);
  g_object_unref (task);
  return G_SOURCE_REMOVE;
}

/**
 * pf_client_wait_async:
 * @self: a client
 * @delay_us: how long
 * @cancellable: (nullable): to give up
 * @callback: called afterwards
 * @data: for @callback
 *
 * Waits on the context's clock.
 */
void
pf_client_wait_async (PfClient *self,
                      gint64 delay_us,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  GTask *task = g_task_new (self, cancellable, callback, data);
  Wait *wait = g_new0 (Wait, 1);

  g_task_set_source_tag (task, pf_client_wait_async);
  g_task_set_task_data (task, wait, (GDestroyNotify)wait_free);
  wait->clock = g_object_ref (pf_context_get_clock (self->context));
  wait->timer = pf_clock_timeout (wait->clock, delay_us, on_waited, task, NULL);
  wait->cancelled = g_cancellable_source_new (cancellable);
  g_source_set_callback (wait->cancelled, G_SOURCE_FUNC (on_wait_cancelled), task, NULL);
  g_source_attach (wait->cancelled, context);
}

/**
 * pf_client_wait_finish:
 * @self: a client
 * @result: a result
 * @error: return location for an error
 *
 * Returns: whether the time passed; G_IO_ERROR_CANCELLED
 */
gboolean
pf_client_wait_finish (PfClient *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
