/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "pictures-world.h"

#include "api/api-world.h"

#include <glib/gstdio.h>

struct _ToyNetwork
{
  GObject parent_instance;
  gboolean offline;
};

static SoupSession *
toy_create_session (PfNetwork *network, guint connections_per_host)
{
  g_autoptr (PfNetwork) real = pf_network_system_new ();

  return pf_network_create_session (real, connections_per_host);
}

static gboolean
toy_is_online (PfNetwork *network)
{
  return !TOY_NETWORK (network)->offline;
}

static void
toy_network_iface_init (PfNetworkInterface *iface)
{
  iface->create_session = toy_create_session;
  iface->is_online = toy_is_online;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ToyNetwork,
                               toy_network,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PF_TYPE_NETWORK, toy_network_iface_init))

static void
toy_network_class_init (ToyNetworkClass *klass)
{
}

static void
toy_network_init (ToyNetwork *self)
{
}

void
toy_network_set_online (ToyNetwork *self, gboolean online)
{
  self->offline = !online;
  g_signal_emit_by_name (self, "changed");
}

static void
on_arrived (PicturesWorld *self, const char *name)
{
  g_ptr_array_add (self->arrived, g_strdup (name));
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  PicturesWorld *self = data;
  g_autoptr (GError) error = NULL;

  self->store = pf_store_open_finish (result, &error);
  g_assert_no_error (error);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer data)
{
  gboolean *closed = data;

  *closed = TRUE;
}

PicturesWorld *
pictures_world_new (PictureFind find, gpointer data)
{
  PicturesWorld *self = g_new0 (PicturesWorld, 1);
  g_autoptr (PfSecretStore) secrets = pf_secret_store_memory_new ();
  g_autoptr (PfBudget) budget = g_object_new (FAKE_TYPE_BUDGET, NULL);
  g_autoptr (PfAuthorizer) account = g_object_new (FAKE_TYPE_ACCOUNT, NULL);
  g_autoptr (GError) error = NULL;
  PfContextParts parts = { 0 };

  self->folder = g_dir_make_tmp ("pinfold-test-XXXXXX", &error);
  g_assert_no_error (error);
  self->clock = pf_virtual_clock_new (1700000000 * (gint64)G_USEC_PER_SEC);
  self->network = g_object_new (TOY_TYPE_NETWORK, NULL);
  parts.clock = PF_CLOCK (self->clock);
  parts.network = PF_NETWORK (self->network);
  parts.secrets = secrets;
  parts.data_dir = parts.cache_dir = parts.runtime_dir = self->folder;
  self->context = pf_context_new (&parts, &error);
  g_assert_no_error (error);
  self->host = picture_host_new (find, data);
  self->service = pf_service_new_practice (picture_host_get_port (self->host));
  self->client = pf_client_new (self->context, self->service, account, budget);
  pf_store_open_async (self->context, NULL, on_opened, self);
  PICTURES_WAIT (self->store != NULL);
  self->decoders = pf_decoder_pool_new (g_getenv ("PF_TEST_DECODE"), 2);
  self->loader = pf_picture_loader_new (self->context, self->decoders, self->store);
  self->arrived = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect_swapped (self->loader, "arrived", G_CALLBACK (on_arrived), self);
  return self;
}

void
pictures_world_free (PicturesWorld *self)
{
  gpointer loader = self->loader;
  gboolean closed = FALSE;

  g_signal_handlers_disconnect_by_data (self->loader, self);
  pf_client_abort (self->client);
  picture_host_let_go (self->host, G_MAXUINT);
  /* Nothing may hold it once all is quiet: what is being decoded comes to its end first. */
  g_object_add_weak_pointer (G_OBJECT (self->loader), &loader);
  g_object_unref (self->loader);
  PICTURES_WAIT (loader == NULL);
  g_object_unref (self->decoders);
  pf_store_close_async (self->store, on_closed, &closed);
  PICTURES_WAIT (closed);
  g_object_unref (self->store);
  g_object_unref (self->client);
  pf_service_unref (self->service);
  picture_host_free (self->host);
  g_object_unref (self->context);
  g_object_unref (self->network);
  g_object_unref (self->clock);
  pf_files_remove_tree (self->folder);
  g_free (self->folder);
  g_ptr_array_unref (self->arrived);
  g_free (self);
}

PfPictureRequest
pictures_world_request (PicturesWorld *self, const char *url, guint side)
{
  return (PfPictureRequest){
    .client = self->client, .url = url, .width = side, .height = side, .fit = PF_DECODE_FIT_COVER
  };
}

gboolean
pictures_world_has (PicturesWorld *self, const char *url, guint side)
{
  PfPictureRequest request = pictures_world_request (self, url, side);

  return pf_picture_supply_peek (PF_PICTURE_SUPPLY (self->loader), &request, NULL) != NULL;
}

gboolean
pictures_world_is_broken (PicturesWorld *self, const char *url, guint side)
{
  PfPictureRequest request = pictures_world_request (self, url, side);
  gboolean failed;

  return pf_picture_supply_peek (PF_PICTURE_SUPPLY (self->loader), &request, &failed) == NULL
         && failed;
}

void
pictures_world_spin (guint milliseconds)
{
  gint64 end = g_get_monotonic_time () + milliseconds * 1000;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (200);
}
