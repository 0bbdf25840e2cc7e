/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-clock.h"

G_BEGIN_DECLS

/* What happens whenever another day begins in UTC, for as long as it lives. Main thread. */
typedef struct _PfDayTurn PfDayTurn;

PfDayTurn *pf_day_turn_new (PfClock *clock, GSourceOnceFunc func, gpointer data);
void pf_day_turn_free (PfDayTurn *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfDayTurn, pf_day_turn_free)

G_END_DECLS
