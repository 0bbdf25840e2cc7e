/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-helper-private.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/base/pf-error.h"

struct _PfHelper
{
  GSubprocess *process; /* (owned) */
  int socket;
  guint8 *board;  /* mapped: PFD_BOARD_SIZE bytes */
  guint64 cpu_us; /* as the helper last said */
};

/* Sealed against shrinking: touching it can never fault. */
static int
board_make (guint8 **board)
{
  int fd = memfd_create ("pinfold-board", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  gpointer address = MAP_FAILED;

  if (fd >= 0 && ftruncate (fd, PFD_BOARD_SIZE) == 0
      && fcntl (fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW) == 0)
    address = mmap (NULL, PFD_BOARD_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (address != MAP_FAILED)
    {
      *board = address;
      return fd;
    }
  if (fd >= 0)
    close (fd);
  return -1;
}

/* Nothing is inherited: no environment, no descriptor but the socket and the board. */
PfHelper *
pf_helper_start (const char *path, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) failure = NULL;
  char *nothing[] = { NULL };
  PfHelper *self;
  guint8 *board = NULL;
  int ends[2], board_fd;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE
#ifndef __SANITIZE_ADDRESS__
                                        | G_SUBPROCESS_FLAGS_STDERR_SILENCE
#endif
  );
  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
    {
      g_set_error (error, PF_ERROR, PF_ERROR_FAILED, _ ("Pictures cannot be opened: %s"),
                   g_strerror (errno));
      return NULL;
    }
  board_fd = board_make (&board);
  if (board_fd < 0)
    {
      g_set_error (error, PF_ERROR, PF_ERROR_FAILED, _ ("Pictures cannot be opened: %s"),
                   g_strerror (errno));
      close (ends[0]);
      close (ends[1]);
      return NULL;
    }
  g_subprocess_launcher_set_environ (launcher, nothing);
  g_subprocess_launcher_take_fd (launcher, ends[1], PFD_SOCKET_FD);
  g_subprocess_launcher_take_fd (launcher, board_fd, PFD_BOARD_FD);
  process = g_subprocess_launcher_spawn (launcher, &failure, path, NULL);
  if (process == NULL)
    {
      close (ends[0]);
      munmap (board, PFD_BOARD_SIZE);
      g_set_error (error, PF_ERROR, PF_ERROR_FAILED, _ ("Pictures cannot be opened: %s"),
                   failure->message);
      return NULL;
    }
  self = g_new0 (PfHelper, 1);
  self->process = g_steal_pointer (&process);
  self->socket = ends[0];
  self->board = board;
  return self;
}

