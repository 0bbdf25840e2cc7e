/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pin: looked at, written in, refused; over a real store, outbox and practice server. */
#include "config.h"

#include "pin-world.h"
#include "questions.h"

#include "app/composer/pf-board-button.h"
#include "app/composer/pf-field.h"
#include "app/composer/pf-snippet-button.h"
#include "app/pins/pf-pin-editor.h"
#include "app/pins/pf-pin-edits.h"
#include "app/pins/pf-pin-facts.h"
#include "app/pins/pf-pin-figure.h"
#include "app/pins/pf-pin-metrics.h"
#include "app/pins/pf-pin-zoom.h"
#include "core/model/pf-items-private.h"
#include "core/outbox/pf-outbox-record.h"

#include <locale.h>

static gboolean
is_field (GtkWidget *widget, gpointer label)
{
  return PF_IS_FIELD (widget) && app_shows_text (widget, label);
}

static PfField *
find_field (PinWorld *on, const char *label)
{
  GtkWidget *field
      = app_find (app_find_type (on->pane, PF_TYPE_PIN_EDITOR), is_field, (gpointer)label);

  g_assert_nonnull (field);
  return PF_FIELD (field);
}

/* ui.md: beside the wall it is 380 wide, and Escape closes it. */
static void
test_width (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) item = pin_world_open (on, 1);

  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (on->pane)));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (on->pane)), ==, 380);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (pf_pin_wall_get_wall (on->wall))));
  app_check_names (on->pane);
  gtk_widget_activate_action (GTK_WIDGET (on->wall), "pins.close-pin", NULL);
  APP_WAIT (!gtk_widget_get_mapped (GTK_WIDGET (on->pane)), 3);
}

static gboolean
says_title (PinWorld *on)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (on->wall), PF_TYPE_VIEW);
  GtkWidget *header = app_find_type (page, ADW_TYPE_HEADER_BAR);
  GtkWidget *title = adw_header_bar_get_title_widget (ADW_HEADER_BAR (header));

  return !gtk_widget_has_css_class (title, "said-below");
}

/* The name of a board stands large above its pins; in the header bar once that scrolled away. */
static void
test_title_once (void)
{
  g_autoptr (PinWorld) on = pin_world_new_sized (720, 420);
  GtkWidget *wall = GTK_WIDGET (pf_pin_wall_get_wall (on->wall));
  GtkWidget *scroller = gtk_widget_get_ancestor (wall, GTK_TYPE_SCROLLED_WINDOW);
  GtkAdjustment *scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  /* No pin was opened yet: closing it is nothing, wherever the focus is. */
  gtk_widget_grab_focus (wall);
  pf_pin_wall_show_pin (on->wall, PF_WALL_NO_TILE);
  /* The first pin, which has the focus, may have been scrolled to. */
  gtk_adjustment_set_value (scroll, 0);
  APP_WAIT (!says_title (on), 3);
  gtk_adjustment_set_value (scroll, 400);
  APP_WAIT (says_title (on), 3);
  gtk_adjustment_set_value (scroll, 0);
  APP_WAIT (!says_title (on), 3);
}

static gboolean
press_key (GtkWidget *widget, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean handled = FALSE;

  for (guint i = 0; !handled && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &handled);
    }
  return handled;
}

static void
test_keys (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) second = pin_world_open (on, 1);
  g_autoptr (PfPinItem) third = pin_world_get (on, 2);

  g_assert_true (app_shows_text (on->pane, pf_pin_item_get_title (second)));
  g_assert_true (press_key (GTK_WIDGET (on->pane), GDK_KEY_Right));
  app_settle ();
  g_assert_true (app_shows_text (on->pane, pf_pin_item_get_title (third)));
  g_assert_true (press_key (GTK_WIDGET (on->pane), GDK_KEY_Left));
  app_settle ();
  g_assert_true (app_shows_text (on->pane, pf_pin_item_get_title (second)));
  g_assert_true (press_key (GTK_WIDGET (on->pane), GDK_KEY_Escape));
  APP_WAIT (!gtk_widget_get_mapped (GTK_WIDGET (on->pane)), 3);
}

