/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice.h"

#include "practice-connections.h"
#include "practice-control.h"
#include "practice-exchange.h"
#include "practice-fault.h"
#include "practice-limits.h"
#include "practice-log.h"
#include "practice-tokens.h"

#include <string.h>

/* How long what is held waits before it looks again. */
#define HELD_MS 10

/* ---- one request ---- */

static gboolean
authorise (PracticeExchange *x)
{
  const char *header
      = soup_message_headers_get_one (soup_server_message_get_request_headers (x->msg),
                                      "Authorization");
  g_auto (GStrv) needed = NULL;
  g_autoptr (GString) missing = NULL;

  if (header != NULL && g_ascii_strncasecmp (header, "Bearer ", 7) == 0)
    x->grant = practice_tokens_check_access (x->app, header + 7);
  if (x->grant == NULL)
    {
      practice_reply_error (x, 401, 2, "Authentication failed.");
      return FALSE;
    }
  if (!practice_limits_take (x->app->limits, x))
    return FALSE;
  needed = g_strsplit (x->op->scopes, " ", -1);
  missing = g_string_new (NULL);
  for (guint i = 0; needed[i] != NULL; i++)
    if (!practice_has_scope (x, needed[i]))
      g_string_append_printf (missing, "%s'%s'", missing->len > 0 ? ", " : "", needed[i]);
  if (missing->len > 0)
    {
      practice_reply_error (x, 401, 3, "Your token lacks the scopes: [%s]", missing->str);
      return FALSE;
    }
  if (x->op->not_in_sandbox && x->app->switches.sandbox)
    {
      practice_reply_error (x, 403, 29, "This endpoint is not available in the sandbox.");
      return FALSE;
    }
  return TRUE;
}

/* TRUE when the answer is libsoup's to send; FALSE when the connection was taken from it. */
static gboolean
finish (PracticeExchange *x)
{
  gboolean ours;
  guint status;

  if (!x->answered)
    practice_reply_empty (x, 500);
  practice_fault_after (x);
  status = soup_server_message_get_status (x->msg);
  if (!g_str_has_prefix (x->path, "/control/"))
    practice_log_add (x->app->log, x, status);
  ours = !x->silent;
  practice_exchange_free (x);
  return ours;
}

static void
pause_message (PracticeExchange *x)
{
  if (!x->paused && !x->silent)
    soup_server_message_pause (x->msg);
  x->paused = TRUE;
}

static gboolean
send_later (gpointer user_data)
{
  PracticeExchange *x = user_data;
  g_autoptr (SoupServerMessage) msg = g_object_ref (x->msg);

  if (finish (x))
    soup_server_message_unpause (msg);
  return G_SOURCE_REMOVE;
}

static void
complete (PracticeExchange *x)
{
  if (practice_fault_is (x, "delay-reply"))
    {
      pause_message (x);
      g_timeout_add ((guint)practice_fault_number (x->fault, 1000), send_later, x);
    }
  else if (x->paused)
    send_later (x);
  else
    finish (x);
}

void
practice_exchange_hold (PracticeExchange *x)
{
  x->waiting = TRUE;
  pause_message (x);
}

void
practice_exchange_resume (PracticeExchange *x)
{
  x->waiting = FALSE;
  complete (x);
}

static void
handle (PracticeExchange *x)
{
  if (practice_fault_before (x))
    ;
  else if (x->op->category != NULL)
    {
      gboolean form = g_str_equal (x->op->method, "POST") || g_str_equal (x->op->method, "PATCH");

      if (authorise (x) && (!form || practice_exchange_read_json (x)))
        x->op->handler (x);
    }
  else
    x->op->handler (x);
  /* A handler that began to wait calls practice_exchange_resume() later. */
  if (!x->waiting)
    complete (x);
}

