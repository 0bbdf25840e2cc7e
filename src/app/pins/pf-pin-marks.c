/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/pins/pf-pin-marks.h"

#include <glib/gi18n.h>

/* A video tells of every chunk; nobody reads faster. */
#define UPLOAD_MS 250

struct _PfPinMarks
{
  PfWall *wall; /* (unowned): it goes with the page that holds this */
  PfOutbox *outbox;
  GSettings *settings;
  guint source;
  gboolean mark_missing_alt_text;
};

static void
redescribe (gpointer data)
{
  PfPinMarks *self = data;

  self->source = 0;
  pf_wall_redescribe (self->wall);
}

static void
uploaded (PfPinMarks *self)
{
  if (self->source == 0)
    self->source = g_timeout_add_once (UPLOAD_MS, redescribe, self);
}

static void
setting_changed (PfPinMarks *self)
{
  self->mark_missing_alt_text = g_settings_get_boolean (self->settings, "mark-missing-alt-text");
  pf_wall_redescribe (self->wall);
}

/**
 * pf_pin_marks_new:
 * @window: the window it is in
 * @wall: a wall of pins; it is described again as marks change
 *
 * Returns: (transfer full): the marks
 */
PfPinMarks *
pf_pin_marks_new (PfWindow *window, PfWall *wall)
{
  PfPinMarks *self = g_new0 (PfPinMarks, 1);
  PfWorkspace *workspace = pf_window_get_workspace (window);

  self->wall = wall;
  self->outbox = g_object_ref (pf_workspace_get_outbox (workspace));
  self->settings = g_object_ref (pf_context_get_settings (pf_workspace_get_context (workspace)));
  g_signal_connect_swapped (self->outbox, "upload", G_CALLBACK (uploaded), self);
  g_signal_connect_swapped (self->settings, "changed::mark-missing-alt-text",
                            G_CALLBACK (setting_changed), self);
  setting_changed (self);
  return self;
}

/**
 * pf_pin_marks_free:
 * @self: (transfer full): the marks
 */
void
pf_pin_marks_free (PfPinMarks *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->outbox, self);
  g_signal_handlers_disconnect_by_data (self->settings, self);
  g_object_unref (self->outbox);
  g_object_unref (self->settings);
  g_free (self);
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || *text == '\0';
}

static gboolean
lacks_alt_text (PfPinItem *item)
{
  const PfPin *pin = pf_pin_item_get_pin (item);
  const PfOutboxRow *row = pf_pin_item_get_row (item);

  /* Nobody can describe the pins of others. */
  if (pin != NULL)
    return is_blank (pin->alt_text) && pin->is_owner;
  return row != NULL && row->op == PF_OP_CREATE_PIN && is_blank (row->alt_text);
}

/**
 * pf_pin_marks_describe:
 * @self: the marks
 * @item: a pin
 * @tile: what pf_pin_describe() made of it
 *
 * Adds what there is to mark.
 */
void
pf_pin_marks_describe (PfPinMarks *self, PfPinItem *item, PfWallTile *tile)
{
  const PfOutboxRow *row = pf_pin_item_get_row (item);
  double share = row != NULL ? pf_outbox_get_upload_share (self->outbox, row->uuid) : -1;

  if (share >= 0 && tile->n_badges > 0)
    {
      /* In place of "Pinning": it is the first badge. */
      g_free (tile->badges[0].text);
      /* Translators: share of a video that is sent */
      tile->badges[0].text = g_strdup_printf (_ ("%d %%"), (int)(share * 100));
      g_free (tile->badges[0].words);
      tile->badges[0].words = g_strdup (_ ("The video is being sent"));
    }
  if (self->mark_missing_alt_text && lacks_alt_text (item) && tile->n_badges < PF_WALL_MAX_BADGES)
    {
      g_autofree char *label
          = g_strdup_printf ("%s, %s", tile->label, _ ("without alternative text"));

      pf_wall_tile_add_badge (tile, "pf-no-alt-text-symbolic", NULL, _ ("No alternative text"));
      g_free (tile->label);
      tile->label = g_steal_pointer (&label);
    }
}
