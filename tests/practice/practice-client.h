/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A practice server that a test started, and a plain HTTP client for it. */
typedef struct
{
  GSubprocess *process;
  SoupSession *session;
  char *base;
  char *folder;
  char *runtime_file;
  char *secret;
  char *access;
  char *refresh;
} Server;

#define ALL_SCOPES                                                                                 \
  "user_accounts:read boards:read boards:read_secret boards:write boards:write_secret pins:read "  \
  "pins:read_secret pins:write pins:write_secret"
#define OPEN_SCOPES "user_accounts:read boards:read boards:write pins:read pins:write"

/* @args: options of the server beside --runtime-file; may be NULL */
Server *server_start (const char *const *args);
/* Starts another process over the same folder (for --state). */
void server_restart (Server *s, const char *const *args);
void server_stop (Server *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Server, server_stop)

typedef struct
{
  guint status;
  GBytes *body;
  JsonNode *json;
  SoupMessageHeaders *headers;
  GError *error;
} Answer;

void answer_free (Answer *a);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)
JsonObject *answer_object (Answer *a);
const char *answer_header (Answer *a, const char *name);
gint64 answer_code (Answer *a);

/* With the access token. @json: body or NULL */
Answer *api (Server *s, const char *method, const char *path, const char *json);
/* With the control secret. */
Answer *control (Server *s, const char *method, const char *path, const char *json);
/* Bare. @type NULL: no body */
Answer *plain (Server *s, const char *method, const char *path, const char *type, const char *body);
/* POST /v5/oauth/token with App ID 1234 and @secret */
Answer *token_request (Server *s, const char *secret, const char *form);

char *consent_query (const char *redirect_uri, const char *scope, const char *extra);
/* Allows as @account and gives back the code. */
char *get_code (Server *s, const char *account, const char *scope, const char *extra);
/* The whole sign-in; fills access and refresh. */
void sign_in (Server *s, const char *account, const char *scope);

char *first_board (Server *s, const char *privacy);
JsonArray *items_of (Answer *a);
char *jpeg_base64 (guint width, guint height, gboolean with_comment);
char *pin_body (const char *board_id, const char *title, const char *base64);

G_END_DECLS
