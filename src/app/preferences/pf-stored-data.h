/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/pf-workspace.h"

G_BEGIN_DECLS

/**
 * PfStoredData: a kind of data that Pinfold keeps (requirements AP-13)
 * @id: stable
 * @title: translated
 * @text: what it is, where it lies and for how long, translated
 * @label: of its button, translated, with a mnemonic
 * @question: (nullable): what is asked first, translated
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *text;
  const char *label;
  const char *question;
} PfStoredData;

const PfStoredData *pf_stored_data_get (guint *n_kinds);
void pf_stored_data_delete_async (PfWorkspace *workspace,
                                  const PfStoredData *kind,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean pf_stored_data_delete_finish (GAsyncResult *result, GError **error);

G_END_DECLS
