-- Events folded into windows, who watches what, and what was found. Tables of windows, one a view, are made from the catalog.

-- The truth about how far each partition is counted: moved in the transaction that merges what was counted.
CREATE TABLE tidings.offsets (
  topic text NOT NULL,
  partition integer NOT NULL,
  next_offset bigint NOT NULL,
  -- Newest event time seen in the partition, and when a record of it last came.
  newest timestamptz,
  received_at timestamptz,
  counted bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic, partition)
);

-- Ids of events, as 8-byte hashes side by side, one row a flush, so that what a producer sends twice counts once.
CREATE TABLE tidings.seen_ids (
  topic text NOT NULL,
  partition integer NOT NULL,
  at timestamptz NOT NULL,
  hashes bytea NOT NULL
);
CREATE INDEX seen_ids_at ON tidings.seen_ids (topic, partition, at);

-- Records that could not be counted, with the reason; kept to be replayed.
CREATE TABLE tidings.dead_letters (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  stream text,
  topic text NOT NULL,
  partition integer NOT NULL,
  "offset" bigint NOT NULL,
  reason text NOT NULL,
  explanation text NOT NULL,
  value bytea,
  received_at timestamptz NOT NULL DEFAULT now(),
  replayed_at timestamptz,
  UNIQUE (topic, partition, "offset")
);
CREATE INDEX dead_letters_open ON tidings.dead_letters (received_at) WHERE replayed_at IS NULL;

-- Finished points of KPIs that somebody else aggregates. The newest value of a point holds.
CREATE TABLE tidings.points (
  kpi text NOT NULL,
  slice text NOT NULL,
  bucket timestamptz NOT NULL,
  value double precision NOT NULL,
  PRIMARY KEY (kpi, slice, bucket)
);

-- Windows that were touched, for whoever watches that shard. No key: a mark that one transaction takes away must not
-- swallow the mark of another that has not committed yet.
CREATE TABLE tidings.dirty (
  shard smallint NOT NULL,
  view text NOT NULL,
  slice text NOT NULL,
  bucket timestamptz NOT NULL
);
CREATE INDEX dirty_shard ON tidings.dirty (shard);

-- Who does what alone. The term grows with each new holder, so that a former one cannot write any more.
CREATE TABLE tidings.leases (
  name text PRIMARY KEY,
  holder text,
  term bigint NOT NULL DEFAULT 0,
  held_until timestamptz NOT NULL DEFAULT '-infinity'
);

-- Rules that people made in chat; those of a file are read from it at each start and kept here under their names.
CREATE TABLE tidings.rules (
  id text PRIMARY KEY,
  source text NOT NULL CHECK (source IN ('chat', 'file')),
  rule jsonb NOT NULL,
  -- What people did with it since: muted until when, and by how much its bar was raised (1: not).
  muted_until timestamptz,
  bar double precision NOT NULL DEFAULT 1,
  made_by text,
  made_at timestamptz NOT NULL DEFAULT now(),
  changed_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);

-- State of a detector of a series at a grain, as JSON; `upto` is the end of the last bucket it has observed.
CREATE TABLE tidings.detectors (
  kpi text NOT NULL,
  slice text NOT NULL,
  grain text NOT NULL,
  upto timestamptz NOT NULL,
  state jsonb NOT NULL,
  PRIMARY KEY (kpi, slice, grain)
);

-- One incident is one message in each place that hears of it.
CREATE TABLE tidings.incidents (
  id text PRIMARY KEY,
  rule text NOT NULL,
  kpi text NOT NULL,
  slice text NOT NULL,
  state text NOT NULL CHECK (state IN ('open', 'resolved')),
  opened_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  resolved_at timestamptz,
  acknowledged_by text,
  snoozed_until timestamptz,
  -- Raised with each change that is worth telling; the outbox key of what tells it ends in it.
  revision integer NOT NULL DEFAULT 0,
  content jsonb NOT NULL
);
CREATE INDEX incidents_open ON tidings.incidents (rule, kpi) WHERE state = 'open';
CREATE INDEX incidents_opened_at ON tidings.incidents (opened_at);

-- What people thought of an alert.
CREATE TABLE tidings.incident_votes (
  incident text NOT NULL,
  person text NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('useful', 'not_useful')),
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (incident, person)
);
