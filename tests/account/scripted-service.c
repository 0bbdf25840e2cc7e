/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "scripted-service.h"

#include "account-test.h"

#include <string.h>

#define ROOT "/org/freedesktop/secrets"
#define DEFAULT ROOT "/aliases/default"
#define SESSION ROOT "/session/1"
#define NO_SUCH "org.freedesktop.Secret.Error.NoSuchObject"
#define IS_LOCKED "org.freedesktop.Secret.Error.IsLocked"

/* What libsecret uses of the Secret Service API (specifications.freedesktop.org/secret-service). */
static const char xml[]
    = "<node>"
      "<interface name='org.freedesktop.Secret.Service'>"
      " <property name='Collections' type='ao' access='read'/>"
      " <method name='OpenSession'><arg type='s' direction='in'/><arg type='v' direction='in'/>"
      "  <arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
      " <method name='CreateCollection'><arg type='a{sv}' direction='in'/>"
      "  <arg type='s' direction='in'/><arg type='o' direction='out'/>"
      "  <arg type='o' direction='out'/></method>"
      " <method name='SearchItems'><arg type='a{ss}' direction='in'/>"
      "  <arg type='ao' direction='out'/><arg type='ao' direction='out'/></method>"
      " <method name='Unlock'><arg type='ao' direction='in'/><arg type='ao' direction='out'/>"
      "  <arg type='o' direction='out'/></method>"
      " <method name='GetSecrets'><arg type='ao' direction='in'/><arg type='o' direction='in'/>"
      "  <arg type='a{o(oayays)}' direction='out'/></method>"
      " <method name='ReadAlias'><arg type='s' direction='in'/><arg type='o' direction='out'/>"
      "  </method>"
      "</interface>"
      "<interface name='org.freedesktop.Secret.Collection'>"
      " <property name='Items' type='ao' access='read'/>"
      " <property name='Label' type='s' access='read'/>"
      " <property name='Locked' type='b' access='read'/>"
      " <property name='Created' type='t' access='read'/>"
      " <property name='Modified' type='t' access='read'/>"
      " <method name='SearchItems'><arg type='a{ss}' direction='in'/>"
      "  <arg type='ao' direction='out'/></method>"
      " <method name='CreateItem'><arg type='a{sv}' direction='in'/>"
      "  <arg type='(oayays)' direction='in'/><arg type='b' direction='in'/>"
      "  <arg type='o' direction='out'/><arg type='o' direction='out'/></method>"
      "</interface>"
      "<interface name='org.freedesktop.Secret.Item'>"
      " <property name='Locked' type='b' access='read'/>"
      " <property name='Attributes' type='a{ss}' access='read'/>"
      " <property name='Label' type='s' access='read'/>"
      " <property name='Created' type='t' access='read'/>"
      " <property name='Modified' type='t' access='read'/>"
      " <method name='Delete'><arg type='o' direction='out'/></method>"
      " <method name='GetSecret'><arg type='o' direction='in'/>"
      "  <arg type='(oayays)' direction='out'/></method>"
      "</interface>"
      "<interface name='org.freedesktop.Secret.Session'><method name='Close'/></interface>"
      "<interface name='org.freedesktop.Secret.Prompt'>"
      " <method name='Prompt'><arg type='s' direction='in'/></method><method name='Dismiss'/>"
      " <signal name='Completed'><arg type='b'/><arg type='v'/></signal>"
      "</interface>"
      "</node>";

typedef struct
{
  AtService *service;
  char *path;
  char *label;
  GHashTable *attributes;
  GBytes *secret;
  guint64 modified;
  guint registration;
} Item;

static void
item_free (gpointer data)
{
  Item *item = data;

  if (item->registration != 0 && item->service->connection != NULL)
    g_dbus_connection_unregister_object (item->service->connection, item->registration);
  g_free (item->path);
  g_free (item->label);
  g_hash_table_unref (item->attributes);
  g_bytes_unref (item->secret);
  g_free (item);
}

