/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-db.h"

G_BEGIN_DECLS

/* Which pictures belong to a kept copy. The first two are for pf_db_run_async(). */
gpointer pf_kept_urls_read_entries (sqlite3 *db,
                                    gpointer connection_id,
                                    GCancellable *cancellable,
                                    GError **error);
gpointer
pf_kept_urls_read (sqlite3 *db, gpointer entries, GCancellable *cancellable, GError **error);
GPtrArray *pf_kept_urls_of_boards (const GPtrArray *rows);

G_END_DECLS
