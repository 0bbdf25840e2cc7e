/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <png.h>

#include "pfd.h"

/* Chunks that cost time or memory and change no pixel we show. */
static const png_byte skipped[]
    = "tEXt\0zTXt\0iTXt\0eXIf\0tIME\0hIST\0pCAL\0sCAL\0sPLT\0oFFs\0pHYs\0bKGD";

typedef struct
{
  const uint8_t *data;
  size_t size;
  size_t at;
} Source;

typedef struct
{
  jmp_buf leave;
  PfdStatus status;
} Errors;

static void
on_error (png_structp png, png_const_charp text)
{
  Errors *errors = png_get_error_ptr (png);

  if (errors->status == PFD_STATUS_OK)
    errors->status = PFD_STATUS_DAMAGED;
  longjmp (errors->leave, 1);
}

static void
on_warning (png_structp png, png_const_charp text)
{
}

static void
fail (png_structp png, PfdStatus status)
{
  ((Errors *)png_get_error_ptr (png))->status = status;
  png_error (png, "stop");
}

static void
on_read (png_structp png, png_bytep into, size_t length)
{
  Source *source = png_get_io_ptr (png);

  if (length > source->size - source->at)
    fail (png, PFD_STATUS_DAMAGED);
  memcpy (into, source->data + source->at, length);
  source->at += length;
}

static void
icc_take (png_structp png, png_infop info, PfdBuffer *icc)
{
  png_charp name;
  png_bytep profile;
  png_uint_32 length;
  int compression;

  if (png_get_iCCP (png, info, &name, &compression, &profile, &length) != PNG_INFO_iCCP)
    return;
  icc->data = malloc (length);
  if (icc->data != NULL)
    {
      memcpy (icc->data, profile, length);
      icc->size = length;
    }
}

/* Interlaced rows arrive in seven passes, so that kind needs the whole picture. */
static void
read_interlaced (png_structp png,
                 uint32_t width,
                 uint32_t height,
                 uint8_t *all,
                 const PfdPlan *plan,
                 PfdScaler *scaler)
{
  int passes = png_set_interlace_handling (png);

  png_start_read_image (png);
  for (int pass = 0; pass < passes; pass++)
    for (uint32_t y = 0; y < height; y++)
      png_read_row (png, all + (size_t)y * width * 4, NULL);
  for (uint32_t y = 0; y < height; y++)
    {
      uint8_t *row = all + (size_t)y * width * 4;

      if (!plan->straight)
        pfd_premultiply (row, width);
      pfd_scaler_push (scaler, row);
    }
}

PfdStatus
pfd_decode_png (const uint8_t *data, size_t size, const PfdPlan *plan, uint8_t *out, PfdBuffer *icc)
{
  Errors errors = { .status = PFD_STATUS_OK };
  Source source = { data, size, 0 };
  png_structp png;
  png_infop info = NULL;
  PfdScaler *volatile scaler = NULL;
  uint8_t *volatile rows = NULL;
  bool interlaced;

  png = png_create_read_struct (PNG_LIBPNG_VER_STRING, &errors, on_error, on_warning);
  if (png == NULL)
    return PFD_STATUS_NO_MEMORY;
  info = png_create_info_struct (png);
  if (info == NULL || setjmp (errors.leave) != 0)
    {
      png_destroy_read_struct (&png, &info, NULL);
      pfd_scaler_free (scaler);
      free (rows);
      return errors.status != PFD_STATUS_OK ? errors.status : PFD_STATUS_NO_MEMORY;
    }
  png_set_read_fn (png, &source, on_read);
  png_set_user_limits (png, PFD_MAX_SIDE, PFD_MAX_SIDE);
  png_set_chunk_malloc_max (png, 4 << 20);
  png_set_keep_unknown_chunks (png, PNG_HANDLE_CHUNK_NEVER, NULL, 0);
  png_set_keep_unknown_chunks (png, PNG_HANDLE_CHUNK_NEVER, skipped, sizeof skipped / 5);
  if (icc == NULL)
    png_set_keep_unknown_chunks (png, PNG_HANDLE_CHUNK_NEVER, (png_const_bytep) "iCCP", 1);
  png_read_info (png, info);
  if (png_get_image_width (png, info) != plan->width
      || png_get_image_height (png, info) != plan->height)
    fail (png, PFD_STATUS_DAMAGED);
  if (icc != NULL)
    icc_take (png, info, icc);
  png_set_expand (png);
  png_set_scale_16 (png);
  png_set_gray_to_rgb (png);
  png_set_bgr (png);
  png_set_add_alpha (png, 0xff, PNG_FILLER_AFTER);
  interlaced = png_get_interlace_type (png, info) != PNG_INTERLACE_NONE;
  rows = calloc (interlaced ? plan->height : 1, (size_t)plan->width * 4);
  scaler = pfd_scaler_new (plan, plan->width, plan->height, out);
  if (rows == NULL || scaler == NULL)
    fail (png, PFD_STATUS_NO_MEMORY);
  if (interlaced)
    read_interlaced (png, plan->width, plan->height, rows, plan, scaler);
  else
    for (uint32_t y = 0; y < plan->height; y++)
      {
        png_read_row (png, rows, NULL);
        if (!plan->straight)
          pfd_premultiply (rows, plan->width);
        pfd_scaler_push (scaler, rows);
      }
  png_read_end (png, NULL);
  if (!pfd_scaler_finished (scaler))
    fail (png, PFD_STATUS_DAMAGED);
  png_destroy_read_struct (&png, &info, NULL);
  pfd_scaler_free (scaler);
  free (rows);
  return PFD_STATUS_OK;
}

