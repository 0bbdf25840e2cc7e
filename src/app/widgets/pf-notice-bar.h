/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * PfNotice:
 * @style: (nullable): style class: "due" or "trouble"
 * @icon_name: a symbolic icon
 * @text: one line of plain text
 * @label: (nullable): of its one button, with a mnemonic
 * @action: (nullable): detailed action name of the button
 *
 * One line under the header that wants the person's attention.
 */
typedef struct
{
  char *style;
  char *icon_name;
  char *text;
  char *label;
  char *action;
} PfNotice;

#define PF_TYPE_NOTICE (pf_notice_get_type ())
GType pf_notice_get_type (void);
PfNotice *pf_notice_new (const char *style,
                         const char *icon_name,
                         const char *text,
                         const char *label,
                         const char *action);
PfNotice *pf_notice_copy (const PfNotice *self);
void pf_notice_free (PfNotice *self);
gboolean pf_notice_equal (const PfNotice *a, const PfNotice *b);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfNotice, pf_notice_free)

#define PF_TYPE_NOTICE_BAR (pf_notice_bar_get_type ())
G_DECLARE_FINAL_TYPE (PfNoticeBar, pf_notice_bar, PF, NOTICE_BAR, AdwBin)

void pf_notice_bar_set_notice (PfNoticeBar *self, const PfNotice *notice);

G_END_DECLS
