/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <jerror.h>

#include "pfd.h"

/* A progressive file may hold thousands of scans, each a pass over the whole
 * picture; real ones have about ten. */
#define MOST_SCANS 200

/* Rows that begin at a multiple of 16 are written by libjpeg-turbo past the caches, from where it
 * takes long to read them again. */
#define ROW_OFFSET 4

typedef struct
{
  struct jpeg_error_mgr base;
  jmp_buf leave;
  PfdStatus status;
} Errors;

static void
on_error (j_common_ptr cinfo)
{
  Errors *errors = (Errors *)cinfo->err;

  switch (cinfo->err->msg_code)
    {
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
      errors->status = PFD_STATUS_NO_MEMORY;
      break;
    case JERR_ARITH_NOTIMPL:
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_SOF_UNSUPPORTED:
      errors->status = PFD_STATUS_UNSUPPORTED;
      break;
    default:
      errors->status = PFD_STATUS_DAMAGED;
      break;
    }
  longjmp (errors->leave, 1);
}

/* Warnings about lost picture data are damage; stray bytes between markers,
 * which many cameras write, are not. */
static void
on_message (j_common_ptr cinfo, int level)
{
  if (level < 0)
    switch (cinfo->err->msg_code)
      {
      case JWRN_HIT_MARKER:
      case JWRN_HUFF_BAD_CODE:
      case JWRN_JPEG_EOF:
      case JWRN_MUST_RESYNC:
      case JWRN_BOGUS_PROGRESSION:
        ((Errors *)cinfo->err)->status = PFD_STATUS_DAMAGED;
        break;
      default:
        break;
      }
}

static void
on_output (j_common_ptr cinfo)
{
}

static void
on_progress (j_common_ptr common)
{
  j_decompress_ptr cinfo = (j_decompress_ptr)common;

  if (cinfo->input_scan_number > MOST_SCANS)
    {
      cinfo->err->msg_code = JERR_BAD_PROGRESSION;
      on_error (common);
    }
}

static void
errors_init (Errors *errors)
{
  jpeg_std_error (&errors->base);
  errors->base.error_exit = on_error;
  errors->base.emit_message = on_message;
  errors->base.output_message = on_output;
  errors->status = PFD_STATUS_OK;
}

/* The largest reduction inside the inverse DCT that still leaves at least the
 * pixels the scaler needs (performance.md rule 5). */
static unsigned int
choose_scale (const PfdPlan *plan)
{
  for (unsigned int n = 1; n < 8; n *= 2)
    if (plan->crop_width * n / 8 >= plan->out_width
        && plan->crop_height * n / 8 >= plan->out_height)
      return n;
  return 8;
}

/* Adobe's CMYK is stored inverted; plain multiplication is what viewers without
 * colour management show. */
static void
cmyk_to_bgra (uint8_t *row, uint32_t width, bool inverted)
{
  for (uint32_t x = 0; x < width; x++, row += 4)
    {
      uint32_t c = row[0], m = row[1], y = row[2], k = row[3];

      if (!inverted)
        {
          c = 255 - c;
          m = 255 - m;
          y = 255 - y;
          k = 255 - k;
        }
      row[0] = (uint8_t)(y * k / 255);
      row[1] = (uint8_t)(m * k / 255);
      row[2] = (uint8_t)(c * k / 255);
      row[3] = 255;
    }
}

