/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

/*
 * What can be done with pins, one or many, by their local UUIDs (zero-terminated): each is read,
 * goes into one batch, and the batch to pf_batch_run(). For menus, bars, keys and drops.
 */
void pf_pin_verbs_move (PfWindow *window,
                        PfConnection *connection,
                        const char *const *uuids,
                        const char *board_uuid,
                        const char *section_uuid,
                        const char *section_name);
void pf_pin_verbs_save (PfWindow *window,
                        PfConnection *connection,
                        const char *const *uuids,
                        const char *board_uuid,
                        const char *section_uuid,
                        const char *section_name);
void pf_pin_verbs_delete (PfWindow *window, PfConnection *connection, const char *const *uuids);
/* Where they lead to, one a line. */
void pf_pin_verbs_copy_links (PfWindow *window, PfConnection *connection, const char *const *uuids);
/* Their own addresses on pinterest.com. */
void
pf_pin_verbs_copy_addresses (PfWindow *window, PfConnection *connection, const char *const *uuids);

G_END_DECLS
