/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "desk.h"

#include "await-threads.h"
#include "fake-connection.h"

/* Until the threads have answered and nothing follows from the answers. */
void
desk_settle (Desk *self)
{
  for (int quiet = 0; quiet < 3;)
    {
      rig_settle (&self->rig);
      await_threads (pf_store_get_db (self->rig.store));
      await_threads (pf_mirror_get_db (self->mirror));
      quiet = g_main_context_iteration (NULL, FALSE) ? 0 : quiet + 1;
    }
}

void
desk_advance (Desk *self, double seconds)
{
  rig_advance (&self->rig, seconds);
  desk_settle (self);
}

static void
record_unref (gpointer record)
{
  pf_board_unref (record);
}

static void
pin_unref (gpointer record)
{
  pf_pin_unref (record);
}

void
desk_put_board (Desk *self, const char *json)
{
  g_autoptr (PfPage) page = g_new0 (PfPage, 1);
  g_autoptr (GError) error = NULL;

  page->items = g_ptr_array_new_with_free_func (record_unref);
  g_ptr_array_add (page->items, pf_board_new_from_json (json, -1, &error));
  g_assert_no_error (error);
  {
    WAIT (result,
          pf_mirror_put_boards_async (self->mirror, "one", page, 1, NULL, keep_result, &result));
    g_assert_true (pf_mirror_put_finish (self->mirror, result, &error));
  }
}

void
desk_put_pins (Desk *self, guint first, guint n, gboolean last, gint64 generation)
{
  g_autoptr (PfPage) page = g_new0 (PfPage, 1);
  g_autoptr (GError) error = NULL;

  page->items = g_ptr_array_new_with_free_func (pin_unref);
  page->bookmark = last ? NULL : g_strdup ("more");
  for (guint i = first; i < first + n; i++)
    {
      g_autofree char *json = g_strdup_printf (
          "{\"id\":\"9%06u\",\"title\":\"Pin %u\",\"board_id\":\"%s\",\"media\":{"
          "\"media_type\":\"image\",\"images\":{\"600x\":{\"width\":600,\"height\":900,"
          "\"url\":\"https://i.pinimg.com/600x/%u.jpg\"}}}}",
          i, i, self->rig.board_remote, i);

      g_ptr_array_add (page->items, pf_pin_new_from_json (json, -1, &error));
      g_assert_no_error (error);
    }
  {
    WAIT (result, pf_mirror_put_pins_async (self->mirror, "one", self->rig.board_remote, page,
                                            generation, NULL, keep_result, &result));
    g_assert_true (pf_mirror_put_finish (self->mirror, result, &error));
  }
}

void
desk_init (Desk *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) client = g_object_new (G_TYPE_OBJECT, NULL);
  g_autofree char *json = NULL;

  rig_init (&self->rig, 7);
  {
    WAIT (result, pf_mirror_open_async (self->rig.context, NULL, keep_result, &result));
    self->mirror = pf_mirror_open_finish (result, &error);
    g_assert_no_error (error);
  }
  {
    WAIT (result, pf_mirror_bind_async (self->mirror, self->rig.store, NULL, keep_result, &result));
    g_assert_true (pf_mirror_bind_finish (self->mirror, result, &error));
  }
  self->rig.outbox
      = pf_outbox_new_with_delivery (self->rig.store, self->mirror, PF_DELIVERY (self->rig.world));
  {
    WAIT (result, pf_outbox_start_async (self->rig.outbox, NULL, keep_result, &result));
    g_assert_true (pf_outbox_start_finish (self->rig.outbox, result, &error));
  }
  /* The models ask a connection for its id only. */
  self->connection = fake_connection_new ("one", (PfClient *)client);
  json = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"Garden\",\"pin_count\":3,"
                          "\"collaborator_count\":1,\"privacy\":\"SECRET\",\"media\":{"
                          "\"image_cover_url\":\"https://i.pinimg.com/c.jpg\","
                          "\"pin_thumbnail_urls\":[\"https://i.pinimg.com/c.jpg\","
                          "\"https://i.pinimg.com/2.jpg\",\"https://i.pinimg.com/3.jpg\","
                          "\"https://i.pinimg.com/4.jpg\"]}}",
                          self->rig.board_remote);
  desk_put_board (self, json);
  self->boards = pf_board_list_new (self->mirror, NULL, self->rig.outbox, self->connection);
  desk_settle (self);
}

void
desk_clear (Desk *self)
{
  desk_settle (self);
  g_assert_finalize_object (self->boards);
  g_clear_object (&self->connection);
  {
    rig_crash (&self->rig);
    WAIT (result, pf_mirror_close_async (self->mirror, keep_result, &result));
    g_assert_true (pf_mirror_close_finish (self->mirror, result, NULL));
  }
  g_clear_object (&self->mirror);
  rig_clear (&self->rig);
}

PfBoardItem *
desk_board_at (Desk *self, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->boards), position);
}

PfPinList *
desk_open_pins (Desk *self, const char *board_uuid)
{
  g_autoptr (PfBoardItem) board = pf_board_list_find (self->boards, board_uuid);
  PfPinList *pins;

  g_assert_nonnull (board);
  pins = pf_pin_list_new (self->mirror, NULL, self->rig.outbox, self->connection, board);
  desk_settle (self);
  return pins;
}

guint
desk_length (gpointer model)
{
  return g_list_model_get_n_items (model);
}

guint
desk_n_pending (gpointer model)
{
  guint n;

  g_object_get (model, "n-pending", &n, NULL);
  return n;
}

static void
on_items_changed (GListModel *model, guint position, guint removed, guint added, Watch *watch)
{
  watch->n_signals++;
  g_assert_cmpuint (position + removed, <=, watch->n_items);
  watch->n_items = watch->n_items - removed + added;
  watch->fewest = MIN (watch->fewest, watch->n_items);
  g_assert_cmpuint (watch->n_items, ==, g_list_model_get_n_items (model));
}

void
desk_watch_model (Watch *watch, gpointer model)
{
  *watch = (Watch){ model, 0, desk_length (model), desk_length (model) };
  g_signal_connect (model, "items-changed", G_CALLBACK (on_items_changed), watch);
}
