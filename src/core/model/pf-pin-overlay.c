/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-model"

#include "config.h"

#include "core/model/pf-pin-overlay.h"

#include "core/store/pf-record-codec.h"

#include <string.h>

struct _PfPinOverlay
{
  gatomicrefcount refs;
  GPtrArray *rows;    /* of the connection, by seq */
  GPtrArray *states;  /* PfPinState */
  GHashTable *finds;  /* uuid bytes -> PfPinState, by every UUID the pin may have */
  GHashTable *hashes; /* uuid of a row -> hash of the record it was laid over, 0 for none */
  GPtrArray *extras;  /* PfPinState, newest first */
  GArray *extra_keys; /* PfMirrorKey */
  char *board_uuid;
  const char *find;     /* nullable: while it is made, as is what follows */
  const char *find_on;  /* nullable: finds are of this board */
  PfPinOverlay *before; /* until it is seated */
  guint n_pending;
};

guint
pf_uuid_hash (gconstpointer uuid)
{
  guint hash;

  /* UUIDs are random or digests: any part of them is as good as a hash. */
  memcpy (&hash, uuid, sizeof hash);
  return hash;
}

gboolean
pf_uuid_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, 16) == 0;
}

static void
row_unref (gpointer row)
{
  pf_outbox_row_unref (row);
}

static void
state_free (gpointer data)
{
  PfPinState *state = data;

  pf_changes_clear (&state->changes);
  g_ptr_array_unref (state->rows);
  g_free (state);
}

PfPinOverlay *
pf_pin_overlay_ref (PfPinOverlay *self)
{
  g_atomic_ref_count_inc (&self->refs);
  return self;
}

void
pf_pin_overlay_unref (PfPinOverlay *self)
{
  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_clear_pointer (&self->before, pf_pin_overlay_unref);
  g_hash_table_unref (self->finds);
  g_ptr_array_unref (self->states);
  g_hash_table_unref (self->hashes);
  g_ptr_array_unref (self->extras);
  g_array_unref (self->extra_keys);
  g_ptr_array_unref (self->rows);
  g_free (self->board_uuid);
  g_free (self);
}

static int
compare_seq (gconstpointer a, gconstpointer b)
{
  const PfOutboxRow *first = *(PfOutboxRow *const *)a;
  const PfOutboxRow *second = *(PfOutboxRow *const *)b;

  return (first->seq > second->seq) - (first->seq < second->seq);
}

static gboolean
is_about_pins (const PfOutboxRow *row)
{
  return row->op == PF_OP_CREATE_PIN || row->op == PF_OP_SAVE_PIN || row->op == PF_OP_UPDATE_PIN
         || row->op == PF_OP_DELETE_PIN;
}

static void
collect_rows (PfPinOverlay *self, GPtrArray *rows, const char *connection_id)
{
  for (guint i = 0; i < rows->len; i++)
    {
      PfOutboxRow *row = rows->pdata[i];

      if (is_about_pins (row) && pf_row_get_effect (row) != PF_ROW_EFFECT_NONE
          && g_strcmp0 (row->connection_id, connection_id) == 0)
        g_ptr_array_add (self->rows, pf_outbox_row_ref (row));
    }
  g_ptr_array_sort (self->rows, compare_seq);
}

static void
note_row (PfPinOverlay *self, PfOutboxRow *row)
{
  guint8 uuid[16];
  PfPinState *state;

  if (!pf_uuid_from_text (uuid, row->object_uuid))
    return;
  state = g_hash_table_lookup (self->finds, uuid);
  if (state == NULL)
    {
      state = g_new0 (PfPinState, 1);
      memcpy (state->uuid, uuid, sizeof uuid);
      state->rows = g_ptr_array_new ();
      g_ptr_array_add (self->states, state);
      g_hash_table_insert (self->finds, g_memdup2 (uuid, sizeof uuid), state);
    }
  g_ptr_array_add (state->rows, row);
  /* The mirror derives another one when it did not hear of the first. */
  if (row->remote_id != NULL)
    {
      g_autofree char *derived = pf_mirror_make_uuid (row->connection_id, "pins", row->remote_id);
      guint8 other[16];

      if (pf_uuid_from_text (other, derived) && !g_hash_table_contains (self->finds, other))
        g_hash_table_insert (self->finds, g_memdup2 (other, sizeof other), state);
    }
}

/* What a row was laid over when it was on its way: @hash of the record; FALSE when it was not
 * shown then. */
static gboolean
recall (PfPinOverlay *self, const PfOutboxRow *row, guint32 *hash)
{
  gpointer value;

  if (self->before == NULL
      || !g_hash_table_lookup_extended (self->before->hashes, row->uuid, NULL, &value))
    return FALSE;
  *hash = GPOINTER_TO_UINT (value);
  return TRUE;
}

