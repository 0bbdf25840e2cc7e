/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-test.h"
#include "core/account/pf-callback-listener.h"
#include "core/account/pf-callback-page.h"
#include "core/base/pf-error.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define STATE "q3Zz9bQp0m1s2d3f4g5h6j7k8l9a0b1c2d3e4f5g6h7"

typedef struct
{
  guint16 port;
  PfClock *clock;
  PfCallbackListener *listener;
  guint n_calls;
  PfCallbackVerdict verdict;
  char *code;
} Fixture;

static void
on_callback (PfCallbackVerdict verdict, PfCallbackRequest *request, gpointer data)
{
  Fixture *f = data;

  f->n_calls++;
  f->verdict = verdict;
  f->code = g_strdup (request->code);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = NULL;

  f->port = at_free_port ();
  f->clock = PF_CLOCK (pf_virtual_clock_new (0));
  uri = g_strdup_printf ("http://localhost:%u/", f->port);
  f->listener = pf_callback_listener_open (f->clock, uri, &error);
  g_assert_no_error (error);
  pf_callback_listener_start (f->listener, STATE, NULL, on_callback, f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  pf_callback_listener_close (f->listener);
  pf_callback_listener_unref (f->listener);
  g_object_unref (f->clock);
  g_free (f->code);
}

static void
assert_true_one (Fixture *f)
{
  g_autofree char *reply = at_get (f->port, "/?code=abc&state=" STATE);

  g_assert_cmpuint (at_status (reply), ==, 303);
  g_assert_cmpuint (f->n_calls, ==, 1);
  g_assert_cmpstr (f->code, ==, "abc");
}

/* The result page is over when what it belongs to is: the port is free for the next one. */
static void
test_lingers_no_longer (Fixture *f, gconstpointer data)
{
  GObject *owner = g_object_new (G_TYPE_OBJECT, NULL);

  assert_true_one (f);
  pf_callback_listener_linger_on (pf_callback_listener_ref (f->listener), owner);
  g_assert_true (pf_callback_listener_is_open (f->listener));
  g_object_unref (owner);
  g_assert_false (pf_callback_listener_is_open (f->listener));
}

static void
test_both (Fixture *f, gconstpointer data)
{
  static const char request[] = "GET /favicon.ico HTTP/1.1\r\nHost: x\r\n\r\n";
  g_autofree char *v4 = at_exchange ("127.0.0.1", f->port, request, strlen (request));
  g_autofree char *v6 = at_exchange ("::1", f->port, request, strlen (request));

  g_assert_cmpuint (at_status (v4), ==, 403);
  g_assert_cmpuint (at_status (v6), ==, 403);
  g_assert_cmpuint (f->n_calls, ==, 0);
}

/* An address of this computer that is not loopback must find nobody. */
static void
test_loopback_only (Fixture *f, gconstpointer data)
{
  g_autofree char *table = NULL;
  g_autofree char *any = g_strdup_printf ("00000000:%04X", f->port);
  g_autofree char *loop = g_strdup_printf ("0100007F:%04X", f->port);

  g_assert_true (g_file_get_contents ("/proc/net/tcp", &table, NULL, NULL));
  g_assert_null (strstr (table, any));
  g_assert_nonnull (strstr (table, loop));
}

/* Nobody can sit on the same port, not even with the options that allow sharing. */
static void
test_no_sharing (Fixture *f, gconstpointer data)
{
  int on = 1;

  g_assert_cmpint (at_occupy ("127.0.0.1", f->port), ==, -1);
  g_assert_cmpint (at_occupy ("::1", f->port), ==, -1);
  g_assert_cmpint (at_occupy ("0.0.0.0", f->port), ==, -1);
  {
    struct sockaddr_in address = { .sin_family = AF_INET,
                                   .sin_port = g_htons (f->port),
                                   .sin_addr.s_addr = g_htonl (INADDR_LOOPBACK) };
    int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    setsockopt (fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    g_assert_cmpint (bind (fd, (struct sockaddr *)&address, sizeof address), ==, -1);
    close (fd);
  }
}

static void
assert_taken (const char *address, const char *in_words)
{
  g_autoptr (PfClock) clock = pf_clock_system_new ();
  guint16 port = at_free_port ();
  int fd = at_occupy (address, port);
  g_autofree char *uri = g_strdup_printf ("http://localhost:%u/", port);
  g_autofree char *port_text = g_strdup_printf ("%u", port);
  g_autofree char *pid_text = g_strdup_printf ("%d", getpid ());
  g_autoptr (GError) error = NULL;
  PfCallbackListener *listener = pf_callback_listener_open (clock, uri, &error);
  int again;

  g_assert_null (listener);
  g_assert_error (error, PF_ERROR, PF_ERROR_PORT_IN_USE);
  g_assert_nonnull (strstr (error->message, in_words));
  g_assert_nonnull (strstr (error->message, port_text));
  g_assert_nonnull (strstr (error->message, "test-listener"));
  g_assert_nonnull (strstr (error->message, pid_text));
  close (fd);
  /* It let go of the other address, too. */
  again = at_occupy (strcmp (address, "::1") == 0 ? "127.0.0.1" : "::1", port);
  g_assert_cmpint (again, >=, 0);
  close (again);
}

static void
test_taken_v4 (void)
{
  assert_taken ("127.0.0.1", "127.0.0.1");
}

static void
test_taken_v6 (void)
{
  assert_taken ("::1", "::1");
}

static void
test_taken_any (void)
{
  assert_taken ("0.0.0.0", "127.0.0.1");
}

static void
test_hostile_then_true (Fixture *f, gconstpointer data)
{
  static const char *const targets[]
      = { "/favicon.ico", "/",  "/?code=abc&state=wrong", "/?state=" STATE, "/pinfold-result",
          "/robots.txt",  "/x", "/?error=access_denied",  "/?code=abc" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autofree char *reply = at_get (f->port, targets[i]);

      g_assert_cmpuint (at_status (reply), >=, 400);
      g_assert_cmpuint (at_status (reply), <, 500);
    }
  g_assert_cmpuint (f->n_calls, ==, 0);
  assert_true_one (f);
}

static void
test_head_has_no_body (Fixture *f, gconstpointer data)
{
  static const char request[] = "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n";
  g_autofree char *reply = at_exchange ("127.0.0.1", f->port, request, strlen (request));

  g_assert_cmpuint (at_status (reply), ==, 405);
  g_assert_true (g_str_has_suffix (reply, "\r\n\r\n"));
}

/* Waits for the other side to close; FALSE while it is open. */
static gboolean
is_closed (int fd)
{
  char byte;
  ssize_t got = recv (fd, &byte, 1, MSG_DONTWAIT);

  return got == 0 || (got < 0 && errno != EAGAIN);
}

static void
test_slow_loris (Fixture *f, gconstpointer data)
{
  static const char start[] = "GET /?code=abc&sta";
  int fd = at_connect ("127.0.0.1", f->port);

  for (guint i = 0; i < strlen (start); i++)
    {
      g_assert_cmpint (send (fd, start + i, 1, MSG_NOSIGNAL), ==, 1);
      at_spin (2);
      pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->clock), 200 * 1000);
      g_assert_false (is_closed (fd));
    }
  /* Bytes do not buy time: the limit counts from the start. */
  pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->clock), 2 * G_USEC_PER_SEC);
  at_spin (5);
  g_assert_true (is_closed (fd));
  close (fd);
  assert_true_one (f);
}

