/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice.h"

#include "practice-connections.h"
#include "practice-control.h"
#include "practice-fault.h"
#include "practice-images.h"
#include "practice-limits.h"
#include "practice-log.h"
#include "practice-media.h"
#include "practice-runtime.h"
#include "practice-tokens.h"

#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define EXIT_ALREADY_RUNNING 3

typedef struct
{
  int port;
  int pins;
  int boards;
  gint64 seed;
  int linger_s;
  gboolean empty;
  gboolean trial;
  gboolean no_pin_edit;
  gboolean no_limits;
  gboolean no_multi_pins;
  gboolean sandbox;
  gboolean no_runtime_file;
  char *state;
  char *runtime_file;
  char *record;
  char *sticky;
  char *pkce;
  char **faults;
  char **limits;
  char **redirect_uris;
} Arguments;

static gboolean
on_signal (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
read_arguments (int *argc, char ***argv, Arguments *a, GError **error)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &a->port, "Port on 127.0.0.1 (0: any)", "N" },
    { "pins", 0, 0, G_OPTION_ARG_INT, &a->pins, "Pins of each account", "N" },
    { "boards", 0, 0, G_OPTION_ARG_INT, &a->boards, "Boards of each account", "N" },
    { "seed", 0, 0, G_OPTION_ARG_INT64, &a->seed, "Another seed is another world", "N" },
    { "empty", 0, 0, G_OPTION_ARG_NONE, &a->empty, "No boards in any account", NULL },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &a->state, "Keep changes in this file", "FILE" },
    { "runtime-file", 0, 0, G_OPTION_ARG_FILENAME, &a->runtime_file,
      "Where clients find this server", "FILE" },
    { "no-runtime-file", 0, 0, G_OPTION_ARG_NONE, &a->no_runtime_file,
      "Be found by nobody; there is no control", NULL },
    { "linger", 0, 0, G_OPTION_ARG_INT, &a->linger_s,
      "End when no client has had a lease for so long", "SECONDS" },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &a->record, "Write each request as a line", "FILE" },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a->faults, "Misbehave (see README.md)",
      "KIND[:MATCH][=VALUE][*TIMES]" },
    { "limit", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a->limits, "Another rate limit", "CATEGORY=N" },
    { "no-limits", 0, 0, G_OPTION_ARG_NONE, &a->no_limits, "Count, but never answer 429", NULL },
    { "trial", 0, 0, G_OPTION_ARG_NONE, &a->trial, "The app has Trial access", NULL },
    { "no-pin-edit", 0, 0, G_OPTION_ARG_NONE, &a->no_pin_edit, "Pins cannot be changed", NULL },
    { "no-multi-pins", 0, 0, G_OPTION_ARG_NONE, &a->no_multi_pins,
      "Analytics of several pins at once are refused", NULL },
    { "sandbox", 0, 0, G_OPTION_ARG_NONE, &a->sandbox, "Refuse what the sandbox does not have",
      NULL },
    { "account-sticky", 0, 0, G_OPTION_ARG_STRING, &a->sticky,
      "Consent always returns this account", "USERNAME" },
    { "pkce", 0, 0, G_OPTION_ARG_STRING, &a->pkce, "accept, require or ignore", "MODE" },
    { "redirect-uri", 0, 0, G_OPTION_ARG_STRING_ARRAY, &a->redirect_uris,
      "A registered redirect URI", "URI" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_summary (
      context, "Pinfold Practice: a pretend service on this computer to practise pinning on.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc > 1 || a->port < 0 || a->port > 65535 || a->pins < 0 || a->pins > 200000
      || a->boards < 0 || a->boards > 2000 || a->linger_s < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "an argument is out of range (at most 200000 pins and 2000 boards)");
      return FALSE;
    }
  return TRUE;
}

