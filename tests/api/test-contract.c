/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/account/pf-token-endpoint.h"
#include "contract-analytics.h"
#include "practice-pair.h"

#include <glib/gstdio.h>
#include <string.h>

/*
 * Every call that the client has is made against pinfold-practice, which writes down what it was
 * sent; contract.py holds that against Pinterest's description of the API.
 */

typedef struct
{
  Pair pair;
  GHashTable *made; /* names of calls */
} Contract;

/* As CALL(), but counted as made; needs @self. */
#define MAKE(name, ...)                                                                            \
  ({                                                                                               \
    Pair *pair = &self->pair;                                                                      \
                                                                                                   \
    g_hash_table_add (self->made, (gpointer) #name);                                               \
    CALL (name, __VA_ARGS__);                                                                      \
  })

static GBytes *
make_picture (guint width, guint height)
{
  g_autofree char *text = jpeg_base64 (width, height, FALSE);
  gsize length;
  guchar *bytes = g_base64_decode (text, &length);

  return g_bytes_new_take (bytes, length);
}

static void
run_reads (Contract *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PfAccount) account = MAKE (get_account, PF_PRIORITY_USER);
  g_autoptr (GPtrArray) businesses = MAKE (list_businesses, PF_PRIORITY_USER);
  g_autoptr (PfPage) first = MAKE (list_boards, PF_PRIORITY_USER, 1, NULL);
  g_autoptr (PfPage) boards = MAKE (list_boards, PF_PRIORITY_USER, 250, first->bookmark);
  g_autoptr (PfPage) pins = MAKE (list_pins, PF_PRIORITY_USER, 2, NULL);
  g_autoptr (PfPage) more = MAKE (list_pins, PF_PRIORITY_USER, 250, pins->bookmark);
  g_autoptr (PfSection) section = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (account);
  g_assert_nonnull (businesses);
  g_assert_cmpuint (more->items->len, >, 2);
  for (guint i = 0; i < boards->items->len && section == NULL; i++)
    {
      PfBoard *listed = g_ptr_array_index (boards->items, i);
      g_autoptr (PfBoard) board = MAKE (get_board, PF_PRIORITY_USER, listed->id);
      g_autoptr (PfPage) some = MAKE (list_board_pins, PF_PRIORITY_USER, listed->id, 1, NULL);
      g_autoptr (PfPage) sections = MAKE (list_sections, PF_PRIORITY_USER, listed->id, 250, NULL);

      g_assert_no_error (error);
      g_assert_cmpstr (board->id, ==, listed->id);
      if (sections->items->len > 0)
        section = pf_section_ref (g_ptr_array_index (sections->items, 0));
    }
  g_assert_nonnull (section);
  {
    g_autoptr (PfPage) sorted
        = MAKE (list_section_pins, PF_PRIORITY_USER, section->board_id, section->id, 250, NULL);
    PfPin *pin = g_ptr_array_index (sorted->items, 0);
    g_autoptr (PfPin) same = MAKE (get_pin, PF_PRIORITY_USER, pin->id);
    g_autoptr (GBytes) picture = MAKE (fetch_picture, pin->pictures[0].renditions[0].url,
                                       4 * 1024 * 1024, G_PRIORITY_DEFAULT);

    g_assert_no_error (error);
    g_assert_cmpstr (same->id, ==, pin->id);
    g_assert_nonnull (picture);
  }
}

