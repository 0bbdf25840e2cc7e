/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "../practice/practice-client.h"
#include "core/outbox/pf-outbox-private.h"
#include "rig.h"

G_BEGIN_DECLS

/*
 * The product over real sockets: accounts, client, media and outbox against the practice
 * server. The clock runs fifty times as fast while a test waits.
 */

typedef struct
{
  Server *server;
  char *folder;
  PfVirtualClock *clock;
  PfContext *context;
  PfStore *store;
  PfConnections *connections;
  PfConnection *connection;
  PfMirror *mirror;
  PfOutbox *outbox;
  char *board_uuid, *board_id;
  char *url;
  char *blob; /* of a picture that many pins share */
} Wire;

void keep_result (GObject *source, GAsyncResult *result, gpointer data);
void step (Wire *self);
void wait_for (Wire *self, GAsyncResult **result);
void wire_open (Wire *self);
void wait_until_mirrored (Wire *self);
void stop_outbox (Wire *self);
void wire_close (Wire *self);
/* Closes what has its data open: the account stays signed in, for somebody else to open it. */
void wire_let_go (Wire *self);
PfOutboxRow *wait_row (Wire *self, const char *batch, gboolean until_found);
PfSecretStore *make_keyring (const char *folder);
char *make_board (Wire *self, const char *name, char **uuid);
char *make_pin (Wire *self, const char *title, guint height);
guint count_pins (Wire *self);

#define WAIT(wire, result, call)                                                                   \
  g_autoptr (GAsyncResult) result = NULL;                                                          \
  call;                                                                                            \
  wait_for (wire, &result)

G_END_DECLS
