/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "api-world.h"

#include <string.h>

#define ACCOUNT "{\"id\":\"2783136121146311751\",\"username\":\"mira\"}"
#define PIN "{\"id\":\"813744226420795884\"}"
#define HALF "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"id\":"

/* Where a call is when it is cancelled. */
typedef enum
{
  AT_START,
  AT_BUDGET,
  AT_TOKEN,
  AT_RENEW,
  AT_WAIT,    /* for another try */
  AT_HEADERS, /* sent, no answer */
  AT_BODY,    /* within the answer */
  AT_PARSE,   /* the answer is there */
  N_STAGES,
} Stage;

typedef enum
{
  BY_CALLER,
  BY_ABORT,
  BY_THREAD, /* the caller's cancellable, from another thread */
  N_WAYS,
} Way;

typedef enum
{
  CALL_READ,
  CALL_CREATE,
  CALL_UPLOAD, /* so large that it goes from a thread */
  CALL_DELETE,
  CALL_PICTURE,
  N_CALLS,
} Call;

typedef enum
{
  ENDS_CANCELLED,
  ENDS_IN_DOUBT,
  ENDS_WELL,
} End;

static const char *const stage_names[N_STAGES]
    = { "start", "budget", "token", "renew", "wait", "headers", "body", "parse" };
static const char *const way_names[N_WAYS] = { "caller", "abort", "thread" };
static const char *const call_names[N_CALLS] = { "read", "create", "upload", "delete", "picture" };

typedef struct
{
  Stage stage;
  Way way;
  Call call;
} Case;

typedef struct
{
  World *world;
  Way way;
  GCancellable *cancellable;
} Cancel;

static gpointer
cancel_thread (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

static void
cancel (gpointer data)
{
  Cancel *self = data;

  if (self->way == BY_ABORT)
    pf_client_abort (self->world->client);
  else if (self->way == BY_CALLER)
    g_cancellable_cancel (self->cancellable);
  else
    g_thread_join (g_thread_new ("cancel", cancel_thread, self->cancellable));
}

static gboolean
is_write (Call call)
{
  return call == CALL_CREATE || call == CALL_UPLOAD || call == CALL_DELETE;
}

static void
start (World *world, Call call, GCancellable *cancellable)
{
  gsize size = call == CALL_UPLOAD ? 300000 : 3;
  g_autoptr (GBytes) picture = g_bytes_new_take (g_malloc0 (size), size);
  PfNewPin pin = { .board_id = "1", .content_type = "image/png", .picture = picture };
  g_autofree char *url
      = g_strdup_printf ("http://127.0.0.1:%u/a.jpg", script_server_get_port (world->server));

  if (call == CALL_READ)
    pf_client_get_account_async (world->client, PF_PRIORITY_USER, cancellable, world_callback,
                                 world);
  else if (call == CALL_CREATE || call == CALL_UPLOAD)
    pf_client_create_pin_async (world->client, &pin, cancellable, world_callback, world);
  else if (call == CALL_DELETE)
    pf_client_delete_pin_async (world->client, "12", cancellable, world_callback, world);
  else
    pf_client_fetch_picture_async (world->client, url, 4096, G_PRIORITY_DEFAULT, cancellable,
                                   world_callback, world);
}

static gboolean
finish (World *world, Call call, GAsyncResult *result, GError **error)
{
  g_autoptr (PfAccount) account = NULL;
  g_autoptr (PfPin) pin = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (call == CALL_READ)
    return (account = pf_client_get_account_finish (world->client, result, error)) != NULL;
  if (call == CALL_CREATE || call == CALL_UPLOAD)
    return (pin = pf_client_create_pin_finish (world->client, result, error)) != NULL;
  if (call == CALL_DELETE)
    return pf_client_delete_pin_finish (world->client, result, error);
  return (bytes = pf_client_fetch_picture_finish (world->client, result, error)) != NULL;
}

/* Not every call has every stage. */
static gboolean
exists (const Case *self)
{
  if (self->stage == AT_START)
    return self->way == BY_CALLER;
  if (self->call == CALL_PICTURE)
    return self->stage == AT_HEADERS || self->stage == AT_BODY || self->stage == AT_WAIT;
  if (is_write (self->call))
    return self->stage != AT_RENEW && self->stage != AT_WAIT;
  return TRUE;
}

static End
expected_end (const Case *self)
{
  if (!is_write (self->call) || self->stage < AT_HEADERS)
    return ENDS_CANCELLED;
  return self->stage == AT_PARSE ? ENDS_WELL : ENDS_IN_DOUBT;
}

static void
prepare (World *world, const Case *self, Cancel *how)
{
  world->budget->hangs = self->stage == AT_BUDGET;
  world->account->hangs = self->stage == AT_TOKEN;
  world->account->hangs_renew = self->stage == AT_RENEW;
  if (self->stage == AT_RENEW)
    script_server_reply (world->server, 401, NULL, "{\"code\":2,\"message\":\"x\"}");
  else if (self->stage == AT_WAIT)
    script_server_reply (world->server, 503, NULL, "");
  else if (self->stage == AT_HEADERS)
    script_server_step (world->server, STEP_HANG, "", 0);
  else if (self->stage == AT_BODY)
    script_server_step (world->server, STEP_HANG, HALF, -1);
  else
    script_server_reply (world->server, 200, NULL, self->call == CALL_READ ? ACCOUNT : PIN);
  if (self->stage == AT_PARSE)
    {
      world->budget->on_report = cancel;
      world->budget->on_report_data = how;
    }
}

/* Waits until the call is where it shall be cancelled. */
static void
reach (World *world, const Case *self)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  switch (self->stage)
    {
    case AT_RENEW:
      while (world->account->renewed == 0 && g_get_monotonic_time () < end)
        world_spin (1);
      break;
    case AT_WAIT:
      /* The limit of an exchange is a minute, the wait before another try is short. */
      world_spin_until_seen (world, 1);
      while ((pf_virtual_clock_next_due (world->clock) < 0
              || pf_virtual_clock_next_due (world->clock) > 5 * G_USEC_PER_SEC)
             && g_get_monotonic_time () < end)
        world_spin (1);
      break;
    case AT_HEADERS:
    case AT_BODY:
      world_spin_until_seen (world, 1);
      world_spin (10);
      break;
    case AT_BUDGET:
    case AT_TOKEN:
      world_spin (5);
      break;
    case AT_START:
    case AT_PARSE:
    case N_STAGES:
    default:
      break;
    }
}

