/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-clock.h"

G_BEGIN_DECLS

/**
 * PfPictureFault:
 * @PF_PICTURE_FAULT_BROKEN: it lies in the picture or its address
 * @PF_PICTURE_FAULT_PASSING: the way to it is disturbed
 * @PF_PICTURE_FAULT_OFFLINE: there is no way now; says nothing of the picture
 */
typedef enum
{
  PF_PICTURE_FAULT_BROKEN,
  PF_PICTURE_FAULT_PASSING,
  PF_PICTURE_FAULT_OFFLINE,
} PfPictureFault;

/* Which pictures could not be had, and when it is worth while to try again. */
typedef struct _PfPictureFailures PfPictureFailures;

PfPictureFailures *pf_picture_failures_new (PfClock *clock);
void pf_picture_failures_free (PfPictureFailures *self);

void pf_picture_failures_add (PfPictureFailures *self, const char *name, PfPictureFault fault);
void pf_picture_failures_forget (PfPictureFailures *self, const char *name);
void pf_picture_failures_forget_offline (PfPictureFailures *self);
gboolean pf_picture_failures_is_broken (PfPictureFailures *self, const char *name);
gboolean pf_picture_failures_get_retry (PfPictureFailures *self, const char *name, gint64 *when);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPictureFailures, pf_picture_failures_free)

G_END_DECLS
