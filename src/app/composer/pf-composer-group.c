/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-composer-private.h"

#include "app/intake/pf-import.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "app/widgets/pf-weak.h"

#include <glib/gi18n.h>

/* Many drafts in one window: the strip, the fields they share, files that become drafts. Every
 * draft is kept by itself, with the group it belongs to, so that the window opens again whole. */

static char **
find_text (PfDraft *draft, PfDraftField field)
{
  switch (field)
    {
    case PF_DRAFT_TITLE:
      return &draft->title;
    case PF_DRAFT_DESCRIPTION:
      return &draft->description;
    case PF_DRAFT_ALT_TEXT:
      return &draft->alt_text;
    case PF_DRAFT_LINK:
      return &draft->link;
    case PF_DRAFT_BOARD:
    default:
      return &draft->board_uuid;
    }
}

static void
copy_text (char **to, const char *from)
{
  char *copy = g_strdup (from);

  g_free (*to);
  *to = copy;
}

static void
copy_field (PfDraft *to, PfDraft *from, PfDraftField field)
{
  copy_text (find_text (to, field), *find_text (from, field));
  if (field == PF_DRAFT_BOARD)
    copy_text (&to->section_uuid, from->section_uuid);
}

/* Whether it is still written here: not on its way. */
static gboolean
is_open (PfComposer *self, guint position)
{
  PfStripState state = pf_filmstrip_get_state (self->strip, position);

  return state != PF_STRIP_PINNING && state != PF_STRIP_PINNED;
}

/**
 * pf_composer_mark:
 * @self: a composer
 * @draft: one of its drafts
 *
 * It was changed and is not on the disk yet.
 */
void
pf_composer_mark (PfComposer *self, const PfDraft *draft)
{
  g_hash_table_add (self->dirty, g_strdup (draft->uuid));
}

/**
 * pf_composer_spread:
 * @self: a composer
 * @field: a field of the current draft that was changed
 *
 * Carries it to all drafts that share it.
 */
void
pf_composer_spread (PfComposer *self, PfDraftField field)
{
  guint n = pf_filmstrip_get_n (self->strip);

  pf_composer_mark (self, self->draft);
  if ((self->draft->own_fields & field) != 0)
    return;
  for (guint i = 0; i < n; i++)
    {
      PfDraft *draft = pf_filmstrip_get_draft (self->strip, i);

      if (draft == self->draft || (draft->own_fields & field) != 0 || !is_open (self, i))
        continue;
      copy_field (draft, self->draft, field);
      pf_composer_mark (self, draft);
      pf_filmstrip_refresh (self->strip, i);
    }
}

static const PfDraftField share_fields[PF_COMPOSER_N_SHARES]
    = { PF_DRAFT_BOARD, PF_DRAFT_TITLE, PF_DRAFT_DESCRIPTION, PF_DRAFT_ALT_TEXT, PF_DRAFT_LINK };

/* From "own" to "the same": what the others have. */
static void
join (PfComposer *self, PfDraftField field)
{
  guint n = pf_filmstrip_get_n (self->strip);

  for (guint i = 0; i < n; i++)
    {
      PfDraft *draft = pf_filmstrip_get_draft (self->strip, i);

      if (draft == self->draft || (draft->own_fields & field) != 0)
        continue;
      copy_field (self->draft, draft, field);
      break;
    }
  self->draft->own_fields &= ~(guint)field;
}

static void
share_toggled (GtkCheckButton *check, PfComposer *self)
{
  guint i = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (check), "share"));

  if (self->filling)
    return;
  if (gtk_check_button_get_active (check))
    join (self, share_fields[i]);
  else
    self->draft->own_fields |= share_fields[i];
  pf_composer_mark (self, self->draft);
  pf_composer_fill (self);
  pf_composer_touch (self);
}

static void
update_shares (PfComposer *self)
{
  guint n = pf_filmstrip_get_n (self->strip);
  g_autofree char *label = g_strdup_printf (ngettext ("Same for all %u", "Same for all %u", n), n);
  gboolean filling = self->filling;

  self->filling = TRUE;
  for (guint i = 0; i < PF_COMPOSER_N_SHARES; i++)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->shares[i]), n > 1 && self->item < 0);
      gtk_check_button_set_label (self->shares[i], label);
      gtk_check_button_set_active (self->shares[i],
                                   (self->draft->own_fields & share_fields[i]) == 0);
    }
  self->filling = filling;
}

