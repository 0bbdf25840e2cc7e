/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-context.h"
#include "core/outbox/pf-changes.h"
#include "core/outbox/pf-link-tags.h"
#include "core/outbox/pf-text-replace.h"

G_BEGIN_DECLS

/*
 * Many changes of one account under one batch id: kept in one transaction, one Undo
 * (pf_outbox_enqueue_batch_async). Built on the main thread.
 *
 * The records (PfPin, PfBoard, PfSection) are the mirror's, as Pinterest said them and
 * without the overlay: what stood there before is kept in the row, for Undo. %NULL for
 * a thing that is itself still pending. Changes to what is already so are left out.
 */
typedef struct _PfBatch PfBatch;

/* @words: what it does, in the past tense, for toasts and the history: "Moved 12 pins to
 * Garden". */
PfBatch *pf_batch_new (PfContext *context, const char *words);
PfBatch *pf_batch_ref (PfBatch *self);
void pf_batch_unref (PfBatch *self);
void pf_batch_set_words (PfBatch *self, const char *words);
const char *pf_batch_get_words (const PfBatch *self);
const char *pf_batch_get_id (const PfBatch *self);
guint pf_batch_get_n_changes (const PfBatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfBatch, pf_batch_unref)

/* Creates give the local UUID of what will be (owned by the batch). */
const char *
pf_batch_create_board (PfBatch *self, const char *name, const char *description, PfPrivacy privacy);
void pf_batch_update_board (PfBatch *self,
                            const char *board_uuid,
                            const PfBoard *board,
                            const PfChanges *changes);
/* Its sections and pins are listed before it is deleted, so that Undo can make it again and
 * name what cannot come back. */
void pf_batch_delete_board (PfBatch *self, const char *board_uuid, const PfBoard *board);
const char *pf_batch_create_section (PfBatch *self, const char *board_uuid, const char *name);
void pf_batch_update_section (PfBatch *self,
                              const char *section_uuid,
                              const char *board_uuid,
                              const PfSection *section,
                              const char *name);
void pf_batch_delete_section (PfBatch *self,
                              const char *section_uuid,
                              const char *board_uuid,
                              const PfSection *section);
/* @board_uuid, @section_uuid (nullable): where the pin is now. */
void pf_batch_update_pin (PfBatch *self,
                          const char *pin_uuid,
                          const char *board_uuid,
                          const char *section_uuid,
                          const PfPin *pin,
                          const PfChanges *changes);
/* A copy on another board: the one way to "move" where editing is refused. */
const char *pf_batch_save_pin (PfBatch *self,
                               const char *pin_uuid,
                               const PfPin *pin,
                               const char *to_board_uuid,
                               const char *to_section_uuid);
void
pf_batch_delete_pin (PfBatch *self, const char *pin_uuid, const char *board_uuid, const PfPin *pin);

/* One pin's part of "Set link tags" and "Find and replace"; @seen (nullable): edits of it that
 * are pending. FALSE when nothing of it changes, or cannot (then the batch says no word of it):
 * a link that is none, a text that would be too long. */
gboolean pf_batch_tag_pin (PfBatch *self,
                           const char *pin_uuid,
                           const char *board_uuid,
                           const char *section_uuid,
                           const PfPin *pin,
                           const PfChanges *seen,
                           const char *const *tags,
                           PfLinkTagsMode mode);
/* @fields: of title, description, alt text and link, of #PfChangeField */
gboolean pf_batch_replace_in_pin (PfBatch *self,
                                  const char *pin_uuid,
                                  const char *board_uuid,
                                  const char *section_uuid,
                                  const PfPin *pin,
                                  const PfChanges *seen,
                                  guint fields,
                                  const char *find,
                                  const char *with,
                                  PfReplaceFlags flags);

/**
 * PfMergeSections:
 * @PF_MERGE_SECTIONS_KEEP: sections of the source become sections of the target, those of
 *   the same name are joined
 * @PF_MERGE_SECTIONS_FLATTEN: pins go onto the target board itself
 */
typedef enum
{
  PF_MERGE_SECTIONS_KEEP,
  PF_MERGE_SECTIONS_FLATTEN,
} PfMergeSections;

/* Moves every pin of @board into @to_board_uuid, and deletes it once it is listed empty.
 * Every pin is listed afresh: nothing need be loaded. */
void pf_batch_merge_board (PfBatch *self,
                           const char *board_uuid,
                           const PfBoard *board,
                           const char *to_board_uuid,
                           PfMergeSections sections);

G_END_DECLS
