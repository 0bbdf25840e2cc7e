/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-client.h"

#include <string.h>

/* Monday, 2026-03-02T10:00:00Z */
#define NOW G_GINT64_CONSTANT (1772445600)
#define DAY 86400

static const char *const counts[] = { "IMPRESSION", "PIN_CLICK", "OUTBOUND_CLICK", "SAVE" };

static void
set_clock (Server *s, gint64 now)
{
  g_autofree char *json = g_strdup_printf ("{\"set\": %" G_GINT64_FORMAT "}", now);
  g_autoptr (Answer) a = control (s, "POST", "/clock", json);

  g_assert_cmpuint (a->status, ==, 200);
}

static void
flip (Server *s, const char *json)
{
  g_autoptr (Answer) a = control (s, "POST", "/switch", json);

  g_assert_cmpuint (a->status, ==, 200);
}

static Server *
start (const char *const *args)
{
  Server *s = server_start (args);

  set_clock (s, NOW);
  sign_in (s, "annaskitchen", ALL_SCOPES);
  flip (s, "{\"limits_off\": true}");
  return s;
}

static char *
date (int days_ago)
{
  g_autoptr (GDateTime) t = g_date_time_new_from_unix_utc (NOW - days_ago * DAY);

  return g_date_time_format (t, "%Y-%m-%d");
}

/* @extra: begins with & */
static Answer *
ask (Server *s, const char *path, int from, int to, const char *extra)
{
  g_autofree char *first = date (from);
  g_autofree char *last = date (to);
  g_autofree char *full
      = g_strdup_printf ("%s?start_date=%s&end_date=%s%s", path, first, last, extra);
  Answer *a = api (s, "GET", full, NULL);

  g_assert_cmpuint (a->status, ==, 200);
  return a;
}

static JsonObject *
part (Answer *a, const char *key)
{
  return json_object_get_object_member (answer_object (a), key);
}

static gint64
sum (JsonObject *series, const char *metric)
{
  return json_object_get_int_member (json_object_get_object_member (series, "summary_metrics"),
                                     metric);
}

/* The row of @date, NULL when there is none. */
static JsonObject *
row (JsonObject *series, const char *day)
{
  JsonArray *daily = json_object_get_array_member (series, "daily_metrics");

  for (guint i = 0; i < json_array_get_length (daily); i++)
    {
      JsonObject *one = json_array_get_object_element (daily, i);

      if (g_str_equal (json_object_get_string_member (one, "date"), day))
        return one;
    }
  return NULL;
}

static const char *
status_of (JsonObject *one)
{
  return one != NULL ? json_object_get_string_member (one, "data_status") : "MISSING";
}

static gboolean
is_known (JsonObject *one)
{
  return g_str_equal (status_of (one), "READY") || g_str_equal (status_of (one), "ESTIMATE");
}

static gint64
value (JsonObject *one, const char *metric)
{
  return json_object_get_int_member_with_default (json_object_get_object_member (one, "metrics"),
                                                  metric, -1);
}

