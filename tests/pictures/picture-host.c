/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "picture-host.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define MAX_HEAD 8192

struct _PictureHost
{
  PictureFind find;
  gpointer data;
  int listener;
  guint16 port;
  GThread *thread;
  GMutex lock;
  GCond changed;
  GPtrArray *asked; /* of char*, under lock as all that follows */
  GHashTable *sockets;
  guint n_threads;
  guint n_broken;
  gboolean held, quit;
  guint n_let_go;
  int status;
};

typedef struct
{
  PictureHost *host;
  int fd;
} Connection;

static gboolean
send_all (int fd, struct iovec *parts, int n)
{
  while (n > 0)
    {
      struct msghdr message = { .msg_iov = parts, .msg_iovlen = (size_t)n };
      ssize_t sent = sendmsg (fd, &message, MSG_NOSIGNAL);

      if (sent < 0 && errno == EINTR)
        continue;
      if (sent < 0)
        return FALSE;
      while (n > 0 && (size_t)sent >= parts->iov_len)
        {
          sent -= (ssize_t)parts->iov_len;
          parts++;
          n--;
        }
      if (n > 0)
        {
          parts->iov_base = (char *)parts->iov_base + sent;
          parts->iov_len -= (size_t)sent;
        }
    }
  return TRUE;
}

/* Reads one head into @head; what follows it stays. Returns its length or 0. */
static gsize
read_head (int fd, char *head, gsize *have)
{
  for (;;)
    {
      const char *end = memmem (head, *have, "\r\n\r\n", 4);
      ssize_t n;

      if (end != NULL)
        return (gsize)(end - head) + 4;
      if (*have == MAX_HEAD)
        return 0;
      n = recv (fd, head + *have, MAX_HEAD - *have, 0);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return 0;
      *have += (gsize)n;
    }
}

/* Whether to answer, after the hold. */
static gboolean
note (PictureHost *self, const char *path, int *status)
{
  gboolean go;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->asked, g_strdup (path));
  g_cond_broadcast (&self->changed);
  while (self->held && self->n_let_go == 0 && !self->quit)
    g_cond_wait (&self->changed, &self->lock);
  if (self->held && self->n_let_go > 0)
    self->n_let_go--;
  *status = self->status;
  go = !self->quit;
  g_mutex_unlock (&self->lock);
  return go;
}

static gboolean
answer (PictureHost *self, int fd, const char *path)
{
  g_autoptr (GBytes) file = NULL;
  char head[128];
  struct iovec parts[2] = { { head, 0 }, { NULL, 0 } };
  gsize size = 0;
  int status;

  if (!note (self, path, &status) || status < 0)
    return FALSE;
  if (status == 0)
    {
      file = self->find (path, self->data);
      status = file != NULL ? 200 : 404;
    }
  if (file != NULL)
    parts[1].iov_base = (gpointer)g_bytes_get_data (file, &size);
  parts[1].iov_len = size;
  parts[0].iov_len = (gsize)g_snprintf (head, sizeof head,
                                        "HTTP/1.1 %d Answer\r\nContent-Type: image/jpeg\r\n"
                                        "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                        status, size);
  return send_all (fd, parts, 2);
}

static gboolean
is_gone (int fd)
{
  char c;
  ssize_t n = recv (fd, &c, 1, MSG_PEEK | MSG_DONTWAIT);

  return n == 0 || (n < 0 && errno != EAGAIN);
}

static gpointer
connection_main (gpointer data)
{
  Connection *connection = data;
  PictureHost *self = connection->host;
  char head[MAX_HEAD + 1];
  gsize have = 0, length;
  gboolean fine = TRUE;

  while (fine && (length = read_head (connection->fd, head, &have)) > 0)
    {
      g_autofree char *line = g_strndup (head, length);
      g_auto (GStrv) words = g_strsplit (line, " ", 3);

      have -= length;
      memmove (head, head + length, have);
      fine = words[0] != NULL && words[1] != NULL && answer (self, connection->fd, words[1])
             && !is_gone (connection->fd);
      if (!fine)
        {
          g_mutex_lock (&self->lock);
          self->n_broken++;
          g_mutex_unlock (&self->lock);
        }
    }
  g_mutex_lock (&self->lock);
  g_hash_table_remove (self->sockets, GINT_TO_POINTER (connection->fd));
  close (connection->fd);
  self->n_threads--;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
  g_free (connection);
  return NULL;
}

static gpointer
listen_main (gpointer data)
{
  PictureHost *self = data;
  int fd;

  while ((fd = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC)) >= 0)
    {
      Connection *connection = g_new (Connection, 1);
      int yes = 1;

      setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
      *connection = (Connection){ self, fd };
      g_mutex_lock (&self->lock);
      g_hash_table_add (self->sockets, GINT_TO_POINTER (fd));
      self->n_threads++;
      g_mutex_unlock (&self->lock);
      g_thread_unref (g_thread_new ("picture-host", connection_main, connection));
    }
  return NULL;
}

