/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What people look for. @peak: the week of the year (0 to 51) in which most do, -1: all year.
 * @growth: per cent in a year. */
typedef struct
{
  const char *keyword;
  const char *interest;
  int peak;
  int growth;
} PracticeTrendWord;

guint practice_n_trend_words (void);
const PracticeTrendWord *practice_trend_word (guint index);

G_END_DECLS