/* Edits, moves and saves; what is not set stays. */
static void
run_edits (Contract *self, PfBoard *home, PfSection *section, PfPin *pin)
{
  g_autoptr (GError) error = NULL;
  PfNewBoard second = { .name = "Pots", .description = "Clay", .privacy = PF_PRIVACY_PUBLIC };
  g_autoptr (PfBoard) other = MAKE (create_board, &second);
  PfPatch title = { .fields = PF_CHANGE_TITLE | PF_CHANGE_LINK, .title = "New", .link = "" };
  PfPatch texts = { .fields = PF_CHANGE_DESCRIPTION | PF_CHANGE_ALT_TEXT | PF_CHANGE_LINK,
                    .description = "D",
                    .alt_text = "A",
                    .link = "https://example.org/" };
  PfPatch move = { .fields = PF_CHANGE_BOARD | PF_CHANGE_SECTION,
                   .board_id = home->id,
                   .section_id = section->id };
  PfPatch away = { .fields = PF_CHANGE_BOARD | PF_CHANGE_SECTION, .board_id = other->id };
  PfPatch name = { .fields = PF_CHANGE_NAME, .name = "Renamed" };
  PfPatch board = { .fields = PF_CHANGE_NAME | PF_CHANGE_DESCRIPTION | PF_CHANGE_PRIVACY,
                    .name = "Renamed",
                    .description = "",
                    .privacy = PF_PRIVACY_SECRET };
  g_autoptr (PfPin) titled = MAKE (update_pin, pin->id, &title);
  g_autoptr (PfPin) written = MAKE (update_pin, pin->id, &texts);
  g_autoptr (PfPin) sorted = MAKE (update_pin, pin->id, &move);
  g_autoptr (PfPin) moved = MAKE (update_pin, pin->id, &away);
  g_autoptr (PfPin) copy = MAKE (save_pin, pin->id, home->id, section->id);
  g_autoptr (PfPin) second_copy = MAKE (save_pin, pin->id, home->id, NULL);
  g_autoptr (PfSection) renamed = MAKE (update_section, home->id, section->id, &name);
  g_autoptr (PfBoard) changed = MAKE (update_board, other->id, &board);

  g_assert_no_error (error);
  g_assert_cmpstr (titled->title, ==, "New");
  g_assert_cmpstr (titled->link, ==, NULL);
  g_assert_cmpstr (written->alt_text, ==, "A");
  g_assert_cmpstr (sorted->section_id, ==, section->id);
  g_assert_cmpstr (sorted->title, ==, "New");
  g_assert_cmpstr (moved->board_id, ==, other->id);
  g_assert_cmpstr (moved->section_id, ==, NULL);
  g_assert_cmpstr (copy->parent_pin_id, ==, pin->id);
  g_assert_cmpstr (copy->section_id, ==, section->id);
  g_assert_cmpstr (renamed->name, ==, "Renamed");
  g_assert_cmpstr (renamed->board_id, ==, home->id);
  g_assert_cmpstr (changed->name, ==, "Renamed");
  g_assert_cmpint (changed->privacy, ==, PF_PRIVACY_SECRET);
  /* A section goes with the pins in it, as it does at Pinterest. */
  g_assert_true (MAKE (delete_section, home->id, section->id));
  g_assert_null (MAKE (get_pin, PF_PRIORITY_USER, copy->id));
  g_assert_error (error, PF_ERROR, PF_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (MAKE (delete_section, home->id, section->id));
  g_assert_error (error, PF_ERROR, PF_ERROR_NOT_FOUND);
}

static void
run_pictures (Contract *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) picture = make_picture (20, 30);
  PfNewBoard cups = { .name = "Cups", .description = "Cups", .privacy = PF_PRIVACY_SECRET };
  g_autoptr (PfBoard) board = MAKE (create_board, &cups);
  g_autoptr (PfSection) section = MAKE (create_section, board->id, "S");
  PfNewPin plain = { .board_id = board->id, .content_type = "image/jpeg", .picture = picture };
  PfNewPin full = { .board_id = board->id,
                    .section_id = section->id,
                    .title = "T",
                    .description = "D",
                    .alt_text = "A",
                    .link = "https://example.org/",
                    .content_type = "image/jpeg",
                    .picture = picture };
  PfNewPinItem items[] = {
    { .title = "One",
      .description = "D",
      .link = "https://example.org/1",
      .content_type = "image/jpeg",
      .picture = picture },
    { .content_type = "image/jpeg", .picture = picture },
  };
  PfNewPin carousel
      = { .board_id = board->id, .title = "Two", .items = items, .n_items = G_N_ELEMENTS (items) };
  g_autoptr (PfPin) bare = MAKE (create_pin, &plain);
  g_autoptr (PfPin) pin = MAKE (create_pin, &full);
  g_autoptr (PfPin) several = MAKE (create_pin, &carousel);

  g_assert_no_error (error);
  g_assert_cmpint (bare->media_kind, ==, PF_PIN_MEDIA_IMAGE);
  g_assert_cmpint (several->media_kind, ==, PF_PIN_MEDIA_MULTIPLE);
  g_assert_cmpuint (several->n_pictures, ==, 2);
  run_edits (self, board, section, pin);
  g_assert_true (MAKE (delete_pin, pin->id));
  g_assert_true (MAKE (delete_board, board->id));
  g_assert_no_error (error);
}

