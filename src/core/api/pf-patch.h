/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-records.h"

G_BEGIN_DECLS

/**
 * PfChangeField:
 *
 * Fields that an edit may set. The others stay untouched.
 */
typedef enum
{
  PF_CHANGE_TITLE = 1 << 0,       /* pin */
  PF_CHANGE_DESCRIPTION = 1 << 1, /* pin, board */
  PF_CHANGE_ALT_TEXT = 1 << 2,    /* pin */
  PF_CHANGE_LINK = 1 << 3,        /* pin */
  PF_CHANGE_BOARD = 1 << 4,       /* pin: moves it; out of its section unless PF_CHANGE_SECTION */
  PF_CHANGE_SECTION = 1 << 5,     /* pin; %NULL: out of its section */
  PF_CHANGE_NAME = 1 << 6,        /* board, section */
  PF_CHANGE_PRIVACY = 1 << 7,     /* board */
} PfChangeField;

/**
 * PfPatch:
 * @fields: which of the others are sent, of #PfChangeField
 *
 * What a PATCH sets. A text that is "" or %NULL is sent as null, which empties it.
 */
typedef struct
{
  guint fields;
  const char *title, *description, *alt_text, *link;
  const char *board_id, *section_id;
  const char *name;
  PfPrivacy privacy;
} PfPatch;

G_END_DECLS
