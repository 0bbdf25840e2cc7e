/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/composer/pf-composer.h"

#include "app/composer/pf-account-choice.h"
#include "app/composer/pf-board-button.h"
#include "app/composer/pf-field.h"
#include "app/composer/pf-picture-pane.h"
#include "app/composer/pf-pin-checks.h"

G_BEGIN_DECLS

struct _PfComposer
{
  AdwWindow parent;

  AdwToastOverlay *toasts;
  AdwWindowTitle *heading;
  AdwSplitButton *pin_button;
  GtkSpinner *spinner;
  PfNoticeBar *notice;
  GtkWidget *body;
  PfPicturePane *pane;
  GtkScrolledWindow *scroller;
  PfAccountChoice *account;
  PfBoardButton *board;
  PfField *title_field;
  PfField *description_field;
  PfField *alt_text_field;
  PfField *link_field;

  PfWindow *window;         /* (unowned) (nullable): transient for it; weak */
  PfWorkspace *workspace;   /* (owned) */
  PfConnection *connection; /* (nullable) (owned) */
  PfDraft *draft;           /* (owned): nobody else has this one */
  GCancellable *cancellable;
  char *failure; /* nullable: why the last try did not work */
  PfPinGate gate;
  guint save_id;
  guint importing;
  guint filling : 1;       /* the fields are being filled from the draft */
  guint dirty : 1;         /* something is not saved yet */
  guint pinning : 1;       /* the outbox is taking it */
  guint gone : 1;          /* the draft is no more: pinned or thrown away */
  guint after_sign_in : 1; /* pin as soon as the account is back */
};

/* pf-composer-picture.c */
void pf_composer_add_picture_ways (PfComposer *self);
void pf_composer_choose_picture (PfComposer *self);
void pf_composer_paste (PfComposer *self);

/* pf-composer.c */
void pf_composer_touch (PfComposer *self);
void pf_composer_update (PfComposer *self);

G_END_DECLS
