/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "pfd.h"

/* The first frame of a GIF, after the GIF89a specification (CompuServe, 1990).
 * Pinfold needs nothing more of the format, and a reader this small is easier
 * to trust than a general one. */

#define CODES 4096

typedef struct
{
  const uint8_t *data;
  size_t size;
  size_t at;
} Reader;

typedef struct
{
  uint32_t left;
  uint32_t top;
  uint32_t width;
  uint32_t height;
  bool interlaced;
  const uint8_t *colors; /* 3 bytes each */
  uint32_t n_colors;
  int transparent; /* index, or -1 */
} Frame;

typedef struct
{
  uint16_t prefix[CODES];
  uint8_t suffix[CODES];
  uint8_t stack[CODES];
} Table;

static bool
take (Reader *r, size_t n, const uint8_t **bytes)
{
  if (n > r->size - r->at)
    return false;
  *bytes = r->data + r->at;
  r->at += n;
  return true;
}

static bool
skip_blocks (Reader *r)
{
  const uint8_t *b;

  do
    if (!take (r, 1, &b) || (*b != 0 && r->size - r->at < *b))
      return false;
    else
      r->at += *b;
  while (*b != 0);
  return true;
}

static bool
read_extension (Reader *r, Frame *frame)
{
  const uint8_t *b;

  if (!take (r, 1, &b))
    return false;
  if (*b == 0xf9 && r->size - r->at >= 6 && r->data[r->at] == 4)
    frame->transparent = r->data[r->at + 1] & 1 ? r->data[r->at + 4] : -1;
  return skip_blocks (r);
}

static uint32_t
u16 (const uint8_t *b)
{
  return b[0] | (uint32_t)b[1] << 8;
}

static bool
read_to_frame (Reader *r, const PfdPlan *plan, Frame *frame)
{
  const uint8_t *b;

  if (!take (r, 13, &b) || u16 (b + 6) != plan->width || u16 (b + 8) != plan->height)
    return false;
  if (b[10] & 0x80)
    {
      frame->n_colors = 2u << (b[10] & 7);
      if (!take (r, frame->n_colors * 3, &frame->colors))
        return false;
    }
  for (;;)
    {
      if (!take (r, 1, &b))
        return false;
      if (*b == 0x21)
        {
          if (!read_extension (r, frame))
            return false;
        }
      else if (*b == 0x2c)
        break;
      else
        return false;
    }
  if (!take (r, 9, &b))
    return false;
  frame->left = u16 (b);
  frame->top = u16 (b + 2);
  frame->width = u16 (b + 4);
  frame->height = u16 (b + 6);
  frame->interlaced = (b[8] & 0x40) != 0;
  if (b[8] & 0x80)
    {
      frame->n_colors = 2u << (b[8] & 7);
      if (!take (r, frame->n_colors * 3, &frame->colors))
        return false;
    }
  return frame->colors != NULL && frame->width > 0 && frame->height > 0
         && frame->left + frame->width <= plan->width && frame->top + frame->height <= plan->height;
}

typedef struct
{
  Reader *reader;
  uint32_t left; /* bytes left in this sub-block */
  uint32_t bits;
  uint32_t n_bits;
} Bits;

/* Next code, or -1 at the end of the data. */
static int
next_code (Bits *bits, uint32_t width)
{
  const uint8_t *b;
  int code;

  while (bits->n_bits < width)
    {
      if (bits->left == 0)
        {
          if (!take (bits->reader, 1, &b) || *b == 0)
            return -1;
          bits->left = *b;
        }
      if (!take (bits->reader, 1, &b))
        return -1;
      bits->left--;
      bits->bits |= (uint32_t)*b << bits->n_bits;
      bits->n_bits += 8;
    }
  code = (int)(bits->bits & ((1u << width) - 1));
  bits->bits >>= width;
  bits->n_bits -= width;
  return code;
}