PfdStatus
pfd_decode_jpeg (
    const uint8_t *data, size_t size, const PfdPlan *plan, uint8_t *out, PfdBuffer *icc)
{
  struct jpeg_decompress_struct cinfo = { 0 };
  struct jpeg_progress_mgr progress = { .progress_monitor = on_progress };
  Errors errors;
  PfdScaler *volatile scaler = NULL;
  uint8_t *volatile buffer = NULL;

  errors_init (&errors);
  cinfo.err = &errors.base;
  if (setjmp (errors.leave) != 0)
    {
      jpeg_destroy_decompress (&cinfo);
      pfd_scaler_free (scaler);
      free (buffer);
      return errors.status;
    }
  jpeg_create_decompress (&cinfo);
  cinfo.progress = &progress;
  jpeg_mem_src (&cinfo, data, size);
  if (icc != NULL)
    jpeg_save_markers (&cinfo, JPEG_APP0 + 2, 0xffff);
  jpeg_read_header (&cinfo, TRUE);
  if (cinfo.image_width != plan->width || cinfo.image_height != plan->height)
    {
      cinfo.err->msg_code = JERR_IMAGE_TOO_BIG;
      on_error ((j_common_ptr)&cinfo);
    }
  if (icc != NULL)
    {
      JOCTET *profile = NULL;
      unsigned int length = 0;

      if (jpeg_read_icc_profile (&cinfo, &profile, &length))
        *icc = (PfdBuffer){ profile, length };
    }
  cinfo.scale_num = choose_scale (plan);
  cinfo.scale_denom = 8;
  cinfo.dct_method = JDCT_ISLOW;
  if (cinfo.jpeg_color_space == JCS_CMYK || cinfo.jpeg_color_space == JCS_YCCK)
    cinfo.out_color_space = JCS_CMYK;
  else
    cinfo.out_color_space = JCS_EXT_BGRA;
  jpeg_start_decompress (&cinfo);
  scaler = pfd_scaler_new (plan, cinfo.output_width, cinfo.output_height, out);
  buffer = malloc (ROW_OFFSET + (size_t)cinfo.output_width * 4);
  if (scaler == NULL || buffer == NULL)
    {
      cinfo.err->msg_code = JERR_OUT_OF_MEMORY;
      on_error ((j_common_ptr)&cinfo);
    }
  while (cinfo.output_scanline < cinfo.output_height)
    {
      uint8_t *row = buffer + ROW_OFFSET;
      JSAMPROW rows[1] = { row };

      jpeg_read_scanlines (&cinfo, rows, 1);
      if (cinfo.out_color_space == JCS_CMYK)
        cmyk_to_bgra (row, cinfo.output_width, cinfo.saw_Adobe_marker);
      pfd_scaler_push (scaler, row);
    }
  jpeg_finish_decompress (&cinfo);
  if (errors.status == PFD_STATUS_OK && !pfd_scaler_finished (scaler))
    errors.status = PFD_STATUS_DAMAGED;
  jpeg_destroy_decompress (&cinfo);
  pfd_scaler_free (scaler);
  free (buffer);
  return errors.status;
}

/* JPEG has no alpha: what is transparent is laid on white. */
static void
flatten_row (const uint8_t *in, uint8_t *row, uint32_t width)
{
  for (uint32_t x = 0; x < width; x++, in += 4, row += 4)
    {
      uint8_t rest = (uint8_t)(255 - in[3]);

      row[0] = (uint8_t)(in[0] + rest);
      row[1] = (uint8_t)(in[1] + rest);
      row[2] = (uint8_t)(in[2] + rest);
      row[3] = 255;
    }
}

PfdStatus
pfd_encode_jpeg (
    const PfdImage *image, const PfdBuffer *icc, int quality, bool subsample, PfdBuffer *out)
{
  struct jpeg_compress_struct cinfo = { 0 };
  Errors errors;
  uint8_t *volatile row = malloc ((size_t)image->width * 4);
  unsigned char *buffer = NULL;
  unsigned long length = 0;

  if (row == NULL)
    return PFD_STATUS_NO_MEMORY;
  errors_init (&errors);
  cinfo.err = &errors.base;
  if (setjmp (errors.leave) != 0)
    {
      jpeg_destroy_compress (&cinfo);
      free (row);
      return errors.status;
    }
  jpeg_create_compress (&cinfo);
  jpeg_mem_dest (&cinfo, &buffer, &length);
  cinfo.image_width = image->width;
  cinfo.image_height = image->height;
  cinfo.input_components = 4;
  cinfo.in_color_space = JCS_EXT_BGRX;
  jpeg_set_defaults (&cinfo);
  jpeg_set_quality (&cinfo, quality, TRUE);
  cinfo.comp_info[0].h_samp_factor = subsample ? 2 : 1;
  cinfo.comp_info[0].v_samp_factor = subsample ? 2 : 1;
  jpeg_start_compress (&cinfo, TRUE);
  if (icc != NULL)
    jpeg_write_icc_profile (&cinfo, icc->data, (unsigned int)icc->size);
  while (cinfo.next_scanline < cinfo.image_height)
    {
      uint8_t *pixels = image->pixels + (size_t)cinfo.next_scanline * image->width * 4;
      JSAMPROW rows[1] = { image->opaque ? pixels : row };

      if (!image->opaque)
        flatten_row (pixels, row, image->width);
      jpeg_write_scanlines (&cinfo, rows, 1);
    }
  jpeg_finish_compress (&cinfo);
  jpeg_destroy_compress (&cinfo);
  free (row);
  *out = (PfdBuffer){ buffer, length };
  return PFD_STATUS_OK;
}