/* What each draft lacks; returns how many can go. */
static guint
update_states (PfComposer *self)
{
  guint n = pf_filmstrip_get_n (self->strip);
  guint n_ready = 0;

  for (guint i = 0; i < n; i++)
    {
      PfDraft *draft = pf_filmstrip_get_draft (self->strip, i);
      g_autofree char *missing = pf_pin_find_missing (draft);

      if (!is_open (self, i))
        continue;
      n_ready += missing == NULL;
      if (draft->problem != NULL)
        pf_filmstrip_set_state (self->strip, i, PF_STRIP_FAILED, draft->problem);
      else
        pf_filmstrip_set_state (self->strip, i, missing != NULL ? PF_STRIP_LACKING : PF_STRIP_READY,
                                missing);
    }
  return n_ready;
}

/**
 * pf_composer_update_group:
 * @self: a composer
 *
 * Brings strip, marks and counts up to date.
 */
void
pf_composer_update_group (PfComposer *self)
{
  guint n = pf_filmstrip_get_n (self->strip);
  g_autoptr (GtkBitset) selection = pf_filmstrip_get_selection (self->strip);
  guint n_selected = (guint)gtk_bitset_get_size (selection);

  self->n_ready = update_states (self);
  gtk_widget_set_visible (self->strip_bar, n > 1);
  gtk_widget_set_visible (self->carousel_button,
                          n_selected >= PF_CAROUSEL_MIN && n_selected <= PF_CAROUSEL_MAX);
  update_shares (self);
  /* What went is looked at, not changed. */
  gtk_widget_set_sensitive (GTK_WIDGET (self->scroller),
                            n == 0 || is_open (self, pf_filmstrip_get_current (self->strip)));
}

/**
 * pf_composer_list_ready:
 * @self: a composer
 *
 * Returns: (transfer full) (element-type PfDraft): the drafts that Pin takes
 */
GPtrArray *
pf_composer_list_ready (PfComposer *self)
{
  GPtrArray *ready = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_draft_unref);
  guint n = pf_filmstrip_get_n (self->strip);

  for (guint i = 0; i < n; i++)
    {
      PfDraft *draft = pf_filmstrip_get_draft (self->strip, i);
      g_autofree char *missing = pf_pin_find_missing (draft);

      if (is_open (self, i) && missing == NULL)
        g_ptr_array_add (ready, pf_draft_ref (draft));
    }
  return ready;
}

/**
 * pf_composer_count_open:
 * @self: a composer
 *
 * Returns: how many drafts are still written here
 */
guint
pf_composer_count_open (PfComposer *self)
{
  guint n = pf_filmstrip_get_n (self->strip), open = 0;

  for (guint i = 0; i < n; i++)
    open += is_open (self, i);
  return open;
}

/* Another draft comes into the fields. */
void
pf_composer_show_current (PfComposer *self)
{
  self->item = -1;
  self->draft = pf_filmstrip_get_draft (self->strip, pf_filmstrip_get_current (self->strip));
  g_free (self->failure);
  self->failure = g_strdup (self->draft->problem);
  pf_composer_fill (self);
  pf_composer_update (self);
}

/**
 * pf_composer_go:
 * @self: a composer
 * @by: so many drafts on
 *
 * Goes along the strip.
 */
void
pf_composer_go (PfComposer *self, int by)
{
  int n = (int)pf_filmstrip_get_n (self->strip);
  int to = CLAMP ((int)pf_filmstrip_get_current (self->strip) + by, 0, n - 1);

  if (self->pinning || to == (int)pf_filmstrip_get_current (self->strip))
    return;
  pf_filmstrip_set_current (self->strip, (guint)to);
  pf_composer_show_current (self);
}

/* A draft alone has no group; the first that is joined by another gets one. Title and alternative
 * text are each picture's own unless somebody says otherwise. */
static void
ensure_group (PfComposer *self, PfDraft *draft)
{
  if (draft->group_uuid != NULL)
    return;
  draft->group_uuid
      = pf_random_uuid (pf_context_get_random (pf_workspace_get_context (self->workspace)));
  draft->own_fields = PF_DRAFT_TITLE | PF_DRAFT_ALT_TEXT;
  pf_composer_mark (self, draft);
}

static int
last_position (PfComposer *self)
{
  guint n = pf_filmstrip_get_n (self->strip);
  int last = 0;

  for (guint i = 0; i < n; i++)
    last = MAX (last, pf_filmstrip_get_draft (self->strip, i)->group_position);
  return last;
}

