/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-store"

#include "config.h"

#include "core/store/pf-record-codec.h"

#include <string.h>

/* Numbers are zigzag varints, texts have their length plus one before them (0 is NULL).
 * Writer and reader walk the same fields through the same functions, told apart by
 * Codec.out, so that they cannot disagree about the order. */
typedef struct
{
  GByteArray *out; /* NULL when reading */
  const guint8 *at;
  const guint8 *end;
  gboolean bad; /* reading went past the end */
} Codec;

static guint64
read_raw (Codec *codec)
{
  guint64 value = 0;

  for (int shift = 0; shift < 64; shift += 7)
    {
      if (codec->at >= codec->end)
        break;
      value |= (guint64)(*codec->at & 0x7f) << shift;
      if ((*codec->at++ & 0x80) == 0)
        return value;
    }
  codec->bad = TRUE;
  return 0;
}

static void
write_raw (Codec *codec, guint64 value)
{
  guint8 buffer[10];
  guint n = 0;

  for (; value >= 0x80; value >>= 7)
    buffer[n++] = (guint8)(value | 0x80);
  buffer[n++] = (guint8)value;
  g_byte_array_append (codec->out, buffer, n);
}

static gint64
number (Codec *codec, gint64 value)
{
  guint64 raw;

  if (codec->out != NULL)
    {
      write_raw (codec, ((guint64)value << 1) ^ (guint64)(value >> 63));
      return value;
    }
  raw = read_raw (codec);
  return (gint64)(raw >> 1) ^ -(gint64)(raw & 1);
}

/* A count that what is left can hold, each thing taking a byte at least. */
static guint
count (Codec *codec, guint value)
{
  gint64 n = number (codec, value);

  if (codec->out == NULL && (n < 0 || n > codec->end - codec->at))
    {
      codec->bad = TRUE;
      return 0;
    }
  return (guint)n;
}

static void
text (Codec *codec, char **value)
{
  guint64 length;

  if (codec->out != NULL)
    {
      length = *value != NULL ? strlen (*value) : 0;
      write_raw (codec, *value != NULL ? length + 1 : 0);
      if (length > 0)
        g_byte_array_append (codec->out, (const guint8 *)*value, (guint)length);
      return;
    }
  length = read_raw (codec);
  if (length == 0)
    return;
  if (length - 1 > (guint64)(codec->end - codec->at))
    {
      codec->bad = TRUE;
      return;
    }
  *value = g_strndup ((const char *)codec->at, length - 1);
  codec->at += length - 1;
}

static void
walk_board (Codec *codec, PfBoard *board)
{
  guint n;

  text (codec, &board->id);
  text (codec, &board->name);
  text (codec, &board->description);
  board->privacy = (PfPrivacy)number (codec, board->privacy);
  board->is_ads_only = (gboolean)number (codec, board->is_ads_only);
  text (codec, &board->owner_username);
  board->pin_count = number (codec, board->pin_count);
  board->follower_count = number (codec, board->follower_count);
  board->collaborator_count = number (codec, board->collaborator_count);
  board->created_at = number (codec, board->created_at);
  board->pins_modified_at = number (codec, board->pins_modified_at);
  text (codec, &board->cover_url);
  n = count (codec, board->thumbnail_urls != NULL ? g_strv_length (board->thumbnail_urls) : 0);
  if (codec->out == NULL)
    board->thumbnail_urls = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    {
      text (codec, &board->thumbnail_urls[i]);
      /* A hole would end the list early, and leak what is behind it. */
      if (board->thumbnail_urls[i] == NULL)
        board->thumbnail_urls[i] = g_strdup ("");
    }
}

static void
walk_section (Codec *codec, PfSection *section)
{
  text (codec, &section->id);
  text (codec, &section->board_id);
  text (codec, &section->name);
}

static void
walk_picture (Codec *codec, PfPictureSet *set)
{
  set->n_renditions = count (codec, set->n_renditions);
  if (codec->out == NULL)
    set->renditions = g_new0 (PfRendition, set->n_renditions);
  for (guint i = 0; i < set->n_renditions; i++)
    {
      PfRendition *rendition = &set->renditions[i];

      text (codec, &rendition->key);
      text (codec, &rendition->url);
      rendition->width = (int)number (codec, rendition->width);
      rendition->height = (int)number (codec, rendition->height);
    }
  text (codec, &set->title);
  text (codec, &set->description);
  text (codec, &set->link);
}

