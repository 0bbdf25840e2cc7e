/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fake-private.h"
#include "rig.h"

G_BEGIN_DECLS

#define SCENE_N_BOARDS 3

/**
 * Scene:
 * @boards: local UUIDs of boards that stay
 * @doubled: titles that the service made twice
 * @asked: how often the user had a pin sent again that may be there, by its title
 * @annexes: (nullable): boards that are merged into those
 * @guests: ids of pins that were there from the beginning
 * @posts: pins that are posted into annexes
 * @copies: saves of guests
 * @history, @future: batch ids, as of Undo and Redo
 *
 * The part of a simulation that has boards and sections come and go.
 */
typedef struct
{
  Rig rig;
  GRand *rand;
  char *boards[SCENE_N_BOARDS];
  GHashTable *doubled, *asked;
  GPtrArray *annexes, *guests, *posts, *copies, *history, *future;
  guint n_made;
} Scene;

void scene_begin (Scene *self);
void scene_end (Scene *self);
const char *scene_act (Scene *self); /* what it did */
/* A user who looks and answers truly; whether there was something. */
gboolean scene_answer_all (Scene *self, guint round);
void scene_check (Scene *self);

G_END_DECLS
