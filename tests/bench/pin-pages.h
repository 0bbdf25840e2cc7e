/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-mirror.h"

G_BEGIN_DECLS

/* Made-up pins, the same each time: as large as the service's, with words from a vocabulary in
 * which some are frequent. The newest comes first. */
#define PIN_PAGE 250
#define PIN_BOARDS 40

char *pin_page_json (guint first, guint n, const char *bookmark);
PfPage *pin_page_parse (const char *json);
char *pin_word (guint rank);
/* PINFOLD_BENCH_PINS, or 100,000 */
guint pin_pages_total (void);

/* The main loop until *@result. */
void pin_keep_result (GObject *source, GAsyncResult *result, gpointer data);
GAsyncResult *pin_wait (GAsyncResult **result);
PfMirror *pin_open_mirror (PfContext *context);
void pin_close_mirror (PfMirror *mirror);
/* A context in a new folder, for the caller to remove. */
PfContext *pin_context (char **folder);
void pin_fill_mirror (PfMirror *mirror, const char *connection_id, guint n_pins);

G_END_DECLS