typedef struct
{
  PfdBuffer *buffer;
  size_t room;
} Sink;

static void
on_write (png_structp png, png_bytep bytes, size_t length)
{
  Sink *sink = png_get_io_ptr (png);
  PfdBuffer *buffer = sink->buffer;

  if (length > sink->room - buffer->size)
    {
      size_t room = (buffer->size + length) * 2;
      uint8_t *grown = realloc (buffer->data, room);

      if (grown == NULL)
        fail (png, PFD_STATUS_NO_MEMORY);
      buffer->data = grown;
      sink->room = room;
    }
  memcpy (buffer->data + buffer->size, bytes, length);
  buffer->size += length;
}

static void
on_flush (png_structp png)
{
}

static void
unmultiply_row (const uint8_t *in, uint8_t *row, uint32_t width)
{
  for (uint32_t x = 0; x < width; x++, in += 4, row += 4)
    {
      uint32_t a = in[3];

      for (int c = 0; c < 3; c++)
        {
          uint32_t v = a == 0 ? 0 : (in[c] * 255u + a / 2) / a;
          row[c] = (uint8_t)(v > 255 ? 255 : v);
        }
      row[3] = (uint8_t)a;
    }
}

PfdStatus
pfd_encode_png (const PfdImage *image, bool straight, const PfdBuffer *icc, PfdBuffer *out)
{
  Errors errors = { .status = PFD_STATUS_OK };
  Sink sink = { out, 0 };
  png_structp png;
  png_infop info = NULL;
  uint8_t *volatile row = NULL;

  png = png_create_write_struct (PNG_LIBPNG_VER_STRING, &errors, on_error, on_warning);
  if (png == NULL)
    return PFD_STATUS_NO_MEMORY;
  info = png_create_info_struct (png);
  row = malloc ((size_t)image->width * 4);
  if (info == NULL || row == NULL || setjmp (errors.leave) != 0)
    {
      png_destroy_write_struct (&png, &info);
      free (row);
      free (out->data);
      *out = (PfdBuffer){ 0 };
      return errors.status != PFD_STATUS_OK ? errors.status : PFD_STATUS_NO_MEMORY;
    }
  png_set_write_fn (png, &sink, on_write, on_flush);
  png_set_IHDR (png, info, image->width, image->height, 8,
                image->opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGB_ALPHA, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (icc != NULL)
    png_set_iCCP (png, info, "icc", PNG_COMPRESSION_TYPE_BASE, icc->data, (png_uint_32)icc->size);
  png_write_info (png, info);
  png_set_bgr (png);
  if (image->opaque)
    png_set_filler (png, 0, PNG_FILLER_AFTER);
  for (uint32_t y = 0; y < image->height; y++)
    {
      const uint8_t *in = image->pixels + (size_t)y * image->width * 4;

      if (straight || image->opaque)
        memcpy (row, in, (size_t)image->width * 4);
      else
        unmultiply_row (in, row, image->width);
      png_write_row (png, row);
    }
  png_write_end (png, NULL);
  png_destroy_write_struct (&png, &info);
  free (row);
  return PFD_STATUS_OK;
}
