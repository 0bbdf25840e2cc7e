/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/composer/pf-field.h"
#include "app/pf-window.h"

G_BEGIN_DECLS

#define PF_TYPE_SNIPPET_BUTTON (pf_snippet_button_get_type ())
G_DECLARE_FINAL_TYPE (PfSnippetButton, pf_snippet_button, PF, SNIPPET_BUTTON, AdwBin)

void pf_snippet_button_set_connection (PfSnippetButton *self,
                                       PfWorkspace *workspace,
                                       PfConnection *connection);
void pf_snippet_button_set_field (PfSnippetButton *self, PfField *field);

G_END_DECLS
