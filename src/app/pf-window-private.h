/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/compat/pf-toasts.h"
#include "app/pf-window.h"

#include "app/connections/pf-notices.h"
#include "app/hands/pf-drop-hint.h"

G_BEGIN_DECLS

struct _PfWindow
{
  AdwApplicationWindow parent;

  AdwToastOverlay *toasts;
  PfDropHint *drop_hint;
  GtkStack *stages;
  GtkSpinner *spinner;
  AdwLeaflet *outer;
  AdwLeaflet *inner;
  PfSidebar *sidebar;
  GtkWidget *separator;
  GtkWidget *content;
  GtkStack *pages;

  GSettings *settings;       /* (owned) */
  PfWorkspace *workspace;    /* (nullable) (owned) */
  PfConnection *connection;  /* (nullable) (owned): the account shown */
  PfPictureLoader *pictures; /* (nullable) (owned) */
  PfActivity *activity;      /* (nullable) (owned) */
  PfHistory *history;        /* (nullable) (owned) */
  PfToasts *said;            /* (nullable) (owned): what goes into @toasts */
  PfNoticeWatch *notices;    /* (nullable) (owned) */
  PfNotice *notice;          /* (nullable) (owned) */
  GPtrArray *names;          /* (owned): of pages with a row, in order */
  GHashTable *makers;        /* (owned): name -> PfPageFunc of pages nobody has seen yet */
  guint making;              /* source id */
  guint patience;            /* source id */
  guint waits;               /* how often pictures were waited for */
  guint narrow : 1;          /* the pages are, as on a telephone */
  guint drawn : 1;           /* once */
  guint placed : 1;          /* the first page was chosen */
  guint pushing : 1;         /* a page is being put over the others */
};

/* pf-window.c */
guint pf_window_count_connections (PfWindow *self);
void pf_window_remember (PfWindow *self, const char *key, const char *value);

/* pf-window-navigation.c: pages, those over them, and the ways between them */
void pf_window_update_pages (PfWindow *self);
void pf_window_update_fold (PfWindow *self);
void pf_window_install_navigation (GtkWidgetClass *widget_class);
void pf_window_make_rest (PfWindow *self);

/* pf-window-pages.c: one line a page */
void pf_window_add_pages (PfWindow *self);
void pf_window_fill_sidebar (PfWindow *self);

/* pf-window-connect.c: the actions about connections */
void pf_window_install_connect_actions (GtkWidgetClass *widget_class);

/* pf-window-pins.c: the actions about boards and pins */
void pf_window_install_pin_actions (GtkWidgetClass *widget_class);

/* pf-window-rescue.c: what can be done about a damaged database */
void pf_window_install_rescue_actions (GtkWidgetClass *widget_class);

G_END_DECLS
