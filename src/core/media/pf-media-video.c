/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-media-video.h"

#include "core/base/pf-error.h"
#include "core/media/pf-media-scan-private.h"

#include <glib/gi18n-lib.h>

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/*
 * The outer structure of an ISO media file (ISO/IEC 14496-12): boxes in boxes, each with its
 * length. Only the description is read, never pictures or sound; every length is compared with
 * what is left before it is believed.
 */

#define MAX_TOP_BOXES 512
#define MAX_DESCRIPTION (16 * 1024 * 1024)
#define MAX_BOXES 4096
#define MAX_DEPTH 8

#define BOX(a, b, c, d) ((guint32)(a) << 24 | (b) << 16 | (c) << 8 | (d))

static gboolean
fail (GError **error, const char *words)
{
  g_set_error_literal (error, PF_ERROR, PF_ERROR_DAMAGED, words);
  return FALSE;
}

static guint64
be64 (const guint8 *p)
{
  return (guint64)pf_be32 (p) << 32 | pf_be32 (p + 4);
}

/**
 * pf_media_is_video:
 * @data: the first bytes of a file
 * @size: how many
 *
 * Returns: whether they begin an MP4, M4V or MOV
 */
gboolean
pf_media_is_video (gconstpointer data, gsize size)
{
  const guint8 *p = data;

  return size >= 12 && pf_be32 (p) >= 8 && memcmp (p + 4, "ftyp", 4) == 0;
}

typedef struct
{
  guint32 type;
  PfSpan body;
} Box;

/* The next box of @within from @at on. */
static gboolean
next_box (PfSpan within, gsize *at, Box *box)
{
  gsize left = within.size - *at, header = 8;
  const guint8 *p = within.data + *at;
  guint64 length;

  if (left < 8)
    return FALSE;
  length = pf_be32 (p);
  box->type = pf_be32 (p + 4);
  if (length == 1)
    {
      if (left < 16)
        return FALSE;
      length = be64 (p + 8);
      header = 16;
    }
  else if (length == 0)
    length = left;
  if (length < header || length > left)
    return FALSE;
  box->body = (PfSpan){ p + header, (gsize)length - header };
  *at += (gsize)length;
  return TRUE;
}

/* What is known of one track until its end. */
typedef struct
{
  guint width, height;
  gboolean is_picture, turned;
  char codec[5];
} Track;

typedef struct
{
  PfVideoInfo *info;
  Track track;
  guint n_boxes;
} Walk;

/* Lengths in units of a scale, both 32 or 64 bits wide. */
static void
read_movie_header (Walk *walk, PfSpan body)
{
  guint64 duration;
  guint32 scale;

  if (body.size >= 32 && body.data[0] == 1)
    {
      scale = pf_be32 (body.data + 20);
      duration = be64 (body.data + 24);
    }
  else if (body.size >= 20 && body.data[0] == 0)
    {
      scale = pf_be32 (body.data + 12);
      duration = pf_be32 (body.data + 16);
    }
  else
    return;
  if (scale > 0 && duration < G_MAXUINT64 / 1000)
    walk->info->duration_ms = (gint64)MIN (duration * 1000 / scale, (guint64)G_MAXINT);
}

static void
read_track_header (Walk *walk, PfSpan body)
{
  gsize matrix = body.size > 0 && body.data[0] == 1 ? 52 : 40;

  if (body.size < matrix + 44)
    return;
  /* A quarter turn: the two numbers of the diagonal are 0. */
  walk->track.turned = pf_be32 (body.data + matrix) == 0 && pf_be32 (body.data + matrix + 16) == 0;
  walk->track.width = pf_be32 (body.data + matrix + 36) >> 16;
  walk->track.height = pf_be32 (body.data + matrix + 40) >> 16;
}

static void
read_coding (Walk *walk, PfSpan body)
{
  if (body.size < 16 || pf_be32 (body.data + 4) == 0)
    return;
  for (guint i = 0; i < 4; i++)
    walk->track.codec[i] = g_ascii_isprint (body.data[12 + i]) ? (char)body.data[12 + i] : '?';
}

static void
end_track (Walk *walk)
{
  const Track *track = &walk->track;

  if (!track->is_picture || walk->info->codec[0] != '\0')
    return;
  memcpy (walk->info->codec, track->codec, sizeof walk->info->codec);
  walk->info->width = track->turned ? track->height : track->width;
  walk->info->height = track->turned ? track->width : track->height;
}

