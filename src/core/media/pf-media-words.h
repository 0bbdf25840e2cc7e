/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * PfMediaWords:
 * @title: (nullable): IPTC object name, XMP dc:title
 * @description: (nullable): IPTC caption, XMP dc:description, EXIF image description
 * @keywords: (nullable): IPTC keywords, XMP dc:subject, with commas between
 *
 * What a picture says about itself. Valid UTF-8, each at most 2000 bytes.
 */
typedef struct
{
  char *title;
  char *description;
  char *keywords;
} PfMediaWords;

void pf_media_words_read (PfMediaWords *words, GBytes *data);
void pf_media_words_clear (PfMediaWords *words);

G_END_DECLS
