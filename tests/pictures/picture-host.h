/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A picture host on loopback: plain HTTP/1.1 with connections kept, a thread each. It is fast
 * enough to be nobody's floor, and a test can hold it, and see who asked for what and when. */
typedef struct _PictureHost PictureHost;

/* Called on threads of the host. Returns (transfer full): the file at a path such as "/7.jpg";
 * %NULL for 404. */
typedef GBytes *(*PictureFind) (const char *path, gpointer data);

PictureHost *picture_host_new (PictureFind find, gpointer data);
void picture_host_free (PictureHost *self);
guint16 picture_host_get_port (PictureHost *self);
char *picture_host_get_url (PictureHost *self, const char *path);

/* While it is held, requests are noted but not answered; letting @n go answers as many. */
void picture_host_hold (PictureHost *self);
void picture_host_let_go (PictureHost *self, guint n);
/* Answers that status instead of a picture; 0 for pictures again, -1 closes the connection. */
void picture_host_set_status (PictureHost *self, int status);
/* Nobody listens any more, and connections end; or on the same port again. */
void picture_host_set_reachable (PictureHost *self, gboolean reachable);
/* What was asked for so far, in that order. */
guint picture_host_count (PictureHost *self);
char **picture_host_dup_asked (PictureHost *self);
/* Requests whose answer could not be delivered, because the other side went. */
guint picture_host_count_broken (PictureHost *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PictureHost, picture_host_free)

G_END_DECLS
