/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/media/pf-media-fingerprint.h"
#include "core/outbox/pf-outbox-private.h"

/* Looking for what may have been made (safety.md PQ-3): the board's pins newest first,
 * back to well before the intent; words first, then the picture of those whose words fit. What it
 * means is decided in pf_outbox_settle_look(). */

#define MAX_PAGES 20
#define MAX_ALIKE 10

static void ask_page (PfFlight *self, const char *bookmark);

/* The service trims and composes text; that is still the same text. */
static gboolean
same_text (const char *a, const char *b)
{
  g_autofree char *x = g_utf8_normalize (a != NULL ? a : "", -1, G_NORMALIZE_NFC);
  g_autofree char *y = g_utf8_normalize (b != NULL ? b : "", -1, G_NORMALIZE_NFC);

  return x != NULL && y != NULL && strcmp (g_strstrip (x), g_strstrip (y)) == 0;
}

static gboolean
same_link (const char *a, const char *b)
{
  g_autofree char *x = g_strdup (a != NULL ? a : "");
  g_autofree char *y = g_strdup (b != NULL ? b : "");
  char *ends[] = { x, y };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      gsize length = strlen (g_strstrip (ends[i]));

      if (length > 0 && ends[i][length - 1] == '/')
        ends[i][length - 1] = '\0';
    }
  return strcmp (x, y) == 0;
}

static gboolean
is_since (const PfFlight *self, gint64 created_at, gint64 skew)
{
  return created_at == 0 || created_at >= self->record->row.sent_at - skew;
}

static void
note_find (PfFlight *self, const char *remote_id, gint64 created_at, PfLikeness likeness)
{
  PfOutboxFind *find = g_new0 (PfOutboxFind, 1);

  if (likeness != PF_LIKENESS_NONE && !is_since (self, created_at, PF_OUTBOX_SKEW_US))
    likeness = PF_LIKENESS_OLD;
  find->remote_id = g_strdup (remote_id);
  find->likeness = likeness;
  g_ptr_array_add (self->end->finds, find);
}

static void compare_next (PfFlight *self);

static void
on_fingerprint (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  const PfPin *pin = g_ptr_array_index (self->alike, self->next_alike++);
  g_autoptr (GError) error = NULL;
  guint64 fingerprint = 0;
  PfLikeness likeness = PF_LIKENESS_MAYBE;

  if (PF_DELIVERY_GET_IFACE (source)->fingerprint_finish (PF_DELIVERY (source), result,
                                                          &fingerprint, &error))
    likeness = pf_media_fingerprint_distance (fingerprint, self->record->fingerprint)
                       <= PF_MEDIA_FINGERPRINT_NEAR
                   ? PF_LIKENESS_SAME
                   : PF_LIKENESS_NONE;
  note_find (self, pin->id, pin->created_at, likeness);
  compare_next (self);
}

static void
compare_next (PfFlight *self)
{
  PfOutbox *outbox = self->outbox;

  while (self->next_alike < self->alike->len && !outbox->stopped)
    {
      PfPin *pin = g_ptr_array_index (self->alike, self->next_alike);

      if (self->record->has_fingerprint)
        {
          PF_DELIVERY_GET_IFACE (outbox->delivery)
              ->fingerprint_async (outbox->delivery, self->record->row.connection_id, pin,
                                   outbox->stop, on_fingerprint, self);
          return;
        }
      /* A copy tells what it is a copy of. */
      note_find (self, pin->id, pin->created_at,
                 self->record->source_remote != NULL
                         && g_strcmp0 (pin->parent_pin_id, self->record->source_remote) == 0
                     ? PF_LIKENESS_SAME
                     : PF_LIKENESS_MAYBE);
      self->next_alike++;
    }
  pf_flight_land (self, NULL, NULL);
}

/* A board has each name once. */
static void
note_sections (PfFlight *self)
{
  for (guint i = 0; i < self->alike->len; i++)
    note_find (self, ((PfSection *)self->alike->pdata[i])->id, 0, PF_LIKENESS_SAME);
  pf_flight_land (self, NULL, NULL);
}

static void
note_boards (PfFlight *self)
{
  for (guint i = 0; i < self->alike->len; i++)
    {
      const PfBoard *board = g_ptr_array_index (self->alike, i);

      note_find (self, board->id, board->created_at,
                 board->created_at != 0 ? PF_LIKENESS_SAME : PF_LIKENESS_MAYBE);
    }
  pf_flight_land (self, NULL, NULL);
}

