/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox.h"

G_BEGIN_DECLS

/* What a row does to the list of things it is about. */
typedef enum
{
  PF_ROW_EFFECT_NONE,    /* undone, discarded */
  PF_ROW_EFFECT_PENDING, /* a create: show it; a delete: hide its object */
  PF_ROW_EFFECT_TROUBLE, /* a create: show it; a delete: show its object with the row */
  PF_ROW_EFFECT_DONE,    /* a create: the mirror has it any moment; a delete: hide its object */
} PfRowEffect;

PfRowEffect pf_row_get_effect (const PfOutboxRow *row);
/* Another number when anything differs that a face shows of @row. */
guint32 pf_row_hash (const PfOutboxRow *row);

/**
 * PfRowWatch:
 *
 * The outbox's rows for a list model, read again when they changed.
 */
typedef struct _PfRowWatch PfRowWatch;

typedef void (*PfRowWatchFunc) (gpointer data);

/* @func is called on the main context when pf_row_watch_get_rows() is new. */
PfRowWatch *pf_row_watch_new (PfOutbox *outbox, PfRowWatchFunc func, gpointer data);
GPtrArray *pf_row_watch_get_rows (PfRowWatch *self);
gboolean pf_row_watch_is_loaded (PfRowWatch *self);
void pf_row_watch_free (PfRowWatch *self);

G_END_DECLS