static gboolean
handle_later (gpointer user_data)
{
  handle (user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
handle_when_cleared (gpointer user_data)
{
  PracticeExchange *x = user_data;

  if (!x->fault->cleared)
    return G_SOURCE_CONTINUE;
  handle (x);
  return G_SOURCE_REMOVE;
}

static void
add_common_headers (PracticeExchange *x)
{
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (x->msg);
  g_autofree char *rid = g_strdup_printf ("%016" G_GINT64_MODIFIER "x",
                                          practice_hash (++x->app->n_requests, 99) >> 1);

  soup_message_headers_replace (headers, "x-pinterest-rid", rid);
  soup_message_headers_replace (headers, "x-pinfold-practice", "1");
}

static void
on_request (SoupServer *soup,
            SoupServerMessage *msg,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  Practice *app = user_data;
  PracticeExchange *x = practice_exchange_new (app, msg, path, query);
  gboolean known;

  add_common_headers (x);
  if (g_str_has_prefix (path, "/control/"))
    {
      practice_control (x);
      finish (x);
      return;
    }
  x->op = practice_route (soup_server_message_get_method (msg), path, x->args, &known);
  if (x->op == NULL)
    {
      if (known)
        practice_reply_error (x, 405, 5, "Method not allowed.");
      else
        practice_reply_error (x, 404, 1, "There is nothing here.");
      finish (x);
      return;
    }
  x->fault = practice_faults_take (app->faults, PRACTICE_PHASE_REQUEST, x->op->op, path);
  if (practice_fault_is (x, "delay"))
    {
      pause_message (x);
      g_timeout_add ((guint)practice_fault_number (x->fault, 1000), handle_later, x);
      return;
    }
  if (practice_fault_is (x, "hold"))
    {
      pause_message (x);
      g_timeout_add (HELD_MS, handle_when_cleared, x);
      return;
    }
  if (practice_fault_is (x, "late"))
    {
      practice_fault_cut (app, msg, FALSE);
      x->silent = TRUE;
      pause_message (x);
      g_timeout_add ((guint)practice_fault_number (x->fault, 1000), handle_later, x);
      return;
    }
  handle (x);
}

/* ---- cuts while a request comes in ---- */

typedef struct
{
  Practice *app;
  gint64 left;
} BodyCut;

static void
cut_now (Practice *app, SoupServerMessage *msg, const char *kind)
{
  practice_log_add_cut (app->log, soup_server_message_get_method (msg),
                        g_uri_get_path (soup_server_message_get_uri (msg)), kind);
  practice_fault_cut (app, msg, FALSE);
}

static void
on_chunk (SoupServerMessage *msg, GBytes *chunk, gpointer user_data)
{
  BodyCut *cut = user_data;

  if (cut->left < 0)
    return;
  cut->left -= (gint64)g_bytes_get_size (chunk);
  if (cut->left <= 0)
    {
      cut->left = -1;
      cut_now (cut->app, msg, "cut-in-request-body");
    }
}

static void
free_cut (gpointer data, GClosure *closure)
{
  g_free (data);
}

static void
on_head (SoupServer *soup,
         SoupServerMessage *msg,
         const char *path,
         GHashTable *query,
         gpointer user_data)
{
  Practice *app = user_data;
  char *args[2] = { NULL, NULL };
  const PracticeOperation *op;
  PracticeFault *fault;
  gboolean known;

  practice_connections_busy (app, msg, TRUE);
  if (!practice_faults_armed (app->faults, PRACTICE_PHASE_HEAD))
    return;
  op = practice_route (soup_server_message_get_method (msg), path, args, &known);
  g_free (args[0]);
  g_free (args[1]);
  fault = practice_faults_take (app->faults, PRACTICE_PHASE_HEAD, op != NULL ? op->op : NULL, path);
  if (fault == NULL)
    return;
  if (g_str_equal (fault->kind, "cut-after-headers"))
    cut_now (app, msg, fault->kind);
  else
    {
      BodyCut *cut = g_new0 (BodyCut, 1);

      cut->app = app;
      cut->left = practice_fault_number (fault, 1024);
      g_signal_connect_data (msg, "got-chunk", G_CALLBACK (on_chunk), cut, free_cut, 0);
    }
}

static void
on_done (SoupServer *soup, SoupServerMessage *msg, gpointer user_data)
{
  practice_connections_busy (user_data, msg, FALSE);
}

gboolean
practice_server_start (Practice *app, GError **error)
{
  app->soup = soup_server_new ("server-header", "pinfold-practice", NULL);
  soup_server_add_early_handler (app->soup, NULL, on_head, app, NULL);
  soup_server_add_handler (app->soup, NULL, on_request, app, NULL);
  g_signal_connect (app->soup, "request-finished", G_CALLBACK (on_done), app);
  g_signal_connect (app->soup, "request-aborted", G_CALLBACK (on_done), app);
  return practice_connections_listen (app, error);
}