static void
test_account (void)
{
  static const char *const splits[] = { "APP_TYPE", "OWNED_CONTENT", "SOURCE", "PIN_FORMAT" };
  static const char *const filters[]
      = { "app_types", "from_claimed_content", "source", "pin_format" };
  g_autoptr (Server) s = start (NULL);
  g_autoptr (Answer) whole = ask (s, "/user_account/analytics", 89, 0, "");
  g_autoptr (Answer) again = ask (s, "/user_account/analytics", 89, 0, "");
  g_autoptr (Answer) paid = ask (s, "/user_account/analytics", 89, 0, "&content_type=PAID");
  g_autoptr (Answer) organic = ask (s, "/user_account/analytics", 89, 0, "&content_type=ORGANIC");
  JsonObject *all = part (whole, "all");
  JsonObject *summary = json_object_get_object_member (all, "summary_metrics");

  g_assert_true (g_bytes_equal (whole->body, again->body));
  for (guint c = 0; c < G_N_ELEMENTS (counts); c++)
    {
      gint64 added = 0;

      for (int d = 0; d < 90; d++)
        {
          g_autofree char *day = date (d);

          if (is_known (row (all, day)))
            added += value (row (all, day), counts[c]);
        }
      g_assert_cmpint (added, >, 0);
      g_assert_cmpint (sum (all, counts[c]), ==, added);
      g_assert_cmpint (sum (part (paid, "all"), counts[c]) + sum (part (organic, "all"), counts[c]),
                       ==, added);
    }
  g_assert_cmpint (sum (all, "ENGAGEMENT"), ==,
                   sum (all, "PIN_CLICK") + sum (all, "OUTBOUND_CLICK") + sum (all, "SAVE"));
  g_assert_cmpfloat_with_epsilon (json_object_get_double_member (summary, "SAVE_RATE"),
                                  (double)sum (all, "SAVE") / (double)sum (all, "IMPRESSION"),
                                  1e-9);

  for (guint i = 0; i < G_N_ELEMENTS (splits); i++)
    {
      g_autofree char *extra = g_strconcat ("&split_field=", splits[i], NULL);
      g_autoptr (Answer) a = ask (s, "/user_account/analytics", 89, 0, extra);
      g_autoptr (GList) keys = json_object_get_members (answer_object (a));
      gint64 added = 0;

      g_assert_cmpuint (g_list_length (keys), >=, 2);
      for (GList *l = keys; l != NULL; l = l->next)
        {
          g_autofree char *filter = g_strdup_printf ("&%s=%s", filters[i], (char *)l->data);
          g_autoptr (Answer) one = ask (s, "/user_account/analytics", 89, 0, filter);

          added += sum (part (a, l->data), "IMPRESSION");
          g_assert_cmpint (sum (part (one, "all"), "IMPRESSION"), ==,
                           sum (part (a, l->data), "IMPRESSION"));
        }
      g_assert_cmpint (added, ==, sum (all, "IMPRESSION"));
    }
}

/* All pins of the account, with their 90 days added up. */
static gint64
sum_of_pins (Server *s, GPtrArray *ids)
{
  g_autofree char *bookmark = NULL;
  gint64 added = 0;

  do
    {
      g_autofree char *path = g_strconcat ("/pins?page_size=100&pin_metrics=true",
                                           bookmark != NULL ? "&bookmark=" : NULL, bookmark, NULL);
      g_autoptr (Answer) a = api (s, "GET", path, NULL);
      JsonArray *items = items_of (a);
      const char *next = NULL;

      for (guint i = 0; i < json_array_get_length (items); i++)
        {
          JsonObject *pin = json_array_get_object_element (items, i);
          JsonNode *metrics = json_object_get_member (pin, "pin_metrics");

          g_ptr_array_add (ids, g_strdup (json_object_get_string_member (pin, "id")));
          if (!JSON_NODE_HOLDS_NULL (metrics))
            added += json_object_get_int_member (
                json_object_get_object_member (json_node_get_object (metrics), "90d"),
                "impression");
        }
      if (!json_object_get_null_member (answer_object (a), "bookmark"))
        next = json_object_get_string_member (answer_object (a), "bookmark");
      g_free (bookmark);
      bookmark = next != NULL ? g_uri_escape_string (next, NULL, FALSE) : NULL;
    }
  while (bookmark != NULL);
  return added;
}

