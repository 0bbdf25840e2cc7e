/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/composer/pf-web-window.h"

#include "app/pictures/pf-picture.h"
#include "app/widgets/pf-error-words.h"
#include "app/widgets/pf-text.h"
#include "core/base/pf-error.h"
#include "core/media/pf-media-info.h"
#include "core/media/pf-web-fetch.h"
#include "core/media/pf-web-page.h"

#include <glib/gi18n.h>

#define TILE 132
#define MOST_BYTES (20 * 1000 * 1000)
/* So many pictures of a page are fetched; the rest is small print. */
#define MOST_PICTURES 24

/* A picture from an address, or those of a page in a chooser. Nothing is asked for before the
 * person presses Look (safety.md UI-7). */
struct _PfWebWindow
{
  AdwWindow parent_instance;
  AdwEntryRow *address;
  GtkWidget *look;
  GtkSpinner *spinner;
  GtkLabel *words;
  GtkFlowBox *grid;
  GtkWidget *scroller;
  PfStore *store;
  PfPictureLoader *loader;
  GCancellable *cancellable; /* of one look */
  PfWebPage *page;           /* nullable */
  guint next;
  guint n_small;
  guint n_shown;
};

enum
{
  CHOSEN,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfWebWindow, pf_web_window, ADW_TYPE_WINDOW)

/* A picture that came: looked at and kept off the main thread. */
typedef struct
{
  PfStore *store;
  GBytes *bytes;
  char *url;
  int width, height;
  char *blob;
} Found;

static void
found_free (gpointer data)
{
  Found *found = data;

  g_object_unref (found->store);
  g_bytes_unref (found->bytes);
  g_free (found->url);
  g_free (found->blob);
  g_free (found);
}

static void next_picture (PfWebWindow *self);

static void
say (PfWebWindow *self, const char *words)
{
  gtk_label_set_label (self->words, words != NULL ? words : "");
  gtk_widget_set_visible (GTK_WIDGET (self->words), words != NULL);
}

static void
set_busy (PfWebWindow *self, gboolean busy)
{
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
}

static void
choose (PfWebWindow *self, const Found *found)
{
  g_autoptr (GUri) uri = g_uri_parse (found->url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *name = uri != NULL ? g_path_get_basename (g_uri_get_path (uri)) : NULL;
  const char *title = self->page != NULL ? self->page->title : NULL;
  const char *link = self->page != NULL ? self->page->link : NULL;

  g_signal_emit (self, signals[CHOSEN], 0, found->blob, name, found->width, found->height, title,
                 link);
  gtk_window_close (GTK_WINDOW (self));
}

static void
tile_clicked (GtkButton *button, PfWebWindow *self)
{
  choose (self, g_object_get_data (G_OBJECT (button), "found"));
}

static void
add_tile (PfWebWindow *self, Found *found)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *picture = pf_picture_new ();
  g_autofree char *size = g_strdup_printf ("%d × %d", found->width, found->height);
  g_autofree char *spoken = g_strdup_printf (_ ("Picture %u, %s"), ++self->n_shown, size);

  pf_picture_set_loader (PF_PICTURE (picture), self->loader);
  pf_picture_set_corner_radius (PF_PICTURE (picture), 6);
  pf_picture_set_blob (PF_PICTURE (picture), found->blob);
  gtk_widget_set_size_request (picture, TILE, TILE);
  gtk_button_set_child (GTK_BUTTON (button), picture);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, size);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);
  g_object_set_data_full (G_OBJECT (button), "found", found, found_free);
  g_signal_connect (button, "clicked", G_CALLBACK (tile_clicked), self);
  gtk_flow_box_append (self->grid, button);
  gtk_widget_set_visible (self->scroller, TRUE);
}

static void
kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Found *found = g_task_get_task_data (task);
  GError *error = NULL;

  found->blob = pf_store_keep_blob_finish (PF_STORE (source), result, &error);
  if (found->blob == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  Found *found = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
    }
  else
    pf_store_keep_blob_async (found->store, found->bytes, g_task_get_cancellable (task), kept_cb,
                              task);
}

