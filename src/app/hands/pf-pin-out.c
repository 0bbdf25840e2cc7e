/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-hands"

#include "config.h"

#include "app/hands/pf-pin-out.h"

#include "app/hands/pf-pin-files.h"
#include "app/hands/pf-pin-picture.h"
#include "core/model/pf-chosen-pins.h"

/* So many pictures are fetched for one drag; the rest goes along as links. */
#define MOST_FILES 50

/* Pins for other applications: their addresses, one a line, and for the account's own pins their
 * pictures as files, which are fetched only when somebody takes them. */
struct _PfPinOut
{
  GdkContentProvider parent_instance;
  PfWorkspace *workspace;
  PfConnection *connection;
  char **uuids;
  gboolean own;
  char *folder;     /* of this drag */
  GPtrArray *files; /* nullable: GFile, once they were asked for */
};

G_DEFINE_FINAL_TYPE (PfPinOut, pf_pin_out, GDK_TYPE_CONTENT_PROVIDER)

/* What one request for data needs until it is answered. */
typedef struct
{
  char *mime_type;
  GOutputStream *stream;
  int priority;
  GPtrArray *chosen; /* PfChosenPin */
  guint next;
  GPtrArray *files;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->mime_type);
  g_object_unref (answer->stream);
  g_clear_pointer (&answer->chosen, g_ptr_array_unref);
  g_clear_pointer (&answer->files, g_ptr_array_unref);
  g_free (answer);
}

static gboolean
is_text (const char *mime_type)
{
  return g_str_has_prefix (mime_type, "text/plain") || g_str_equal (mime_type, "text/x-moz-url");
}

static GdkContentFormats *
pf_pin_out_ref_formats (GdkContentProvider *provider)
{
  PfPinOut *self = PF_PIN_OUT (provider);
  GdkContentFormatsBuilder *builder = gdk_content_formats_builder_new ();

  if (self->own)
    {
      g_autoptr (GdkContentFormats) files = gdk_content_formats_union_serialize_mime_types (
          gdk_content_formats_new_for_gtype (GDK_TYPE_FILE_LIST));
      gsize n;
      const char *const *types = gdk_content_formats_get_mime_types (files, &n);

      for (gsize i = 0; i < n; i++)
        if (!is_text (types[i]))
          gdk_content_formats_builder_add_mime_type (builder, types[i]);
    }
  else
    gdk_content_formats_builder_add_mime_type (builder, "text/uri-list");
  if (self->uuids[1] == NULL)
    gdk_content_formats_builder_add_mime_type (builder, "text/x-moz-url");
  gdk_content_formats_builder_add_mime_type (builder, "text/plain;charset=utf-8");
  gdk_content_formats_builder_add_mime_type (builder, "text/plain");
  return gdk_content_formats_builder_free_to_formats (builder);
}

/* Where other people find it; a pin of the pretend service leads where its link does. */
static char *
find_address (PfPinOut *self, const PfChosenPin *chosen)
{
  if (chosen->pin == NULL)
    return NULL;
  if (!g_str_equal (pf_connection_get_service (self->connection)->id, "practice"))
    return pf_pin_get_web_url (chosen->pin);
  return chosen->pin->link != NULL && *chosen->pin->link != '\0' ? g_strdup (chosen->pin->link)
                                                                 : NULL;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static char *
make_text (PfPinOut *self, const Answer *answer, gsize *length)
{
  GString *text = g_string_new (NULL);
  const char *end = g_str_equal (answer->mime_type, "text/uri-list") ? "\r\n" : "\n";

  for (guint i = 0; i < answer->chosen->len; i++)
    {
      const PfChosenPin *pin = g_ptr_array_index (answer->chosen, i);
      g_autofree char *address = find_address (self, pin);

      if (address == NULL)
        continue;
      if (text->len > 0)
        g_string_append (text, end);
      g_string_append (text, address);
      if (g_str_equal (answer->mime_type, "text/x-moz-url"))
        g_string_append_printf (text, "\n%s", pin->title != NULL ? pin->title : "");
    }
  *length = text->len;
  return g_string_free (text, FALSE);
}

static void
write_text (GTask *task)
{
  PfPinOut *self = PF_PIN_OUT (g_task_get_source_object (task));
  Answer *answer = g_task_get_task_data (task);
  gsize length;
  char *text = make_text (self, answer, &length);

  /* Mozilla's format is UTF-16 in the machine's order. */
  if (g_str_equal (answer->mime_type, "text/x-moz-url"))
    {
      glong units = 0;
      gunichar2 *wide = g_utf8_to_utf16 (text, (glong)length, NULL, &units, NULL);

      g_free (text);
      text = (char *)wide;
      length = (gsize)units * sizeof *wide;
    }
  g_object_set_data_full (G_OBJECT (task), "text", text, g_free);
  g_output_stream_write_all_async (answer->stream, text, length, answer->priority,
                                   g_task_get_cancellable (task), written_cb, g_object_ref (task));
}

static void
serialized_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (gdk_content_serialize_finish (result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
write_files (GTask *task, GPtrArray *files)
{
  Answer *answer = g_task_get_task_data (task);
  g_autoptr (GSList) list = NULL;
  GdkFileList *all;
  g_auto (GValue) value = G_VALUE_INIT;

  for (guint i = files->len; i > 0; i--)
    list = g_slist_prepend (list, g_ptr_array_index (files, i - 1));
  all = gdk_file_list_new_from_list (list);
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, all);
  gdk_content_serialize_async (answer->stream, answer->mime_type, &value, answer->priority,
                               g_task_get_cancellable (task), serialized_cb, g_object_ref (task));
}

static void next_file (GTask *task);

static void
add_address (GTask *task)
{
  PfPinOut *self = PF_PIN_OUT (g_task_get_source_object (task));
  Answer *answer = g_task_get_task_data (task);
  g_autofree char *address = find_address (self, g_ptr_array_index (answer->chosen, answer->next));

  if (address != NULL)
    g_ptr_array_add (answer->files, g_file_new_for_uri (address));
}

static void
file_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  Answer *answer = g_task_get_task_data (task);
  GFile *file = pf_pin_files_write_finish (result, NULL);

  if (file != NULL)
    g_ptr_array_add (answer->files, file);
  else
    add_address (task);
  answer->next++;
  next_file (task);
}

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfPinOut *self = PF_PIN_OUT (g_task_get_source_object (task));
  Answer *answer = g_task_get_task_data (task);
  g_autoptr (GBytes) picture = pf_pin_picture_fetch_finish (result, NULL);
  const PfChosenPin *chosen = g_ptr_array_index (answer->chosen, answer->next);

  if (picture != NULL)
    {
      pf_pin_files_write_async (pf_workspace_get_context (self->workspace), self->folder,
                                chosen->title, picture, g_task_get_cancellable (task), file_cb,
                                g_object_ref (task));
      return;
    }
  add_address (task);
  answer->next++;
  next_file (task);
}

