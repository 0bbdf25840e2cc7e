/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-hands"

#include "config.h"

#include "app/hands/pf-pin-drag.h"

#include "app/hands/pf-pin-out.h"

struct _PfPinDrag
{
  GObject parent_instance;
  PfWorkspace *workspace;
  PfConnection *connection;
  char **uuids;
  gboolean own;       /* the pin under the pointer is the account's own */
  gboolean has_place; /* all are from the same */
  char *board_uuid;   /* nullable */
  char *section_uuid; /* nullable */
};

G_DEFINE_FINAL_TYPE (PfPinDrag, pf_pin_drag, G_TYPE_OBJECT)

static void
pf_pin_drag_finalize (GObject *object)
{
  PfPinDrag *self = PF_PIN_DRAG (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->connection);
  g_strfreev (self->uuids);
  g_free (self->board_uuid);
  g_free (self->section_uuid);
  G_OBJECT_CLASS (pf_pin_drag_parent_class)->finalize (object);
}

static void
pf_pin_drag_class_init (PfPinDragClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_pin_drag_finalize;
}

static void
pf_pin_drag_init (PfPinDrag *self)
{
}

/**
 * pf_pin_drag_new:
 * @window: the window it begins in
 * @connection: whose pins
 * @item: the pin under the pointer
 * @uuids: (transfer full) (array zero-terminated=1): all that go along, @item among them
 *
 * Returns: (transfer full): a drag
 */
PfPinDrag *
pf_pin_drag_new (PfWindow *window, PfConnection *connection, PfPinItem *item, char **uuids)
{
  PfPinDrag *self = g_object_new (PF_TYPE_PIN_DRAG, NULL);
  const PfPin *pin = pf_pin_item_get_pin (item);

  self->workspace = g_object_ref (pf_window_get_workspace (window));
  self->connection = g_object_ref (connection);
  self->uuids = uuids;
  self->own = pin != NULL && pin->is_owner;
  return self;
}

/**
 * pf_pin_drag_set_place:
 * @self: a drag
 * @board_uuid: local UUID of the board that all are on
 * @section_uuid: (nullable): and of the section
 *
 * Says where they come from, so that nothing is offered there.
 */
void
pf_pin_drag_set_place (PfPinDrag *self, const char *board_uuid, const char *section_uuid)
{
  g_free (self->board_uuid);
  g_free (self->section_uuid);
  self->has_place = TRUE;
  self->board_uuid = g_strdup (board_uuid);
  self->section_uuid = g_strdup (section_uuid);
}

/**
 * pf_pin_drag_get_connection:
 * @self: a drag
 *
 * Returns: (transfer none): whose pins
 */
PfConnection *
pf_pin_drag_get_connection (PfPinDrag *self)
{
  return self->connection;
}

/**
 * pf_pin_drag_get_uuids:
 * @self: a drag
 *
 * Returns: (transfer none) (array zero-terminated=1): the pins
 */
const char *const *
pf_pin_drag_get_uuids (PfPinDrag *self)
{
  return (const char *const *)self->uuids;
}

/**
 * pf_pin_drag_get_n:
 * @self: a drag
 *
 * Returns: how many pins
 */
guint
pf_pin_drag_get_n (PfPinDrag *self)
{
  return g_strv_length (self->uuids);
}

/**
 * pf_pin_drag_is_own:
 * @self: a drag
 *
 * Returns: whether the pin under the pointer is the account's own, and its picture with it
 */
gboolean
pf_pin_drag_is_own (PfPinDrag *self)
{
  return self->own;
}

/**
 * pf_pin_drag_is_from:
 * @self: a drag
 * @board_uuid: local UUID of a board
 * @section_uuid: (nullable): and of a section
 *
 * Returns: whether all of them are there already
 */
gboolean
pf_pin_drag_is_from (PfPinDrag *self, const char *board_uuid, const char *section_uuid)
{
  return self->has_place && g_strcmp0 (self->board_uuid, board_uuid) == 0
         && g_strcmp0 (self->section_uuid, section_uuid) == 0;
}

/**
 * pf_pin_drag_provide:
 * @self: a drag
 *
 * Returns: (transfer full): what a drag source offers
 */
GdkContentProvider *
pf_pin_drag_provide (PfPinDrag *self)
{
  GdkContentProvider *providers[] = {
    gdk_content_provider_new_typed (PF_TYPE_PIN_DRAG, self),
    pf_pin_out_new (self->workspace, self->connection, self->uuids, self->own),
  };

  return gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
}

/**
 * pf_pin_drag_of:
 * @drop: what hovers or is dropped
 *
 * Returns: (transfer full) (nullable): the pins, when it is pins of this Pinfold
 */
PfPinDrag *
pf_pin_drag_of (GdkDrop *drop)
{
  GdkDrag *drag = gdk_drop_get_drag (drop);
  GdkContentProvider *content = drag != NULL ? gdk_drag_get_content (drag) : NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  if (content == NULL
      || !gdk_content_formats_contain_gtype (gdk_drag_get_formats (drag), PF_TYPE_PIN_DRAG))
    return NULL;
  g_value_init (&value, PF_TYPE_PIN_DRAG);
  return gdk_content_provider_get_value (content, &value, NULL) ? g_value_dup_object (&value)
                                                                : NULL;
}
