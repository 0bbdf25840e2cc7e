/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/store/pf-store.h"

G_BEGIN_DECLS

/**
 * PfSetupValue: an exact value to type or copy on Pinterest's pages
 */
typedef struct
{
  const char *label;
  const char *value;
  gboolean editable; /* a suggestion */
} PfSetupValue;

/**
 * PfSetupStep:
 * @id: stable
 * @sentence: what to do
 * @see: what you will see there, in words
 * @url: official page to open (AL-16)
 * @tick: (nullable): words of a box that must be ticked (AL-7)
 * @waits: the wait for approval (AL-9)
 * @keys: the step with App ID, secret, scopes, address and Test Connection
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *sentence;
  const char *see;
  const char *url;
  const char *tick;
  const PfSetupValue *values;
  guint n_values;
  gboolean waits;
  gboolean keys;
} PfSetupStep;

const PfSetupStep *pf_setup_get_steps (guint *n_steps);
gboolean pf_setup_check_app_name (const char *name, GError **error);    /* FR-4 */
char *pf_setup_clean_app_id (const char *text, GError **error);         /* AL-12 */
char *pf_setup_clean_secret (const char *text, GError **error);         /* AL-12 */
gboolean pf_setup_check_redirect_uri (const char *uri, GError **error); /* AP-7: loopback only */
const char *pf_setup_get_default_redirect_uri (void);                   /* http://localhost:8085/ */
const char *pf_setup_get_preset_app_id (void);                          /* nullable: a packager's */

/**
 * PfReviewItem: one item of Prepare for Review (AP-12)
 * @PF_REVIEW_CHECK: to check before asking
 * @PF_REVIEW_TEXT: a text to copy into the form
 * @PF_REVIEW_SCENE: a scene of the demo video
 */
typedef enum
{
  PF_REVIEW_CHECK,
  PF_REVIEW_TEXT,
  PF_REVIEW_SCENE,
} PfReviewKind;

typedef struct
{
  PfReviewKind kind;
  const char *title;
  const char *text;
} PfReviewItem;

const PfReviewItem *pf_setup_get_review_checklist (guint *n_items);
const char *pf_setup_get_upgrade_url (void);

/* Progress, kept in table setup; survives restart. */
typedef struct
{
  char *step;
  GHashTable *answers; /* char* -> char*; never a secret */
  gint64 waiting_since;
} PfSetupProgress;
PfSetupProgress *pf_setup_progress_new (void);
void pf_setup_progress_free (PfSetupProgress *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfSetupProgress, pf_setup_progress_free)
void pf_setup_load_async (PfStore *store,
                          const char *kind,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
PfSetupProgress *pf_setup_load_finish (PfStore *store, GAsyncResult *result, GError **error);
void pf_setup_save_async (PfStore *store,
                          const char *kind,
                          const PfSetupProgress *progress,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean pf_setup_save_finish (PfStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
