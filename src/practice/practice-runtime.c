/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-runtime.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define LOOK_EVERY_S 1

struct _PracticeRuntime
{
  Practice *app;
  char *secret;
  char *path;
  char *lease;
  int fd;
  int linger_s;
  guint timer;
  gint64 alone_since_us;
};

PracticeRuntime *
practice_runtime_new (Practice *app)
{
  PracticeRuntime *self = g_new0 (PracticeRuntime, 1);

  self->app = app;
  self->secret = practice_random_token (32);
  self->fd = -1;
  return self;
}

void
practice_runtime_free (PracticeRuntime *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  /* The name goes first, so that nobody finds an unlocked file that looks alive. */
  if (self->fd >= 0)
    {
      g_unlink (self->path);
      close (self->fd);
    }
  g_free (self->lease);
  g_free (self->path);
  g_free (self->secret);
  g_free (self);
}

const char *
practice_runtime_secret (PracticeRuntime *self)
{
  return self->secret;
}

static gboolean
fail (GError **error, int number, const char *path)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (number), "%s: %s", path,
               g_strerror (number));
  return FALSE;
}

gboolean
practice_runtime_claim (PracticeRuntime *self, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return fail (error, errno, folder);
  for (;;)
    {
      struct stat here, named;
      int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

      if (fd < 0)
        return fail (error, errno, path);
      if (flock (fd, LOCK_EX | LOCK_NB) != 0)
        {
          int number = errno;

          close (fd);
          if (number != EWOULDBLOCK)
            return fail (error, number, path);
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "another server holds %s", path);
          return FALSE;
        }
      /* A server that just ended may have taken the name away under us. */
      if (fstat (fd, &here) == 0 && stat (path, &named) == 0 && here.st_ino == named.st_ino)
        {
          self->fd = fd;
          self->path = g_strdup (path);
          self->lease = g_strconcat (path, PRACTICE_LEASE_SUFFIX, NULL);
          if (fchmod (fd, 0600) != 0)
            return fail (error, errno, path);
          return TRUE;
        }
      close (fd);
    }
}

gboolean
practice_runtime_announce (PracticeRuntime *self, guint port, GError **error)
{
  g_autofree char *text = NULL;

  if (self->fd < 0)
    return TRUE;
  text = g_strdup_printf ("{\"port\": %u, \"pid\": %d, \"control_secret\": \"%s\"}\n", port,
                          (int)getpid (), self->secret);
  if (ftruncate (self->fd, 0) != 0
      || pwrite (self->fd, text, strlen (text), 0) != (gssize)strlen (text))
    return fail (error, errno, self->path);
  return TRUE;
}

/* A process id would say nothing here: a client in a sandbox of its own counts its processes anew,
 * and the same number is another process, or none. A lock ends with its holder everywhere. */
static gboolean
is_leased (PracticeRuntime *self)
{
  int fd = self->lease != NULL ? open (self->lease, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)
                               : -1;
  gboolean leased;

  if (fd < 0)
    return FALSE;
  leased = flock (fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  close (fd);
  return leased;
}

static gboolean
look (gpointer user_data)
{
  PracticeRuntime *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (is_leased (self))
    self->alone_since_us = now;
  else if (now - self->alone_since_us >= (gint64)self->linger_s * G_USEC_PER_SEC)
    {
      self->timer = 0;
      g_main_loop_quit (self->app->loop);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
}

void
practice_runtime_linger (PracticeRuntime *self, int seconds)
{
  self->linger_s = seconds;
  self->alone_since_us = g_get_monotonic_time ();
  self->timer = g_timeout_add_seconds (LOOK_EVERY_S, look, self);
}

void
practice_runtime_stay (PracticeRuntime *self)
{
  self->alone_since_us = g_get_monotonic_time ();
}
