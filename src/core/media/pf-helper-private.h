/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/media/decode/pfd-protocol.h"

G_BEGIN_DECLS

/* One running decoding helper and the talk with it. Used by one worker thread;
 * every call may block for at most the time-out. */
typedef struct _PfHelper PfHelper;

typedef enum
{
  PF_HELPER_OK,
  PF_HELPER_GONE,      /* it had ended before it took the request: try another */
  PF_HELPER_CRASHED,   /* it ended, or talked nonsense, while it had the picture */
  PF_HELPER_TIMED_OUT, /* it took too long and was ended */
} PfHelperResult;

PfHelper *pf_helper_start (const char *path, GError **error);
gboolean pf_helper_fits_board (GBytes *data);
PfHelperResult pf_helper_ask (PfHelper *self,
                              PfdRequest *request,
                              GBytes *data,
                              int picture_fd,
                              guint timeout_ms,
                              PfdReply *reply,
                              GBytes **result);
gboolean pf_helper_is_worn (PfHelper *self);
void pf_helper_end (PfHelper *self);

int pf_helper_share_bytes (GBytes *data, GError **error);

G_END_DECLS