/* What is written is what the server has in the end; Ctrl+Z would take it back. */
static void
test_edit (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) item = pin_world_open (on, 0);
  g_autofree char *id = g_strdup (pf_pin_item_get_pin (item)->id);
  g_autoptr (PfBoardItem) other = pin_world_other_board (on);
  g_autoptr (PfPin) before = pin_world_ask (on, id);
  g_autoptr (PfPin) after = NULL;
  GtkWidget *editor = app_find_type (on->pane, PF_TYPE_PIN_EDITOR);

  pin_world_press (on->pane, "_Edit");
  g_assert_true (pf_pin_pane_is_editing (on->pane));
  app_check_names (editor);
  g_assert_false (pf_pin_editor_is_changed (PF_PIN_EDITOR (editor)));
  pf_field_set_text (find_field (on, "Title"), "A title of my own");
  pf_field_set_text (find_field (on, "Description"), "Two lines\nof it");
  pf_field_set_text (find_field (on, "Alternative Text"), "A bowl on a table");
  /* A link that would be refused cannot be saved. */
  pf_field_set_text (find_field (on, "Link"), "example.org");
  g_assert_false (gtk_widget_get_sensitive (app_find_button (editor, "_Save")));
  g_assert_true (app_shows_text (editor, "Begin the link with https://"));
  pf_field_set_text (find_field (on, "Link"), "https://example.org/bowl");
  pin_world_press (editor, "_Save");
  APP_WAIT (!pf_pin_pane_is_editing (on->pane), 10);
  APP_WAIT (app_shows_text (on->pane, "A title of my own"), 10);
  g_assert_true (app_shows_text (on->window, "Saving"));
  g_assert_nonnull (app_find_button (on->window, "_Undo"));
  pin_world_send (on);
  after = pin_world_ask (on, id);
  g_assert_cmpstr (after->title, ==, "A title of my own");
  g_assert_cmpstr (after->description, ==, "Two lines\nof it");
  g_assert_cmpstr (after->alt_text, ==, "A bowl on a table");
  g_assert_cmpstr (after->link, ==, "https://example.org/bowl");
  g_assert_cmpstr (after->board_id, ==, before->board_id);
  g_assert_cmpstr (after->section_id, ==, before->section_id);
}

/* Another board in the editor is a move; the texts stay as they are. */
static void
test_move (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) item = pin_world_open (on, 0);
  g_autofree char *id = g_strdup (pf_pin_item_get_pin (item)->id);
  g_autofree char *title = g_strdup (pf_pin_item_get_title (item));
  g_autoptr (PfBoardItem) other = pin_world_other_board (on);
  g_autoptr (PfPin) after = NULL;
  GtkWidget *editor = app_find_type (on->pane, PF_TYPE_PIN_EDITOR);
  PfBoardButton *board = PF_BOARD_BUTTON (app_find_type (editor, PF_TYPE_BOARD_BUTTON));

  pin_world_press (on->pane, "_Edit");
  g_assert_cmpstr (pf_board_button_get_board (board), ==, pf_board_item_get_uuid (on->board));
  pf_board_button_set_board (board, pf_board_item_get_uuid (other), NULL);
  g_signal_emit_by_name (board, "changed");
  pin_world_press (editor, "_Save");
  APP_WAIT (!pf_pin_pane_is_editing (on->pane), 10);
  pin_world_send (on);
  after = pin_world_ask (on, id);
  g_assert_cmpstr (after->board_id, ==, pf_board_item_get_board (other)->id);
  g_assert_cmpstr (after->title, ==, title);
}

/* Nothing that somebody typed is lost: not by looking at another pin, not by closing the pin, and
 * not by a window that goes. Thrown away is what they throw away. */
