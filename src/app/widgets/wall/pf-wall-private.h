/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/widgets/wall/pf-wall-cell.h"
#include "app/widgets/wall/pf-wall.h"

G_BEGIN_DECLS

#define PF_WALL_RADIUS 12

typedef enum
{
  PF_WALL_FRAME_EDGE, /* of every picture: white ones on white keep it */
  PF_WALL_FRAME_RING, /* of those selected */
  PF_WALL_N_FRAMES
} PfWallFrame;

typedef enum
{
  PF_WALL_FRAME_BARS,
  PF_WALL_FRAME_CORNERS,
  PF_WALL_N_FRAME_PARTS
} PfWallFramePart;

/* A tile in view or near it. */
typedef struct
{
  guint position;
  guint8 key[16];
  PfWallRect rect; /* in the wall, not in the view */
  PfTileShape shape;
  GObject *item; /* nullable */
  PfWallTile tile;
  GdkTexture *texture; /* nullable */
  gint64 fade_start;   /* frame time; 0 when it stands */
  GskRenderNode *caption;
  GskRenderNode *badges;
  GskRenderNode *frames[PF_WALL_N_FRAMES][PF_WALL_N_FRAME_PARTS];
  GskRenderNode *whole; /* nullable: all of it, in one */
  GdkTexture *whole_of; /* (unowned): the picture in @whole, which holds it */
  int badges_width;
  PfWallCell *cell; /* nullable: only in view */
  guint failed : 1;
  guint settled : 1; /* @texture is of exactly this size, or cannot be had */
  guint title_cut : 1;
  guint whole_selected : 1;
  guint still : 1; /* drawn in one */
} PfWallSlot;

typedef struct
{
  GtkWidget *widget;
  guint group; /* PF_WALL_NO_TILE while it shows none */
  gboolean is_stale;
} PfWallHead;

typedef struct
{
  GdkRGBA fg, outline, accent, accent_fg, advice;
  gboolean high_contrast;
} PfWallColors;

struct _PfWall
{
  GtkWidget parent_instance;

  PfTileSource *source; /* nullable */
  PfWallSelection *selection;
  PfPictureSupply *pictures;
  PfWallLayout *layout;

  PfWallDescribe describe;
  gpointer describe_data;
  PfWallFind find;
  gpointer find_data;
  PfWallDrag drag;
  guint dragged; /* the tile a drag began on */
  gpointer drag_data;
  PfWallHeaders headers;
  gpointer headers_data;

  GtkWidget *header; /* nullable: scrolls above the first group */
  GArray *heads;     /* of PfWallHead */
  int head_height;   /* of a group's header; 0 while not known */

  GtkAdjustment *adjustments[2]; /* by GtkOrientation; nullable */
  GtkScrollablePolicy policies[2];
  double offset; /* what is at the top of the view, in whole device pixels */

  int column_width; /* as wanted */
  guint title_lines;
  int caption; /* height */
  int line_height;
  PangoFontDescription *font, *title_font, *badge_font;
  double resolution;
  guint styled_lines;
  PfWallColors colors;
  GdkTexture *corners[PF_WALL_N_FRAMES][4];
  GskRenderNode *checks[2]; /* nullable: of a tile that is not selected, and of one that is */

  GPtrArray *slots;   /* of PfWallSlot, by position */
  GPtrArray *cells;   /* of PfWallCell, all there are (unowned: children) */
  GPtrArray *idle;    /* of PfWallCell, those without a tile */
  PfWallCell *parked; /* nullable: has the focus, its tile is out of view */
  GArray *found;      /* of guint, scratch */

  /* What stays where it is while things change around it. */
  guint anchor; /* PF_WALL_NO_TILE for none */
  guint8 anchor_key[16];
  double anchor_part; /* of its height */
  double anchor_y;    /* in the view */
  guint scroll_to;    /* PF_WALL_NO_TILE for nowhere */
  guint scroll_to_group;

  guint cursor; /* PF_WALL_NO_TILE before the first time */
  guint8 cursor_key[16];
  guint range_from; /* where a range begins; PF_WALL_NO_TILE for the cursor */

