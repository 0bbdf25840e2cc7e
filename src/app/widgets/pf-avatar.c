/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-avatar"

#include "config.h"

#include "app/widgets/pf-avatar.h"
#include "app/pf-window.h"
#include "app/widgets/pf-text.h"

struct _PfAvatar
{
  AdwBin parent;

  AdwAvatar *avatar;
  PfConnection *connection; /* (nullable) (owned) */
  gulong name_handler;
  gulong address_handler;
  char *address;           /* (nullable) (owned): of the picture shown or under way */
  PfPictureSupply *supply; /* (nullable) (owned): where the picture comes from */
};

enum
{
  PROP_0,
  PROP_SIZE,
  PROP_CONNECTION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PfAvatar, pf_avatar, ADW_TYPE_BIN)

static void
update_name (PfAvatar *self)
{
  g_autofree char *name = NULL;

  if (self->connection != NULL)
    name = pf_text_clean (pf_connection_get_display_name (self->connection));
  adw_avatar_set_text (self->avatar, name);
}

/* Returns whether there is something to wait for. Without a picture the initials stay. */
static gboolean
look (PfAvatar *self, PfPictureRequest *request)
{
  guint size = (guint)(adw_avatar_get_size (self->avatar)
                       * gtk_widget_get_scale_factor (GTK_WIDGET (self)));
  GdkTexture *texture;

  *request = (PfPictureRequest){ .client = pf_connection_get_client (self->connection),
                                 .url = self->address,
                                 .width = size,
                                 .height = size,
                                 .fit = PF_DECODE_FIT_COVER };
  texture = pf_picture_supply_peek (self->supply, request, NULL);
  if (texture != NULL)
    adw_avatar_set_custom_image (self->avatar, GDK_PAINTABLE (texture));
  return texture == NULL;
}

static void
arrived (PfAvatar *self, const char *name)
{
  PfPictureRequest request;

  if (g_strcmp0 (name, self->address) == 0 && self->connection != NULL && !look (self, &request))
    pf_picture_supply_want (self->supply, self, NULL, 0);
}

static void
forget_supply (PfAvatar *self)
{
  if (self->supply == NULL)
    return;
  g_signal_handlers_disconnect_by_func (self->supply, arrived, self);
  pf_picture_supply_want (self->supply, self, NULL, 0);
  g_clear_object (&self->supply);
}

/* Bytes from outside are fetched by the account's client and decoded by the helper (UI-3). */
static void
update_picture (PfAvatar *self)
{
  PfWindow *window = pf_window_get (GTK_WIDGET (self));
  PfPictureLoader *loader = window != NULL ? pf_window_get_pictures (window) : NULL;
  const char *url = NULL;
  PfPictureRequest request;

  forget_supply (self);
  adw_avatar_set_custom_image (self->avatar, NULL);
  if (self->connection != NULL)
    url = pf_connection_get_avatar_url (self->connection);
  g_free (self->address);
  self->address = g_strdup (url);
  if (loader == NULL || url == NULL || *url == '\0' || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  self->supply = g_object_ref (PF_PICTURE_SUPPLY (loader));
  g_signal_connect_object (loader, "arrived", G_CALLBACK (arrived), self, G_CONNECT_SWAPPED);
  if (look (self, &request))
    pf_picture_supply_want (self->supply, self, &request, 1);
}

/* Told of with every change of the account. */
static void
update_address (PfAvatar *self)
{
  if (g_strcmp0 (self->address, pf_connection_get_avatar_url (self->connection)) != 0)
    update_picture (self);
}

static void
forget_connection (PfAvatar *self)
{
  if (self->connection != NULL)
    {
      g_clear_signal_handler (&self->name_handler, self->connection);
      g_clear_signal_handler (&self->address_handler, self->connection);
    }
  g_clear_object (&self->connection);
}

/**
 * pf_avatar_new:
 * @size: in logical pixels
 *
 * Returns: an avatar
 */
GtkWidget *
pf_avatar_new (int size)
{
  return g_object_new (PF_TYPE_AVATAR, "size", size, NULL);
}

/**
 * pf_avatar_set_connection:
 * @self: an avatar
 * @connection: (nullable): whose picture, or initials until it came
 *
 * Shows an account.
 */
void
pf_avatar_set_connection (PfAvatar *self, PfConnection *connection)
{
  g_return_if_fail (PF_IS_AVATAR (self));

  if (self->connection == connection)
    return;
  forget_connection (self);
  if (connection != NULL)
    {
      self->connection = g_object_ref (connection);
      self->name_handler
          = g_signal_connect_object (connection, "notify::display-name", G_CALLBACK (update_name),
                                     self, G_CONNECT_SWAPPED);
      self->address_handler
          = g_signal_connect_object (connection, "notify::avatar-url", G_CALLBACK (update_address),
                                     self, G_CONNECT_SWAPPED);
    }
  update_name (self);
  update_picture (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONNECTION]);
}

static void
pf_avatar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PfAvatar *self = PF_AVATAR (object);

  switch (id)
    {
    case PROP_SIZE:
      g_value_set_int (value, adw_avatar_get_size (self->avatar));
      break;
    case PROP_CONNECTION:
      g_value_set_object (value, self->connection);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_avatar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PfAvatar *self = PF_AVATAR (object);

  switch (id)
    {
    case PROP_SIZE:
      adw_avatar_set_size (self->avatar, g_value_get_int (value));
      break;
    case PROP_CONNECTION:
      pf_avatar_set_connection (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pf_avatar_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pf_avatar_parent_class)->map (widget);
  update_picture (PF_AVATAR (widget));
}

static void
pf_avatar_dispose (GObject *object)
{
  PfAvatar *self = PF_AVATAR (object);

  forget_supply (self);
  forget_connection (self);
  g_clear_pointer (&self->address, g_free);
  G_OBJECT_CLASS (pf_avatar_parent_class)->dispose (object);
}

static void
pf_avatar_class_init (PfAvatarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pf_avatar_get_property;
  object_class->set_property = pf_avatar_set_property;
  object_class->dispose = pf_avatar_dispose;
  GTK_WIDGET_CLASS (klass)->map = pf_avatar_map;

  properties[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 16, 256, 32,
                                            G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CONNECTION]
      = g_param_spec_object ("connection", NULL, NULL, PF_TYPE_CONNECTION,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  /* The name always stands beside it. */
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
pf_avatar_init (PfAvatar *self)
{
  self->avatar = ADW_AVATAR (adw_avatar_new (32, NULL, TRUE));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->avatar));
}
