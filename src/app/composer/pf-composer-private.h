/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/composer/pf-composer.h"

#include "app/compat/pf-toasts.h"
#include "app/composer/pf-account-choice.h"
#include "app/composer/pf-board-button.h"
#include "app/composer/pf-field.h"
#include "app/composer/pf-filmstrip.h"
#include "app/composer/pf-picture-pane.h"
#include "app/composer/pf-pin-checks.h"
#include "app/composer/pf-snippet-button.h"

G_BEGIN_DECLS

/* Fields that the drafts of a window can share. */
#define PF_COMPOSER_N_SHARES 5

struct _PfComposer
{
  AdwWindow parent;

  AdwToastOverlay *toasts;
  PfToasts *said; /* (owned): what goes into @toasts */
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
  PfSnippetButton *snippets;
  PfField *alt_text_field;
  PfField *link_field;
  GtkCheckButton *shares[PF_COMPOSER_N_SHARES];
  GtkWidget *strip_bar;
  GtkWidget *carousel_button;
  GtkWidget *carousel_bar;
  GtkWidget *parts;
  GtkWidget *carousel_note;
  PfFilmstrip *strip;

  PfWindow *window;         /* (unowned) (nullable): transient for it; weak */
  PfWorkspace *workspace;   /* (owned) */
  PfConnection *connection; /* (nullable) (owned) */
  PfDraft *draft;           /* (unowned): the current one of the strip, which nobody else has */
  GHashTable *dirty;        /* uuids of drafts that are not saved yet */
  GPtrArray *sending;       /* (nullable): what the outbox is taking */
  GCancellable *cancellable;
  char *failure;  /* nullable: why the last try did not work */
  char *not_kept; /* nullable: why what is written is not on the disk */
  PfPinGate gate;
  guint save_id;
  guint warn_id;
  char *checked_link, *link_words;  /* nullable: what the web says about a link */
  char *checked_blob, *alike_words; /* nullable: whether a picture was pinned before */
  GtkLabel *alike_note;
  guint importing;
  guint n_ready;
  guint n_parts;
  int item;            /* picture of a carousel whose words are in the fields, -1 the pin's own */
  guint filling : 1;   /* the fields are being filled from the draft */
  guint pinning : 1;   /* the outbox is taking it */
  guint adding : 1;    /* the chosen pictures are more drafts, not a replacement */
  guint reopening : 1; /* its siblings are being read */
  guint gone : 1;      /* the draft is no more: pinned or thrown away */
  guint after_sign_in : 1; /* pin as soon as the account is back */
};

/* pf-composer-picture.c */
void pf_composer_add_picture_ways (PfComposer *self);
void pf_composer_choose_picture (PfComposer *self);
void pf_composer_replace_picture (PfComposer *self);
void pf_composer_paste (PfComposer *self);
void pf_composer_ask_web (PfComposer *self);
void pf_composer_choose_cover (PfComposer *self);

/* pf-composer-group.c */
void pf_composer_init_group (PfComposer *self);
void pf_composer_set_up_group (PfComposer *self);
void pf_composer_update_group (PfComposer *self);
void pf_composer_mark (PfComposer *self, const PfDraft *draft);
void pf_composer_spread (PfComposer *self, PfDraftField field);
void pf_composer_go (PfComposer *self, int by);
void pf_composer_add_files (PfComposer *self, GListModel *files);
guint pf_composer_count_open (PfComposer *self);
GPtrArray *pf_composer_list_ready (PfComposer *self);
void pf_composer_note_sent (PfComposer *self, GPtrArray *sent, GHashTable *faults);

void pf_composer_drop (PfComposer *self, guint position);
void pf_composer_show_current (PfComposer *self);
PfDraft *pf_composer_new_sibling (PfComposer *self);

/* pf-composer-warnings.c */
void pf_composer_show_warnings (PfComposer *self);

/* pf-composer-carousel.c */
PfCarouselItem *pf_composer_get_item (PfComposer *self);
PfDraft *pf_composer_describe_shown (PfComposer *self);
void pf_composer_take_edit (PfComposer *self, const PfMediaEdit *edit);
void pf_composer_update_carousel (PfComposer *self);
void pf_composer_make_carousel (PfComposer *self);
void pf_composer_take_apart (PfComposer *self);

/* pf-composer-saving.c */
void pf_composer_save (PfComposer *self);
void pf_composer_touch (PfComposer *self);
gboolean pf_composer_drop_empty (PfComposer *self);
void pf_composer_say_kept (PfComposer *self);

/* pf-composer-sending.c */
void pf_composer_pin (PfComposer *self);
void pf_composer_add_pin_keys (PfComposer *self);
void pf_composer_install_pin_actions (GtkWidgetClass *widget_class);

/* pf-composer-state.c */
void pf_composer_update (PfComposer *self);

/* pf-composer.c */
void pf_composer_fill (PfComposer *self);
void pf_composer_show_picture (PfComposer *self);

G_END_DECLS
