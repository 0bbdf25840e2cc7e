/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-numbers-private.h"

#include <math.h>
#include <string.h>

/* Seeded pins share 256 units: a unit has its own ups and downs, and each of its pins a fixed
 * share of them. So a day of the account costs 256 steps, however many pins there are, and is
 * still to the last click the sum of its pins. Beside them stand pins of others that lead to the
 * claimed website, and ads. */
#define N_UNITS PRACTICE_N_UNITS
#define N_HOT PRACTICE_N_HOT
#define N_OTHERS 8
G_STATIC_ASSERT (N_OTHERS + PRACTICE_N_FORMATS - PRACTICE_ADS_STANDARD == PRACTICE_N_FOREIGN);

#define DAY_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC)
#define LONG_AGO (-G_GINT64_CONSTANT (1000000))

enum
{
  SALT_WEIGHT = 11,
  SALT_UNIT,
  SALT_DAY,
  SALT_RATE,
  SALT_SPIKE,
  SALT_ZERO,
  SALT_LATE,
  SALT_SHARE,
  SALT_OTHER,
};

typedef struct
{
  /* Weight before and of each pin within its unit; 2^64 is never near. */
  guint64 *before;
  guint64 *weight;
  guint64 total[N_UNITS];
  guint64 all;
  guint hot[N_UNITS][N_HOT];
  guint n_hot[N_UNITS];
} Shares;

struct _PracticeNumbers
{
  PracticeWorld *world;
  guint64 seed;
  gboolean odd_names;
  Shares *shares[PRACTICE_N_ACCOUNTS];
};

static guint64
mix (PracticeNumbers *self, guint salt, guint64 a, gint64 b)
{
  return practice_hash (practice_hash (self->seed * 31 + salt, a), (guint64)b);
}

/* 0 to below 1 */
static double
fraction (guint64 chance)
{
  return (double)(chance >> 11) / 9007199254740992.0;
}

guint64
practice_numbers_chance (PracticeNumbers *self, guint salt, guint64 a, gint64 b)
{
  return mix (self, salt, a, b);
}

PracticeWorld *
practice_numbers_world (PracticeNumbers *self)
{
  return self->world;
}

PracticeNumbers *
practice_numbers_new (PracticeWorld *world, guint64 seed)
{
  PracticeNumbers *self = g_new0 (PracticeNumbers, 1);

  self->world = world;
  self->seed = seed;
  return self;
}

void
practice_numbers_free (PracticeNumbers *self)
{
  for (guint i = 0; i < PRACTICE_N_ACCOUNTS; i++)
    if (self->shares[i] != NULL)
      {
        g_free (self->shares[i]->before);
        g_free (self->shares[i]->weight);
        g_free (self->shares[i]);
      }
  g_free (self);
}

void
practice_numbers_odd_names (PracticeNumbers *self, gboolean odd_names)
{
  self->odd_names = odd_names;
}

/* ---- what there is ---- */

/* A few pins have most of it; pins of secret boards are seen by nobody. */
static guint64
weight_of (PracticeNumbers *self, guint account, guint pin)
{
  guint64 chance = mix (self, SALT_WEIGHT, account, pin);
  guint64 weight = 40000 / (20 + chance % 1000);
  guint board, nth;

  practice_world_locate_pin (self->world, pin, &board, &nth);
  if (g_str_equal (practice_world_board_privacy (account, board), "SECRET"))
    return 0;
  return (chance >> 20) % 50 == 0 ? weight * 6 : weight;
}

static void
keep_hot (Shares *shares, guint unit, guint pin)
{
  guint *hot = shares->hot[unit];
  guint at = shares->n_hot[unit];

  while (at > 0 && shares->weight[hot[at - 1]] < shares->weight[pin])
    at--;
  if (at == N_HOT)
    return;
  if (shares->n_hot[unit] < N_HOT)
    shares->n_hot[unit]++;
  memmove (hot + at + 1, hot + at, (shares->n_hot[unit] - at - 1) * sizeof (guint));
  hot[at] = pin;
}

static Shares *
shares_of (PracticeNumbers *self, guint account)
{
  guint n = practice_world_n_pins (self->world, account);
  Shares *shares = self->shares[account];

  if (shares != NULL)
    return shares;
  shares = self->shares[account] = g_new0 (Shares, 1);
  shares->before = g_new0 (guint64, n + 1);
  shares->weight = g_new0 (guint64, n + 1);
  for (guint pin = 0; pin < n; pin++)
    {
      guint unit = pin % N_UNITS;

      shares->weight[pin] = weight_of (self, account, pin);
      shares->before[pin] = shares->total[unit];
      shares->total[unit] += shares->weight[pin];
      shares->all += shares->weight[pin];
      if (shares->weight[pin] > 0)
        keep_hot (shares, unit, pin);
    }
  return shares;
}

