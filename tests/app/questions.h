/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What pf_ask() and pf_tell() put on the screen, whatever it is made of here. The newest that
 * waits for an answer, or NULL. */
GtkWidget *app_find_question (void);
const char *app_question_heading (GtkWidget *question);
const char *app_question_body (GtkWidget *question);
/* As the button of that response does: "yes", "no" or "close". */
void app_question_answer (GtkWidget *question, const char *response);
/* As Escape does. */
void app_question_close (GtkWidget *question);

G_END_DECLS
