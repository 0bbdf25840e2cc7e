/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PF_TYPE_UPLOAD_STREAM (pf_upload_stream_get_type ())
G_DECLARE_FINAL_TYPE (PfUploadStream, pf_upload_stream, PF, UPLOAD_STREAM, GInputStream)

PfUploadStream *
pf_upload_stream_open (const char *path, GBytes *prefix, GBytes *suffix, GError **error);
gint64 pf_upload_stream_get_length (PfUploadStream *self);
double pf_upload_stream_get_share (PfUploadStream *self);
gboolean pf_upload_stream_has_failed (PfUploadStream *self);

G_END_DECLS
