/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#include "pfd.h"

static const PfdDecoder decoders[] = {
  [PFD_FORMAT_PNG] = pfd_decode_png,
  [PFD_FORMAT_JPEG] = pfd_decode_jpeg,
  [PFD_FORMAT_WEBP] = pfd_decode_webp,
  [PFD_FORMAT_GIF] = pfd_decode_gif,
};

/* A memfd that holds a copy of the bytes, or -1. Nobody can change or shrink them any more: the
 * application may map them without copying and without fear of SIGBUS. They are written, not
 * mapped here: the faults of new pages cost twice as much as the copy. */
static int
share (const PfdBuffer *bytes)
{
  int fd = memfd_create ("pinfold-out", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  size_t done = 0;

  while (fd >= 0 && done < bytes->size)
    {
      ssize_t n = write (fd, bytes->data + done, bytes->size - done);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      done += (size_t)n;
    }
  if (fd < 0
      || (done == bytes->size
          && fcntl (fd, F_ADD_SEALS, F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)
                 == 0))
    return fd;
  close (fd);
  return -1;
}

/* Without one, pictures that lie there are refused, and pixels go into memfds. */
static void
board_map (PfdBuffer *board)
{
  void *p = mmap (NULL, PFD_BOARD_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, PFD_BOARD_FD, 0);

  close (PFD_BOARD_FD);
  *board = p == MAP_FAILED ? (PfdBuffer){ 0 } : (PfdBuffer){ p, PFD_BOARD_SIZE };
}

/* A part of the upright picture, or all of it. */
static bool
crop_valid (const PfdRequest *r)
{
  uint32_t width = r->orientation >= 5 ? r->height : r->width;
  uint32_t height = r->orientation >= 5 ? r->width : r->height;

  if (r->crop_width == 0 && r->crop_height == 0)
    return r->crop_x == 0 && r->crop_y == 0;
  return r->crop_width > 0 && r->crop_height > 0 && r->crop_x < width && r->crop_y < height
         && r->crop_width <= width - r->crop_x && r->crop_height <= height - r->crop_y;
}

static bool
request_valid (const PfdRequest *r)
{
  bool natural = r->target_width == 0 && r->target_height == 0;

  if (r->magic != PFD_MAGIC || r->size == 0 || r->size > PFD_MAX_INPUT)
    return false;
  if (r->on_board && r->size > PFD_BOARD_MAX_INPUT)
    return false;
  if (r->op != PFD_OP_PIXELS && r->op != PFD_OP_ENCODE)
    return false;
  if (r->format < PFD_FORMAT_PNG || r->format > PFD_FORMAT_GIF)
    return false;
  if (r->width == 0 || r->height == 0 || r->width > PFD_MAX_SIDE || r->height > PFD_MAX_SIDE
      || (uint64_t)r->width * r->height > PFD_MAX_PIXELS)
    return false;
  if (r->orientation < 1 || r->orientation > 8 || !crop_valid (r))
    return false;
  if (!natural
      && (r->target_width == 0 || r->target_height == 0 || r->target_width > PFD_MAX_SIDE
          || r->target_height > PFD_MAX_SIDE))
    return false;
  if (!natural && r->fit != PFD_FIT_CONTAIN
      && (uint64_t)r->target_width * r->target_height > PFD_MAX_PIXELS)
    return false;
  if (r->fit < PFD_FIT_CONTAIN || r->fit > PFD_FIT_EXACT)
    return false;
  if (r->op == PFD_OP_ENCODE
      && ((r->out_format != PFD_FORMAT_JPEG && r->out_format != PFD_FORMAT_PNG) || r->quality < 1
          || r->quality > 100))
    return false;
  return true;
}

/* Decodes into pixels laid out before orientation; turns them if asked. */
static PfdStatus
image_decode (const PfdRequest *request,
              const uint8_t *data,
              PfdPlan *plan,
              uint8_t *upright,
              PfdImage *image,
              PfdBuffer *icc)
{
  bool turned = request->orientation != 1;
  size_t count = (size_t)plan->out_width * plan->out_height;
  uint8_t *raw = turned ? malloc (count * 4) : upright;
  PfdStatus status;

  if (raw == NULL)
    return PFD_STATUS_NO_MEMORY;
  status = decoders[request->format](data, request->size, plan, raw, icc);
  if (status == PFD_STATUS_OK)
    {
      if (turned)
        pfd_orient (raw, plan->out_width, plan->out_height, request->orientation, upright);
      image->pixels = upright;
      image->width = request->orientation >= 5 ? plan->out_height : plan->out_width;
      image->height = request->orientation >= 5 ? plan->out_width : plan->out_height;
      image->opaque = pfd_is_opaque (upright, count);
    }
  if (turned)
    free (raw);
  return status;
}

static PfdStatus
encode (const PfdRequest *request,
        const PfdPlan *plan,
        const PfdImage *image,
        const PfdBuffer *icc,
        PfdBuffer *out)
{
  const PfdBuffer *profile = pfd_icc_usable (icc) ? icc : NULL;
  PfdStatus status;

  if (request->out_format == PFD_FORMAT_JPEG)
    status = pfd_encode_jpeg (image, profile, (int)request->quality, request->subsample != 0, out);
  else
    status = pfd_encode_png (image, plan->straight, profile, out);
  return status == PFD_STATUS_OK && out->size == 0 ? PFD_STATUS_NO_MEMORY : status;
}

/* The bytes asked for: on the board, or in out for the caller to free. */
static PfdStatus
make (const PfdRequest *request,
      const uint8_t *data,
      const PfdBuffer *board,
      PfdReply *reply,
      PfdBuffer *out)
{
  const uint64_t offset = pfd_board_offset (request);
  bool encoded = request->op == PFD_OP_ENCODE, on_board;
  PfdPlan plan;
  PfdImage image = { 0 };
  PfdBuffer icc = { 0 };
  PfdBuffer pixels;
  PfdStatus status;

  if (!pfd_plan (&plan, request))
    return PFD_STATUS_BAD_REQUEST;
  pixels.size = (size_t)plan.out_width * plan.out_height * 4;
  on_board = !encoded && pixels.size + offset <= board->size;
  pixels.data = on_board ? board->data + offset : malloc (pixels.size);
  if (pixels.data == NULL)
    return PFD_STATUS_NO_MEMORY;
  status = image_decode (request, data, &plan, pixels.data, &image, encoded ? &icc : NULL);
  if (status == PFD_STATUS_OK && encoded)
    status = encode (request, &plan, &image, &icc, out);
  else if (status == PFD_STATUS_OK)
    {
      pfd_round_corners (&image, request->radius);
      reply->stride = image.width * 4;
      if (on_board)
        reply->size = pixels.size;
      else
        *out = pixels;
      pixels.data = NULL;
    }
  reply->width = image.width;
  reply->height = image.height;
  reply->flags = (image.opaque ? 0 : PFD_FLAG_ALPHA) | (on_board ? PFD_FLAG_ON_BOARD : 0);
  if (!on_board)
    free (pixels.data);
  free (icc.data);
  return status;
}

/* Returns the picture's memfd, -1 when the other side has gone, -2 on nonsense. */
static int
request_receive (int fd, PfdRequest *request)
{
  union
  {
    struct cmsghdr align;
    char space[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  struct iovec iov = { request, sizeof *request };
  struct msghdr msg = { .msg_iov = &iov,
                        .msg_iovlen = 1,
                        .msg_control = control.space,
                        .msg_controllen = sizeof control.space };
  struct cmsghdr *cmsg;
  ssize_t n;
  int received = -2;

  do
    n = recvmsg (fd, &msg, MSG_CMSG_CLOEXEC);
  while (n < 0 && errno == EINTR);
  if (n <= 0)
    return -1;
  cmsg = CMSG_FIRSTHDR (&msg);
  if (cmsg != NULL && cmsg->cmsg_level == SOL_SOCKET && cmsg->cmsg_type == SCM_RIGHTS
      && cmsg->cmsg_len == CMSG_LEN (sizeof (int)))
    memcpy (&received, CMSG_DATA (cmsg), sizeof received);
  if (n != (ssize_t)sizeof *request && received >= 0)
    {
      close (received);
      received = -2;
    }
  return received;
}

static bool
reply_send (int fd, const PfdReply *reply, int memfd)
{
  union
  {
    struct cmsghdr align;
    char space[CMSG_SPACE (sizeof (int))];
  } control = { 0 };
  struct iovec iov = { (void *)reply, sizeof *reply };
  struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
  ssize_t n;

  if (memfd >= 0)
    {
      struct cmsghdr *cmsg;
      msg.msg_control = control.space;
      msg.msg_controllen = sizeof control.space;
      cmsg = CMSG_FIRSTHDR (&msg);
      cmsg->cmsg_level = SOL_SOCKET;
      cmsg->cmsg_type = SCM_RIGHTS;
      cmsg->cmsg_len = CMSG_LEN (sizeof (int));
      memcpy (CMSG_DATA (cmsg), &memfd, sizeof memfd);
    }
  do
    n = sendmsg (fd, &msg, MSG_NOSIGNAL);
  while (n < 0 && errno == EINTR);
  return n == (ssize_t)sizeof *reply;
}

static uint64_t
cpu_used (void)
{
  struct timespec t;
  if (clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &t) != 0)
    return 0;
  return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* The picture, on the board or in a memfd that is to be unmapped. */
static const uint8_t *
picture_find (const PfdRequest *request, int in, const PfdBuffer *board, PfdStatus *status)
{
  void *data;

  *status = PFD_STATUS_BAD_REQUEST;
  if (!request_valid (request))
    return NULL;
  if (request->on_board)
    return board->data;
  /* Not fstat(), which newer C libraries make of a call that takes a path. */
  if (in < 0 || lseek (in, 0, SEEK_END) != (off_t)request->size)
    return NULL;
  data = mmap (NULL, request->size, PROT_READ, MAP_PRIVATE, in, 0);
  *status = PFD_STATUS_NO_MEMORY;
  return data == MAP_FAILED ? NULL : data;
}

/* Returns the memfd that goes with the reply, or -1. */
static int
request_answer (const PfdRequest *request,
                int in,
                const PfdBuffer *board,
                PfdHook hook,
                int socket,
                PfdReply *reply)
{
  PfdBuffer result = { 0 };
  PfdStatus status;
  const uint8_t *data = picture_find (request, in, board, &status);
  int out = -1;

  if (data != NULL)
    {
      if (hook != NULL)
        hook (socket, data, request->size);
      status = make (request, data, board, reply, &result);
      if (!request->on_board)
        munmap ((void *)data, request->size);
    }
  if (status == PFD_STATUS_OK && result.data != NULL)
    {
      reply->size = result.size;
      out = share (&result);
      if (out < 0)
        status = PFD_STATUS_NO_MEMORY;
    }
  free (result.data);
  reply->status = status;
  return out;
}

int
pfd_serve (int fd, PfdHook hook)
{
  PfdBuffer board;

  board_map (&board);
  for (;;)
    {
      PfdRequest request = { 0 };
      PfdReply reply = { .magic = PFD_MAGIC };
      int in = request_receive (fd, &request), out;
      bool sent;

      if (in == -1)
        return 0;
      out = request_answer (&request, in, &board, hook, fd, &reply);
      if (in >= 0)
        close (in);
      reply.cpu_us = cpu_used ();
      sent = reply_send (fd, &reply, out);
      if (out >= 0)
        close (out);
      if (!sent)
        return 1;
    }
}