static void
test_byte_by_byte (Fixture *f, gconstpointer data)
{
  g_autofree char *request
      = g_strdup_printf ("GET /?code=abc&state=" STATE " HTTP/1.1\r\nHost: localhost:%u\r\n\r\n",
                         f->port);
  int fd = at_connect ("127.0.0.1", f->port);

  for (guint i = 0; request[i] != '\0'; i++)
    {
      g_assert_cmpint (send (fd, request + i, 1, MSG_NOSIGNAL), ==, 1);
      at_spin (1);
    }
  at_spin (10);
  close (fd);
  g_assert_cmpuint (f->n_calls, ==, 1);
}

static void
test_half_close (Fixture *f, gconstpointer data)
{
  g_autofree char *reply = at_exchange ("127.0.0.1", f->port, "GET /", 5);

  g_assert_cmpstr (reply, ==, "");
  assert_true_one (f);
}

static void
test_many (Fixture *f, gconstpointer data)
{
  int fds[40];
  guint open = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      fds[i] = at_connect (i % 2 == 0 ? "127.0.0.1" : "::1", f->port);
      at_spin (3);
    }
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    if (fds[i] >= 0 && !is_closed (fds[i]))
      open++;
  g_assert_cmpuint (open, <=, 8);
  /* Forty that hold on cannot keep the browser out. */
  assert_true_one (f);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
}

