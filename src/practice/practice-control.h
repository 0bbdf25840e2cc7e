/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* /control/...: only for callers that hold the secret of the runtime file. */
void practice_control (PracticeExchange *x);
void practice_control_switch (PracticeExchange *x, JsonObject *body);
void practice_switches_default (PracticeSwitches *self);
void practice_switches_clear (PracticeSwitches *self);

G_END_DECLS