static void
test_parts (void)
{
  /* More pins than units, so that pins share them. */
  static const char *const args[] = { "--pins", "700", "--boards", "9", NULL };
  g_autoptr (Server) s = start (args);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) after = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *board = first_board (s, "PUBLIC");
  g_autofree char *data = jpeg_base64 (40, 60, FALSE);
  g_autofree char *body = pin_body (board, "new", data);
  g_autoptr (Answer) own = NULL, top = NULL, made = NULL, more = NULL, recent = NULL;
  gint64 before, later;
  JsonArray *pins;

  before = sum_of_pins (s, ids);
  g_assert_cmpuint (ids->len, ==, 700);
  own = ask (s, "/user_account/analytics", 90, 1, "&source=YOUR_PINS&content_type=ORGANIC");
  g_assert_cmpint (sum (part (own, "all"), "IMPRESSION"), ==, before);

  /* The first places are exactly what those pins say of themselves, in order. */
  top = ask (s, "/user_account/analytics/top_pins", 60, 3,
             "&sort_by=SAVE&num_of_pins=20&source=YOUR_PINS&content_type=ORGANIC");
  pins = json_object_get_array_member (answer_object (top), "pins");
  g_assert_cmpuint (json_array_get_length (pins), ==, 20);
  later = G_MAXINT64;
  for (guint i = 0; i < 20; i++)
    {
      JsonObject *place = json_array_get_object_element (pins, i);
      JsonObject *metrics = json_object_get_object_member (place, "metrics");
      g_autofree char *path
          = g_strdup_printf ("/pins/%s/analytics", json_object_get_string_member (place, "pin_id"));
      g_autoptr (Answer) a = ask (s, path, 60, 3, "&metric_types=SAVE,IMPRESSION");

      g_assert_cmpint (json_object_get_int_member (metrics, "SAVE"), <=, later);
      later = json_object_get_int_member (metrics, "SAVE");
      g_assert_cmpint (sum (part (a, "all"), "SAVE"), ==, later);
      g_assert_cmpint (sum (part (a, "all"), "IMPRESSION"), ==,
                       json_object_get_int_member (metrics, "IMPRESSION"));
    }

  /* A pin that was made counts from the day it was made. */
  recent = ask (s, "/user_account/analytics/top_pins", 60, 0,
                "&sort_by=SAVE&created_in_last_n_days=30");
  g_assert_cmpuint (json_array_get_length (
                        json_object_get_array_member (answer_object (recent), "pins")),
                    ==, 0);
  made = api (s, "POST", "/pins", body);
  g_assert_cmpuint (made->status, ==, 201);
  set_clock (s, NOW + 10 * DAY);
  {
    g_autofree char *path
        = g_strdup_printf ("/pins/%s/analytics",
                           json_object_get_string_member (answer_object (made), "id"));
    g_autofree char *day = date (1);
    g_autoptr (Answer) a = ask (s, path, 3, -10, "&metric_types=IMPRESSION,TOTAL_REACTIONS");
    g_autoptr (Answer) now = ask (s, "/user_account/analytics/top_pins", 60, -10,
                                  "&sort_by=SAVE&created_in_last_n_days=30");

    g_assert_cmpstr (status_of (row (part (a, "all"), day)), ==, "BEFORE_PIN_CREATED");
    g_assert_cmpint (value (row (part (a, "all"), day), "IMPRESSION"), ==, -1);
    g_assert_cmpint (sum (part (a, "all"), "IMPRESSION"), >, 0);
    g_assert_true (
        json_object_has_member (json_object_get_object_member (part (a, "all"), "lifetime_metrics"),
                                "TOTAL_REACTIONS"));
    g_assert_cmpuint (json_array_get_length (
                          json_object_get_array_member (answer_object (now), "pins")),
                      ==, 1);
  }
  later = sum_of_pins (s, after);
  g_assert_cmpuint (after->len, ==, 701);
  more = ask (s, "/user_account/analytics", 80, -9, "&source=YOUR_PINS&content_type=ORGANIC");
  g_assert_cmpint (sum (part (more, "all"), "IMPRESSION"), ==, later);
}

/* What is told of one day as it grows older. */
static void
test_late (void)
{
  g_autoptr (Server) s = start (NULL);
  guint gaps = 0, corrected = 0;
  gboolean filled = FALSE;

  /* The token lives for 30 days. */
  for (int d = 12; d < 52; d++)
    {
      g_autofree char *day = date (d);
      gint64 last = -1;
      gboolean was_gap = FALSE;

      /* Today, tomorrow, ... until the day is 40 days old. */
      for (int age = 0; age < 40; age++)
        {
          g_autofree char *path = NULL;
          g_autoptr (Answer) a = NULL;
          JsonObject *one;

          if (age > 7 && age < 29)
            continue;
          set_clock (s, NOW + (age - d) * (gint64)DAY);
          path = g_strdup_printf ("/user_account/analytics?start_date=%s&end_date=%s", day, day);
          a = api (s, "GET", path, NULL);
          one = row (part (a, "all"), day);
          if (age == 0)
            {
              /* Zeros that are none. */
              g_assert_cmpstr (status_of (one), ==, "PROCESSING");
              g_assert_cmpint (value (one, "IMPRESSION"), ==, 0);
            }
          else if (age <= 2)
            {
              g_assert_cmpstr (status_of (one), ==, "ESTIMATE");
              g_assert_cmpint (value (one, "IMPRESSION"), >=, last);
              last = value (one, "IMPRESSION");
            }
          else if (!is_known (one))
            {
              was_gap = TRUE;
              last = -1;
              g_assert_cmpint (sum (part (a, "all"), "IMPRESSION"), ==, 0);
              if (one != NULL)
                g_assert_cmpint (value (one, "IMPRESSION"), ==, -1);
            }
          else
            {
              filled = filled || was_gap;
              g_assert_cmpstr (status_of (one), ==, "READY");
              if (age > 7 && last >= 0)
                g_assert_cmpint (value (one, "IMPRESSION"), ==, last);
              else if (age > 3 && last >= 0 && value (one, "IMPRESSION") != last)
                corrected++;
              last = value (one, "IMPRESSION");
            }
        }
      gaps += was_gap;
    }
  g_assert_cmpuint (gaps, >, 0);
  g_assert_cmpuint (corrected, >, 0);
  g_assert_true (filled);
}

