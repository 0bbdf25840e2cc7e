/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-media"

#include "config.h"

#include "core/media/pf-web-address.h"

#include "core/base/pf-error.h"

#include <glib/gi18n-lib.h>

#include <string.h>

/* IANA's registries of special-purpose addresses (RFC 6890), as first address and length. */
static const struct
{
  guint8 bytes[4];
  guint length;
} special4[] = {
  { { 0, 0, 0, 0 }, 8 },      { { 10, 0, 0, 0 }, 8 },     { { 100, 64, 0, 0 }, 10 },
  { { 127, 0, 0, 0 }, 8 },    { { 169, 254, 0, 0 }, 16 }, { { 172, 16, 0, 0 }, 12 },
  { { 192, 0, 0, 0 }, 24 },   { { 192, 0, 2, 0 }, 24 },   { { 192, 88, 99, 0 }, 24 },
  { { 192, 168, 0, 0 }, 16 }, { { 198, 18, 0, 0 }, 15 },  { { 198, 51, 100, 0 }, 24 },
  { { 203, 0, 113, 0 }, 24 }, { { 224, 0, 0, 0 }, 4 },    { { 240, 0, 0, 0 }, 4 },
};

static guint32
number (const guint8 *p)
{
  return (guint32)p[0] << 24 | (guint32)p[1] << 16 | (guint32)p[2] << 8 | p[3];
}

/**
 * pf_web_ip_is_public:
 * @address: an address
 *
 * Returns: whether it can be somebody else's on the internet: not this computer's, not the local
 *   network's, nothing reserved. Of IPv6 only 2000::/3, without documentation and the tunnels
 *   that carry an IPv4 address inside.
 */
gboolean
pf_web_ip_is_public (GInetAddress *address)
{
  const guint8 *p = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    return (p[0] & 0xe0) == 0x20 && !(p[0] == 0x20 && p[1] == 0x02)
           && !(p[0] == 0x20 && p[1] == 0x01 && p[2] == 0x0d && p[3] == 0xb8)
           && !(p[0] == 0x20 && p[1] == 0x01 && p[2] == 0 && p[3] == 0);
  for (guint i = 0; i < G_N_ELEMENTS (special4); i++)
    if ((number (p) ^ number (special4[i].bytes)) >> (32 - special4[i].length) == 0)
      return FALSE;
  return TRUE;
}

/* "127.1", "0x7f.1", "2130706433" and "0177.0.0.1" are addresses to a resolver of the C library:
 * a host whose last label begins with a digit is taken only as four plain numbers. */
static gboolean
host_is_allowed (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);
  const char *last = strrchr (host, '.');
  g_autofree char *plain = NULL;

  if (address != NULL)
    {
      plain = g_inet_address_to_string (address);
      if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4 && strcmp (plain, host) != 0)
        return FALSE;
      return pf_web_ip_is_public (address);
    }
  for (const char *c = host; *c != '\0'; c++)
    if ((guchar)*c < 0x80 && !g_ascii_isalnum (*c) && *c != '.' && *c != '-' && *c != '_')
      return FALSE;
  if (last == NULL || last[1] == '\0' || g_ascii_isdigit (last[1]))
    return FALSE;
  return g_ascii_strcasecmp (last, ".local") != 0 && g_ascii_strcasecmp (last, ".localhost") != 0
         && g_ascii_strcasecmp (last, ".internal") != 0 && g_ascii_strcasecmp (last, ".lan") != 0
         && g_ascii_strcasecmp (last, ".home") != 0 && g_ascii_strcasecmp (last, ".arpa") != 0;
}

/**
 * pf_web_url_check:
 * @url: what somebody typed, or a page or a redirect names
 * @uri: (out) (optional) (transfer full): taken apart
 * @error: PF_ERROR_INVALID, with words for people
 *
 * By its look alone; what its name resolves to is checked while connecting.
 *
 * Returns: whether it may be asked for
 */
gboolean
pf_web_url_check (const char *url, GUri **uri, GError **error)
{
  g_autoptr (GUri) parsed
      = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_SCHEME_NORMALIZE, NULL);

  if (parsed == NULL || strcmp (g_uri_get_scheme (parsed), "https") != 0)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_INVALID,
                           _ ("Only addresses that begin with https:// are asked for."));
      return FALSE;
    }
  if (g_uri_get_userinfo (parsed) != NULL || g_uri_get_host (parsed) == NULL
      || (g_uri_get_port (parsed) != -1 && g_uri_get_port (parsed) != 443)
      || !host_is_allowed (g_uri_get_host (parsed)))
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_INVALID,
                           _ ("This is not an address of a public website."));
      return FALSE;
    }
  if (uri != NULL)
    *uri = g_steal_pointer (&parsed);
  return TRUE;
}