/* As much of a video as tells that it is one. */
static void
write_video (const char *path)
{
  static const char box[64] = "\0\0\0\x18"
                              "ftypmp42\0\0\0\0mp42isom";
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, box, sizeof box, &error);
  g_assert_no_error (error);
}

static gboolean
upload (Contract *self, PfMedia *media, const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  World *world = self->pair.world;

  g_hash_table_add (self->made, (gpointer) "upload_media");
  pf_client_upload_media_async (world->client, media, path, NULL, NULL, NULL, world_callback,
                                world);
  result = world_wait (world);
  return pf_client_upload_media_finish (world->client, result, error);
}

static PfMedia *
register_media (Contract *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  World *world = self->pair.world;

  g_hash_table_add (self->made, (gpointer) "register_media");
  pf_client_register_media_async (world->client, NULL, world_callback, world);
  result = world_wait (world);
  return pf_client_register_media_finish (world->client, result, error);
}

/* The whole way of a video; the server takes the form only as it gave it, without a token. */
static void
run_video (Contract *self, const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "video.mp4", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) cover = make_picture (20, 30);
  g_autoptr (PfMedia) media = register_media (self, &error);
  g_autoptr (PfMedia) before = NULL;
  g_autoptr (PfMedia) after = NULL;
  g_autoptr (PfMedia) ready = NULL;
  g_autoptr (Answer) clock = NULL;
  g_autoptr (PfPage) boards = MAKE (list_boards, PF_PRIORITY_USER, 1, NULL);
  PfNewPin covered = { .board_id = ((PfBoard *)g_ptr_array_index (boards->items, 0))->id,
                       .title = "V",
                       .content_type = "image/jpeg",
                       .picture = cover };
  PfNewPin timed = { .board_id = covered.board_id, .cover_time = 3 };
  g_autoptr (PfPin) first = NULL;
  g_autoptr (PfPin) second = NULL;

  g_assert_no_error (error);
  before = MAKE (get_media, PF_PRIORITY_USER, media->media_id);
  g_assert_cmpstr (before->status, ==, "registered");
  write_video (path);
  g_assert_true (upload (self, media, path, &error));
  g_assert_no_error (error);
  g_remove (path);
  after = MAKE (get_media, PF_PRIORITY_USER, media->media_id);
  g_assert_cmpstr (after->status, ==, "processing");
  clock = control (self->pair.server, "POST", "/clock", "{\"advance_s\": 10}");
  ready = MAKE (get_media, PF_PRIORITY_USER, media->media_id);
  g_assert_cmpstr (ready->status, ==, "succeeded");
  covered.media_id = timed.media_id = media->media_id;
  first = MAKE (create_pin, &covered);
  second = MAKE (create_pin, &timed);
  g_assert_no_error (error);
  g_assert_cmpint (first->media_kind, ==, PF_PIN_MEDIA_VIDEO);
  g_assert_cmpint (second->media_kind, ==, PF_PIN_MEDIA_VIDEO);
}

static void
on_tokens (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **)data = g_object_ref (result);
}

