-- SPDX-License-Identifier: GPL-3.0-or-later
-- pinfold.db, version 1: the user's own work. Times are microseconds since 1970 UTC.

CREATE TABLE app_record (          -- an App ID; its secret lies sealed in sealed/<id>
  id            TEXT PRIMARY KEY,  -- UUID
  service       TEXT NOT NULL,     -- pinterest, sandbox, practice
  client_id     TEXT NOT NULL,
  redirect_uri  TEXT NOT NULL,
  secret_last4  TEXT NOT NULL DEFAULT '',
  created_at    INTEGER NOT NULL,
  UNIQUE (service, client_id)
) STRICT;

CREATE TABLE connection (          -- an account on a service; its tokens lie sealed in sealed/<id>
  id                 TEXT PRIMARY KEY,  -- UUID
  app_record_id      TEXT NOT NULL REFERENCES app_record (id),
  service            TEXT NOT NULL,
  kind               TEXT NOT NULL,     -- id in the catalogue
  account_id         TEXT,
  username           TEXT,
  display_name       TEXT,
  account_type       TEXT,
  avatar_url         TEXT,
  board_count        INTEGER,
  scopes_wanted      TEXT NOT NULL DEFAULT '',
  scopes_granted     TEXT NOT NULL DEFAULT '',
  state              TEXT NOT NULL,     -- see PfConnectionState
  problem            TEXT,              -- words of the last failure
  publishing         INTEGER NOT NULL DEFAULT 1,
  trial              INTEGER NOT NULL DEFAULT 0,
  pin_edit_refused   INTEGER NOT NULL DEFAULT 0,
  access_expires_at  INTEGER,
  refresh_expires_at INTEGER,
  refreshed_at       INTEGER,
  connected_at       INTEGER NOT NULL,
  position           INTEGER NOT NULL DEFAULT 0,
  UNIQUE (service, account_id)
) STRICT;

