-- SPDX-License-Identifier: GPL-3.0-or-later
-- The mirror: what Pinterest said, as far as somebody looked. Made anew by each process.
-- Records lie apart from what orders them, so that a pass over a long listing stays small.
-- Ages are microseconds of the monotonic clock.

CREATE TABLE listing (
  id             INTEGER PRIMARY KEY,
  connection_id  TEXT NOT NULL,
  kind           TEXT NOT NULL,             -- boards, sections, pins
  parent         TEXT NOT NULL DEFAULT '',  -- remote id of the board, for sections and pins
  generation     INTEGER NOT NULL DEFAULT 0,
  revision       INTEGER NOT NULL,          -- one more with each change
  rewritten      INTEGER NOT NULL,          -- revision of the last change that was no append
  UNIQUE (connection_id, kind, parent)
) STRICT;

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
  put_at      INTEGER             -- when it was put by itself, not by a page
) STRICT;
CREATE UNIQUE INDEX entry_remote ON entry (remote_id, listing);
CREATE INDEX entry_order ON entry (listing, generation DESC, position);

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