static void
test_typed_stays (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) first = pin_world_open (on, 0);
  g_autofree char *uuid = g_strdup (pf_pin_item_get_uuid (first));
  g_autoptr (PfPinItem) second = NULL;
  GtkWidget *dialog;
  PfPinEdits *edits;

  pin_world_press (on->pane, "_Edit");
  pf_field_set_text (find_field (on, "Title"), "Half a thou");
  second = pin_world_open (on, 1);
  g_assert_false (pf_pin_pane_is_editing (on->pane));
  g_assert_null (pf_pin_edits_find (pf_pin_edits_get (on->window), on->connection,
                                    pf_pin_item_get_uuid (second)));
  gtk_widget_activate_action (GTK_WIDGET (on->wall), "pins.close-pin", NULL);
  app_settle ();
  app_settle ();
  app_settle ();

  /* Another run finds it in the store. */
  {
    PfWindow *window = app_world_show_window (on->world);

    edits = pf_pin_edits_get (window);
    pf_pin_edits_find (edits, on->connection, uuid);
    APP_WAIT (pf_pin_edits_find (edits, on->connection, uuid) != NULL, 10);
    g_assert_cmpstr (pf_pin_edits_find (edits, on->connection, uuid)->title, ==, "Half a thou");
    gtk_window_destroy (GTK_WINDOW (window));
    app_settle ();
  }

  g_clear_object (&first);
  first = pin_world_open (on, 0);
  g_assert_true (app_shows_text (on->pane, "What you wrote here is not saved yet."));
  pin_world_press (on->pane, "_Go On");
  {
    g_autofree char *title = pf_field_get_text (find_field (on, "Title"));

    g_assert_cmpstr (title, ==, "Half a thou");
  }
  gtk_widget_activate_action (app_find_type (on->pane, PF_TYPE_PIN_EDITOR), "edit.cancel", NULL);
  app_settle ();
  dialog = app_find_question ();
  g_assert_nonnull (dialog);
  app_question_answer (dialog, "yes");
  app_settle ();
  g_assert_false (pf_pin_pane_is_editing (on->pane));
  g_assert_null (pf_pin_edits_find (pf_pin_edits_get (on->window), on->connection, uuid));
  /* Without a change there is nothing to ask. */
  pin_world_press (on->pane, "_Edit");
  gtk_widget_activate_action (app_find_type (on->pane, PF_TYPE_PIN_EDITOR), "edit.cancel", NULL);
  app_settle ();
  g_assert_false (pf_pin_pane_is_editing (on->pane));
}

static gboolean
is_toast (GtkWidget *widget, gpointer unused)
{
  return g_strcmp0 (gtk_widget_get_css_name (widget), "toast") == 0;
}

/* It can be pressed once it has slid in. */
static gboolean
focus_toast (PinWorld *on, const char *text)
{
  GtkWidget *toast = app_find (on->window, is_toast, NULL);

  return toast != NULL && app_shows_text (toast, text)
         && gtk_widget_grab_focus (app_find_button (toast, "_Undo"));
}

static void
close_toast (PinWorld *on)
{
  GtkWidget *child = app_find (on->window, is_toast, NULL);

  while (child != NULL && !GTK_IS_BUTTON (child))
    child = gtk_widget_get_last_child (child);
  g_assert_nonnull (child);
  g_assert_null (gtk_button_get_label (GTK_BUTTON (child)));
  g_signal_emit_by_name (child, "clicked");
}

static guint
find_place (PinWorld *on, const char *uuid)
{
  guint8 key[16];
  guint position = G_MAXUINT;

  g_assert_true (pf_uuid_from_text (key, uuid));
  pf_tile_source_find_key (PF_TILE_SOURCE (on->pins), key, &position);
  return position;
}

/* Whoever writes on while it is saved loses nothing; a pin that goes elsewhere on the wall by what
 * was written stays open; and a toast that is closed with the focus in it holds nothing back. */
