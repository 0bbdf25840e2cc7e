/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-world.h"

#include "practice-poster.h"

#include <string.h>

#define USEC G_GINT64_CONSTANT (1000000)

/* 2025-06-01T09:00:00Z: the newest seeded pin. Fixed, so that one seed is one world. */
#define WORLD_NEWEST (G_GINT64_CONSTANT (1748768400) * USEC)

#define PIN_BASE G_GUINT64_CONSTANT (781234500000000000)
#define PIN_ACCOUNT G_GUINT64_CONSTANT (1000000000000)
#define PIN_STEP 97
#define PIN_FIRST 11
#define BOARD_BASE G_GUINT64_CONSTANT (549122400000000000)
#define BOARD_ACCOUNT G_GUINT64_CONSTANT (1000000000)
#define BOARD_STEP 131
#define BOARD_FIRST 7
#define SECTION_BASE G_GUINT64_CONSTANT (509876100000000000)
#define SECTION_STEP 10
#define VIDEO_BASE "seeded-"

static const PracticeAccount accounts[PRACTICE_N_ACCOUNTS] = {
  { "661234567890123411", "annaskitchen", "Anna's Kitchen",
    "Suppers, soups and the odd cake from a small kitchen by the harbour.",
    "https://annas-kitchen.example/", TRUE, FALSE, 0 },
  { "661234567890123422", "bakerylindqvist", "Bakery Lindqvist",
    "Bread at six, buns at nine. Family bakery since 1951.", "https://lindqvist.example/", TRUE,
    FALSE, 4 },
  { "661234567890123433", "gardenoftom", "Garden of Tom",
    "Allotment 14: tomatoes, dahlias and far too many pots.", "", FALSE, FALSE, 8 },
  { "661234567890123444", "freshpage", "Fresh Page", "", "", FALSE, TRUE, 0 },
};

struct _PracticeWorld
{
  guint64 seed;
  guint n_boards;
  guint n_pins;
  /* Pins fall on boards by a repeated pattern of slots: every answer is arithmetic. */
  guint n_slots;
  guint *slot_board;
  guint *slot_rank;
  guint *board_weight;
  guint *board_first;
  guint *board_slots;
};

const PracticeAccount *
practice_account (guint account)
{
  g_return_val_if_fail (account < PRACTICE_N_ACCOUNTS, NULL);
  return &accounts[account];
}

int
practice_account_find (const char *username)
{
  for (guint i = 0; i < PRACTICE_N_ACCOUNTS; i++)
    if (g_strcmp0 (accounts[i].username, username) == 0)
      return (int)i;
  return -1;
}

