/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-error.h"
#include "core/base/pf-files.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

G_DEFINE_INTERFACE (PfFiles, pf_files, G_TYPE_OBJECT)

static void
pf_files_default_init (PfFilesInterface *iface)
{
}

/**
 * pf_files_write:
 * @self: files
 * @path: absolute path
 * @bytes: the whole new content
 * @mode: permissions, as 0600
 * @error: location for an error: PF_ERROR_DISK_FULL or a GIO one
 *
 * After a power cut @path holds either the old or the new bytes. Blocks.
 *
 * Returns: whether it is written and synced
 */
gboolean
pf_files_write (PfFiles *self, const char *path, GBytes *bytes, guint mode, GError **error)
{
  return PF_FILES_GET_IFACE (self)->write (self, path, bytes, mode, error);
}

/**
 * pf_files_remove:
 * @self: files
 * @path: absolute path; a missing file is no error
 * @error: location for an error
 *
 * Unlinks and syncs the folder. Blocks.
 *
 * Returns: whether @path is gone for good
 */
gboolean
pf_files_remove (PfFiles *self, const char *path, GError **error)
{
  return PF_FILES_GET_IFACE (self)->remove (self, path, error);
}

/**
 * pf_files_read:
 * @self: files
 * @path: absolute path
 * @max_length: more is an error, PF_ERROR_TOO_LARGE
 * @error: location for an error
 *
 * Never follows a symbolic link in the last place. Blocks.
 *
 * Returns: (transfer full): the whole content
 */
GBytes *
pf_files_read (PfFiles *self, const char *path, gsize max_length, GError **error)
{
  return PF_FILES_GET_IFACE (self)->read (self, path, max_length, error);
}

/**
 * pf_files_remove_tree:
 * @path: a folder or file
 *
 * Removes it with all that is in it, as far as it can. Of a symbolic link only the link goes.
 * Nothing is synced. Blocks.
 */
void
pf_files_remove_tree (const char *path)
{
  g_autoptr (GDir) dir
      = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      pf_files_remove_tree (child);
    }
  g_remove (path);
}

#define PF_TYPE_SYSTEM_FILES (pf_system_files_get_type ())
G_DECLARE_FINAL_TYPE (PfSystemFiles, pf_system_files, PF, SYSTEM_FILES, GObject)

struct _PfSystemFiles
{
  GObject parent_instance;
};

static gboolean
fail (GError **error, const char *path)
{
  int saved = errno;
  g_autofree char *name = g_filename_display_basename (path);

  if (saved == ENOSPC || saved == EDQUOT || saved == EROFS)
    g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL, _ ("“%s” cannot be saved: %s"), name,
                 g_strerror (saved));
  else
    g_set_error (error, G_IO_ERROR, (int)g_io_error_from_errno (saved), "%s: %s", name,
                 g_strerror (saved));
  return FALSE;
}

static gboolean
sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean synced;

  if (fd < 0)
    return fail (error, folder);
  synced = fsync (fd) == 0;
  if (!synced)
    fail (error, folder);
  close (fd);
  return synced;
}

static gboolean
write_all (int fd, const guint8 *data, gsize length)
{
  while (length > 0)
    {
      ssize_t n = write (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      length -= (gsize)n;
    }
  return TRUE;
}

static gboolean
system_write (PfFiles *files, const char *path, GBytes *bytes, guint mode, GError **error)
{
  g_autofree char *temporary = g_strdup_printf ("%s.XXXXXX", path);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  int fd = g_mkstemp_full (temporary, O_WRONLY | O_CLOEXEC, (int)mode);
  gboolean written;

  if (fd < 0)
    return fail (error, path);
  written = write_all (fd, data, length) && fsync (fd) == 0;
  if (!written)
    fail (error, path);
  if (close (fd) != 0 && written)
    written = fail (error, path);
  if (written && g_rename (temporary, path) != 0)
    written = fail (error, path);
  if (!written)
    {
      g_unlink (temporary);
      return FALSE;
    }
  return sync_folder (path, error);
}

static gboolean
system_remove (PfFiles *files, const char *path, GError **error)
{
  if (g_unlink (path) != 0 && errno != ENOENT)
    return fail (error, path);
  return sync_folder (path, error);
}

static GBytes *
system_read (PfFiles *files, const char *path, gsize max_length, GError **error)
{
  g_autoptr (GByteArray) content = g_byte_array_new ();
  guint8 buffer[65536];
  struct stat st;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

  if (fd < 0)
    {
      fail (error, path);
      return NULL;
    }
  /* A pipe or a device would have no end. */
  if (fstat (fd, &st) != 0 || !S_ISREG (st.st_mode))
    {
      close (fd);
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE, _ ("Not a regular file"));
      return NULL;
    }
  for (;;)
    {
      ssize_t n = read (fd, buffer, sizeof buffer);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail (error, path);
          close (fd);
          return NULL;
        }
      if (n == 0)
        break;
      if (content->len + (gsize)n > max_length)
        {
          g_set_error (error, PF_ERROR, PF_ERROR_TOO_LARGE, _ ("The file is too large"));
          close (fd);
          return NULL;
        }
      g_byte_array_append (content, buffer, (guint)n);
    }
  close (fd);
  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

static void
pf_system_files_iface_init (PfFilesInterface *iface)
{
  iface->write = system_write;
  iface->remove = system_remove;
  iface->read = system_read;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PfSystemFiles,
                               pf_system_files,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_FILES, pf_system_files_iface_init))

static void
pf_system_files_class_init (PfSystemFilesClass *klass)
{
}

static void
pf_system_files_init (PfSystemFiles *self)
{
}

/**
 * pf_files_system_new:
 *
 * Returns: (transfer full): the file system
 */
PfFiles *
pf_files_system_new (void)
{
  return g_object_new (PF_TYPE_SYSTEM_FILES, NULL);
}
