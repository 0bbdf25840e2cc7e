/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fake-connection.h"

struct _PfConnection
{
  GObject parent_instance;
  char *id;
  PfClient *client;
  PfConnectionState state;
  const char *granted;
  guint noted;
  guint n_successes;
  char *operation;
  void (*on_note) (gpointer data);
  gpointer on_note_data;
};

G_DEFINE_FINAL_TYPE (PfConnection, pf_connection, G_TYPE_OBJECT)

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  PfConnection *self = PF_CONNECTION (object);

  if (id == 1)
    g_value_set_int (value, (int)self->state);
  else
    g_value_set_string (value, self->granted);
}

static void
pf_connection_finalize (GObject *object)
{
  PfConnection *self = PF_CONNECTION (object);

  g_free (self->id);
  g_free (self->operation);
  g_object_unref (self->client);
  G_OBJECT_CLASS (pf_connection_parent_class)->finalize (object);
}

static void
pf_connection_class_init (PfConnectionClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_connection_finalize;
  G_OBJECT_CLASS (klass)->get_property = get_property;
  g_object_class_install_property (G_OBJECT_CLASS (klass), 1,
                                   g_param_spec_int ("state", NULL, NULL, 0, 100, 0,
                                                     G_PARAM_READABLE));
  g_object_class_install_property (G_OBJECT_CLASS (klass), 2,
                                   g_param_spec_string ("scopes-granted", NULL, NULL, NULL,
                                                        G_PARAM_READABLE));
}

static void
pf_connection_init (PfConnection *self)
{
  self->state = PF_CONNECTION_CONNECTED;
}

const char *
pf_connection_get_id (PfConnection *self)
{
  return self->id;
}

PfClient *
pf_connection_get_client (PfConnection *self)
{
  return self->client;
}

PfConnectionState
pf_connection_get_state (PfConnection *self)
{
  return self->state;
}

void
pf_connection_note_error (PfConnection *self, const GError *error, const char *operation)
{
  g_assert_nonnull (error);
  self->noted++;
  g_free (self->operation);
  self->operation = g_strdup (operation);
  if (self->on_note != NULL)
    self->on_note (self->on_note_data);
}

PfConnection *
fake_connection_new (const char *id, PfClient *client)
{
  PfConnection *self = g_object_new (PF_TYPE_CONNECTION, NULL);

  self->id = g_strdup (id);
  self->client = g_object_ref (client);
  return self;
}

void
fake_connection_set_client (PfConnection *self, PfClient *client)
{
  g_set_object (&self->client, client);
}

void
fake_connection_set_state (PfConnection *self, PfConnectionState state)
{
  self->state = state;
  g_object_notify (G_OBJECT (self), "state");
}

const char *
pf_connection_get_scopes_granted (PfConnection *self)
{
  return self->granted;
}

void
fake_connection_set_granted (PfConnection *self, const char *scopes)
{
  self->granted = scopes;
  g_object_notify (G_OBJECT (self), "scopes-granted");
}

guint
fake_connection_get_noted (PfConnection *self, char **operation)
{
  *operation = self->operation;
  return self->noted;
}

void
fake_connection_on_note (PfConnection *self, void (*func) (gpointer data), gpointer data)
{
  self->on_note = func;
  self->on_note_data = data;
}

void
pf_connection_note_success (PfConnection *self, const char *operation)
{
  self->n_successes++;
}

guint
fake_connection_get_successes (PfConnection *self)
{
  return self->n_successes;
}
