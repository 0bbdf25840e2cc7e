/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "pfd.h"

/* A streaming scaler: source rows go in from the top, finished rows come out in
 * place, so a 50-megapixel picture costs a few rows of memory. Reducing averages
 * the covered area, enlarging is bilinear; both are tables of source spans with
 * weights that are whole 65536ths and add up to exactly one: products of bytes
 * are then exact in a float, and white stays white. */

typedef float Pixel __attribute__ ((vector_size (16)));

typedef struct
{
  uint32_t start;
  uint32_t count;
  uint32_t first; /* index of the first weight */
} Span;

typedef struct
{
  Span *spans;
  float *weights;
} Taps;

struct PfdScaler
{
  uint32_t width;  /* of rows pushed */
  uint32_t height; /* rows expected */
  uint32_t out_width;
  uint32_t out_height;
  Taps across;
  Taps down;
  uint32_t left; /* the columns that matter */
  uint32_t columns;
  uint32_t y;    /* next source row */
  uint32_t next; /* next row to finish */
  bool copy;
  bool enlarge; /* downwards: keep two rows; else two sums */
  uint8_t *rows[2];
  Pixel *sums[2];
  Pixel *scratch;
  uint8_t *out;
};

static void
taps_clear (Taps *taps)
{
  free (taps->spans);
  free (taps->weights);
}

static bool
taps_init (Taps *taps, uint32_t in, double from, double length, uint32_t out)
{
  double step = length / out;
  size_t most = step <= 1 ? 2 : (size_t)ceil (step) + 2;
  size_t used = 0;
  uint32_t *parts = calloc (most, sizeof *parts);

  taps->spans = calloc (out, sizeof *taps->spans);
  taps->weights = calloc (most * out, sizeof *taps->weights);
  if (parts == NULL || taps->spans == NULL || taps->weights == NULL)
    {
      free (parts);
      return false;
    }
  for (uint32_t i = 0; i < out; i++)
    {
      Span *span = &taps->spans[i];
      uint32_t total = 0, best = 0;

      memset (parts, 0, most * sizeof *parts);
      span->first = (uint32_t)used;
      if (step <= 1)
        {
          double at = fmin (fmax (from + (i + 0.5) * step - 0.5, 0), in - 1.0);
          span->start = (uint32_t)at;
          span->count = span->start + 1 < in ? 2 : 1;
          if (span->count == 2)
            parts[1] = (uint32_t)((at - span->start) * 65536 + 0.5);
        }
      else
        {
          double a = fmin (from + i * step, in - 1.0);
          double b = fmin (from + (i + 1) * step, in);
          span->start = (uint32_t)a;
          span->count = (uint32_t)ceil (b - 1e-9) - span->start;
          if (span->count == 0)
            span->count = 1;
          for (uint32_t k = 0; k < span->count; k++)
            {
              double lo = fmax (a, span->start + k), hi = fmin (b, span->start + k + 1.0);
              parts[k] = (uint32_t)(fmax (hi - lo, 0) / (b - a) * 65536);
            }
        }
      for (uint32_t k = 0; k < span->count; k++)
        {
          total += parts[k];
          if (parts[k] > parts[best])
            best = k;
        }
      if (step <= 1)
        best = 0;
      parts[best] += 65536 - total;
      for (uint32_t k = 0; k < span->count; k++)
        taps->weights[used + k] = (float)parts[k] / 65536;
      used += span->count;
    }
  free (parts);
  return true;
}

PfdScaler *
pfd_scaler_new (const PfdPlan *plan, uint32_t width, uint32_t height, uint8_t *out)
{
  PfdScaler *self = calloc (1, sizeof *self);
  double sx = (double)width / plan->width, sy = (double)height / plan->height;
  const Span *last;
  bool ok = self != NULL;

  if (!ok)
    return NULL;
  self->width = width;
  self->height = height;
  self->out_width = plan->out_width;
  self->out_height = plan->out_height;
  self->out = out;
  self->copy = width == plan->out_width && height == plan->out_height
               && plan->crop_width >= plan->width && plan->crop_height >= plan->height;
  if (self->copy)
    return self;

  ok = taps_init (&self->across, width, plan->crop_x * sx, plan->crop_width * sx, plan->out_width)
       && taps_init (&self->down, height, plan->crop_y * sy, plan->crop_height * sy,
                     plan->out_height);
  if (ok)
    {
      self->enlarge = plan->crop_height * sy <= plan->out_height;
      last = &self->across.spans[plan->out_width - 1];
      self->left = self->across.spans[0].start;
      self->columns = last->start + last->count - self->left;
      self->scratch = calloc (self->columns, sizeof *self->scratch);
      ok = self->scratch != NULL;
      for (int i = 0; i < 2 && ok; i++)
        {
          if (self->enlarge)
            self->rows[i] = malloc ((size_t)self->columns * 4);
          else
            self->sums[i] = calloc (self->columns, sizeof **self->sums);
          ok = self->rows[i] != NULL || self->sums[i] != NULL;
        }
    }
  if (!ok)
    {
      pfd_scaler_free (self);
      return NULL;
    }
  return self;
}

