/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-vault.h"

#include "core/account/pf-flow.h"
#include "core/account/pf-seal.h"
#include "core/base/pf-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define MAX_RECORD (64 * 1024)

struct _PfVault
{
  gatomicrefcount refs;
  PfContext *context;
  char *folder;
  GMutex lock;
  GHashTable *keys;    /* id -> PfSecret; those used by this process */
  GHashTable *session; /* id -> PfSecret; plain records without a keyring */
  GHashTable *held;    /* id -> PfSecret; plain records that could not be written yet */
};

/**
 * pf_vault_new:
 * @context: the context
 *
 * Returns: (transfer full): a vault over the data folder
 */
PfVault *
pf_vault_new (PfContext *context)
{
  PfVault *self = g_new0 (PfVault, 1);

  g_atomic_ref_count_init (&self->refs);
  g_mutex_init (&self->lock);
  self->context = g_object_ref (context);
  self->folder = g_build_filename (pf_context_get_data_dir (context), "sealed", NULL);
  self->keys
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)pf_secret_unref);
  self->session
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)pf_secret_unref);
  self->held
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)pf_secret_unref);
  return self;
}

/**
 * pf_vault_ref:
 * @self: a vault
 *
 * Returns: (transfer full): @self
 */
PfVault *
pf_vault_ref (PfVault *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_vault_unref:
 * @self: a vault
 *
 * Drops a reference; with the last one all keys in memory are wiped.
 */
void
pf_vault_unref (PfVault *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_hash_table_unref (self->keys);
  g_hash_table_unref (self->session);
  g_hash_table_unref (self->held);
  g_mutex_clear (&self->lock);
  g_object_unref (self->context);
  g_free (self->folder);
  g_free (self);
}

static PfSecret *
table_get (PfVault *self, GHashTable *table, const char *id)
{
  PfSecret *secret;

  g_mutex_lock (&self->lock);
  secret = g_hash_table_lookup (table, id);
  if (secret != NULL)
    pf_secret_ref (secret);
  g_mutex_unlock (&self->lock);
  return secret;
}

static void
table_set (PfVault *self, GHashTable *table, const char *id, PfSecret *secret)
{
  g_mutex_lock (&self->lock);
  if (secret != NULL)
    g_hash_table_insert (table, g_strdup (id), pf_secret_ref (secret));
  else
    g_hash_table_remove (table, id);
  g_mutex_unlock (&self->lock);
}

/* One call to the keyring. */
typedef struct
{
  PfSecretStore *store;
  const char *name;
  const char *label;
  PfSecret *secret;
  GCancellable *cancellable;
} Call;

static void
begin_lookup (gpointer data, GAsyncReadyCallback callback, gpointer user_data)
{
  Call *call = data;

  pf_secret_store_lookup_async (call->store, call->name, call->cancellable, callback, user_data);
}

static void
begin_store (gpointer data, GAsyncReadyCallback callback, gpointer user_data)
{
  Call *call = data;

  pf_secret_store_store_async (call->store, call->name, call->label, call->secret,
                               call->cancellable, callback, user_data);
}

static void
begin_remove (gpointer data, GAsyncReadyCallback callback, gpointer user_data)
{
  Call *call = data;

  pf_secret_store_remove_async (call->store, call->name, call->cancellable, callback, user_data);
}

static void
begin_unlock (gpointer data, GAsyncReadyCallback callback, gpointer user_data)
{
  Call *call = data;

  pf_secret_store_unlock_async (call->store, call->cancellable, callback, user_data);
}

static PfSecret *
lookup_key (PfVault *self, GTask *flow, const char *id, GError **error)
{
  Call call = { .store = pf_context_get_secrets (self->context),
                .name = id,
                .cancellable = g_task_get_cancellable (flow) };
  g_autoptr (GAsyncResult) result = pf_flow_await (flow, begin_lookup, &call);

  return pf_secret_store_lookup_finish (call.store, result, error);
}

static char *
make_path (PfVault *self, const char *id)
{
  return g_build_filename (self->folder, id, NULL);
}

static char *
make_label (const char *kind, const char *id)
{
  return g_strdup_printf ("pinfold %s %s 1", kind, id);
}

static PfSecret *
open_with_key (
    PfVault *self, GTask *flow, const char *id, const char *label, GBytes *sealed, GError **error)
{
  g_autoptr (PfSecret) known = table_get (self, self->keys, id);
  g_autoptr (PfSecret) key = NULL;
  g_autoptr (GError) problem = NULL;
  PfSecret *plain;

  if (known != NULL && (plain = pf_seal_open (known, label, sealed, NULL)) != NULL)
    return plain;
  /* Not known yet, or made anew by another process. */
  key = lookup_key (self, flow, id, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (key == NULL)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_SECRET,
                           _ ("The key is gone from the keyring. Sign in again."));
      return NULL;
    }
  plain = pf_seal_open (key, label, sealed, error);
  if (plain != NULL)
    table_set (self, self->keys, id, key);
  return plain;
}

