/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-items.h"

G_BEGIN_DECLS

/* Nullable records and rows are referenced. */
PfBoardItem *pf_board_item_new (
    const char *uuid, PfBoard *board, PfOutboxRow *row, gint64 pending_pins, guint32 hash);
guint32 pf_board_item_get_hash (PfBoardItem *self);

PfPinItem *pf_pin_item_new (
    const guint8 *uuid, PfPin *pin, PfOutboxRow *row, double aspect, guint32 color, guint32 hash);
const guint8 *pf_pin_item_peek_uuid (PfPinItem *self);
guint32 pf_pin_item_get_hash (PfPinItem *self);
gboolean pf_pin_item_is_placeholder (PfPinItem *self);

PfDraftItem *pf_draft_item_new (PfDraft *draft);
PfRowItem *pf_row_item_new (PfOutboxRow *row);

G_END_DECLS
