/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-private.h"

/* Sections, edits and saves at the fake Pinterest. */

FakeSection *
fake_world_find_section (FakeWorld *self, const char *id)
{
  for (guint i = 0; i < self->sections->len; i++)
    if (g_strcmp0 (((FakeSection *)self->sections->pdata[i])->id, id) == 0)
      return self->sections->pdata[i];
  return NULL;
}

FakeBoard *
fake_world_find_board (FakeWorld *self, const char *id)
{
  for (guint i = 0; i < self->boards->len; i++)
    if (g_strcmp0 (((FakeBoard *)self->boards->pdata[i])->id, id) == 0)
      return self->boards->pdata[i];
  return NULL;
}

guint
fake_world_count_on (FakeWorld *self, const char *board_id, const char *section_id)
{
  guint n = 0;

  for (guint i = 0; i < self->pins->len; i++)
    {
      const FakePin *pin = self->pins->pdata[i];

      n += g_strcmp0 (pin->board_id, board_id) == 0
           && (section_id == NULL || g_strcmp0 (pin->section_id, section_id) == 0);
    }
  return n;
}

static FakeSection *
keep_section (FakeWorld *self, const char *id, const char *board_id, const char *name)
{
  FakeSection *section = g_new0 (FakeSection, 1);

  section->id = g_strdup (id);
  section->board_id = g_strdup (board_id);
  section->name = g_strdup (name);
  g_ptr_array_add (self->sections, section);
  return section;
}

FakeSection *
fake_world_add_section (FakeWorld *self, const char *board_id, const char *name)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->next_id++);

  fake_append_log (self, "section", id, board_id, name);
  return keep_section (self, id, board_id, name);
}

static void
replace (char **text, const char *with)
{
  g_free (*text);
  *text = with != NULL && *with != '\0' ? g_strdup (with) : NULL;
}

/* One line of an earlier process. */
gboolean
fake_edits_load (FakeWorld *self, char **line)
{
  FakePin *pin = fake_world_find_pin (self, line[1]);
  FakeBoard *board = fake_world_find_board (self, line[1]);
  FakeSection *section = fake_world_find_section (self, line[1]);

  if (g_str_equal (line[0], "section"))
    keep_section (self, line[1], line[2], line[3]);
  else if (g_str_equal (line[0], "move") && pin != NULL)
    {
      replace (&pin->board_id, line[2]);
      replace (&pin->section_id, line[3]);
    }
  else if (g_str_equal (line[0], "title") && pin != NULL)
    replace (&pin->title, line[3]);
  else if (g_str_equal (line[0], "parent") && pin != NULL)
    replace (&pin->parent_id, line[3]);
  else if (g_str_equal (line[0], "name") && board != NULL)
    replace (&board->name, line[3]);
  else if (g_str_equal (line[0], "name") && section != NULL)
    replace (&section->name, line[3]);
  else
    return !g_str_equal (line[0], "remove");
  return TRUE;
}

gboolean
fake_refuse_missing (FakeWorld *self, GTask *task, const char *board_id)
{
  if (fake_world_find_board (self, board_id) != NULL)
    return FALSE;
  fake_reply_later (self, task, NULL, NULL, fake_make_error (self, FAKE_404));
  return TRUE;
}

static PfSection *
as_section (const FakeSection *section)
{
  g_autofree char *json
      = g_strdup_printf ("{\"id\":\"%s\",\"name\":\"%s\"}", section->id, section->name);
  g_autoptr (GError) error = NULL;
  PfSection *record = pf_section_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  record->board_id = g_strdup (section->board_id);
  return record;
}

static void
free_section (gpointer data)
{
  pf_section_unref (data);
}

static void
fake_create_section (PfDelivery *delivery,
                     const char *connection_id,
                     const char *board_id,
                     const char *name,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  FakeKind kind;
  FakeSection *section = NULL;

  self->n_create_sections++;
  g_ptr_array_add (self->order, g_strdup (name));
  if (self->on_accept != NULL)
    self->on_accept (self, name, self->accept_data);
  kind = fake_world_find_board (self, board_id) != NULL ? fake_next_kind (self) : FAKE_404;
  /* A name is there once: made "late" or "twice" is the same as made. */
  if (fake_is_made (kind))
    section = fake_world_add_section (self, board_id, name);
  fake_reply_to_write (self, fake_new_task (self, cancellable, callback, data), kind,
                       kind == FAKE_OK ? as_section (section) : NULL, free_section, board_id);
}

static PfSection *
fake_create_section_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return fake_finish (delivery, result, error);
}

static FakePin *
make_copy (FakeWorld *self, FakePin *of, const char *board_id, const char *section_id, gint64 delay)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, self->next_id++);
  FakePin *pin = fake_keep_pin (self, id, board_id, of->title, pf_clock_now (self->clock) + delay);

  pin->section_id = g_strdup (section_id);
  pin->parent_id = g_strdup (of->id);
  pin->description = g_strdup (of->description);
  pin->link = g_strdup (of->link);
  fake_append_log (self, "pin", id, board_id, of->title != NULL ? of->title : "");
  fake_append_log (self, "parent", id, "", of->id);
  return pin;
}

static gboolean
is_there (FakeWorld *self, const char *board_id, const char *section_id)
{
  return fake_world_find_board (self, board_id) != NULL
         && (section_id == NULL || fake_world_find_section (self, section_id) != NULL);
}

