/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pf-workspace.h"

G_BEGIN_DECLS

/**
 * PfGoLiveStep:
 * @id: stable
 * @kind: (nullable): kind of connection that the step connects
 * @url: (nullable): page to open
 * @told: only the person knows whether it is done, and ticks it
 *
 * One step of the way from new keys to pins that everybody sees.
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *text;
  const char *kind;
  const char *url;
  gboolean told;
} PfGoLiveStep;

const PfGoLiveStep *pf_go_live_get_steps (guint *n_steps);

#define PF_TYPE_GO_LIVE (pf_go_live_get_type ())
G_DECLARE_FINAL_TYPE (PfGoLive, pf_go_live, PF, GO_LIVE, GObject)

/* How far somebody is. Signal "changed". */
PfGoLive *pf_go_live_new (PfWorkspace *workspace);
gboolean pf_go_live_is_done (PfGoLive *self, guint step);
void pf_go_live_tell (PfGoLive *self, guint step, gboolean done);

G_END_DECLS