/* On the port it had before, if any. */
static void
open_up (PictureHost *self)
{
  struct sockaddr_in address = { .sin_family = AF_INET,
                                 .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
                                 .sin_port = htons (self->port) };
  socklen_t length = sizeof address;
  int yes = 1;

  self->listener = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  setsockopt (self->listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind (self->listener, (gpointer)&address, sizeof address) != 0
      || listen (self->listener, 128) != 0
      || getsockname (self->listener, (gpointer)&address, &length) != 0)
    g_error ("loopback: %s", g_strerror (errno));
  self->port = ntohs (address.sin_port);
  self->thread = g_thread_new ("picture-host", listen_main, self);
}

PictureHost *
picture_host_new (PictureFind find, gpointer data)
{
  PictureHost *self = g_new0 (PictureHost, 1);

  self->find = find;
  self->data = data;
  self->asked = g_ptr_array_new_with_free_func (g_free);
  self->sockets = g_hash_table_new (NULL, NULL);
  g_mutex_init (&self->lock);
  g_cond_init (&self->changed);
  open_up (self);
  return self;
}

static void
shut (gpointer key, gpointer value, gpointer data)
{
  shutdown (GPOINTER_TO_INT (key), SHUT_RDWR);
}

static void
close_down (PictureHost *self)
{
  if (self->thread == NULL)
    return;
  shutdown (self->listener, SHUT_RDWR);
  g_thread_join (g_steal_pointer (&self->thread));
  close (self->listener);
  g_mutex_lock (&self->lock);
  self->quit = TRUE;
  g_hash_table_foreach (self->sockets, shut, NULL);
  g_cond_broadcast (&self->changed);
  while (self->n_threads > 0)
    g_cond_wait (&self->changed, &self->lock);
  self->quit = FALSE;
  g_mutex_unlock (&self->lock);
}

void
picture_host_set_reachable (PictureHost *self, gboolean reachable)
{
  if (reachable)
    open_up (self);
  else
    close_down (self);
}

void
picture_host_free (PictureHost *self)
{
  if (self == NULL)
    return;
  close_down (self);
  g_ptr_array_unref (self->asked);
  g_hash_table_unref (self->sockets);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->changed);
  g_free (self);
}

guint16
picture_host_get_port (PictureHost *self)
{
  return self->port;
}

char *
picture_host_get_url (PictureHost *self, const char *path)
{
  return g_strdup_printf ("http://127.0.0.1:%u%s", self->port, path);
}

void
picture_host_hold (PictureHost *self)
{
  g_mutex_lock (&self->lock);
  self->held = TRUE;
  self->n_let_go = 0;
  g_mutex_unlock (&self->lock);
}

void
picture_host_let_go (PictureHost *self, guint n)
{
  g_mutex_lock (&self->lock);
  if (n == G_MAXUINT)
    self->held = FALSE;
  else
    self->n_let_go += n;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->lock);
}

void
picture_host_set_status (PictureHost *self, int status)
{
  g_mutex_lock (&self->lock);
  self->status = status;
  g_mutex_unlock (&self->lock);
}

guint
picture_host_count (PictureHost *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->asked->len;
  g_mutex_unlock (&self->lock);
  return n;
}

char **
picture_host_dup_asked (PictureHost *self)
{
  char **asked;

  g_mutex_lock (&self->lock);
  asked = g_new0 (char *, self->asked->len + 1);
  for (guint i = 0; i < self->asked->len; i++)
    asked[i] = g_strdup (g_ptr_array_index (self->asked, i));
  g_mutex_unlock (&self->lock);
  return asked;
}

guint
picture_host_count_broken (PictureHost *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_broken;
  g_mutex_unlock (&self->lock);
  return n;
}
