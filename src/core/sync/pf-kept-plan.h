/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-kept-folder.h"

G_BEGIN_DECLS

typedef enum
{
  PF_KEPT_THERE,
  PF_KEPT_MISSING, /* and to be fetched */
  PF_KEPT_NO_ROOM,
} PfKeptAnswer;

/* What is kept, what is wanted, newest first, and what the limit leaves room for. Nothing here
 * touches the disk: @drop gets the names of what must go from it. One thread. */
typedef struct _PfKeptPlan PfKeptPlan;

PfKeptPlan *pf_kept_plan_new (PfKeptSurvey *present, guint64 limit);
void pf_kept_plan_free (PfKeptPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfKeptPlan, pf_kept_plan_free)

PfKeptAnswer pf_kept_plan_want (PfKeptPlan *self, const char *name);
gboolean pf_kept_plan_take (PfKeptPlan *self, const char *name, gsize size, GPtrArray *drop);
void pf_kept_plan_give_up (PfKeptPlan *self, const char *name);
void pf_kept_plan_drop_rest (PfKeptPlan *self, GPtrArray *drop);

guint pf_kept_plan_get_n_pictures (const PfKeptPlan *self);
guint64 pf_kept_plan_get_n_bytes (const PfKeptPlan *self);
gboolean pf_kept_plan_is_full (const PfKeptPlan *self);

G_END_DECLS
