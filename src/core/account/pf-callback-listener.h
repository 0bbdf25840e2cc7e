/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/account/pf-callback-request.h"
#include "core/base/pf-clock.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define PF_CALLBACK_RESULT_PATH "/pinfold-result"

/**
 * PfCallbackListener:
 *
 * Waits on loopback, IPv4 and IPv6, for the browser to come back (RFC 8252 section 7.3).
 * Main thread, but for opening. Reference counted.
 */
typedef struct _PfCallbackListener PfCallbackListener;

/**
 * PfCallbackFunc:
 * @verdict: PF_CALLBACK_CODE or PF_CALLBACK_DECLINED
 * @request: (transfer none): what the redirect said
 * @data: user data
 *
 * Called once, for the first request that passes every check.
 */
typedef void (*PfCallbackFunc) (PfCallbackVerdict verdict,
                                PfCallbackRequest *request,
                                gpointer data);

PfCallbackListener *
pf_callback_listener_open (PfClock *clock, const char *redirect_uri, GError **error);
void pf_callback_listener_start (PfCallbackListener *self,
                                 const char *state,
                                 const char *issuer,
                                 PfCallbackFunc callback,
                                 gpointer data);
void pf_callback_listener_linger_on (PfCallbackListener *self, GObject *owner);
void pf_callback_listener_end_lingering (GObject *owner);
gboolean pf_callback_listener_is_open (PfCallbackListener *self);
void pf_callback_listener_close (PfCallbackListener *self);
PfCallbackListener *pf_callback_listener_ref (PfCallbackListener *self);
void pf_callback_listener_unref (PfCallbackListener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfCallbackListener, pf_callback_listener_unref)

G_END_DECLS
