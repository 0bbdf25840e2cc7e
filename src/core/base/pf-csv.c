/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "pf-base"

#include "config.h"

#include "core/base/pf-csv.h"

#include <math.h>
#include <string.h>

/* OWASP "CSV Injection": what a spreadsheet may take for the beginning of a formula, also in its
 * full-width form. */
static gboolean
is_trigger (gunichar c)
{
  switch (c)
    {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
    case 0xFF1D: /* ＝ */
    case 0xFF0B: /* ＋ */
    case 0xFF0D: /* － */
    case 0xFF20: /* ＠ */
    case 0x2212: /* − */
      return TRUE;
    default:
      return FALSE;
    }
}

/* Spreadsheets skip these before they look for a formula. */
static gboolean
is_blank (gunichar c)
{
  return c == ' ' || c == 0xFEFF
         || (c > 0x7F && (g_unichar_isspace (c) || g_unichar_iszerowidth (c)));
}

/* Whether a line of the text would be a formula, were it a cell: a spreadsheet that splits a cell
 * at its line ends makes one of each. */
static gboolean
is_dangerous (const char *text)
{
  gboolean at_start = TRUE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (at_start && is_trigger (c))
        return TRUE;
      if (c == '\n' || c == '\r')
        at_start = TRUE;
      else if (!is_blank (c))
        at_start = FALSE;
    }
  return FALSE;
}

/**
 * pf_csv_disarm:
 * @text: what somebody wrote
 *
 * Makes a text that no spreadsheet takes for a formula (safety.md UI-9): a ' goes before one that
 * begins, also after blanks or on a line of its own, like a formula; and, so that pf_csv_arm() gets
 * back what was there, before one that begins with a ' itself.
 *
 * Returns: (transfer full): the text to write
 */
char *
pf_csv_disarm (const char *text)
{
  return *text == '\'' || is_dangerous (text) ? g_strconcat ("'", text, NULL) : g_strdup (text);
}

/**
 * pf_csv_arm:
 * @cell: what stands in a cell
 *
 * Undoes pf_csv_disarm().
 *
 * Returns: (transfer full): what somebody wrote
 */
char *
pf_csv_arm (const char *cell)
{
  return g_strdup (*cell == '\'' && (cell[1] == '\'' || is_dangerous (cell + 1)) ? cell + 1 : cell);
}

/**
 * pf_csv_append_text:
 * @csv: a table
 * @text: (nullable): of the cell
 * @raw: as it is, at the user's word
 *
 * Writes a cell, with quotes where RFC 4180 wants them.
 */
void
pf_csv_append_text (GString *csv, const char *text, gboolean raw)
{
  g_autofree char *safe = text == NULL ? NULL : raw ? g_strdup (text) : pf_csv_disarm (text);

  if (safe == NULL)
    return;
  if (strpbrk (safe, ",;\t\"\r\n") == NULL && *safe != ' ')
    {
      g_string_append (csv, safe);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *at = safe; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *at);
    }
  g_string_append_c (csv, '"');
}

/**
 * pf_csv_append_number:
 * @csv: a table
 * @value: of the cell; one that is not finite is an empty cell
 *
 * Writes a number, with a point and all its digits: in any locale the same.
 */
void
pf_csv_append_number (GString *csv, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (!isfinite (value))
    return;
  if (value == floor (value) && fabs (value) < 9007199254740992.0)
    g_string_append_printf (csv, "%" G_GINT64_FORMAT, (gint64)value);
  else
    g_string_append (csv, g_ascii_formatd (text, sizeof text, "%.12g", value));
}

/**
 * pf_csv_next_cell:
 * @csv: a table
 *
 * Goes on to the next cell of the row.
 */
void
pf_csv_next_cell (GString *csv)
{
  g_string_append_c (csv, ',');
}

/**
 * pf_csv_end_row:
 * @csv: a table
 *
 * Goes on to the next row.
 */
void
pf_csv_end_row (GString *csv)
{
  g_string_append (csv, "\r\n");
}

static void
take_cell (GPtrArray *row, GString *cell, gboolean raw)
{
  g_ptr_array_add (row, raw ? g_strdup (cell->str) : pf_csv_arm (cell->str));
  g_string_truncate (cell, 0);
}

static void
take_row (GPtrArray *rows, GPtrArray *row)
{
  g_ptr_array_add (row, NULL);
  g_ptr_array_add (rows, g_strdupv ((char **)row->pdata));
  g_ptr_array_set_size (row, 0);
}

/**
 * pf_csv_parse:
 * @csv: a table, UTF-8
 * @raw: its cells were not disarmed
 *
 * Reads what pf_csv_append_text() and RFC 4180 write, loss-free.
 *
 * Returns: (transfer full) (element-type GStrv): rows of cells
 */
GPtrArray *
pf_csv_parse (const char *csv, gboolean raw)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) cell = g_string_new (NULL);
  gboolean quoted = FALSE, begun = FALSE;

  for (const char *at = csv; *at != '\0'; at++)
    {
      begun = TRUE;
      if (quoted && at[0] == '"' && at[1] == '"')
        g_string_append_c (cell, *at++);
      else if (*at == '"' && (quoted || cell->len == 0))
        quoted = !quoted;
      else if (!quoted && *at == ',')
        take_cell (row, cell, raw);
      else if (!quoted && (*at == '\n' || (at[0] == '\r' && at[1] == '\n')))
        {
          at += *at == '\r';
          take_cell (row, cell, raw);
          take_row (rows, row);
          begun = FALSE;
        }
      else
        g_string_append_c (cell, *at);
    }
  if (begun)
    {
      take_cell (row, cell, raw);
      take_row (rows, row);
    }
  return rows;
}