/* Fills pixels with palette indices; false when the data ends or lies. */
static bool
lzw_decode (Reader *r, Table *table, uint8_t *pixels, size_t count)
{
  Bits bits = { .reader = r };
  const uint8_t *b;
  uint32_t root, clear, end, next, width;
  int previous = -1;
  uint8_t first = 0;
  size_t done = 0;

  if (!take (r, 1, &b) || *b < 2 || *b > 8)
    return false;
  root = *b;
  clear = 1u << root;
  end = clear + 1;
  next = clear + 2;
  width = root + 1;
  for (uint32_t i = 0; i < clear; i++)
    table->suffix[i] = (uint8_t)i;
  while (done < count)
    {
      int got = next_code (&bits, width);
      uint32_t code, walk, depth = 0;

      if (got < 0 || (uint32_t)got == end)
        return false;
      code = (uint32_t)got;
      if (code == clear)
        {
          next = clear + 2;
          width = root + 1;
          previous = -1;
          continue;
        }
      if (code > next || (previous < 0 && code >= clear) || (code == next && next >= CODES))
        return false;
      walk = code;
      if (code == next)
        {
          table->stack[depth++] = first;
          walk = (uint32_t)previous;
        }
      /* Every prefix is smaller than its code, so this ends within the table. */
      while (walk >= clear + 2)
        {
          table->stack[depth++] = table->suffix[walk];
          walk = table->prefix[walk];
        }
      first = table->suffix[walk];
      table->stack[depth++] = first;
      while (depth > 0 && done < count)
        pixels[done++] = table->stack[--depth];
      if (previous >= 0 && next < CODES)
        {
          table->prefix[next] = (uint16_t)previous;
          table->suffix[next] = first;
          next++;
          if (next == (1u << width) && width < 12)
            width++;
        }
      previous = (int)code;
    }
  return true;
}

/* Where stored row i of an interlaced frame belongs, GIF89a appendix E. */
static void
interlace_order (uint32_t height, uint32_t *where)
{
  static const uint32_t starts[] = { 0, 4, 2, 1 };
  static const uint32_t steps[] = { 8, 8, 4, 2 };
  uint32_t i = 0;

  for (int pass = 0; pass < 4; pass++)
    for (uint32_t y = starts[pass]; y < height; y += steps[pass])
      where[y] = i++;
}

static void
row_paint (const Frame *frame, const uint8_t *indices, uint8_t *row)
{
  row += (size_t)frame->left * 4;
  for (uint32_t x = 0; x < frame->width; x++, row += 4)
    {
      uint32_t i = indices[x];

      if ((int)i == frame->transparent || i >= frame->n_colors)
        continue;
      row[0] = frame->colors[i * 3 + 2];
      row[1] = frame->colors[i * 3 + 1];
      row[2] = frame->colors[i * 3];
      row[3] = 255;
    }
}

PfdStatus
pfd_decode_gif (const uint8_t *data, size_t size, const PfdPlan *plan, uint8_t *out, PfdBuffer *icc)
{
  Reader reader = { data, size, 0 };
  Frame frame = { .transparent = -1 };
  Table *table = NULL;
  PfdScaler *scaler = NULL;
  uint8_t *indices = NULL, *row = NULL;
  uint32_t *where = NULL;
  PfdStatus status = PFD_STATUS_DAMAGED;

  if (!read_to_frame (&reader, plan, &frame))
    return status;
  table = calloc (1, sizeof *table);
  scaler = pfd_scaler_new (plan, plan->width, plan->height, out);
  indices = malloc ((size_t)frame.width * frame.height);
  row = malloc ((size_t)plan->width * 4);
  where = calloc (frame.height, sizeof *where);
  if (table == NULL || scaler == NULL || indices == NULL || row == NULL || where == NULL)
    status = PFD_STATUS_NO_MEMORY;
  else if (lzw_decode (&reader, table, indices, (size_t)frame.width * frame.height))
    {
      if (frame.interlaced)
        interlace_order (frame.height, where);
      for (uint32_t y = 0; y < plan->height; y++)
        {
          memset (row, 0, (size_t)plan->width * 4);
          if (y >= frame.top && y - frame.top < frame.height)
            {
              uint32_t at = y - frame.top;
              row_paint (&frame,
                         indices + (size_t)(frame.interlaced ? where[at] : at) * frame.width, row);
            }
          pfd_scaler_push (scaler, row);
        }
      status = pfd_scaler_finished (scaler) ? PFD_STATUS_OK : PFD_STATUS_DAMAGED;
    }
  free (table);
  free (indices);
  free (row);
  free (where);
  pfd_scaler_free (scaler);
  return status;
}
