/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app-world.h"

#include "core/api/pf-json.h"

G_BEGIN_DECLS

/* Before the first world: helpers from the build tree. */
void practice_prepare (void);
void practice_tidy (void);
/* What the servers of worlds opened from now on are started with besides; NULL: nothing. */
void practice_set_arguments (const char *arguments);
/* An account at the practice server, allowed by a browser that says yes to everything. @account:
 * nullable: the first one. @scopes: nullable: what the kind asks for. */
PfConnection *practice_connect (AppWorld *world, const char *account, const char *const *scopes);
/* Over the server's control endpoint, for instance "switch". */
void practice_control (AppWorld *world, const char *what, const char *json);
/* All that differs from the first day of the pretend world. Transfer full. */
PfJson *practice_get_state (AppWorld *world);
/* Ends the server as a power cut would; opening the workspace starts another. */
void practice_kill (AppWorld *world);

G_END_DECLS
