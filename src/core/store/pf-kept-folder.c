/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-kept-folder.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* More than the service gives in the kept size. */
#define LARGEST ((gsize)20 * 1000 * 1000)
#define NAME_LENGTH 64
#define KEPT_SIZE G_STRINGIFY (PF_KEPT_PICTURE_WIDTH) "x"
/* Behind the name of a folder that is being removed. */
#define GOING ".going"

/**
 * pf_kept_folder_get_path:
 * @context: the context
 * @connection_id: (nullable): of whom; %NULL for what all of them are in
 *
 * Returns: (transfer full): the folder for its kept pictures; it need not be there
 */
char *
pf_kept_folder_get_path (PfContext *context, const char *connection_id)
{
  return g_build_filename (pf_context_get_data_dir (context), "kept", connection_id, NULL);
}

/**
 * pf_kept_folder_make_name:
 * @url: a picture's address
 *
 * Returns: (transfer full): the name under which it is kept
 */
char *
pf_kept_folder_make_name (const char *url)
{
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, url, -1);
}

static gboolean
is_name (const char *name)
{
  return strlen (name) == NAME_LENGTH && strspn (name, "0123456789abcdef") == NAME_LENGTH;
}

void
pf_kept_survey_free (PfKeptSurvey *self)
{
  g_hash_table_unref (self->sizes);
  g_free (self);
}

/* With @clean nobody else writes in it: what a process that was ended has left half done is
 * removed. */
static PfKeptSurvey *
survey_folder (const char *path, gboolean clean)
{
  PfKeptSurvey *survey = g_new0 (PfKeptSurvey, 1);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  survey->sizes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      GStatBuf info;

      if (!is_name (name) && clean)
        g_unlink (file);
      else if (is_name (name) && g_lstat (file, &info) == 0)
        {
          g_hash_table_insert (survey->sizes, g_strdup (name),
                               GSIZE_TO_POINTER ((gsize)info.st_size));
          survey->n_bytes += (guint64)info.st_size;
        }
    }
  return survey;
}

/* What a thread is to do. */
typedef struct
{
  PfFiles *files; /* nullable, as is what follows the path */
  char *path;
  char *name; /* of a picture, or its address */
  GBytes *picture;
  GPtrArray *drop;
  gboolean use, any_size;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->files);
  g_free (job->path);
  g_free (job->name);
  g_clear_pointer (&job->picture, g_bytes_unref);
  g_clear_pointer (&job->drop, g_ptr_array_unref);
  g_free (job);
}

static Job *
job_new (PfContext *context, const char *path, const char *name)
{
  Job *job = g_new0 (Job, 1);

  job->files = context != NULL ? g_object_ref (pf_context_get_files (context)) : NULL;
  job->path = g_strdup (path);
  job->name = g_strdup (name);
  return job;
}

static void
job_run (Job *job,
         GTaskThreadFunc func,
         gpointer source_tag,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, func);
}

static void
survey_free (gpointer survey)
{
  pf_kept_survey_free (survey);
}

static void
survey_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;

  if (job->use)
    g_mkdir_with_parents (job->path, 0700);
  g_task_return_pointer (task, survey_folder (job->path, job->use), survey_free);
}

/**
 * pf_kept_folder_survey_async:
 * @path: the folder
 * @use: it is ours to write in: it is made, and what a process that was ended has left half done
 *   is removed
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Looks what is in it.
 */
void
pf_kept_folder_survey_async (const char *path,
                             gboolean use,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Job *job = job_new (NULL, path, NULL);

  job->use = use;
  job_run (job, survey_thread, pf_kept_folder_survey_async, cancellable, callback, user_data);
}

/**
 * pf_kept_folder_survey_finish:
 * @result: a result
 * @error: location for an error: it was cancelled
 *
 * Returns: (transfer full) (nullable): what is in it
 */
PfKeptSurvey *
pf_kept_folder_survey_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
put_picture (const Job *job, GCancellable *cancellable, GError **error)
{
  g_autofree char *file = g_build_filename (job->path, job->name, NULL);

  return !g_cancellable_set_error_if_cancelled (cancellable, error)
         && pf_files_write (job->files, file, job->picture, 0600, error);
}

