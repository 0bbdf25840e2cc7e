/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox-record.h"
#include "fake-world.h"

G_BEGIN_DECLS

/* What both halves of the fake service share. */
void fake_append_log (
    FakeWorld *self, const char *what, const char *id, const char *board, const char *text);
FakePin *
fake_keep_pin (FakeWorld *self, const char *id, const char *board_id, const char *title, gint64 at);
PfPin *fake_as_pin (const FakePin *pin);
PfBoard *fake_as_board (const FakeBoard *board);
FakeKind fake_next_kind (FakeWorld *self);
gboolean fake_is_made (FakeKind kind);
GError *fake_make_error (FakeWorld *self, FakeKind kind);
void fake_reply_later (
    FakeWorld *self, GTask *task, gpointer value, GDestroyNotify value_free, GError *error);
void fake_reply_to_write (FakeWorld *self,
                          GTask *task,
                          FakeKind kind,
                          gpointer value,
                          GDestroyNotify value_free,
                          const char *lane);
GTask *fake_new_task (gpointer self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer data);
gpointer fake_finish (PfDelivery *delivery, GAsyncResult *result, GError **error);
PfPage *fake_make_page (FakeWorld *self, GPtrArray *records, const char *bookmark);
gboolean fake_fail_list (FakeWorld *self, GTask *task);
void fake_free_pin (gpointer data);
void fake_free_board (gpointer data);
void fake_free_page (gpointer data);

/* fake-edits.c */
void fake_edits_iface_init (PfDeliveryInterface *iface);
gboolean fake_edits_load (FakeWorld *self, char **line);
gboolean fake_refuse_missing (FakeWorld *self, GTask *task, const char *board_id);

/* fake-media.c */
void fake_media_iface_init (PfDeliveryInterface *iface);

/* fake-removals.c */
void fake_removals_iface_init (PfDeliveryInterface *iface);
void fake_drop (FakeWorld *self, const char *id);

G_END_DECLS
