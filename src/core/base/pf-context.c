/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-context.h"

#include <errno.h>
#include <glib/gstdio.h>

struct _PfContext
{
  GObject parent_instance;
  PfClock *clock;
  PfRandom *random;
  PfNetwork *network;
  PfFiles *files;
  PfSecretStore *secrets;
  GSettings *settings; /* nullable */
  char *data_dir;
  char *cache_dir;
  char *runtime_dir;
  char *libexec_dir;
};

G_DEFINE_FINAL_TYPE (PfContext, pf_context, G_TYPE_OBJECT)

static void
pf_context_finalize (GObject *object)
{
  PfContext *self = PF_CONTEXT (object);

  g_clear_object (&self->clock);
  g_clear_object (&self->random);
  g_clear_object (&self->network);
  g_clear_object (&self->files);
  g_clear_object (&self->secrets);
  g_clear_object (&self->settings);
  g_free (self->data_dir);
  g_free (self->cache_dir);
  g_free (self->runtime_dir);
  g_free (self->libexec_dir);
  G_OBJECT_CLASS (pf_context_parent_class)->finalize (object);
}

static void
pf_context_class_init (PfContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_context_finalize;
}

static void
pf_context_init (PfContext *self)
{
}

static gboolean
make_folder (const char *path, GError **error)
{
  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;
  g_set_error (error, G_IO_ERROR, (int)g_io_error_from_errno (errno), "%s: %s", path,
               g_strerror (errno));
  return FALSE;
}

/**
 * pf_context_new:
 * @parts: what it is made of; @secrets must be given, there is no silent default
 * @error: location for an error
 *
 * Makes the folders that are missing, with mode 0700.
 *
 * Returns: (transfer full): a context to pass down
 */
PfContext *
pf_context_new (const PfContextParts *parts, GError **error)
{
  g_autoptr (PfContext) self = g_object_new (PF_TYPE_CONTEXT, NULL);

  g_return_val_if_fail (PF_IS_SECRET_STORE (parts->secrets), NULL);

  self->clock = parts->clock != NULL ? g_object_ref (parts->clock) : pf_clock_system_new ();
  self->random = parts->random != NULL ? g_object_ref (parts->random) : pf_random_kernel_new ();
  self->network = parts->network != NULL ? g_object_ref (parts->network) : pf_network_system_new ();
  self->files = parts->files != NULL ? g_object_ref (parts->files) : pf_files_system_new ();
  self->secrets = g_object_ref (parts->secrets);
  g_set_object (&self->settings, parts->settings);
  self->data_dir = parts->data_dir != NULL
                       ? g_strdup (parts->data_dir)
                       : g_build_filename (g_get_user_data_dir (), PF_FOLDER, NULL);
  self->cache_dir = parts->cache_dir != NULL
                        ? g_strdup (parts->cache_dir)
                        : g_build_filename (g_get_user_cache_dir (), PF_FOLDER, NULL);
  self->runtime_dir = parts->runtime_dir != NULL
                          ? g_strdup (parts->runtime_dir)
                          : g_build_filename (g_get_user_runtime_dir (), PF_FOLDER, NULL);
  self->libexec_dir = g_strdup (parts->libexec_dir != NULL ? parts->libexec_dir : PF_LIBEXECDIR);
  if (!make_folder (self->data_dir, error) || !make_folder (self->cache_dir, error)
      || !make_folder (self->runtime_dir, error))
    return NULL;
  return g_steal_pointer (&self);
}

/**
 * pf_context_get_clock:
 * @self: a context
 *
 * Returns: (transfer none): the clock
 */
PfClock *
pf_context_get_clock (PfContext *self)
{
  return self->clock;
}

/**
 * pf_context_get_random:
 * @self: a context
 *
 * Returns: (transfer none): the source of chance
 */
PfRandom *
pf_context_get_random (PfContext *self)
{
  return self->random;
}

/**
 * pf_context_get_network:
 * @self: a context
 *
 * Returns: (transfer none): the network
 */
PfNetwork *
pf_context_get_network (PfContext *self)
{
  return self->network;
}

/**
 * pf_context_get_files:
 * @self: a context
 *
 * Returns: (transfer none): durable files
 */
PfFiles *
pf_context_get_files (PfContext *self)
{
  return self->files;
}

/**
 * pf_context_get_secrets:
 * @self: a context
 *
 * Returns: (transfer none): the keyring
 */
PfSecretStore *
pf_context_get_secrets (PfContext *self)
{
  return self->secrets;
}

/**
 * pf_context_get_settings:
 * @self: a context
 *
 * Returns: (transfer none) (nullable): the application's settings
 */
GSettings *
pf_context_get_settings (PfContext *self)
{
  return self->settings;
}

/**
 * pf_context_get_data_dir:
 * @self: a context
 *
 * Returns: the folder of the user's own work
 */
const char *
pf_context_get_data_dir (PfContext *self)
{
  return self->data_dir;
}

/**
 * pf_context_get_cache_dir:
 * @self: a context
 *
 * Returns: the folder of what can be thrown away
 */
const char *
pf_context_get_cache_dir (PfContext *self)
{
  return self->cache_dir;
}

/**
 * pf_context_get_runtime_dir:
 * @self: a context
 *
 * Returns: the folder of what ends with the login
 */
const char *
pf_context_get_runtime_dir (PfContext *self)
{
  return self->runtime_dir;
}

/**
 * pf_context_find_helper:
 * @self: a context
 * @program: as "pinfold-decode"
 *
 * Returns: (transfer full): the path of a helper program
 */
char *
pf_context_find_helper (PfContext *self, const char *program)
{
  return g_build_filename (self->libexec_dir, program, NULL);
}