static void
remember (PfPinOverlay *self, const PfOutboxRow *row, guint32 hash)
{
  g_hash_table_insert (self->hashes, row->uuid, GUINT_TO_POINTER (hash));
}

/* An edit that is done is in the mirror any moment: until the record is another one, what was
 * shown stays. */
static gboolean
is_still_laid (PfPinOverlay *self, const PfOutboxRow *row, gboolean has_key, guint32 hash)
{
  guint32 before;

  return recall (self, row, &before) && (!has_key || before == hash);
}

static void
apply_edit (PfPinOverlay *self, PfPinState *state, PfOutboxRow *row, gboolean has_key, guint32 hash)
{
  PfRowEffect effect = pf_row_get_effect (row);
  const PfChanges *changes = pf_outbox_row_get_changes (row);

  if (effect == PF_ROW_EFFECT_TROUBLE)
    {
      state->shown = row;
      state->hash = state->hash * 31 + pf_row_hash (row);
      return;
    }
  if (changes == NULL
      || (effect == PF_ROW_EFFECT_DONE && !is_still_laid (self, row, has_key, hash)))
    return;
  if (effect == PF_ROW_EFFECT_PENDING)
    state->shown = row;
  remember (self, row, has_key ? hash : 0);
  pf_changes_apply (&state->changes, changes);
  state->hash = state->hash * 31 + pf_row_hash (row);
  state->seq = row->seq;
  if (changes->fields & PF_CHANGE_BOARD)
    {
      state->board_uuid = changes->board_uuid;
      state->section_uuid = NULL;
      state->moved = TRUE;
    }
  if (changes->fields & PF_CHANGE_SECTION)
    {
      state->section_uuid = changes->section_uuid;
      state->moved = TRUE;
    }
}

static void
apply_row (PfPinOverlay *self, PfPinState *state, PfOutboxRow *row, gboolean has_key, guint32 hash)
{
  PfRowEffect effect = pf_row_get_effect (row);

  if (row->op == PF_OP_UPDATE_PIN)
    {
      apply_edit (self, state, row, has_key, hash);
      return;
    }
  if (row->op == PF_OP_DELETE_PIN)
    {
      if (effect == PF_ROW_EFFECT_TROUBLE)
        {
          state->shown = row;
          state->hash = state->hash * 31 + pf_row_hash (row);
        }
      else
        state->away = TRUE;
      return;
    }
  state->make = row;
  state->board_uuid = row->board_uuid;
  state->section_uuid = row->section_uuid;
  state->seq = row->seq;
  if (row->op == PF_OP_SAVE_PIN && pf_outbox_row_get_source (row) != NULL)
    pf_uuid_from_text (state->source, pf_outbox_row_get_source (row));
  if (has_key)
    return;
  state->shown = row;
  state->hash = state->hash * 31 + pf_row_hash (row);
}

static void
reset (PfPinState *state)
{
  pf_changes_clear (&state->changes);
  state->make = state->shown = NULL;
  state->board_uuid = state->section_uuid = NULL;
  state->hash = 0;
  state->moved = state->away = state->here = FALSE;
}

static void
settle_state (PfPinOverlay *self, PfPinState *state, gboolean has_key, guint32 hash)
{
  reset (state);
  for (guint i = 0; i < state->rows->len; i++)
    apply_row (self, state, state->rows->pdata[i], has_key, hash);
}

/* Whether it is on this list by its rows, and whether it is not. */
static void
place (PfPinOverlay *self, PfPinState *state)
{
  gboolean everywhere = self->board_uuid == NULL || *self->board_uuid == '\0';
  gboolean ours = everywhere || state->board_uuid == NULL
                  || strcmp (state->board_uuid, self->board_uuid) == 0;

  if (!ours)
    state->away = TRUE;
  state->here = !state->away && ours && state->board_uuid != NULL;
}

/* Of what a search shows: pins that are being made with these words. */
static gboolean
is_found (PfPinOverlay *self, const PfPinState *state)
{
  const PfOutboxRow *row = state->make;
  g_autofree char *text = NULL;

  if (row == NULL || row->op != PF_OP_CREATE_PIN || self->find == NULL
      || (self->find_on != NULL && g_strcmp0 (row->board_uuid, self->find_on) != 0))
    return FALSE;
  text = g_strjoin ("\n", row->title != NULL ? row->title : "",
                    row->description != NULL ? row->description : "",
                    row->alt_text != NULL ? row->alt_text : "", row->link != NULL ? row->link : "",
                    NULL);
  return pf_mirror_matches (self->find, text);
}