/* An empty draft that shares what the others share. */
PfDraft *
pf_composer_new_sibling (PfComposer *self)
{
  PfDraft *draft = pf_draft_new (pf_workspace_get_context (self->workspace));

  ensure_group (self, self->draft);
  draft->connection_id = g_strdup (self->draft->connection_id);
  draft->group_uuid = g_strdup (self->draft->group_uuid);
  draft->group_position = last_position (self) + 1;
  draft->own_fields = PF_DRAFT_TITLE | PF_DRAFT_ALT_TEXT;
  for (guint i = 0; i < PF_COMPOSER_N_SHARES; i++)
    {
      guint n = pf_filmstrip_get_n (self->strip);

      if ((draft->own_fields & share_fields[i]) != 0)
        continue;
      for (guint j = 0; j < n; j++)
        if ((pf_filmstrip_get_draft (self->strip, j)->own_fields & share_fields[i]) == 0)
          {
            copy_field (draft, pf_filmstrip_get_draft (self->strip, j), share_fields[i]);
            break;
          }
    }
  return draft;
}

/* Files on their way in, one after the other. */
typedef struct
{
  GWeakRef composer;
  GListModel *files;
  guint next;
  guint n_failed;
  char *words; /* nullable: of the last failure */
} Batch;

static void
batch_free (Batch *batch)
{
  g_weak_ref_clear (&batch->composer);
  g_object_unref (batch->files);
  g_free (batch->words);
  g_free (batch);
}

static void batch_step (Batch *batch);

static void
tell_failures (PfComposer *self, const Batch *batch)
{
  g_autofree char *text = NULL;

  if (batch->n_failed == 1)
    text = g_strdup (batch->words);
  else if (batch->n_failed > 1)
    text = g_strdup_printf (ngettext ("%u file could not be used", "%u files could not be used",
                                      batch->n_failed),
                            batch->n_failed);
  if (text != NULL)
    pf_toasts_add (self->said, pf_toast_new (text));
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Batch *batch = data;
  g_autoptr (PfComposer) self = g_weak_ref_get (&batch->composer);
  g_autoptr (GError) error = NULL;
  g_autoptr (PfDraft) draft = pf_import_finish (result, &error);

  if (draft == NULL)
    {
      batch->n_failed++;
      g_free (batch->words);
      batch->words = pf_error_words (error);
    }
  else if (self != NULL && !self->gone)
    {
      pf_filmstrip_insert (self->strip, pf_filmstrip_get_n (self->strip), draft);
      pf_composer_touch (self);
    }
  batch_step (batch);
}

static void
batch_step (Batch *batch)
{
  g_autoptr (PfComposer) self = g_weak_ref_get (&batch->composer);
  g_autoptr (GFile) file = g_list_model_get_item (batch->files, batch->next++);
  g_autoptr (PfDraft) draft = NULL;

  if (self != NULL && !self->gone && file != NULL
      && pf_filmstrip_get_n (self->strip) < PF_DRAFT_GROUP_MAX)
    {
      draft = pf_composer_new_sibling (self);
      pf_import_into_async (pf_workspace_get_store (self->workspace), draft, file, NULL,
                            self->cancellable, imported_cb, batch);
      return;
    }
  if (self != NULL && !self->gone)
    {
      self->importing--;
      if (file != NULL)
        {
          g_autofree char *text
              = g_strdup_printf (_ ("One window takes %d pictures. The others were left out."),
                                 PF_DRAFT_GROUP_MAX);

          pf_toasts_add (self->said, pf_toast_new (text));
        }
      tell_failures (self, batch);
      pf_composer_update (self);
    }
  batch_free (batch);
}

/**
 * pf_composer_add_files:
 * @self: a composer
 * @files: picture files, a list model of #GFile
 *
 * Each becomes a draft of the strip.
 */
void
pf_composer_add_files (PfComposer *self, GListModel *files)
{
  Batch *batch = g_new0 (Batch, 1);

  g_weak_ref_init (&batch->composer, self);
  batch->files = g_object_ref (files);
  self->importing++;
  batch_step (batch);
  pf_composer_update (self);
}

/* Undo of a removal. */
static void
undo_removal (AdwToast *toast, PfComposer *self)
{
  GPtrArray *drafts = g_object_get_data (G_OBJECT (toast), "drafts");

  if (self->gone)
    return;
  for (guint i = 0; i < drafts->len; i++)
    {
      PfDraft *draft = g_ptr_array_index (drafts, i);
      guint at = 0;

      if (pf_filmstrip_find (self->strip, draft->uuid, NULL))
        continue;
      while (at < pf_filmstrip_get_n (self->strip)
             && pf_filmstrip_get_draft (self->strip, at)->group_position < draft->group_position)
        at++;
      pf_filmstrip_insert (self->strip, at, draft);
      pf_composer_mark (self, draft);
    }
  pf_composer_touch (self);
}

