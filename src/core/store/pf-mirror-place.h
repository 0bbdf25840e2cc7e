/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-mirror-private.h"

G_BEGIN_DECLS

/**
 * PfMirrorPlace:
 * @db: the open file
 * @path: with its lock beside it
 *
 * A kept copy of one connection. One process has it, by lock; the others have only their own
 * mirror.
 */
typedef struct
{
  PfDb *db;
  char *path;
  int lock_fd;
} PfMirrorPlace;

/* Blocks. PF_ERROR_BUSY when another process has it. A file of another version or one that cannot
 * be read is made anew. */
PfMirrorPlace *pf_mirror_place_open (const char *data_dir,
                                     const char *connection_id,
                                     PfStore *store,
                                     GError **error);
/* Blocks: synced, so that it need not be looked through when it is opened next. */
void pf_mirror_place_note_closed (PfMirrorPlace *self);
/* Blocks; the database must be closed. */
void pf_mirror_place_free (PfMirrorPlace *self, gboolean wipe);
/* Blocks: removes a copy that this process does not have open; FALSE when another one has it. */
gboolean pf_mirror_place_wipe (const char *data_dir, const char *connection_id, GError **error);

/* Bytes on the disk, 0 when there is none. */
guint64 pf_mirror_place_get_size (const char *data_dir, const char *connection_id);

gboolean pf_mirror_make_tables (const char *path, GError **error);
void pf_mirror_remove_database (const char *path);
gboolean
pf_mirror_copy_bindings (PfStore *store, PfDb *db, const char *connection_id, GError **error);

G_END_DECLS
