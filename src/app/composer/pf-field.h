/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_FIELD (pf_field_get_type ())
G_DECLARE_FINAL_TYPE (PfField, pf_field, PF, FIELD, GtkBox)

char *pf_field_get_text (PfField *self);
void pf_field_set_text (PfField *self, const char *text);
void pf_field_insert (PfField *self, const char *text);
char *pf_field_get_selected (PfField *self);
void pf_field_set_advice (PfField *self, const char *words);
void pf_field_set_refusal (PfField *self, const char *words);

G_END_DECLS
