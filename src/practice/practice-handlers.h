/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice.h"

G_BEGIN_DECLS

/* One function for each operation of openapi.json that Pinfold uses. */
void practice_user_account (PracticeExchange *x);
void practice_businesses (PracticeExchange *x);

void practice_boards_list (PracticeExchange *x);
void practice_boards_create (PracticeExchange *x);
void practice_boards_get (PracticeExchange *x);
void practice_boards_update (PracticeExchange *x);
void practice_boards_delete (PracticeExchange *x);
void practice_board_pins (PracticeExchange *x);

void practice_sections_list (PracticeExchange *x);
void practice_sections_create (PracticeExchange *x);
void practice_sections_update (PracticeExchange *x);
void practice_sections_delete (PracticeExchange *x);
void practice_section_pins (PracticeExchange *x);

void practice_account_analytics (PracticeExchange *x);
void practice_top_pins (PracticeExchange *x);
void practice_top_videos (PracticeExchange *x);
void practice_pin_analytics (PracticeExchange *x);
void practice_pins_analytics (PracticeExchange *x);
void practice_trends_keywords (PracticeExchange *x);

void practice_pins_list (PracticeExchange *x);
void practice_pins_get (PracticeExchange *x);
void practice_pins_create (PracticeExchange *x);
void practice_pins_update (PracticeExchange *x);
void practice_pins_delete (PracticeExchange *x);
void practice_pins_save (PracticeExchange *x);

void practice_media_list (PracticeExchange *x);
void practice_media_create (PracticeExchange *x);
void practice_media_get (PracticeExchange *x);
void practice_media_upload (PracticeExchange *x);

void practice_image_get (PracticeExchange *x);
void practice_avatar_get (PracticeExchange *x);

/* The object named in the path or body, seen with the scopes of this request; NULL after the
 * documented 404 (or, for a write to a secret board, 401 code 3) was answered. (transfer full) */
PracticeBoard *practice_need_board (PracticeExchange *x, const char *id, gboolean write);
PracticeSection *practice_need_section (PracticeExchange *x, PracticeBoard *board, const char *id);
PracticePin *practice_need_pin (PracticeExchange *x, const char *id, gboolean write);
/* FALSE after a 403 was answered. */
gboolean practice_analytics_allowed (PracticeExchange *x);
gboolean practice_sees_secrets (PracticeExchange *x);
gboolean practice_writes_secrets (PracticeExchange *x);

G_END_DECLS