/* A draft leaves, from the disk too. */
void
pf_composer_drop (PfComposer *self, guint position)
{
  g_autofree char *uuid = g_strdup (pf_filmstrip_get_draft (self->strip, position)->uuid);

  if (is_open (self, position))
    pf_store_delete_draft_async (pf_workspace_get_store (self->workspace), uuid, NULL, NULL, NULL);
  g_hash_table_remove (self->dirty, uuid);
  self->draft = NULL;
  pf_filmstrip_remove (self->strip, position);
  pf_composer_show_current (self);
}

/* The selected drafts leave; one stays always: a window is closed, not emptied. */
static void
remove_selected (PfComposer *self)
{
  g_autoptr (GtkBitset) selection = pf_filmstrip_get_selection (self->strip);
  GPtrArray *drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)pf_draft_unref);
  g_autofree char *text = NULL;
  AdwToast *toast;

  for (guint i = pf_filmstrip_get_n (self->strip); i-- > 0 && !self->pinning;)
    {
      if (!gtk_bitset_contains (selection, i) || pf_filmstrip_get_n (self->strip) < 2)
        continue;
      if (is_open (self, i))
        g_ptr_array_add (drafts, pf_draft_ref (pf_filmstrip_get_draft (self->strip, i)));
      pf_composer_drop (self, i);
    }
  text = g_strdup_printf (ngettext ("%u pin removed", "%u pins removed", drafts->len), drafts->len);
  toast = pf_toast_new (text);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data_full (G_OBJECT (toast), "drafts", drafts, (GDestroyNotify)g_ptr_array_unref);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_removal), self, 0);
  if (drafts->len > 0)
    pf_toasts_add (self->said, toast);
  else
    g_object_unref (g_object_ref_sink (toast));
}

static int
by_position (gconstpointer a, gconstpointer b)
{
  const PfDraft *x = *(PfDraft *const *)a, *y = *(PfDraft *const *)b;

  return x->group_position - y->group_position;
}

/* Those that were written together are opened together. */
static void
siblings_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfComposer) self = pf_weak_take (data);
  g_autoptr (GPtrArray) drafts = pf_store_list_drafts_finish (PF_STORE (source), result, NULL);

  if (self == NULL || self->gone || drafts == NULL || self->draft->group_uuid == NULL)
    return;
  g_ptr_array_sort (drafts, by_position);
  for (guint i = 0; i < drafts->len; i++)
    {
      PfDraft *draft = g_ptr_array_index (drafts, i);
      guint at = 0;

      if (g_strcmp0 (draft->group_uuid, self->draft->group_uuid) != 0)
        continue;
      if (pf_filmstrip_find (self->strip, draft->uuid, &at))
        {
          /* Taken back from its way: a draft again. */
          if (pf_filmstrip_get_state (self->strip, at) == PF_STRIP_PINNING)
            pf_filmstrip_set_state (self->strip, at, PF_STRIP_READY, NULL);
          continue;
        }
      if (!self->reopening || pf_composer_find (draft->uuid) != NULL)
        continue;
      while (at < pf_filmstrip_get_n (self->strip)
             && pf_filmstrip_get_draft (self->strip, at)->group_position < draft->group_position)
        at++;
      {
        g_autoptr (PfDraft) copy = pf_draft_copy (draft);

        pf_filmstrip_insert (self->strip, at, copy);
      }
    }
  self->reopening = FALSE;
  pf_composer_update (self);
}

static void
read_group (PfComposer *self)
{
  if (self->draft->group_uuid != NULL)
    pf_store_list_drafts_async (pf_workspace_get_store (self->workspace), self->cancellable,
                                siblings_cb, pf_weak_new (self));
}

static void
store_changed (PfComposer *self, guint tables)
{
  guint n = pf_filmstrip_get_n (self->strip);

  if ((tables & PF_STORE_DRAFTS) == 0 || self->gone)
    return;
  for (guint i = 0; i < n; i++)
    if (pf_filmstrip_get_state (self->strip, i) == PF_STRIP_PINNING)
      {
        read_group (self);
        return;
      }
}

