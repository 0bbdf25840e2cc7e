/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-presence.h"

#include "core/base/pf-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _PfPresence
{
  char *folder;
  char *name;
  int fd;
  int stamps; /* atomic */
  GPtrArray *dead;
};

/* Whether no process has @path locked. */
static gboolean
is_dead (const char *path)
{
  int fd = open (path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  gboolean dead;

  if (fd < 0)
    return FALSE;
  dead = flock (fd, LOCK_EX | LOCK_NB) == 0;
  close (fd);
  return dead;
}

/**
 * pf_presence_enter:
 * @folder: the shared folder
 * @unclean: (out): whether a process that is gone did not leave properly
 * @in_use: (out): whether other processes are present
 * @error: location for an error
 *
 * The caller holds a lock that keeps others from entering meanwhile.
 *
 * Returns: (transfer full): this process's presence, or %NULL
 */
PfPresence *
pf_presence_enter (const char *folder, gboolean *unclean, gboolean *in_use, GError **error)
{
  g_autoptr (PfPresence) self = g_new0 (PfPresence, 1);
  g_autoptr (GDir) dir = NULL;
  g_autofree char *path = NULL;
  const char *name;

  self->fd = -1;
  self->folder = g_strdup (folder);
  self->name = g_uuid_string_random ();
  self->dead = g_ptr_array_new_with_free_func (g_free);
  *unclean = FALSE;
  *in_use = FALSE;
  dir = g_dir_open (folder, 0, error);
  if (dir == NULL)
    return NULL;
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *other = g_build_filename (folder, name, NULL);

      if (is_dead (other))
        {
          *unclean = TRUE;
          g_ptr_array_add (self->dead, g_steal_pointer (&other));
        }
      else
        *in_use = TRUE;
    }
  path = g_build_filename (folder, self->name, NULL);
  self->fd = open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (self->fd < 0 || flock (self->fd, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL,
                   _ ("The folder for Pinfold’s data cannot be written: %s"), g_strerror (errno));
      return NULL;
    }
  return g_steal_pointer (&self);
}

/**
 * pf_presence_get_folder:
 * @self: a presence
 *
 * Returns: (transfer none): the shared folder
 */
const char *
pf_presence_get_folder (PfPresence *self)
{
  return self->folder;
}

/**
 * pf_presence_get_name:
 * @self: a presence
 *
 * Returns: (transfer none): what the others know this process by
 */
const char *
pf_presence_get_name (PfPresence *self)
{
  return self->name;
}

/**
 * pf_presence_is_alive:
 * @folder: the shared folder
 * @name: name of a presence
 *
 * Asks after another process. From any thread; blocks as long as opening a file does.
 *
 * Returns: whether it runs; one that left properly or died does not
 */
gboolean
pf_presence_is_alive (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) && !is_dead (path);
}

/**
 * pf_presence_is_mine:
 * @self: a presence
 * @name: name of a file in the folder
 *
 * Returns: whether it is this one's own
 */
gboolean
pf_presence_is_mine (PfPresence *self, const char *name)
{
  return g_strcmp0 (self->name, name) == 0;
}

/**
 * pf_presence_stamp:
 * @self: a presence
 *
 * Writes a few bytes that make the others look again. From any thread.
 */
void
pf_presence_stamp (PfPresence *self)
{
  int stamp = g_atomic_int_add (&self->stamps, 1);

  if (pwrite (self->fd, &stamp, sizeof stamp, 0) != (gssize)sizeof stamp)
    g_debug ("Could not stamp: %s", g_strerror (errno));
}

/**
 * pf_presence_forget_dead:
 * @self: a presence
 *
 * Removes what processes left that stopped uncleanly: the database was checked.
 */
void
pf_presence_forget_dead (PfPresence *self)
{
  for (guint i = 0; i < self->dead->len; i++)
    g_unlink (g_ptr_array_index (self->dead, i));
  g_ptr_array_set_size (self->dead, 0);
}

/**
 * pf_presence_leave:
 * @self: a presence
 * @unclean: leave as after a crash, so that the next one who enters checks
 *
 * Ends the presence; @self only waits to be freed.
 */
void
pf_presence_leave (PfPresence *self, gboolean unclean)
{
  g_autofree char *path = g_build_filename (self->folder, self->name, NULL);

  if (self->fd < 0)
    return;
  if (!unclean)
    g_unlink (path);
  close (self->fd);
  self->fd = -1;
}

/**
 * pf_presence_free:
 * @self: (transfer full): a presence
 *
 * Without pf_presence_leave() before, it counts as an unclean stop.
 */
void
pf_presence_free (PfPresence *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_ptr_array_unref (self->dead);
  g_free (self->folder);
  g_free (self->name);
  g_free (self);
}
