/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

void pf_sent_toast_show (PfWindow *window, const char *batch_id, const char *text);
void pf_sent_toast_show_words (
    PfWindow *window, const char *batch_id, const char *text, const char *words, guint seconds);

G_END_DECLS
