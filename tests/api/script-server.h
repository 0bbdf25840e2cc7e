/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/*
 * A server on loopback that does exactly what a test says, byte by byte, and
 * keeps what it was sent. Each accepted request takes the next step; without one
 * it answers 500. Runs on threads of its own.
 */
typedef enum
{
  STEP_REPLY,         /* reads the request, sends bytes, keeps the connection */
  STEP_CLOSE_AT_ONCE, /* closes without reading */
  STEP_RESET,         /* reads headers, then RST */
  STEP_CLOSE_HEADERS, /* reads headers, closes */
  STEP_CLOSE_PART,    /* reads headers and `part` bytes of the body, closes */
  STEP_CLOSE_BODY,    /* reads all, closes without a word */
  STEP_CUT,           /* reads all, sends bytes, closes */
  STEP_HANG,          /* reads all, sends bytes, then nothing until the server stops */
  STEP_FLOOD,         /* reads all, sends bytes, then repeats `flood` for ever */
} StepKind;

typedef struct
{
  char *method;
  char *target;
  GHashTable *headers; /* lower-case names */
  GBytes *body;
} Seen;

typedef struct _ScriptServer ScriptServer;

ScriptServer *script_server_new (GTlsCertificate *certificate);
void script_server_free (ScriptServer *self);
guint16 script_server_get_port (ScriptServer *self);
void script_server_step (ScriptServer *self, StepKind kind, const char *bytes, gssize length);
void script_server_step_part (ScriptServer *self, gsize part);
void script_server_step_flood (ScriptServer *self, const char *head, GBytes *flood);
void script_server_reply (ScriptServer *self, int status, const char *headers, const char *body);
guint script_server_count (ScriptServer *self);
guint script_server_count_connections (ScriptServer *self);
const Seen *script_server_get (ScriptServer *self, guint index);
const char *seen_header (const Seen *seen, const char *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ScriptServer, script_server_free)
