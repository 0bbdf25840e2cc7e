/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "file-keyring.h"

#include "core/base/pf-error.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <unistd.h>

static gint die_at; /* atomic; 0: never */
static gint steps;  /* atomic */

void
at_die_at (guint k)
{
  g_atomic_int_set (&steps, 0);
  g_atomic_int_set (&die_at, (int)k);
}

static gint room = -1; /* atomic: files that still fit; -1: any */

void
at_fill_disk_after (int n)
{
  g_atomic_int_set (&room, n);
}

static gboolean
is_full (void)
{
  int left = g_atomic_int_get (&room);

  if (left > 0)
    g_atomic_int_set (&room, left - 1);
  return left == 0;
}

static void
step (void)
{
  int limit = g_atomic_int_get (&die_at);

  if (limit != 0 && g_atomic_int_add (&steps, 1) + 1 == limit)
    {
      kill (getpid (), SIGKILL);
      pause ();
    }
}

#define AT_TYPE_FILE_KEYRING (at_file_keyring_get_type ())
G_DECLARE_FINAL_TYPE (AtFileKeyring, at_file_keyring, AT, FILE_KEYRING, GObject)

struct _AtFileKeyring
{
  GObject parent_instance;
  char *folder;
  int code;
};

static GTask *
begin (PfSecretStore *store, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  AtFileKeyring *self = AT_FILE_KEYRING (store);
  GTask *task = g_task_new (self, cancellable, callback, data);

  step ();
  if (self->code == 0)
    return task;
  g_task_return_new_error (task, PF_ERROR, self->code, "The keyring of the test says so");
  g_object_unref (task);
  return NULL;
}

static void
lookup_async (PfSecretStore *store,
              const char *name,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  g_autoptr (GTask) task = begin (store, cancellable, callback, data);
  g_autofree char *path = g_build_filename (AT_FILE_KEYRING (store)->folder, name, NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  if (task == NULL)
    return;
  if (g_file_get_contents (path, &bytes, &length, NULL))
    g_task_return_pointer (task, pf_secret_new (bytes, (gssize)length),
                           (GDestroyNotify)pf_secret_unref);
  else
    g_task_return_pointer (task, NULL, NULL);
}

static PfSecret *
lookup_finish (PfSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
store_async (PfSecretStore *store,
             const char *name,
             const char *label,
             PfSecret *secret,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  g_autoptr (GTask) task = begin (store, cancellable, callback, data);
  g_autofree char *path = g_build_filename (AT_FILE_KEYRING (store)->folder, name, NULL);

  if (task == NULL)
    return;
  g_file_set_contents (path, pf_secret_peek (secret), (gssize)pf_secret_get_length (secret), NULL);
  step ();
  g_task_return_boolean (task, TRUE);
}

static void
remove_async (PfSecretStore *store,
              const char *name,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  g_autoptr (GTask) task = begin (store, cancellable, callback, data);
  g_autofree char *path = g_build_filename (AT_FILE_KEYRING (store)->folder, name, NULL);

  if (task == NULL)
    return;
  g_unlink (path);
  step ();
  g_task_return_boolean (task, TRUE);
}

static void
unlock_async (PfSecretStore *store,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  g_autoptr (GTask) task = begin (store, cancellable, callback, data);

  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

static gboolean
boolean_finish (PfSecretStore *store, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
at_file_keyring_iface_init (PfSecretStoreInterface *iface)
{
  iface->lookup_async = lookup_async;
  iface->lookup_finish = lookup_finish;
  iface->store_async = store_async;
  iface->store_finish = boolean_finish;
  iface->remove_async = remove_async;
  iface->remove_finish = boolean_finish;
  iface->unlock_async = unlock_async;
  iface->unlock_finish = boolean_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AtFileKeyring,
                               at_file_keyring,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_SECRET_STORE,
                                                      at_file_keyring_iface_init))

static void
at_file_keyring_finalize (GObject *object)
{
  g_free (AT_FILE_KEYRING (object)->folder);
  G_OBJECT_CLASS (at_file_keyring_parent_class)->finalize (object);
}

static void
at_file_keyring_class_init (AtFileKeyringClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = at_file_keyring_finalize;
}

static void
at_file_keyring_init (AtFileKeyring *self)
{
}

PfSecretStore *
at_file_keyring_new (const char *folder)
{
  AtFileKeyring *self = g_object_new (AT_TYPE_FILE_KEYRING, NULL);

  self->folder = g_strdup (folder);
  return PF_SECRET_STORE (self);
}

void
at_file_keyring_set_error (PfSecretStore *keyring, int code)
{
  AT_FILE_KEYRING (keyring)->code = code;
}

#define AT_TYPE_COUNTING_FILES (at_counting_files_get_type ())
G_DECLARE_FINAL_TYPE (AtCountingFiles, at_counting_files, AT, COUNTING_FILES, GObject)

struct _AtCountingFiles
{
  GObject parent_instance;
  PfFiles *system;
};

static gboolean
files_write (PfFiles *files, const char *path, GBytes *bytes, guint mode, GError **error)
{
  gboolean good;

  step ();
  if (is_full ())
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_DISK_FULL, "No space left on device");
      return FALSE;
    }
  good = pf_files_write (AT_COUNTING_FILES (files)->system, path, bytes, mode, error);
  step ();
  return good;
}

static gboolean
files_remove (PfFiles *files, const char *path, GError **error)
{
  gboolean good;

  step ();
  good = pf_files_remove (AT_COUNTING_FILES (files)->system, path, error);
  step ();
  return good;
}

static GBytes *
files_read (PfFiles *files, const char *path, gsize max_length, GError **error)
{
  return pf_files_read (AT_COUNTING_FILES (files)->system, path, max_length, error);
}

static void
at_counting_files_iface_init (PfFilesInterface *iface)
{
  iface->write = files_write;
  iface->remove = files_remove;
  iface->read = files_read;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (AtCountingFiles,
                               at_counting_files,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_FILES, at_counting_files_iface_init))

static void
at_counting_files_finalize (GObject *object)
{
  g_object_unref (AT_COUNTING_FILES (object)->system);
  G_OBJECT_CLASS (at_counting_files_parent_class)->finalize (object);
}

static void
at_counting_files_class_init (AtCountingFilesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = at_counting_files_finalize;
}

static void
at_counting_files_init (AtCountingFiles *self)
{
  self->system = pf_files_system_new ();
}

PfFiles *
at_counting_files_new (void)
{
  return g_object_new (AT_TYPE_COUNTING_FILES, NULL);
}