  guint hovered, pressed, drop_group;
  double pointer_x, pointer_y; /* -1 when it is elsewhere */
  GString *typed;
  gint64 typed_at;
  double wheel;

  gboolean banding;
  double band_x, band_y, band_to_x, band_to_y; /* in the wall; to: in the view */
  GtkBitset *band_base;
  guint band_tick;

  guint rest_id; /* until pictures of the new size are asked for */
  guint fade_tick, prepare_tick;
  guint cells_wanted;
  int last_width;
  guint configuring : 1;
  guint placing : 1;
  guint place_again : 1;
  guint scroll_to_top : 1;
  guint grab_cursor : 1;
  guint wants_changed : 1;
  guint ctrl_held : 1;
};

/* pf-wall-slots.c */
void pf_wall_update_slots (PfWall *self, int height);
gboolean pf_wall_make_cells (PfWall *self);
void pf_wall_slot_free (gpointer slot);
void pf_wall_slot_describe (PfWall *self, PfWallSlot *slot);
void pf_wall_slot_forget_drawing (PfWallSlot *slot);
void pf_wall_forget_drawings (PfWall *self);
PfWallSlot *pf_wall_find_slot (PfWall *self, guint position);
void pf_wall_update_selected (PfWall *self);

/* pf-wall-pictures.c */
gboolean pf_wall_slot_peek (PfWall *self, PfWallSlot *slot);
void pf_wall_update_wants (PfWall *self, int height);
void pf_wall_rest_pictures (PfWall *self);
void pf_wall_picture_arrived (PfWall *self, const char *name);

/* pf-wall-heads.c */
void pf_wall_measure_heads (PfWall *self, int width);
gboolean pf_wall_bind_heads (PfWall *self);
void pf_wall_place_heads (PfWall *self, int height);
void pf_wall_forget_heads (PfWall *self);
GArray *pf_wall_read_groups (PfWall *self);

/* pf-wall-model.c */
void pf_wall_hold (PfWall *self);
void pf_wall_drop_anchor (PfWall *self);
void pf_wall_items_changed (PfWall *self, guint position, guint n_removed, guint n_added);
void pf_wall_refreshed (PfWall *self, guint first, guint n);
void pf_wall_regroup (PfWall *self);
void pf_wall_groups_changed (PfWall *self);

/* pf-wall-draw.c */
void pf_wall_snapshot (GtkWidget *widget, GtkSnapshot *snapshot);
gboolean pf_wall_update_style (PfWall *self);
gboolean pf_wall_query_tooltip (PfWall *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip);

/* pf-wall-frames.c */
GskRenderNode *pf_wall_make_frame (
    PfWall *self, PfWallFrame kind, PfWallFramePart part, float width, float height);
void pf_wall_forget_frames (PfWall *self);
GskRenderNode *pf_wall_bake (PfWall *self, GskRenderNode *node);

/* pf-wall-keys.c */
void pf_wall_add_keys (PfWall *self);
void pf_wall_zoom (PfWall *self, int steps, double x, double y);
void pf_wall_select_all (PfWall *self, gboolean selected);
void pf_wall_toggle (PfWall *self, guint position);
void pf_wall_extend (PfWall *self, guint to, gboolean keep);

/* pf-wall-pointer.c */
void pf_wall_add_pointer (PfWall *self);
void pf_wall_update_hover (PfWall *self);
void pf_wall_stop_band (PfWall *self);

/* pf-wall.c */
void pf_wall_emit_activate (PfWall *self, guint position);
void pf_wall_emit_quick_look (PfWall *self, guint position);
gboolean pf_wall_emit_menu (PfWall *self, guint position, double x, double y);
void pf_wall_queue (PfWall *self);
void pf_wall_prepare (PfWall *self);
double pf_wall_get_value (PfWall *self);
guint pf_wall_get_n_tiles (PfWall *self);

/* pf-wall-set.c */
void pf_wall_unset_source (PfWall *self);

G_END_DECLS