/**
 * pf_vault_load:
 * @self: a vault
 * @flow: the flow that waits
 * @kind: PF_VAULT_APP or PF_VAULT_TOKENS
 * @id: the record's UUID
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): what is in the record. PF_ERROR_SECRET when record or
 *   key are missing or do not fit, PF_ERROR_LOCKED, PF_ERROR_NO_KEYRING, PF_ERROR_TIMED_OUT
 */
PfSecret *
pf_vault_load (PfVault *self, GTask *flow, const char *kind, const char *id, GError **error)
{
  PfSecret *kept = table_get (self, self->session, id);
  g_autofree char *path = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GBytes) sealed = NULL;

  if (kept == NULL)
    kept = pf_vault_dup_held (self, id);
  if (kept != NULL)
    return kept;
  path = make_path (self, id);
  label = make_label (kind, id);
  sealed = pf_files_read (pf_context_get_files (self->context), path, MAX_RECORD, NULL);
  if (sealed == NULL)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_SECRET,
                           _ ("The sealed record is gone. Sign in again."));
      return NULL;
    }
  return open_with_key (self, flow, id, label, sealed, error);
}

/**
 * pf_vault_save:
 * @self: a vault
 * @flow: the flow that waits
 * @kind: PF_VAULT_APP or PF_VAULT_TOKENS
 * @id: the record's UUID
 * @label: what a keyring manager shows beside the key
 * @plain: what to seal
 * @error: return location for an error
 *
 * Seals and writes a record, durably. A new record is written before its key is kept, so that
 * whatever a crash leaves behind is a file that pf_vault_list() finds and nobody can open.
 *
 * Returns: whether it is safe; PF_ERROR_LOCKED, PF_ERROR_NO_KEYRING, PF_ERROR_TIMED_OUT
 */
gboolean
pf_vault_save (PfVault *self,
               GTask *flow,
               const char *kind,
               const char *id,
               const char *label,
               PfSecret *plain,
               GError **error)
{
  PfRandom *random = pf_context_get_random (self->context);
  g_autofree char *path = make_path (self, id);
  g_autofree char *bound = make_label (kind, id);
  g_autoptr (PfSecret) key = table_get (self, self->keys, id);
  g_autoptr (PfSecret) kept = table_get (self, self->session, id);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean fresh = FALSE;

  if (kept != NULL)
    {
      table_set (self, self->session, id, plain);
      return TRUE;
    }
  if (key == NULL)
    key = lookup_key (self, flow, id, &problem);
  if (problem != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (key == NULL)
    {
      key = pf_seal_make_key (random, error);
      fresh = TRUE;
    }
  if (key == NULL || (sealed = pf_seal_close (key, random, bound, plain, error)) == NULL)
    return FALSE;
  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      g_set_error (error, PF_ERROR, PF_ERROR_DISK_FULL, "%s: %s", self->folder, g_strerror (errno));
      return FALSE;
    }
  if (!pf_files_write (pf_context_get_files (self->context), path, sealed, 0600, error))
    return FALSE;
  if (fresh)
    {
      Call call = { .store = pf_context_get_secrets (self->context),
                    .name = id,
                    .label = label,
                    .secret = key,
                    .cancellable = g_task_get_cancellable (flow) };
      g_autoptr (GAsyncResult) result = pf_flow_await (flow, begin_store, &call);

      if (!pf_secret_store_store_finish (call.store, result, error))
        {
          pf_files_remove (pf_context_get_files (self->context), path, NULL);
          return FALSE;
        }
    }
  table_set (self, self->keys, id, key);
  table_set (self, self->held, id, NULL);
  return TRUE;
}

/**
 * pf_vault_hold:
 * @self: a vault
 * @id: the record's UUID
 * @plain: (nullable): what could not be saved; %NULL when it is of no use any more
 *
 * Keeps in memory what pf_vault_save() could not write, so that it is what pf_vault_load() gives,
 * until it is saved or this process ends. Never a file.
 */
void
pf_vault_hold (PfVault *self, const char *id, PfSecret *plain)
{
  table_set (self, self->held, id, plain);
}