static void
test_written_on (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) item = NULL;
  g_autoptr (PfPin) after = NULL;
  g_autofree char *id = NULL, *uuid = NULL, *title = NULL;
  GtkWidget *editor = app_find_type (on->pane, PF_TYPE_PIN_EDITOR);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (on->wall), "order.sort", "s", "title"));
  app_settle ();
  app_settle ();
  item = pin_world_open (on, 0);
  id = g_strdup (pf_pin_item_get_pin (item)->id);
  uuid = g_strdup (pf_pin_item_get_uuid (item));
  pin_world_press (on->pane, "_Edit");
  pf_field_set_text (find_field (on, "Title"), "Zzz");
  gtk_widget_activate_action (editor, "edit.save", NULL);
  pf_field_set_text (find_field (on, "Title"), "Zzz and more");
  APP_WAIT (app_find_button (on->window, "_Undo") != NULL, 10);
  /* By its new title it belongs at the end. */
  pin_world_send (on);
  APP_WAIT (find_place (on, uuid) != 0, 10);
  app_settle ();
  g_assert_true (pf_pin_pane_is_editing (on->pane));
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (on->pane)));
  title = pf_field_get_text (find_field (on, "Title"));
  g_assert_cmpstr (title, ==, "Zzz and more");
  g_assert_cmpstr (pf_pin_edits_find (pf_pin_edits_get (on->window), on->connection, uuid)->title,
                   ==, "Zzz and more");
  pin_world_press (editor, "_Save");
  APP_WAIT (!pf_pin_pane_is_editing (on->pane), 10);
  g_assert_null (pf_pin_edits_find (pf_pin_edits_get (on->window), on->connection, uuid));
  APP_WAIT (app_shows_text (on->pane, "Zzz and more"), 10);

  APP_WAIT (focus_toast (on, "Saving “Zzz”"), 10);
  app_settle ();
  g_assert_false (pin_world_is_sent (on));
  close_toast (on);
  APP_WAIT (pin_world_is_sent (on), 10);
  after = pin_world_ask (on, id);
  g_assert_cmpstr (after->title, ==, "Zzz and more");
}

/* Refused while somebody writes: the words stay, and can be taken along. */
static void
test_refused (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) item = pin_world_open (on, 0);
  g_autofree char *id = g_strdup (pf_pin_item_get_pin (item)->id);
  g_autofree char *title = g_strdup (pf_pin_item_get_title (item));
  g_autoptr (PfPin) after = NULL;
  GtkWidget *editor = app_find_type (on->pane, PF_TYPE_PIN_EDITOR);

  practice_control (on->world, "switch", "{\"no_pin_edit\": true}");
  pin_world_press (on->pane, "_Edit");
  pf_field_set_text (find_field (on, "Title"), "Written in vain");
  pin_world_press (editor, "_Save");
  APP_WAIT (!pf_pin_pane_is_editing (on->pane), 10);
  /* The next one is being written when the answer comes. */
  g_clear_object (&item);
  item = pin_world_open (on, 1);
  pin_world_press (on->pane, "_Edit");
  pf_field_set_text (find_field (on, "Title"), "Still being written");
  pin_world_send (on);
  APP_WAIT (pf_connection_get_pin_edit_refused (on->connection), 20);
  app_settle ();
  g_assert_true (pf_pin_pane_is_editing (on->pane));
  g_assert_true (app_shows_text (editor, "Pinterest has not opened editing to your app."));
  g_assert_false (gtk_widget_get_sensitive (app_find_button (editor, "_Save")));
  pin_world_press (editor, "_Copy Texts");
  {
    g_autofree char *typed = pf_field_get_text (find_field (on, "Title"));

    g_assert_cmpstr (typed, ==, "Still being written");
  }
  /* The first one says what was refused, with its words. */
  g_clear_object (&item);
  item = pin_world_open (on, 0);
  APP_WAIT (app_shows_text (on->pane, "Written in vain"), 10);
  g_assert_nonnull (app_find_button (on->pane, "_Discard"));
  g_assert_nonnull (app_find_button (on->pane, "_Copy Texts"));
  g_assert_false (gtk_widget_get_sensitive (app_find_button (on->pane, "_Edit")));
  g_assert_true (app_shows_text (on->pane, "Pinterest has not opened editing to your app"));
  after = pin_world_ask (on, id);
  g_assert_cmpstr (after->title, ==, title);
  pin_world_press (on->pane, "_Discard");
  APP_WAIT (app_find_button (on->pane, "_Discard") == NULL, 10);
}

