/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* The decoding helper with its sandbox, plus faults that a picture can ask for:
 * what a decoder that was taken over might try. */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/media/decode/pfd.h"

/* Claims one picture of 8 x 8 in a memfd of size bytes. */
static void
lie (int fd, uint32_t width, size_t claimed, size_t size, int seals)
{
  union
  {
    struct cmsghdr align;
    char space[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  PfdReply reply
      = { .magic = PFD_MAGIC, .width = width, .height = 8, .stride = width * 4, .size = claimed };
  struct iovec iov = { &reply, sizeof reply };
  struct msghdr msg = { .msg_iov = &iov,
                        .msg_iovlen = 1,
                        .msg_control = control.space,
                        .msg_controllen = sizeof control.space };
  struct cmsghdr *cmsg = CMSG_FIRSTHDR (&msg);
  int memfd = memfd_create ("lie", MFD_ALLOW_SEALING);

  if (ftruncate (memfd, (off_t)size) != 0)
    abort ();
  if (seals != 0)
    fcntl (memfd, F_ADD_SEALS, seals);
  cmsg->cmsg_level = SOL_SOCKET;
  cmsg->cmsg_type = SCM_RIGHTS;
  cmsg->cmsg_len = CMSG_LEN (sizeof (int));
  memcpy (CMSG_DATA (cmsg), &memfd, sizeof memfd);
  sendmsg (fd, &msg, MSG_NOSIGNAL);
}

/* Claims pixels on the board, with a memfd or without. */
static void
lie_board (int fd, uint32_t width, uint32_t height, bool beside)
{
  union
  {
    struct cmsghdr align;
    char space[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  PfdReply reply = { .magic = PFD_MAGIC,
                     .width = width,
                     .height = height,
                     .stride = width * 4,
                     .size = width * height * 4,
                     .flags = PFD_FLAG_ON_BOARD };
  struct iovec iov = { &reply, sizeof reply };
  struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };

  if (beside)
    {
      struct cmsghdr *cmsg;
      int memfd = memfd_create ("lie", MFD_ALLOW_SEALING);

      msg.msg_control = control.space;
      msg.msg_controllen = sizeof control.space;
      cmsg = CMSG_FIRSTHDR (&msg);
      cmsg->cmsg_level = SOL_SOCKET;
      cmsg->cmsg_type = SCM_RIGHTS;
      cmsg->cmsg_len = CMSG_LEN (sizeof (int));
      memcpy (CMSG_DATA (cmsg), &memfd, sizeof memfd);
    }
  sendmsg (fd, &msg, MSG_NOSIGNAL);
}

static void
eat_memory (void)
{
  /* 1 GiB, which the limit must stop; with the address sanitizer, its own cap. */
  size_t piece = (size_t)1 << 30;
  char *volatile p;

  p = malloc (piece);
  if (p != NULL)
    return;
  for (int i = 0; i < 16; i++)
    {
      p = malloc (piece / 16);
      if (p == NULL)
        break;
#ifdef __SANITIZE_ADDRESS__
      free (p);
#else
      memset (p, 1, piece / 16);
#endif
    }
  abort ();
}

static void
hook (int fd, const uint8_t *data, size_t size)
{
  static const int all = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
  const uint8_t *at = memmem (data, size, "FAULT:", 6);
  char what[16] = "";

  if (at == NULL)
    return;
  for (size_t i = 0; i < sizeof what - 1 && at + 6 + i < data + size && at[6 + i] > ' '; i++)
    what[i] = (char)at[6 + i];
  if (strcmp (what, "segv") == 0)
    *(volatile int *)NULL = 1;
  else if (strcmp (what, "abort") == 0)
    abort ();
  else if (strcmp (what, "exit") == 0)
    _exit (0);
  else if (strcmp (what, "hang") == 0)
    for (volatile int forever = 1; forever;)
      ;
  else if (strcmp (what, "memory") == 0)
    eat_memory ();
  else if (strcmp (what, "socket") == 0)
    socket (AF_INET, SOCK_STREAM, 0);
  else if (strcmp (what, "fork") == 0)
    syscall (SYS_clone, SIGCHLD, 0, 0, 0, 0);
  else if (strcmp (what, "exec") == 0)
    execl ("/bin/true", "true", NULL);
  else if (strcmp (what, "kill") == 0)
    syscall (SYS_kill, 1, 0);
  else if (strcmp (what, "code") == 0)
    mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  else if (strcmp (what, "open") == 0)
    {
      /* Refused, but not deadly: the picture is decoded all the same. */
      if (open ("/etc/passwd", O_RDONLY) >= 0 || errno != EACCES)
        abort ();
      if (open ("/tmp/pinfold-fault", O_WRONLY | O_CREAT, 0600) >= 0)
        abort ();
    }
  else if (strcmp (what, "unsealed") == 0)
    lie (fd, 8, 256, 256, 0);
  else if (strcmp (what, "short") == 0)
    lie (fd, 8, 256, 128, all);
  else if (strcmp (what, "wide") == 0)
    lie (fd, 4000, 4000 * 32, 4000 * 32, all);
  else if (strcmp (what, "overflow") == 0)
    lie (fd, 0x40000008, 256, 256, all);
  else if (strcmp (what, "past") == 0)
    /* As much as the whole board, but the picture is on it, too. */
    lie_board (fd, 2048, PFD_BOARD_SIZE / 4 / 2048, false);
  else if (strcmp (what, "both") == 0)
    lie_board (fd, 8, 8, true);
  else if (strcmp (what, "noise") == 0)
    send (fd, "noise", 5, MSG_NOSIGNAL);
}

int
main (void)
{
  if (!pfd_sandbox_enter ())
    _exit (3);
  _exit (pfd_serve (PFD_SOCKET_FD, hook));
}
