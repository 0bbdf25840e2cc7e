/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "api-world.h"

#include <glib/gstdio.h>

/* Completes when it is cancelled. */
static gboolean
on_hang_cancelled (GCancellable *cancellable, gpointer data)
{
  GTask *task = data;

  g_task_return_error_if_cancelled (task);
  return G_SOURCE_REMOVE;
}

static void
hang_until_cancelled (GTask *task)
{
  GSource *source;

  g_assert_nonnull (g_task_get_cancellable (task));
  source = g_cancellable_source_new (g_task_get_cancellable (task));
  g_source_set_callback (source, G_SOURCE_FUNC (on_hang_cancelled), task, g_object_unref);
  g_source_attach (source, NULL);
  g_source_unref (source);
}

static void
fake_get_token_async (PfAuthorizer *authorizer,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data)
{
  FakeAccount *self = FAKE_ACCOUNT (authorizer);
  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autofree char *token
      = self->token != NULL ? g_strdup (self->token) : g_strdup_printf ("token-%u", self->renewed);

  self->asked++;
  if (self->hangs)
    {
      hang_until_cancelled (task);
      return;
    }
  g_task_return_pointer (task, pf_secret_new (token, -1), (GDestroyNotify)pf_secret_unref);
  g_object_unref (task);
}

static void
fake_renew_async (PfAuthorizer *authorizer,
                  PfSecret *rejected,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer data)
{
  FakeAccount *self = FAKE_ACCOUNT (authorizer);
  GTask *task = g_task_new (self, cancellable, callback, data);
  g_autofree char *token = NULL;

  self->renewed++;
  g_free (self->rejected);
  self->rejected = g_strdup (pf_secret_peek (rejected));
  if (self->hangs_renew)
    {
      hang_until_cancelled (task);
      return;
    }
  token = g_strdup_printf ("token-%u", self->renewed);
  if (self->renew_fails)
    g_task_return_new_error (task, PF_ERROR, PF_ERROR_SIGN_IN, "over");
  else
    g_task_return_pointer (task, pf_secret_new (token, -1), (GDestroyNotify)pf_secret_unref);
  g_object_unref (task);
}

static PfSecret *
fake_finish (PfAuthorizer *authorizer, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_account_authorizer_init (PfAuthorizerInterface *iface)
{
  iface->get_token_async = fake_get_token_async;
  iface->renew_async = fake_renew_async;
  iface->finish = fake_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeAccount,
                               fake_account,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_AUTHORIZER,
                                                      fake_account_authorizer_init))

static void
fake_account_finalize (GObject *object)
{
  g_free (FAKE_ACCOUNT (object)->rejected);
  g_free (FAKE_ACCOUNT (object)->token);
  G_OBJECT_CLASS (fake_account_parent_class)->finalize (object);
}

static void
fake_account_class_init (FakeAccountClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_account_finalize;
}

static void
fake_account_init (FakeAccount *self)
{
}

static void
fake_request_async (PfBudget *budget,
                    PfBudgetCategory category,
                    PfPriority priority,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  FakeBudget *self = FAKE_BUDGET (budget);
  GTask *task = g_task_new (self, cancellable, callback, data);

  self->requests++;
  self->category = category;
  self->priority = priority;
  if (self->hangs)
    {
      hang_until_cancelled (task);
      return;
    }
  if (self->refuses)
    g_task_return_new_error (task, PF_ERROR, PF_ERROR_RATE_LIMIT, "wait");
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static gboolean
fake_request_finish (PfBudget *budget, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
fake_report (PfBudget *budget,
             PfBudgetCategory category,
             gint64 limit,
             gint64 remaining,
             gint64 reset_s,
             gboolean refused)
{
  FakeBudget *self = FAKE_BUDGET (budget);

  self->reports++;
  self->limit = limit;
  self->remaining = remaining;
  self->reset_s = reset_s;
  self->refused = refused;
  if (self->on_report != NULL)
    self->on_report (self->on_report_data);
}

static void
fake_peek (PfBudget *budget, PfBudgetCategory category, PfBudgetState *state)
{
  *state = (PfBudgetState){ 0 };
}

static void
fake_budget_budget_init (PfBudgetInterface *iface)
{
  iface->request_async = fake_request_async;
  iface->request_finish = fake_request_finish;
  iface->report = fake_report;
  iface->peek = fake_peek;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeBudget,
                               fake_budget,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_BUDGET, fake_budget_budget_init))

static void
fake_budget_class_init (FakeBudgetClass *klass)
{
}

static void
fake_budget_init (FakeBudget *self)
{
}

World *
world_new (void)
{
  return world_new_tls (NULL);
}

World *
world_new_tls (GTlsCertificate *certificate)
{
  World *self = g_new0 (World, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfRandom) random = pf_random_seeded_new (7);
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  PfContextParts parts = { 0 };

  self->folder = g_dir_make_tmp ("pf-api-XXXXXX", &error);
  g_assert_no_error (error);
  self->clock = pf_virtual_clock_new (1700000000 * (gint64)G_USEC_PER_SEC);
  parts.clock = PF_CLOCK (self->clock);
  parts.random = random;
  parts.secrets = secrets;
  parts.data_dir = parts.cache_dir = parts.runtime_dir = self->folder;
  self->context = pf_context_new (&parts, &error);
  g_assert_no_error (error);
  self->server = script_server_new (certificate);
  self->service = pf_service_new_practice (script_server_get_port (self->server));
  if (certificate != NULL)
    {
      g_free (self->service->api_base);
      self->service->api_base
          = g_strdup_printf ("https://127.0.0.1:%u/v5", script_server_get_port (self->server));
      self->service->plain_http = FALSE;
    }
  self->account = g_object_new (FAKE_TYPE_ACCOUNT, NULL);
  self->budget = g_object_new (FAKE_TYPE_BUDGET, NULL);
  self->client = pf_client_new (self->context, self->service, PF_AUTHORIZER (self->account),
                                PF_BUDGET (self->budget));
  return self;
}

void
world_free (World *self)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  g_assert_null (self->result);
  pf_client_abort (self->client);
  world_spin (5);
  /* A worker lets go of its task after its result was told. */
  while (g_atomic_int_get (&G_OBJECT (self->client)->ref_count) > 1
         && g_get_monotonic_time () < end)
    world_spin (1);
  /* Each call gave the client back. */
  g_assert_finalize_object (self->client);
  g_object_unref (self->budget);
  g_object_unref (self->account);
  pf_service_unref (self->service);
  script_server_free (self->server);
  g_object_unref (self->context);
  g_object_unref (self->clock);
  g_rmdir (self->folder);
  g_free (self->folder);
  g_free (self);
}

