/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pictures-world.h"

#include "media/pictures.h"

#include <stdlib.h>
#include <string.h>

static GBytes *small, *turned;

static GBytes *
find (const char *path, gpointer data)
{
  if (strstr (path, "missing") != NULL)
    return NULL;
  if (strstr (path, "junk") != NULL)
    return g_bytes_new_static ("<html>", 6);
  if (strstr (path, "turned") != NULL)
    return g_bytes_ref (turned);
  return g_bytes_ref (small);
}

/* What somebody wants: pictures "/A", "/A+1" ... */
typedef struct
{
  GPtrArray *urls;
  GArray *requests;
} Wishes;

static Wishes *
wishes_new (PicturesWorld *world, guint first, guint n, guint side)
{
  Wishes *self = g_new0 (Wishes, 1);

  self->urls = g_ptr_array_new_with_free_func (g_free);
  self->requests = g_array_new (FALSE, TRUE, sizeof (PfPictureRequest));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", first + i);
      PfPictureRequest request;

      g_ptr_array_add (self->urls, picture_host_get_url (world->host, path));
      request = pictures_world_request (world, g_ptr_array_index (self->urls, i), side);
      g_array_append_val (self->requests, request);
    }
  return self;
}

static void
wishes_free (Wishes *self)
{
  g_ptr_array_unref (self->urls);
  g_array_unref (self->requests);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Wishes, wishes_free)

static void
want (PicturesWorld *world, gpointer owner, Wishes *wishes)
{
  pf_picture_supply_want (PF_PICTURE_SUPPLY (world->loader), owner,
                          wishes != NULL ? (gpointer)wishes->requests->data : NULL,
                          wishes != NULL ? wishes->requests->len : 0);
}

static void
want_one (PicturesWorld *world, gpointer owner, const char *url, guint side)
{
  PfPictureRequest request = pictures_world_request (world, url, side);

  pf_picture_supply_want (PF_PICTURE_SUPPLY (world->loader), owner, &request, 1);
}

static guint
count_there (PicturesWorld *world, Wishes *wishes)
{
  guint n = 0;

  for (guint i = 0; i < wishes->requests->len; i++)
    if (pf_picture_supply_peek (PF_PICTURE_SUPPLY (world->loader),
                                &g_array_index (wishes->requests, PfPictureRequest, i), NULL)
        != NULL)
      n++;
  return n;
}

static gboolean
was_asked (PicturesWorld *world, guint number)
{
  g_auto (GStrv) asked = picture_host_dup_asked (world->host);
  g_autofree char *path = g_strdup_printf ("/%u", number);

  return g_strv_contains ((const char *const *)asked, path);
}

/* One file for three wishes, one texture for two of them. */
static void
test_joins (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autofree char *url = picture_host_get_url (world->host, "/1");
  int a, b, c;

  picture_host_hold (world->host);
  want_one (world, &a, url, 40);
  want_one (world, &b, url, 40);
  want_one (world, &c, url, 20);
  PICTURES_WAIT (picture_host_count (world->host) == 1);
  g_assert_cmpuint (world->arrived->len, ==, 0);
  picture_host_let_go (world->host, G_MAXUINT);
  PICTURES_WAIT (pictures_world_has (world, url, 40) && pictures_world_has (world, url, 20));
  pictures_world_spin (20);
  g_assert_cmpuint (picture_host_count (world->host), ==, 1);
  g_assert_cmpuint (world->arrived->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (world->arrived, 0), ==, url);
  /* Another size later: the file is still there. */
  want_one (world, &a, url, 30);
  PICTURES_WAIT (pictures_world_has (world, url, 30));
  g_assert_cmpuint (picture_host_count (world->host), ==, 1);
}

typedef struct
{
  PicturesWorld *world;
  Wishes *wishes;
  gint64 since; /* when two pictures were there */
  guint n_there;
  guint n_begun;
  gboolean done;
} Frames;

/* As a clock that always has a frame to draw. */
static gboolean
draw_frame (gpointer data)
{
  Frames *self = data;

  self->n_there = MAX (self->n_there, count_there (self->world, self->wishes));
  if (self->n_there >= 2 && self->since == 0)
    self->since = g_get_monotonic_time ();
  if (self->since == 0 || g_get_monotonic_time () < self->since + 200 * 1000)
    return G_SOURCE_CONTINUE;
  self->done = TRUE;
  return G_SOURCE_REMOVE;
}

static gboolean
has_begun (PicturesWorld *world)
{
  gboolean begun = FALSE;

  g_object_get (world->loader, "begun", &begun, NULL);
  return begun;
}