static void
test_refusals (void)
{
  g_autoptr (Server) s = start (NULL);
  g_autoptr (Answer) person = NULL, lacks = NULL, known = NULL, odd = NULL, split = NULL;
  g_autoptr (Answer) edge = NULL, over = NULL, limited = NULL;
  g_autofree char *first = date (90);
  g_autofree char *day = date (1);
  g_autofree char *path
      = g_strdup_printf ("/user_account/analytics?start_date=%s&end_date=%s", first, day);

  /* The edge of 90 days moves at midnight UTC. */
  set_clock (s, NOW / DAY * DAY + DAY - 2);
  edge = api (s, "GET", path, NULL);
  g_assert_cmpuint (edge->status, ==, 200);
  set_clock (s, NOW / DAY * DAY + DAY);
  over = api (s, "GET", path, NULL);
  g_assert_cmpuint (over->status, ==, 400);
  g_assert_cmpint (answer_code (over), ==, 1);
  set_clock (s, NOW);

  flip (s, "{\"unknown_names\": true}");
  odd = ask (s, "/user_account/analytics", 10, 3, "&metric_types=SAVE");
  g_assert_true (
      json_object_has_member (json_object_get_object_member (part (odd, "all"), "summary_metrics"),
                              "CLOSEUP"));
  split = ask (s, "/user_account/analytics", 10, 3, "&split_field=APP_TYPE");
  g_assert_cmpint (sum (part (split, "SMART_TV"), "IMPRESSION"), >, 0);
  flip (s, "{\"unknown_names\": false, \"limits_off\": false}");

  /* 60 a minute, another account has its own. */
  set_clock (s, (NOW / 60 + 1) * 60);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (Answer) a = api (s, "GET", "/user_account/analytics", NULL);

      g_assert_cmpuint (a->status, ==, 400);
    }
  limited = api (s, "GET", path, NULL);
  g_assert_cmpuint (limited->status, ==, 429);
  g_assert_cmpstr (answer_header (limited, "x-ratelimit-remaining"), ==, "0");

  sign_in (s, "gardenoftom", ALL_SCOPES);
  person = api (s, "GET", path, NULL);
  g_assert_cmpuint (person->status, ==, 403);
  g_assert_cmpint (answer_code (person), ==, 7);
  sign_in (s, "bakerylindqvist", "user_accounts:read");
  known = api (s, "GET", path, NULL);
  g_assert_cmpuint (known->status, ==, 200);
  lacks = ask (s, "/user_account/analytics", 10, 3, "");
  g_clear_pointer (&lacks, answer_free);
  lacks = api (s, "GET", "/user_account/analytics/top_pins", NULL);
  g_assert_cmpuint (lacks->status, ==, 401);
  g_assert_cmpint (answer_code (lacks), ==, 3);
}

