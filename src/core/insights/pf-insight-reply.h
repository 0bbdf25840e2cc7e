/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/insights/pf-insight-query.h"

G_BEGIN_DECLS

/**
 * PfInsightReply:
 * @kind: what was asked
 * @from, @to: the days that were asked for, after the clamp, and what history has before them
 * @live_from: the first day that comes from the service; days before it come from the history on
 *   this computer. #PF_DAY_NONE when all do
 * @fetched_at: wall clock, us
 * @tables: (element-type PfMetricTable): of the account, one for each part of the split; of pins,
 *   their sum by day, one
 * @top: (nullable): of the top lists
 * @pins: (nullable) (element-type utf8 GPtrArray): of pins: tables by pin id
 * @problem: (nullable): why the service's own days are missing while the history's are here
 * @n_asked, @n_answered: of pins: how many were meant, and how many there are numbers of
 *
 * What came. Immutable and reference counted.
 */
typedef struct
{
  gatomicrefcount refs;
  PfInsightKind kind;
  PfDay from, to, live_from;
  gint64 fetched_at;
  GPtrArray *tables;
  PfTopPins *top;
  GHashTable *pins;
  GError *problem;
  guint n_asked, n_answered;
} PfInsightReply;

#define PF_TYPE_INSIGHT_REPLY (pf_insight_reply_get_type ())
GType pf_insight_reply_get_type (void);
PfInsightReply *pf_insight_reply_new (PfInsightKind kind);
PfInsightReply *pf_insight_reply_ref (PfInsightReply *self);
void pf_insight_reply_unref (PfInsightReply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfInsightReply, pf_insight_reply_unref)

/* Of the whole: "all", or the only one there is; %NULL when there are several parts or none. */
PfMetricTable *pf_insight_reply_get_whole (const PfInsightReply *self);

G_END_DECLS
