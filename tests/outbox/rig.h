/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox-private.h"
#include "fake-world.h"

G_BEGIN_DECLS

/*
 * An outbox on a store of its own, a virtual clock and a fake world. Every call runs the
 * main loop until nothing is left to do at the present moment.
 */
typedef struct
{
  char *folder;
  PfVirtualClock *clock;
  PfContext *context;
  PfStore *store;
  FakeWorld *world;
  PfOutbox *outbox;
  char *board; /* local UUID of a board that is at the service */
  char *board_remote;
  guint n_done, n_failed, n_asks, n_changed;
  char *last_error;
} Rig;

#define RIG_START_US (G_GINT64_CONSTANT (1789000000) * G_USEC_PER_SEC)

void rig_init (Rig *self, guint64 seed);
void rig_init_at (Rig *self, const char *folder, gint64 now, guint64 seed);
void rig_clear (Rig *self);
void rig_start (Rig *self);
void rig_crash (Rig *self);   /* the engine dies where it is */
void rig_restart (Rig *self); /* crash, then a new engine */
void rig_settle (Rig *self);
/* Another process on the same data, clock and world, which does not deliver. */
void rig_open_other (Rig *self, Rig *other);
void rig_close_other (Rig *other);
void rig_hear (Rig *self); /* waits for word of what others committed */
void rig_advance (Rig *self, double seconds);

/* Each gives a batch id, to free; NULL with @error. */
char *rig_create_board (Rig *self, const char *name, char **uuid, GError **error);
char *rig_create_pin (Rig *self, const char *title, const char *board_uuid, GError **error);
char *rig_create_pin_of (Rig *self,
                         const char *connection,
                         const char *title,
                         const char *board,
                         char **uuid,
                         GError **error);
char *rig_create_pin_in (
    Rig *self, const char *title, const char *board_uuid, const char *section_uuid, GError **error);
char *rig_create_video (Rig *self, const char *title, const char *board_uuid, GError **error);
char *rig_delete_pin (Rig *self, const char *pin_uuid, GError **error);
/* Spends @batch; a batch id, or NULL with @error. */
char *rig_enqueue (Rig *self, PfBatch *batch, GError **error);
/* A batch with the move or the new title of pins of the world ("one" is the account). */
char *rig_move (Rig *self, FakePin *pin, const char *from_uuid, const char *to_uuid);
char *rig_retitle (Rig *self, FakePin *pin, const char *title);
void rig_add_move (Rig *self, PfBatch *batch, FakePin *pin, const char *from, const char *to);
char *rig_pin_uuid (const FakePin *pin);
PfBatchProgress *rig_progress (Rig *self, const char *batch_id);
PfUndoReport *rig_undo_report (Rig *self, const char *batch_id);
char *rig_remote_of (Rig *self, const char *uuid); /* NULL when it is not known */
char *rig_local_of (Rig *self, const char *kind, const char *remote_id);
char *rig_undo (Rig *self, const char *batch_id);
gboolean rig_drain (Rig *self);
char *rig_add_board (Rig *self, const char *name, guint number); /* local UUID */

PfOutboxRow *rig_row (Rig *self, const char *batch_id); /* of any state, transfer full */
void rig_assert_state (Rig *self, const char *batch_id, PfOutboxState state);
GPtrArray *rig_list (Rig *self);
char *rig_waiting_for (Rig *self, const char *batch_id);
GPtrArray *rig_attempts (Rig *self, const char *row_uuid);
GPtrArray *rig_drafts (Rig *self);
gint64 rig_sql_int (Rig *self, const char *sql);

typedef void (*RigCall) (PfOutbox *, const char *, GCancellable *, GAsyncReadyCallback, gpointer);
typedef gboolean (*RigFinish) (PfOutbox *, GAsyncResult *, GError **);
gboolean rig_call (Rig *self, RigCall call, RigFinish finish, const char *batch_id, GError **error);
#define RIG_CALL(rig, name, batch, error)                                                          \
  rig_call (rig, pf_outbox_##name##_async, pf_outbox_##name##_finish, batch, error)

char *rig_make_folder (void);

G_END_DECLS