static gboolean
is_to_show (PfPinOverlay *self, const PfPinState *state)
{
  guint32 hash;

  if (state->away || !state->here || state->mirrored
      || (self->board_uuid != NULL && *self->board_uuid == '\0' && !is_found (self, state)))
    return FALSE;
  if (state->make == NULL)
    return state->moved && self->board_uuid != NULL;
  /* Done, and the mirror has it any moment: what was shown stays till then. */
  return pf_row_get_effect (state->make) != PF_ROW_EFFECT_DONE || recall (self, state->make, &hash);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const PfPinState *first = *(PfPinState *const *)a;
  const PfPinState *second = *(PfPinState *const *)b;

  return (first->seq < second->seq) - (first->seq > second->seq);
}

static void
count_pending (PfPinOverlay *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const PfOutboxRow *row = self->rows->pdata[i];
      guint8 uuid[16];
      PfPinState *state;

      if (pf_row_get_effect (row) != PF_ROW_EFFECT_PENDING
          || !pf_uuid_from_text (uuid, row->object_uuid))
        continue;
      state = g_hash_table_lookup (self->finds, uuid);
      if (state != NULL
          && (state->mirrored || state->here || g_strcmp0 (row->board_uuid, self->board_uuid) == 0))
        self->n_pending++;
    }
}

static PfPinOverlay *
make (GPtrArray *rows,
      const char *connection_id,
      const char *board_uuid,
      const char *find,
      const char *find_on,
      PfPinOverlay *before,
      GArray *keys)
{
  PfPinOverlay *self = g_new0 (PfPinOverlay, 1);

  g_atomic_ref_count_init (&self->refs);
  self->rows = g_ptr_array_new_with_free_func (row_unref);
  self->states = g_ptr_array_new_with_free_func (state_free);
  self->finds = g_hash_table_new_full (pf_uuid_hash, pf_uuid_equal, g_free, NULL);
  self->hashes = g_hash_table_new (g_str_hash, g_str_equal);
  self->extras = g_ptr_array_new ();
  self->extra_keys = g_array_new (FALSE, FALSE, sizeof (PfMirrorKey));
  self->board_uuid = g_strdup (board_uuid);
  self->find = find;
  self->find_on = find_on;
  self->before = before != NULL ? pf_pin_overlay_ref (before) : NULL;
  collect_rows (self, rows, connection_id);
  for (guint i = 0; i < self->rows->len; i++)
    note_row (self, self->rows->pdata[i]);
  for (guint i = 0; i < self->states->len; i++)
    settle_state (self, self->states->pdata[i], FALSE, 0);
  for (guint i = 0; self->states->len > 0 && i < keys->len; i++)
    {
      const PfMirrorKey *key = &g_array_index (keys, PfMirrorKey, i);
      PfPinState *state = g_hash_table_lookup (self->finds, key->uuid);

      if (state == NULL)
        continue;
      state->mirrored = TRUE;
      settle_state (self, state, TRUE, key->hash);
    }
  for (guint i = 0; i < self->states->len; i++)
    {
      PfPinState *state = self->states->pdata[i];

      /* A pin that the mirror has here and a row made here is where the mirror says. */
      if (state->mirrored && !state->moved)
        state->board_uuid = NULL;
      place (self, state);
      if (is_to_show (self, state))
        g_ptr_array_add (self->extras, state);
    }
  g_ptr_array_sort (self->extras, compare_newest_first);
  self->find = self->find_on = NULL;
  return self;
}

PfPinOverlay *
pf_pin_overlay_new (GPtrArray *rows,
                    const char *connection_id,
                    const char *board_uuid,
                    PfPinOverlay *before,
                    GArray *keys)
{
  return make (rows, connection_id, board_uuid, NULL, NULL, before, keys);
}

PfPinOverlay *
pf_pin_overlay_new_found (GPtrArray *rows,
                          const char *connection_id,
                          const char *board_uuid,
                          const char *find,
                          PfPinOverlay *before,
                          GArray *keys)
{
  return make (rows, connection_id, "", find, board_uuid, before, keys);
}

static gboolean
needs_key (const PfPinState *state)
{
  return state->make == NULL || state->make->op == PF_OP_SAVE_PIN;
}

GArray *
pf_pin_overlay_get_guests (PfPinOverlay *self)
{
  GArray *uuids = g_array_new (FALSE, FALSE, 16);

  for (guint i = 0; i < self->extras->len; i++)
    {
      const PfPinState *state = self->extras->pdata[i];

      if (needs_key (state))
        g_array_append_vals (uuids, state->make != NULL ? state->source : state->uuid, 1);
    }
  return uuids;
}

