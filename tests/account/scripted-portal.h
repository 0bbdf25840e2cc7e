/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AT_PORTAL_SECRET 64

/* A desktop portal that does as it is told, on a connection of its own to a real bus: what a
 * sandbox offers for secrets and for opening addresses. Fields may be set at any time. */
typedef struct
{
  char secret[AT_PORTAL_SECRET];
  gsize n_secret;     /* so many of it are given */
  guint response;     /* 0: done, 1: the person said no, 2: it failed */
  gboolean mute;      /* no call is answered */
  gboolean undecided; /* the person never says anything */
  guint n_retrieved;
  char *opened; /* nullable: the last address */
  char *parent; /* nullable: the window it came from */
  /*< private >*/
  GDBusConnection *connection;
  guint serial;
} AtPortal;

AtPortal *at_portal_new (const char *address);
void at_portal_free (AtPortal *self);

G_END_DECLS