static void
test_save_and_delete (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) item = pin_world_open (on, 0);
  g_autofree char *id = g_strdup (pf_pin_item_get_pin (item)->id);
  g_autofree char *title = g_strdup (pf_pin_item_get_title (item));
  g_autoptr (PfBoardItem) other = pin_world_other_board (on);
  const char *board_id = pf_board_item_get_board (other)->id;
  gint64 n_before = pin_world_count (on, board_id);
  GtkWidget *picker = app_find_type (on->pane, g_type_from_name ("PfBoardPicker"));

  g_signal_emit_by_name (picker, "chosen", pf_board_item_get_uuid (other), NULL, NULL);
  APP_WAIT (app_shows_text (on->window, "Saving 1 pin to"), 10);
  pin_world_send (on);
  APP_WAIT (pin_world_count (on, board_id) == n_before + 1, 20);

  gtk_widget_activate_action (GTK_WIDGET (on->pane), "pin.delete", NULL);
  /* At once on the screen, in a moment at the server. */
  APP_WAIT (!app_shows_text (on->pane, title) || !gtk_widget_get_mapped (GTK_WIDGET (on->pane)),
            10);
  APP_WAIT (app_shows_text (on->window, "Deleting 1 pin"), 10);
  pin_world_send (on);
  APP_WAIT (pin_world_is_gone (on, id), 20);
}

/* The whole address is shown before anything opens (UI-11). */
static void
test_link (void)
{
  GtkWidget *row
      = g_object_ref_sink (pf_link_row_new ("Link", "https://user.example.org/a/long/way?to=go"));
  GtkWidget *wrong = g_object_ref_sink (pf_link_row_new ("Link", "javascript:alert(1)"));
  GtkWidget *strange = g_object_ref_sink (pf_link_row_new ("Link", "https://ex\xc3\xa4mple.org/"));
  GtkWidget *button = app_find_type (row, GTK_TYPE_MENU_BUTTON);

  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "user.example.org");
  g_assert_nonnull (button);
  g_assert_true (app_shows_text (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)),
                                 "https://user.example.org/a/long/way?to=go"));
  g_assert_nonnull (
      app_find_button (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)), "_Open in Browser"));
  g_assert_null (app_find_type (wrong, GTK_TYPE_MENU_BUTTON));
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (wrong)), ==, "javascript:alert(1)");
  /* A name that looks like another is told by its letters. */
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (strange)), "xn--"));
  g_object_unref (row);
  g_object_unref (wrong);
  g_object_unref (strange);
}

static void
test_metrics (void)
{
  const char *json = "{\"90d\": {\"pin_click\": 7, \"impression\": 1204, \"clickthrough\": 3},"
                     " \"lifetime_metrics\": {\"reaction\": 10, \"comment\": -2, \"new\": 5}}";
  g_autofree char *recent = pf_pin_metrics_words (json, "90d");
  g_autofree char *all = pf_pin_metrics_words (json, "lifetime_metrics");
  g_autofree char *none = pf_pin_metrics_words (NULL, "90d");
  g_autofree char *broken = pf_pin_metrics_words ("{\"90d\": [1", "90d");

  g_assert_cmpstr (recent, ==, "Impressions 1204 · Opened 7 · Link followed 3");
  g_assert_cmpstr (all, ==, "Reactions 10");
  g_assert_null (none);
  g_assert_null (broken);
}

