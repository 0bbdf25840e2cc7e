/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-pair.h"

/* @args: options of the server; may be NULL */
void
pair_init (Pair *self, const char *const *args, const char *scopes)
{
  self->server = server_start (args);
  sign_in (self->server, "annaskitchen", scopes);
  self->world = world_new ();
  g_free (self->world->service->api_base);
  g_free (self->world->service->token_url);
  self->world->service->api_base = g_strconcat (self->server->base, "/v5", NULL);
  self->world->service->token_url = g_strconcat (self->server->base, "/v5/oauth/token", NULL);
  self->world->account->token = g_strdup (self->server->access);
}

void
pair_clear (Pair *self)
{
  world_free (self->world);
  server_stop (self->server);
}
