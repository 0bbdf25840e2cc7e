/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One picture at one size; a size of 0 x 0 means the file it comes from. Compared by value,
 * so that looking something up needs no memory. */
typedef struct
{
  const char *name; /* address or blob */
  guint width, height;
  guint16 fit;
  guint16 corner_radius;
  gboolean is_blob;
} PfPictureKey;

guint pf_picture_key_hash (gconstpointer key);
gboolean pf_picture_key_equal (gconstpointer a, gconstpointer b);

typedef struct _PfPictureCache PfPictureCache;

PfPictureCache *pf_picture_cache_new (gsize max_bytes, GDestroyNotify free_value);
void pf_picture_cache_free (PfPictureCache *self);
gpointer pf_picture_cache_find (PfPictureCache *self, const PfPictureKey *key);
void
pf_picture_cache_add (PfPictureCache *self, const PfPictureKey *key, gpointer value, gsize bytes);
gsize pf_picture_cache_get_used (PfPictureCache *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPictureCache, pf_picture_cache_free)

G_END_DECLS
