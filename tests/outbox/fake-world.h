/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/pf-context.h"
#include "core/outbox/pf-delivery.h"

G_BEGIN_DECLS

/*
 * A Pinterest of a few lines with every way to lose an answer, on any clock. It is the
 * truth that the outbox's rows are compared with.
 */

typedef enum
{
  FAKE_OK,
  FAKE_UNSENT,       /* nothing left */
  FAKE_LOST_BEFORE,  /* maybe sent, not made */
  FAKE_LOST_AFTER,   /* made, no reply */
  FAKE_LATE,         /* made 20 s after the reply was given up */
  FAKE_TWICE,        /* made twice, no reply */
  FAKE_500_BEFORE,   /* not made, 500 */
  FAKE_500_AFTER,    /* made, 503 */
  FAKE_GARBAGE,      /* made, 201 with a body that is no pin */
  FAKE_400_CODE_12,  /* not made, "something went wrong" */
  FAKE_400,          /* refused */
  FAKE_409,          /* busy */
  FAKE_429,          /* wait retry_after_s */
  FAKE_429_SPAM,     /* refused */
  FAKE_401_TOKEN,    /* code 2 */
  FAKE_401_SCOPE,    /* code 3 */
  FAKE_403_TRIAL,    /* code 29 */
  FAKE_404,          /* not there */
  FAKE_401_EDIT,     /* code 3 on an edit of a pin: closed to this app */
  FAKE_UNCLASSIFIED, /* made; an error of a foreign domain */
  FAKE_N_KINDS
} FakeKind;

typedef struct
{
  char *id, *board_id, *title, *description, *link;
  char *section_id, *parent_id, *alt_text;
  gint64 created_at;
  guint64 fingerprint;
} FakePin;

typedef struct
{
  char *id, *board_id, *name;
} FakeSection;

typedef struct
{
  char *id, *name;
  gint64 created_at;
} FakeBoard;

#define FAKE_PIECES 60

#define FAKE_TYPE_WORLD (fake_world_get_type ())
G_DECLARE_FINAL_TYPE (FakeWorld, fake_world, FAKE, WORLD, GObject)

struct _FakeWorld
{
  GObject parent_instance;
  PfClock *clock;
  GPtrArray *accounts; /* PfDeliveryAccount */
  GPtrArray *pins, *boards, *sections;
  GQueue faults; /* FakeKind of the next writes; then chaos, or FAKE_OK */
  FakeKind (*chaos) (FakeWorld *self, gpointer data);
  gpointer chaos_data;
  gint64 delay_us;
  gint64 retry_after_s;
  gint64 next_id;
  guint page_size;
  guint fail_lists, fail_fingerprints;
  gboolean empty_page_first, repeat_bookmark, renew_fails;
  guint n_updates, n_saves, n_create_sections, n_lost_pins; /* pins deleted with what held them */
  guint n_pieces; /* of a video that arrived, a second each */
  guint n_create_pins, n_create_boards, n_removes, n_renews, n_lists, n_in_flight, max_in_flight;
  char *succeeded;   /* the operation whose success the account was told last */
  GPtrArray *noted;  /* char *: kinds of errors told to the account */
  GPtrArray *order;  /* char *: titles and names as they arrived */
  GHashTable *lanes; /* boards with a create in flight */
  gboolean lane_clash;
  char *log_path; /* appended by every write that is done, so that it outlives a kill */
  void (*on_accept) (FakeWorld *self, const char *title, gpointer data);
  gpointer accept_data;
};

FakeWorld *fake_world_new (PfClock *clock);
PfDeliveryAccount *fake_world_add_account (FakeWorld *self, const char *id);
PfDeliveryAccount *fake_world_get_account (FakeWorld *self, const char *id);
void fake_world_fault (FakeWorld *self, FakeKind kind);
char *fake_world_add_board (FakeWorld *self, const char *name);
void fake_world_keep_board (FakeWorld *self, const char *id, const char *name);
FakePin *
fake_world_add_pin (FakeWorld *self, const char *board_id, const char *title, gint64 age_s);
guint fake_world_count_pins (FakeWorld *self, const char *title);
guint fake_world_count_boards (FakeWorld *self, const char *name);
FakePin *fake_world_find_pin (FakeWorld *self, const char *id);
FakeSection *fake_world_add_section (FakeWorld *self, const char *board_id, const char *name);
FakeSection *fake_world_find_section (FakeWorld *self, const char *id);
FakeBoard *fake_world_find_board (FakeWorld *self, const char *id);
guint fake_world_count_on (FakeWorld *self, const char *board_id, const char *section_id);
void fake_world_load_log (FakeWorld *self);
PfConnection *fake_connection (const char *id);

G_END_DECLS
