/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* As much of a page as is looked at. */
#define PF_WEB_PAGE_MAX_BYTES (2 * 1024 * 1024)
#define PF_WEB_PAGE_MAX_PICTURES 48

/**
 * PfWebPage:
 * @title: (nullable): what it calls itself
 * @link: its own address for others, else where it came from
 * @pictures: (element-type utf8): addresses of its pictures, those it shows off first
 *
 * What a web page says about itself. Plain text.
 */
typedef struct
{
  char *title;
  char *link;
  GPtrArray *pictures;
} PfWebPage;

PfWebPage *pf_web_page_read (GBytes *html, const char *url);
void pf_web_page_free (PfWebPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfWebPage, pf_web_page_free)

G_END_DECLS