static Item *
find_item (AtService *self, const char *path)
{
  for (guint i = 0; i < self->items->len; i++)
    if (strcmp (((Item *)self->items->pdata[i])->path, path) == 0)
      return self->items->pdata[i];
  return NULL;
}

static gboolean
matches (Item *item, GVariant *attributes)
{
  GVariantIter iter;
  const char *name, *value;

  g_variant_iter_init (&iter, attributes);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &value))
    if (g_strcmp0 (g_hash_table_lookup (item->attributes, name), value) != 0)
      return FALSE;
  return TRUE;
}

/* @attributes: (nullable): any */
static GVariant *
list_items (AtService *self, GVariant *attributes)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("ao"));
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];

      if (attributes == NULL || matches (item, attributes))
        g_variant_builder_add (&builder, "o", item->path);
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
no_items (void)
{
  return g_variant_new_array (G_VARIANT_TYPE_OBJECT_PATH, NULL, 0);
}

static GVariant *
make_secret (Item *item)
{
  return g_variant_new ("(o@ay@ays)", SESSION,
                        g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, NULL, 0, 1),
                        g_variant_new_from_bytes (G_VARIANT_TYPE_BYTESTRING, item->secret, TRUE),
                        "text/plain");
}

static GVariant *
make_attributes (Item *item)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer name, value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_hash_table_iter_init (&iter, item->attributes);
  while (g_hash_table_iter_next (&iter, &name, &value))
    g_variant_builder_add (&builder, "{ss}", name, value);
  return g_variant_builder_end (&builder);
}

static GVariant *
get_property (GDBusConnection *connection,
              const char *sender,
              const char *path,
              const char *interface,
              const char *name,
              GError **error,
              gpointer data)
{
  AtService *self = data;
  Item *item = find_item (self, path);

  if (strcmp (name, "Collections") == 0)
    return g_variant_new_objv (&self->collection, 1);
  if (strcmp (name, "Items") == 0)
    return self->locked && self->hides_locked ? no_items () : list_items (self, NULL);
  if (strcmp (name, "Locked") == 0)
    return g_variant_new_boolean (self->locked);
  if (strcmp (name, "Label") == 0)
    return g_variant_new_string (item != NULL ? item->label : self->label);
  if (strcmp (name, "Attributes") == 0 && item != NULL)
    return make_attributes (item);
  return g_variant_new_uint64 (item != NULL ? item->modified : 1000);
}

static void method_called (GDBusConnection *connection,
                           const char *sender,
                           const char *path,
                           const char *interface,
                           const char *method,
                           GVariant *parameters,
                           GDBusMethodInvocation *invocation,
                           gpointer data);

static guint export(AtService *self, const char *path, const char *interface)
{
  static const GDBusInterfaceVTable vtable = { method_called, get_property, NULL, { NULL } };
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (xml, NULL);
  g_autofree char *name = g_strconcat ("org.freedesktop.Secret.", interface, NULL);
  g_autoptr (GError) error = NULL;
  guint id = g_dbus_connection_register_object (self->connection, path,
                                                g_dbus_node_info_lookup_interface (node, name),
                                                &vtable, self, NULL, &error);

  g_assert_no_error (error);
  return id;
}

static Item *
add_item (AtService *self, const char *label, GHashTable *attributes, GBytes *secret, guint64 when)
{
  Item *item = g_new0 (Item, 1);

  item->service = self;
  item->path = g_strdup_printf ("%s/%u", self->collection, ++self->serial);
  item->label = g_strdup (label);
  item->attributes = g_hash_table_ref (attributes);
  item->secret = g_bytes_ref (secret);
  item->modified = when;
  if (self->strips_schema)
    g_hash_table_remove (attributes, "xdg:schema");
  if (self->adds_own)
    {
      g_hash_table_insert (attributes, g_strdup ("Title"), g_strdup (label));
      g_hash_table_insert (attributes, g_strdup ("Path"), g_strdup_printf ("/Apps/%s", label));
      g_hash_table_insert (attributes, g_strdup ("UserName"), g_strdup (""));
    }
  g_ptr_array_add (self->items, item);
  if (self->connection != NULL)
    item->registration = export(self, item->path, "Item");
  return item;
}

