/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Stands in at link time for what asks websites, which no test may. A website's answer stands in
 * the path of its address: missing, gone, broken, shy (of HEAD), silent; else the page is there. */
extern guint fake_web_n_head, fake_web_n_get, fake_web_most_at_once;
/* One more address that is missing; nullable. */
extern const char *fake_web_dead;

G_END_DECLS
