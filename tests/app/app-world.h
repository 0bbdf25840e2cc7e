/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/pf-window.h"

G_BEGIN_DECLS

/* The application over an empty data folder of its own, with keys in memory. */
typedef struct
{
  char *place; /* folder, removed at the end */
  PfApplication *application;
  GSettings *settings;
  PfContext *context;
  PfWorkspace *workspace; /* NULL until opened */
  gboolean overlooks;     /* leaks of the main thread are not seen now */
} AppWorld;

AppWorld *app_world_new (void);
AppWorld *app_world_new_with_secrets (PfSecretStore *secrets);
void app_world_add_connection (AppWorld *self, const char *id, const char *name, const char *state);
void app_world_open (AppWorld *self);
void app_world_close (AppWorld *self);
/* Until the world is closed, what the main thread allocates may leak. */
void app_world_overlook_leaks (AppWorld *self);
PfWindow *app_world_show_window (AppWorld *self);
void app_world_free (AppWorld *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AppWorld, app_world_free)

/* Runs the main loop until @done is true, at most @seconds; then the test fails. */
#define APP_WAIT(done, seconds)                                                                    \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 app_until = g_get_monotonic_time () + (gint64)((seconds)*G_USEC_PER_SEC);               \
    while (!(done) && g_get_monotonic_time () < app_until)                                         \
      app_turn ();                                                                                 \
    g_assert_true (done);                                                                          \
  }                                                                                                \
  G_STMT_END

void app_turn (void);
void app_settle (void);

/* Looking into the widget tree. */
typedef gboolean (*AppMatch) (GtkWidget *widget, gpointer data);
GtkWidget *app_find (gpointer root, AppMatch match, gpointer data);
GtkWidget *app_find_type (gpointer root, GType type);
GtkWidget *app_find_button (gpointer root, const char *label);
gboolean app_shows_text (gpointer root, const char *text);
/* On the screen, not merely in the tree. */
gboolean app_says (gpointer root, const char *text);
guint app_count_type (gpointer root, GType type);
/* What those keys do where the focus is, as in "<Control>a"; FALSE if nothing. */
gboolean app_press_keys (GtkWindow *window, const char *keys);
void app_check_names (gpointer root);
void app_tell_texts (gpointer root);
GtkWidget *app_find_window (GType type);

extern const char *const app_hostile_texts[];

G_END_DECLS
