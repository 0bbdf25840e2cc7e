/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-store.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

G_BEGIN_DECLS

/* A received picture, looked at. */
typedef struct
{
  GBytes *bytes;
  char *sha256;
  char *content_type;
  char *metadata;
  char *color;
  guint width;
  guint height;
  guint orientation;
} PracticeReceived;

/* Decodes base64 and the whole picture; NULL with @problem (a sentence) when it is not a JPEG or
 * PNG of the type that was said. Any thread. */
PracticeReceived *
practice_receive_picture (const char *content_type, const char *base64, char **problem);
void practice_received_free (PracticeReceived *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeReceived, practice_received_free)

/* Names of the metadata blocks in the bytes, separated by blanks: exif gps xmp icc comment iptc
 * text time trailer. Empty when there is none. */
char *practice_list_metadata (const guint8 *data, gsize length, guint *orientation);

/* Decodes a JPEG or PNG (and nothing else), upright. */
GdkPixbuf *practice_decode (const guint8 *data, gsize length);

G_END_DECLS
