-- SPDX-License-Identifier: GPL-3.0-or-later
-- The mirror: what Pinterest said, as far as somebody looked. Made anew by each process unless the
-- user wants it kept.
-- Records lie apart from what orders them, so that a pass over a long listing stays small.
-- Ages are microseconds of the monotonic clock.

CREATE TABLE listing (
  id             INTEGER PRIMARY KEY,
  connection_id  TEXT NOT NULL,
  kind           TEXT NOT NULL,             -- boards, sections, pins
  parent         TEXT NOT NULL DEFAULT '',  -- remote id of the board, for sections and pins;
                                            -- pins of '' are all pins of the account
  generation     INTEGER NOT NULL DEFAULT 0,
  revision       INTEGER NOT NULL,          -- one more with each change
  rewritten      INTEGER NOT NULL,          -- revision of the last change that was no append
  bookmark       TEXT,                      -- where the pass of this generation goes on
  n_walked       INTEGER NOT NULL DEFAULT 0,  -- rows that it met
  walked_at      INTEGER,                   -- wall clock when a pass came to its end
  UNIQUE (connection_id, kind, parent)
) STRICT;

-- Ids of pins are made of the time they were created, later ones first: the full-text index gives
-- its finds in the order of ids, and all pins of an account lie in the order they are shown.
CREATE TABLE entry (
  id          INTEGER PRIMARY KEY,
  listing     INTEGER NOT NULL REFERENCES listing (id) ON DELETE CASCADE,
  remote_id   TEXT NOT NULL,
  uuid        BLOB NOT NULL,
  generation  INTEGER NOT NULL,
  position    INTEGER NOT NULL,   -- in its generation; smaller comes first
  aspect      REAL NOT NULL DEFAULT 1,
  color       INTEGER NOT NULL DEFAULT 0,
  hash        INTEGER NOT NULL,   -- of the record, to see that it changed
  section     INTEGER NOT NULL DEFAULT 0,  -- digest of the section's id, 0 for none
  flags       INTEGER NOT NULL DEFAULT 0,  -- see PfMirrorFlags
  walk        INTEGER NOT NULL DEFAULT 0,  -- pass over a section or over all pins that met it
  put_at      INTEGER,            -- when it was put by itself, not by a page
  told_at     INTEGER             -- when its record was
) STRICT;
CREATE UNIQUE INDEX entry_uuid ON entry (uuid);
CREATE INDEX entry_order ON entry (listing, generation DESC, position);
-- Few have these: a kept copy finds them at its start without a pass over all pins.
CREATE INDEX entry_moment ON entry (id) WHERE put_at IS NOT NULL OR told_at IS NOT NULL;

CREATE TABLE record (
  entry  INTEGER PRIMARY KEY REFERENCES entry (id) ON DELETE CASCADE,
  data   BLOB NOT NULL
) STRICT;

CREATE TABLE binding (            -- local UUIDs that were given before the remote id was known
  connection_id  TEXT NOT NULL,
  kind           TEXT NOT NULL,
  remote_id      TEXT NOT NULL,
  uuid           BLOB NOT NULL,
  PRIMARY KEY (connection_id, kind, remote_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE gone (               -- removed here; a listing may still show it for a moment
  connection_id  TEXT NOT NULL,
  kind           TEXT NOT NULL,
  remote_id      TEXT NOT NULL,
  at             INTEGER NOT NULL,
  PRIMARY KEY (connection_id, kind, remote_id)
) STRICT, WITHOUT ROWID;

-- What is written on pins, and where they are (see pf-mirror-words.c). No prefixes: they double
-- the time it takes. No columns and no places: a word is there or it is not.
CREATE VIRTUAL TABLE words USING fts5 (
  text, content = '', columnsize = 0, detail = none, tokenize = 'unicode61 remove_diacritics 2'
);
