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

/* The wanted part, which the request gives in the upright picture, in the stored one: what
 * pfd_orient() does, undone. */
static void
plan_part (PfdPlan *plan, const PfdRequest *r)
{
  double w = r->width, h = r->height;
  double x = r->crop_x, y = r->crop_y, cw = r->crop_width, ch = r->crop_height;
  bool swap = r->orientation >= 5;

  plan->crop_width = swap ? ch : cw;
  plan->crop_height = swap ? cw : ch;
  switch (r->orientation)
    {
    case 2:
      plan->crop_x = w - x - cw;
      plan->crop_y = y;
      break;
    case 3:
      plan->crop_x = w - x - cw;
      plan->crop_y = h - y - ch;
      break;
    case 4:
      plan->crop_x = x;
      plan->crop_y = h - y - ch;
      break;
    case 5:
      plan->crop_x = y;
      plan->crop_y = x;
      break;
    case 6:
      plan->crop_x = y;
      plan->crop_y = h - x - cw;
      break;
    case 7:
      plan->crop_x = w - y - ch;
      plan->crop_y = h - x - cw;
      break;
    case 8:
      plan->crop_x = w - y - ch;
      plan->crop_y = x;
      break;
    default:
      plan->crop_x = x;
      plan->crop_y = y;
      break;
    }
}

/* Works out which part of the picture is wanted and at which size. The request
 * speaks of the upright picture; the plan of the stored one. */
bool
pfd_plan (PfdPlan *plan, const PfdRequest *request)
{
  bool swap = request->orientation >= 5;
  uint32_t tw = swap ? request->target_height : request->target_width;
  uint32_t th = swap ? request->target_width : request->target_height;
  double w, h;

  *plan = (PfdPlan){ .width = request->width,
                     .height = request->height,
                     .crop_width = request->width,
                     .crop_height = request->height };
  if (request->crop_width != 0)
    plan_part (plan, request);
  w = plan->crop_width;
  h = plan->crop_height;
  plan->out_width = (uint32_t)w;
  plan->out_height = (uint32_t)h;
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
          plan->crop_x += (w - plan->crop_width) / 2;
          plan->crop_y += (h - plan->crop_height) / 2;
        }
    }
  plan->straight = request->op == PFD_OP_ENCODE && request->out_format == PFD_FORMAT_PNG
                   && plan->out_width == plan->width && plan->out_height == plan->height;
  return (uint64_t)plan->out_width * plan->out_height <= PFD_MAX_PIXELS;
}
