/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PfLinkTagsMode:
 * @PF_LINK_TAGS_SET: a tag that the link has already gets the new value
 * @PF_LINK_TAGS_APPEND: a tag that the link has already stays as it is
 *
 * Whatever else is in the query of a link stays, and so does its fragment.
 */
typedef enum
{
  PF_LINK_TAGS_SET,
  PF_LINK_TAGS_APPEND,
} PfLinkTagsMode;

/* Link tags (utm_source and its like) as a query string, "utm_source=pinterest&utm_medium=social",
 * which is what a preset keeps. Names and values in clear; NULL-terminated pairs. */
char *pf_link_tags_join (const char *const *pairs);
char **pf_link_tags_split (const char *query);
/* @link with @tags (pairs, in clear). NULL when it is no http or https link. Pure. */
char *pf_link_tags_apply (const char *link, const char *const *tags, PfLinkTagsMode mode);
/* @link without the tags of these names: (array zero-terminated=1). */
char *pf_link_tags_remove (const char *link, const char *const *names);

G_END_DECLS
