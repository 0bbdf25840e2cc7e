/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-connections.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define PF_TYPE_CONSENT_WINDOW (pf_consent_window_get_type ())
G_DECLARE_FINAL_TYPE (PfConsentWindow, pf_consent_window, PF, CONSENT_WINDOW, AdwWindow)

/*
 * Signals: "connected" (PfConnection) when the account is there; "see-boards" (PfConnection);
 * "check-keys" (const char *kind_id).
 */
PfConsentWindow *pf_consent_window_new (GtkWindow *parent,
                                        PfConnections *connections,
                                        PfContext *context,
                                        const PfKind *kind,
                                        PfConnection *connection,
                                        const char *const *scopes);

PfConnection *pf_consent_window_get_connection (PfConsentWindow *self);

G_END_DECLS
