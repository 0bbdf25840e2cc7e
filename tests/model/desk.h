/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "rig.h"

#include "core/model/pf-items.h"

G_BEGIN_DECLS

/* Lists over a real store, mirror and outbox; only what is behind the outbox is pretended. */
typedef struct
{
  Rig rig;
  PfMirror *mirror;
  PfConnection *connection;
  PfBoardList *boards;
} Desk;

/* What a model told. */
typedef struct
{
  GListModel *model;
  guint n_signals, n_items, fewest;
} Watch;

void desk_settle (Desk *self);
void desk_advance (Desk *self, double seconds);
void desk_put_board (Desk *self, const char *json);
void desk_put_pins (Desk *self, guint first, guint n, gboolean last, gint64 generation);
void desk_init (Desk *self);
void desk_clear (Desk *self);
PfBoardItem *desk_board_at (Desk *self, guint position);
PfPinList *desk_open_pins (Desk *self, const char *board_uuid);
guint desk_length (gpointer model);
guint desk_n_pending (gpointer model);
void desk_watch_model (Watch *watch, gpointer model);

G_END_DECLS
