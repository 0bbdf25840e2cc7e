/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PF_TYPE_MEDIA_BASE64_STREAM (pf_media_base64_stream_get_type ())
G_DECLARE_FINAL_TYPE (
    PfMediaBase64Stream, pf_media_base64_stream, PF, MEDIA_BASE64_STREAM, GInputStream)

GInputStream *pf_media_base64_stream_new (GBytes *prefix, GBytes *data, GBytes *suffix);
guint64 pf_media_base64_stream_get_length (PfMediaBase64Stream *self);

G_END_DECLS
