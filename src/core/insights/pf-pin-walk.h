/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/api/pf-records.h"

G_BEGIN_DECLS

/**
 * PfPinGroup: what pins are added up by
 * @PF_PIN_GROUP_ALL: all of them; the key is ""
 * @PF_PIN_GROUP_BOARD: ids of boards
 * @PF_PIN_GROUP_SECTION: ids of sections; "" for pins in none
 * @PF_PIN_GROUP_CAMPAIGN: the link's utm_campaign; "" for links without
 * @PF_PIN_GROUP_HASHTAG: #words of the description; a pin may be in several
 */
typedef enum
{
  PF_PIN_GROUP_ALL,
  PF_PIN_GROUP_BOARD,
  PF_PIN_GROUP_SECTION,
  PF_PIN_GROUP_CAMPAIGN,
  PF_PIN_GROUP_HASHTAG,
} PfPinGroup;

/**
 * PfPinSpan: what pin_metrics are over
 */
typedef enum
{
  PF_PIN_SPAN_90_DAYS,
  PF_PIN_SPAN_LIFETIME,
} PfPinSpan;

/**
 * PfPinWalk:
 * @pins: (element-type PfPin)
 * @complete: whether it came to the end of the listing; if not, sums are of the newest @pins only
 * @fetched_at: wall clock, us
 */
typedef struct
{
  gatomicrefcount refs;
  GPtrArray *pins;
  gboolean complete;
  gint64 fetched_at;
} PfPinWalk;

#define PF_TYPE_PIN_WALK (pf_pin_walk_get_type ())
GType pf_pin_walk_get_type (void);
PfPinWalk *pf_pin_walk_new (gint64 now_us);
PfPinWalk *pf_pin_walk_ref (PfPinWalk *self);
void pf_pin_walk_unref (PfPinWalk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPinWalk, pf_pin_walk_unref)

/**
 * PfPinSum:
 * @key: of the group
 * @n_pins: how many are in it
 * @n_counted: of how many there are numbers: if fewer, say so; if none, there is no sum
 * @metrics: (element-type utf8 double): sums by name, as the API writes it in pin_metrics:
 *   impression, pin_click, clickthrough, save, reaction, comment ...
 */
typedef struct
{
  char *key;
  guint n_pins, n_counted;
  GHashTable *metrics;
} PfPinSum;

void pf_pin_sum_free (PfPinSum *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPinSum, pf_pin_sum_free)

/* (element-type PfPinSum), most @metric first. Blocks for long walks: worker thread, or few pins.
 */
GPtrArray *
pf_pin_walk_sum (const PfPinWalk *self, PfPinGroup group, PfPinSpan span, const char *metric);
/* The @n pins with most @metric; @share (out): what part of all of it they have, 0 to 1, NAN if
 * unknown. (element-type PfPin) */
GPtrArray *
pf_pin_walk_top (const PfPinWalk *self, PfPinSpan span, const char *metric, guint n, double *share);
/* A pin's own number; FALSE when it has none. */
gboolean pf_pin_get_metric (const PfPin *pin, PfPinSpan span, const char *metric, double *value);

G_END_DECLS