static void
change_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;

  for (guint i = 0; i < job->drop->len; i++)
    {
      g_autofree char *file = g_build_filename (job->path, job->drop->pdata[i], NULL);

      g_unlink (file);
    }
  if (job->picture != NULL && !put_picture (job, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * pf_kept_folder_change_async:
 * @context: the context
 * @path: the folder, which must be there
 * @drop: (element-type utf8): names of pictures that go
 * @name: (nullable): from pf_kept_folder_make_name()
 * @picture: (nullable): as it came, to be put under @name when the others are gone
 * @cancellable: (nullable): a cancellable
 * @callback: called on the caller's thread-default main context
 * @user_data: for @callback
 *
 * Changes what is in it. PF_ERROR_DISK_FULL.
 */
void
pf_kept_folder_change_async (PfContext *context,
                             const char *path,
                             GPtrArray *drop,
                             const char *name,
                             GBytes *picture,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Job *job = job_new (context, path, name);

  job->drop = g_ptr_array_ref (drop);
  job->picture = picture != NULL ? g_bytes_ref (picture) : NULL;
  job_run (job, change_thread, pf_kept_folder_change_async, cancellable, callback, user_data);
}

/**
 * pf_kept_folder_change_finish:
 * @result: a result
 * @error: location for an error
 *
 * Returns: whether the picture is kept
 */
gboolean
pf_kept_folder_change_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * pf_kept_folder_remove:
 * @path: the folder
 *
 * Removes it with all that is in it, and what an earlier removal left. A picture that is still
 * being written finds no folder any more. Blocks.
 */
void
pf_kept_folder_remove (const char *path)
{
  g_autofree char *going = g_strconcat (path, GOING, NULL);

  pf_files_remove_tree (going);
  if (g_rename (path, going) == 0)
    pf_files_remove_tree (going);
}

/**
 * pf_kept_folder_sweep:
 * @context: the context
 * @wanted: (element-type utf8): ids of the connections whose pictures are kept
 *
 * Removes the folders of all others. Blocks.
 */
void
pf_kept_folder_sweep (PfContext *context, GHashTable *wanted)
{
  g_autofree char *kept = pf_kept_folder_get_path (context, NULL);
  g_autoptr (GDir) dir = g_dir_open (kept, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (kept, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)
          && !g_hash_table_contains (wanted, name))
        pf_files_remove_tree (path);
    }
}

/* The kept rendition's address, by that of another one: they differ in one part of the path, as
 * "236x" or "originals". What is made up here is only looked for among what is kept. */
static char *
make_kept_url (const char *url)
{
  g_autoptr (GRegex) regex
      = g_regex_new ("/(?:\\d+x\\d*|originals)/", 0, G_REGEX_MATCH_DEFAULT, NULL);

  return g_regex_replace_literal (regex, url, -1, 0, "/" KEPT_SIZE "/", G_REGEX_MATCH_DEFAULT,
                                  NULL);
}

static GBytes *
read_picture (const Job *job, const char *url)
{
  g_autofree char *name = pf_kept_folder_make_name (url);
  g_autofree char *file = g_build_filename (job->path, name, NULL);

  return pf_files_read (job->files, file, LARGEST, NULL);
}

static void
load_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GBytes *picture = read_picture (job, job->name);

  if (picture == NULL && job->any_size)
    {
      g_autofree char *kept_url = make_kept_url (job->name);

      picture = kept_url != NULL ? read_picture (job, kept_url) : NULL;
    }
  if (picture != NULL)
    g_task_return_pointer (task, picture, (GDestroyNotify)g_bytes_unref);
  else
    g_task_return_new_error (task, PF_ERROR, PF_ERROR_NOT_FOUND, "%s",
                             _ ("The picture is not there"));
}

void
pf_kept_folder_load_async (PfContext *context,
                           const char *path,
                           const char *url,
                           gboolean any_size,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Job *job = job_new (context, path, url);

  job->any_size = any_size;
  job_run (job, load_thread, pf_kept_folder_load_async, cancellable, callback, user_data);
}

/**
 * pf_kept_folder_load_finish:
 * @result: a result
 * @error: location for an error
 *
 * Returns: (transfer full): the picture as it came
 */
GBytes *
pf_kept_folder_load_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}
