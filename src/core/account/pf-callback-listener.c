/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-callback-listener.h"

#include "core/account/pf-callback-page.h"
#include "core/account/pf-port-owner.h"
#include "core/base/pf-error.h"
#include "core/base/pf-secret.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_VISITS 8
#define VISIT_LIMIT_US (5 * G_USEC_PER_SEC)
#define LINGERING_KEY "pf-lingering-callback-listener"
#define LINGER_US (10 * G_USEC_PER_SEC)

/* One connection of a browser, or of somebody else. */
typedef struct
{
  PfCallbackListener *listener;
  int fd;
  guint source;
  guint timer;
  gsize length;
  char head[PF_CALLBACK_MAX_HEAD];
  char *reply;
  gsize sent;
} Visit;

struct _PfCallbackListener
{
  grefcount refs;
  PfClock *clock;
  guint16 port;
  char *path;
  char *state;
  char *issuer;
  int sockets[2];
  guint sources[2];
  guint linger;
  GQueue visits; /* oldest first */
  gboolean allowed;
  char *provider_words;
  PfCallbackFunc callback;
  gpointer data;
};

static void
visit_free (Visit *visit)
{
  g_queue_remove (&visit->listener->visits, visit);
  if (visit->source != 0)
    g_source_remove (visit->source);
  if (visit->timer != 0)
    pf_clock_cancel (visit->listener->clock, visit->timer);
  close (visit->fd);
  pf_secret_zero (visit->head, sizeof visit->head);
  g_free (visit->reply);
  g_free (visit);
}

static void
on_visit_too_long (gpointer data)
{
  Visit *visit = data;

  visit->timer = 0;
  visit_free (visit);
}

/* Throws away what still comes, so that closing sends no reset before the reply is read. */
static gboolean
on_visit_drain (gint fd, GIOCondition condition, gpointer data)
{
  Visit *visit = data;
  char waste[1024];
  ssize_t got = recv (fd, waste, sizeof waste, 0);

  pf_secret_zero (waste, sizeof waste);
  if (got > 0 || (got < 0 && (errno == EAGAIN || errno == EINTR)))
    return G_SOURCE_CONTINUE;
  visit->source = 0;
  visit_free (visit);
  return G_SOURCE_REMOVE;
}

static gboolean
on_visit_writable (gint fd, GIOCondition condition, gpointer data)
{
  Visit *visit = data;
  gsize length = strlen (visit->reply);

  while (visit->sent < length)
    {
      ssize_t put = send (fd, visit->reply + visit->sent, length - visit->sent, MSG_NOSIGNAL);

      if (put < 0 && errno == EINTR)
        continue;
      if (put < 0 && errno == EAGAIN)
        return G_SOURCE_CONTINUE;
      if (put < 0)
        {
          visit->source = 0;
          visit_free (visit);
          return G_SOURCE_REMOVE;
        }
      visit->sent += (gsize)put;
    }
  shutdown (fd, SHUT_WR);
  visit->source = g_unix_fd_add (fd, G_IO_IN | G_IO_HUP | G_IO_ERR, on_visit_drain, visit);
  return G_SOURCE_REMOVE;
}

/* Takes ownership of @reply. */
static void
visit_answer (Visit *visit, char *reply)
{
  visit->reply = reply;
  visit->source
      = g_unix_fd_add (visit->fd, G_IO_OUT | G_IO_HUP | G_IO_ERR, on_visit_writable, visit);
}

static void
on_linger_over (gpointer data)
{
  PfCallbackListener *self = data;

  self->linger = 0;
  pf_callback_listener_close (self);
}

