/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-store.h"

G_BEGIN_DECLS

/* What people did with the pins of an account, by UTC day. All of it is worked out from the seed
 * when it is asked for. The account's days are the sums of its parts; README.md says which. */

typedef enum
{
  PRACTICE_IMPRESSION,
  PRACTICE_PIN_CLICK,
  PRACTICE_OUTBOUND_CLICK,
  PRACTICE_SAVE,
  PRACTICE_USER_FOLLOW,
  PRACTICE_PROFILE_VISIT,
  PRACTICE_VIDEO_START,
  PRACTICE_VIDEO_MRC_VIEW,
  PRACTICE_VIDEO_10S_VIEW,
  PRACTICE_VIDEO_95_VIEW,
  PRACTICE_REACTION,
  PRACTICE_COMMENT,
  PRACTICE_N_COUNTS,
} PracticeCount;

/* SMART_TV is in no document: it comes with the switch `unknown_names`. */
typedef enum
{
  PRACTICE_MOBILE,
  PRACTICE_TABLET,
  PRACTICE_WEB,
  PRACTICE_SMART_TV,
  PRACTICE_N_APPS,
} PracticeApp;

typedef enum
{
  PRACTICE_ORGANIC_IMAGE,
  PRACTICE_ORGANIC_PRODUCT,
  PRACTICE_ORGANIC_VIDEO,
  PRACTICE_ADS_STANDARD,
  PRACTICE_ADS_PRODUCT,
  PRACTICE_ADS_VIDEO,
  PRACTICE_ADS_IDEA,
  PRACTICE_N_FORMATS,
} PracticeFormat;

/* Bits of what is counted: 1 << PracticeApp, 1 << PracticeFormat; claimed and source: bit 0 is
 * OTHER and OTHER_PINS, bit 1 is CLAIMED and YOUR_PINS. */
typedef struct
{
  guint apps;
  guint formats;
  guint claimed;
  guint sources;
} PracticeSlice;

#define PRACTICE_SLICE_ALL                                                                         \
  ((PracticeSlice){ (1u << PRACTICE_N_APPS) - 1, (1u << PRACTICE_N_FORMATS) - 1, 3, 3 })

typedef enum
{
  PRACTICE_DAY_READY,
  PRACTICE_DAY_ESTIMATE,
  PRACTICE_DAY_PROCESSING,
  PRACTICE_DAY_BEFORE,
  /* The day is not in the answer at all. */
  PRACTICE_DAY_MISSING,
} PracticeDay;

typedef struct
{
  gint64 n[PRACTICE_N_COUNTS];
} PracticeCounts;

typedef struct _PracticeNumbers PracticeNumbers;

PracticeNumbers *practice_numbers_new (PracticeWorld *world, guint64 seed);
void practice_numbers_free (PracticeNumbers *self);
/* Whether a part of WEB is told as SMART_TV. */
void practice_numbers_odd_names (PracticeNumbers *self, gboolean odd_names);

/* Days are numbers of UTC days since 1970; @today decides how much of a day is known yet. */
PracticeDay practice_numbers_day (PracticeNumbers *self, guint account, gint64 day, gint64 today);
/* Fills @days with what @slice holds of the whole account, from the day @first. */
void practice_numbers_account (PracticeNumbers *self,
                               PracticeStore *store,
                               guint account,
                               const PracticeSlice *slice,
                               gint64 first,
                               guint n_days,
                               gint64 today,
                               PracticeCounts *days);
/* The same of one pin. */
void practice_numbers_pin (PracticeNumbers *self,
                           PracticeStore *store,
                           PracticePin *pin,
                           const PracticeSlice *slice,
                           gint64 first,
                           guint n_days,
                           gint64 today,
                           PracticeCounts *days);
/* All that was ever counted of a pin. */
void practice_numbers_lifetime (PracticeNumbers *self,
                                PracticeStore *store,
                                PracticePin *pin,
                                gint64 today,
                                PracticeCounts *sum);

typedef struct
{
  char *pin_id;
  PracticeFormat format;
  PracticeCounts counts;
} PracticeRanked;

/* The pins that can be among the first of the account with their sums over the days that are known:
 * PracticeRanked, in no order. Pins that are gone and pins without an impression are not in it. */
GArray *practice_numbers_candidates (PracticeNumbers *self,
                                     PracticeStore *store,
                                     guint account,
                                     const PracticeSlice *slice,
                                     gint64 created_after_us,
                                     gint64 first,
                                     guint n_days,
                                     gint64 today);

gint64 practice_numbers_followers (PracticeNumbers *self, guint account, gint64 today);

G_END_DECLS
