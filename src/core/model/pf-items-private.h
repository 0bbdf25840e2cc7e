/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/model/pf-items.h"
#include "core/model/pf-pin-overlay.h"

G_BEGIN_DECLS

/* Nullable records and rows are referenced. */
PfBoardItem *pf_board_item_new (const char *uuid,
                                PfBoard *board,
                                PfOutboxRow *row,
                                const PfChanges *changes,
                                gint64 pending_pins,
                                guint32 hash);
guint32 pf_board_item_get_hash (PfBoardItem *self);
/* Folded words of name and description, each behind a newline; and what names are sorted by. */
const char *pf_board_item_get_words (PfBoardItem *self);
const char *pf_board_item_get_name_key (PfBoardItem *self);

PfSectionItem *pf_section_item_new (
    const char *uuid, PfSection *section, PfOutboxRow *row, const char *name, guint32 hash);
guint32 pf_section_item_get_hash (PfSectionItem *self);

PfPinItem *
pf_pin_item_new (const PfMirrorKey *key, PfPin *pin, const PfPinState *state, guint32 hash);
const guint8 *pf_pin_item_peek_uuid (PfPinItem *self);
gint64 pf_pin_item_get_entry (PfPinItem *self);
guint32 pf_pin_item_get_hash (PfPinItem *self);

/* Whether it is known what there is; before that a list of pins would show them without. */
gboolean pf_section_list_is_read (PfSectionList *self);
/* (element-type PfSection): those that are being deleted and not shown any more. */
GPtrArray *pf_section_list_get_gone (PfSectionList *self);

PfDraftItem *pf_draft_item_new (PfDraft *draft);
PfRowItem *pf_row_item_new (PfOutboxRow *row);

G_END_DECLS