static void
test_many (void)
{
  static const char *const args[] = { "--pins", "100000", "--boards", "200", NULL };
  g_autoptr (Server) s = start (args);
  g_autoptr (Answer) top = ask (s, "/user_account/analytics/top_pins", 89, 0,
                                "&sort_by=IMPRESSION&num_of_pins=50&source=YOUR_PINS"
                                "&content_type=ORGANIC");
  g_autoptr (Answer) whole = ask (s, "/user_account/analytics", 89, 0, "");
  g_autoptr (GString) ids = g_string_new ("&metric_types=IMPRESSION&pin_ids=");
  g_autoptr (Answer) bulk = NULL;
  JsonArray *pins = json_object_get_array_member (answer_object (top), "pins");
  gint64 added = 0;

  g_assert_cmpuint (json_array_get_length (pins), ==, 50);
  for (guint i = 0; i < 50; i++)
    {
      JsonObject *place = json_array_get_object_element (pins, i);

      g_string_append_printf (ids, "%s%s", i > 0 ? "," : "",
                              json_object_get_string_member (place, "pin_id"));
      added += json_object_get_int_member (json_object_get_object_member (place, "metrics"),
                                           "IMPRESSION");
    }
  bulk = ask (s, "/pins/analytics", 89, 0, ids->str);
  for (guint i = 0; i < 50; i++)
    {
      JsonObject *place = json_array_get_object_element (pins, i);
      JsonObject *pin = part (bulk, json_object_get_string_member (place, "pin_id"));

      added -= sum (json_object_get_object_member (pin, "all"), "IMPRESSION");
    }
  g_assert_cmpint (added, ==, 0);
  g_assert_cmpint (sum (part (whole, "all"), "IMPRESSION"), >, 100000);
}

/* Videos, followers and the views of a month are there to look at. */
static void
test_people (void)
{
  g_autoptr (Server) s = start (NULL);
  g_autoptr (Answer) now = NULL, later = NULL, videos = NULL, month = NULL, first = NULL;
  JsonObject *metrics;
  g_autofree char *path = NULL;
  const char *id;

  month = ask (s, "/user_account/analytics", 30, 1, "&metric_types=IMPRESSION");
  now = api (s, "GET", "/user_account", NULL);
  g_assert_cmpint (json_object_get_int_member (answer_object (now), "monthly_views"), >=,
                   sum (part (month, "all"), "IMPRESSION"));
  set_clock (s, NOW + 25 * DAY);
  later = api (s, "GET", "/user_account", NULL);
  g_assert_cmpint (json_object_get_int_member (answer_object (later), "follower_count"), >,
                   json_object_get_int_member (answer_object (now), "follower_count"));
  set_clock (s, NOW);

  sign_in (s, "bakerylindqvist", ALL_SCOPES);
  videos = ask (s, "/user_account/analytics/top_video_pins", 89, 3,
                "&sort_by=VIDEO_V50_WATCH_TIME&source=YOUR_PINS&content_type=ORGANIC");
  id = json_object_get_string_member (
      json_array_get_object_element (json_object_get_array_member (answer_object (videos), "pins"),
                                     0),
      "pin_id");
  path = g_strdup_printf ("/pins/%s", id);
  first = api (s, "GET", path, NULL);
  g_assert_cmpstr (json_object_get_string_member (answer_object (first), "creative_type"), ==,
                   "VIDEO");
  {
    g_autofree char *at = g_strconcat (path, "/analytics", NULL);
    g_autoptr (Answer) a = ask (s, at, 89, 3,
                                "&metric_types=VIDEO_START,VIDEO_V50_WATCH_TIME,"
                                "VIDEO_AVG_WATCH_TIME,USER_FOLLOW");

    metrics = json_object_get_object_member (part (a, "all"), "summary_metrics");
    g_assert_false (json_object_has_member (metrics, "USER_FOLLOW"));
    g_assert_cmpfloat_with_epsilon (json_object_get_double_member (metrics, "VIDEO_AVG_WATCH_TIME"),
                                    (double)json_object_get_int_member (metrics,
                                                                        "VIDEO_V50_WATCH_TIME")
                                        / (double)json_object_get_int_member (metrics,
                                                                              "VIDEO_START"),
                                    1e-6);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/practice/analytics/account", test_account);
  g_test_add_func ("/practice/analytics/sum-of-pins", test_parts);
  g_test_add_func ("/practice/analytics/late-and-corrected", test_late);
  g_test_add_func ("/practice/analytics/refusals", test_refusals);
  g_test_add_func ("/practice/analytics/many-pins", test_many);
  g_test_add_func ("/practice/analytics/videos-and-followers", test_people);
  return g_test_run ();
}