/* From here on only the result page is served, and not for long (safety.md OA-8). */
static void
accept_redirect (PfCallbackListener *self, PfCallbackVerdict verdict, PfCallbackRequest *request)
{
  PfCallbackFunc callback = self->callback;

  pf_secret_zero (self->state, strlen (self->state));
  g_clear_pointer (&self->state, g_free);
  self->allowed = verdict == PF_CALLBACK_CODE;
  /* A person who declined knows why; other errors of the provider are shown. */
  if (g_strcmp0 (request->error, "access_denied") != 0)
    self->provider_words = g_strdup (request->description);
  self->linger
      = pf_clock_timeout (self->clock, LINGER_US, on_linger_over, pf_callback_listener_ref (self),
                          (GDestroyNotify)pf_callback_listener_unref);
  self->callback = NULL;
  if (callback != NULL)
    callback (verdict, request, self->data);
}

static void
visit_judge (Visit *visit)
{
  PfCallbackListener *self = visit->listener;
  g_auto (PfCallbackRequest) request = { 0 };
  PfCallbackRules rules = {
    .port = self->port,
    .path = self->path,
    .result_path = self->state == NULL ? PF_CALLBACK_RESULT_PATH : "",
    .state = self->state,
    .issuer = self->issuer,
  };
  PfCallbackVerdict verdict
      = pf_callback_request_parse (visit->head, visit->length, &rules, &request);

  switch (verdict)
    {
    case PF_CALLBACK_INCOMPLETE:
      return;
    case PF_CALLBACK_REFUSED:
      g_source_remove (visit->source);
      visit_answer (visit, pf_callback_page_refusal (request.status,
                                                     visit->length < 5
                                                         || memcmp (visit->head, "HEAD ", 5) != 0));
      break;
    case PF_CALLBACK_RESULT:
      g_source_remove (visit->source);
      visit_answer (visit, pf_callback_page_result (self->allowed, self->provider_words));
      break;
    case PF_CALLBACK_CODE:
    case PF_CALLBACK_DECLINED:
      g_source_remove (visit->source);
      visit_answer (visit, pf_callback_page_redirect (PF_CALLBACK_RESULT_PATH));
      pf_callback_listener_ref (self);
      accept_redirect (self, verdict, &request);
      pf_callback_listener_unref (self);
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
on_visit_readable (gint fd, GIOCondition condition, gpointer data)
{
  Visit *visit = data;
  ssize_t got = recv (fd, visit->head + visit->length, sizeof visit->head - visit->length, 0);

  if (got < 0 && (errno == EAGAIN || errno == EINTR))
    return G_SOURCE_CONTINUE;
  if (got <= 0)
    {
      visit->source = 0;
      visit_free (visit);
      return G_SOURCE_REMOVE;
    }
  visit->length += (gsize)got;
  visit_judge (visit);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_knock (gint fd, GIOCondition condition, gpointer data)
{
  PfCallbackListener *self = data;
  int peer = accept4 (fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  Visit *visit;

  if (peer < 0)
    return G_SOURCE_CONTINUE;
  /* The oldest gives way: whoever holds connections open cannot keep the browser out. */
  if (g_queue_get_length (&self->visits) >= MAX_VISITS)
    visit_free (g_queue_peek_head (&self->visits));
  visit = g_new0 (Visit, 1);
  visit->listener = self;
  visit->fd = peer;
  visit->source = g_unix_fd_add (peer, G_IO_IN | G_IO_HUP | G_IO_ERR, on_visit_readable, visit);
  visit->timer = pf_clock_timeout (self->clock, VISIT_LIMIT_US, on_visit_too_long, visit, NULL);
  g_queue_push_tail (&self->visits, visit);
  return G_SOURCE_CONTINUE;
}

static void
set_in_use (guint16 port, const char *address, GError **error)
{
  int pid = 0;
  g_autofree char *owner = pf_port_owner_find (port, &pid);

  if (owner != NULL)
    g_set_error (error, PF_ERROR, PF_ERROR_PORT_IN_USE,
                 _ ("Port %u on %s is in use by “%s” (process %d). Close it, then try again."),
                 port, address, owner, pid);
  else
    g_set_error (error, PF_ERROR, PF_ERROR_PORT_IN_USE,
                 _ ("Port %u on %s is in use by another program. Close it, then try again."), port,
                 address);
}

/* -1 without an error: this computer has no such address. SO_REUSEADDR only steps over
 * connections that are fading away (TIME_WAIT); Linux still refuses a second listener. */
static int
open_socket (int family, guint16 port, GError **error)
{
  struct sockaddr_in v4 = { .sin_family = AF_INET,
                            .sin_port = g_htons (port),
                            .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
  struct sockaddr_in6 v6 = { .sin6_family = AF_INET6,
                             .sin6_port = g_htons (port),
                             .sin6_addr = IN6ADDR_LOOPBACK_INIT };
  gboolean is_v6 = family == AF_INET6;
  const char *address = is_v6 ? "::1" : "127.0.0.1";
  int fd = socket (family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  int on = 1;
  int code;

  if (fd < 0 && is_v6 && errno == EAFNOSUPPORT)
    return -1;
  if (fd >= 0 && setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0
      && (!is_v6 || setsockopt (fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on) == 0)
      && bind (fd, is_v6 ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4,
               is_v6 ? sizeof v6 : sizeof v4)
             == 0
      && listen (fd, MAX_VISITS) == 0)
    return fd;

  code = errno;
  if (fd >= 0)
    close (fd);
  if (is_v6 && code == EADDRNOTAVAIL)
    return -1;
  if (code == EADDRINUSE)
    set_in_use (port, address, error);
  else
    g_set_error (error, PF_ERROR, PF_ERROR_FAILED, _ ("Port %u on %s cannot be opened: %s"), port,
                 address, g_strerror (code));
  return -1;
}

/**
 * pf_callback_listener_open:
 * @clock: for the time limits
 * @redirect_uri: a loopback address with a port, as pf_setup_check_redirect_uri() takes it
 * @error: return location for an error
 *
 * Takes the port on 127.0.0.1 and, where it exists, on ::1: a browser may turn
 * "localhost" into either (safety.md OA-4). Blocks for some milliseconds when the port
 * is taken, to find by whom: worker threads only.
 *
 * Returns: (transfer full) (nullable): a listener that does not answer yet;
 *   PF_ERROR_PORT_IN_USE, PF_ERROR_INVALID
 */
PfCallbackListener *
pf_callback_listener_open (PfClock *clock, const char *redirect_uri, GError **error)
{
  g_autoptr (GUri) uri = g_uri_parse (redirect_uri, G_URI_FLAGS_ENCODED, error);
  g_autoptr (PfCallbackListener) self = NULL;

  if (uri == NULL)
    return NULL;
  if (g_uri_get_port (uri) <= 0 || g_uri_get_port (uri) > G_MAXUINT16)
    {
      g_set_error_literal (error, PF_ERROR, PF_ERROR_INVALID,
                           _ ("The redirect address has no port."));
      return NULL;
    }
  self = g_new0 (PfCallbackListener, 1);
  g_ref_count_init (&self->refs);
  g_queue_init (&self->visits);
  self->clock = g_object_ref (clock);
  self->port = (guint16)g_uri_get_port (uri);
  self->path = g_strdup (g_uri_get_path (uri)[0] == '\0' ? "/" : g_uri_get_path (uri));
  self->sockets[1] = -1;
  self->sockets[0] = open_socket (AF_INET, self->port, error);
  if (self->sockets[0] < 0)
    return NULL;
  for (guint i = 1; i < G_N_ELEMENTS (self->sockets); i++)
    {
      g_autoptr (GError) problem = NULL;

      self->sockets[i] = open_socket (AF_INET6, self->port, &problem);
      if (problem != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&problem));
          return NULL;
        }
    }
  return g_steal_pointer (&self);
}

/**
 * pf_callback_listener_start:
 * @self: a listener
 * @state: what the true redirect carries
 * @issuer: (nullable): what `iss` must be when it is present
 * @callback: called once
 * @data: for @callback
 *
 * Starts to answer. After @callback the listener closes by itself within 10 s.
 */
void
pf_callback_listener_start (PfCallbackListener *self,
                            const char *state,
                            const char *issuer,
                            PfCallbackFunc callback,
                            gpointer data)
{
  self->state = g_strdup (state);
  self->issuer = g_strdup (issuer);
  self->callback = callback;
  self->data = data;
  for (guint i = 0; i < G_N_ELEMENTS (self->sockets); i++)
    if (self->sockets[i] >= 0)
      self->sources[i] = g_unix_fd_add (self->sockets[i], G_IO_IN, on_knock, self);
}

static void
end_lingering (gpointer data)
{
  pf_callback_listener_close (data);
  pf_callback_listener_unref (data);
}

/**
 * pf_callback_listener_linger_on:
 * @self: (transfer full): a listener whose callback was called
 * @owner: the context
 *
 * Lets it show the result page for its 10 s although nobody else holds it; it never
 * outlives @owner.
 */
void
pf_callback_listener_linger_on (PfCallbackListener *self, GObject *owner)
{
  g_object_set_data_full (owner, LINGERING_KEY, self, end_lingering);
}

/**
 * pf_callback_listener_end_lingering:
 * @owner: the context
 *
 * The next one needs the port: the result page of the one before is over.
 */
void
pf_callback_listener_end_lingering (GObject *owner)
{
  g_object_set_data (owner, LINGERING_KEY, NULL);
}

/**
 * pf_callback_listener_is_open:
 * @self: a listener
 *
 * Returns: whether it holds its port
 */
gboolean
pf_callback_listener_is_open (PfCallbackListener *self)
{
  return self->sockets[0] >= 0;
}

/**
 * pf_callback_listener_close:
 * @self: a listener
 *
 * Gives the port back and ends every connection. The callback is not called any more.
 */
void
pf_callback_listener_close (PfCallbackListener *self)
{
  pf_callback_listener_ref (self);
  self->callback = NULL;
  for (guint i = 0; i < G_N_ELEMENTS (self->sockets); i++)
    {
      g_clear_handle_id (&self->sources[i], g_source_remove);
      if (self->sockets[i] >= 0)
        close (self->sockets[i]);
      self->sockets[i] = -1;
    }
  while (!g_queue_is_empty (&self->visits))
    visit_free (g_queue_peek_head (&self->visits));
  if (self->state != NULL)
    pf_secret_zero (self->state, strlen (self->state));
  g_clear_pointer (&self->state, g_free);
  if (self->linger != 0)
    {
      guint linger = self->linger;

      self->linger = 0;
      pf_clock_cancel (self->clock, linger);
    }
  pf_callback_listener_unref (self);
}

/**
 * pf_callback_listener_ref:
 * @self: a listener
 *
 * Returns: (transfer full): @self
 */
PfCallbackListener *
pf_callback_listener_ref (PfCallbackListener *self)
{
  g_ref_count_inc (&self->refs);
  return self;
}

/**
 * pf_callback_listener_unref:
 * @self: a listener
 *
 * Drops a reference; with the last one it closes.
 */
void
pf_callback_listener_unref (PfCallbackListener *self)
{
  if (!g_ref_count_dec (&self->refs))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (self->sockets); i++)
    {
      g_clear_handle_id (&self->sources[i], g_source_remove);
      if (self->sockets[i] >= 0)
        close (self->sockets[i]);
    }
  while (!g_queue_is_empty (&self->visits))
    visit_free (g_queue_peek_head (&self->visits));
  if (self->state != NULL)
    pf_secret_zero (self->state, strlen (self->state));
  g_free (self->state);
  g_free (self->issuer);
  g_free (self->path);
  g_free (self->provider_words);
  g_object_unref (self->clock);
  g_free (self);
}
