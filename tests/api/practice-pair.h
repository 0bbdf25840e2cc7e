/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "api-world.h"
#include "practice/practice-client.h"

G_BEGIN_DECLS

/* The client of the product and a practice server that it is signed in at. */
typedef struct
{
  Server *server;
  World *world;
} Pair;

void pair_init (Pair *self, const char *const *args, const char *scopes);
void pair_clear (Pair *self);

/* A call of the client's, done to its end; needs @pair and @error. */
#define CALL(name, ...)                                                                            \
  ({                                                                                               \
    g_autoptr (GAsyncResult) answer_ = NULL;                                                       \
                                                                                                   \
    pf_client_##name##_async (pair->world->client, __VA_ARGS__, NULL, world_callback,              \
                              pair->world);                                                        \
    answer_ = world_wait (pair->world);                                                            \
    pf_client_##name##_finish (pair->world->client, answer_, &error);                              \
  })

G_END_DECLS