static void
count_begun (Frames *self)
{
  g_assert_cmpuint (count_there (self->world, self->wishes), ==, 0);
  g_assert_true (has_begun (self->world));
  self->n_begun++;
}

/* While nothing is there, two pictures go before the frames, and frames before the others. */
static void
test_frames (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autoptr (Wishes) wishes = wishes_new (world, 0, 10, 40);
  Frames frames = { .world = world, .wishes = wishes };
  int owner;

  g_signal_connect_swapped (world->loader, "notify::begun", G_CALLBACK (count_begun), &frames);
  g_assert_false (has_begun (world));
  g_idle_add_full (G_PRIORITY_HIGH_IDLE + 20, draw_frame, &frames, NULL);
  want (world, &owner, wishes);
  PICTURES_WAIT (frames.done);
  g_assert_cmpuint (frames.n_there, ==, 2);
  PICTURES_WAIT (count_there (world, wishes) == 10);
  g_assert_cmpuint (frames.n_begun, ==, 1);
}

/* One of two who wait gives up: the other one gets it. */
static void
test_one_gives_up (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autofree char *url = picture_host_get_url (world->host, "/1");
  int a, b;

  picture_host_hold (world->host);
  want_one (world, &a, url, 40);
  want_one (world, &b, url, 40);
  want (world, &a, NULL);
  picture_host_let_go (world->host, G_MAXUINT);
  PICTURES_WAIT (pictures_world_has (world, url, 40));
}

/* What is first on the list goes first; what left the list before its turn is never asked for. */
static void
test_order (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autoptr (Wishes) before = wishes_new (world, 100, 60, 40);
  g_autoptr (Wishes) after = wishes_new (world, 500, 5, 40);
  g_autoptr (Wishes) other = wishes_new (world, 900, 1, 40);
  int wall, widget;
  guint n;

  picture_host_hold (world->host);
  want (world, &wall, before);
  PICTURES_WAIT (picture_host_count (world->host) == 16);
  pictures_world_spin (20);
  g_assert_cmpuint (picture_host_count (world->host), ==, 16);
  for (guint i = 0; i < 16; i++)
    g_assert_true (was_asked (world, 100 + i));
  /* The newest of two that are first on their lists. */
  want (world, &widget, other);
  picture_host_let_go (world->host, 1);
  PICTURES_WAIT (picture_host_count (world->host) == 17);
  g_assert_true (was_asked (world, 900));
  picture_host_let_go (world->host, 1);
  PICTURES_WAIT (picture_host_count (world->host) == 18);
  g_assert_true (was_asked (world, 116));
  /* Scrolled on. */
  want (world, &wall, after);
  PICTURES_WAIT (was_asked (world, 504));
  picture_host_let_go (world->host, G_MAXUINT);
  PICTURES_WAIT (count_there (world, after) == 5 && count_there (world, other) == 1);
  pictures_world_spin (20);
  n = picture_host_count (world->host);
  g_assert_cmpuint (n, ==, 18 + 5);
  g_assert_false (was_asked (world, 117));
}

/* A fetch that nobody waits for any more ends in the cache... */
static void
test_finishes (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autoptr (Wishes) wishes = wishes_new (world, 0, 5, 40);
  int wall;

  picture_host_hold (world->host);
  want (world, &wall, wishes);
  PICTURES_WAIT (picture_host_count (world->host) == 5);
  want (world, &wall, NULL);
  picture_host_let_go (world->host, G_MAXUINT);
  pictures_world_spin (100);
  g_assert_cmpuint (count_there (world, wishes), ==, 0);
  g_assert_cmpuint (picture_host_count_broken (world->host), ==, 0);
  want (world, &wall, wishes);
  PICTURES_WAIT (count_there (world, wishes) == 5);
  g_assert_cmpuint (picture_host_count (world->host), ==, 5);
}

/* ... unless its connection is needed. */
static void
test_makes_room (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autoptr (Wishes) before = wishes_new (world, 0, 16, 40);
  g_autoptr (Wishes) after = wishes_new (world, 100, 16, 40);
  int wall;

  picture_host_hold (world->host);
  want (world, &wall, before);
  PICTURES_WAIT (picture_host_count (world->host) == 16);
  want (world, &wall, after);
  PICTURES_WAIT (picture_host_count (world->host) == 32);
  picture_host_let_go (world->host, G_MAXUINT);
  PICTURES_WAIT (count_there (world, after) == 16);
  /* Wanted again, and broken off before: asked for again. */
  want (world, &wall, before);
  PICTURES_WAIT (count_there (world, before) == 16);
}

