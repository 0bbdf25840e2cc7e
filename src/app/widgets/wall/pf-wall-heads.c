/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-app"

#include "config.h"

#include "app/widgets/wall/pf-wall-private.h"

static gboolean
has_head (PfWall *self, guint group)
{
  return self->headers.make != NULL
         && (self->headers.has == NULL || self->headers.has (self, group, self->headers_data));
}

/**
 * pf_wall_read_groups:
 * @self: a wall
 *
 * Returns: (transfer full) (element-type PfWallGroup): the groups as they are now
 */
GArray *
pf_wall_read_groups (PfWall *self)
{
  GArray *groups = g_array_new (FALSE, FALSE, sizeof (PfWallGroup));
  guint n = self->source != NULL ? pf_tile_source_get_n_groups (self->source) : 0;

  for (guint g = 0; g < MAX (n, 1); g++)
    {
      PfWallGroup group = { .start = g > 0 ? pf_tile_source_get_group_start (self->source, g) : 0,
                            .header = n > 0 && has_head (self, g) ? self->head_height : 0 };

      g_array_append_val (groups, group);
    }
  return groups;
}

static PfWallHead *
head_at (PfWall *self, guint i)
{
  return &g_array_index (self->heads, PfWallHead, i);
}

static PfWallHead *
add_head (PfWall *self)
{
  PfWallHead head
      = { .widget = self->headers.make (self, self->headers_data), .group = PF_WALL_NO_TILE };

  /* Above the cells, so that it is reached first by whoever walks the children. */
  gtk_widget_set_parent (head.widget, GTK_WIDGET (self));
  gtk_widget_set_child_visible (head.widget, FALSE);
  g_array_append_val (self->heads, head);
  return head_at (self, self->heads->len - 1);
}

/**
 * pf_wall_measure_heads:
 * @self: a wall
 * @width: of the wall
 *
 * Settles how high the headers of groups are.
 */
void
pf_wall_measure_heads (PfWall *self, int width)
{
  guint n = self->source != NULL ? pf_tile_source_get_n_groups (self->source) : 0;
  int room = MAX (width - 2 * pf_wall_layout_get_metrics (self->layout)->margin, 1);
  int height = 0;

  if (self->headers.make == NULL)
    return;
  for (guint g = 0; self->heads->len == 0 && g < n; g++)
    if (has_head (self, g))
      {
        PfWallHead *head = add_head (self);

        head->group = g;
        self->headers.bind (self, head->widget, g, self->headers_data);
      }
  for (guint i = 0; i < self->heads->len; i++)
    {
      int minimum, natural;

      gtk_widget_measure (head_at (self, i)->widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                          NULL, NULL);
      gtk_widget_measure (head_at (self, i)->widget, GTK_ORIENTATION_VERTICAL, MAX (room, minimum),
                          NULL, &natural, NULL, NULL);
      height = MAX (height, natural);
    }
  if (height == self->head_height)
    return;
  self->head_height = height;
  pf_wall_groups_changed (self);
}

/**
 * pf_wall_forget_heads:
 * @self: a wall
 *
 * Groups are others: every header is bound anew.
 */
void
pf_wall_forget_heads (PfWall *self)
{
  guint n = pf_wall_layout_get_n_groups (self->layout);

  for (guint i = 0; i < self->heads->len; i++)
    {
      PfWallHead *head = head_at (self, i);

      if (head->group >= n || !has_head (self, head->group))
        head->group = PF_WALL_NO_TILE;
      else
        self->headers.bind (self, head->widget, head->group, self->headers_data);
    }
}

static PfWallHead *
find_head (PfWall *self, guint group)
{
  for (guint i = 0; i < self->heads->len; i++)
    if (head_at (self, i)->group == group)
      return head_at (self, i);
  return NULL;
}

static PfWallHead *
find_free_head (PfWall *self, guint first, guint end)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      PfWallHead *head = head_at (self, i);
      gboolean focused
          = (gtk_widget_get_state_flags (head->widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;

      if (head->group == PF_WALL_NO_TILE
          || (!focused && (head->group < first || head->group >= end)))
        return head;
    }
  return NULL;
}

/**
 * pf_wall_place_heads:
 * @self: a wall
 * @height: of the view
 *
 * Puts the headers of the groups in view where they belong.
 */
void
pf_wall_place_heads (PfWall *self, int height)
{
  guint n = pf_wall_layout_get_n_groups (self->layout);
  guint first = pf_wall_layout_find_group (self->layout, (int)self->offset), end = first;
  PfWallRect rect;

  if (self->headers.make == NULL || self->head_height == 0)
    return;
  for (; end < n; end++)
    {
      pf_wall_layout_get_header (self->layout, end, &rect);
      if (rect.y >= self->offset + height)
        break;
    }
  for (guint g = first; g < end; g++)
    {
      PfWallHead *head = find_head (self, g);

      pf_wall_layout_get_header (self->layout, g, &rect);
      if (rect.height == 0 || rect.y + rect.height <= self->offset || head != NULL)
        continue;
      head = find_free_head (self, first, end);
      if (head == NULL)
        head = add_head (self);
      head->group = g;
      self->headers.bind (self, head->widget, g, self->headers_data);
    }
  for (guint i = 0; i < self->heads->len; i++)
    {
      PfWallHead *head = head_at (self, i);
      gboolean focused
          = (gtk_widget_get_state_flags (head->widget) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
      gboolean shown = head->group != PF_WALL_NO_TILE;
      int minimum;

      if (shown)
        {
          pf_wall_layout_get_header (self->layout, head->group, &rect);
          shown = focused
                  || (rect.height > 0 && rect.y + rect.height > self->offset
                      && rect.y < self->offset + height);
        }
      gtk_widget_set_child_visible (head->widget, shown);
      if (!shown)
        continue;
      gtk_widget_measure (head->widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_allocate (
          head->widget, MAX (rect.width, minimum), rect.height, -1,
          gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT ((float)rect.x,
                                                               (float)(rect.y - self->offset))));
    }
}