static void
create_item (AtService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) properties = g_variant_get_child_value (parameters, 0);
  g_autoptr (GVariant) secret = g_variant_get_child_value (parameters, 1);
  g_autoptr (GVariant) value = g_variant_get_child_value (secret, 2);
  g_autoptr (GVariant) given
      = g_variant_lookup_value (properties, "org.freedesktop.Secret.Item.Attributes",
                                G_VARIANT_TYPE ("a{ss}"));
  g_autoptr (GHashTable) attributes
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (value);
  const char *label = "";
  GVariantIter iter;
  char *name, *text;
  Item *item = NULL;

  g_assert_nonnull (given);
  g_variant_lookup (properties, "org.freedesktop.Secret.Item.Label", "&s", &label);
  for (guint i = 0; i < self->items->len && item == NULL; i++)
    if (matches (self->items->pdata[i], given))
      item = self->items->pdata[i];
  if (item != NULL)
    {
      g_bytes_unref (item->secret);
      item->secret = g_bytes_ref (bytes);
    }
  else
    {
      g_variant_iter_init (&iter, given);
      while (g_variant_iter_next (&iter, "{ss}", &name, &text))
        g_hash_table_insert (attributes, name, text);
      item = add_item (self, label, attributes, bytes,
                       (guint64)(g_get_real_time () / G_USEC_PER_SEC));
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(oo)", item->path, "/"));
}

static void
set_locked (AtService *self, gboolean locked)
{
  GVariantDict dict;
  g_autoptr (GVariant) changed = NULL;

  self->locked = locked;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "Locked", "b", locked);
  changed = g_variant_ref_sink (g_variant_dict_end (&dict));
  g_dbus_connection_emit_signal (self->connection, NULL, self->collection,
                                 "org.freedesktop.DBus.Properties", "PropertiesChanged",
                                 g_variant_new ("(s@a{sv}as)", "org.freedesktop.Secret.Collection",
                                                changed, NULL),
                                 NULL);
}

typedef struct
{
  AtService *service;
  char *path;
  GVariant *objects;
  guint registration;
  guint timer;
} Prompt;

static void
complete (Prompt *prompt, gboolean dismissed)
{
  AtService *self = prompt->service;

  if (self->connection != NULL)
    {
      if (!dismissed)
        set_locked (self, FALSE);
      g_dbus_connection_emit_signal (
          self->connection, NULL, prompt->path, "org.freedesktop.Secret.Prompt", "Completed",
          g_variant_new ("(bv)", dismissed, dismissed ? no_items () : prompt->objects), NULL);
      g_dbus_connection_unregister_object (self->connection, prompt->registration);
    }
  g_free (prompt->path);
  g_variant_unref (prompt->objects);
  g_free (prompt);
}

static gboolean
on_answered (gpointer data)
{
  Prompt *prompt = data;

  complete (prompt, prompt->service->prompt == AT_PROMPT_DISMISS);
  return G_SOURCE_REMOVE;
}

static void
prompt_called (GDBusConnection *connection,
               const char *sender,
               const char *path,
               const char *interface,
               const char *method,
               GVariant *parameters,
               GDBusMethodInvocation *invocation,
               gpointer data)
{
  Prompt *prompt = data;

  g_dbus_method_invocation_return_value (invocation, NULL);
  if (strcmp (method, "Dismiss") == 0)
    {
      prompt->service->n_dismissed++;
      g_source_remove (prompt->timer);
      complete (prompt, TRUE);
      return;
    }
  prompt->service->n_prompts++;
  prompt->timer = g_timeout_add (prompt->service->prompt_ms, on_answered, prompt);
}

