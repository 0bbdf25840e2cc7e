/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "mutate.h"

#include "pictures.h"

#include <string.h>

/* One in so many is a bomb; each costs the helper as much as hundreds of others. */
#define BOMB_EVERY 250

struct _Mutator
{
  GPtrArray *pictures; /* of GBytes */
  GPtrArray *bombs;
};

static guint32
crc32_of (const guint8 *data, gsize size)
{
  guint32 crc = G_MAXUINT32;

  for (gsize i = 0; i < size; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
    }
  return ~crc;
}

static void
put_u32 (guint8 *to, guint32 value)
{
  value = GUINT32_TO_BE (value);
  memcpy (to, &value, 4);
}

/* A PNG of one colour, one bit a pixel: some kilobytes that unfold to @side * @side pixels. */
static GBytes *
make_bomb (guint side)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GConverter) deflate
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 1));
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, deflate);
  g_autofree guint8 *row = g_malloc0 (side / 8 + 2);
  guint8 head[33] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
  g_autoptr (GBytes) start = NULL, body = NULL, with_body = NULL;

  for (guint y = 0; y < side; y++)
    g_output_stream_write_all (stream, row, (side + 7) / 8 + 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  body = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  put_u32 (head + 16, side);
  put_u32 (head + 20, side);
  head[24] = 1; /* bits; gray; deflate; no filter; not interlaced */
  put_u32 (head + 29, crc32_of (head + 12, 17));
  {
    g_autoptr (GByteArray) file = g_byte_array_new ();
    gsize size;
    const guint8 *data = g_bytes_get_data (body, &size);
    g_autofree guint8 *chunk = g_malloc (size + 12);

    g_byte_array_append (file, head, sizeof head);
    put_u32 (chunk, (guint32)size);
    memcpy (chunk + 4, "IDAT", 4);
    memcpy (chunk + 8, data, size);
    put_u32 (chunk + 8 + size, crc32_of (chunk + 4, size + 4));
    g_byte_array_append (file, chunk, (guint)size + 12);
    g_byte_array_append (file, (const guint8 *)"\0\0\0\0IEND\xae\x42\x60\x82", 12);
    return g_byte_array_free_to_bytes (g_steal_pointer (&file));
  }
}

Mutator *
mutator_new (void)
{
  const Picture kinds[] = {
    { .width = 160, .height = 120 },
    { .width = 120, .height = 160, .orientation = 6, .gps = TRUE },
    { .width = 97, .height = 61, .seed = 3, .alpha = TRUE, .icc = "RGB " },
    { .width = 200, .height = 90, .progressive = TRUE, .interlaced = TRUE, .seed = 7 },
    { .width = 64, .height = 64, .gray = TRUE, .lossless = TRUE },
  };
  Mutator *self = g_new0 (Mutator, 1);

  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  self->bombs = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_ptr_array_add (self->pictures, picture_jpeg (&kinds[i]));
      g_ptr_array_add (self->pictures, picture_png (&kinds[i]));
      g_ptr_array_add (self->pictures, picture_webp (&kinds[i]));
      g_ptr_array_add (self->pictures, picture_gif (&kinds[i]));
    }
  g_ptr_array_add (self->bombs, make_bomb (7000));
  g_ptr_array_add (self->bombs, make_bomb (20000));
  return self;
}

void
mutator_free (Mutator *self)
{
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->bombs);
  g_free (self);
}

static guint
below (GRand *rand, guint n)
{
  return n > 0 ? (guint)g_rand_int_range (rand, 0, (gint32)n) : 0;
}

static const guint8 *
pick (Mutator *self, GRand *rand, gsize *size)
{
  return g_bytes_get_data (g_ptr_array_index (self->pictures, below (rand, self->pictures->len)),
                           size);
}

static void
cut (Mutator *self, GRand *rand, GByteArray *file)
{
  g_byte_array_set_size (file, below (rand, file->len));
}

static void
flip (Mutator *self, GRand *rand, GByteArray *file)
{
  guint n = 1 + below (rand, 1u << below (rand, 7));

  for (guint i = 0; i < n; i++)
    file->data[below (rand, file->len)] ^= (guint8)(1u << below (rand, 8));
}

/* Headers are where the numbers are. */
static void
flip_head (Mutator *self, GRand *rand, GByteArray *file)
{
  guint n = 1 + below (rand, 6);

  for (guint i = 0; i < n; i++)
    file->data[below (rand, MIN (file->len, 64))] = (guint8)below (rand, 256);
}

static void
overwrite (Mutator *self, GRand *rand, GByteArray *file)
{
  guint at = below (rand, file->len), n = below (rand, MIN (file->len - at, 600));
  guint kind = below (rand, 3);

  for (guint i = 0; i < n; i++)
    file->data[at + i] = kind == 0 ? 0 : kind == 1 ? 255 : (guint8)below (rand, 256);
}

static void
drop (Mutator *self, GRand *rand, GByteArray *file)
{
  guint at = below (rand, file->len), n = below (rand, file->len - at);

  g_byte_array_remove_range (file, at, n);
}

static void
repeat (Mutator *self, GRand *rand, GByteArray *file)
{
  guint at = below (rand, file->len), n = below (rand, file->len - at);
  g_autofree guint8 *part = g_memdup2 (file->data + at, n);
  guint times = 1 + below (rand, 20);

  for (guint i = 0; i < times; i++)
    g_byte_array_append (file, part, n);
}