const guint *
practice_unit_hot (PracticeNumbers *self, guint account, guint unit, guint *n)
{
  Shares *shares = shares_of (self, account);

  *n = shares->n_hot[unit];
  return shares->hot[unit];
}

double
practice_unit_share (PracticeNumbers *self, guint account, guint pin)
{
  Shares *shares = shares_of (self, account);
  guint64 total = shares->total[pin % N_UNITS];

  return total > 0 ? (double)shares->weight[pin] / (double)total : 0;
}

/* Impressions of an ordinary day of the whole account. */
static double
account_rate (PracticeNumbers *self, guint account)
{
  static const double sizes[PRACTICE_N_ACCOUNTS] = { 1.0, 1.7, 0.4, 0.0 };

  return 1600 * sizes[account] * sqrt (practice_world_n_pins (self->world, account) / 240.0);
}

static PracticeFormat
seeded_format (PracticeNumbers *self, guint account, guint pin)
{
  if (practice_world_pin_is_video (self->world, account, pin))
    return PRACTICE_ORGANIC_VIDEO;
  return practice_account (account)->business && pin % N_UNITS % 9 == 4 ? PRACTICE_ORGANIC_PRODUCT
                                                                        : PRACTICE_ORGANIC_IMAGE;
}

PracticeUnit
practice_unit_seeded (PracticeNumbers *self, guint account, guint unit)
{
  Shares *shares = shares_of (self, account);
  PracticeUnit u
      = { .account = account, .key = mix (self, SALT_UNIT, account, unit), .born = LONG_AGO };

  u.rate = shares->all > 0
               ? account_rate (self, account) * (double)shares->total[unit] / (double)shares->all
               : 0;
  u.format = seeded_format (self, account, unit);
  u.claimed = unit % 5 < 3 ? 2 : 1;
  u.source = 2;
  u.index = (int)unit;
  return u;
}

/* Pins that are not in the account's lists: others' that lead to the claimed website, then ads. */
PracticeUnit
practice_unit_foreign (PracticeNumbers *self, guint account, guint nth)
{
  PracticeUnit u
      = { .account = account, .key = mix (self, SALT_OTHER, account, nth), .born = LONG_AGO };

  u.index = -1;
  if (nth < N_OTHERS)
    {
      u.rate = account_rate (self, account) * 0.004 * (double)(1 + nth % 4);
      u.format = nth % 5 == 3 ? PRACTICE_ORGANIC_VIDEO : PRACTICE_ORGANIC_IMAGE;
      u.claimed = 2;
      u.source = 1;
    }
  else
    {
      u.rate = practice_account (account)->business
                   ? account_rate (self, account) * 0.005 * (double)(1 + nth % 4)
                   : 0;
      u.format = PRACTICE_ADS_STANDARD + nth - N_OTHERS;
      u.claimed = 2;
      u.source = 2;
    }
  return u;
}

char *
practice_unit_foreign_id (PracticeNumbers *self, guint account, guint nth)
{
  guint64 digits = mix (self, SALT_OTHER, account, 1000 + nth) % 99999999999u;

  return g_strdup_printf ("8131%014" G_GUINT64_FORMAT, digits);
}

static guint
website_claims (PracticePin *pin)
{
  const char *website = practice_account (pin->account)->website;

  return website[0] != '\0' && pin->link != NULL && g_str_has_prefix (pin->link, website) ? 2 : 1;
}

/* A pin that a client made. */
PracticeUnit
practice_unit_made (PracticeNumbers *self, PracticePin *pin)
{
  guint64 key = mix (self, SALT_OTHER, pin->account, (gint64)g_ascii_strtoull (pin->id, NULL, 10));
  PracticeUnit u = { .account = pin->account, .key = key, .index = -1 };

  u.rate = 4 + (double)(key % 40);
  u.format
      = g_str_equal (pin->media_type, "video") ? PRACTICE_ORGANIC_VIDEO : PRACTICE_ORGANIC_IMAGE;
  u.claimed = website_claims (pin);
  u.source = 2;
  u.born = pin->created_us / DAY_US;
  return u;
}

