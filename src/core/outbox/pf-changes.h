/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-patch.h"

G_BEGIN_DECLS

/**
 * PfChanges:
 * @fields: which of the others are set, of #PfChangeField
 * @title: "" or %NULL empties it, as with all texts
 * @board_uuid: local UUID of a board, which may itself be pending
 * @section_uuid: (nullable): local UUID of a section, which may itself be pending
 *
 * What an edit sets, or what stood there before it. As an argument its strings are
 * copied; as a result they belong to the row it came from.
 */
typedef struct
{
  guint fields;
  char *title, *description, *alt_text, *link;
  char *board_uuid, *section_uuid;
  char *name;
  PfPrivacy privacy;
} PfChanges;

PfChanges *pf_changes_copy (const PfChanges *self);
void pf_changes_free (PfChanges *self);
void pf_changes_clear (PfChanges *self);
/* Sets in @self what @over sets. */
void pf_changes_apply (PfChanges *self, const PfChanges *over);
/* Why Pinterest would refuse it: a text that is too long, an empty name ... NULL: it would not. */
const char *pf_changes_find_fault (const PfChanges *self);
/* What @self says of a field that @pin has: the texts only. @self may be NULL. */
const char *pf_changes_get_text (const PfChanges *self, PfChangeField field, const PfPin *pin);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfChanges, pf_changes_free)

G_END_DECLS
