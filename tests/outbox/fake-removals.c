/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-private.h"

/* What is deleted at the fake Pinterest, and what goes with it. */

static gboolean
drop_pin (FakeWorld *self, const char *id)
{
  FakePin *pin = fake_world_find_pin (self, id);

  return pin != NULL && g_ptr_array_remove (self->pins, pin);
}

/* What is in a thing goes with it. */
static void
drop_inside (FakeWorld *self, const char *board_id, const char *section_id)
{
  for (guint i = self->pins->len; i > 0; i--)
    {
      FakePin *pin = self->pins->pdata[i - 1];

      if (section_id != NULL ? g_strcmp0 (pin->section_id, section_id) != 0
                             : g_strcmp0 (pin->board_id, board_id) != 0)
        continue;
      self->n_lost_pins++;
      g_ptr_array_remove_index (self->pins, i - 1);
    }
  for (guint i = self->sections->len; i > 0; i--)
    if (section_id == NULL
        && g_str_equal (((FakeSection *)self->sections->pdata[i - 1])->board_id, board_id))
      g_ptr_array_remove_index (self->sections, i - 1);
}

static gboolean
drop_section (FakeWorld *self, const char *id)
{
  FakeSection *section = fake_world_find_section (self, id);

  if (section == NULL)
    return FALSE;
  drop_inside (self, section->board_id, id);
  return g_ptr_array_remove (self->sections, section);
}

static gboolean
drop_board (FakeWorld *self, const char *id)
{
  drop_inside (self, id, NULL);
  for (guint i = 0; i < self->boards->len; i++)
    if (g_str_equal (((FakeBoard *)self->boards->pdata[i])->id, id))
      {
        g_ptr_array_remove_index (self->boards, i);
        return TRUE;
      }
  return FALSE;
}

/* Ids are of one series: whatever it is. */
void
fake_drop (FakeWorld *self, const char *id)
{
  if (!drop_pin (self, id) && !drop_section (self, id))
    drop_board (self, id);
}

static gboolean
drop (FakeWorld *self, PfOutboxOp op, const char *id)
{
  gboolean found = op == PF_OP_DELETE_PIN ? drop_pin (self, id)
                   : op == PF_OP_DELETE_SECTION
                       ? drop_section (self, id)
                       : fake_world_find_board (self, id) != NULL && drop_board (self, id);

  if (found)
    fake_append_log (self, "remove", id, "", "");
  return found;
}

typedef struct
{
  FakeWorld *world;
  PfOutboxOp op;
  char *id;
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->world);
  g_free (removal->id);
  g_free (removal);
}

static void
drop_late (gpointer data)
{
  const Removal *removal = data;

  drop (removal->world, removal->op, removal->id);
}

static void
drop_later (FakeWorld *self, PfOutboxOp op, const char *id)
{
  Removal *removal = g_new0 (Removal, 1);

  removal->world = g_object_ref (self);
  removal->op = op;
  removal->id = g_strdup (id);
  pf_clock_timeout (self->clock, 20 * G_USEC_PER_SEC, drop_late, removal, removal_free);
}

static void
fake_remove (PfDelivery *delivery,
             const char *connection_id,
             PfOutboxOp op,
             const char *remote_id,
             const char *board_id,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  FakeKind kind = fake_next_kind (self);

  self->n_removes++;
  /* "Not there" is true: somebody else was faster. */
  if (kind == FAKE_LATE)
    drop_later (self, op, remote_id);
  else if ((fake_is_made (kind) || kind == FAKE_404) && !drop (self, op, remote_id)
           && kind == FAKE_OK)
    kind = FAKE_404;
  fake_reply_to_write (self, fake_new_task (self, cancellable, callback, data), kind,
                       kind == FAKE_OK ? g_new0 (char, 1) : NULL, g_free, NULL);
}

void
fake_removals_iface_init (PfDeliveryInterface *iface)
{
  iface->remove_async = fake_remove;
}
