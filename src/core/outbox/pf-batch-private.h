/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-batch.h"
#include "core/outbox/pf-outbox-record.h"

G_BEGIN_DECLS

/**
 * PfBatch:
 * @records: (element-type PfOutboxRecord): in order; only what the change itself says
 * @fault: (nullable): why it cannot be
 *
 * A batch in the making. After it was enqueued it is the database thread's.
 */
struct _PfBatch
{
  gatomicrefcount refs;
  PfRandom *random;
  char *id, *words;
  GPtrArray *records;
  const char *fault;
};

G_END_DECLS