static PfTokens *
trade (Contract *self, const PfTokenGrant *grant)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfSecret) secret = pf_secret_new ("practice-secret", -1);
  g_autoptr (PfAppCredentials) app
      = pf_app_credentials_new ("1234", "http://localhost:8085/", secret);
  PfTokens *tokens;

  pf_token_endpoint_request_async (self->pair.world->context, self->pair.world->service, app, grant,
                                   NULL, on_tokens, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  tokens = pf_token_endpoint_request_finish (result, &error);
  g_assert_no_error (error);
  return tokens;
}

/* Signing in and renewing: the only requests that are not the client's. */
static void
run_tokens (Contract *self)
{
  g_autofree char *text = get_code (self->pair.server, "annaskitchen", ALL_SCOPES, NULL);
  g_autoptr (PfSecret) code = pf_secret_new (text, -1);
  PfTokenGrant grant = { .code = code };
  g_autoptr (PfTokens) tokens = trade (self, &grant);
  PfTokenGrant renewal = { .refresh_token = tokens->refresh_token };
  g_autoptr (PfTokens) renewed = trade (self, &renewal);

  g_assert_nonnull (renewed->access_token);
}

/* A call that a header declares and that was not made here would go unchecked. */
static guint
check_header (Contract *self, const char *name)
{
  g_autofree char *path
      = g_build_filename (g_getenv ("PINFOLD_SOURCE_ROOT"), "src/core/api", name, NULL);
  g_autofree char *header = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GRegex) regex
      = g_regex_new ("PF_DECLARE_CALL \\([^,]+,\\s*(\\w+),|pf_client_(\\w+)_async", 0, 0, &error);
  g_autoptr (GMatchInfo) match = NULL;
  guint n = 0;

  g_assert_no_error (error);
  g_file_get_contents (path, &header, NULL, &error);
  g_assert_no_error (error);
  g_regex_match (regex, header, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL), n++)
    {
      g_autofree char *by_macro = g_match_info_fetch (match, 1);
      g_autofree char *in_full = g_match_info_fetch (match, 2);
      const char *call = *by_macro != '\0' ? by_macro : in_full;

      if (!g_hash_table_contains (self->made, call))
        g_error ("pf_client_%s_async() is not held against the description", call);
    }
  return n;
}

static void
check_all_made (Contract *self)
{
  guint n = check_header (self, "pf-client.h") + check_header (self, "pf-client-analytics.h");

  g_assert_cmpuint (n, ==, g_hash_table_size (self->made));
}

static void
check_requests (const char *record)
{
  g_autofree char *script = g_build_filename (g_getenv ("PINFOLD_SOURCE_ROOT"), "tests", "practice",
                                              "contract.py", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) checker
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "python3", script, "--requests",
                          record, NULL);
  g_autofree char *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (checker, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  if (strstr (output, "# SKIP") != NULL || strstr (output, "# skip") != NULL)
    {
      g_test_skip (output);
      return;
    }
  if (!g_subprocess_get_successful (checker))
    g_error ("%s", output);
  g_assert_nonnull (strstr (output, "POST /v5/oauth/token"));
  g_assert_nonnull (strstr (output, "POST /v5/media"));
  g_assert_nonnull (strstr (output, "PATCH /v5/pins/"));
  g_assert_nonnull (strstr (output, "GET /v5/pins/analytics"));
}

static void
test_contract (void)
{
  Contract contract = { .made = g_hash_table_new (g_str_hash, g_str_equal) }, *self = &contract;
  g_autofree char *folder = g_dir_make_tmp ("pf-contract-XXXXXX", NULL);
  g_autofree char *record = g_build_filename (folder, "requests.jsonl", NULL);
  const char *args[] = { "--record", record, NULL };

  pair_init (&self->pair, args, ALL_SCOPES);
  run_reads (self);
  run_pictures (self);
  run_video (self, folder);
  contract_run_analytics (&self->pair, self->made);
  run_tokens (self);
  pair_clear (&self->pair);
  check_all_made (self);
  check_requests (record);
  g_remove (record);
  g_rmdir (folder);
  g_hash_table_unref (self->made);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/api/contract/MO-1/requests-fit-the-description", test_contract);
  return g_test_run ();
}
