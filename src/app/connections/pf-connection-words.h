/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connection.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * PfConnectionWords:
 * @word: what the person reads, translated
 * @icon_name: a symbolic icon of its own, so that colour is never the only sign
 * @style: of class pinfold-state: "connected", "due", "trouble" or "idle"
 * @label: (nullable): the one next step, translated, with a mnemonic
 * @action: (nullable): window action of that step; its target is the connection's id
 * @severity: 0 is well; of several accounts the highest is shown
 *
 * A state of a connection in words (ui.md "Colour", "Words"; requirements MO-11).
 */
typedef struct
{
  const char *word;
  const char *icon_name;
  const char *style;
  const char *label;
  const char *action;
  guint severity;
} PfConnectionWords;

PfConnectionWords
pf_connection_words (PfConnectionState state, gboolean offline, gboolean warn, gboolean publishing);
PfConnectionWords pf_connection_get_words (PfConnection *connection);
char *pf_connection_describe (PfConnection *connection);
char *pf_words_for_expiry (gint64 at_us, gint64 now_us);
void pf_offer_step_for_error (GtkButton *button, const GError *error, PfConnection *connection);
void pf_offer_step_for_numbers (GtkButton *button, const GError *error, PfConnection *connection);
const char *pf_words_for_read_only (PfConnection *connection);

G_END_DECLS
