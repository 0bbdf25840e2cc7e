/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-context.h"
#include "core/base/pf-service.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* A context over a folder of its own, gone with at_context_free(). */
typedef struct
{
  char *folder;
  PfContext *context;
  PfSecretStore *secrets;
  PfClock *clock;
} AtContext;

AtContext *at_context_new (PfClock *clock, PfSecretStore *secrets);
AtContext *at_context_new_with_files (PfClock *clock, PfSecretStore *secrets, PfFiles *files);
void at_context_free (AtContext *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtContext, at_context_free)

/* Iterates the main context until *done, at most 20 s. */
void at_wait (gboolean *done);
/* Iterates for a while. */
void at_spin (guint ms);
/* GAsyncReadyCallback that keeps the result: data is a GAsyncResult**. */
void at_keep_result (GObject *source, GAsyncResult *result, gpointer data);
GAsyncResult *at_wait_result (GAsyncResult **result);

/* A port that is free on 127.0.0.1 and ::1. */
guint16 at_free_port (void);
/* Listens there; an fd. @address: "127.0.0.1" or "::1". -1 when it cannot. */
int at_occupy (const char *address, guint16 port);
int at_connect (const char *address, guint16 port);

/* Sends bytes from a thread while the main context runs; the whole reply, or "" when the
 * connection was closed without one, or NULL when it was refused. */
char *at_exchange (const char *address, guint16 port, const char *bytes, gsize length);
char *at_get (guint16 port, const char *target);
guint at_status (const char *reply);
/* A query parameter of @url, decoded. */
char *at_query (const char *url, const char *name);

/* A scripted token endpoint on 127.0.0.1, reached as a Practice service. */
typedef struct
{
  SoupServer *server;
  PfService *service;
  guint16 port;
  guint n_requests;
  guint n_elsewhere; /* requests to another path: a followed redirect */
  guint status;
  char *reply;    /* nullable: an ordinary pair */
  char *location; /* nullable */
  gboolean drop;  /* close without an answer */
  guint delay_ms;
  char *last_form;
  char *last_authorization;
  guint serial;
} AtProvider;

AtProvider *at_provider_new (void);
void at_provider_free (AtProvider *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtProvider, at_provider_free)

/* Whether @needle stands in any file below @folder. */
gboolean at_folder_contains (const char *folder, const void *needle, gsize length);
gboolean at_file_contains (const char *path, const void *needle, gsize length);

G_END_DECLS