static PfPinItem *
make_item (const char *json)
{
  static const PfMirrorKey key = { .uuid = { 9 }, .aspect = 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (PfPin) pin = pf_pin_new_from_json (json, -1, &error);

  g_assert_no_error (error);
  return pf_pin_item_new (&key, pin, NULL, 1);
}

/* What is changed at the service while somebody writes comes into the fields they did not touch,
 * and is not written back. */
static void
test_changed_meanwhile (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) before
      = make_item ("{\"id\":\"1\",\"board_id\":\"2\",\"is_owner\":true,\"title\":\"A title\","
                   "\"description\":\"As it was\"}");
  g_autoptr (PfPinItem) now
      = make_item ("{\"id\":\"1\",\"board_id\":\"2\",\"is_owner\":true,\"title\":\"A title\","
                   "\"description\":\"As it is now\"}");
  g_autoptr (PfPinItem) first = pin_world_open (on, 0);
  g_autofree char *title = NULL, *description = NULL;
  const PfChanges *typed;

  pf_pin_pane_set_pin (on->pane, on->window, on->connection, before, "Cakes");
  pin_world_press (on->pane, "_Edit");
  pf_field_set_text (find_field (on, "Title"), "Half a thou");
  pf_pin_pane_set_pin (on->pane, on->window, on->connection, now, "Cakes");
  title = pf_field_get_text (find_field (on, "Title"));
  description = pf_field_get_text (find_field (on, "Description"));
  g_assert_cmpstr (title, ==, "Half a thou");
  g_assert_cmpstr (description, ==, "As it is now");
  pf_field_set_text (find_field (on, "Title"), "Half a thought");
  typed = pf_pin_edits_find (pf_pin_edits_get (on->window), on->connection,
                             pf_pin_item_get_uuid (now));
  g_assert_nonnull (typed);
  g_assert_cmpuint (typed->fields, ==, PF_CHANGE_TITLE);
  g_assert_cmpstr (typed->title, ==, "Half a thought");
}

/* A carousel flips through its pages, in the pane and large; Escape leaves the large one. */
static void
test_pages (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) item = make_item (
      "{\"id\":\"1\",\"board_id\":\"2\",\"is_owner\":true,\"media\":{\"media_type\":"
      "\"multiple_images\",\"items\":[{\"title\":\"Page one\",\"images\":{\"600x\":{\"url\":"
      "\"https://i.pinimg.com/1.jpg\",\"width\":600,\"height\":900}}},{\"title\":\"Page two\","
      "\"images\":{\"600x\":{\"url\":\"https://i.pinimg.com/2.jpg\",\"width\":600,"
      "\"height\":600}}}]}}");
  g_autoptr (PfPinItem) first = pin_world_open (on, 0);
  PfPinFigure *figure = PF_PIN_FIGURE (app_find_type (on->pane, PF_TYPE_PIN_FIGURE));
  PfPinZoom *zoom;

  pf_pin_pane_set_pin (on->pane, on->window, on->connection, item, "Cakes");
  app_settle ();
  g_assert_true (app_shows_text (figure, "1 of 2"));
  g_assert_true (app_shows_text (figure, "Page one"));
  pin_world_press (figure, "Next Picture");
  g_assert_true (app_shows_text (figure, "2 of 2"));
  g_assert_true (app_shows_text (figure, "Page two"));
  pin_world_press (figure, "Show Large");
  zoom = PF_PIN_ZOOM (app_find_window (PF_TYPE_PIN_ZOOM));
  g_assert_nonnull (zoom);
  app_check_names (zoom);
  g_assert_cmpuint (pf_pin_zoom_get_page (zoom), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (zoom), "zoom.previous", NULL);
  g_assert_cmpuint (pf_pin_zoom_get_page (zoom), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (zoom), "zoom.in", NULL);
  gtk_window_close (GTK_WINDOW (zoom));
  app_settle ();
  g_assert_null (app_find_window (PF_TYPE_PIN_ZOOM));
}