static gboolean
helper_send (PfHelper *self, const PfdRequest *request, int fd)
{
  union
  {
    struct cmsghdr align;
    char space[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  struct iovec iov = { (gpointer)request, sizeof *request };
  struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
  gssize n;

  if (fd >= 0)
    {
      struct cmsghdr *cmsg;

      msg.msg_control = control.space;
      msg.msg_controllen = sizeof control.space;
      cmsg = CMSG_FIRSTHDR (&msg);
      cmsg->cmsg_level = SOL_SOCKET;
      cmsg->cmsg_type = SCM_RIGHTS;
      cmsg->cmsg_len = CMSG_LEN (sizeof (int));
      memcpy (CMSG_DATA (cmsg), &fd, sizeof fd);
    }
  do
    n = sendmsg (self->socket, &msg, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  return n == (gssize)sizeof *request;
}

/* Takes at most one descriptor; the kernel drops what does not fit. */
static gboolean
helper_receive (PfHelper *self, PfdReply *reply, int *result_fd)
{
  union
  {
    struct cmsghdr align;
    char space[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  struct iovec iov = { reply, sizeof *reply };
  struct msghdr msg = { .msg_iov = &iov,
                        .msg_iovlen = 1,
                        .msg_control = control.space,
                        .msg_controllen = sizeof control.space };
  struct cmsghdr *cmsg;
  gssize n;

  do
    n = recvmsg (self->socket, &msg, MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return FALSE;
  cmsg = CMSG_FIRSTHDR (&msg);
  if (cmsg != NULL && cmsg->cmsg_level == SOL_SOCKET && cmsg->cmsg_type == SCM_RIGHTS
      && cmsg->cmsg_len == CMSG_LEN (sizeof (int)))
    memcpy (result_fd, CMSG_DATA (cmsg), sizeof *result_fd);
  return n == (gssize)sizeof *reply && (msg.msg_flags & MSG_TRUNC) == 0
         && reply->magic == PFD_MAGIC;
}

/* What the helper says is not believed: it may have been taken over. */
static gboolean
reply_sane (const PfdRequest *request, const PfdReply *reply, int fd)
{
  struct stat st;
  int seals;

  if (reply->status != PFD_STATUS_OK)
    return reply->status <= PFD_STATUS_BAD_REQUEST && fd < 0;
  if (reply->size == 0 || reply->size > PFD_MAX_OUTPUT)
    return FALSE;
  if (request->op == PFD_OP_PIXELS
      && (reply->width == 0 || reply->height == 0 || reply->width > PFD_MAX_SIDE
          || reply->height > PFD_MAX_SIDE || reply->stride != reply->width * 4
          || (guint64)reply->stride * reply->height != reply->size))
    return FALSE;
  if (request->op == PFD_OP_PIXELS && request->target_width != 0
      && (reply->width > request->target_width || reply->height > request->target_height))
    return FALSE;
  if ((reply->flags & PFD_FLAG_ON_BOARD) != 0)
    return fd < 0 && request->op == PFD_OP_PIXELS
           && pfd_board_offset (request) + reply->size <= PFD_BOARD_SIZE;
  if (fd < 0)
    return FALSE;
  /* Sealed against writing and shrinking: mapping it can never fault later. */
  seals = fcntl (fd, F_GET_SEALS);
  if (seals < 0 || (seals & F_SEAL_SHRINK) == 0 || (seals & F_SEAL_WRITE) == 0)
    return FALSE;
  return fstat (fd, &st) == 0 && S_ISREG (st.st_mode) && st.st_size >= 0
         && (guint64)st.st_size == reply->size;
}

/* A clock that counts while waiting, so that signals cannot stretch the limit. */
static int
wait_readable (int fd, guint timeout_ms)
{
  gint64 end = g_get_monotonic_time () + (gint64)timeout_ms * 1000;

  for (;;)
    {
      struct pollfd p = { fd, POLLIN, 0 };
      gint64 left = (end - g_get_monotonic_time () + 999) / 1000;
      int n = poll (&p, 1, (int)CLAMP (left, 0, G_MAXINT));

      if (n >= 0 || errno != EINTR)
        return n;
    }
}

typedef struct
{
  gpointer address;
  gsize size;
} Mapping;

static void
mapping_free (gpointer data)
{
  Mapping *mapping = data;

  munmap (mapping->address, mapping->size);
  g_free (mapping);
}

/* Takes a sealed memfd; returns its bytes, mapped, or NULL. */
static GBytes *
map_result (int fd, gsize size)
{
  /* Private, because older kernels refuse shared maps of write-sealed files; populated, so that
   * the thread that draws takes no page faults. */
  gpointer address = mmap (NULL, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
  Mapping *mapping;

  close (fd);
  if (address == MAP_FAILED)
    return NULL;
  mapping = g_new (Mapping, 1);
  *mapping = (Mapping){ address, size };
  return g_bytes_new_with_free_func (address, size, mapping_free, mapping);
}

/**
 * pf_helper_fits_board:
 * @data: a picture
 *
 * Returns: whether it needs no memfd of its own
 */
gboolean
pf_helper_fits_board (GBytes *data)
{
  return g_bytes_get_size (data) <= PFD_BOARD_MAX_INPUT;
}

/**
 * pf_helper_ask:
 * @self: a helper without a request
 * @request: what to do
 * @data: the picture
 * @picture_fd: the picture sealed, or -1 when it fits the board
 * @timeout_ms: how long it may take
 * @reply: (out): what it said; any status but nonsense
 * @result: (out) (transfer full) (nullable): what it made; %NULL also without memory for it
 *
 * On any result but PF_HELPER_OK the helper is of no more use: end it.
 */
PfHelperResult
pf_helper_ask (PfHelper *self,
               PfdRequest *request,
               GBytes *data,
               int picture_fd,
               guint timeout_ms,
               PfdReply *reply,
               GBytes **result)
{
  int fd = -1;

  *result = NULL;
  request->on_board = picture_fd < 0;
  if (request->on_board)
    memcpy (self->board, g_bytes_get_data (data, NULL), g_bytes_get_size (data));
  if (!helper_send (self, request, picture_fd))
    return PF_HELPER_GONE;
  if (wait_readable (self->socket, timeout_ms) == 0)
    return PF_HELPER_TIMED_OUT;
  if (!helper_receive (self, reply, &fd) || !reply_sane (request, reply, fd))
    {
      if (fd >= 0)
        close (fd);
      return PF_HELPER_CRASHED;
    }
  self->cpu_us = reply->cpu_us;
  /* A copy: on the board a helper that was taken over could still change it. */
  if (fd >= 0)
    *result = map_result (fd, reply->size);
  else if (reply->status == PFD_STATUS_OK)
    *result = g_bytes_new (self->board + pfd_board_offset (request), reply->size);
  return PF_HELPER_OK;
}

/* Whether its life-long CPU limit comes near: better a fresh one than an
 * innocent picture that meets the limit. */
gboolean
pf_helper_is_worn (PfHelper *self)
{
  return self->cpu_us > (guint64)PFD_RETIRE_CPU_SECONDS * G_USEC_PER_SEC;
}

void
pf_helper_end (PfHelper *self)
{
  close (self->socket);
  munmap (self->board, PFD_BOARD_SIZE);
  g_subprocess_force_exit (self->process);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_free (self);
}

/**
 * pf_helper_share_bytes:
 * @data: a picture
 * @error: return location
 *
 * Returns: a sealed memfd holding a copy, for the caller to close, or -1
 */
int
pf_helper_share_bytes (GBytes *data, GError **error)
{
  gsize size, done = 0;
  const guint8 *bytes = g_bytes_get_data (data, &size);
  int fd = memfd_create ("pinfold-picture", MFD_CLOEXEC | MFD_ALLOW_SEALING);

  while (fd >= 0 && done < size)
    {
      gssize n = write (fd, bytes + done, size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      done += n;
    }
  if (fd >= 0 && done == size
      && fcntl (fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) == 0)
    return fd;
  g_set_error (error, PF_ERROR, PF_ERROR_FAILED, _ ("Pictures cannot be opened: %s"),
               g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return -1;
}