/* The head of one kind and the body of another. */
static void
splice (Mutator *self, GRand *rand, GByteArray *file)
{
  gsize size;
  const guint8 *other = pick (self, rand, &size);
  guint keep = below (rand, MIN (file->len, 400));
  guint from = below (rand, (guint)size);

  g_byte_array_set_size (file, keep);
  g_byte_array_append (file, other + from, (guint)size - from);
}

/* What else reads the file takes it for something else. */
static void
polyglot (Mutator *self, GRand *rand, GByteArray *file)
{
  static const char *const company[] = { "GIF89a",
                                         "\xff\xd8\xff\xe0",
                                         "\x89PNG\r\n\x1a\n",
                                         "RIFF",
                                         "%PDF-1.7\n",
                                         "PK\3\4",
                                         "#!/bin/sh\n",
                                         "<svg onload='x()'>",
                                         "<?xml version='1.0'?><!DOCTYPE x [",
                                         "MZ",
                                         "\x7f"
                                         "ELF",
                                         "<html><script>",
                                         "BM",
                                         "II*",
                                         "\0\0\1",
                                         "/* XPM */" };
  const char *words = company[below (rand, G_N_ELEMENTS (company))];
  gsize size;
  const guint8 *other = pick (self, rand, &size);

  switch (below (rand, 3))
    {
    case 0:
      g_byte_array_prepend (file, (const guint8 *)words, (guint)strlen (words));
      break;
    case 1:
      g_byte_array_append (file, (const guint8 *)words, (guint)strlen (words));
      g_byte_array_append (file, other, (guint)size);
      break;
    default:
      memcpy (file->data, words, MIN (file->len, strlen (words)));
      break;
    }
}

/* A size that the file does not have, where its kind keeps it, and with a sum that is right. */
static void
lie (Mutator *self, GRand *rand, GByteArray *file)
{
  static const guint32 sides[] = { 0,     1,     2,     7071,       7072,       19999,     20000,
                                   20001, 32768, 65535, 0x7fffffff, 0x80000000, 0xffffffff };
  guint32 w = sides[below (rand, G_N_ELEMENTS (sides))];
  guint32 h = sides[below (rand, G_N_ELEMENTS (sides))];
  guint8 *d = file->data;

  if (file->len < 64)
    return;
  if (d[0] == 0x89)
    {
      put_u32 (d + 16, w);
      put_u32 (d + 20, h);
      d[24] = (guint8)(1u << below (rand, 6));
      d[25] = (guint8)below (rand, 8);
      put_u32 (d + 29, crc32_of (d + 12, 17));
    }
  else if (d[0] == 'G')
    for (guint i = 0; i < 4; i++)
      d[6 + i] = (guint8)((i < 2 ? w : h) >> (i % 2 * 8));
  else if (d[0] == 'R')
    for (guint i = 0; i < 10; i++)
      d[20 + i] = (guint8)below (rand, 256);
  else
    for (guint i = 2; i + 10 < file->len; i++)
      if (d[i] == 0xff && (d[i + 1] == 0xc0 || d[i + 1] == 0xc2))
        {
          d[i + 5] = (guint8)(h >> 8);
          d[i + 6] = (guint8)h;
          d[i + 7] = (guint8)(w >> 8);
          d[i + 8] = (guint8)w;
          d[i + 9] = (guint8)below (rand, 6);
          break;
        }
}

/* Megabytes of nothing where metadata or pixels are expected. */
static void
swell (Mutator *self, GRand *rand, GByteArray *file)
{
  guint n = 1 << (10 + below (rand, 12));
  guint at = below (rand, file->len);
  g_autofree guint8 *tail = g_memdup2 (file->data + at, file->len - at);
  guint tail_size = file->len - at;

  g_byte_array_set_size (file, at + n);
  memset (file->data + at, below (rand, 2) != 0 ? 0xff : 0, n);
  g_byte_array_append (file, tail, tail_size);
}

typedef struct
{
  const char *words;
  void (*apply) (Mutator *self, GRand *rand, GByteArray *file);
} Way;

static const Way ways[] = {
  { "cut", cut },
  { "flipped", flip },
  { "flipped in its head", flip_head },
  { "overwritten", overwrite },
  { "dropped a part", drop },
  { "repeated", repeat },
  { "spliced", splice },
  { "polyglot", polyglot },
  { "lies about its size", lie },
  { "swollen", swell },
};

GBytes *
mutator_make (Mutator *self, guint32 number, const char **what)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (number);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  const guint8 *data;
  gsize size;
  guint n;

  if (number % BOMB_EVERY == 0)
    {
      *what = "bomb";
      return g_bytes_ref (g_ptr_array_index (self->bombs, number / BOMB_EVERY % self->bombs->len));
    }
  data = pick (self, rand, &size);
  g_byte_array_append (file, data, (guint)size);
  n = 1 + below (rand, 3);
  for (guint i = 0; i < n; i++)
    {
      const Way *way = &ways[below (rand, G_N_ELEMENTS (ways))];

      if (file->len == 0)
        break;
      way->apply (self, rand, file);
      *what = way->words;
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&file));
}