/* Returns whether the page goes back beyond the intent. */
static gboolean
take_pins (PfFlight *self, const PfPage *page)
{
  const PfOutboxRow *row = &self->record->row;
  gboolean beyond = page->items->len > 0;

  for (guint i = 0; i < page->items->len; i++)
    {
      PfPin *pin = g_ptr_array_index (page->items, i);

      if (!is_since (self, pin->created_at, PF_OUTBOX_WIDE_SKEW_US))
        continue;
      beyond = FALSE;
      if (self->alike->len < MAX_ALIKE && same_text (pin->title, row->title)
          && same_text (pin->description, row->description) && same_link (pin->link, row->link))
        g_ptr_array_add (self->alike, pf_pin_ref (pin));
    }
  return beyond;
}

static void
take_boards (PfFlight *self, const PfPage *page)
{
  for (guint i = 0; i < page->items->len; i++)
    {
      PfBoard *board = g_ptr_array_index (page->items, i);

      if (self->alike->len < MAX_ALIKE && is_since (self, board->created_at, PF_OUTBOX_WIDE_SKEW_US)
          && same_text (board->name, self->record->row.name))
        g_ptr_array_add (self->alike, pf_board_ref (board));
    }
}

static void
take_sections (PfFlight *self, const PfPage *page)
{
  for (guint i = 0; i < page->items->len; i++)
    {
      PfSection *section = g_ptr_array_index (page->items, i);

      if (self->alike->len < MAX_ALIKE && same_text (section->name, self->record->row.name))
        g_ptr_array_add (self->alike, pf_section_ref (section));
    }
}

static PfPage *
finish_page (PfFlight *self, GObject *source, GAsyncResult *result, GError **error)
{
  PfDeliveryInterface *wire = PF_DELIVERY_GET_IFACE (source);

  if (pf_outbox_op_is_about_pin (self->record->row.op))
    return wire->list_pins_finish (PF_DELIVERY (source), result, error);
  if (self->record->row.op == PF_OP_CREATE_SECTION)
    return wire->list_sections_finish (PF_DELIVERY (source), result, error);
  return wire->list_boards_finish (PF_DELIVERY (source), result, error);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  gboolean pins = pf_outbox_op_is_about_pin (self->record->row.op);
  gboolean sections = self->record->row.op == PF_OP_CREATE_SECTION;
  GError *error = NULL;
  g_autoptr (PfPage) page = finish_page (self, source, result, &error);
  gboolean beyond = FALSE;

  if (page == NULL || self->outbox->stopped)
    {
      pf_flight_land (self, error, NULL);
      return;
    }
  if (pins)
    beyond = take_pins (self, page);
  else if (sections)
    take_sections (self, page);
  else
    take_boards (self, page);
  /* An empty page with a bookmark goes on; a bookmark that came before is a loop
   * (api-facts section 5). */
  if (!beyond && page->bookmark != NULL && ++self->n_pages < MAX_PAGES
      && g_hash_table_add (self->bookmarks, g_strdup (page->bookmark)))
    ask_page (self, page->bookmark);
  else if (pins)
    compare_next (self);
  else if (sections)
    note_sections (self);
  else
    note_boards (self);
}

static void
ask_page (PfFlight *self, const char *bookmark)
{
  PfOutbox *outbox = self->outbox;
  PfDeliveryInterface *wire = PF_DELIVERY_GET_IFACE (outbox->delivery);
  const PfOutboxRow *row = &self->record->row;

  if (row->op == PF_OP_CREATE_SECTION)
    wire->list_sections_async (outbox->delivery, row->connection_id, self->record->board_remote,
                               bookmark, outbox->stop, on_page, self);
  else if (pf_outbox_op_is_about_pin (row->op))
    wire->list_pins_async (outbox->delivery, row->connection_id, self->record->board_remote, NULL,
                           bookmark, outbox->stop, on_page, self);
  else
    wire->list_boards_async (outbox->delivery, row->connection_id, bookmark, outbox->stop, on_page,
                             self);
}

void
pf_flight_look (PfFlight *self)
{
  PfOutbox *outbox = self->outbox;

  self->looked_at = pf_outbox_now (outbox);
  self->serial = ++outbox->serial;
  self->end = g_new0 (PfOutboxSettlement, 1);
  self->end->uuid = g_strdup (self->record->row.uuid);
  self->end->owner = g_strdup (outbox->owner);
  self->end->finds = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_find_free);
  self->alike = g_ptr_array_new_with_free_func (
      pf_outbox_op_is_about_pin (self->record->row.op) ? (GDestroyNotify)pf_pin_unref
      : self->record->row.op == PF_OP_CREATE_SECTION   ? (GDestroyNotify)pf_section_unref
                                                       : (GDestroyNotify)pf_board_unref);
  self->bookmarks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  ask_page (self, NULL);
}
