/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-account"

#include "config.h"

#include "core/account/pf-practice-launcher.h"

#include "core/api/pf-json.h"
#include "core/base/pf-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define START_LIMIT_US (10 * G_USEC_PER_SEC)
#define LOOK_EVERY_US (20 * 1000)
#define START_AGAIN_US (1 * G_USEC_PER_SEC)
#define LINGER_S "5"
#define LEASE "pf-practice-lease"
#define MAX_FILE 4096

typedef struct
{
  guint16 port;
  char *secret;
} Found;

static gboolean
read_runtime_file (PfContext *context, const char *path, Found *found)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (PfJson) object = NULL;
  struct stat info;
  gint64 port;

  /* A file that others could have written is not from our server. */
  if (lstat (path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_uid != geteuid ()
      || (info.st_mode & 077) != 0)
    return FALSE;
  bytes = pf_files_read (pf_context_get_files (context), path, MAX_FILE, NULL);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return FALSE;
  object = pf_json_parse_object (g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes),
                                 NULL);
  if (object == NULL)
    return FALSE;
  port = pf_json_get_int (object, "port", 0);
  found->secret = pf_json_dup_text (object, "control_secret");
  found->port = (guint16)port;
  return port > 0 && port <= G_MAXUINT16 && found->secret != NULL;
}

static void
end_lease (gpointer data)
{
  close (GPOINTER_TO_INT (data) - 1);
}

/* A lock that is held as long as the context lives, and ends with this process however that ends.
 * The server may be in another sandbox, where the process id of this one means nothing. */
static gboolean
hold_lease (PfContext *context, const char *runtime_file)
{
  g_autofree char *path = NULL;
  int fd, status;

  if (g_object_get_data (G_OBJECT (context), LEASE) != NULL)
    return TRUE;
  path = g_strconcat (runtime_file, ".lease", NULL);
  fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0)
    return FALSE;
  /* The server tries the lock now and then, for a moment. */
  do
    status = flock (fd, LOCK_SH);
  while (status != 0 && errno == EINTR);
  /* Another thread may have been faster; one lease is enough. */
  if (status != 0
      || !g_object_replace_data (G_OBJECT (context), LEASE, NULL, GINT_TO_POINTER (fd + 1),
                                 end_lease, NULL))
    close (fd);
  return status == 0;
}

/* Tells the server that this process uses it, so that it stays. */
static gboolean
take_lease (PfContext *context, const Found *found, GCancellable *cancellable)
{
  g_autoptr (SoupSession) session = pf_network_create_session (pf_context_get_network (context), 1);
  g_autofree char *url = g_strdup_printf ("http://127.0.0.1:%u/control/lease", found->port);
  g_autoptr (SoupMessage) message = soup_message_new (SOUP_METHOD_POST, url);
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  g_autoptr (GBytes) reply = NULL;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (soup_message_get_request_headers (message), "X-Practice-Control",
                                found->secret);
  soup_message_set_request_body_from_bytes (message, "application/json", body);
  reply = soup_session_send_and_read (session, message, cancellable, NULL);
  return reply != NULL && SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (message));
}

static guint16
look (PfContext *context, const char *path, GCancellable *cancellable)
{
  Found found = { 0 };
  guint16 port = 0;

  /* First the lease, then the word about it: a server that answers saw it, or waits for it. */
  if (read_runtime_file (context, path, &found) && hold_lease (context, path)
      && take_lease (context, &found, cancellable))
    port = found.port;
  if (found.secret != NULL)
    pf_secret_zero (found.secret, strlen (found.secret));
  g_free (found.secret);
  return port;
}

static gboolean
start (PfContext *context, const char *runtime_file, GError **error)
{
  g_autofree char *program = pf_context_find_helper (context, "pinfold-practice");
  g_autofree char *state
      = g_build_filename (pf_context_get_data_dir (context), "practice.json", NULL);
  char *argv[] = { program,
                   (char *)"--state",
                   state,
                   (char *)"--runtime-file",
                   (char *)runtime_file,
                   (char *)"--linger",
                   (char *)LINGER_S,
                   NULL };

  return g_spawn_async (NULL, argv, NULL, G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
                        NULL, NULL, NULL, error);
}

/**
 * pf_practice_ensure:
 * @context: the context
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Finds the running practice server, or starts one, and takes a lease on it: it ends by itself
 * when its last client is gone. Blocks: flows only.
 *
 * Returns: its port on 127.0.0.1, or 0; PF_ERROR_FAILED
 */
guint16
pf_practice_ensure (PfContext *context, GCancellable *cancellable, GError **error)
{
  g_autofree char *path
      = g_build_filename (pf_context_get_runtime_dir (context), "practice.json", NULL);
  g_autoptr (GError) problem = NULL;
  gint64 began, started;
  guint16 port = look (context, path, cancellable);

  if (port != 0)
    return port;
  for (began = g_get_monotonic_time (), started = 0;;)
    {
      gint64 now = g_get_monotonic_time ();

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return 0;
      if (now - began >= START_LIMIT_US)
        break;
      /* One that is about to end still has the place; who finds it taken ends at once. */
      if (started == 0 || now - started >= START_AGAIN_US)
        {
          if (!start (context, path, &problem))
            {
              g_set_error (error, PF_ERROR, PF_ERROR_FAILED, _ ("Practice cannot be started: %s"),
                           problem->message);
              return 0;
            }
          started = now;
        }
      g_usleep (LOOK_EVERY_US);
      port = look (context, path, cancellable);
      if (port != 0)
        return port;
    }
  g_set_error_literal (error, PF_ERROR, PF_ERROR_FAILED, _ ("Practice does not start."));
  return 0;
}