static inline void
pixel_store (Pixel value, uint8_t *out)
{
#ifdef __SSE2__
  __m128i whole = _mm_cvttps_epi32 ((__m128)value);
  int packed;

  whole = _mm_packs_epi32 (whole, whole);
  whole = _mm_packus_epi16 (whole, whole);
  packed = _mm_cvtsi128_si32 (whole);
  memcpy (out, &packed, 4);
#else
  for (int c = 0; c < 4; c++)
    out[c] = (uint8_t)value[c];
#endif
}

/* sum holds columns weighted downwards. */
static void
row_finish (const PfdScaler *self, const Pixel *sum, uint8_t *out)
{
  for (uint32_t x = 0; x < self->out_width; x++, out += 4)
    {
      const Span *span = &self->across.spans[x];
      const float *w = &self->across.weights[span->first];
      const Pixel *p = &sum[span->start - self->left];
      Pixel total = { 0.5f, 0.5f, 0.5f, 0.5f };

      for (uint32_t k = 0; k < span->count; k++)
        total += p[k] * w[k];
      pixel_store (total, out);
    }
}

static uint8_t *
row_out (PfdScaler *self)
{
  return self->out + (size_t)self->next * self->out_width * 4;
}

static void
push_enlarge (PfdScaler *self, const uint8_t *row)
{
  size_t n = (size_t)self->columns * 4;

  memcpy (self->rows[self->y & 1], row + (size_t)self->left * 4, n);
  while (self->next < self->out_height)
    {
      const Span *span = &self->down.spans[self->next];
      const float *w = &self->down.weights[span->first];
      const uint8_t *upper = self->rows[span->start & 1];
      const uint8_t *lower = self->rows[(span->start + span->count - 1) & 1];
      float lower_weight = span->count == 2 ? w[1] : 0;
      float *sum = (float *)self->scratch;

      if (span->start + span->count - 1 > self->y)
        break;
      for (size_t i = 0; i < n; i++)
        sum[i] = upper[i] * w[0] + lower[i] * lower_weight;
      row_finish (self, self->scratch, row_out (self));
      self->next++;
    }
}

/* The busiest loop: machines that can add eight at a time do. The sanitizers
 * start too late for functions that are chosen at load time. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)                    \
    && !defined(__clang__)
__attribute__ ((target_clones ("avx2", "default")))
#endif
static void
row_add (float *restrict sum, const uint8_t *restrict row, float weight, size_t n)
{
  for (size_t i = 0; i < n; i++)
    sum[i] += row[i] * weight;
}

static void
push_reduce (PfdScaler *self, const uint8_t *row)
{
  size_t n = (size_t)self->columns * 4;
  uint32_t at = self->next;

  row += (size_t)self->left * 4;
  while (at < self->out_height && self->down.spans[at].start <= self->y)
    {
      const Span *span = &self->down.spans[at];
      float w = self->down.weights[span->first + (self->y - span->start)];
      float *sum = (float *)self->sums[at & 1];

      row_add (sum, row, w, n);
      if (span->start + span->count - 1 > self->y)
        break;
      row_finish (self, self->sums[at & 1], row_out (self));
      memset (sum, 0, n * sizeof *sum);
      self->next = ++at;
    }
}

/* row: one source row, width * 4 bytes, premultiplied unless it is copied. */
void
pfd_scaler_push (PfdScaler *self, const uint8_t *row)
{
  if (self->y >= self->height || self->next >= self->out_height)
    return;
  if (self->copy)
    {
      memcpy (row_out (self), row, (size_t)self->width * 4);
      self->next++;
    }
  else if (self->enlarge)
    push_enlarge (self, row);
  else
    push_reduce (self, row);
  self->y++;
}

bool
pfd_scaler_finished (const PfdScaler *self)
{
  return self->next == self->out_height;
}

void
pfd_scaler_free (PfdScaler *self)
{
  if (self == NULL)
    return;
  taps_clear (&self->across);
  taps_clear (&self->down);
  for (int i = 0; i < 2; i++)
    {
      free (self->rows[i]);
      free (self->sums[i]);
    }
  free (self->scratch);
  free (self);
}
