/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-account.h"

#include "app/pins/pf-board-page.h"
#include "app/pins/pf-pin-pane.h"
#include "app/pins/pf-pin-wall.h"

G_BEGIN_DECLS

/* A board of the practice account on the screen, with its pins. */
typedef struct
{
  AppWorld *world;
  PfWindow *window;
  PfConnection *connection;
  PfBoardList *boards;
  PfBoardItem *board;
  PfPinWall *wall;
  PfPinPane *pane;
  GListModel *pins;
} PinWorld;

PinWorld *pin_world_new (void);
PinWorld *pin_world_new_sized (int width, int height);
void pin_world_free (PinWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PinWorld, pin_world_free)

/* A test program that is all in one world, @on; @add adds its cases. Returns what main() does. */
int pin_world_run (int argc, char *argv[], PinWorld **on, void (*add) (void));

/* The page of the board once more, after it was left. */
void pin_world_show_board (PinWorld *self);

/* Opens a pin in the pane. Items are the caller's: handles of what is shown just now. */
PfPinItem *pin_world_open (PinWorld *self, guint position);
PfPinItem *pin_world_get (PinWorld *self, guint position);
/* What the server says of a pin now. */
PfPin *pin_world_ask (PinWorld *self, const char *pin_id);
gboolean pin_world_is_gone (PinWorld *self, const char *pin_id);
/* How many pins the server says a board has. */
gint64 pin_world_count (PinWorld *self, const char *board_id);
PfBoardItem *pin_world_other_board (PinWorld *self);
/* Lets everything that is held go, and waits until the outbox is empty. */
void pin_world_send (PinWorld *self);
/* Whether it is empty already. */
gboolean pin_world_is_sent (PinWorld *self);
/* The button with that text, which must be there, visible and sensitive, is clicked. */
void pin_world_press (gpointer root, const char *label);

G_END_DECLS
