/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "pfd.h"

static uint32_t
side (double value, uint32_t most)
{
  double rounded = floor (value + 0.5);
  if (rounded < 1)
    return 1;
  return rounded > most ? most : (uint32_t)rounded;
}

/* Works out which part of the picture is wanted and at which size. The request
 * speaks of the upright picture; the plan of the stored one. */
bool
pfd_plan (PfdPlan *plan, const PfdRequest *request)
{
  bool swap = request->orientation >= 5;
  double w = request->width, h = request->height;
  uint32_t tw = swap ? request->target_height : request->target_width;
  uint32_t th = swap ? request->target_width : request->target_height;

  *plan = (PfdPlan){ .width = request->width,
                     .height = request->height,
                     .crop_width = w,
                     .crop_height = h,
                     .out_width = request->width,
                     .out_height = request->height };
  if (tw != 0 && request->fit == PFD_FIT_CONTAIN)
    {
      double scale = fmin (1.0, fmin (tw / w, th / h));
      plan->out_width = side (w * scale, tw);
      plan->out_height = side (h * scale, th);
    }
  else if (tw != 0)
    {
      plan->out_width = tw;
      plan->out_height = th;
      if (request->fit == PFD_FIT_COVER)
        {
          double scale = fmax (tw / w, th / h);
          plan->crop_width = fmin (w, tw / scale);
          plan->crop_height = fmin (h, th / scale);
          plan->crop_x = (w - plan->crop_width) / 2;
          plan->crop_y = (h - plan->crop_height) / 2;
        }
    }
  plan->straight = request->op == PFD_OP_ENCODE && request->out_format == PFD_FORMAT_PNG
                   && plan->out_width == plan->width && plan->out_height == plan->height;
  return (uint64_t)plan->out_width * plan->out_height <= PFD_MAX_PIXELS;
}
