/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *pf_callback_page_redirect (const char *path);
char *pf_callback_page_refusal (guint status, gboolean with_body);
char *pf_callback_page_result (gboolean allowed, const char *provider_words);

G_END_DECLS