static gboolean
apply_arguments (Practice *app, Arguments *a, GError **error)
{
  PracticeSwitches *s = &app->switches;

  app->options.port = (guint)a->port;
  app->options.n_pins = (guint)a->pins;
  app->options.n_boards = a->empty ? 0 : (guint)a->boards;
  app->options.seed = (guint64)a->seed;
  app->options.state_file = g_steal_pointer (&a->state);
  s->trial = a->trial;
  s->no_pin_edit = a->no_pin_edit;
  s->no_multi_pins = a->no_multi_pins;
  s->sandbox = a->sandbox;
  s->limits_off = a->no_limits;
  s->account_sticky = g_steal_pointer (&a->sticky);
  if (g_strcmp0 (a->pkce, "require") == 0)
    s->pkce = PRACTICE_PKCE_REQUIRE;
  else if (g_strcmp0 (a->pkce, "ignore") == 0)
    s->pkce = PRACTICE_PKCE_IGNORE;
  if (a->redirect_uris != NULL)
    {
      g_strfreev (s->redirect_uris);
      s->redirect_uris = g_steal_pointer (&a->redirect_uris);
    }
  for (guint i = 0; a->faults != NULL && a->faults[i] != NULL; i++)
    if (!practice_faults_add_text (app->faults, a->faults[i]))
      {
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "unknown fault: %s",
                     a->faults[i]);
        return FALSE;
      }
  for (guint i = 0; a->limits != NULL && a->limits[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (a->limits[i], "=", 2);

      if (parts[0] == NULL || parts[1] == NULL)
        {
          g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "bad limit: %s",
                       a->limits[i]);
          return FALSE;
        }
      practice_limits_override (app->limits, parts[0], (guint)atoi (parts[1]));
    }
  if (s->account_sticky != NULL && practice_account_find (s->account_sticky) < 0)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "unknown account: %s",
                   s->account_sticky);
      return FALSE;
    }
  return TRUE;
}

static gboolean
start (Practice *app, Arguments *a, GError **error)
{
  if (!a->no_runtime_file)
    {
      g_autofree char *path
          = a->runtime_file != NULL
                ? g_strdup (a->runtime_file)
                : g_build_filename (g_get_user_runtime_dir (), "pinfold", "practice.json", NULL);

      if (!practice_runtime_claim (app->runtime, path, error))
        return FALSE;
    }
  app->world = practice_world_new (app->options.seed, app->options.n_boards, app->options.n_pins);
  app->numbers = practice_numbers_new (app->world, app->options.seed);
  app->store = practice_store_new (app->world);
  app->log = practice_log_new (a->record);
  if (!practice_state_load (app, error) || !practice_server_start (app, error)
      || !practice_runtime_announce (app->runtime, app->port, error))
    return FALSE;
  if (a->linger_s > 0)
    practice_runtime_linger (app->runtime, a->linger_s);
  return TRUE;
}

static void
stop (Practice *app)
{
  practice_state_save (app);
  practice_runtime_free (app->runtime);
  practice_connections_free (app->connections);
  if (app->soup != NULL)
    soup_server_disconnect (app->soup);
  g_clear_object (&app->soup);
  g_clear_pointer (&app->store, practice_store_free);
  g_clear_pointer (&app->numbers, practice_numbers_free);
  g_clear_pointer (&app->world, practice_world_free);
  practice_tokens_free (app->tokens);
  practice_limits_free (app->limits);
  practice_faults_free (app->faults);
  g_clear_pointer (&app->log, practice_log_free);
  practice_images_free (app->images);
  practice_media_free (app->media);
  g_hash_table_unref (app->pictures);
  practice_switches_clear (&app->switches);
  g_main_loop_unref (app->loop);
  g_free (app->options.state_file);
  g_free (app->base_uri);
}

int
main (int argc, char **argv)
{
  Arguments a = { .pins = 240, .boards = 14, .seed = 7 };
  Practice app = { 0 };
  g_autoptr (GError) error = NULL;
  int status = EXIT_SUCCESS;
  const struct rlimit no_core = { 0, 0 };

  setlocale (LC_ALL, "");
  /* It holds tokens, even if they are pretend ones. */
  setrlimit (RLIMIT_CORE, &no_core);
  app.loop = g_main_loop_new (NULL, FALSE);
  app.tokens = practice_tokens_new ();
  app.limits = practice_limits_new ();
  app.faults = practice_faults_new ();
  app.images = practice_images_new ();
  app.media = practice_media_new ();
  app.runtime = practice_runtime_new (&app);
  app.connections = practice_connections_new ();
  app.pictures
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  practice_switches_default (&app.switches);

  if (!read_arguments (&argc, &argv, &a, &error) || !apply_arguments (&app, &a, &error)
      || !start (&app, &a, &error))
    {
      g_printerr ("pinfold-practice: %s\n", error->message);
      status = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_EXISTS) ? EXIT_ALREADY_RUNNING
                                                                      : EXIT_FAILURE;
    }
  else
    {
      guint interrupt = g_unix_signal_add (SIGINT, on_signal, app.loop);
      guint terminate = g_unix_signal_add (SIGTERM, on_signal, app.loop);

      printf ("READY %s\n", app.base_uri);
      fflush (stdout);
      g_main_loop_run (app.loop);
      g_source_remove (interrupt);
      g_source_remove (terminate);
    }
  stop (&app);
  g_free (a.state);
  g_free (a.runtime_file);
  g_free (a.record);
  g_free (a.sticky);
  g_free (a.pkce);
  g_strfreev (a.faults);
  g_strfreev (a.limits);
  g_strfreev (a.redirect_uris);
  return status;
}
