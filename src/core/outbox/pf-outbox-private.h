/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/outbox/pf-outbox-commands.h"
#include "core/outbox/pf-outbox-schedule.h"
#include "core/outbox/pf-outbox-settle.h"

G_BEGIN_DECLS

/*
 * The engine's inside, for its own files and for its tests. Main context only.
 */

/**
 * PfFlight:
 * @serial: counts up, so that a refusal of an old token is told from one of a new
 * @end: how it ended, once it did
 * @waiting: its outcome could not be written yet
 * @media_stop: (nullable): ends what goes before the pin
 * @alike: (element-type gpointer): what a look found so far that may be it
 *
 * A row that is being sent or looked for.
 */
typedef struct
{
  PfOutbox *outbox;
  PfOutboxRecord *record;
  char *lane;
  gboolean look;
  gboolean waiting;
  guint64 serial;
  PfOutboxSettlement *end;
  GPtrArray *pictures; /* (element-type GBytes): what goes into the request */
  GCancellable *media_stop;
  PfMedia *media; /* where a video goes */
  double share;   /* of it that is there, -1 when it is not being sent */
  guint n_looks;  /* at what Pinterest makes of it */
  gboolean give_up;
  PfPin *pin;
  PfBoard *board;
  /* a look */
  gint64 looked_at;
  GPtrArray *alike;
  guint next_alike;
  GHashTable *bookmarks;
  guint n_pages;
  /* a survey */
  PfSection *section;
  struct _PfSurvey *survey;
} PfFlight;

/**
 * PfSurveyFunc:
 * @error: (transfer full) (nullable): why it could not be listed
 */
typedef void (*PfSurveyFunc) (PfFlight *flight, GError *error);

/**
 * PfSurvey:
 * @sections, @pins: (element-type PfOutboxListed): what is in a board or a section
 * @target_sections: likewise, of the board that is merged into
 * @complete: whether each listing came to its end, so that what is not in it is not there
 *
 * Lists all that is in something before it is deleted: each page of its sections, of its
 * pins, and of the pins of each section.
 */
typedef struct _PfSurvey
{
  GPtrArray *sections, *pins, *target_sections;
  char *board_id, *section_id, *target_id;
  guint step, n_pages;
  gboolean complete;
  GHashTable *seen, *bookmarks;
  PfSurveyFunc done;
} PfSurvey;

void pf_flight_survey (PfFlight *self,
                       const char *board_id,
                       const char *section_id,
                       const char *target_id,
                       PfSurveyFunc done);
void pf_survey_free (PfSurvey *self);
const char *pf_survey_words_incomplete (void);

struct _PfOutbox
{
  GObject parent_instance;
  PfContext *context;
  PfStore *store;
  PfMirror *mirror; /* nullable */
  PfDelivery *delivery;
  char *owner;
  GCancellable *stop;
  int lock_fd;
  gboolean stopped, delivering, taking_over;
  gboolean pumping, pump_again;
  guint wake_id, lock_id;
  guint64 serial;
  guint n_busy;            /* database and file work under way */
  GHashTable *flights;     /* row uuid -> PfFlight, unowned */
  GHashTable *paused;      /* connection ids whose queue is stopped */
  GHashTable *renewing;    /* connection ids */
  GHashTable *renewed;     /* connection id -> serial */
  GHashTable *off_network; /* connection ids */
  GHashTable *holds;       /* batch id -> timer id */
  GHashTable *timers;      /* ids of small timers */
  GPtrArray *listing;      /* GTask: who waits for the next reading */
  GQueue drains;           /* GTask */
};

PfOutbox *pf_outbox_new_with_delivery (PfStore *store, PfMirror *mirror, PfDelivery *delivery);
gboolean pf_outbox_is_busy (PfOutbox *self);

gint64 pf_outbox_now (PfOutbox *self);
void pf_outbox_pump (PfOutbox *self);
void pf_outbox_touch (PfOutbox *self);
PfOutboxMoment *pf_outbox_make_moment (PfOutbox *self);
void pf_outbox_after (PfOutbox *self,
                      gint64 delay_us,
                      GSourceOnceFunc callback,
                      gpointer data,
                      GDestroyNotify data_free);
void pf_outbox_emit_row (PfOutbox *self, PfOutboxRow *row);
void pf_outbox_run (PfOutbox *self,
                    PfDbMode mode,
                    PfDbFunc func,
                    gpointer data,
                    GDestroyNotify data_free,
                    GDestroyNotify result_free,
                    GAsyncReadyCallback callback,
                    gpointer user_data);
gpointer pf_outbox_run_finish (PfOutbox *self, GObject *db, GAsyncResult *result, GError **error);
void pf_outbox_check_drains (PfOutbox *self);
void pf_outbox_begin_pruning (PfOutbox *self);

/* The way in. */
PfOutboxCommand *pf_outbox_new_command (PfOutbox *self,
                                        PfConnection *connection,
                                        PfOutboxOp op,
                                        const char *object_uuid);
char *pf_outbox_create_pins_finish_one (PfOutbox *self,
                                        GAsyncResult *result,
                                        char **object_uuid,
                                        GError **error);

/* Flights. */
void pf_outbox_emit_rows (PfOutbox *self, const PfOutboxRecord *record, PfOutboxState was);
void pf_outbox_tell_mirror (PfFlight *flight, const PfOutboxRecord *record);
void pf_flight_merge (PfFlight *self);
void pf_flight_mark_sent (PfFlight *self);
void pf_outbox_start_flight (PfOutbox *self, PfOutboxRecord *record);
void pf_flight_land (PfFlight *self, GError *error, const char *remote_id);
void pf_flight_free (PfFlight *self);
void pf_flight_look (PfFlight *self);
void pf_flight_get_media (PfFlight *self);
void pf_flight_drop_media (PfFlight *self);
void pf_flight_ready (PfFlight *self);
PfNewPin pf_flight_describe_pin (PfFlight *self, PfNewPinItem items[PF_CAROUSEL_MAX]);
void pf_outbox_emit_upload (PfOutbox *self, PfOutboxRow *row);
PfVerdict pf_outbox_learn (PfOutbox *self, const PfFlight *flight, const GError *error);

G_END_DECLS
