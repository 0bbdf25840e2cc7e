/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_COPY_ROW (pf_copy_row_get_type ())
G_DECLARE_DERIVABLE_TYPE (PfCopyRow, pf_copy_row, PF, COPY_ROW, AdwActionRow)

/**
 * PfCopyRowClass:
 * @choose: the user moved the switch, which pf_copy_row_show() may move back
 * @press: the user pressed Update or Stop, or what the button is instead
 *
 * The choice whether something is kept on this computer, how far copying it is, and its Update
 * and Stop.
 */
struct _PfCopyRowClass
{
  AdwActionRowClass parent_class;

  void (*choose) (PfCopyRow *self, gboolean wanted);
  void (*press) (PfCopyRow *self);
};

/* What it shows: @changing while a choice is being carried out; pins, 0 when not known; @label
 * (nullable) of the button instead of Update and Stop. */
typedef struct
{
  gboolean kept, changing, running, has_button;
  guint n_done, n_total;
  const char *label;
} PfCopyState;

void pf_copy_row_set_names (PfCopyRow *self, const char *keep, const char *progress);
void pf_copy_row_show (PfCopyRow *self, const PfCopyState *state, const char *words);
void pf_copy_row_tell (PfCopyRow *self, const GError *error);

G_END_DECLS