static void
row_ended (PfComposer *self, PfOutboxRow *row)
{
  guint at;

  if (row->op != PF_OP_CREATE_PIN || !pf_filmstrip_find (self->strip, row->object_uuid, &at))
    return;
  if (row->state == PF_OUTBOX_DONE)
    pf_filmstrip_set_state (self->strip, at, PF_STRIP_PINNED, NULL);
  else if (row->state == PF_OUTBOX_FAILED)
    pf_filmstrip_set_state (self->strip, at, PF_STRIP_PINNING, row->error_message);
}

static void
pinned_some (PfComposer *self, const char *uuid, const GError *fault)
{
  guint at;

  if (!pf_filmstrip_find (self->strip, uuid, &at))
    return;
  if (fault == NULL)
    {
      g_hash_table_remove (self->dirty, uuid);
      pf_filmstrip_set_state (self->strip, at, PF_STRIP_PINNING, NULL);
      return;
    }
  g_free (pf_filmstrip_get_draft (self->strip, at)->problem);
  pf_filmstrip_get_draft (self->strip, at)->problem = pf_error_words (fault);
  pf_composer_mark (self, pf_filmstrip_get_draft (self->strip, at));
}

/**
 * pf_composer_note_sent:
 * @self: a composer
 * @sent: (element-type PfDraft): what Pin took
 * @faults: (element-type utf8 GError): those of them that stayed
 *
 * What Pin took is on its way now; the rest goes on being written.
 */
void
pf_composer_note_sent (PfComposer *self, GPtrArray *sent, GHashTable *faults)
{
  guint n;

  for (guint i = 0; i < sent->len; i++)
    {
      const PfDraft *draft = g_ptr_array_index (sent, i);

      pinned_some (self, draft->uuid, g_hash_table_lookup (faults, draft->uuid));
    }
  n = pf_filmstrip_get_n (self->strip);
  for (guint i = 0; i < n; i++)
    if (is_open (self, i))
      {
        pf_filmstrip_set_current (self->strip, i);
        pf_composer_show_current (self);
        return;
      }
}

/**
 * pf_composer_set_up_group:
 * @self: a composer with its first draft in the strip
 *
 * Opens what was written together with it.
 */
void
pf_composer_set_up_group (PfComposer *self)
{
  g_signal_connect_object (pf_workspace_get_store (self->workspace), "changed",
                           G_CALLBACK (store_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pf_workspace_get_outbox (self->workspace), "row-done",
                           G_CALLBACK (row_ended), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (pf_workspace_get_outbox (self->workspace), "row-failed",
                           G_CALLBACK (row_ended), self, G_CONNECT_SWAPPED);
  self->reopening = TRUE;
  read_group (self);
}

/**
 * pf_composer_init_group:
 * @self: a composer
 *
 * Connects the strip and the marks of shared fields.
 */
void
pf_composer_init_group (PfComposer *self)
{
  self->dirty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < PF_COMPOSER_N_SHARES; i++)
    {
      g_object_set_data (G_OBJECT (self->shares[i]), "share", GUINT_TO_POINTER (i));
      g_signal_connect (self->shares[i], "toggled", G_CALLBACK (share_toggled), self);
    }
  g_signal_connect_swapped (self->strip, "current", G_CALLBACK (pf_composer_show_current), self);
  g_signal_connect_swapped (self->strip, "selection", G_CALLBACK (pf_composer_update_group), self);
  g_signal_connect_swapped (self->strip, "remove", G_CALLBACK (remove_selected), self);
}

/**
 * pf_composer_forget:
 * @self: a composer
 * @uuid: of one of its drafts
 *
 * The draft was deleted elsewhere: it leaves the strip; the last one closes the window.
 */
void
pf_composer_forget (PfComposer *self, const char *uuid)
{
  guint at;

  if (!pf_filmstrip_find (self->strip, uuid, &at))
    return;
  if (pf_filmstrip_get_n (self->strip) > 1)
    {
      g_hash_table_remove (self->dirty, uuid);
      pf_filmstrip_remove (self->strip, at);
      pf_composer_show_current (self);
      return;
    }
  self->gone = TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
}

/**
 * pf_composer_find_draft:
 * @self: a composer
 * @uuid: of a draft
 *
 * Returns: (transfer none) (nullable): the draft as it stands in the fields
 */
const PfDraft *
pf_composer_find_draft (PfComposer *self, const char *uuid)
{
  guint at;

  return pf_filmstrip_find (self->strip, uuid, &at) ? pf_filmstrip_get_draft (self->strip, at)
                                                    : NULL;
}
