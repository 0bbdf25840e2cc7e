/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "practice-store.h"

PracticePicture *
practice_picture_new (const char *key, guint width, guint height)
{
  PracticePicture *self = g_new0 (PracticePicture, 1);

  self->key = g_strdup (key);
  self->width = width;
  self->height = height;
  return self;
}

void
practice_picture_free (PracticePicture *self)
{
  g_free (self->key);
  g_free (self->title);
  g_free (self->description);
  g_free (self->link);
  g_free (self);
}

void
practice_receipt_free (PracticeReceipt *self)
{
  g_free (self->content_type);
  g_free (self->sha256);
  g_free (self->metadata);
  g_free (self);
}

PracticePin *
practice_pin_new (void)
{
  PracticePin *self = g_rc_box_new0 (PracticePin);

  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify)practice_picture_free);
  self->receipts = g_ptr_array_new_with_free_func ((GDestroyNotify)practice_receipt_free);
  return self;
}

PracticePin *
practice_pin_copy (PracticePin *from)
{
  PracticePin *to = practice_pin_new ();

  to->account = from->account;
  to->board_id = g_strdup (from->board_id);
  to->section_id = g_strdup (from->section_id);
  to->title = g_strdup (from->title);
  to->description = g_strdup (from->description);
  to->alt_text = g_strdup (from->alt_text);
  to->link = g_strdup (from->link);
  to->dominant_color = g_strdup (from->dominant_color);
  to->parent_pin_id = g_strdup (from->parent_pin_id);
  to->media_type = g_strdup (from->media_type);
  to->media_id = g_strdup (from->media_id);
  to->created_us = from->created_us;
  to->created = from->created;
  for (guint i = 0; i < from->pictures->len; i++)
    {
      PracticePicture *a = g_ptr_array_index (from->pictures, i);
      PracticePicture *b = practice_picture_new (a->key, a->width, a->height);

      b->title = g_strdup (a->title);
      b->description = g_strdup (a->description);
      b->link = g_strdup (a->link);
      g_ptr_array_add (to->pictures, b);
    }
  return to;
}

PracticePin *
practice_pin_ref (PracticePin *self)
{
  return g_rc_box_acquire (self);
}

static void
pin_clear (PracticePin *self)
{
  g_free (self->id);
  g_free (self->board_id);
  g_free (self->section_id);
  g_free (self->title);
  g_free (self->description);
  g_free (self->alt_text);
  g_free (self->link);
  g_free (self->dominant_color);
  g_free (self->parent_pin_id);
  g_free (self->media_type);
  g_free (self->media_id);
  g_ptr_array_unref (self->pictures);
  g_ptr_array_unref (self->receipts);
}

void
practice_pin_unref (PracticePin *self)
{
  g_rc_box_release_full (self, (GDestroyNotify)pin_clear);
}

PracticeBoard *
practice_board_new (void)
{
  return g_rc_box_new0 (PracticeBoard);
}

PracticeBoard *
practice_board_ref (PracticeBoard *self)
{
  return g_rc_box_acquire (self);
}

static void
board_clear (PracticeBoard *self)
{
  g_free (self->id);
  g_free (self->name);
  g_free (self->description);
  g_free (self->privacy);
  g_free (self->owner);
}

void
practice_board_unref (PracticeBoard *self)
{
  g_rc_box_release_full (self, (GDestroyNotify)board_clear);
}

PracticeSection *
practice_section_new (void)
{
  return g_rc_box_new0 (PracticeSection);
}

PracticeSection *
practice_section_ref (PracticeSection *self)
{
  return g_rc_box_acquire (self);
}

static void
section_clear (PracticeSection *self)
{
  g_free (self->id);
  g_free (self->board_id);
  g_free (self->name);
}

void
practice_section_unref (PracticeSection *self)
{
  g_rc_box_release_full (self, (GDestroyNotify)section_clear);
}
