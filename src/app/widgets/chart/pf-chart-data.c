/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-chart"

#include "config.h"

#include "app/widgets/chart/pf-chart-data.h"
#include "app/widgets/chart/pf-chart-ticks.h"

#include <math.h>
#include <string.h>

typedef struct
{
  char *name;
  double *values;    /* NAN for what is not known */
  gboolean *guessed; /* (nullable): which are estimates */
} Series;

/*
 * What a chart shows: points along an axis, days or things with a name, and for each series
 * a value at each point or none. Charts, tables and exports read the same object. It is
 * filled by its maker before it is shown; only pictures may come later, which is told by "changed".
 */
struct _PfChartData
{
  GObject parent;

  char *title;
  PfChartUnit unit;
  guint n_points;
  guint32 first_day; /* Julian; 0 for points with labels */
  char **labels;     /* (nullable): of n_points */
  GArray *series;    /* (element-type Series) */
  GArray *notes;     /* (element-type PfChartNote), by point */
  cairo_surface_t **pictures;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PfChartData, pf_chart_data, G_TYPE_OBJECT)

static void
series_clear (gpointer data)
{
  Series *series = data;

  g_free (series->name);
  g_free (series->values);
  g_free (series->guessed);
}

static void
note_clear (gpointer data)
{
  g_free (((PfChartNote *)data)->text);
}

static void
pf_chart_data_finalize (GObject *object)
{
  PfChartData *self = PF_CHART_DATA (object);

  for (guint i = 0; self->pictures != NULL && i < self->n_points; i++)
    g_clear_pointer (&self->pictures[i], cairo_surface_destroy);
  g_free (self->pictures);
  g_free (self->title);
  g_strfreev (self->labels);
  g_array_unref (self->series);
  g_array_unref (self->notes);
  G_OBJECT_CLASS (pf_chart_data_parent_class)->finalize (object);
}

