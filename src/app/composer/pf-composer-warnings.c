/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-composer-private.h"

#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"
#include "core/media/pf-web-fetch.h"

#include <glib/gi18n.h>

/* What is worth knowing before a pin leaves and takes a while to find out: whether its picture
 * was pinned before, and, if somebody wants that, whether its link is dead. */

#define REST_MS 1500

static gboolean
wants_links (PfComposer *self)
{
  return g_settings_get_boolean (pf_context_get_settings (
                                     pf_workspace_get_context (self->workspace)),
                                 "check-links");
}

static void
set_link_words (PfComposer *self, const char *link, const char *words)
{
  g_free (self->checked_link);
  g_free (self->link_words);
  self->checked_link = g_strdup (link);
  self->link_words = g_strdup (words);
  pf_composer_update (self);
}

typedef struct
{
  GWeakRef composer;
  char *link;
  gboolean whole; /* asked with GET */
} Check;

static void ask_link (Check *check, PfComposer *self);

static void
check_free (Check *check)
{
  g_weak_ref_clear (&check->composer);
  g_free (check->link);
  g_free (check);
}

/* Some websites answer HEAD with an error: GET has the last word. */
static void
answered_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Check *check = data;
  g_autoptr (PfComposer) self = g_weak_ref_get (&check->composer);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfWebReply) reply = pf_web_fetch_finish (result, &error);
  gboolean bad = reply != NULL && reply->status >= 400;

  if (self != NULL && !self->gone && g_strcmp0 (self->draft->link, check->link) == 0)
    {
      if (bad && !check->whole)
        {
          check->whole = TRUE;
          ask_link (check, self);
          return;
        }
      if (bad && (reply->status == 404 || reply->status == 410))
        set_link_words (self, check->link, _ ("This page is not there any more"));
      else if (g_error_matches (error, PF_ERROR, PF_ERROR_OFFLINE))
        set_link_words (self, check->link, _ ("This website cannot be reached"));
      else
        set_link_words (self, check->link, NULL);
    }
  check_free (check);
}

static void
ask_link (Check *check, PfComposer *self)
{
  const PfWebOptions options = {
    .method = check->whole ? "GET" : "HEAD", .accept = "text/html", .max_bytes = 4096, .cut = TRUE
  };

  pf_web_fetch_async (check->link, &options, self->cancellable, answered_cb, check);
}

static void
check_link (PfComposer *self)
{
  Check *check;

  if (!wants_links (self) || !g_str_has_prefix (self->draft->link, "https://")
      || g_strcmp0 (self->checked_link, self->draft->link) == 0)
    return;
  check = g_new0 (Check, 1);
  g_weak_ref_init (&check->composer, self);
  check->link = g_strdup (self->draft->link);
  ask_link (check, self);
}

static void
alike_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfComposer) self = pf_weak_take (data);
  g_autoptr (PfOutboxRow) row = pf_outbox_find_alike_finish (PF_OUTBOX (source), result);
  g_autofree char *title = NULL;

  if (self == NULL || self->gone)
    return;
  title = row != NULL ? pf_text_clean (row->title) : NULL;
  g_free (self->alike_words);
  self->alike_words = row == NULL ? NULL
                      : title != NULL && *title != '\0'
                          ? g_strdup_printf (_ ("This picture was pinned before: “%s”"), title)
                          : g_strdup (_ ("This picture was pinned before"));
  pf_composer_update (self);
}

static void
check_picture (PfComposer *self)
{
  if (self->draft->blob == NULL || self->draft->connection_id == NULL
      || self->draft->media.kind != PF_PIN_KIND_PICTURE
      || g_strcmp0 (self->checked_blob, self->draft->blob) == 0)
    return;
  g_free (self->checked_blob);
  self->checked_blob = g_strdup (self->draft->blob);
  g_clear_pointer (&self->alike_words, g_free);
  pf_outbox_find_alike_async (pf_workspace_get_outbox (self->workspace), self->draft,
                              self->cancellable, alike_cb, pf_weak_new (self));
}

static void
rested (gpointer data)
{
  PfComposer *self = data;

  self->warn_id = 0;
  if (self->pinning || self->gone)
    return;
  check_picture (self);
  check_link (self);
}

/**
 * pf_composer_show_warnings:
 * @self: a composer
 *
 * Shows what is known, and finds out the rest when nothing was typed for a moment.
 */
void
pf_composer_show_warnings (PfComposer *self)
{
  const PfCarouselItem *item = pf_composer_get_item (self);
  g_autofree char *link = pf_pin_advise_link (item != NULL ? item->link : self->draft->link);
  gboolean checked = item == NULL && g_strcmp0 (self->checked_link, self->draft->link) == 0;
  gboolean alike = g_strcmp0 (self->checked_blob, self->draft->blob) == 0;

  pf_field_set_advice (self->link_field, link != NULL ? link : checked ? self->link_words : NULL);
  gtk_label_set_label (self->alike_note,
                       alike && self->alike_words != NULL ? self->alike_words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->alike_note), alike && self->alike_words != NULL);
  g_clear_handle_id (&self->warn_id, g_source_remove);
  self->warn_id = g_timeout_add_once (REST_MS, rested, self);
}
