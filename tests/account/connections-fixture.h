/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "account-test.h"
#include "core/account/pf-connections.h"

G_BEGIN_DECLS

/* The product over the real practice server; keys lie in a folder of their own, so that a
 * process can be killed and its successor finds them. */
typedef struct
{
  char *folder;
  AtContext *at;
  PfSecretStore *keyring;
  PfStore *store;
  PfConnections *connections;
  GPid practice;
  guint16 port; /* of the redirect */
  guint16 practice_port;
  char *control_secret;
  char *redirect_uri;
  char *url;
} AcFixture;

char *ac_control (AcFixture *f, const char *method, const char *path, const char *json);
void ac_post (AcFixture *f, const char *path, const char *json);
gint64 ac_count_token_requests (AcFixture *f);
void ac_start_practice (AcFixture *f);
void ac_open_all (AcFixture *f);
void ac_close_all (AcFixture *f);
void ac_save_app (AcFixture *f, const char *service, const char *secret);
void ac_set_up (AcFixture *f, gconstpointer data);
void ac_set_up_with (AcFixture *f, PfSecretStore *keyring);
void ac_tear_down (AcFixture *f, gconstpointer data);
PfConnection *ac_run (
    AcFixture *f, PfConnecting *connecting, const char *account, gboolean allow, GError **error);
PfConnection *ac_connect_account (AcFixture *f, const char *account, GError **error);
PfConnection *ac_connect_anna (AcFixture *f);
char *ac_get_token (PfConnection *connection, GError **error);
gboolean ac_refresh (AcFixture *f, PfConnection *connection, GError **error);
gboolean ac_disconnect (AcFixture *f, PfConnection *connection, GError **error);
gboolean ac_update (AcFixture *f, PfConnection *connection, GError **error);
guint ac_count_sealed (AcFixture *f);
guint ac_count_keys (AcFixture *f);
GPid ac_start_child (AcFixture *f, const char *what, const char *id, guint die_at);
int ac_wait_child (GPid pid);
void ac_on_token (GObject *source, GAsyncResult *result, gpointer data);
int ac_run_child (char **argv);

#define AC_ADD(path, func) g_test_add (path, AcFixture, NULL, ac_set_up, func, ac_tear_down)

G_END_DECLS
