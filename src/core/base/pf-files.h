/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define PF_TYPE_FILES (pf_files_get_type ())
G_DECLARE_INTERFACE (PfFiles, pf_files, PF, FILES, GObject)

/**
 * PfFilesInterface:
 * @write: replaces or makes @path so that after a power cut it holds either
 *   the old or the new bytes: temporary file, fsync, rename, fsync of the folder
 * @remove: unlinks @path and syncs the folder; a missing file is no error
 * @read: reads a whole small file
 *
 * Durable files. All calls block: from worker threads only.
 */
struct _PfFilesInterface
{
  GTypeInterface parent;
  gboolean (*write) (PfFiles *self, const char *path, GBytes *bytes, guint mode, GError **error);
  gboolean (*remove) (PfFiles *self, const char *path, GError **error);
  GBytes *(*read) (PfFiles *self, const char *path, gsize max_length, GError **error);
};

gboolean
pf_files_write (PfFiles *self, const char *path, GBytes *bytes, guint mode, GError **error);
gboolean pf_files_remove (PfFiles *self, const char *path, GError **error);
GBytes *pf_files_read (PfFiles *self, const char *path, gsize max_length, GError **error);

PfFiles *pf_files_system_new (void);
void pf_files_remove_tree (const char *path);

G_END_DECLS