CREATE TABLE setup (               -- how far somebody came in the set-up assistant
  kind           TEXT PRIMARY KEY,
  step           TEXT NOT NULL,
  answers        TEXT NOT NULL DEFAULT '{}',  -- JSON of what was ticked and written; never a secret
  waiting_since  INTEGER,
  modified_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE blob (
  sha256      TEXT PRIMARY KEY,
  size        INTEGER NOT NULL,
  created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE draft (
  uuid           TEXT PRIMARY KEY,
  connection_id  TEXT,              -- no foreign key: a draft outlives its connection
  board_uuid     TEXT,
  section_uuid   TEXT,
  title          TEXT NOT NULL DEFAULT '',
  description    TEXT NOT NULL DEFAULT '',
  alt_text       TEXT NOT NULL DEFAULT '',
  link           TEXT NOT NULL DEFAULT '',
  blob           TEXT REFERENCES blob (sha256),
  picture_name   TEXT,
  width          INTEGER NOT NULL DEFAULT 0,
  height         INTEGER NOT NULL DEFAULT 0,
  media          TEXT NOT NULL DEFAULT '{}',   -- JSON: turns and crop, carousel, video (PfPinMedia)
  group_uuid     TEXT,                         -- drafts written together in one window
  group_position INTEGER NOT NULL DEFAULT 0,
  own_fields     INTEGER NOT NULL DEFAULT 0,   -- which fields are not shared with the group
  problem        TEXT,
  created_at     INTEGER NOT NULL,
  modified_at    INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
  uuid           TEXT PRIMARY KEY,
  seq            INTEGER NOT NULL UNIQUE,   -- order of intent
  connection_id  TEXT NOT NULL,             -- no foreign key: rows wait for their account
  account_id     TEXT,                      -- so that a reconnected account finds its rows again
  service        TEXT NOT NULL,
  op             TEXT NOT NULL,             -- see PfOutboxOp
  object_uuid    TEXT NOT NULL,             -- what it makes or changes
  board_uuid     TEXT,
  section_uuid   TEXT,
  remote_id      TEXT,                      -- recorded in the transaction that marks the row done
  payload        TEXT NOT NULL,             -- JSON of the fields
  blob           TEXT REFERENCES blob (sha256),  -- what is uploaded
  source_blob    TEXT REFERENCES blob (sha256),  -- the picture as given, should it be a draft again
  fingerprint    INTEGER,                   -- of the picture, for reconciliation
  batch_id       TEXT NOT NULL,
  undone_by      TEXT,                      -- the batch that took it back before it left
  source_row     TEXT,                      -- the row that it takes back
  depends_on     TEXT REFERENCES outbox (uuid),
  not_before     INTEGER NOT NULL DEFAULT 0,
  state          TEXT NOT NULL,             -- see PfOutboxState
  attempts       INTEGER NOT NULL DEFAULT 0,
  lease_owner    TEXT,
  lease_until    INTEGER,
  sent_at        INTEGER,                   -- intent to send, before the first byte
  error_kind     TEXT,
  error_code     INTEGER,
  error_message  TEXT,
  request_id     TEXT,
  created_at     INTEGER NOT NULL,
  modified_at    INTEGER NOT NULL,
  done_at        INTEGER
) STRICT;
CREATE INDEX outbox_due ON outbox (state, not_before, seq);
CREATE INDEX outbox_batch ON outbox (batch_id);
CREATE INDEX outbox_object ON outbox (object_uuid);
CREATE INDEX outbox_child ON outbox (depends_on) WHERE depends_on IS NOT NULL;

CREATE TABLE batch (               -- rows that are one Undo; rows enqueued by themselves have none
  id          TEXT PRIMARY KEY,
  words       TEXT NOT NULL,       -- what it does, for people
  undoes      TEXT,                -- the batch that it takes back
  created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE snippet (             -- what the user keeps for an account to use again
  uuid           TEXT PRIMARY KEY,
  connection_id  TEXT NOT NULL,    -- no foreign key: as drafts, they outlive their connection
  kind           TEXT NOT NULL,    -- link-tags, text, edit
  name           TEXT NOT NULL,
  value          TEXT NOT NULL,    -- link-tags: a query string; text: the text; edit: JSON
  created_at     INTEGER NOT NULL,
  modified_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX snippet_of ON snippet (connection_id, kind, name);

CREATE TABLE outbox_attempt (      -- history, shown to the user
  outbox_uuid  TEXT NOT NULL REFERENCES outbox (uuid) ON DELETE CASCADE,
  number       INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  outcome      TEXT NOT NULL,      -- sent, done, failed, unknown, waiting
  error_kind   TEXT,
  error_code   INTEGER,
  message      TEXT,
  request_id   TEXT,
  PRIMARY KEY (outbox_uuid, number, outcome)
) STRICT;

CREATE TABLE object (              -- local UUID <-> Pinterest id
  uuid           TEXT PRIMARY KEY,
  connection_id  TEXT NOT NULL,
  kind           TEXT NOT NULL,    -- board, section, pin
  remote_id      TEXT NOT NULL,
  UNIQUE (connection_id, kind, remote_id)
) STRICT;

CREATE TABLE budget (              -- shared by all processes
  service      TEXT NOT NULL,
  client_id    TEXT NOT NULL,
  account_id   TEXT NOT NULL,      -- '' on the trial tier, whose budget is the app's
  category     TEXT NOT NULL,
  limit_       INTEGER NOT NULL,
  remaining    INTEGER NOT NULL,
  reset_at     INTEGER NOT NULL,
  blocked_until INTEGER NOT NULL DEFAULT 0,
  trial        INTEGER NOT NULL DEFAULT 0,
  modified_at  INTEGER NOT NULL,
  PRIMARY KEY (service, client_id, account_id, category)
) STRICT;

CREATE TABLE kept (                -- what the user wants kept on this computer, see PfKeep
  connection_id  TEXT PRIMARY KEY,
  what           INTEGER NOT NULL
) STRICT;

CREATE TABLE favourite_board (
  connection_id  TEXT NOT NULL,
  board_uuid     TEXT NOT NULL,
  position       INTEGER NOT NULL,
  PRIMARY KEY (connection_id, board_uuid)
) STRICT;

-- Analytics that the user keeps ("Keep analytics on this computer"): each day once, what is told anew
-- replaces it. Written only while `kept` says so.
CREATE TABLE metric_day (
  connection_id  TEXT NOT NULL,
  subject        TEXT NOT NULL,    -- '' the account, 'counts' its followers and the like, or a pin's id
  filter         TEXT NOT NULL,    -- what it leaves out and how it is split; '' for nothing
  part           TEXT NOT NULL,    -- of the split, as the service writes it
  metric         TEXT NOT NULL,    -- as the service writes it
  day            INTEGER NOT NULL, -- since 1970, UTC
  value          REAL NOT NULL,
  estimate       INTEGER NOT NULL DEFAULT 0,
  told_at        INTEGER NOT NULL,
  PRIMARY KEY (connection_id, subject, filter, part, day, metric)
) STRICT, WITHOUT ROWID;

CREATE TABLE day_note (            -- what the user wrote on a day; not Pinterest's, so it stays
  uuid           TEXT PRIMARY KEY,
  connection_id  TEXT NOT NULL,
  day            INTEGER NOT NULL,
  text           TEXT NOT NULL,
  modified_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX day_note_of ON day_note (connection_id, day);