static void
pf_chart_data_class_init (PfChartDataClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pf_chart_data_finalize;
  /**
   * PfChartData::changed:
   * @self: the data
   *
   * A picture came.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", PF_TYPE_CHART_DATA, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
pf_chart_data_init (PfChartData *self)
{
  self->series = g_array_new (FALSE, FALSE, sizeof (Series));
  g_array_set_clear_func (self->series, series_clear);
  self->notes = g_array_new (FALSE, FALSE, sizeof (PfChartNote));
  g_array_set_clear_func (self->notes, note_clear);
}

/**
 * pf_chart_data_new_days:
 * @title: what it is about
 * @first_day: Julian day of the first point
 * @n_days: how many points, one for each day
 *
 * Returns: (transfer full): data without series
 */
PfChartData *
pf_chart_data_new_days (const char *title, guint32 first_day, guint n_days)
{
  PfChartData *self = g_object_new (PF_TYPE_CHART_DATA, NULL);

  self->title = g_strdup (title);
  self->first_day = first_day;
  self->n_points = n_days;
  return self;
}

/**
 * pf_chart_data_new_labels:
 * @title: what it is about
 * @labels: (array zero-terminated=1): the things that are compared
 *
 * Returns: (transfer full): data without series
 */
PfChartData *
pf_chart_data_new_labels (const char *title, const char *const *labels)
{
  PfChartData *self = g_object_new (PF_TYPE_CHART_DATA, NULL);

  self->title = g_strdup (title);
  self->labels = g_strdupv ((char **)labels);
  self->n_points = g_strv_length (self->labels);
  return self;
}

/**
 * pf_chart_data_get_title:
 * @self: the data
 *
 * Returns: (transfer none): what it is about
 */
const char *
pf_chart_data_get_title (PfChartData *self)
{
  return self->title;
}

/**
 * pf_chart_data_set_unit:
 * @self: the data
 * @unit: of all its numbers; counts at first
 */
void
pf_chart_data_set_unit (PfChartData *self, PfChartUnit unit)
{
  self->unit = unit;
}

/**
 * pf_chart_data_get_unit:
 * @self: the data
 *
 * Returns: of all its numbers
 */
PfChartUnit
pf_chart_data_get_unit (PfChartData *self)
{
  return self->unit;
}

/**
 * pf_chart_data_add_series:
 * @self: the data
 * @name: of what
 * @values: one for each point, copied; NAN for none. What is not finite is none.
 * @estimates: (nullable): which of them may still change
 */
void
pf_chart_data_add_series (PfChartData *self,
                          const char *name,
                          const double *values,
                          const gboolean *estimates)
{
  Series series = { .name = g_strdup (name) };

  series.values = g_new (double, MAX (self->n_points, 1));
  for (guint i = 0; i < self->n_points; i++)
    series.values[i] = isfinite (values[i]) ? values[i] : NAN;
  if (estimates != NULL)
    series.guessed = g_memdup2 (estimates, sizeof (gboolean) * self->n_points);
  g_array_append_val (self->series, series);
}

static int
compare_notes (gconstpointer a, gconstpointer b)
{
  const PfChartNote *one = a, *other = b;

  if (one->point != other->point)
    return one->point < other->point ? -1 : 1;
  return (int)one->kind - (int)other->kind;
}

/**
 * pf_chart_data_add_note:
 * @self: the data
 * @point: where; points that are not there are ignored
 * @kind: whose
 * @text: plain text
 */
void
pf_chart_data_add_note (PfChartData *self, guint point, PfChartNoteKind kind, const char *text)
{
  PfChartNote note = { point, kind, NULL };

  if (point >= self->n_points)
    return;
  note.text = g_strdup (text);
  g_array_append_val (self->notes, note);
  g_array_sort (self->notes, compare_notes);
}

/**
 * pf_chart_data_reserve_pictures:
 * @self: the data
 *
 * Its things have pictures, which come later: there is room for them at once.
 */
void
pf_chart_data_reserve_pictures (PfChartData *self)
{
  if (self->pictures == NULL)
    self->pictures = g_new0 (cairo_surface_t *, MAX (self->n_points, 1));
}

/**
 * pf_chart_data_has_pictures:
 * @self: the data
 *
 * Returns: whether there is room for pictures
 */
gboolean
pf_chart_data_has_pictures (PfChartData *self)
{
  return self->pictures != NULL;
}

/**
 * pf_chart_data_set_picture:
 * @self: the data
 * @point: of which thing
 * @picture: its thumbnail
 */
void
pf_chart_data_set_picture (PfChartData *self, guint point, cairo_surface_t *picture)
{
  g_return_if_fail (point < self->n_points);

  pf_chart_data_reserve_pictures (self);
  g_clear_pointer (&self->pictures[point], cairo_surface_destroy);
  self->pictures[point] = cairo_surface_reference (picture);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * pf_chart_data_get_n_points:
 * @self: the data
 *
 * Returns: how many days or things there are
 */
guint
pf_chart_data_get_n_points (PfChartData *self)
{
  return self->n_points;
}

/**
 * pf_chart_data_get_n_series:
 * @self: the data
 *
 * Returns: how many series there are
 */
guint
pf_chart_data_get_n_series (PfChartData *self)
{
  return self->series->len;
}

/**
 * pf_chart_data_has_days:
 * @self: the data
 *
 * Returns: whether its points are days rather than things with names
 */
gboolean
pf_chart_data_has_days (PfChartData *self)
{
  return self->labels == NULL;
}

/**
 * pf_chart_data_is_like:
 * @self: some data
 * @other: other data
 *
 * Returns: whether both are of the same days, with the same title and series, so that who looks at
 *   a part of one looks at that part of the other
 */
gboolean
pf_chart_data_is_like (PfChartData *self, PfChartData *other)
{
  guint n = pf_chart_data_get_n_points (self);

  if (!pf_chart_data_has_days (self) || !pf_chart_data_has_days (other) || n == 0
      || n != pf_chart_data_get_n_points (other)
      || pf_chart_data_get_day (self, 0) != pf_chart_data_get_day (other, 0)
      || pf_chart_data_get_n_series (self) != pf_chart_data_get_n_series (other)
      || g_strcmp0 (pf_chart_data_get_title (self), pf_chart_data_get_title (other)) != 0)
    return FALSE;
  for (guint i = 0; i < pf_chart_data_get_n_series (self); i++)
    if (g_strcmp0 (pf_chart_data_get_name (self, i), pf_chart_data_get_name (other, i)) != 0)
      return FALSE;
  return TRUE;
}

/**
 * pf_chart_data_get_day:
 * @self: the data
 * @point: which
 *
 * Returns: its Julian day, of data with days
 */
guint32
pf_chart_data_get_day (PfChartData *self, guint point)
{
  return self->first_day + point;
}

/**
 * pf_chart_data_dup_label:
 * @self: the data
 * @point: which
 *
 * Returns: (transfer full): the day, or the name of the thing
 */
char *
pf_chart_data_dup_label (PfChartData *self, guint point)
{
  g_return_val_if_fail (point < self->n_points, NULL);

  return self->labels != NULL ? g_strdup (self->labels[point])
                              : pf_chart_day_words (self->first_day + point);
}

static const Series *
series_at (PfChartData *self, guint series)
{
  return &g_array_index (self->series, Series, series);
}

/**
 * pf_chart_data_get_name:
 * @self: the data
 * @series: which
 *
 * Returns: (transfer none): of what it is
 */
const char *
pf_chart_data_get_name (PfChartData *self, guint series)
{
  return series_at (self, series)->name;
}

/**
 * pf_chart_data_get_values:
 * @self: the data
 * @series: which
 *
 * Returns: (transfer none): one for each point, NAN for none
 */
const double *
pf_chart_data_get_values (PfChartData *self, guint series)
{
  return series_at (self, series)->values;
}

/**
 * pf_chart_data_get_estimates:
 * @self: the data
 * @series: which
 *
 * Returns: (transfer none) (nullable): which of its values may still change; %NULL for none
 */
const gboolean *
pf_chart_data_get_estimates (PfChartData *self, guint series)
{
  return series_at (self, series)->guessed;
}

/**
 * pf_chart_data_get_value:
 * @self: the data
 * @series: which
 * @point: where
 *
 * Returns: the number, NAN for none
 */
double
pf_chart_data_get_value (PfChartData *self, guint series, guint point)
{
  return point < self->n_points ? series_at (self, series)->values[point] : NAN;
}

/**
 * pf_chart_data_is_estimate:
 * @self: the data
 * @series: which
 * @point: where
 *
 * Returns: whether there is a number that may still change
 */
gboolean
pf_chart_data_is_estimate (PfChartData *self, guint series, guint point)
{
  const Series *one = series_at (self, series);

  return one->guessed != NULL && one->guessed[point] && !isnan (one->values[point]);
}

/**
 * pf_chart_data_has_estimates:
 * @self: the data
 *
 * Returns: whether any number may still change
 */
gboolean
pf_chart_data_has_estimates (PfChartData *self)
{
  for (guint s = 0; s < self->series->len; s++)
    for (guint i = 0; i < self->n_points; i++)
      if (pf_chart_data_is_estimate (self, s, i))
        return TRUE;
  return FALSE;
}

/**
 * pf_chart_data_has_values:
 * @self: the data
 *
 * Returns: whether there is anything to draw
 */
gboolean
pf_chart_data_has_values (PfChartData *self)
{
  for (guint s = 0; s < self->series->len; s++)
    for (guint i = 0; i < self->n_points; i++)
      if (!isnan (series_at (self, s)->values[i]))
        return TRUE;
  return FALSE;
}

/**
 * pf_chart_data_get_n_notes:
 * @self: the data
 *
 * Returns: how many notes there are
 */
guint
pf_chart_data_get_n_notes (PfChartData *self)
{
  return self->notes->len;
}

/**
 * pf_chart_data_get_note:
 * @self: the data
 * @i: which
 *
 * Returns: (transfer none): the note; they are ordered by point
 */
const PfChartNote *
pf_chart_data_get_note (PfChartData *self, guint i)
{
  return &g_array_index (self->notes, PfChartNote, i);
}

/**
 * pf_chart_data_get_picture:
 * @self: the data
 * @point: which
 *
 * Returns: (transfer none) (nullable): its thumbnail
 */
cairo_surface_t *
pf_chart_data_get_picture (PfChartData *self, guint point)
{
  return self->pictures != NULL ? self->pictures[point] : NULL;
}
