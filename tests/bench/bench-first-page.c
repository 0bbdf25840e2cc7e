/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "bench.h"
#include "pin-pages.h"

#include "api/api-world.h"
#include "core/model/pf-items.h"
#include "core/model/pf-tile-source.h"
#include "core/sync/pf-sync.h"
#include "fake-connection.h"
#include "rig.h"

#include <json-glib/json-glib.h>

/* P10: a page of 250 pins comes: until the list has all of them, with sizes and records. Sending it
 * over loopback is counted too. The floor is json-glib alone and a frame. */

#define FRAME (1.0 / 60)

typedef struct
{
  Rig rig;
  World *world;
  PfMirror *mirror;
  PfConnection *connection;
  PfBoardItem *board;
  char *body;
  guint turn;
} Data;

static double
floor_run (gpointer data)
{
  Data *self = data;
  double start = bench_wall ();
  g_autoptr (JsonNode) root = json_from_string (self->body, NULL);

  g_assert_nonnull (root);
  return bench_wall () - start + FRAME;
}

static gboolean
is_whole (PfPinList *pins)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (pins)) < PIN_PAGE)
    return FALSE;
  for (guint i = 0; i < PIN_PAGE; i++)
    {
      g_autoptr (PfPinItem) item = g_list_model_get_item (G_LIST_MODEL (pins), i);

      if (pf_pin_item_get_pin (item) == NULL)
        return FALSE;
    }
  return TRUE;
}

static double
product_run (gpointer data)
{
  Data *self = data;
  g_autofree char *id = g_strdup_printf ("90%u", ++self->turn);
  g_autofree char *json = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"B\"}", id);
  g_autoptr (PfBoard) record = pf_board_new_from_json (json, -1, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (PfBoardList) boards = NULL;
  g_autoptr (PfBoardItem) board = NULL;
  g_autoptr (PfPinList) pins = NULL;
  g_autoptr (PfSync) sync = pf_sync_new (self->world->context, self->mirror, self->connection);
  PfTileShape shapes[PIN_PAGE];
  double start, took;

  /* The mirror is new to this account each time. */
  pf_mirror_forget_async (self->mirror, "one", pin_keep_result, &result);
  pin_wait (&result);
  g_clear_object (&result);
  pf_mirror_put_board_async (self->mirror, "one", record, NULL, NULL, pin_keep_result, &result);
  pin_wait (&result);
  boards = pf_board_list_new (self->mirror, NULL, self->rig.outbox, self->connection);
  while ((board = pf_board_list_find_remote (boards, id)) == NULL)
    g_main_context_iteration (NULL, TRUE);
  /* Sections and pins are asked for in any order: both get what has no section in it. */
  script_server_reply (self->world->server, 200, NULL, self->body);
  script_server_reply (self->world->server, 200, NULL, self->body);
  start = bench_wall ();
  pins = pf_pin_list_new (self->mirror, sync, self->rig.outbox, self->connection, board);
  while (g_list_model_get_n_items (G_LIST_MODEL (pins)) < PIN_PAGE)
    g_main_context_iteration (NULL, TRUE);
  pf_tile_source_read_shapes (PF_TILE_SOURCE (pins), 0, PIN_PAGE, shapes);
  g_assert_true (is_whole (pins));
  took = bench_wall () - start;
  pf_sync_stop (sync);
  world_spin (20);
  return took;
}

int
main (void)
{
  static const BenchSpec spec
      = { .id = "P10", .name = "first-page", .unit = "s", .gate = 2, .goal = 1.3, .pairs = 15 };
  Data data = { 0 };
  g_autoptr (GAsyncResult) result = NULL;

  rig_init (&data.rig, 7);
  data.world = world_new ();
  data.mirror = pin_open_mirror (data.world->context);
  data.rig.outbox
      = pf_outbox_new_with_delivery (data.rig.store, data.mirror, PF_DELIVERY (data.rig.world));
  pf_outbox_start_async (data.rig.outbox, NULL, pin_keep_result, &result);
  g_assert_true (pf_outbox_start_finish (data.rig.outbox, pin_wait (&result), NULL));
  data.connection = fake_connection_new ("one", data.world->client);
  data.body = pin_page_json (0, PIN_PAGE, NULL);
  return bench_main (&spec, floor_run, product_run, &data);
}
