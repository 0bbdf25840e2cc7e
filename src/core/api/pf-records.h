/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * What Pinterest says, field by field (Pinterest API v5 description; api-facts
 * section 8.1). Immutable once parsed, reference counted, thread-safe to share.
 * A field the reply lacks is %NULL, 0 or -1 (counts). Times are microseconds
 * since 1970 UTC, 0 when absent. Ids are strings of digits, often beyond 2^53.
 */

typedef struct
{
  gatomicrefcount refs;
  char *id;
  char *username;
  char *account_type; /* PINNER, BUSINESS, or something newer */
  char *business_name;
  char *about;
  char *profile_image;
  char *website_url;
  gint64 board_count, pin_count, follower_count, following_count, monthly_views;
} PfAccount;

typedef enum
{
  PF_PRIVACY_PUBLIC,
  PF_PRIVACY_PROTECTED,
  PF_PRIVACY_SECRET,
} PfPrivacy;

typedef struct
{
  gatomicrefcount refs;
  char *id;
  char *name;
  char *description;
  PfPrivacy privacy;
  gboolean is_ads_only;
  char *owner_username;
  gint64 pin_count, follower_count, collaborator_count;
  gint64 created_at, pins_modified_at;
  char *cover_url;
  char **thumbnail_urls; /* never NULL */
} PfBoard;

typedef struct
{
  gatomicrefcount refs;
  char *id;
  char *board_id; /* ours: where it was listed */
  char *name;
} PfSection;

typedef struct
{
  char *key; /* 150x150, 400x300, 600x, 1200x, originals */
  char *url;
  int width, height; /* 0 when unknown */
} PfRendition;

typedef struct
{
  PfRendition *renditions; /* sorted by width, smallest first */
  guint n_renditions;
  char *title, *description, *link; /* carousel items have their own */
} PfPictureSet;

typedef enum
{
  PF_PIN_MEDIA_IMAGE,
  PF_PIN_MEDIA_VIDEO,
  PF_PIN_MEDIA_MULTIPLE,
  PF_PIN_MEDIA_UNKNOWN,
} PfPinMediaKind;

typedef struct
{
  gatomicrefcount refs;
  char *id;
  char *title, *description, *alt_text, *link, *note;
  char *board_id, *section_id, *owner_username, *parent_pin_id;
  guint32 dominant_color; /* 0xRRGGBB, or G_MAXUINT32 */
  gint64 created_at;
  char *creative_type;
  gboolean is_owner, is_standard, has_been_promoted;
  PfPinMediaKind media_kind;
  char *media_type; /* as the service wrote it */
  PfPictureSet *pictures;
  guint n_pictures; /* 1 but for carousels; 0 when the reply has none */
  char *video_url, *cover_url;
  gint64 duration_ms;
  char *metrics_json; /* pin_metrics as it came, or NULL */
} PfPin;

typedef struct
{
  gatomicrefcount refs;
  char *media_id, *media_type, *status;
  char *upload_url;
  char **upload_parameters; /* name, value, name, value ... NULL; or NULL */
} PfMedia;

/**
 * PfPage:
 * @items: (element-type gpointer): records, each with a reference
 * @bookmark: (nullable): opaque; pass it back for the next page, %NULL at the end
 *
 * One page of a listing.
 */
typedef struct
{
  GPtrArray *items;
  char *bookmark;
} PfPage;

void pf_page_free (PfPage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PfPage, pf_page_free)

#define PF_DECLARE_RECORD(Name, name)                                                              \
  GType name##_get_type (void);                                                                    \
  Name *name##_ref (Name *self);                                                                   \
  void name##_unref (Name *self);                                                                  \
  Name *name##_new_from_json (const char *json, gssize length, GError **error);                    \
  char *name##_to_json (const Name *self);                                                         \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (Name, name##_unref)

#define PF_TYPE_ACCOUNT (pf_account_get_type ())
#define PF_TYPE_BOARD (pf_board_get_type ())
#define PF_TYPE_SECTION (pf_section_get_type ())
#define PF_TYPE_PIN (pf_pin_get_type ())
#define PF_TYPE_MEDIA (pf_media_get_type ())
PF_DECLARE_RECORD (PfAccount, pf_account)
PF_DECLARE_RECORD (PfBoard, pf_board)
PF_DECLARE_RECORD (PfSection, pf_section)
PF_DECLARE_RECORD (PfPin, pf_pin)
PF_DECLARE_RECORD (PfMedia, pf_media)

const PfRendition *pf_picture_set_best (const PfPictureSet *self, int min_width);
char *pf_pin_get_web_url (const PfPin *self);
char *pf_board_get_web_url (const PfBoard *self);
const char *pf_privacy_to_string (PfPrivacy privacy);
PfPrivacy pf_privacy_from_string (const char *text);
gint64 pf_timestamp_parse (const char *text);

G_END_DECLS
