/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pfd.h"

/* A streaming scaler: source rows go in from the top, finished rows come out in
 * place, so a 50-megapixel picture costs a few rows of memory. Reducing averages
 * the covered area, enlarging is bilinear; both are tables of source spans with
 * weights that add up to exactly 65536, so white stays white. */

typedef struct
{
  uint32_t start;
  uint32_t count;
  uint32_t first; /* index of the first weight */
} Span;

typedef struct
{
  Span *spans;
  uint32_t *weights;
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
  uint32_t *sums[2];
  uint32_t *scratch;
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

  taps->spans = calloc (out, sizeof *taps->spans);
  taps->weights = calloc (most * out, sizeof *taps->weights);
  if (taps->spans == NULL || taps->weights == NULL)
    return false;
  for (uint32_t i = 0; i < out; i++)
    {
      Span *span = &taps->spans[i];
      uint32_t total = 0, best = 0;

      span->first = (uint32_t)used;
      if (step <= 1)
        {
          double at = fmin (fmax (from + (i + 0.5) * step - 0.5, 0), in - 1.0);
          span->start = (uint32_t)at;
          span->count = span->start + 1 < in ? 2 : 1;
          if (span->count == 2)
            taps->weights[used + 1] = (uint32_t)((at - span->start) * 65536 + 0.5);
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
              taps->weights[used + k] = (uint32_t)(fmax (hi - lo, 0) / (b - a) * 65536);
            }
        }
      for (uint32_t k = 0; k < span->count; k++)
        {
          total += taps->weights[used + k];
          if (taps->weights[used + k] > taps->weights[used + best])
            best = k;
        }
      if (step <= 1)
        best = 0;
      taps->weights[used + best] += 65536 - total;
      used += span->count;
    }
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
      self->scratch = malloc ((size_t)self->columns * 4 * sizeof *self->scratch);
      ok = self->scratch != NULL;
      for (int i = 0; i < 2 && ok; i++)
        {
          if (self->enlarge)
            self->rows[i] = malloc ((size_t)self->columns * 4);
          else
            self->sums[i] = calloc ((size_t)self->columns * 4, sizeof **self->sums);
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

/* sum holds columns weighted downwards, 24 bits a channel. */
static void
row_finish (PfdScaler *self, uint32_t *sum, uint8_t *out)
{
  size_t n = (size_t)self->columns * 4;

  for (size_t i = 0; i < n; i++)
    sum[i] >>= 8;
  for (uint32_t x = 0; x < self->out_width; x++)
    {
      const Span *span = &self->across.spans[x];
      const uint32_t *w = &self->across.weights[span->first];
      const uint32_t *p = &sum[(size_t)(span->start - self->left) * 4];
      uint32_t b = 1u << 23, g = b, r = b, a = b;

      for (uint32_t k = 0; k < span->count; k++, p += 4)
        {
          b += p[0] * w[k];
          g += p[1] * w[k];
          r += p[2] * w[k];
          a += p[3] * w[k];
        }
      out[x * 4] = (uint8_t)(b >> 24);
      out[x * 4 + 1] = (uint8_t)(g >> 24);
      out[x * 4 + 2] = (uint8_t)(r >> 24);
      out[x * 4 + 3] = (uint8_t)(a >> 24);
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
      const uint32_t *w = &self->down.weights[span->first];

      if (span->start + span->count - 1 > self->y)
        break;
      for (size_t i = 0; i < n; i++)
        {
          self->scratch[i] = self->rows[span->start & 1][i] * w[0];
          if (span->count == 2)
            self->scratch[i] += self->rows[(span->start + 1) & 1][i] * w[1];
        }
      row_finish (self, self->scratch, row_out (self));
      self->next++;
    }
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
      uint32_t w = self->down.weights[span->first + (self->y - span->start)];
      uint32_t *sum = self->sums[at & 1];

      for (size_t i = 0; i < n; i++)
        sum[i] += row[i] * w;
      if (span->start + span->count - 1 > self->y)
        break;
      memcpy (self->scratch, sum, n * sizeof *sum);
      memset (sum, 0, n * sizeof *sum);
      row_finish (self, self->scratch, row_out (self));
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
