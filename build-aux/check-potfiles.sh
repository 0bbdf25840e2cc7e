#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Usage: check-potfiles.sh [--fix]
# Holds po/POTFILES.in to the truth: each file with text for people is listed,
# each listed file exists and has such text, and the list is sorted.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

calls='(^|[^A-Za-z0-9_])(_|N_|C_|NC_|Q_|ngettext|gettext|g_dngettext|g_dgettext|g_dpgettext2?) ?\("'
wanted=$(
  {
    find src -name '*.[ch]' -exec grep -lE "$calls" {} +
    find src data -name '*.ui' -exec grep -lE 'translatable="(yes|true|1)"' {} +
    find data -maxdepth 1 \( -name '*.desktop.in' -o -name '*.metainfo.xml.in' \
      -o -name '*.gschema.xml.in' \)
  } | sort -u || true
)
listed=$(grep -vE '^[[:space:]]*(#|$)' po/POTFILES.in || true)

if [ "${1-}" = --fix ]; then
  head=$(grep -E '^#' po/POTFILES.in || true)
  printf '%s\n%s\n' "$head" "$wanted" > po/POTFILES.in
  exit 0
fi

status=0
missing=$(comm -23 <(echo "$wanted") <(echo "$listed" | sort))
stale=$(comm -13 <(echo "$wanted") <(echo "$listed" | sort))
if [ -n "$missing" ]; then
  printf 'has text for people, but is not in po/POTFILES.in:\n%s\n' "$missing"
  status=1
fi
if [ -n "$stale" ]; then
  printf 'is in po/POTFILES.in, but is gone or has no text for people:\n%s\n' "$stale"
  status=1
fi
if [ "$listed" != "$(echo "$listed" | sort -u)" ]; then
  echo 'po/POTFILES.in is not sorted, or names a file twice'
  status=1
fi
[ $status = 0 ] || echo 'build-aux/check-potfiles.sh --fix writes it anew'
exit $status
