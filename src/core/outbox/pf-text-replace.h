/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PfReplaceFlags:
 * @PF_REPLACE_MATCH_CASE: "fern" is not "Fern"
 * @PF_REPLACE_WHOLE_WORD: "fern" is not in "ferns"; words as Unicode has letters and digits
 */
typedef enum
{
  PF_REPLACE_DEFAULT = 0,
  PF_REPLACE_MATCH_CASE = 1 << 0,
  PF_REPLACE_WHOLE_WORD = 1 << 1,
} PfReplaceFlags;

/* @text with each @find replaced by @with, both plain text; NULL when there is none. Pure. */
char *pf_text_replace (
    const char *text, const char *find, const char *with, PfReplaceFlags flags, guint *n_replaced);

G_END_DECLS