/* A window that is dragged through a long list for a while: what is wanted at the end comes. */
static void
test_storm (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autoptr (Wishes) last = wishes_new (world, 3000, 30, 40);
  int owners[3];

  for (guint i = 0; i < 400; i++)
    {
      g_autoptr (Wishes) some
          = wishes_new (world, (guint)g_rand_int_range (rand, 0, 300),
                        (guint)g_rand_int_range (rand, 0, 60), g_rand_boolean (rand) ? 40 : 24);

      want (world, &owners[g_rand_int_range (rand, 0, 3)], some);
      g_main_context_iteration (NULL, FALSE);
    }
  want (world, &owners[0], last);
  want (world, &owners[1], NULL);
  want (world, &owners[2], NULL);
  PICTURES_WAIT (count_there (world, last) == 30);
}

/* performance.md rule 5: what was shown longest ago goes, what is looked at stays. */
static void
test_bound (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  const guint side = 1024; /* 4 MiB each */
  g_autofree char *first = picture_host_get_url (world->host, "/0");
  int wall;

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (Wishes) one = wishes_new (world, i, 1, side);

      want (world, &wall, one);
      PICTURES_WAIT (count_there (world, one) == 1);
      g_assert_true (pictures_world_has (world, first, side));
      g_assert_cmpuint (pf_picture_loader_get_used (world->loader), <=, 96 * 1024 * 1024);
    }
  g_assert_cmpuint (pf_picture_loader_get_used (world->loader), >=, 88 * 1024 * 1024);
  for (guint i = 1; i < 40; i++)
    {
      g_autofree char *path = g_strdup_printf ("/%u", i);
      g_autofree char *url = picture_host_get_url (world->host, path);

      g_assert_true (pictures_world_has (world, url, side) == (i > 40 - 23));
    }
}

static void
check_broken (const char *path)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autofree char *url = picture_host_get_url (world->host, path);
  int wall;

  want_one (world, &wall, url, 40);
  PICTURES_WAIT (pictures_world_is_broken (world, url, 40));
  PICTURES_WAIT (world->arrived->len == 1);
  /* Another size, a scroll to and fro: not asked again. */
  want (world, &wall, NULL);
  want_one (world, &wall, url, 20);
  pictures_world_spin (30);
  g_assert_cmpuint (picture_host_count (world->host), ==, 1);
  /* Later it may have been mended. */
  pf_virtual_clock_advance (world->clock, 11 * G_TIME_SPAN_MINUTE);
  g_assert_false (pictures_world_is_broken (world, url, 40));
  pictures_world_spin (30);
  want_one (world, &wall, url, 20);
  PICTURES_WAIT (pictures_world_is_broken (world, url, 20));
}

static void
test_missing (void)
{
  check_broken ("/missing");
}

static void
test_junk (void)
{
  check_broken ("/junk");
}

/* A server in trouble is tried again while the picture is wanted, more and more rarely. */
static void
test_retry (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autofree char *url = picture_host_get_url (world->host, "/1");
  int wall;
  guint n;

  picture_host_set_status (world->host, 503);
  want_one (world, &wall, url, 40);
  /* The client's own second try waits a moment. */
  PICTURES_WAIT (picture_host_count (world->host) == 1
                 && pf_virtual_clock_next_due (world->clock) >= 0);
  PICTURES_WAIT (
      (pf_virtual_clock_advance (world->clock, 200000), pictures_world_is_broken (world, url, 40)));
  n = picture_host_count (world->host);
  picture_host_set_status (world->host, 0);
  pictures_world_spin (20);
  g_assert_cmpuint (picture_host_count (world->host), ==, n);
  pf_virtual_clock_advance (world->clock, 6 * G_TIME_SPAN_SECOND);
  PICTURES_WAIT (pictures_world_has (world, url, 40));
  g_assert_cmpuint (picture_host_count (world->host), ==, n + 1);
  /* The second cannot come while nobody wants it. */
  want (world, &wall, NULL);
  g_assert_cmpint (pf_virtual_clock_next_due (world->clock), ==, -1);
}

/* Nothing is broken only because there is no network, and its return is enough. */
static void
test_offline (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autoptr (Wishes) wishes = wishes_new (world, 0, 20, 40);
  int wall;

  toy_network_set_online (world->network, FALSE);
  picture_host_set_reachable (world->host, FALSE);
  want (world, &wall, wishes);
  PICTURES_WAIT (world->arrived->len == 20);
  g_assert_false (pictures_world_is_broken (world, g_ptr_array_index (wishes->urls, 0), 40));
  /* No timer runs meanwhile. */
  g_assert_cmpint (pf_virtual_clock_next_due (world->clock), ==, -1);
  picture_host_set_reachable (world->host, TRUE);
  toy_network_set_online (world->network, TRUE);
  PICTURES_WAIT (count_there (world, wishes) == 20);
}

