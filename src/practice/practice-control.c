/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-control.h"

#include "practice-connections.h"
#include "practice-exchange.h"
#include "practice-fault.h"
#include "practice-limits.h"
#include "practice-log.h"
#include "practice-oauth.h"
#include "practice-runtime.h"
#include "practice-tokens.h"

#include <string.h>

static void
reply_ok (PracticeExchange *x)
{
  practice_reply (x, 200, json_from_string ("{\"ok\": true}", NULL));
}

static void
get_state (PracticeExchange *x)
{
  JsonNode *node = practice_store_save (x->app->store);
  JsonObject *o = json_node_get_object (node);
  JsonNode *counts = practice_log_counts (x->app->log);
  g_autofree char *now = practice_time_plain (practice_now_us (x->app));

  json_object_set_int_member (
      o, "token_requests",
      json_object_get_int_member_with_default (json_node_get_object (counts), "oauth/token", 0));
  json_object_set_member (o, "requests", counts);
  json_object_set_member (o, "faults", practice_faults_list (x->app->faults));
  json_object_set_string_member (o, "now", now);
  json_object_set_string_member (o, "redirect_uri", x->app->switches.redirect_uris[0]);
  practice_reply (x, 200, node);
}

static void
post_fault (PracticeExchange *x, JsonObject *body)
{
  const char *match = json_object_get_string_member_with_default (
      body, "op", json_object_get_string_member_with_default (body, "path", NULL));
  const char *kind = json_object_get_string_member_with_default (body, "kind", NULL);
  int commit = -1;
  guint id;
  JsonNode *answer;

  if (g_strcmp0 (kind, "none") == 0)
    {
      practice_faults_clear (x->app->faults);
      reply_ok (x);
      return;
    }
  if (json_object_has_member (body, "commit"))
    commit = json_object_get_boolean_member (body, "commit");
  if (!practice_faults_add (x->app->faults, match, kind, json_object_get_member (body, "value"),
                            (int)json_object_get_int_member_with_default (body, "times", 1), commit,
                            &id))
    {
      practice_reply_error (x, 400, 1, "The kind of fault is unknown.");
      return;
    }
  if (practice_faults_armed (x->app->faults, PRACTICE_PHASE_ACCEPT))
    practice_connections_drop_idle (x->app);
  answer = json_from_string ("{}", NULL);
  json_object_set_int_member (json_node_get_object (answer), "id", id);
  practice_reply (x, 200, answer);
}

static void
post_clock (PracticeExchange *x, JsonObject *body)
{
  if (json_object_has_member (body, "advance_s"))
    x->app->clock_shift_us += json_object_get_int_member (body, "advance_s") * G_USEC_PER_SEC;
  if (json_object_has_member (body, "set"))
    x->app->clock_shift_us
        = json_object_get_int_member (body, "set") * G_USEC_PER_SEC - g_get_real_time ();
  practice_state_changed (x->app);
  reply_ok (x);
}

/* Answers the consent as the browser would: {url, account, allow} -> {location} or {problem}. */
static void
post_consent (PracticeExchange *x, JsonObject *body)
{
  const char *url = json_object_get_string_member_with_default (body, "url", "");
  const char *question = strchr (url, '?');
  g_autoptr (GHashTable) query = question != NULL ? soup_form_decode (question + 1) : NULL;
  const char *sticky = x->app->switches.account_sticky;
  int account = practice_account_find (
      sticky != NULL
          ? sticky
          : json_object_get_string_member_with_default (body, "account", "annaskitchen"));
  gboolean allow = json_object_get_boolean_member_with_default (body, "allow", TRUE);
  g_autofree char *problem = NULL;
  g_autofree char *location = NULL;
  g_autoptr (PracticeConsent) consent = practice_consent_parse (x->app, query, &problem);
  JsonNode *answer = json_from_string ("{}", NULL);

  if (consent == NULL || account < 0)
    {
      json_object_set_string_member (json_node_get_object (answer), "problem",
                                     problem != NULL ? problem : "unknown account");
      practice_reply (x, 400, answer);
      return;
    }
  location = practice_consent_answer (x->app, consent, (guint)account, allow);
  json_object_set_string_member (json_node_get_object (answer), "location", location);
  practice_reply (x, 200, answer);
}