/* One after the other; what is not the account's own, or cannot be had, goes along as a link. */
static void
next_file (GTask *task)
{
  PfPinOut *self = PF_PIN_OUT (g_task_get_source_object (task));
  Answer *answer = g_task_get_task_data (task);

  if (g_task_return_error_if_cancelled (task))
    return;
  while (answer->next < answer->chosen->len)
    {
      const PfChosenPin *chosen = g_ptr_array_index (answer->chosen, answer->next);

      if (chosen->pin != NULL && chosen->pin->is_owner && answer->next < MOST_FILES)
        {
          pf_pin_picture_fetch_async (self->connection, chosen->pin, g_task_get_cancellable (task),
                                      picture_cb, g_object_ref (task));
          return;
        }
      add_address (task);
      answer->next++;
    }
  g_clear_pointer (&self->files, g_ptr_array_unref);
  self->files = g_ptr_array_ref (answer->files);
  write_files (task, self->files);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  PfPinOut *self = PF_PIN_OUT (g_task_get_source_object (task));
  Answer *answer = g_task_get_task_data (task);
  GError *error = NULL;

  answer->chosen = pf_chosen_pins_read_finish (PF_MIRROR (source), result, &error);
  if (answer->chosen == NULL)
    g_task_return_error (task, error);
  else if (is_text (answer->mime_type) || !self->own)
    write_text (task);
  else
    next_file (task);
}

static void
pf_pin_out_write_mime_type_async (GdkContentProvider *provider,
                                  const char *mime_type,
                                  GOutputStream *stream,
                                  int io_priority,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  PfPinOut *self = PF_PIN_OUT (provider);
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);
  Answer *answer = g_new0 (Answer, 1);

  answer->mime_type = g_strdup (mime_type);
  answer->stream = g_object_ref (stream);
  answer->priority = io_priority;
  answer->files = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_source_tag (task, pf_pin_out_write_mime_type_async);
  g_task_set_task_data (task, answer, answer_free);
  if (self->files != NULL && !is_text (mime_type))
    {
      write_files (task, self->files);
      return;
    }
  pf_chosen_pins_read_async (pf_workspace_get_mirror (self->workspace),
                             pf_workspace_get_outbox (self->workspace), self->connection,
                             (const char *const *)self->uuids, cancellable, chosen_cb,
                             g_object_ref (task));
}

static gboolean
pf_pin_out_write_mime_type_finish (GdkContentProvider *provider,
                                   GAsyncResult *result,
                                   GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
pf_pin_out_finalize (GObject *object)
{
  PfPinOut *self = PF_PIN_OUT (object);

  g_clear_object (&self->workspace);
  g_clear_object (&self->connection);
  g_strfreev (self->uuids);
  g_free (self->folder);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  G_OBJECT_CLASS (pf_pin_out_parent_class)->finalize (object);
}

static void
pf_pin_out_class_init (PfPinOutClass *klass)
{
  GdkContentProviderClass *provider_class = GDK_CONTENT_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pf_pin_out_finalize;
  provider_class->ref_formats = pf_pin_out_ref_formats;
  provider_class->write_mime_type_async = pf_pin_out_write_mime_type_async;
  provider_class->write_mime_type_finish = pf_pin_out_write_mime_type_finish;
}

static void
pf_pin_out_init (PfPinOut *self)
{
}

/**
 * pf_pin_out_new:
 * @workspace: where they are read
 * @connection: whose pins
 * @uuids: (array zero-terminated=1): the pins
 * @own: whether files are offered as well
 *
 * Returns: (transfer full): pins for other applications
 */
GdkContentProvider *
pf_pin_out_new (PfWorkspace *workspace, PfConnection *connection, char **uuids, gboolean own)
{
  PfPinOut *self = g_object_new (PF_TYPE_PIN_OUT, NULL);

  self->workspace = g_object_ref (workspace);
  self->connection = g_object_ref (connection);
  self->uuids = g_strdupv (uuids);
  self->own = own;
  self->folder = pf_random_uuid (pf_context_get_random (pf_workspace_get_context (workspace)));
  return GDK_CONTENT_PROVIDER (self);
}