/* splitmix64: the same numbers on every machine. */
guint64
practice_hash (guint64 a, guint64 b)
{
  guint64 z = a + 0x9e3779b97f4a7c15u * (b + 1);

  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

PracticeWorld *
practice_world_new (guint64 seed, guint n_boards, guint n_pins)
{
  PracticeWorld *self = g_new0 (PracticeWorld, 1);

  self->seed = seed;
  self->n_boards = n_boards;
  self->n_pins = n_boards > 0 ? n_pins : 0;
  self->board_weight = g_new0 (guint, n_boards + 1);
  self->board_first = g_new0 (guint, n_boards + 1);
  for (guint b = 0; b < n_boards; b++)
    {
      self->board_weight[b] = 1 + practice_hash (seed, 7000 + b) % 5;
      self->board_first[b] = self->n_slots;
      self->n_slots += self->board_weight[b];
    }
  self->slot_board = g_new0 (guint, self->n_slots + 1);
  self->slot_rank = g_new0 (guint, self->n_slots + 1);
  self->board_slots = g_new0 (guint, self->n_slots + 1);
  for (guint b = 0, s = 0; b < n_boards; b++)
    for (guint w = 0; w < self->board_weight[b]; w++)
      self->slot_board[s++] = b;
  for (guint s = self->n_slots; s > 1; s--)
    {
      guint other = practice_hash (seed, 9000 + s) % s;
      guint kept = self->slot_board[s - 1];

      self->slot_board[s - 1] = self->slot_board[other];
      self->slot_board[other] = kept;
    }

  {
    g_autofree guint *seen = g_new0 (guint, n_boards + 1);

    for (guint s = 0; s < self->n_slots; s++)
      {
        guint b = self->slot_board[s];

        self->slot_rank[s] = seen[b];
        self->board_slots[self->board_first[b] + seen[b]] = s;
        seen[b]++;
      }
  }
  return self;
}

void
practice_world_free (PracticeWorld *self)
{
  g_free (self->slot_board);
  g_free (self->slot_rank);
  g_free (self->board_weight);
  g_free (self->board_first);
  g_free (self->board_slots);
  g_free (self);
}

guint
practice_world_n_boards (PracticeWorld *self, guint account)
{
  return accounts[account].empty ? 0 : self->n_boards;
}

guint
practice_world_n_pins (PracticeWorld *self, guint account)
{
  return accounts[account].empty ? 0 : self->n_pins;
}

guint
practice_world_board_n_pins (PracticeWorld *self, guint account, guint board)
{
  guint weight, rest, n;

  if (accounts[account].empty || self->n_slots == 0)
    return 0;
  weight = self->board_weight[board];
  n = (self->n_pins / self->n_slots) * weight;
  rest = self->n_pins % self->n_slots;
  for (guint w = 0; w < weight; w++)
    if (self->board_slots[self->board_first[board] + w] < rest)
      n++;
  return n;
}

guint
practice_world_board_nth_pin (PracticeWorld *self, guint board, guint nth)
{
  guint weight = self->board_weight[board];

  return (nth / weight) * self->n_slots
         + self->board_slots[self->board_first[board] + nth % weight];
}

void
practice_world_locate_pin (PracticeWorld *self, guint pin, guint *board, guint *nth)
{
  guint slot = pin % self->n_slots;

  *board = self->slot_board[slot];
  *nth = (pin / self->n_slots) * self->board_weight[*board] + self->slot_rank[slot];
}

static gboolean
parse_digits (const char *id, guint64 *value)
{
  if (id == NULL || id[0] == '\0' || strlen (id) > 19 || strspn (id, "0123456789") != strlen (id))
    return FALSE;
  *value = g_ascii_strtoull (id, NULL, 10);
  return TRUE;
}

char *
practice_world_board_id (guint account, guint board)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, BOARD_BASE + account * BOARD_ACCOUNT
                                                    + (guint64)board * BOARD_STEP + BOARD_FIRST);
}

gboolean
practice_world_parse_board_id (PracticeWorld *self, const char *id, guint *account, guint *board)
{
  guint64 v;

  if (!parse_digits (id, &v) || v < BOARD_BASE)
    return FALSE;
  v -= BOARD_BASE;
  if (v / BOARD_ACCOUNT >= PRACTICE_N_ACCOUNTS)
    return FALSE;
  *account = v / BOARD_ACCOUNT;
  v %= BOARD_ACCOUNT;
  if (v % BOARD_STEP != BOARD_FIRST)
    return FALSE;
  *board = v / BOARD_STEP;
  return *board < practice_world_n_boards (self, *account);
}

char *
practice_world_pin_id (guint account, guint pin)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT,
                          PIN_BASE + account * PIN_ACCOUNT + (guint64)pin * PIN_STEP + PIN_FIRST);
}

gboolean
practice_world_parse_pin_id (PracticeWorld *self, const char *id, guint *account, guint *pin)
{
  guint64 v;

  if (!parse_digits (id, &v) || v < PIN_BASE)
    return FALSE;
  v -= PIN_BASE;
  if (v / PIN_ACCOUNT >= PRACTICE_N_ACCOUNTS)
    return FALSE;
  *account = v / PIN_ACCOUNT;
  v %= PIN_ACCOUNT;
  if (v % PIN_STEP != PIN_FIRST || v / PIN_STEP >= practice_world_n_pins (self, *account))
    return FALSE;
  *pin = v / PIN_STEP;
  return TRUE;
}

char *
practice_world_section_id (guint account, guint board, guint section)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, SECTION_BASE + account * BOARD_ACCOUNT
                                                    + (guint64)board * SECTION_STEP + section);
}

gboolean
practice_world_parse_section_id (
    PracticeWorld *self, const char *id, guint *account, guint *board, guint *section)
{
  guint64 v;

  if (!parse_digits (id, &v) || v < SECTION_BASE)
    return FALSE;
  v -= SECTION_BASE;
  if (v / BOARD_ACCOUNT >= PRACTICE_N_ACCOUNTS)
    return FALSE;
  *account = v / BOARD_ACCOUNT;
  v %= BOARD_ACCOUNT;
  *board = v / SECTION_STEP;
  *section = v % SECTION_STEP;
  return *board < practice_world_n_boards (self, *account)
         && *section < practice_world_n_sections (self, *account, *board);
}

