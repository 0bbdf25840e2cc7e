/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <webp/decode.h>
#include <webp/demux.h>

#include "pfd.h"

static PfdStatus
status_from_vp8 (VP8StatusCode code)
{
  switch (code)
    {
    case VP8_STATUS_OK:
      return PFD_STATUS_OK;
    case VP8_STATUS_OUT_OF_MEMORY:
      return PFD_STATUS_NO_MEMORY;
    case VP8_STATUS_UNSUPPORTED_FEATURE:
      return PFD_STATUS_UNSUPPORTED;
    case VP8_STATUS_INVALID_PARAM:
    case VP8_STATUS_BITSTREAM_ERROR:
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_USER_ABORT:
    case VP8_STATUS_NOT_ENOUGH_DATA:
    default:
      return PFD_STATUS_DAMAGED;
    }
}

static PfdStatus
frame_decode (const WebPData *frame,
              uint32_t width,
              uint32_t height,
              const PfdPlan *scale,
              bool straight,
              uint8_t *out)
{
  WebPDecoderConfig config;
  uint32_t w = scale != NULL ? scale->out_width : width;
  uint32_t h = scale != NULL ? scale->out_height : height;
  VP8StatusCode code;

  if (!WebPInitDecoderConfig (&config))
    return PFD_STATUS_UNSUPPORTED;
  code = WebPGetFeatures (frame->bytes, frame->size, &config.input);
  if (code != VP8_STATUS_OK)
    return status_from_vp8 (code);
  if ((uint32_t)config.input.width != width || (uint32_t)config.input.height != height)
    return PFD_STATUS_DAMAGED;
  if (scale != NULL)
    {
      config.options.use_scaling = 1;
      config.options.scaled_width = (int)w;
      config.options.scaled_height = (int)h;
    }
  config.output.colorspace = straight ? MODE_BGRA : MODE_bgrA;
  config.output.is_external_memory = 1;
  config.output.u.RGBA.rgba = out;
  config.output.u.RGBA.stride = (int)(w * 4);
  config.output.u.RGBA.size = (size_t)w * h * 4;
  return status_from_vp8 (WebPDecode (frame->bytes, frame->size, &config));
}

/* The general case: the first frame, laid where it belongs on a transparent
 * canvas, through the common scaler. */
static PfdStatus
canvas_decode (const WebPIterator *iter, const PfdPlan *plan, uint8_t *out)
{
  uint32_t w = (uint32_t)iter->width, h = (uint32_t)iter->height;
  uint32_t left = (uint32_t)iter->x_offset, top = (uint32_t)iter->y_offset;
  PfdScaler *scaler = pfd_scaler_new (plan, plan->width, plan->height, out);
  uint8_t *frame = malloc ((size_t)w * h * 4);
  uint8_t *row = malloc ((size_t)plan->width * 4);
  PfdStatus status = PFD_STATUS_NO_MEMORY;

  if (scaler != NULL && frame != NULL && row != NULL)
    status = frame_decode (&iter->fragment, w, h, NULL, plan->straight, frame);
  for (uint32_t y = 0; status == PFD_STATUS_OK && y < plan->height; y++)
    {
      memset (row, 0, (size_t)plan->width * 4);
      if (y >= top && y - top < h)
        memcpy (row + (size_t)left * 4, frame + (size_t)(y - top) * w * 4, (size_t)w * 4);
      pfd_scaler_push (scaler, row);
    }
  if (status == PFD_STATUS_OK && !pfd_scaler_finished (scaler))
    status = PFD_STATUS_DAMAGED;
  pfd_scaler_free (scaler);
  free (frame);
  free (row);
  return status;
}

static PfdStatus
first_frame (WebPDemuxer *demux, const PfdPlan *plan, uint8_t *out)
{
  WebPIterator iter;
  PfdStatus status;
  bool whole, uncropped, reduced;

  if (!WebPDemuxGetFrame (demux, 1, &iter))
    return PFD_STATUS_DAMAGED;
  if (!iter.complete || iter.width <= 0 || iter.height <= 0 || iter.x_offset < 0
      || iter.y_offset < 0 || (uint64_t)iter.x_offset + (uint32_t)iter.width > plan->width
      || (uint64_t)iter.y_offset + (uint32_t)iter.height > plan->height)
    {
      WebPDemuxReleaseIterator (&iter);
      return PFD_STATUS_DAMAGED;
    }
  whole = (uint32_t)iter.width == plan->width && (uint32_t)iter.height == plan->height;
  uncropped = plan->crop_width >= plan->width && plan->crop_height >= plan->height;
  reduced = plan->out_width <= plan->width && plan->out_height <= plan->height;
  if (whole && uncropped && plan->out_width == plan->width && plan->out_height == plan->height)
    status = frame_decode (&iter.fragment, plan->width, plan->height, NULL, plan->straight, out);
  else if (whole && uncropped && reduced)
    status = frame_decode (&iter.fragment, plan->width, plan->height, plan, false, out);
  else
    status = canvas_decode (&iter, plan, out);
  WebPDemuxReleaseIterator (&iter);
  return status;
}

PfdStatus
pfd_decode_webp (
    const uint8_t *data, size_t size, const PfdPlan *plan, uint8_t *out, PfdBuffer *icc)
{
  WebPData whole = { data, size };
  WebPDemuxer *demux = WebPDemux (&whole);
  PfdStatus status = PFD_STATUS_DAMAGED;

  if (demux == NULL)
    return status;
  if (WebPDemuxGetI (demux, WEBP_FF_CANVAS_WIDTH) == plan->width
      && WebPDemuxGetI (demux, WEBP_FF_CANVAS_HEIGHT) == plan->height)
    status = first_frame (demux, plan, out);
  if (status == PFD_STATUS_OK && icc != NULL)
    {
      WebPChunkIterator chunk;

      if (WebPDemuxGetChunk (demux, "ICCP", 1, &chunk))
        {
          icc->data = malloc (chunk.chunk.size);
          if (icc->data != NULL)
            {
              memcpy (icc->data, chunk.chunk.bytes, chunk.chunk.size);
              icc->size = chunk.chunk.size;
            }
          WebPDemuxReleaseChunkIterator (&chunk);
        }
    }
  WebPDemuxDelete (demux);
  return status;
}
