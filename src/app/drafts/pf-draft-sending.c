/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/drafts/pf-draft-sending.h"

#include "app/activity/pf-sent-toast.h"
#include "app/composer/pf-composer.h"
#include "app/composer/pf-pin-checks.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/* Drafts of one account that are ready, on their way. */
typedef struct
{
  GWeakRef *window;
  GPtrArray *drafts;
} Sending;

static void
sending_free (Sending *sending)
{
  g_ptr_array_unref (sending->drafts);
  g_free (sending);
}

/* One that was opened meanwhile would be saved again, beside its pin. */
static void
close_composers (const Sending *sending, GHashTable *faults)
{
  for (guint i = 0; i < sending->drafts->len; i++)
    {
      const char *uuid = ((PfDraft *)sending->drafts->pdata[i])->uuid;
      PfComposer *composer = pf_composer_find (uuid);

      if (composer != NULL && !g_hash_table_contains (faults, uuid))
        pf_composer_forget (composer, uuid);
    }
}

static void
draft_unref (gpointer draft)
{
  pf_draft_unref (draft);
}

static void
array_unref (gpointer array)
{
  g_ptr_array_unref (array);
}

static void
enqueued_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Sending *sending = data;
  g_autoptr (PfWindow) window = pf_weak_take (sending->window);
  g_autoptr (GHashTable) faults = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *batch
      = pf_outbox_create_pins_finish (PF_OUTBOX (source), result, &faults, &error);
  g_autofree char *words = NULL;
  guint n = sending->drafts->len;

  if (batch != NULL)
    close_composers (sending, faults);
  sending_free (sending);
  if (window == NULL)
    return;
  if (batch == NULL)
    {
      words = pf_error_words (error);
      pf_window_add_toast (window, pf_toast_new (words));
      return;
    }
  n -= g_hash_table_size (faults);
  words = g_strdup_printf (ngettext ("Pinning", "Pinning %u pins", n), n);
  pf_sent_toast_show (window, batch, words);
}

static void
tell_unready (PfWindow *window, guint n)
{
  g_autofree char *words
      = g_strdup_printf (ngettext ("%u draft is not ready: it says what it lacks",
                                   "%u drafts are not ready: they say what they lack", n),
                         n);

  pf_window_add_toast (window, pf_toast_new (words));
}

static gboolean
is_ready (PfConnection *connection, const PfDraft *draft)
{
  g_autofree char *reason = NULL;

  /* What is open in a composer is pinned there. */
  return connection != NULL && pf_composer_find (draft->uuid) == NULL
         && pf_pin_gate (connection, draft, &reason) == PF_PIN_GATE_OPEN;
}

/**
 * pf_drafts_pin:
 * @window: the window it is done in
 * @drafts: (element-type PfDraft): drafts, of any accounts
 *
 * Pins those that are ready, with an Undo an account. A single one that is not is opened: the
 * composer says what stands in the way, and is the place to change it.
 */
void
pf_drafts_pin (PfWindow *window, GPtrArray *drafts)
{
  PfWorkspace *workspace = pf_window_get_workspace (window);
  g_autoptr (GHashTable) accounts = g_hash_table_new_full (NULL, NULL, NULL, array_unref);
  GHashTableIter iter;
  gpointer connection, ready;
  guint n_unready = 0;

  for (guint i = 0; i < drafts->len; i++)
    {
      PfDraft *draft = drafts->pdata[i];

      connection = draft->connection_id != NULL
                       ? pf_connections_find (pf_workspace_get_connections (workspace),
                                              draft->connection_id)
                       : NULL;
      if (!is_ready (connection, draft))
        {
          n_unready++;
          continue;
        }
      ready = g_hash_table_lookup (accounts, connection);
      if (ready == NULL)
        {
          ready = g_ptr_array_new_with_free_func (draft_unref);
          g_hash_table_insert (accounts, connection, ready);
        }
      g_ptr_array_add (ready, pf_draft_ref (draft));
    }
  if (drafts->len == 1 && n_unready == 1)
    {
      pf_composer_present (window, drafts->pdata[0]);
      return;
    }
  g_hash_table_iter_init (&iter, accounts);
  while (g_hash_table_iter_next (&iter, &connection, &ready))
    {
      Sending *sending = g_new (Sending, 1);

      *sending = (Sending){ pf_weak_new (window), g_ptr_array_ref (ready) };
      pf_outbox_create_pins_async (pf_workspace_get_outbox (workspace), connection, ready, NULL,
                                   enqueued_cb, sending);
    }
  if (n_unready > 0)
    tell_unready (window, n_unready);
}
