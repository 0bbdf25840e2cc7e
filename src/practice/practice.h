/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-numbers.h"
#include "practice-store.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _PracticeTokens PracticeTokens;
typedef struct _PracticeLimits PracticeLimits;
typedef struct _PracticeFaults PracticeFaults;
typedef struct _PracticeLog PracticeLog;
typedef struct _PracticeImages PracticeImages;
typedef struct _PracticeMedia PracticeMedia;
typedef struct _PracticeRuntime PracticeRuntime;
typedef struct _PracticeConnections PracticeConnections;
typedef struct _PracticeExchange PracticeExchange;
typedef struct _PracticeFault PracticeFault;

typedef enum
{
  PRACTICE_PKCE_ACCEPT,
  PRACTICE_PKCE_REQUIRE,
  PRACTICE_PKCE_IGNORE,
} PracticePkce;

/* What a real account may meet; each can be changed at run time (POST /control/switch). */
typedef struct
{
  gboolean trial;
  gboolean no_pin_edit;
  gboolean refresh_grace;
  gboolean media_fails;
  gboolean limits_off;
  gboolean sandbox;
  gboolean no_analytics;
  gboolean no_multi_pins;
  gboolean trends_beta;
  gboolean unknown_names;
  PracticePkce pkce;
  char *account_sticky;
  char *client_secret;
  char **redirect_uris;
  char **scopes_refused;
  guint create_status;
  guint delete_status;
  guint analytics_days;
  gint64 code_lifetime_s;
} PracticeSwitches;

typedef struct
{
  guint port;
  guint n_pins;
  guint n_boards;
  guint64 seed;
  char *state_file;
} PracticeOptions;

/* Everything the server is made of; handed down, never global. Main thread only. */
typedef struct
{
  PracticeOptions options;
  PracticeSwitches switches;
  GMainLoop *loop;
  SoupServer *soup;
  guint port;
  char *base_uri;
  gint64 clock_shift_us;
  guint64 n_requests;
  PracticeWorld *world;
  PracticeStore *store;
  PracticeNumbers *numbers;
  PracticeTokens *tokens;
  PracticeLimits *limits;
  PracticeFaults *faults;
  PracticeLog *log;
  PracticeImages *images;
  PracticeMedia *media;
  PracticeRuntime *runtime;
  PracticeConnections *connections;
  /* Received pictures by SHA-256, when there is no state file to keep them beside. */
  GHashTable *pictures;
  guint save_source;
} Practice;

typedef void (*PracticeHandler) (PracticeExchange *x);

typedef struct
{
  const char *method;
  const char *path;
  /* The operationId of openapi.json. */
  const char *op;
  const char *category;
  const char *scopes;
  PracticeHandler handler;
  gboolean not_in_sandbox;
} PracticeOperation;

typedef struct
{
  guint account;
  char **scopes;
  char *client_id;
} PracticeGrant;

/* One request and its answer. */
struct _PracticeExchange
{
  Practice *app;
  SoupServerMessage *msg;
  const PracticeOperation *op;
  char *path;
  char *args[2];
  GHashTable *query;
  JsonNode *body;
  const PracticeGrant *grant;
  PracticeFault *fault;
  /* The handler goes on elsewhere; the message is paused. */
  gboolean waiting;
  gboolean paused;
  gboolean answered;
  /* The connection is gone: the change is made for nobody to hear of. */
  gboolean silent;
  gint64 began_us;
};

/* practice-server.c */
gboolean practice_server_start (Practice *app, GError **error);

/* practice-exchange.c: reading a request */
gboolean practice_has_scope (PracticeExchange *x, const char *scope);
const char *practice_query (PracticeExchange *x, const char *name);
JsonObject *practice_body (PracticeExchange *x);
/* Gets a string member; FALSE after a 400 was answered because the member has another type or is
 * longer than @max characters. A missing or null member gives NULL. */
gboolean practice_body_string (
    PracticeExchange *x, JsonObject *object, const char *name, glong max, const char **value);
gboolean practice_page_params (PracticeExchange *x, PracticeCursor *cursor, guint *size);

/* practice-reply.c: answering one */
void practice_reply (PracticeExchange *x, guint status, JsonNode *body);
void practice_reply_page (PracticeExchange *x, JsonArray *items, const PracticeCursor *next);
void practice_reply_error (PracticeExchange *x, guint status, int code, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
void practice_reply_bytes (PracticeExchange *x, guint status, const char *type, GBytes *bytes);
void practice_reply_empty (PracticeExchange *x, guint status);

/* practice-clock.c, practice-random.c */
gint64 practice_now_us (Practice *app);
char *practice_time_plain (gint64 us);
char *practice_time_micro (gint64 us);
char *practice_random_token (guint bytes);

/* practice-routes.c */
const PracticeOperation *
practice_route (const char *method, const char *path, char *args[2], gboolean *known_path);

/* practice-state.c */
void practice_state_changed (Practice *app);
gboolean practice_state_load (Practice *app, GError **error);
void practice_state_save (Practice *app);
GBytes *practice_state_picture (Practice *app, const char *sha256);
void practice_state_keep_picture (Practice *app, const char *sha256, GBytes *bytes);

G_END_DECLS
