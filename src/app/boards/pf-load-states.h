/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PfLoadStates:
 *
 * What a page of things from the service shows: "loading" (a spinner, after a moment),
 * "empty", "error", or its content. The page's template has the stack with these names.
 */
typedef struct
{
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *error_page;
  GtkButton *error_button;
  guint patience;
  gboolean wants_focus;
  gpointer focus_then; /* (nullable): the focus when it was asked for; compared, never used */
  GtkRoot *root;       /* (nullable): watched for its first focus */
  gulong first_focus;
} PfLoadStates;

void pf_load_states_show (PfLoadStates *self,
                          GObject *list,
                          PfConnection *connection,
                          const char *content);
gboolean pf_load_states_is (PfLoadStates *self, const char *name);
void pf_load_states_grab_focus (PfLoadStates *self);
void pf_load_states_clear (PfLoadStates *self);

G_END_DECLS
