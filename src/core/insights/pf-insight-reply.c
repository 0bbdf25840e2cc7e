/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-insights"

#include "config.h"

#include "core/insights/pf-insight-reply.h"

G_DEFINE_BOXED_TYPE (PfInsightReply, pf_insight_reply, pf_insight_reply_ref, pf_insight_reply_unref)

/**
 * pf_insight_reply_new: (skip)
 * @kind: what was asked
 *
 * Returns: (transfer full): an empty reply, to be filled in before anybody sees it
 */
PfInsightReply *
pf_insight_reply_new (PfInsightKind kind)
{
  PfInsightReply *self = g_new0 (PfInsightReply, 1);

  g_atomic_ref_count_init (&self->refs);
  self->kind = kind;
  self->from = self->to = self->live_from = PF_DAY_NONE;
  self->tables = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_metric_table_unref);
  return self;
}

/**
 * pf_insight_reply_ref:
 * @self: a reply
 *
 * Returns: (transfer full): @self
 */
PfInsightReply *
pf_insight_reply_ref (PfInsightReply *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_insight_reply_unref:
 * @self: (transfer full): a reply
 */
void
pf_insight_reply_unref (PfInsightReply *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_ptr_array_unref (self->tables);
  g_clear_pointer (&self->top, pf_top_pins_unref);
  g_clear_pointer (&self->pins, g_hash_table_unref);
  g_clear_error (&self->problem);
  g_free (self);
}

/**
 * pf_insight_reply_get_whole:
 * @self: a reply
 *
 * Returns: (transfer none) (nullable): the numbers of all parts together, as the service told them;
 *   %NULL when it told parts only
 */
PfMetricTable *
pf_insight_reply_get_whole (const PfInsightReply *self)
{
  for (guint i = 0; i < self->tables->len; i++)
    {
      PfMetricTable *table = g_ptr_array_index (self->tables, i);

      if (g_ascii_strcasecmp (table->key, "all") == 0)
        return table;
    }
  return self->tables->len == 1 ? g_ptr_array_index (self->tables, 0) : NULL;
}