/* ---- one day of one unit ---- */

/* A wave of @length days between -1 and 1. */
static double
wave (gint64 day, int length, int shift)
{
  double at = (double)((day + shift) % length) / length;

  return at < 0.5 ? 4 * at - 1 : 3 - 4 * at;
}

/* More on Saturdays and Sundays, most before Christmas, and slowly more from year to year.
 * 1970-01-01 was a Thursday. */
static double
season (guint account, gint64 day)
{
  static const double week[7] = { 0.97, 1.04, 1.25, 1.32, 0.90, 0.86, 0.89 };
  double growth = CLAMP (1 + 0.0004 * (double)(day - 20000), 0.4, 4);

  return week[(day + account) % 7] * growth * (1 + 0.22 * wave (day, 365, 15))
         * (1 + 0.08 * wave (day, 200, 40));
}

static double
spike (PracticeNumbers *self, const PracticeUnit *unit, gint64 day)
{
  static const double fading[] = { 1, 0.55, 0.3, 0.12 };
  guint n = MIN (practice_world_n_pins (self->world, unit->account), N_UNITS);
  double more = 0;

  if (unit->index < 0 || unit->rate <= 0 || n == 0)
    return 0;
  for (guint k = 0; k < G_N_ELEMENTS (fading); k++)
    {
      guint64 chance = mix (self, SALT_SPIKE, unit->account, day - k);

      if (chance % 31 == 7 && (chance >> 16) % n == (guint64)unit->index)
        more += fading[k] * account_rate (self, unit->account) * (1.2 + 1.6 * fraction (chance));
    }
  return more;
}

/* A day that is not final yet is told too low; some are corrected up to their sixth day. */
static gint64
late (PracticeNumbers *self, guint account, gint64 day, gint64 today)
{
  gint64 age = today - day;
  guint64 chance = mix (self, SALT_LATE, account, day * 8 + MIN (age, 7));

  if (age <= 0)
    return 0;
  if (age == 1)
    return 620 + (gint64)(chance % 200);
  if (age == 2)
    return 850 + (gint64)(chance % 100);
  if (age <= 5 && mix (self, SALT_LATE, account, day * 8) % 3 == 0)
    return 984 + (gint64)(chance % 10);
  return 1000;
}

/* Impressions of @unit on @day by app. */
static void
unit_day (PracticeNumbers *self,
          const PracticeUnit *unit,
          gint64 day,
          gint64 today,
          gint64 apps[PRACTICE_N_APPS])
{
  guint64 chance = mix (self, SALT_DAY, unit->key, day);
  double amount, fresh = 1;
  gint64 all;

  memset (apps, 0, PRACTICE_N_APPS * sizeof (gint64));
  if (unit->rate <= 0 || day < unit->born || day >= today
      || mix (self, SALT_ZERO, unit->account, day) % 97 == 11)
    return;
  if (unit->format >= PRACTICE_ADS_STANDARD && mix (self, SALT_ZERO, unit->key, day / 14) % 3 != 0)
    return;
  if (unit->born > LONG_AGO)
    /* A new pin is shown around for two weeks. */
    fresh = 1 + 4.0 * (double)MAX (0, 14 - (day - unit->born)) / 14;
  amount = unit->rate * fresh * season (unit->account, day) * (0.7 + 0.6 * fraction (chance))
           + spike (self, unit, day);
  /* Small ones have days on which nobody came. */
  all = (gint64)(amount + fraction (practice_hash (chance, 1)));
  all = all * late (self, unit->account, day, today) / 1000;
  apps[PRACTICE_MOBILE]
      = (gint64)((double)all * (0.66 + 0.1 * fraction (practice_hash (chance, 2))));
  apps[PRACTICE_TABLET]
      = (gint64)((double)all * (0.06 + 0.05 * fraction (practice_hash (chance, 3))));
  apps[PRACTICE_WEB] = all - apps[PRACTICE_MOBILE] - apps[PRACTICE_TABLET];
  if (self->odd_names)
    {
      apps[PRACTICE_SMART_TV] = apps[PRACTICE_WEB] / 4;
      apps[PRACTICE_WEB] -= apps[PRACTICE_SMART_TV];
    }
}

