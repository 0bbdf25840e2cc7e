/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The parts of the decoding helper. It is plain C without GLib, so that little
 * code runs beside hostile bytes and a helper starts in a few milliseconds. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pfd-protocol.h"

/* One finished picture: BGRA, 8 bits a channel. */
typedef struct
{
  uint32_t width;
  uint32_t height;
  uint8_t *pixels; /* width * 4 bytes a row */
  bool opaque;
} PfdImage;

typedef struct
{
  uint8_t *data;
  size_t size;
} PfdBuffer;

/* What to do with a picture of width x height, before orientation is applied. */
typedef struct
{
  uint32_t width;
  uint32_t height;
  double crop_x;
  double crop_y;
  double crop_width;
  double crop_height;
  uint32_t out_width;
  uint32_t out_height;
  bool straight; /* alpha is not multiplied in: copied to a PNG as it was */
} PfdPlan;

bool pfd_plan (PfdPlan *plan, const PfdRequest *request);

typedef struct PfdScaler PfdScaler;
PfdScaler *pfd_scaler_new (const PfdPlan *plan, uint32_t width, uint32_t height, uint8_t *out);
void pfd_scaler_push (PfdScaler *self, const uint8_t *row);
bool pfd_scaler_finished (const PfdScaler *self);
void pfd_scaler_free (PfdScaler *self);

/* Each decoder fills out (plan->out_width x plan->out_height BGRA) and, when icc
 * is not NULL, hands over the embedded colour profile for the caller to free. */
typedef PfdStatus (*PfdDecoder) (
    const uint8_t *data, size_t size, const PfdPlan *plan, uint8_t *out, PfdBuffer *icc);
PfdStatus pfd_decode_jpeg (
    const uint8_t *data, size_t size, const PfdPlan *plan, uint8_t *out, PfdBuffer *icc);
PfdStatus pfd_decode_png (
    const uint8_t *data, size_t size, const PfdPlan *plan, uint8_t *out, PfdBuffer *icc);
PfdStatus pfd_decode_webp (
    const uint8_t *data, size_t size, const PfdPlan *plan, uint8_t *out, PfdBuffer *icc);
PfdStatus pfd_decode_gif (
    const uint8_t *data, size_t size, const PfdPlan *plan, uint8_t *out, PfdBuffer *icc);

void pfd_premultiply (uint8_t *row, size_t pixels);
bool pfd_is_opaque (const uint8_t *pixels, size_t count);
void
pfd_orient (const uint8_t *in, uint32_t width, uint32_t height, uint32_t orientation, uint8_t *out);
void pfd_round_corners (PfdImage *image, uint32_t radius);
bool pfd_icc_usable (const PfdBuffer *icc);

PfdStatus pfd_encode_jpeg (
    const PfdImage *image, const PfdBuffer *icc, int quality, bool subsample, PfdBuffer *out);
PfdStatus
pfd_encode_png (const PfdImage *image, bool straight, const PfdBuffer *icc, PfdBuffer *out);

bool pfd_sandbox_enter (void);

/* Called with each picture before it is decoded. Only the tests' own build of
 * the helper passes one, to crash, hang or misbehave on purpose. */
typedef void (*PfdHook) (int fd, const uint8_t *data, size_t size);
int pfd_serve (int fd, PfdHook hook);