static void
unlock (AtService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  static const GDBusInterfaceVTable vtable = { prompt_called, NULL, NULL, { NULL } };
  g_autoptr (GVariant) objects = g_variant_get_child_value (parameters, 0);
  g_autoptr (GDBusNodeInfo) node = NULL;
  Prompt *prompt;

  if (!self->locked || self->prompt == AT_PROMPT_NONE)
    {
      set_locked (self, FALSE);
      g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@aoo)", objects, "/"));
      return;
    }
  node = g_dbus_node_info_new_for_xml (xml, NULL);
  prompt = g_new0 (Prompt, 1);
  prompt->service = self;
  prompt->path = g_strdup_printf (ROOT "/prompt/%u", ++self->serial);
  prompt->objects = g_variant_ref (objects);
  prompt->registration = g_dbus_connection_register_object (
      self->connection, prompt->path,
      g_dbus_node_info_lookup_interface (node, "org.freedesktop.Secret.Prompt"), &vtable, prompt,
      NULL, NULL);
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(@aoo)", no_items (), prompt->path));
}

static void
search (AtService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) attributes = g_variant_get_child_value (parameters, 0);
  GVariant *found
      = self->locked && self->hides_locked ? no_items () : list_items (self, attributes);

  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(@ao@ao)",
                                                        self->locked ? no_items () : found,
                                                        self->locked ? found : no_items ()));
}

static void
get_secrets (AtService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) paths = g_variant_get_child_value (parameters, 0);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *path;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{o(oayays)}"));
  g_variant_iter_init (&iter, paths);
  while (!self->locked && g_variant_iter_next (&iter, "&o", &path))
    if (find_item (self, path) != NULL)
      g_variant_builder_add (&builder, "{o@(oayays)}", path, make_secret (find_item (self, path)));
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(a{o(oayays)})", &builder));
}

static void
open_session (GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *algorithm;

  g_variant_get_child (parameters, 0, "&s", &algorithm);
  if (strcmp (algorithm, "plain") == 0)
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(vo)", g_variant_new_string (""),
                                                          SESSION));
  else
    g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR,
                                                   G_DBUS_ERROR_NOT_SUPPORTED, "Only plain");
}

static void
refuse (GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR,
                                                 G_DBUS_ERROR_ACCESS_DENIED,
                                                 "This keyring is read-only");
}

static void
read_alias (AtService *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  const char *name;
  gboolean known;

  g_variant_get_child (parameters, 0, "&s", &name);
  known = !self->no_default && strcmp (name, "default") == 0;
  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(o)", known ? self->collection : "/"));
}

static void
delete_item (AtService *self, const char *path, GDBusMethodInvocation *invocation)
{
  Item *item = find_item (self, path);

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", "/"));
  g_ptr_array_remove (self->items, item);
}

static gboolean
on_dead (gpointer data)
{
  at_service_stop (data);
  return G_SOURCE_REMOVE;
}

static void
method_called (GDBusConnection *connection,
               const char *sender,
               const char *path,
               const char *interface,
               const char *method,
               GVariant *parameters,
               GDBusMethodInvocation *invocation,
               gpointer data)
{
  AtService *self = data;

  if (g_strcmp0 (self->dies_at, method) == 0)
    {
      self->dies_at = NULL;
      /* The invocation stays without an answer; the bus tells the caller. */
      g_object_unref (invocation);
      g_idle_add (on_dead, self);
      return;
    }
  if (strcmp (method, "OpenSession") == 0)
    open_session (parameters, invocation);
  else if (strcmp (method, "SearchItems") == 0)
    search (self, parameters, invocation);
  else if (strcmp (method, "Unlock") == 0)
    unlock (self, parameters, invocation);
  else if (strcmp (method, "GetSecrets") == 0)
    get_secrets (self, parameters, invocation);
  else if (strcmp (method, "ReadAlias") == 0)
    read_alias (self, parameters, invocation);
  else if (strcmp (method, "Close") == 0)
    g_dbus_method_invocation_return_value (invocation, NULL);
  else if (self->locked)
    g_dbus_method_invocation_return_dbus_error (invocation, IS_LOCKED, "Locked");
  else if (strcmp (method, "GetSecret") == 0)
    g_dbus_method_invocation_return_value (invocation,
                                           g_variant_new ("(@(oayays))",
                                                          make_secret (find_item (self, path))));
  else if (self->read_only || strcmp (method, "CreateCollection") == 0)
    refuse (invocation);
  else if (strcmp (method, "Delete") == 0)
    delete_item (self, path, invocation);
  else
    create_item (self, parameters, invocation);
}