static void
on_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  *(char **)data = pf_store_keep_blob_finish (PF_STORE (source), result, &error);
  g_assert_no_error (error);
}

/* Pictures of ours go the same way. */
static void
test_blob (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autofree char *sha256 = NULL;
  g_autofree char *lost = g_strnfill (64, 'a');
  PfPictureRequest requests[] = {
    { .width = 40, .height = 30, .fit = PF_DECODE_FIT_COVER },
    { .width = 40, .height = 30, .fit = PF_DECODE_FIT_COVER },
  };
  PfPictureSupply *supply = PF_PICTURE_SUPPLY (world->loader);
  gboolean failed = FALSE;
  int wall;

  pf_store_keep_blob_async (world->store, small, NULL, on_kept, &sha256);
  PICTURES_WAIT (sha256 != NULL);
  requests[0].blob = sha256;
  requests[1].blob = lost;
  pf_picture_supply_want (supply, &wall, requests, 2);
  PICTURES_WAIT (world->arrived->len == 2);
  g_assert_nonnull (pf_picture_supply_peek (supply, &requests[0], NULL));
  g_assert_null (pf_picture_supply_peek (supply, &requests[1], &failed));
  g_assert_true (failed);
  g_assert_cmpuint (picture_host_count (world->host), ==, 0);
}

/* Exactly the tile's size, upright, filled, corners baked in; performance.md rule 4. */
static void
test_texture (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  g_autofree char *url = picture_host_get_url (world->host, "/turned");
  PfPictureRequest request = { .client = world->client,
                               .url = url,
                               .width = 90,
                               .height = 120,
                               .fit = PF_DECODE_FIT_COVER,
                               .corner_radius = 12 };
  PfPictureSupply *supply = PF_PICTURE_SUPPLY (world->loader);
  g_autofree guchar *pixels = g_malloc (90 * 120 * 4);
  GdkTexture *texture;
  int wall;

  pf_picture_supply_want (supply, &wall, &request, 1);
  PICTURES_WAIT ((texture = pf_picture_supply_peek (supply, &request, NULL)) != NULL);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 90);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 120);
  gdk_texture_download (texture, pixels, 90 * 4);
  g_assert_cmpuint (pixels[3], ==, 0);
  g_assert_cmpuint (pixels[(60 * 90 + 45) * 4 + 3], ==, 255);
  /* Stored lying on its side, EXIF 6: what was the lower left quarter, blue, is upper left. */
  g_assert_cmpuint (pixels[(30 * 90 + 22) * 4], >, 200);
  g_assert_cmpuint (pixels[(30 * 90 + 22) * 4 + 2], <, 60);
}

/* An address that is not the service's is never asked. */
static void
test_stranger (void)
{
  g_autoptr (PicturesWorld) world = pictures_world_new (find, NULL);
  const char *url = "https://example.com/picture.jpg";
  int wall;

  want_one (world, &wall, url, 40);
  PICTURES_WAIT (pictures_world_is_broken (world, url, 40));
}

int
main (int argc, char **argv)
{
  const Picture picture = { .width = 80, .height = 60 };
  const Picture lying = { .width = 240, .height = 180, .orientation = 6, .exact = TRUE };
  int result;

  g_test_init (&argc, &argv, NULL);
  small = picture_jpeg (&picture);
  turned = picture_jpeg (&lying);
  g_test_add_func ("/pictures/supply/joins", test_joins);
  g_test_add_func ("/pictures/supply/one-gives-up", test_one_gives_up);
  g_test_add_func ("/pictures/supply/P2/two-before-the-first-frame", test_frames);
  g_test_add_func ("/pictures/supply/order", test_order);
  g_test_add_func ("/pictures/supply/finishes-into-the-cache", test_finishes);
  g_test_add_func ("/pictures/supply/makes-room", test_makes_room);
  g_test_add_func ("/pictures/supply/storm", test_storm);
  g_test_add_func ("/pictures/supply/bound", test_bound);
  g_test_add_func ("/pictures/supply/missing", test_missing);
  g_test_add_func ("/pictures/supply/UI-3/junk", test_junk);
  g_test_add_func ("/pictures/supply/retry", test_retry);
  g_test_add_func ("/pictures/supply/offline", test_offline);
  g_test_add_func ("/pictures/supply/blob", test_blob);
  g_test_add_func ("/pictures/supply/texture", test_texture);
  g_test_add_func ("/pictures/supply/UI-6/stranger", test_stranger);
  result = g_test_run ();
  g_bytes_unref (small);
  g_bytes_unref (turned);
  return result;
}
