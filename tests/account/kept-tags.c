/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <gio/gio.h>

/*
 * libsecret 0.20 keeps the entity tag of its file (secret-file-collection.c) and never frees the
 * one before, each time it writes. Nobody else in the process calls this function, so that what
 * comes out of it is libsecret's to free: it is held here, where a search for leaks sees it, and
 * every other leak counts.
 */
gboolean
g_file_replace_contents_finish (GFile *file, GAsyncResult *result, char **tag, GError **error)
{
  static GPtrArray *tags;
  gboolean (*real) (GFile *, GAsyncResult *, char **, GError **)
      = dlsym (RTLD_NEXT, "g_file_replace_contents_finish");
  gboolean replaced = real (file, result, tag, error);

  if (tags == NULL)
    tags = g_ptr_array_new ();
  if (replaced && tag != NULL)
    g_ptr_array_add (tags, *tag);
  return replaced;
}