/* Of somebody else's pin only what the API lets: saving and looking. */
static void
test_others (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) item
      = make_item ("{\"id\":\"1\",\"title\":\"Hers\",\"board_id\":\"2\",\"is_owner\":false,"
                   "\"link\":\"https://example.org/\"}");
  g_autoptr (PfPinItem) first = pin_world_open (on, 0);
  GtkWidget *edit;

  pf_pin_pane_set_pin (on->pane, on->window, on->connection, item, NULL);
  app_settle ();
  edit = app_find_button (on->pane, "_Edit");
  g_assert_false (gtk_widget_get_visible (edit));
  g_assert_false (pf_pin_pane_edit (on->pane));
  g_assert_true (app_shows_text (on->pane, "Save to…"));
}

/* A text that is used often is kept once and inserted where the cursor is. */
static void
test_snippets (void)
{
  g_autoptr (PinWorld) on = pin_world_new ();
  g_autoptr (PfPinItem) item = pin_world_open (on, 0);
  GtkWidget *button, *popover, *row;
  PfField *description;
  g_autofree char *text = NULL;

  pin_world_press (on->pane, "_Edit");
  description = find_field (on, "Description");
  pf_field_set_text (description, "More on my page.");
  button = app_find_type (on->pane, PF_TYPE_SNIPPET_BUTTON);
  popover = GTK_WIDGET (
      gtk_menu_button_get_popover (GTK_MENU_BUTTON (app_find_type (button, GTK_TYPE_MENU_BUTTON))));
  gtk_widget_grab_focus (GTK_WIDGET (description));
  app_settle ();
  /* As by keyboard: with the focus it scrolls into view, and what pops up has a screen to be on. */
  gtk_widget_child_focus (button, GTK_DIR_TAB_FORWARD);
  app_settle ();
  gtk_popover_popup (GTK_POPOVER (popover));
  app_settle ();
  g_assert_true (app_shows_text (popover, "Nothing is kept yet."));
  gtk_editable_set_text (GTK_EDITABLE (app_find_type (popover, GTK_TYPE_ENTRY)), "Ending");
  pin_world_press (popover, "_Keep");
  APP_WAIT (app_shows_text (popover, "Ending"), 10);
  app_check_names (popover);
  pf_field_set_text (description, "");
  row = app_find_type (popover, GTK_TYPE_LIST_BOX_ROW);
  g_signal_emit_by_name (app_find_type (popover, GTK_TYPE_LIST_BOX), "row-activated", row);
  app_settle ();
  text = pf_field_get_text (description);
  g_assert_cmpstr (text, ==, "More on my page.");
}

int
main (int argc, char *argv[])
{
  int result;

  practice_prepare ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_FATAL_MASK);
  g_test_add_func ("/app/pin/UI-11/link-is-shown-in-full-first", test_link);
  g_test_add_func ("/app/pin/numbers", test_metrics);
  g_test_add_func ("/app/pin/AX-2/pane-is-380-wide-and-closes", test_width);
  g_test_add_func ("/app/board/title-is-said-once", test_title_once);
  g_test_add_func ("/app/pin/AX-1/arrows-step-and-escape-closes", test_keys);
  g_test_add_func ("/app/pin/AX-2/pages-and-large-view", test_pages);
  g_test_add_func ("/app/pin/others", test_others);
  g_test_add_func ("/app/pin/AX-2/edit-reaches-the-server", test_edit);
  g_test_add_func ("/app/pin/board-in-the-editor-moves", test_move);
  g_test_add_func ("/app/pin/PQ-15/typed-words-stay", test_typed_stays);
  g_test_add_func ("/app/pin/PQ-15+AX-5/written-on-while-it-is-saved", test_written_on);
  g_test_add_func ("/app/pin/PQ-15/changed-while-somebody-writes", test_changed_meanwhile);
  g_test_add_func ("/app/pin/FR-13/refused-edit-keeps-words", test_refused);
  g_test_add_func ("/app/pin/save-and-delete", test_save_and_delete);
  g_test_add_func ("/app/pin/AX-2/kept-texts", test_snippets);
  result = g_test_run ();
  practice_tidy ();
  return result;
}