const PracticeTheme *
practice_world_board_theme (PracticeWorld *self, guint account, guint board)
{
  return practice_theme ((accounts[account].first_theme + board) % practice_n_themes ());
}

char *
practice_world_board_name (PracticeWorld *self, guint account, guint board)
{
  static const char *const ways[] = { "Spring", "Summer", "Autumn", "Winter",         "Sunday",
                                      "Small",  "Slow",   "New",    "Old favourites", "To try" };
  guint round = board / practice_n_themes ();
  const char *name = practice_world_board_theme (self, account, board)->board;

  if (round == 0)
    return g_strdup (name);
  if (round <= G_N_ELEMENTS (ways))
    return g_strdup_printf ("%s: %s", ways[round - 1], name);
  return g_strdup_printf ("%s: %s (%u)", ways[round % G_N_ELEMENTS (ways)], name, round);
}

const char *
practice_world_board_privacy (guint account, guint board)
{
  if (board % 6 == 3)
    return "SECRET";
  if (accounts[account].business && board % 12 == 10)
    return "PROTECTED";
  return "PUBLIC";
}

/* One board in seven belongs to somebody else, who shares it. */
const char *
practice_world_board_owner (guint account, guint board)
{
  if (board % 7 == 5)
    return accounts[(account + 1) % 3].username;
  return accounts[account].username;
}

guint
practice_world_n_sections (PracticeWorld *self, guint account, guint board)
{
  const PracticeTheme *theme;
  guint n = 0;

  if (board % 3 != 1)
    return 0;
  theme = practice_world_board_theme (self, account, board);
  while (n < G_N_ELEMENTS (theme->sections) && theme->sections[n] != NULL)
    n++;
  return n;
}

/* Half of the pins of a board with sections lie in one; -1 means in none. */
int
practice_world_pin_section (PracticeWorld *self, guint account, guint board, guint nth)
{
  guint n = practice_world_n_sections (self, account, board);
  guint slot;

  if (n == 0)
    return -1;
  slot = nth % (2 * n);
  return slot < n ? (int)slot : -1;
}

gint64
practice_world_board_time (PracticeWorld *self, guint account, guint board)
{
  guint64 chance = practice_hash (self->seed ^ 0xb0a2d, (guint64)account << 32 | board);

  /* All boards are older than every pin on them: 2017 to 2019. */
  return G_GINT64_CONSTANT (1483228800) * USEC + (gint64)(chance % (900u * 86400u)) * USEC
         + (gint64)((chance >> 40) % 1000000);
}

gint64
practice_world_pin_time (PracticeWorld *self, guint account, guint pin)
{
  /* Five years of pins, evenly spaced with a little chance, newest first. */
  gint64 span = G_GINT64_CONSTANT (5) * 365 * 86400;
  gint64 step = span / MAX (self->n_pins, 1);
  gint64 jitter = step > 1 ? (gint64)(practice_world_pin_chance (self, account, pin) % step) : 0;

  return WORLD_NEWEST - ((gint64)pin * step + jitter) * USEC;
}

guint64
practice_world_pin_chance (PracticeWorld *self, guint account, guint pin)
{
  return practice_hash (self->seed, (guint64)(account + 1) << 40 | pin);
}

gboolean
practice_world_pin_is_video (PracticeWorld *self, guint account, guint pin)
{
  /* By 256, as their numbers move together (practice-numbers.c). */
  return account == 1 && pin % 256 % 48 == 17;
}

char *
practice_world_video_id (guint pin)
{
  return g_strdup_printf ("%s%u", VIDEO_BASE, pin);
}

gboolean
practice_world_is_video_id (const char *media_id)
{
  return media_id != NULL && g_str_has_prefix (media_id, VIDEO_BASE);
}

guint64
practice_world_pin_picture (PracticeWorld *self, guint account, guint pin)
{
  guint64 chance = practice_world_pin_chance (self, account, pin);
  const PracticeTheme *theme;
  guint board, nth;

  practice_world_locate_pin (self, pin, &board, &nth);
  theme = practice_world_board_theme (self, account, board);
  return practice_poster_key (theme->scenes[nth % strlen (theme->scenes)], chance);
}