static void
test_huge_and_odd (Fixture *f, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (200000, 'A');
  g_autofree char *first = at_exchange ("127.0.0.1", f->port, huge, 200000);
  g_autofree char *nul = at_exchange ("127.0.0.1", f->port, "GET \0 HTTP/1.1\r\n\r\n", 18);
  g_autofree char *lf = at_exchange ("127.0.0.1", f->port, "GET / HTTP/1.1\nHost: x\n\n", 24);

  g_assert_cmpuint (at_status (first), ==, 431);
  g_assert_cmpuint (at_status (nul), ==, 400);
  g_assert_cmpuint (at_status (lf), ==, 400);
  assert_true_one (f);
}

static void
test_after (Fixture *f, gconstpointer data)
{
  g_autofree char *again = NULL;
  g_autofree char *page = NULL;
  g_autofree char *reload = NULL;
  g_autofree char *favicon = NULL;

  assert_true_one (f);
  again = at_get (f->port, "/?code=abc&state=" STATE);
  g_assert_cmpuint (at_status (again), ==, 410);
  page = at_get (f->port, PF_CALLBACK_RESULT_PATH);
  g_assert_cmpuint (at_status (page), ==, 200);
  favicon = at_get (f->port, "/favicon.ico");
  g_assert_cmpuint (at_status (favicon), ==, 404);
  reload = at_get (f->port, PF_CALLBACK_RESULT_PATH);
  g_assert_cmpuint (at_status (reload), ==, 200);
  g_assert_cmpuint (f->n_calls, ==, 1);

  pf_virtual_clock_advance (PF_VIRTUAL_CLOCK (f->clock), 10 * G_USEC_PER_SEC);
  g_assert_false (pf_callback_listener_is_open (f->listener));
  g_assert_cmpint (at_connect ("127.0.0.1", f->port), ==, -1);
  g_assert_cmpint (at_connect ("::1", f->port), ==, -1);
}

/* A child that is started meanwhile inherits none of the sockets. */
static void
test_cloexec (Fixture *f, gconstpointer data)
{
  g_autofree char *out = NULL;
  g_autoptr (GError) error = NULL;
  int fd = at_connect ("127.0.0.1", f->port);
  char *argv[] = { (char *)"/bin/sh", (char *)"-c", (char *)"ls -l /proc/self/fd", NULL };

  at_spin (5);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_LEAVE_DESCRIPTORS_OPEN, NULL, NULL, &out, NULL, NULL,
                &error);
  g_assert_no_error (error);
  g_assert_null (strstr (out, "socket:"));
  close (fd);
}

static void
assert_strict (const char *reply)
{
  g_assert_nonnull (strstr (reply, "\r\nCache-Control: no-store\r\n"));
  g_assert_nonnull (strstr (reply, "\r\nReferrer-Policy: no-referrer\r\n"));
  g_assert_nonnull (strstr (reply, "\r\nX-Frame-Options: DENY\r\n"));
  g_assert_nonnull (strstr (reply, "\r\nX-Content-Type-Options: nosniff\r\n"));
  g_assert_nonnull (strstr (reply, "\r\nContent-Security-Policy: default-src 'none';"));
  g_assert_null (strstr (reply, "unsafe-inline"));
  g_assert_null (strstr (reply, "<script"));
  g_assert_null (strstr (reply, "http://"));
  g_assert_null (strstr (reply, "https://"));
}