static void
walk_boxes (Walk *walk, PfSpan within, guint depth)
{
  gsize at = 0;
  Box box;

  while (depth < MAX_DEPTH && walk->n_boxes++ < MAX_BOXES && next_box (within, &at, &box))
    switch (box.type)
      {
      case BOX ('m', 'v', 'h', 'd'):
        read_movie_header (walk, box.body);
        break;
      case BOX ('t', 'r', 'a', 'k'):
        memset (&walk->track, 0, sizeof walk->track);
        walk_boxes (walk, box.body, depth + 1);
        end_track (walk);
        break;
      case BOX ('t', 'k', 'h', 'd'):
        read_track_header (walk, box.body);
        break;
      case BOX ('h', 'd', 'l', 'r'):
        if (box.body.size >= 12 && memcmp (box.body.data + 8, "vide", 4) == 0)
          walk->track.is_picture = TRUE;
        break;
      case BOX ('s', 't', 's', 'd'):
        read_coding (walk, box.body);
        break;
      case BOX ('m', 'd', 'i', 'a'):
      case BOX ('m', 'i', 'n', 'f'):
      case BOX ('s', 't', 'b', 'l'):
        walk_boxes (walk, box.body, depth + 1);
        break;
      default:
        break;
      }
}

static gboolean
read_at (int fd, gint64 offset, void *buffer, gsize count)
{
  guint8 *out = buffer;

  while (count > 0)
    {
      gssize n = pread (fd, out, count, (off_t)offset);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      out += n;
      offset += n;
      count -= (gsize)n;
    }
  return TRUE;
}

static gboolean
read_description (PfVideoInfo *info, int fd, gint64 offset, guint64 length, GError **error)
{
  g_autofree guint8 *bytes = NULL;
  Walk walk = { .info = info };

  if (length > MAX_DESCRIPTION)
    return fail (error, _ ("The description of this video is too large."));
  bytes = g_malloc ((gsize)length);
  if (!read_at (fd, offset, bytes, (gsize)length))
    return fail (error, _ ("This video is damaged."));
  walk_boxes (&walk, (PfSpan){ bytes, (gsize)length }, 0);
  return TRUE;
}

/**
 * pf_media_video_read:
 * @info: (out caller-allocates): what it says
 * @fd: a regular file
 * @error: PF_ERROR_NOT_A_PICTURE when it is no MP4, M4V or MOV; PF_ERROR_DAMAGED
 *
 * Reads boxes until the description of the movie, at most 16 MiB of it. Blocks: on a worker
 * thread. Any bytes may be given.
 *
 * Returns: whether it is a video
 */
gboolean
pf_media_video_read (PfVideoInfo *info, int fd, GError **error)
{
  struct stat stat;
  gint64 at = 0;

  memset (info, 0, sizeof *info);
  if (fstat (fd, &stat) != 0 || !S_ISREG (stat.st_mode))
    return fail (error, _ ("This video cannot be read."));
  info->size = stat.st_size;
  for (guint i = 0; i < MAX_TOP_BOXES && info->size - at >= 8; i++)
    {
      guint8 head[16] = { 0 };
      gint64 left = info->size - at;
      guint64 length;
      guint header = 8;

      if (!read_at (fd, at, head, (gsize)MIN (left, 16)))
        return fail (error, _ ("This video is damaged."));
      if (i == 0 && !pf_media_is_video (head, (gsize)MIN (left, 16)))
        {
          g_set_error_literal (error, PF_ERROR, PF_ERROR_NOT_A_PICTURE,
                               _ ("This is not an MP4 or MOV video."));
          return FALSE;
        }
      if (i == 0)
        info->quicktime = memcmp (head + 8, "qt  ", 4) == 0;
      length = pf_be32 (head);
      if (length == 1 && left >= 16)
        {
          length = be64 (head + 8);
          header = 16;
        }
      else if (length == 0)
        length = (guint64)left;
      if (length < header || length > (guint64)left)
        return fail (error, _ ("This video is damaged, or a part of it is missing."));
      if (pf_be32 (head + 4) == BOX ('m', 'o', 'o', 'v'))
        return read_description (info, fd, at + header, length - header, error);
      at += (gint64)length;
    }
  return fail (error, _ ("This video is damaged, or a part of it is missing."));
}

/**
 * pf_media_video_find_fault:
 * @info: what a video says of itself
 *
 * Returns: (transfer full) (nullable): why Pinterest would refuse it, for people
 */
char *
pf_media_video_find_fault (const PfVideoInfo *info)
{
  static const char *const codecs[] = { "avc1", "avc3", "hvc1", "hev1", NULL };

  if (info->size > PF_VIDEO_MAX_BYTES)
    return g_strdup (_ ("The video is larger than Pinterest's 2 GB."));
  if (info->codec[0] == '\0')
    return g_strdup (_ ("There are no moving pictures in this file."));
  if (!g_strv_contains (codecs, info->codec))
    return g_strdup_printf (_ ("Pinterest takes H.264 and H.265 videos; this one is %s."),
                            info->codec);
  if (info->duration_ms > 0 && info->duration_ms < PF_VIDEO_MIN_MS)
    return g_strdup (_ ("The video is shorter than 4 seconds."));
  if (info->duration_ms > PF_VIDEO_MAX_MS)
    return g_strdup (_ ("The video is longer than 15 minutes."));
  if (info->width > 0 && info->height > 0
      && ((guint64)info->width * 100 > (guint64)info->height * 191
          || (guint64)info->height > (guint64)info->width * 2))
    return g_strdup (_ ("The video is too wide or too tall: between 1.91:1 and 1:2 is taken."));
  return NULL;
}