AtService *
at_service_new (const char *address)
{
  AtService *self = g_new0 (AtService, 1);

  self->address = g_strdup (address);
  self->collection = ROOT "/collection/login";
  self->label = "Login";
  self->items = g_ptr_array_new_with_free_func (item_free);
  return self;
}

static void
on_name (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) reply
      = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  g_assert_no_error (error);
  *(gboolean *)data = TRUE;
}

void
at_service_start (AtService *self)
{
  g_autoptr (GError) error = NULL;
  gboolean named = FALSE;

  g_assert_null (self->connection);
  self->connection = g_dbus_connection_new_for_address_sync (
      self->address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, &error);
  g_assert_no_error (error);
  g_dbus_connection_set_exit_on_close (self->connection, FALSE);
  export(self, ROOT, "Service");
  export(self, self->collection, "Collection");
  if (!self->no_default)
    export(self, DEFAULT, "Collection");
  export(self, SESSION, "Session");
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];

      item->registration = export(self, item->path, "Item");
    }
  g_dbus_connection_call (self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                          "org.freedesktop.DBus", "RequestName",
                          g_variant_new ("(su)", "org.freedesktop.secrets", 4), NULL,
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_name, &named);
  at_wait (&named);
}

void
at_service_stop (AtService *self)
{
  if (self->connection == NULL)
    return;
  for (guint i = 0; i < self->items->len; i++)
    ((Item *)self->items->pdata[i])->registration = 0;
  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_clear_object (&self->connection);
}

void
at_service_free (AtService *self)
{
  at_service_stop (self);
  g_ptr_array_unref (self->items);
  g_free (self->address);
  g_free (self);
}

guint
at_service_count (AtService *self)
{
  return self->items->len;
}

gboolean
at_service_has (AtService *self, const char *attribute, const char *value)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];
      const char *found = g_hash_table_lookup (item->attributes, attribute);

      if (found != NULL && (value == NULL || strcmp (found, value) == 0))
        return TRUE;
    }
  return FALSE;
}

void
at_service_add (
    AtService *self, const char *schema, const char *key, const char *text, gint64 age_s)
{
  g_autoptr (GHashTable) attributes
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  g_hash_table_insert (attributes, g_strdup ("application"), g_strdup ("pinfold"));
  g_hash_table_insert (attributes, g_strdup ("key"), g_strdup (key));
  g_hash_table_insert (attributes, g_strdup ("xdg:schema"), g_strdup (schema));
  add_item (self, "Somebody else's", attributes, bytes,
            (guint64)(g_get_real_time () / G_USEC_PER_SEC - age_s));
}

void
at_service_delete (AtService *self, const char *key)
{
  for (guint i = self->items->len; i > 0; i--)
    {
      Item *item = self->items->pdata[i - 1];

      if (g_strcmp0 (g_hash_table_lookup (item->attributes, "key"), key) == 0)
        g_ptr_array_remove_index (self->items, i - 1);
    }
}

void
at_service_set_schema (AtService *self, const char *key, const char *schema)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *item = self->items->pdata[i];

      if (g_strcmp0 (g_hash_table_lookup (item->attributes, "key"), key) == 0)
        g_hash_table_insert (item->attributes, g_strdup ("xdg:schema"), g_strdup (schema));
    }
}
