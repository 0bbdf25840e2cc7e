/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-keyring-private.h"
#include "core/account/pf-keyring.h"

#include <libsecret/secret.h>

G_BEGIN_DECLS

struct _PfKeyring
{
  GObject parent_instance;
  guint limit_ms;
  char *helper;         /* nullable */
  gboolean uses_portal; /* known to be: libsecret's file, opened by the portal */
};

extern const SecretSchema pf_keyring_schema;

/* One call with its time limit. The inner libsecret call may never end; this one does. */
typedef struct
{
  GCancellable *inner;
  gulong outer_handler;
  guint timer;
  char *name;
  char *label;
  PfSecret *secret;
  char *helper;
  void (*start) (GTask *task);
  GList *items;    /* of SecretRetrievable: still to be looked into, or deleted */
  gboolean locked; /* there are others, locked */
  gboolean ended;
} PfKeyringCall;

GTask *pf_keyring_call_begin (PfSecretStore *store,
                              const char *name,
                              guint factor,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
void pf_keyring_call_start (GTask *task, void (*start) (GTask *task));
gboolean pf_keyring_call_end (GTask *task);
void pf_keyring_call_fail (GTask *task, const GError *error);
void pf_keyring_call_refuse (GTask *task, const GError *error);
gboolean pf_keyring_call_uses_service (GTask *task);
GError *pf_keyring_call_make_locked (void);

GHashTable *pf_keyring_make_attributes (const char *name);
void pf_keyring_call_search (GTask *task, SecretSearchFlags flags, GAsyncReadyCallback callback);
void pf_keyring_call_take_items (PfKeyringCall *call, GList *items);

/* pf-keyring-lookup.c */
void pf_keyring_lookup_async (PfSecretStore *store,
                              const char *name,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);
PfSecret *pf_keyring_lookup_finish (PfSecretStore *store, GAsyncResult *result, GError **error);

/* pf-keyring-change.c */
void pf_keyring_store_async (PfSecretStore *store,
                             const char *name,
                             const char *label,
                             PfSecret *secret,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer data);
void pf_keyring_remove_async (PfSecretStore *store,
                              const char *name,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer data);

G_END_DECLS