static guint32
flag (const char *text, guint32 flags)
{
  return text != NULL && *text != '\0' ? flags : 0;
}

static PfMirrorKey
make_key (const PfPinState *state)
{
  const PfOutboxRow *row = state->make;
  PfMirrorKey key = {
    .aspect = row->width > 0 && row->height > 0 ? (float)row->width / (float)row->height : 1,
    .color = G_MAXUINT32,
    .flags = flag (row->link, PF_MIRROR_LINK) | flag (row->alt_text, PF_MIRROR_ALT)
             | flag (row->title, PF_MIRROR_TITLE) | PF_MIRROR_OWN,
  };

  if (row->kind == PF_PIN_KIND_VIDEO)
    key.flags |= PF_MIRROR_VIDEO;
  else if (row->kind == PF_PIN_KIND_CAROUSEL)
    key.flags |= PF_MIRROR_CAROUSEL;
  return key;
}

static const PfMirrorKey *
find_guest (GArray *guests, const guint8 *uuid)
{
  for (guint i = 0; i < guests->len; i++)
    if (memcmp (g_array_index (guests, PfMirrorKey, i).uuid, uuid, 16) == 0)
      return &g_array_index (guests, PfMirrorKey, i);
  return NULL;
}

void
pf_pin_overlay_seat (PfPinOverlay *self, GArray *guests)
{
  g_autoptr (GPtrArray) extras = g_steal_pointer (&self->extras);

  self->extras = g_ptr_array_new ();
  for (guint i = 0; i < extras->len; i++)
    {
      PfPinState *state = extras->pdata[i];
      const PfMirrorKey *guest = NULL;
      PfMirrorKey key;

      if (needs_key (state))
        guest = find_guest (guests, state->make != NULL ? state->source : state->uuid);
      if (state->make == NULL)
        {
          if (guest == NULL)
            continue;
          /* Now that its record is known: is it still laid over that one? */
          settle_state (self, state, TRUE, guest->hash);
          place (self, state);
          if (!is_to_show (self, state))
            continue;
        }
      key = guest != NULL ? *guest : make_key (state);
      memcpy (key.uuid, state->uuid, sizeof key.uuid);
      key.section = 0;
      if (state->make != NULL)
        remember (self, state->make, 0);
      g_ptr_array_add (self->extras, state);
      g_array_append_val (self->extra_keys, key);
    }
  count_pending (self);
  g_clear_pointer (&self->before, pf_pin_overlay_unref);
}

gboolean
pf_pin_overlay_is_empty (PfPinOverlay *self)
{
  return self->states->len == 0;
}

PfPinState *
pf_pin_overlay_find (PfPinOverlay *self, const guint8 *uuid)
{
  return self->states->len > 0 ? g_hash_table_lookup (self->finds, uuid) : NULL;
}

GPtrArray *
pf_pin_overlay_get_extras (PfPinOverlay *self)
{
  return self->extras;
}

const PfMirrorKey *
pf_pin_overlay_get_extra_key (PfPinOverlay *self, guint n)
{
  return &g_array_index (self->extra_keys, PfMirrorKey, n);
}

guint
pf_pin_overlay_get_n_pending (PfPinOverlay *self)
{
  return self->n_pending;
}

static void
set_text (char **text, const PfChanges *changes, PfChangeField field, const char *value)
{
  if ((changes->fields & field) == 0)
    return;
  g_free (*text);
  *text = g_strdup (value);
}

PfPin *
pf_pin_state_apply (const PfPinState *self, PfPin *pin)
{
  const guint texts = PF_CHANGE_TITLE | PF_CHANGE_DESCRIPTION | PF_CHANGE_ALT_TEXT | PF_CHANGE_LINK;
  g_autoptr (GBytes) bytes = NULL;
  gsize length;
  const void *data;
  PfPin *copy;

  if ((self->changes.fields & texts) == 0)
    return pf_pin_ref (pin);
  /* Records are not changed: a face may hold this one. */
  bytes = pf_record_encode (PF_RECORD_PIN, pin);
  data = g_bytes_get_data (bytes, &length);
  copy = pf_record_decode (PF_RECORD_PIN, data, length);
  set_text (&copy->title, &self->changes, PF_CHANGE_TITLE, self->changes.title);
  set_text (&copy->description, &self->changes, PF_CHANGE_DESCRIPTION, self->changes.description);
  set_text (&copy->alt_text, &self->changes, PF_CHANGE_ALT_TEXT, self->changes.alt_text);
  set_text (&copy->link, &self->changes, PF_CHANGE_LINK, self->changes.link);
  return copy;
}