static void
measure (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Found *found = data;
  GError *error = NULL;
  PfMediaInfo info;
  guint width, height;

  if (!pf_media_info_read (&info, found->bytes, NULL, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  pf_media_info_get_upright_size (&info, &width, &height);
  found->width = (int)width;
  found->height = (int)height;
  g_task_return_boolean (task, TRUE);
}

/* The picture's bytes become something to show and to choose. */
static void
keep_async (PfWebWindow *self, PfWebReply *reply, GAsyncReadyCallback callback)
{
  GTask *task = g_task_new (self, self->cancellable, callback, NULL);
  Found *found = g_new0 (Found, 1);
  g_autoptr (GTask) measuring = NULL;

  g_task_set_source_tag (task, keep_async);
  found->store = g_object_ref (self->store);
  found->bytes = g_bytes_ref (reply->bytes);
  found->url = g_strdup (reply->url);
  g_task_set_task_data (task, found, found_free);
  measuring = g_task_new (NULL, NULL, measured_cb, task);
  g_task_set_task_data (measuring, found, NULL);
  g_task_run_in_thread (measuring, measure);
}

static Found *
take_found (GAsyncResult *result, GError **error)
{
  Found *found = g_task_get_task_data (G_TASK (result));
  Found *copy;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  copy = g_memdup2 (found, sizeof *found);
  g_object_ref (copy->store);
  g_bytes_ref (copy->bytes);
  copy->url = g_strdup (found->url);
  copy->blob = g_strdup (found->blob);
  return copy;
}

static void
finish_look (PfWebWindow *self)
{
  set_busy (self, FALSE);
  if (self->n_shown == 0)
    say (self, self->n_small > 0 ? _ ("The pictures of this page are too small for a pin.")
                                 : _ ("There is no picture on this page that Pinfold can use."));
}

static void
page_picture_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PfWebWindow *self = PF_WEB_WINDOW (source);
  g_autoptr (GError) error = NULL;
  Found *found = take_found (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (found != NULL && found->width >= PF_WEB_PICTURE_MIN)
    add_tile (self, found);
  else if (found != NULL)
    {
      self->n_small++;
      found_free (found);
    }
  next_picture (self);
}

static void
picture_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfWebWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfWebReply) reply = pf_web_fetch_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* One that does not come is left out: there are others. */
  if (reply == NULL || reply->status != 200)
    next_picture (self);
  else
    keep_async (self, reply, page_picture_kept_cb);
}

static void
next_picture (PfWebWindow *self)
{
  const PfWebOptions options = { .method = "GET", .accept = "image/*", .max_bytes = MOST_BYTES };

  if (self->page == NULL || self->next >= self->page->pictures->len || self->next >= MOST_PICTURES)
    {
      finish_look (self);
      return;
    }
  pf_web_fetch_async (g_ptr_array_index (self->page->pictures, self->next++), &options,
                      self->cancellable, picture_cb, g_object_ref (self));
}

static void
read_page (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const PfWebReply *reply = data;

  g_task_return_pointer (task, pf_web_page_read (reply->bytes, reply->url),
                         (GDestroyNotify)pf_web_page_free);
}

static void
page_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PfWebWindow *self = PF_WEB_WINDOW (source);
  PfWebPage *page = g_task_propagate_pointer (G_TASK (result), NULL);

  if (page == NULL)
    return;
  g_clear_pointer (&self->page, pf_web_page_free);
  self->page = page;
  next_picture (self);
}

static void
single_kept_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  PfWebWindow *self = PF_WEB_WINDOW (source);
  g_autoptr (GError) error = NULL;
  Found *found = take_found (result, &error);

  if (found != NULL)
    {
      choose (self, found);
      found_free (found);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_autofree char *words = pf_error_words (error);

      set_busy (self, FALSE);
      say (self, words);
    }
}

static void
reply_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (PfWebWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PfWebReply) reply = pf_web_fetch_finish (result, &error);
  gsize size;
  const void *bytes;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (reply == NULL)
    {
      set_busy (self, FALSE);
      say (self, error->message);
      return;
    }
  bytes = g_bytes_get_data (reply->bytes, &size);
  if (reply->status != 200)
    {
      g_autofree char *words
          = g_strdup_printf (_ ("The website answered with error %u."), reply->status);

      set_busy (self, FALSE);
      say (self, words);
    }
  else if (pf_media_sniff (bytes, size) != PF_MEDIA_FORMAT_UNKNOWN)
    keep_async (self, reply, single_kept_cb);
  else
    {
      g_autoptr (GTask) task = g_task_new (self, self->cancellable, page_cb, NULL);

      g_task_set_task_data (task, g_steal_pointer (&reply), (GDestroyNotify)pf_web_reply_free);
      g_task_run_in_thread (task, read_page);
    }
}

static void
look_clicked (PfWebWindow *self)
{
  g_autofree char *typed
      = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->address))));
  g_autofree char *url
      = strstr (typed, "://") != NULL ? g_strdup (typed) : g_strconcat ("https://", typed, NULL);
  const PfWebOptions options
      = { .method = "GET", .accept = "text/html, image/*;q=0.9", .max_bytes = MOST_BYTES };
  GtkFlowBoxChild *old;

  if (*typed == '\0')
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  while ((old = gtk_flow_box_get_child_at_index (self->grid, 0)) != NULL)
    gtk_flow_box_remove (self->grid, GTK_WIDGET (old));
  g_clear_pointer (&self->page, pf_web_page_free);
  self->next = self->n_small = self->n_shown = 0;
  say (self, NULL);
  set_busy (self, TRUE);
  pf_web_fetch_async (url, &options, self->cancellable, reply_cb, g_object_ref (self));
}