/**
 * pf_vault_dup_held:
 * @self: a vault
 * @id: the record's UUID
 *
 * Returns: (transfer full) (nullable): what waits for being saved
 */
PfSecret *
pf_vault_dup_held (PfVault *self, const char *id)
{
  return table_get (self, self->held, id);
}

/**
 * pf_vault_keep_for_session:
 * @self: a vault
 * @id: the record's UUID
 * @plain: what to keep in memory
 *
 * For a session without a keyring. Never a file (requirements.md MO-16).
 */
void
pf_vault_keep_for_session (PfVault *self, const char *id, PfSecret *plain)
{
  table_set (self, self->session, id, plain);
}

/**
 * pf_vault_is_session_only:
 * @self: a vault
 * @id: the record's UUID
 *
 * Returns: whether it ends with this session
 */
gboolean
pf_vault_is_session_only (PfVault *self, const char *id)
{
  g_autoptr (PfSecret) kept = table_get (self, self->session, id);

  return kept != NULL;
}

/**
 * pf_vault_destroy_key:
 * @self: a vault
 * @flow: the flow that waits
 * @id: the record's UUID
 * @error: return location for an error
 *
 * Forgets the key here and in the keyring: from now on nobody opens the record. Without a
 * keyring service there is nothing to remove it from, which is no error.
 *
 * Returns: whether it is gone; PF_ERROR_LOCKED, PF_ERROR_TIMED_OUT
 */
gboolean
pf_vault_destroy_key (PfVault *self, GTask *flow, const char *id, GError **error)
{
  Call call = { .store = pf_context_get_secrets (self->context), .name = id };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean session = pf_vault_is_session_only (self, id);

  table_set (self, self->session, id, NULL);
  table_set (self, self->held, id, NULL);
  if (!session)
    {
      result = pf_flow_await (flow, begin_remove, &call);
      if (!pf_secret_store_remove_finish (call.store, result, &problem)
          && !g_error_matches (problem, PF_ERROR, PF_ERROR_NO_KEYRING))
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return FALSE;
        }
    }
  table_set (self, self->keys, id, NULL);
  return TRUE;
}

/* A crash in the middle of a write leaves its temporary file, <id>.XXXXXX, behind. */
static void
remove_half_written (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (name, ".", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (entry, prefix))
      {
        g_autofree char *half = g_build_filename (folder, entry, NULL);

        g_unlink (half);
      }
}

/**
 * pf_vault_destroy_record:
 * @self: a vault
 * @id: the record's UUID
 * @error: return location for an error
 *
 * Removes the file. A missing one is no error.
 *
 * Returns: whether it is gone
 */
gboolean
pf_vault_destroy_record (PfVault *self, const char *id, GError **error)
{
  g_autofree char *path = make_path (self, id);

  remove_half_written (path);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  return pf_files_remove (pf_context_get_files (self->context), path, error);
}

/**
 * pf_vault_check:
 * @self: a vault
 * @flow: the flow that waits
 * @error: return location for an error
 *
 * Asks whether keys can be kept, before somebody is sent to the browser for nothing.
 *
 * Returns: whether they can; PF_ERROR_LOCKED, PF_ERROR_NO_KEYRING, PF_ERROR_TIMED_OUT
 */
gboolean
pf_vault_check (PfVault *self, GTask *flow, GError **error)
{
  g_autofree char *name = pf_random_uuid (pf_context_get_random (self->context));
  g_autoptr (GError) problem = NULL;
  g_autoptr (PfSecret) nothing = lookup_key (self, flow, name, &problem);

  if (problem == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/**
 * pf_vault_unlock:
 * @self: a vault
 * @flow: the flow that waits
 * @error: return location for an error
 *
 * Has the keyring ask for its password.
 *
 * Returns: whether it is open now
 */
gboolean
pf_vault_unlock (PfVault *self, GTask *flow, GError **error)
{
  Call call = { .store = pf_context_get_secrets (self->context),
                .cancellable = g_task_get_cancellable (flow) };
  g_autoptr (GAsyncResult) result = pf_flow_await (flow, begin_unlock, &call);

  return pf_secret_store_unlock_finish (call.store, result, error);
}

/**
 * pf_vault_list:
 * @self: a vault
 *
 * Returns: (transfer full) (array zero-terminated=1): ids of the records on disk
 */
char **
pf_vault_list (PfVault *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new ();
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (g_uuid_string_is_valid (name))
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_add (names, NULL);
  return (char **)g_ptr_array_free (names, FALSE);
}