static void
test_headers (Fixture *f, gconstpointer data)
{
  g_autofree char *redirect = at_get (f->port, "/?code=abc&state=" STATE);
  g_autofree char *page = at_get (f->port, PF_CALLBACK_RESULT_PATH);
  g_autofree char *gone = at_get (f->port, "/?code=abc&state=" STATE);

  assert_strict (redirect);
  assert_strict (page);
  assert_strict (gone);
  g_assert_nonnull (strstr (redirect, "\r\nLocation: " PF_CALLBACK_RESULT_PATH "\r\n"));
  g_assert_null (strstr (redirect, "abc"));
  g_assert_null (strstr (page, STATE));
  g_assert_nonnull (strstr (page, "<!DOCTYPE html>"));
}

/* The hash in the policy is the one of the style sheet that is sent. */
static void
test_style_hash (void)
{
  g_autofree char *page = pf_callback_page_result (TRUE, NULL);
  const char *start = strstr (page, "<style>") + strlen ("<style>");
  const char *end = strstr (start, "</style>");
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *hash = NULL;
  g_autofree char *source = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *)start, end - start);
  g_checksum_get_digest (checksum, digest, &length);
  hash = g_base64_encode (digest, length);
  source = g_strdup_printf ("style-src 'sha256-%s'", hash);
  g_assert_nonnull (strstr (page, source));
}

static void
test_escaped (Fixture *f, gconstpointer data)
{
  g_autofree char *redirect
      = at_get (f->port, "/?error=server_error&error_description=%3Cscript%3Ealert(1)%3C%2Fscript"
                         "%3E%22%27&state=" STATE);
  g_autofree char *page = at_get (f->port, PF_CALLBACK_RESULT_PATH);

  g_assert_cmpuint (at_status (redirect), ==, 303);
  g_assert_cmpint (f->verdict, ==, PF_CALLBACK_DECLINED);
  g_assert_nonnull (strstr (page, "&lt;script&gt;alert(1)"));
  assert_strict (page);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/account/listener/OA-4/both-addresses", test_both);
  ADD ("/account/listener/OA-4/loopback-only", test_loopback_only);
  ADD ("/account/listener/OA-4/nobody-shares", test_no_sharing);
  ADD ("/account/listener/OA-7/lingers-no-longer-than-its-owner", test_lingers_no_longer);
  g_test_add_func ("/account/listener/OA-4/taken-ipv4", test_taken_v4);
  g_test_add_func ("/account/listener/OA-4/taken-ipv6", test_taken_v6);
  g_test_add_func ("/account/listener/OA-4/taken-any", test_taken_any);
  ADD ("/account/listener/OA-6/hostile-then-true", test_hostile_then_true);
  ADD ("/account/listener/OA-6/head-without-body", test_head_has_no_body);
  ADD ("/account/listener/OA-7/slow-loris", test_slow_loris);
  ADD ("/account/listener/OA-7/byte-by-byte", test_byte_by_byte);
  ADD ("/account/listener/OA-7/half-close", test_half_close);
  ADD ("/account/listener/OA-7/many-connections", test_many);
  ADD ("/account/listener/OA-7/huge-and-odd", test_huge_and_odd);
  ADD ("/account/listener/OA-8/after-the-true-one", test_after);
  ADD ("/account/listener/OA-8/close-on-exec", test_cloexec);
  ADD ("/account/listener/OA-9/headers", test_headers);
  ADD ("/account/listener/OA-9/escaped", test_escaped);
  g_test_add_func ("/account/listener/OA-9/style-hash", test_style_hash);
  return g_test_run ();
}
