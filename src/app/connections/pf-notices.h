/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/pf-notice-bar.h"
#include "core/account/pf-connections.h"

G_BEGIN_DECLS

#define PF_TYPE_NOTICE_WATCH (pf_notice_watch_get_type ())
G_DECLARE_FINAL_TYPE (PfNoticeWatch, pf_notice_watch, PF, NOTICE_WATCH, GObject)

PfNoticeWatch *pf_notice_watch_new (PfConnections *connections);
const PfNotice *pf_notice_watch_get (PfNoticeWatch *self);

PfNotice *pf_notice_for_connections (PfConnections *connections);
char *pf_window_action_for (const char *action, PfConnection *connection);

G_END_DECLS
