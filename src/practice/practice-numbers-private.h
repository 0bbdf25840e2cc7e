/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-numbers.h"

G_BEGIN_DECLS

#define PRACTICE_N_UNITS 256
#define PRACTICE_N_FOREIGN 12

/* In units with many pins only the heaviest can come to the top of the account. */
#define PRACTICE_N_HOT 12

/* What moves as one. @rate: impressions of an ordinary day. */
typedef struct
{
  guint account;
  guint64 key;
  double rate;
  PracticeFormat format;
  guint claimed;
  guint source;
  gint64 born;
  /* The unit of seeded pins that it is, -1: none */
  int index;
} PracticeUnit;

PracticeUnit practice_unit_seeded (PracticeNumbers *self, guint account, guint unit);
PracticeUnit practice_unit_foreign (PracticeNumbers *self, guint account, guint nth);
PracticeUnit practice_unit_made (PracticeNumbers *self, PracticePin *pin);
char *practice_unit_foreign_id (PracticeNumbers *self, guint account, guint nth);
/* The heaviest seeded pins of a unit, heaviest first. */
const guint *practice_unit_hot (PracticeNumbers *self, guint account, guint unit, guint *n);
/* Its part of an ordinary day of its unit. */
double practice_unit_share (PracticeNumbers *self, guint account, guint pin);
/* A number between 0 and 2^64 that is always the same for @salt, @a and @b. */
guint64 practice_numbers_chance (PracticeNumbers *self, guint salt, guint64 a, gint64 b);
PracticeWorld *practice_numbers_world (PracticeNumbers *self);

void practice_unit_add (PracticeNumbers *self,
                        const PracticeUnit *unit,
                        const PracticeSlice *slice,
                        gint64 day,
                        gint64 today,
                        gint64 counts[PRACTICE_N_COUNTS]);
/* The same of one seeded pin of @unit. */
void practice_unit_add_pin (PracticeNumbers *self,
                            const PracticeUnit *unit,
                            guint pin,
                            const PracticeSlice *slice,
                            gint64 day,
                            gint64 today,
                            gint64 counts[PRACTICE_N_COUNTS]);

G_END_DECLS