static void
walk_pin (Codec *codec, PfPin *pin)
{
  char **texts[] = {
    &pin->id,           &pin->title,     &pin->description,    &pin->alt_text,
    &pin->link,         &pin->note,      &pin->board_id,       &pin->section_id,
    &pin->media_type,   &pin->video_url, &pin->owner_username, &pin->parent_pin_id,
    &pin->metrics_json, &pin->cover_url, &pin->creative_type,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    text (codec, texts[i]);
  pin->dominant_color = (guint32)number (codec, pin->dominant_color);
  pin->created_at = number (codec, pin->created_at);
  pin->is_owner = (gboolean)number (codec, pin->is_owner);
  pin->is_standard = (gboolean)number (codec, pin->is_standard);
  pin->has_been_promoted = (gboolean)number (codec, pin->has_been_promoted);
  pin->media_kind = (PfPinMediaKind)number (codec, pin->media_kind);
  pin->duration_ms = number (codec, pin->duration_ms);
  pin->n_pictures = count (codec, pin->n_pictures);
  if (codec->out == NULL && pin->n_pictures > 0)
    pin->pictures = g_new0 (PfPictureSet, pin->n_pictures);
  for (guint i = 0; i < pin->n_pictures; i++)
    walk_picture (codec, &pin->pictures[i]);
}

static void
walk (Codec *codec, PfRecordKind kind, gpointer record)
{
  switch (kind)
    {
    case PF_RECORD_BOARD:
      walk_board (codec, record);
      break;
    case PF_RECORD_SECTION:
      walk_section (codec, record);
      break;
    case PF_RECORD_PIN:
      walk_pin (codec, record);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * pf_record_encode:
 * @kind: what it is
 * @record: a PfBoard, PfSection or PfPin
 *
 * Returns: (transfer full): its compact form
 */
GBytes *
pf_record_encode (PfRecordKind kind, gconstpointer record)
{
  Codec codec = { .out = g_byte_array_sized_new (512) };

  /* Nothing is written through the pointer when out is set. */
  walk (&codec, kind, (gpointer)record);
  return g_byte_array_free_to_bytes (codec.out);
}

static gpointer
alloc (PfRecordKind kind)
{
  switch (kind)
    {
    case PF_RECORD_BOARD:
      {
        PfBoard *board = g_new0 (PfBoard, 1);
        g_atomic_ref_count_init (&board->refs);
        return board;
      }
    case PF_RECORD_SECTION:
      {
        PfSection *section = g_new0 (PfSection, 1);
        g_atomic_ref_count_init (&section->refs);
        return section;
      }
    case PF_RECORD_PIN:
      {
        PfPin *pin = g_new0 (PfPin, 1);
        g_atomic_ref_count_init (&pin->refs);
        return pin;
      }
    default:
      g_assert_not_reached ();
    }
}

/**
 * pf_record_decode:
 * @kind: what it is
 * @data: the compact form
 * @length: bytes
 *
 * Returns: (transfer full) (nullable): the record, %NULL when @data is damaged
 */
gpointer
pf_record_decode (PfRecordKind kind, const void *data, gsize length)
{
  Codec codec = { .at = data, .end = (const guint8 *)data + length };
  gpointer record = alloc (kind);

  walk (&codec, kind, record);
  if (codec.bad || codec.at != codec.end || pf_record_get_id (kind, record) == NULL)
    {
      pf_record_unref (kind, record);
      return NULL;
    }
  return record;
}

/* The next text without copying it. */
static gboolean
peek (Codec *codec, const char **start, gsize *length)
{
  guint64 raw = read_raw (codec);

  *start = (const char *)codec->at;
  *length = raw > 0 ? raw - 1 : 0;
  if (codec->bad || *length > (gsize)(codec->end - codec->at))
    return FALSE;
  codec->at += *length;
  return TRUE;
}

/**
 * pf_record_peek_pin:
 * @data: the compact form of a pin
 * @length: bytes
 * @texts: (out caller-allocates) (array fixed-size=8): id, title, description, alternative text,
 *   link, note, board and section; inside @data, without a NUL
 * @lengths: (out caller-allocates) (array fixed-size=8): of each; 0 for none
 *
 * Reads no more than that, for looking through many.
 *
 * Returns: whether it could
 */
gboolean
pf_record_peek_pin (const void *data, gsize length, const char **texts, gsize *lengths)
{
  Codec codec = { .at = data, .end = (const guint8 *)data + length };

  for (guint i = 0; i < PF_RECORD_PEEK; i++)
    if (!peek (&codec, &texts[i], &lengths[i]))
      return FALSE;
  return TRUE;
}

/**
 * pf_record_ref:
 * @kind: what it is
 * @record: a record
 *
 * Returns: (transfer full): @record
 */
gpointer
pf_record_ref (PfRecordKind kind, gpointer record)
{
  switch (kind)
    {
    case PF_RECORD_BOARD:
      return pf_board_ref (record);
    case PF_RECORD_SECTION:
      return pf_section_ref (record);
    case PF_RECORD_PIN:
      return pf_pin_ref (record);
    default:
      g_assert_not_reached ();
    }
}

/**
 * pf_record_unref:
 * @kind: what it is
 * @record: (transfer full): a record
 */
void
pf_record_unref (PfRecordKind kind, gpointer record)
{
  switch (kind)
    {
    case PF_RECORD_BOARD:
      pf_board_unref (record);
      break;
    case PF_RECORD_SECTION:
      pf_section_unref (record);
      break;
    case PF_RECORD_PIN:
      pf_pin_unref (record);
      break;
    default:
      g_assert_not_reached ();
    }
}

/**
 * pf_record_get_id:
 * @kind: what it is
 * @record: a record
 *
 * Returns: (transfer none) (nullable): its id at the service
 */
const char *
pf_record_get_id (PfRecordKind kind, gconstpointer record)
{
  switch (kind)
    {
    case PF_RECORD_BOARD:
      return ((const PfBoard *)record)->id;
    case PF_RECORD_SECTION:
      return ((const PfSection *)record)->id;
    case PF_RECORD_PIN:
      return ((const PfPin *)record)->id;
    default:
      g_assert_not_reached ();
    }
}
