/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-changes.h"

#include <glib/gi18n-lib.h>

/* What the API description allows (api-facts section 8.1), in characters. */
#define MAX_TITLE 100
#define MAX_DESCRIPTION 800
#define MAX_ALT_TEXT 500
#define MAX_LINK 2048
#define MAX_SECTION_NAME 180

static const struct
{
  PfChangeField field;
  gsize offset;
} texts[] = {
  { PF_CHANGE_TITLE, G_STRUCT_OFFSET (PfChanges, title) },
  { PF_CHANGE_DESCRIPTION, G_STRUCT_OFFSET (PfChanges, description) },
  { PF_CHANGE_ALT_TEXT, G_STRUCT_OFFSET (PfChanges, alt_text) },
  { PF_CHANGE_LINK, G_STRUCT_OFFSET (PfChanges, link) },
  { PF_CHANGE_BOARD, G_STRUCT_OFFSET (PfChanges, board_uuid) },
  { PF_CHANGE_SECTION, G_STRUCT_OFFSET (PfChanges, section_uuid) },
  { PF_CHANGE_NAME, G_STRUCT_OFFSET (PfChanges, name) },
};

static char **
text_at (PfChanges *self, guint i)
{
  return (char **)G_STRUCT_MEMBER_P (self, texts[i].offset);
}

/**
 * pf_changes_clear:
 * @self: changes
 *
 * Frees what it holds; afterwards it sets nothing.
 */
void
pf_changes_clear (PfChanges *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (text_at (self, i), g_free);
  self->fields = 0;
  self->privacy = PF_PRIVACY_PUBLIC;
}

/**
 * pf_changes_apply:
 * @self: changes; gets what @over sets
 * @over: later changes
 *
 * What two edits come to, one after the other.
 */
void
pf_changes_apply (PfChanges *self, const PfChanges *over)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      char **to = text_at (self, i);

      if ((over->fields & texts[i].field) == 0)
        continue;
      g_free (*to);
      *to = g_strdup (*text_at ((PfChanges *)over, i));
    }
  if ((over->fields & PF_CHANGE_PRIVACY) != 0)
    self->privacy = over->privacy;
  /* Another board is a place without a section, unless it names one. */
  if ((over->fields & PF_CHANGE_BOARD) != 0 && (over->fields & PF_CHANGE_SECTION) == 0)
    {
      g_clear_pointer (&self->section_uuid, g_free);
      self->fields &= ~(guint)PF_CHANGE_SECTION;
    }
  self->fields |= over->fields;
}

/**
 * pf_changes_copy:
 * @self: changes
 *
 * Returns: (transfer full): a copy
 */
PfChanges *
pf_changes_copy (const PfChanges *self)
{
  PfChanges *copy = g_new0 (PfChanges, 1);

  pf_changes_apply (copy, self);
  return copy;
}

/**
 * pf_changes_free:
 * @self: (transfer full): changes
 *
 * Frees them.
 */
void
pf_changes_free (PfChanges *self)
{
  pf_changes_clear (self);
  g_free (self);
}

static gboolean
is_longer (const PfChanges *self, PfChangeField field, const char *text, glong max)
{
  return (self->fields & field) != 0 && text != NULL && g_utf8_strlen (text, -1) > max;
}

/**
 * pf_changes_find_fault:
 * @self: changes
 *
 * Returns: (nullable) (transfer none): why they cannot be, for people; %NULL when they can
 */
const char *
pf_changes_find_fault (const PfChanges *self)
{
  if (is_longer (self, PF_CHANGE_TITLE, self->title, MAX_TITLE))
    return _ ("The title is too long.");
  if (is_longer (self, PF_CHANGE_DESCRIPTION, self->description, MAX_DESCRIPTION))
    return _ ("The description is too long.");
  if (is_longer (self, PF_CHANGE_ALT_TEXT, self->alt_text, MAX_ALT_TEXT))
    return _ ("The alternative text is too long.");
  if (is_longer (self, PF_CHANGE_LINK, self->link, MAX_LINK))
    return _ ("The link is too long.");
  if (is_longer (self, PF_CHANGE_NAME, self->name, MAX_SECTION_NAME))
    return _ ("The name is too long.");
  if ((self->fields & PF_CHANGE_NAME) != 0 && (self->name == NULL || self->name[0] == '\0'))
    return _ ("A name is needed.");
  if ((self->fields & PF_CHANGE_BOARD) != 0 && self->board_uuid == NULL)
    return _ ("Choose a board.");
  /* The API takes only the other two (api-facts section 8.2). */
  if ((self->fields & PF_CHANGE_PRIVACY) != 0 && self->privacy == PF_PRIVACY_PROTECTED)
    return _ ("A board can be made public or secret, not protected.");
  return NULL;
}

/**
 * pf_changes_get_text:
 * @self: (nullable): changes
 * @field: one of the texts of a pin
 * @pin: (nullable): the pin as Pinterest has it
 *
 * Returns: (nullable): what the field will be
 */
const char *
pf_changes_get_text (const PfChanges *self, PfChangeField field, const PfPin *pin)
{
  gboolean mine = self != NULL && (self->fields & field) != 0;

  switch (field)
    {
    case PF_CHANGE_TITLE:
      return mine ? self->title : pin != NULL ? pin->title : NULL;
    case PF_CHANGE_DESCRIPTION:
      return mine ? self->description : pin != NULL ? pin->description : NULL;
    case PF_CHANGE_ALT_TEXT:
      return mine ? self->alt_text : pin != NULL ? pin->alt_text : NULL;
    case PF_CHANGE_LINK:
      return mine ? self->link : pin != NULL ? pin->link : NULL;
    case PF_CHANGE_NAME:
      return mine ? self->name : NULL;
    case PF_CHANGE_BOARD:
    case PF_CHANGE_SECTION:
    case PF_CHANGE_PRIVACY:
    default:
      return NULL;
    }
}
