/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

#include "core/model/pf-chosen-pins.h"
#include "core/outbox/pf-batch.h"

G_BEGIN_DECLS

#define PF_TYPE_EDIT_WINDOW (pf_edit_window_get_type ())
G_DECLARE_DERIVABLE_TYPE (PfEditWindow, pf_edit_window, PF, EDIT_WINDOW, AdwWindow)

/**
 * PfEditWindowClass:
 * @ready: it has its pins and is about to be shown
 * @preview: what a text of the pin would be; %NULL when nothing of it changes
 * @add: puts the change of a pin into the batch
 * @words: of a change of so many pins, in the past tense, or the present when @doing
 *
 * Something that is done to a text of many pins, with a preview. What it does is in the
 * functions.
 */
struct _PfEditWindowClass
{
  AdwWindowClass parent_class;

  void (*ready) (PfEditWindow *self);
  char *(*preview) (PfEditWindow *self, const PfChosenPin *pin);
  void (*add) (PfEditWindow *self, PfBatch *batch, const PfChosenPin *pin);
  char *(*words) (PfEditWindow *self, guint n, gboolean doing);
};

void pf_edit_window_open (GType type,
                          PfWindow *window,
                          PfConnection *connection,
                          const char *const *uuids);
PfWindow *pf_edit_window_get_window (PfEditWindow *self);
PfConnection *pf_edit_window_get_connection (PfEditWindow *self);
void pf_edit_window_add_group (PfEditWindow *self, GtkWidget *group);
void pf_edit_window_watch (PfEditWindow *self, GtkWidget *row);
void pf_edit_window_changed (PfEditWindow *self);

G_END_DECLS
