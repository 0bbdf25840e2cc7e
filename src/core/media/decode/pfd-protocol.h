/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the application and its decoding helper say to each other: one fixed
 * size request, one fixed size reply, over a SOCK_SEQPACKET pair. A tile's picture
 * and its pixels lie on the board, memory that both have mapped for as long as
 * the helper lives: making, mapping and freeing pages for each picture costs as
 * much as half of the decoding. What is larger travels as a sealed memfd beside
 * the request, and so do larger pixels and encoded bytes beside the reply. Both ends come from one
 * build, so there is no versioning and the byte order is the machine's. */

#include <stdint.h>

#define PFD_MAGIC UINT32_C (0x50464401)
#define PFD_SOCKET_FD 3
#define PFD_BOARD_FD 4

/* Room for every tile, and for a picture that one is made of. */
#define PFD_BOARD_SIZE (UINT64_C (4) << 20)
#define PFD_BOARD_MAX_INPUT (PFD_BOARD_SIZE / 2)

/* The largest picture either side will talk about, safety.md UI-1. */
#define PFD_MAX_SIDE 20000u
#define PFD_MAX_PIXELS (UINT64_C (50) * 1000 * 1000)
#define PFD_MAX_INPUT (UINT64_C (64) << 20)
#define PFD_MAX_OUTPUT (PFD_MAX_PIXELS * 4)

/* A helper is retired by the application before its whole-life CPU limit can
 * hit an innocent picture: the limit is above this plus one picture's time. */
#define PFD_RETIRE_CPU_SECONDS 40
#define PFD_LIMIT_CPU_SECONDS 60

typedef enum
{
  PFD_OP_PIXELS = 1,
  PFD_OP_ENCODE = 2,
} PfdOp;

typedef enum
{
  PFD_FORMAT_PNG = 1,
  PFD_FORMAT_JPEG = 2,
  PFD_FORMAT_WEBP = 3,
  PFD_FORMAT_GIF = 4,
} PfdFormat;

typedef enum
{
  PFD_FIT_CONTAIN = 1, /* inside the target, never enlarged */
  PFD_FIT_COVER = 2,   /* fills the target, middle kept */
  PFD_FIT_EXACT = 3,   /* the whole picture at exactly the target */
} PfdFit;

typedef enum
{
  PFD_STATUS_OK = 0,
  PFD_STATUS_DAMAGED = 1,
  PFD_STATUS_TOO_BIG = 2,
  PFD_STATUS_NO_MEMORY = 3,
  PFD_STATUS_UNSUPPORTED = 4,
  PFD_STATUS_BAD_REQUEST = 5,
} PfdStatus;

enum
{
  PFD_FLAG_ALPHA = 1u << 0,    /* some pixel is not opaque */
  PFD_FLAG_ON_BOARD = 1u << 1, /* the pixels are there, and no memfd */
};

typedef struct
{
  uint32_t magic;
  uint32_t op;
  uint64_t size; /* of the picture, bytes */
  uint32_t format;
  uint32_t width; /* as its header says, before orientation */
  uint32_t height;
  uint32_t orientation; /* EXIF 2.3 tag 0x0112, 1 to 8; the turns somebody wants are in it */
  uint32_t crop_x;      /* of the upright picture; all 0: the whole of it */
  uint32_t crop_y;
  uint32_t crop_width;
  uint32_t crop_height;
  uint32_t target_width; /* after orientation; both 0: natural size */
  uint32_t target_height;
  uint32_t fit;
  uint32_t radius;     /* px, PFD_OP_PIXELS */
  uint32_t out_format; /* PFD_OP_ENCODE: JPEG or PNG */
  uint32_t quality;    /* 1 to 100, JPEG */
  uint32_t subsample;  /* 1: 4:2:0, 0: 4:4:4 */
  uint32_t on_board;   /* 1: the picture is at its start, and no memfd */
} PfdRequest;

/* Where pixels begin on the board: behind the picture. */
static inline uint64_t
pfd_board_offset (const PfdRequest *request)
{
  return request->on_board ? (request->size + 63) & ~UINT64_C (63) : 0;
}

typedef struct
{
  uint32_t magic;
  uint32_t status;
  uint32_t width;
  uint32_t height;
  uint32_t stride;
  uint32_t flags;
  uint64_t size;   /* of the result, bytes */
  uint64_t cpu_us; /* CPU time this helper has used in its life */
} PfdReply;
