/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "script-server.h"

#include "core/api/pf-client.h"
#include "core/base/pf-error.h"

/* An authorizer and a budget that do what a test says. */
#define FAKE_TYPE_ACCOUNT (fake_account_get_type ())
G_DECLARE_FINAL_TYPE (FakeAccount, fake_account, FAKE, ACCOUNT, GObject)
struct _FakeAccount
{
  GObject parent_instance;
  gboolean hangs;       /* get_token waits for cancellation */
  gboolean hangs_renew; /* so does renew */
  gboolean renew_fails;
  guint asked, renewed;
  char *rejected;
  char *token; /* nullable: instead of token-0, token-1 ... */
};

#define FAKE_TYPE_BUDGET (fake_budget_get_type ())
G_DECLARE_FINAL_TYPE (FakeBudget, fake_budget, FAKE, BUDGET, GObject)
struct _FakeBudget
{
  GObject parent_instance;
  gboolean hangs;
  gboolean refuses;
  guint requests, reports;
  PfBudgetCategory category;
  PfPriority priority;
  gint64 limit, remaining, reset_s;
  void (*on_report) (gpointer data); /* nullable: told when a reply has come */
  gpointer on_report_data;
  gboolean refused;
};

typedef struct
{
  char *folder;
  PfContext *context;
  PfVirtualClock *clock;
  ScriptServer *server;
  PfService *service;
  FakeAccount *account;
  FakeBudget *budget;
  PfClient *client;
  GAsyncResult *result; /* of the call under way */
} World;

World *world_new (void);
World *world_new_tls (GTlsCertificate *certificate);
void world_free (World *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)
void world_callback (GObject *source, GAsyncResult *result, gpointer data);
GAsyncResult *world_wait (World *self);
GAsyncResult *world_wait_up_to (World *self, gint64 longest_timer_us);
void world_spin_until_seen (World *self, guint count);
void world_spin (guint milliseconds);

/* Calls, done to their end. */
PfAccount *world_get_account (World *self, GError **error);
PfPage *world_list_boards (World *self, const char *bookmark, GError **error);
PfBoard *world_create_board (World *self, GError **error);
PfPin *world_create_pin (World *self, GBytes *picture, GError **error);
GBytes *world_fetch_picture (World *self, const char *path, gsize max_length, GError **error);