static void
fake_save_pin (PfDelivery *delivery,
               const char *connection_id,
               const char *pin_id,
               const char *board_id,
               const char *section_id,
               GCancellable *cancellable,
               GAsyncReadyCallback callback,
               gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  FakePin *of = fake_world_find_pin (self, pin_id);
  FakePin *pin = NULL;
  FakeKind kind;

  self->n_saves++;
  if (self->on_accept != NULL)
    self->on_accept (self, of != NULL ? of->title : "", self->accept_data);
  kind = of != NULL && is_there (self, board_id, section_id) ? fake_next_kind (self) : FAKE_404;
  if (fake_is_made (kind))
    pin = make_copy (self, of, board_id, section_id, kind == FAKE_LATE ? 20 * G_USEC_PER_SEC : 0);
  if (kind == FAKE_TWICE)
    make_copy (self, of, board_id, section_id, 0);
  fake_reply_to_write (self, fake_new_task (self, cancellable, callback, data), kind,
                       kind == FAKE_OK ? fake_as_pin (pin) : NULL, fake_free_pin, board_id);
}

static PfPin *
fake_save_pin_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return fake_finish (delivery, result, error);
}

static void
change_pin (FakeWorld *self, FakePin *pin, const PfPatch *patch)
{
  if ((patch->fields & PF_CHANGE_TITLE) != 0)
    {
      replace (&pin->title, patch->title);
      fake_append_log (self, "title", pin->id, "", pin->title != NULL ? pin->title : "");
    }
  if ((patch->fields & PF_CHANGE_DESCRIPTION) != 0)
    replace (&pin->description, patch->description);
  if ((patch->fields & PF_CHANGE_LINK) != 0)
    replace (&pin->link, patch->link);
  if ((patch->fields & PF_CHANGE_ALT_TEXT) != 0)
    replace (&pin->alt_text, patch->alt_text);
  if ((patch->fields & PF_CHANGE_BOARD) == 0)
    return;
  replace (&pin->board_id, patch->board_id);
  replace (&pin->section_id, patch->section_id);
  fake_append_log (self, "move", pin->id, pin->board_id,
                   pin->section_id != NULL ? pin->section_id : "");
}

static void
change_name (FakeWorld *self, char **name, const char *id, const PfPatch *patch)
{
  if ((patch->fields & PF_CHANGE_NAME) == 0)
    return;
  replace (name, patch->name);
  fake_append_log (self, "name", id, "", *name);
}

static void
fake_update (PfDelivery *delivery,
             const char *connection_id,
             PfOutboxOp op,
             const char *remote_id,
             const char *board_id,
             const PfPatch *patch,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  FakePin *pin = op == PF_OP_UPDATE_PIN ? fake_world_find_pin (self, remote_id) : NULL;
  FakeBoard *board = op == PF_OP_UPDATE_BOARD ? fake_world_find_board (self, remote_id) : NULL;
  FakeSection *section
      = op == PF_OP_UPDATE_SECTION ? fake_world_find_section (self, remote_id) : NULL;
  FakeKind kind = fake_next_kind (self);
  GTask *task = fake_new_task (self, cancellable, callback, data);

  self->n_updates++;
  if ((pin == NULL && board == NULL && section == NULL)
      || ((patch->fields & PF_CHANGE_BOARD) != 0
          && !is_there (self, patch->board_id, patch->section_id)))
    kind = FAKE_404;
  if (fake_is_made (kind) && pin != NULL)
    change_pin (self, pin, patch);
  else if (fake_is_made (kind) && board != NULL)
    change_name (self, &board->name, board->id, patch);
  else if (fake_is_made (kind) && section != NULL)
    change_name (self, &section->name, section->id, patch);
  if (kind != FAKE_OK)
    fake_reply_to_write (self, task, kind, NULL, NULL, NULL);
  else if (pin != NULL)
    fake_reply_to_write (self, task, kind, fake_as_pin (pin), fake_free_pin, NULL);
  else if (board != NULL)
    fake_reply_to_write (self, task, kind, fake_as_board (board), fake_free_board, NULL);
  else
    fake_reply_to_write (self, task, kind, as_section (section), free_section, NULL);
}

static void
fake_list_sections (PfDelivery *delivery,
                    const char *connection_id,
                    const char *board_id,
                    const char *bookmark,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer data)
{
  FakeWorld *self = FAKE_WORLD (delivery);
  GTask *task = fake_new_task (self, cancellable, callback, data);
  g_autoptr (GPtrArray) seen = g_ptr_array_new ();
  PfPage *page;

  if (fake_fail_list (self, task) || fake_refuse_missing (self, task, board_id))
    return;
  for (guint i = 0; i < self->sections->len; i++)
    if (g_str_equal (((FakeSection *)self->sections->pdata[i])->board_id, board_id))
      g_ptr_array_add (seen, self->sections->pdata[i]);
  page = fake_make_page (self, seen, bookmark);
  for (guint i = 0; i < page->items->len; i++)
    page->items->pdata[i] = as_section (page->items->pdata[i]);
  g_ptr_array_set_free_func (page->items, free_section);
  fake_reply_later (self, task, page, fake_free_page, NULL);
}

static PfPage *
fake_list_sections_finish (PfDelivery *delivery, GAsyncResult *result, GError **error)
{
  return fake_finish (delivery, result, error);
}

void
fake_edits_iface_init (PfDeliveryInterface *iface)
{
  iface->create_section_async = fake_create_section;
  iface->create_section_finish = fake_create_section_finish;
  iface->save_pin_async = fake_save_pin;
  iface->save_pin_finish = fake_save_pin_finish;
  iface->update_async = fake_update;
  iface->update_finish = fake_finish;
  iface->list_sections_async = fake_list_sections;
  iface->list_sections_finish = fake_list_sections_finish;
}
