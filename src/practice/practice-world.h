/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The seeded world: accounts, boards, sections and pins that are worked out from an index when
 * they are asked for and never stored, so that 100,000 pins start as fast as a hundred. What a
 * client changes lies over it in practice-store. */

typedef struct
{
  const char *id;
  const char *username;
  const char *name;
  const char *about;
  const char *website;
  gboolean business;
  gboolean empty;
  guint first_theme;
} PracticeAccount;

#define PRACTICE_N_ACCOUNTS 4

const PracticeAccount *practice_account (guint account);
int practice_account_find (const char *username);

typedef struct
{
  const char *board;
  const char *about;
  const char *site;
  const char *tag;
  const char *scenes;
  const char *titles[12];
  const char *notes[5];
  const char *sections[4];
} PracticeTheme;

guint practice_n_themes (void);
const PracticeTheme *practice_theme (guint index);

typedef struct _PracticeWorld PracticeWorld;

PracticeWorld *practice_world_new (guint64 seed, guint n_boards, guint n_pins);
void practice_world_free (PracticeWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeWorld, practice_world_free)

guint64 practice_hash (guint64 a, guint64 b);

guint practice_world_n_boards (PracticeWorld *self, guint account);
guint practice_world_n_pins (PracticeWorld *self, guint account);
guint practice_world_board_n_pins (PracticeWorld *self, guint account, guint board);
guint practice_world_board_nth_pin (PracticeWorld *self, guint board, guint nth);
void practice_world_locate_pin (PracticeWorld *self, guint pin, guint *board, guint *nth);

/* Ids are digits and stand above 2^53, as Pinterest's do. */
char *practice_world_board_id (guint account, guint board);
gboolean
practice_world_parse_board_id (PracticeWorld *self, const char *id, guint *account, guint *board);
char *practice_world_pin_id (guint account, guint pin);
gboolean
practice_world_parse_pin_id (PracticeWorld *self, const char *id, guint *account, guint *pin);
char *practice_world_section_id (guint account, guint board, guint section);
gboolean practice_world_parse_section_id (
    PracticeWorld *self, const char *id, guint *account, guint *board, guint *section);

const PracticeTheme *practice_world_board_theme (PracticeWorld *self, guint account, guint board);
char *practice_world_board_name (PracticeWorld *self, guint account, guint board);
const char *practice_world_board_privacy (guint account, guint board);
const char *practice_world_board_owner (guint account, guint board);
guint practice_world_n_sections (PracticeWorld *self, guint account, guint board);
int practice_world_pin_section (PracticeWorld *self, guint account, guint board, guint nth);
gint64 practice_world_board_time (PracticeWorld *self, guint account, guint board);
gint64 practice_world_pin_time (PracticeWorld *self, guint account, guint pin);
guint64 practice_world_pin_picture (PracticeWorld *self, guint account, guint pin);
/* One pin in fifty of the bakery is a video; its media id is never one of an upload. */
gboolean practice_world_pin_is_video (PracticeWorld *self, guint account, guint pin);
char *practice_world_video_id (guint pin);
gboolean practice_world_is_video_id (const char *media_id);
guint64 practice_world_pin_chance (PracticeWorld *self, guint account, guint pin);

G_END_DECLS
