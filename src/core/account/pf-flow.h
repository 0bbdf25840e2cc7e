/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A flow: many asynchronous steps written one after the other. It runs on a thread of its
 * own, and every step that belongs to the main context is begun and ended there while the
 * flow waits. The main thread is never held up.
 */

/**
 * PfFlowBegin:
 * @data: arguments
 * @callback: what to give to the asynchronous call
 * @user_data: likewise
 *
 * Begins an asynchronous call, on the main context.
 */
typedef void (*PfFlowBegin) (gpointer data, GAsyncReadyCallback callback, gpointer user_data);

void pf_flow_start (GTask *task, GTaskThreadFunc func);
GAsyncResult *pf_flow_await (GTask *task, PfFlowBegin begin, gpointer data);
void pf_flow_on_main (GTask *task, GFunc func, gpointer data);

G_END_DECLS
