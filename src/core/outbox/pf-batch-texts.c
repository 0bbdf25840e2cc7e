/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-outbox"

#include "config.h"

#include "core/outbox/pf-batch-private.h"

/* Changes of texts that are worked out from what stands there. */

/* What is shown is @pin with @seen over it; Undo goes back to what is shown. */
static void
add (PfBatch *self,
     const char *pin_uuid,
     const char *board_uuid,
     const char *section_uuid,
     const PfPin *pin,
     const PfChanges *seen,
     const PfChanges *changes)
{
  PfPin shown = *pin;

  shown.title = (char *)pf_changes_get_text (seen, PF_CHANGE_TITLE, pin);
  shown.description = (char *)pf_changes_get_text (seen, PF_CHANGE_DESCRIPTION, pin);
  shown.alt_text = (char *)pf_changes_get_text (seen, PF_CHANGE_ALT_TEXT, pin);
  shown.link = (char *)pf_changes_get_text (seen, PF_CHANGE_LINK, pin);
  pf_batch_update_pin (self, pin_uuid, board_uuid, section_uuid, &shown, changes);
}

/**
 * pf_batch_tag_pin:
 * @self: a batch
 * @pin_uuid: local UUID of the pin
 * @board_uuid: where it is
 * @section_uuid: (nullable): likewise
 * @pin: as Pinterest has it
 * @seen: (nullable): edits of it that are pending
 * @tags: (array zero-terminated=1): name, value, name, value ...
 * @mode: what becomes of a tag that is there
 *
 * Returns: whether its link changes
 */
gboolean
pf_batch_tag_pin (PfBatch *self,
                  const char *pin_uuid,
                  const char *board_uuid,
                  const char *section_uuid,
                  const PfPin *pin,
                  const PfChanges *seen,
                  const char *const *tags,
                  PfLinkTagsMode mode)
{
  const char *link = pf_changes_get_text (seen, PF_CHANGE_LINK, pin);
  g_autofree char *tagged = pf_link_tags_apply (link, tags, mode);
  PfChanges changes = { .fields = PF_CHANGE_LINK, .link = tagged };

  if (tagged == NULL || g_strcmp0 (tagged, link) == 0 || pf_changes_find_fault (&changes) != NULL)
    return FALSE;
  add (self, pin_uuid, board_uuid, section_uuid, pin, seen, &changes);
  return TRUE;
}

/**
 * pf_batch_replace_in_pin:
 * @self: a batch
 * @pin_uuid: local UUID of the pin
 * @board_uuid: where it is
 * @section_uuid: (nullable): likewise
 * @pin: as Pinterest has it
 * @seen: (nullable): edits of it that are pending
 * @fields: where to look
 * @find: what to look for
 * @with: what comes in its place
 * @flags: how to look
 *
 * Returns: whether something in it changes
 */
gboolean
pf_batch_replace_in_pin (PfBatch *self,
                         const char *pin_uuid,
                         const char *board_uuid,
                         const char *section_uuid,
                         const PfPin *pin,
                         const PfChanges *seen,
                         guint fields,
                         const char *find,
                         const char *with,
                         PfReplaceFlags flags)
{
  g_autofree char *title = NULL, *description = NULL, *alt_text = NULL, *link = NULL;
  PfChanges changes = { 0 };
  const struct
  {
    PfChangeField field;
    char **text, **into;
  } all[] = {
    { PF_CHANGE_TITLE, &title, &changes.title },
    { PF_CHANGE_DESCRIPTION, &description, &changes.description },
    { PF_CHANGE_ALT_TEXT, &alt_text, &changes.alt_text },
    { PF_CHANGE_LINK, &link, &changes.link },
  };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      if ((fields & all[i].field) == 0)
        continue;
      *all[i].text = pf_text_replace (pf_changes_get_text (seen, all[i].field, pin), find, with,
                                      flags, NULL);
      if (*all[i].text == NULL)
        continue;
      *all[i].into = *all[i].text;
      changes.fields |= all[i].field;
    }
  if (changes.fields == 0 || pf_changes_find_fault (&changes) != NULL)
    return FALSE;
  add (self, pin_uuid, board_uuid, section_uuid, pin, seen, &changes);
  return TRUE;
}