static void
pf_web_window_dispose (GObject *object)
{
  PfWebWindow *self = PF_WEB_WINDOW (object);

  /* What is under way may hold it longer than what it belongs to lives, and GTK looks at that at
   * the end. */
  gtk_window_set_transient_for (GTK_WINDOW (self), NULL);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  g_clear_object (&self->loader);
  g_clear_pointer (&self->page, pf_web_page_free);
  G_OBJECT_CLASS (pf_web_window_parent_class)->dispose (object);
}

static void
pf_web_window_class_init (PfWebWindowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pf_web_window_dispose;
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close",
                                       NULL);
  /**
   * PfWebWindow::chosen:
   * @self: the window
   * @blob: of the picture, kept
   * @name: what its address ends in
   * @width: in pixels
   * @height: in pixels
   * @title: (nullable): of the page it is on
   * @link: (nullable): to that page
   *
   * Somebody chose a picture.
   */
  signals[CHOSEN] = g_signal_new ("chosen", PF_TYPE_WEB_WINDOW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 6, G_TYPE_STRING, G_TYPE_STRING, G_TYPE_INT,
                                  G_TYPE_INT, G_TYPE_STRING, G_TYPE_STRING);
}

static GtkWidget *
build_address (PfWebWindow *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->address = ADW_ENTRY_ROW (adw_entry_row_new ());
  pf_row_set_title (ADW_PREFERENCES_ROW (self->address), _ ("Address of a picture or a page"));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), GTK_WIDGET (self->address));
  self->look = gtk_button_new_with_mnemonic (_ ("_Look"));
  gtk_widget_set_valign (self->look, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->look, "suggested-action");
  adw_entry_row_add_suffix (self->address, self->look);
  g_signal_connect_swapped (self->look, "clicked", G_CALLBACK (look_clicked), self);
  g_signal_connect_swapped (self->address, "entry-activated", G_CALLBACK (look_clicked), self);
  return list;
}

static void
pf_web_window_init (PfWebWindow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_window_set_title (GTK_WINDOW (self), _ ("Picture from the Web"));
  gtk_window_set_default_size (GTK_WINDOW (self), 640, -1);
  gtk_widget_set_size_request (GTK_WIDGET (self), 360, -1);
  gtk_widget_add_css_class (header, "flat");
  gtk_box_append (GTK_BOX (box), header);
  gtk_widget_set_margin_start (body, 18);
  gtk_widget_set_margin_end (body, 18);
  gtk_widget_set_margin_top (body, 6);
  gtk_widget_set_margin_bottom (body, 18);
  gtk_widget_set_vexpand (body, TRUE);
  gtk_box_append (GTK_BOX (body), build_address (self));
  self->words = GTK_LABEL (gtk_label_new (
      _ ("Pinfold asks that website for the page and its pictures, and nothing else.")));
  gtk_label_set_wrap (self->words, TRUE);
  gtk_label_set_xalign (self->words, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->words), "dim-label");
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->words));
  self->spinner = GTK_SPINNER (gtk_spinner_new ());
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->spinner), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Looking for pictures"), -1);
  gtk_box_append (GTK_BOX (body), GTK_WIDGET (self->spinner));
  self->grid = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_selection_mode (self->grid, GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (self->grid, 6);
  gtk_widget_set_valign (GTK_WIDGET (self->grid), GTK_ALIGN_START);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->grid));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller), 340);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  /* The window grows once there is something to choose from. */
  gtk_widget_set_visible (self->scroller, FALSE);
  gtk_box_append (GTK_BOX (body), self->scroller);
  gtk_box_append (GTK_BOX (box), body);
  adw_window_set_content (ADW_WINDOW (self), box);
}

/**
 * pf_web_window_new:
 * @parent: the window that asks
 * @store: keeps the pictures
 * @loader: shows them
 *
 * Returns: (transfer none): the window, presented
 */
PfWebWindow *
pf_web_window_new (GtkWindow *parent, PfStore *store, PfPictureLoader *loader)
{
  PfWebWindow *self = g_object_new (PF_TYPE_WEB_WINDOW, "transient-for", parent, "modal", TRUE,
                                    "destroy-with-parent", TRUE, NULL);

  self->store = g_object_ref (store);
  self->loader = g_object_ref (loader);
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->address));
  return self;
}
