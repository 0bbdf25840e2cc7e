/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-clock.h"
#include "core/base/pf-files.h"
#include "core/base/pf-network.h"
#include "core/base/pf-random.h"
#include "core/base/pf-secret-store.h"

G_BEGIN_DECLS

#define PF_TYPE_CONTEXT (pf_context_get_type ())
G_DECLARE_FINAL_TYPE (PfContext, pf_context, PF, CONTEXT, GObject)

/**
 * PfContextParts:
 * @clock: (nullable) (transfer none): the system's when %NULL; likewise below
 * @data_dir: (nullable): `$XDG_DATA_HOME/pinfold` when %NULL
 * @cache_dir: (nullable): `$XDG_CACHE_HOME/pinfold`
 * @runtime_dir: (nullable): `$XDG_RUNTIME_DIR/pinfold`
 * @libexec_dir: (nullable): where pinfold-decode and pinfold-practice are
 * @settings: (nullable): the application's settings
 *
 * What a context is made of. Folders are made with mode 0700.
 */
typedef struct
{
  PfClock *clock;
  PfRandom *random;
  PfNetwork *network;
  PfFiles *files;
  PfSecretStore *secrets;
  GSettings *settings;
  const char *data_dir;
  const char *cache_dir;
  const char *runtime_dir;
  const char *libexec_dir;
} PfContextParts;

PfContext *pf_context_new (const PfContextParts *parts, GError **error);

PfClock *pf_context_get_clock (PfContext *self);
PfRandom *pf_context_get_random (PfContext *self);
PfNetwork *pf_context_get_network (PfContext *self);
PfFiles *pf_context_get_files (PfContext *self);
PfSecretStore *pf_context_get_secrets (PfContext *self);
GSettings *pf_context_get_settings (PfContext *self);
const char *pf_context_get_data_dir (PfContext *self);
const char *pf_context_get_cache_dir (PfContext *self);
const char *pf_context_get_runtime_dir (PfContext *self);
char *pf_context_find_helper (PfContext *self, const char *program);

G_END_DECLS