static double
count_rate (const PracticeUnit *unit, PracticeCount count)
{
  static const double rates[PRACTICE_N_COUNTS] = {
    [PRACTICE_IMPRESSION] = 1,         [PRACTICE_PIN_CLICK] = 0.045,
    [PRACTICE_OUTBOUND_CLICK] = 0.012, [PRACTICE_SAVE] = 0.028,
    [PRACTICE_USER_FOLLOW] = 0.0008,   [PRACTICE_PROFILE_VISIT] = 0.004,
    [PRACTICE_VIDEO_START] = 0.62,     [PRACTICE_VIDEO_MRC_VIEW] = 0.41,
    [PRACTICE_VIDEO_10S_VIEW] = 0.22,  [PRACTICE_VIDEO_95_VIEW] = 0.09,
    [PRACTICE_REACTION] = 0.006,       [PRACTICE_COMMENT] = 0.0007,
  };
  gboolean video = unit->format == PRACTICE_ORGANIC_VIDEO || unit->format == PRACTICE_ADS_VIDEO;

  if (count >= PRACTICE_VIDEO_START && count <= PRACTICE_VIDEO_95_VIEW)
    return video ? rates[count] : 0;
  return rates[count] * (0.6 + 0.9 * fraction (practice_hash (unit->key, 50 + count)));
}

/* How many of @count lie before impression @x, when they are spread evenly over all of them. */
static gint64
before (gint64 x, gint64 count, gint64 impressions, gint64 shift)
{
  gint64 n = x * count * 256 - shift * impressions;

  return n <= 0 ? 0 : MIN (count, (n + impressions * 256 - 1) / (impressions * 256));
}

/* Adds what the impressions from @a to below @b of @all led to. */
static void
add_counts (PracticeNumbers *self,
            const PracticeUnit *unit,
            gint64 day,
            guint app,
            gint64 all,
            gint64 a,
            gint64 b,
            gint64 counts[PRACTICE_N_COUNTS])
{
  if (all <= 0 || a >= b)
    return;
  counts[PRACTICE_IMPRESSION] += b - a;
  for (guint c = PRACTICE_IMPRESSION + 1; c < PRACTICE_N_COUNTS; c++)
    {
      double rate = count_rate (unit, c);
      guint64 chance;
      gint64 count;

      if (rate <= 0)
        continue;
      chance = mix (self, SALT_RATE, unit->key + c * 8 + app, day);
      count = (gint64)((double)all * rate * (0.8 + 0.4 * fraction (chance))
                       + fraction (practice_hash (chance, 1)));
      count = MIN (count, all);
      if (count > 0)
        counts[c] += before (b, count, all, (gint64)(chance & 255))
                     - before (a, count, all, (gint64)(chance & 255));
    }
}

static gboolean
in_slice (const PracticeUnit *unit, const PracticeSlice *slice)
{
  return (slice->formats & 1u << unit->format) != 0 && (slice->claimed & unit->claimed) != 0
         && (slice->sources & unit->source) != 0;
}

void
practice_unit_add (PracticeNumbers *self,
                   const PracticeUnit *unit,
                   const PracticeSlice *slice,
                   gint64 day,
                   gint64 today,
                   gint64 counts[PRACTICE_N_COUNTS])
{
  gint64 apps[PRACTICE_N_APPS];

  if (!in_slice (unit, slice))
    return;
  unit_day (self, unit, day, today, apps);
  for (guint app = 0; app < PRACTICE_N_APPS; app++)
    if ((slice->apps & 1u << app) != 0)
      add_counts (self, unit, day, app, apps[app], 0, apps[app], counts);
}

/* The share of one seeded pin in its unit. */
void
practice_unit_add_pin (PracticeNumbers *self,
                       const PracticeUnit *unit,
                       guint pin,
                       const PracticeSlice *slice,
                       gint64 day,
                       gint64 today,
                       gint64 counts[PRACTICE_N_COUNTS])
{
  Shares *shares = shares_of (self, unit->account);
  guint64 total = shares->total[pin % N_UNITS];
  gint64 apps[PRACTICE_N_APPS];

  if (!in_slice (unit, slice) || shares->weight[pin] == 0)
    return;
  unit_day (self, unit, day, today, apps);
  for (guint app = 0; app < PRACTICE_N_APPS; app++)
    {
      guint64 all = (guint64)apps[app];
      guint64 shift;

      if ((slice->apps & 1u << app) == 0 || all == 0)
        continue;
      shift = mix (self, SALT_SHARE, unit->key + app, day) % total;
      add_counts (self, unit, day, app, apps[app],
                  (gint64)((all * shares->before[pin] + shift) / total),
                  (gint64)((all * (shares->before[pin] + shares->weight[pin]) + shift) / total),
                  counts);
    }
}
