/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "picture-host.h"

#include "app/pictures/pf-picture-loader.h"

G_BEGIN_DECLS

/* A network that can be taken away. */
#define TOY_TYPE_NETWORK (toy_network_get_type ())
G_DECLARE_FINAL_TYPE (ToyNetwork, toy_network, TOY, NETWORK, GObject)
void toy_network_set_online (ToyNetwork *self, gboolean online);

/* A loader with a picture host, the real client, store and helpers; time moves by hand. */
typedef struct
{
  char *folder;
  PfVirtualClock *clock;
  ToyNetwork *network;
  PfContext *context;
  PictureHost *host;
  PfService *service;
  PfClient *client;
  PfStore *store;
  PfDecoderPool *decoders;
  PfPictureLoader *loader;
  GPtrArray *arrived; /* of char*: names, in order */
} PicturesWorld;

PicturesWorld *pictures_world_new (PictureFind find, gpointer data);
void pictures_world_free (PicturesWorld *self);
/* Any steady address: the wisher in a test. */
PfPictureRequest pictures_world_request (PicturesWorld *self, const char *url, guint side);
gboolean pictures_world_has (PicturesWorld *self, const char *url, guint side);
gboolean pictures_world_is_broken (PicturesWorld *self, const char *url, guint side);
/* Runs the main loop for so long. */
void pictures_world_spin (guint milliseconds);

#define PICTURES_WAIT(done)                                                                        \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 pictures_until = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;                         \
    while (!(done) && g_get_monotonic_time () < pictures_until)                                    \
      pictures_world_spin (1);                                                                     \
    g_assert_true (done);                                                                          \
  }                                                                                                \
  G_STMT_END

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PicturesWorld, pictures_world_free)

G_END_DECLS
