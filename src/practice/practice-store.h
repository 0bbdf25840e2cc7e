/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "practice-world.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The changes that clients made, laid over the seeded world. Only changes take memory. Main thread
 * only. */

typedef struct
{
  /* A poster key (seeded) or the SHA-256 of received bytes, in hex. */
  char *key;
  guint width;
  guint height;
  char *title;
  char *description;
  char *link;
} PracticePicture;

/* What was received for one picture of a pin, for tests to ask. */
typedef struct
{
  char *content_type;
  gsize length;
  char *sha256;
  char *metadata;
  guint orientation;
} PracticeReceipt;

typedef struct
{
  char *id;
  guint account;
  char *board_id;
  char *section_id;
  char *title;
  char *description;
  char *alt_text;
  char *link;
  char *dominant_color;
  char *parent_pin_id;
  char *media_type;
  char *media_id;
  gint64 created_us;
  gboolean created;
  guint64 serial;
  GPtrArray *pictures;
  GPtrArray *receipts;
} PracticePin;

typedef struct
{
  char *id;
  guint account;
  char *name;
  char *description;
  char *privacy;
  char *owner;
  gboolean ads_only;
  gint64 created_us;
  gint64 modified_us;
  gboolean created;
  gboolean deleted;
  guint64 serial;
} PracticeBoard;

typedef struct
{
  char *id;
  char *board_id;
  char *name;
  gboolean created;
  gboolean deleted;
  guint64 serial;
} PracticeSection;

PracticePicture *practice_picture_new (const char *key, guint width, guint height);
void practice_picture_free (PracticePicture *self);
void practice_receipt_free (PracticeReceipt *self);
PracticePin *practice_pin_new (void);
/* A pin with the same words and pictures; without an id and receipts. */
PracticePin *practice_pin_copy (PracticePin *from);
PracticePin *practice_pin_ref (PracticePin *self);
void practice_pin_unref (PracticePin *self);
PracticeBoard *practice_board_new (void);
PracticeBoard *practice_board_ref (PracticeBoard *self);
void practice_board_unref (PracticeBoard *self);
PracticeSection *practice_section_new (void);
PracticeSection *practice_section_ref (PracticeSection *self);
void practice_section_unref (PracticeSection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticePin, practice_pin_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeBoard, practice_board_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeSection, practice_section_unref)

typedef struct _PracticeStore PracticeStore;

PracticeStore *practice_store_new (PracticeWorld *world);
void practice_store_free (PracticeStore *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PracticeStore, practice_store_free)

/* A place in a list: what was changed comes first (by falling serial), then the seeded ones (by
 * rising index). It stays right while pins are added. */
typedef struct
{
  gboolean seeded;
  guint64 at;
} PracticeCursor;

typedef struct
{
  guint account;
  const char *board_id;
  const char *section_id;
  gboolean secret;
  gboolean only_secret;
} PracticePinFilter;

char *practice_store_fresh_id (PracticeStore *self);
PracticeBoard *practice_store_board (PracticeStore *self, const char *id);
GPtrArray *practice_store_boards (PracticeStore *self,
                                  guint account,
                                  const char *privacy,
                                  gboolean secret,
                                  PracticeCursor *cursor,
                                  guint size,
                                  gboolean *more);
guint practice_store_n_boards (PracticeStore *self, guint account);
guint practice_store_n_pins (PracticeStore *self, guint account);
guint practice_store_board_n_pins (PracticeStore *self, const char *board_id);
void practice_store_put_board (PracticeStore *self, PracticeBoard *board);
void practice_store_delete_board (PracticeStore *self, PracticeBoard *board);

PracticeSection *practice_store_section (PracticeStore *self, const char *id);
GPtrArray *practice_store_sections (PracticeStore *self, const char *board_id);
void practice_store_put_section (PracticeStore *self, PracticeSection *section);
void practice_store_delete_section (PracticeStore *self, guint account, PracticeSection *section);

PracticePin *practice_store_pin (PracticeStore *self, const char *id);
GPtrArray *practice_store_pins (PracticeStore *self,
                                const PracticePinFilter *filter,
                                PracticeCursor *cursor,
                                guint size,
                                gboolean *more);
/* The pins of @account that clients made. Returns: (transfer full) */
GPtrArray *practice_store_made_pins (PracticeStore *self, guint account);
void practice_store_add_pin (PracticeStore *self, PracticePin *pin);
void practice_store_change_pin (PracticeStore *self, PracticePin *pin, const char *old_board_id);
void practice_store_delete_pin (PracticeStore *self, PracticePin *pin);

/* Everything that differs from the seeded world, for --state and for tests. */
JsonNode *practice_store_save (PracticeStore *self);
gboolean practice_store_load (PracticeStore *self, JsonObject *saved);

G_END_DECLS
