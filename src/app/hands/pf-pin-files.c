/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-hands"

#include "config.h"

#include "app/hands/pf-pin-files.h"

#include "app/widgets/pf-text.h"
#include "core/media/pf-media-info.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

/* In the cache: what was dragged out a day ago has long been taken. */
#define FOLDER "dragged"
#define KEPT_SECONDS (24 * 60 * 60)
#define LONGEST_NAME 80

typedef struct
{
  PfFiles *files;
  char *base; /* all drags */
  char *folder;
  char *name; /* without what tells its kind */
  GBytes *picture;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;

  g_object_unref (writing->files);
  g_free (writing->base);
  g_free (writing->folder);
  g_free (writing->name);
  g_bytes_unref (writing->picture);
  g_free (writing);
}

/**
 * pf_pin_files_name:
 * @title: (nullable): of a pin
 * @extension: with its dot
 *
 * Returns: (transfer full): a name for a file in any folder: no separators, no control
 *   characters, not hidden, not too long
 */
char *
pf_pin_files_name (const char *title, const char *extension)
{
  g_autofree char *clean = pf_text_clean (title);
  GString *name = g_string_new (NULL);
  glong n = 0;

  for (const char *p = clean; *p != '\0' && n < LONGEST_NAME; p = g_utf8_next_char (p), n++)
    {
      gunichar c = g_utf8_get_char (p);

      /* What other systems forbid is left out as well: files travel. */
      g_string_append_unichar (name,
                               c < 0x80 && strchr ("/\\:*?\"<>|\n", (int)c) != NULL ? ' ' : c);
    }
  g_strstrip (name->str);
  name->len = strlen (name->str);
  while (name->len > 0 && (name->str[0] == '.' || name->str[0] == ' '))
    g_string_erase (name, 0, 1);
  while (name->len > 0 && (name->str[name->len - 1] == '.' || name->str[name->len - 1] == ' '))
    g_string_truncate (name, name->len - 1);
  if (name->len == 0)
    g_string_append (name, _ ("Pin"));
  g_string_append (name, extension);
  return g_string_free (name, FALSE);
}

static void
remove_old (const char *base)
{
  g_autoptr (GDir) folders = g_dir_open (base, 0, NULL);
  const char *name;

  while (folders != NULL && (name = g_dir_read_name (folders)) != NULL)
    {
      g_autofree char *path = g_build_filename (base, name, NULL);
      GStatBuf info;

      if (g_stat (path, &info) == 0
          && info.st_mtime < g_get_real_time () / G_USEC_PER_SEC - KEPT_SECONDS)
        pf_files_remove_tree (path);
    }
}

static const char *
get_extension (GBytes *picture)
{
  switch (pf_media_sniff (g_bytes_get_data (picture, NULL), g_bytes_get_size (picture)))
    {
    case PF_MEDIA_FORMAT_PNG:
      return ".png";
    case PF_MEDIA_FORMAT_WEBP:
      return ".webp";
    case PF_MEDIA_FORMAT_GIF:
      return ".gif";
    case PF_MEDIA_FORMAT_JPEG:
    case PF_MEDIA_FORMAT_UNKNOWN:
    default:
      return ".jpg";
    }
}

static void
write_file (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Writing *writing = data;
  GError *error = NULL;
  g_autofree char *name = pf_pin_files_name (writing->name, get_extension (writing->picture));
  g_autofree char *path = g_build_filename (writing->folder, name, NULL);

  remove_old (writing->base);
  g_mkdir_with_parents (writing->folder, 0700);
  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_autofree char *numbered = g_strdup_printf ("%s %u", writing->name, i);

      g_free (name);
      g_free (path);
      name = pf_pin_files_name (numbered, get_extension (writing->picture));
      path = g_build_filename (writing->folder, name, NULL);
    }
  if (pf_files_write (writing->files, path, writing->picture, 0600, &error))
    g_task_return_pointer (task, g_file_new_for_path (path), g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * pf_pin_files_write_async:
 * @context: the context
 * @folder: a name for this drag, of letters and digits
 * @title: (nullable): of the pin
 * @picture: its picture
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is on the disk
 * @user_data: for @callback
 *
 * Puts a picture into a folder of the cache under a name that tells what it is. What lies there
 * for more than a day goes.
 */
void
pf_pin_files_write_async (PfContext *context,
                          const char *folder,
                          const char *title,
                          GBytes *picture,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Writing *writing = g_new0 (Writing, 1);

  writing->files = g_object_ref (pf_context_get_files (context));
  writing->base = g_build_filename (pf_context_get_cache_dir (context), FOLDER, NULL);
  writing->folder = g_build_filename (writing->base, folder, NULL);
  writing->name = pf_text_clean (title);
  writing->picture = g_bytes_ref (picture);
  g_task_set_source_tag (task, pf_pin_files_write_async);
  g_task_set_task_data (task, writing, writing_free);
  g_task_run_in_thread (task, write_file);
}

/**
 * pf_pin_files_write_finish:
 * @result: the result
 * @error: what writing says
 *
 * Returns: (transfer full): the file
 */
GFile *
pf_pin_files_write_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