void
world_callback (GObject *source, GAsyncResult *result, gpointer data)
{
  World *self = data;

  g_assert_null (self->result);
  self->result = g_object_ref (result);
}

static gboolean
on_tick (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until the call has ended; timers of at most @longest_timer_us are let run
 * out at once, longer ones (limits) stand still. */
GAsyncResult *
world_wait_up_to (World *self, gint64 longest_timer_us)
{
  guint tick = g_timeout_add (2, on_tick, NULL);
  gint64 end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (self->result == NULL)
    {
      gint64 due = pf_virtual_clock_next_due (self->clock);

      g_assert_cmpint (g_get_monotonic_time (), <, end);
      if (due >= 0 && due <= longest_timer_us)
        pf_virtual_clock_advance (self->clock, due);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
  return g_steal_pointer (&self->result);
}

GAsyncResult *
world_wait (World *self)
{
  return world_wait_up_to (self, 21 * G_USEC_PER_SEC);
}

void
world_spin (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (500);
    }
}

void
world_spin_until_seen (World *self, guint count)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (script_server_count (self->server) < count)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      world_spin (1);
    }
}

PfAccount *
world_get_account (World *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_client_get_account_async (self->client, PF_PRIORITY_USER, NULL, world_callback, self);
  result = world_wait (self);
  return pf_client_get_account_finish (self->client, result, error);
}

PfPage *
world_list_boards (World *self, const char *bookmark, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_client_list_boards_async (self->client, PF_PRIORITY_USER, 250, bookmark, NULL, world_callback,
                               self);
  result = world_wait (self);
  return pf_client_list_boards_finish (self->client, result, error);
}

PfBoard *
world_create_board (World *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  PfNewBoard board = { "Tea", "Cups “and” pots\n", PF_PRIVACY_SECRET };

  pf_client_create_board_async (self->client, &board, NULL, world_callback, self);
  result = world_wait (self);
  return pf_client_create_board_finish (self->client, result, error);
}

PfPin *
world_create_pin (World *self, GBytes *picture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  PfNewPin pin = { .board_id = "549755885175",
                   .title = "A cup",
                   .link = "https://example.org/?a=1&b=\"2\"",
                   .description = "",
                   .content_type = "image/png",
                   .picture = picture };

  pf_client_create_pin_async (self->client, &pin, NULL, world_callback, self);
  result = world_wait (self);
  return pf_client_create_pin_finish (self->client, result, error);
}

GBytes *
world_fetch_picture (World *self, const char *path, gsize max_length, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *url
      = g_str_has_prefix (path, "/")
            ? g_strdup_printf ("http://127.0.0.1:%u%s", script_server_get_port (self->server), path)
            : g_strdup (path);

  pf_client_fetch_picture_async (self->client, url, max_length, G_PRIORITY_DEFAULT, NULL,
                                 world_callback, self);
  result = world_wait (self);
  return pf_client_fetch_picture_finish (self->client, result, error);
}