static void
test_case (gconstpointer data)
{
  const Case *self = data;
  g_autoptr (World) world = world_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Cancel how = { world, self->way, cancellable };
  gboolean well;

  prepare (world, self, &how);
  if (self->stage == AT_START)
    cancel (&how);
  start (world, self->call, cancellable);
  /* Never before the call has returned. */
  g_assert_null (world->result);
  reach (world, self);
  if (self->stage != AT_PARSE && self->stage != AT_START)
    {
      g_assert_null (world->result);
      cancel (&how);
    }
  result = world_wait_up_to (world, -1);
  well = finish (world, self->call, result, &error);
  switch (expected_end (self))
    {
    case ENDS_CANCELLED:
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      break;
    case ENDS_IN_DOUBT:
      g_assert_error (error, PF_ERROR, PF_ERROR_NO_REPLY);
      g_assert_true (pf_error_get_detail (error)->maybe_sent);
      break;
    case ENDS_WELL:
    default:
      g_assert_no_error (error);
      g_assert_true (well);
    }
  if (self->stage < AT_RENEW)
    g_assert_cmpuint (script_server_count (world->server), ==, 0);
  world->budget->on_report = NULL;
}

/* Many at once, cancelled in the middle: each ends once, nothing is left. */
static void
count_end (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfAccount) account = pf_client_get_account_finish (PF_CLIENT (source), result, NULL);

  (*(guint *)data)++;
}

static void
test_many (void)
{
  g_autoptr (World) world = world_new ();
  guint ended = 0;

  for (guint i = 0; i < 60; i++)
    script_server_reply (world->server, 200, NULL, ACCOUNT);
  for (guint i = 0; i < 60; i++)
    pf_client_get_account_async (world->client, PF_PRIORITY_USER, NULL, count_end, &ended);
  while (ended < 10)
    world_spin (1);
  pf_client_abort (world->client);
  while (ended < 60)
    world_spin (1);
  world_spin (20);
  g_assert_cmpuint (ended, ==, 60);
  /* The client still works. */
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (PfAccount) account = NULL;
    for (guint i = 0; i < 60; i++)
      script_server_reply (world->server, 200, NULL, ACCOUNT);
    account = world_get_account (world, &error);
    g_assert_no_error (error);
  }
}

/* A client that only its calls still hold lives as long as they do, and not longer. */
static void
keep_none (GObject *source, GAsyncResult *result, gpointer data)
{
  (*(guint *)data)++;
}

static void
test_let_go (void)
{
  g_autoptr (World) world = world_new ();
  g_autofree char *url
      = g_strdup_printf ("http://127.0.0.1:%u/a.jpg", script_server_get_port (world->server));

  for (int picture = 0; picture < 2; picture++)
    for (int cancelled = 0; cancelled < 2; cancelled++)
      {
        PfClient *client
            = pf_client_new (world->context, world->service, PF_AUTHORIZER (world->account),
                             PF_BUDGET (world->budget));
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        guint ended = 0;

        g_object_add_weak_pointer (G_OBJECT (client), (gpointer *)&client);
        if (cancelled)
          g_cancellable_cancel (cancellable); /* then the end comes from the main loop itself */
        else
          script_server_reply (world->server, 200, NULL, ACCOUNT);
        if (picture)
          pf_client_fetch_picture_async (client, url, 4096, G_PRIORITY_DEFAULT, cancellable,
                                         keep_none, &ended);
        else
          pf_client_get_account_async (client, PF_PRIORITY_USER, cancellable, keep_none, &ended);
        g_object_unref (client);
        while (ended == 0 || client != NULL)
          world_spin (1);
      }
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) cases = g_ptr_array_new_with_free_func (g_free);
  int status;

  g_test_init (&argc, &argv, NULL);
  for (int stage = 0; stage < N_STAGES; stage++)
    for (int way = 0; way < N_WAYS; way++)
      for (int call = 0; call < N_CALLS; call++)
        {
          Case one = { (Stage)stage, (Way)way, (Call)call };
          g_autofree char *path = g_strdup_printf ("/api/cancel/%s/by-%s/%s", stage_names[stage],
                                                   way_names[way], call_names[call]);

          if (!exists (&one))
            continue;
          g_ptr_array_add (cases, g_memdup2 (&one, sizeof one));
          g_test_add_data_func (path, g_ptr_array_index (cases, cases->len - 1), test_case);
        }
  g_test_add_func ("/api/cancel/many", test_many);
  g_test_add_func ("/api/cancel/client-let-go-before-its-calls", test_let_go);
  status = g_test_run ();
  return status;
}
