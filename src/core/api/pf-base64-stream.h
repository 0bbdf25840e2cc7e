/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define PF_TYPE_BASE64_STREAM (pf_base64_stream_get_type ())
G_DECLARE_FINAL_TYPE (PfBase64Stream, pf_base64_stream, PF, BASE64_STREAM, GInputStream)

GInputStream *pf_base64_stream_new (GBytes *prefix, GBytes *data, GBytes *suffix);
void pf_base64_stream_append (PfBase64Stream *self, GBytes *bytes, gboolean encode);
gint64 pf_base64_stream_get_length (PfBase64Stream *self);
gboolean pf_base64_stream_was_read (PfBase64Stream *self);

G_END_DECLS