static void
post_limit (PracticeExchange *x, JsonObject *body)
{
  g_autoptr (GList) names = json_object_get_members (body);

  for (GList *l = names; l != NULL; l = l->next)
    practice_limits_override (x->app->limits, l->data,
                              (guint)json_object_get_int_member (body, l->data));
  reply_ok (x);
}

static void
post_lease (PracticeExchange *x, JsonObject *body)
{
  practice_runtime_stay (x->app->runtime);
  reply_ok (x);
}

static void
post_reset (PracticeExchange *x)
{
  g_clear_pointer (&x->app->store, practice_store_free);
  x->app->store = practice_store_new (x->app->world);
  x->app->clock_shift_us = 0;
  practice_faults_clear (x->app->faults);
  practice_limits_reset (x->app->limits);
  practice_log_reset (x->app->log);
  practice_tokens_revoke_all (x->app);
  practice_switches_clear (&x->app->switches);
  practice_switches_default (&x->app->switches);
  /* The fault of this very request went with the others. */
  x->fault = NULL;
  reply_ok (x);
}

/* The bytes as they were received: /control/picture/PIN_ID[/N] */
static void
get_picture (PracticeExchange *x, const char *rest)
{
  g_auto (GStrv) parts = g_strsplit (rest, "/", 2);
  g_autoptr (PracticePin) pin
      = parts[0] != NULL ? practice_store_pin (x->app->store, parts[0]) : NULL;
  guint64 n = parts[0] != NULL && parts[1] != NULL ? g_ascii_strtoull (parts[1], NULL, 10) : 0;
  g_autoptr (GBytes) bytes = NULL;

  if (pin != NULL && n < pin->receipts->len)
    {
      PracticeReceipt *receipt = g_ptr_array_index (pin->receipts, n);

      bytes = practice_state_picture (x->app, receipt->sha256);
      if (bytes != NULL)
        {
          practice_reply_bytes (x, 200, receipt->content_type, bytes);
          return;
        }
    }
  practice_reply_error (x, 404, 50, "No picture was received for this pin.");
}

static gboolean
secret_is_right (PracticeExchange *x)
{
  const char *said = soup_message_headers_get_one (soup_server_message_get_request_headers (x->msg),
                                                   "X-Practice-Control");
  const char *secret = practice_runtime_secret (x->app->runtime);
  guint differs = 0;

  if (said == NULL || strlen (said) != strlen (secret))
    return FALSE;
  for (gsize i = 0; secret[i] != '\0'; i++)
    differs |= (guint)(said[i] ^ secret[i]);
  return differs == 0;
}

void
practice_control (PracticeExchange *x)
{
  static const struct
  {
    const char *path;
    void (*handler) (PracticeExchange *x, JsonObject *body);
  } posts[] = {
    { "/control/fault", post_fault },
    { "/control/clock", post_clock },
    { "/control/switch", practice_control_switch },
    { "/control/consent", post_consent },
    { "/control/limit", post_limit },
    { "/control/lease", post_lease },
  };
  const char *method = soup_server_message_get_method (x->msg);
  JsonObject *body;

  if (!secret_is_right (x))
    {
      practice_reply_error (x, 403, 7, "This needs the control secret.");
      return;
    }
  if (g_str_equal (method, "GET"))
    {
      if (g_str_equal (x->path, "/control/state"))
        get_state (x);
      else if (g_str_equal (x->path, "/control/requests"))
        practice_reply (x, 200, practice_log_requests (x->app->log));
      else if (g_str_has_prefix (x->path, "/control/picture/"))
        get_picture (x, x->path + strlen ("/control/picture/"));
      else
        practice_reply_error (x, 404, 1, "There is no such control.");
      return;
    }
  if (g_str_equal (x->path, "/control/reset"))
    {
      post_reset (x);
      return;
    }
  if (!practice_exchange_read_json (x))
    return;
  body = practice_body (x);
  for (guint i = 0; body != NULL && i < G_N_ELEMENTS (posts); i++)
    if (g_str_equal (posts[i].path, x->path))
      {
        posts[i].handler (x, body);
        return;
      }
  if (body != NULL)
    practice_reply_error (x, 404, 1, "There is no such control.");
}
