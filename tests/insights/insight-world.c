/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "insight-world.h"

static const char *missing_scope;
static PfBudget *shared_budget;

/* What the stand-in of the account room lacks for this room. */
PfService *
pf_connection_get_service (PfConnection *self)
{
  return pf_client_get_service (pf_connection_get_client (self));
}

PfBudget *
pf_connection_get_budget (PfConnection *self)
{
  return shared_budget;
}

gboolean
pf_connection_has_scope (PfConnection *self, const char *scope)
{
  return g_strcmp0 (scope, missing_scope) != 0;
}

void
desk_miss_scope (const char *scope)
{
  missing_scope = scope;
}

void
desk_init_of (Desk *self, World *world)
{
  g_autoptr (GError) error = NULL;

  missing_scope = NULL;
  self->world = world;
  shared_budget = PF_BUDGET (self->world->budget);
  {
    DESK_WAIT (result, pf_store_open_async (self->world->context, NULL, await_keep, &result));
    self->store = pf_store_open_finish (result, &error);
  }
  g_assert_no_error (error);
  g_assert_true (pf_store_attach (self->store, &error));
  self->connection = fake_connection_new ("c1", self->world->client);
  self->insights = pf_insights_new (self->world->context, self->store, self->connection);
}

void
desk_init (Desk *self)
{
  desk_init_of (self, world_new ());
}

void
desk_clear (Desk *self)
{
  desk_clear_but_world (self);
  world_free (self->world);
}

void
desk_clear_but_world (Desk *self)
{
  g_autoptr (GError) error = NULL;
  DESK_WAIT (result, pf_store_close_async (self->store, await_keep, &result));

  g_assert_true (pf_store_close_finish (self->store, result, &error));
  g_object_unref (self->insights);
  g_object_unref (self->connection);
  g_object_unref (self->store);
}

void
desk_keep (Desk *self, PfKeep keep)
{
  g_autoptr (GError) error = NULL;
  DESK_WAIT (result, pf_store_set_kept_async (self->store, "c1", keep, NULL, await_keep, &result));

  g_assert_true (pf_store_set_kept_finish (self->store, result, &error));
  g_assert_no_error (error);
  pf_insights_set_keep (self->insights, (keep & PF_KEEP_ANALYTICS) != 0);
}

PfInsightReply *
desk_fetch (Desk *self, PfInsightQuery *query, gboolean fresh, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  pf_insights_fetch_async (self->insights, query, fresh, NULL, world_callback, self->world);
  result = world_wait (self->world);
  return pf_insights_fetch_finish (self->insights, result, error);
}

char *
desk_make_days (const char *part, PfDay from, guint n_days, int first, const char *status)
{
  GString *json = g_string_new (NULL);

  g_string_printf (json, "{\"%s\":{\"daily_metrics\":[", part);
  for (guint i = 0; i < n_days; i++)
    {
      g_autofree char *day = pf_day_format (from + (PfDay)i);

      g_string_append_printf (json,
                              "%s{\"date\":\"%s\",\"data_status\":\"%s\",\"metrics\":"
                              "{\"IMPRESSION\":%d,\"SAVE\":1}}",
                              i > 0 ? "," : "", day, status, first + (int)i);
    }
  g_string_append (json, "]}}");
  return g_string_free (json, FALSE);
}