/* A host whose every address is looked at in the moment it is connected to: what a name meant
 * when it was checked does not count (DNS rebinding). There is no way past it by a proxy. */
struct _PfGuardedAddress
{
  GNetworkAddress parent_instance;
};

static GSocketConnectableIface *parent_connectable;

#define PF_TYPE_GUARDED_ENUMERATOR (pf_guarded_enumerator_get_type ())
G_DECLARE_FINAL_TYPE (
    PfGuardedEnumerator, pf_guarded_enumerator, PF, GUARDED_ENUMERATOR, GSocketAddressEnumerator)

struct _PfGuardedEnumerator
{
  GSocketAddressEnumerator parent_instance;
  GSocketAddressEnumerator *inner;
};

G_DEFINE_FINAL_TYPE (PfGuardedEnumerator, pf_guarded_enumerator, G_TYPE_SOCKET_ADDRESS_ENUMERATOR)

static gboolean
is_fine (GSocketAddress *address)
{
  return G_IS_INET_SOCKET_ADDRESS (address)
         && pf_web_ip_is_public (
             g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
}

static GSocketAddress *
enumerator_next (GSocketAddressEnumerator *enumerator, GCancellable *cancellable, GError **error)
{
  PfGuardedEnumerator *self = PF_GUARDED_ENUMERATOR (enumerator);

  for (;;)
    {
      g_autoptr (GSocketAddress) address
          = g_socket_address_enumerator_next (self->inner, cancellable, error);

      if (address == NULL || is_fine (address))
        return g_steal_pointer (&address);
    }
}

static void
on_next (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  g_autoptr (GSocketAddress) address
      = g_socket_address_enumerator_next_finish (G_SOCKET_ADDRESS_ENUMERATOR (source), result,
                                                 &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else if (address == NULL || is_fine (address))
    g_task_return_pointer (task, g_steal_pointer (&address), g_object_unref);
  else
    g_socket_address_enumerator_next_async (G_SOCKET_ADDRESS_ENUMERATOR (source),
                                            g_task_get_cancellable (task), on_next,
                                            g_object_ref (task));
}

static void
enumerator_next_async (GSocketAddressEnumerator *enumerator,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer data)
{
  PfGuardedEnumerator *self = PF_GUARDED_ENUMERATOR (enumerator);
  GTask *task = g_task_new (self, cancellable, callback, data);

  g_task_set_source_tag (task, enumerator_next_async);
  g_socket_address_enumerator_next_async (self->inner, cancellable, on_next, task);
}

static GSocketAddress *
enumerator_next_finish (GSocketAddressEnumerator *enumerator, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
pf_guarded_enumerator_finalize (GObject *object)
{
  g_object_unref (PF_GUARDED_ENUMERATOR (object)->inner);
  G_OBJECT_CLASS (pf_guarded_enumerator_parent_class)->finalize (object);
}

static void
pf_guarded_enumerator_class_init (PfGuardedEnumeratorClass *klass)
{
  GSocketAddressEnumeratorClass *enumerator_class = G_SOCKET_ADDRESS_ENUMERATOR_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_guarded_enumerator_finalize;
  enumerator_class->next = enumerator_next;
  enumerator_class->next_async = enumerator_next_async;
  enumerator_class->next_finish = enumerator_next_finish;
}

static void
pf_guarded_enumerator_init (PfGuardedEnumerator *self)
{
}

static GSocketAddressEnumerator *
guarded_enumerate (GSocketConnectable *connectable)
{
  PfGuardedEnumerator *self = g_object_new (PF_TYPE_GUARDED_ENUMERATOR, NULL);

  self->inner = parent_connectable->enumerate (connectable);
  return G_SOCKET_ADDRESS_ENUMERATOR (self);
}

static void
connectable_init (GSocketConnectableIface *iface)
{
  parent_connectable = g_type_interface_peek_parent (iface);
  iface->enumerate = guarded_enumerate;
  iface->proxy_enumerate = guarded_enumerate;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PfGuardedAddress,
                               pf_guarded_address,
                               G_TYPE_NETWORK_ADDRESS,
                               G_IMPLEMENT_INTERFACE (G_TYPE_SOCKET_CONNECTABLE, connectable_init))

static void
pf_guarded_address_class_init (PfGuardedAddressClass *klass)
{
}

static void
pf_guarded_address_init (PfGuardedAddress *self)
{
}

/**
 * pf_guarded_address_new:
 * @host: a host name or address
 * @port: a port
 *
 * Returns: (transfer full): where to connect to; TLS sees the host's name
 */
GSocketConnectable *
pf_guarded_address_new (const char *host, guint16 port)
{
  return g_object_new (PF_TYPE_GUARDED_ADDRESS, "hostname", host, "port", (guint)port, "scheme",
                       "https", NULL);
}
