/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-flow.h"

typedef struct
{
  GTask *task;
  GTaskThreadFunc func;
} Flow;

/* A place where a flow waits for the main context. */
typedef struct
{
  GMutex lock;
  GCond arrived;
  gboolean done;
  PfFlowBegin begin;
  GFunc func;
  gpointer data;
  GTask *task;
  GAsyncResult *result;
} Wait;

static gpointer
run (gpointer data)
{
  Flow *flow = data;

  flow->func (flow->task, g_task_get_source_object (flow->task), g_task_get_task_data (flow->task),
              g_task_get_cancellable (flow->task));
  g_object_unref (flow->task);
  g_free (flow);
  return NULL;
}

/**
 * pf_flow_start:
 * @task: the task; the flow returns through it
 * @func: the flow
 *
 * Starts a flow. A thread of its own, because it may wait for the network: GLib's pool is
 * small and others need it.
 */
void
pf_flow_start (GTask *task, GTaskThreadFunc func)
{
  Flow *flow = g_new (Flow, 1);

  flow->task = g_object_ref (task);
  flow->func = func;
  g_thread_unref (g_thread_new ("pf-account", run, flow));
}

static void
wake (Wait *wait)
{
  g_mutex_lock (&wait->lock);
  wait->done = TRUE;
  g_cond_signal (&wait->arrived);
  g_mutex_unlock (&wait->lock);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;

  wait->result = g_object_ref (result);
  wake (wait);
}

static gboolean
go (gpointer data)
{
  Wait *wait = data;

  if (wait->begin != NULL)
    {
      wait->begin (wait->data, on_result, wait);
      return G_SOURCE_REMOVE;
    }
  wait->func (wait->data, wait->task);
  wake (wait);
  return G_SOURCE_REMOVE;
}

static void
wait_for_main (GTask *task, Wait *wait)
{
  GSource *source = g_idle_source_new ();

  g_mutex_init (&wait->lock);
  g_cond_init (&wait->arrived);
  wait->task = task;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, go, wait, NULL);
  g_source_attach (source, g_task_get_context (task));
  g_source_unref (source);
  g_mutex_lock (&wait->lock);
  while (!wait->done)
    g_cond_wait (&wait->arrived, &wait->lock);
  g_mutex_unlock (&wait->lock);
  g_cond_clear (&wait->arrived);
  g_mutex_clear (&wait->lock);
}

/**
 * pf_flow_await:
 * @task: the flow's task
 * @begin: begins the call, on the main context
 * @data: for @begin
 *
 * Waits for an asynchronous call. Flow threads only.
 *
 * Returns: (transfer full): its result, for the call's finish function
 */
GAsyncResult *
pf_flow_await (GTask *task, PfFlowBegin begin, gpointer data)
{
  Wait wait = { .begin = begin, .data = data };

  wait_for_main (task, &wait);
  return wait.result;
}

/**
 * pf_flow_on_main:
 * @task: the flow's task
 * @func: called with @data and @task on the main context
 * @data: for @func
 *
 * Does something on the main context and waits until it is done. Flow threads only.
 */
void
pf_flow_on_main (GTask *task, GFunc func, gpointer data)
{
  Wait wait = { .func = func, .data = data };

  wait_for_main (task, &wait);
}
