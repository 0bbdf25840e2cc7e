/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-outbox-private.h"

#include <glib/gi18n-lib.h>

/* The most Pinterest lets an account have, in pages, and some (api-facts section 5). */
#define MAX_PAGES 2000

enum
{
  STEP_SECTIONS,
  STEP_TARGET_SECTIONS,
  STEP_PINS,
  STEP_FIRST_SECTION /* and on: the pins of each */
};

static void ask_page (PfFlight *self, const char *bookmark);

void
pf_survey_free (PfSurvey *self)
{
  g_ptr_array_unref (self->sections);
  g_ptr_array_unref (self->pins);
  g_ptr_array_unref (self->target_sections);
  g_hash_table_unref (self->seen);
  g_hash_table_unref (self->bookmarks);
  g_free (self->board_id);
  g_free (self->section_id);
  g_free (self->target_id);
  g_free (self);
}

static GPtrArray *
new_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)pf_outbox_listed_free);
}

static void
note (GPtrArray *list, const char *id, const char *name, const char *section)
{
  PfOutboxListed *item = g_new0 (PfOutboxListed, 1);

  item->id = g_strdup (id);
  item->name = g_strdup (name);
  item->section = g_strdup (section);
  g_ptr_array_add (list, item);
}

/* The pins of a section come with those of their board, and a page may say again what the one
 * before said: once is enough. */
static void
note_pin (PfSurvey *survey, const PfPin *pin, const char *section)
{
  if (g_hash_table_add (survey->seen, g_strdup (pin->id)))
    note (survey->pins, pin->id,
          pin->title != NULL && pin->title[0] != '\0' ? pin->title : pin->description,
          section != NULL ? section : pin->section_id);
}

static const char *
get_section (const PfSurvey *survey)
{
  if (survey->section_id != NULL)
    return survey->section_id;
  if (survey->step < STEP_FIRST_SECTION)
    return NULL;
  return ((PfOutboxListed *)survey->sections->pdata[survey->step - STEP_FIRST_SECTION])->id;
}

static void
take_page (PfSurvey *survey, const PfPage *page)
{
  GPtrArray *sections
      = survey->step == STEP_TARGET_SECTIONS ? survey->target_sections : survey->sections;

  for (guint i = 0; i < page->items->len; i++)
    if (survey->step >= STEP_PINS)
      note_pin (survey, page->items->pdata[i], get_section (survey));
    else if (g_hash_table_add (survey->seen,
                               g_strconcat ("section/", ((PfSection *)page->items->pdata[i])->id,
                                            NULL)))
      note (sections, ((PfSection *)page->items->pdata[i])->id,
            ((PfSection *)page->items->pdata[i])->name, NULL);
}

static void
go_on (PfFlight *self)
{
  PfSurvey *survey = self->survey;

  survey->step++;
  if (survey->step == STEP_TARGET_SECTIONS && survey->target_id == NULL)
    survey->step++;
  g_hash_table_remove_all (survey->bookmarks);
  /* A section alone has one listing. */
  if ((survey->section_id != NULL && survey->step > STEP_PINS)
      || survey->step >= STEP_FIRST_SECTION + survey->sections->len)
    survey->done (self, NULL);
  else
    ask_page (self, NULL);
}

static void
on_page (GObject *source, GAsyncResult *result, gpointer data)
{
  PfFlight *self = data;
  PfSurvey *survey = self->survey;
  PfDeliveryInterface *wire = PF_DELIVERY_GET_IFACE (source);
  GError *error = NULL;
  g_autoptr (PfPage) page = survey->step >= STEP_PINS
                                ? wire->list_pins_finish (PF_DELIVERY (source), result, &error)
                                : wire->list_sections_finish (PF_DELIVERY (source), result, &error);

  if (page == NULL || self->outbox->stopped)
    {
      survey->done (self, error);
      return;
    }
  take_page (survey, page);
  if (page->bookmark == NULL)
    go_on (self);
  else if (!g_hash_table_add (survey->bookmarks, g_strdup (page->bookmark)))
    {
      /* Round in a circle: who knows what there is besides. */
      survey->complete = FALSE;
      go_on (self);
    }
  else if (++survey->n_pages > MAX_PAGES)
    survey->done (self, g_error_new_literal (PF_ERROR, PF_ERROR_TOO_LARGE,
                                             _ ("This board is too large to be listed.")));
  else
    ask_page (self, page->bookmark);
}

static void
ask_page (PfFlight *self, const char *bookmark)
{
  PfOutbox *outbox = self->outbox;
  PfSurvey *survey = self->survey;
  PfDeliveryInterface *wire = PF_DELIVERY_GET_IFACE (outbox->delivery);
  const char *connection_id = self->record->row.connection_id;

  if (survey->step >= STEP_PINS)
    wire->list_pins_async (outbox->delivery, connection_id, survey->board_id, get_section (survey),
                           bookmark, outbox->stop, on_page, self);
  else
    wire->list_sections_async (outbox->delivery, connection_id,
                               survey->step == STEP_SECTIONS ? survey->board_id : survey->target_id,
                               bookmark, outbox->stop, on_page, self);
}

const char *
pf_survey_words_incomplete (void)
{
  return _ ("Not all that is in it was listed, so it was not deleted.");
}

/* Lists what is in a board, or in one of its sections; @done ends or goes on with the flight. */
void
pf_flight_survey (PfFlight *self,
                  const char *board_id,
                  const char *section_id,
                  const char *target_id,
                  PfSurveyFunc done)
{
  PfSurvey *survey = g_new0 (PfSurvey, 1);

  g_clear_pointer (&self->survey, pf_survey_free);
  self->survey = survey;
  self->serial = ++self->outbox->serial;
  survey->sections = new_list ();
  survey->pins = new_list ();
  survey->target_sections = new_list ();
  survey->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  survey->bookmarks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  survey->board_id = g_strdup (board_id);
  survey->section_id = g_strdup (section_id);
  survey->target_id = g_strdup (target_id);
  survey->done = done;
  survey->complete = TRUE;
  survey->step = section_id != NULL ? STEP_PINS : STEP_SECTIONS;
  ask_page (self, NULL);
}
