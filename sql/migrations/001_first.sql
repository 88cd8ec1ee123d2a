-- The bot's own tables, schema tidings. Added to by later files, never edited once merged.

CREATE TABLE tidings.people (
  person text PRIMARY KEY,
  email text,
  locale text,
  first_seen timestamptz NOT NULL DEFAULT now(),
  last_seen timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE tidings.threads (
  place text NOT NULL,
  turn bigint GENERATED ALWAYS AS IDENTITY,
  person text NOT NULL,
  asked_at timestamptz NOT NULL,
  words text NOT NULL,
  query jsonb,
  wish jsonb,
  PRIMARY KEY (place, turn)
);
CREATE INDEX threads_asked_at ON tidings.threads (asked_at);

CREATE TABLE tidings.inbox (
  message text PRIMARY KEY,
  place text NOT NULL,
  state text NOT NULL CHECK (state IN ('taken', 'answered')),
  taken_at timestamptz NOT NULL DEFAULT now(),
  answered_at timestamptz
);
CREATE INDEX inbox_taken ON tidings.inbox (taken_at) WHERE state = 'taken';

CREATE TABLE tidings.outbox (
  key text PRIMARY KEY,
  place text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'refused')),
  reply jsonb NOT NULL,
  message text,
  because text,
  written_at timestamptz NOT NULL DEFAULT now(),
  ended_at timestamptz
);
CREATE INDEX outbox_open ON tidings.outbox (written_at) WHERE state IN ('waiting', 'sending');

CREATE TABLE tidings.pictures (
  id text PRIMARY KEY,
  png bytea NOT NULL,
  alt_text text NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX pictures_expires_at ON tidings.pictures (expires_at);

CREATE TABLE tidings.tokens (
  hash text PRIMARY KEY,
  person text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);

-- What a policy's dimensions hold and since when, so that a cold start need not read it all again.
CREATE TABLE tidings.knowledge (
  policy text PRIMARY KEY,
  content jsonb NOT NULL,
  read_at timestamptz NOT NULL DEFAULT now()
);

-- Append-only: whoever writes it has neither UPDATE nor DELETE. Months are partitions, so that old ones can be dropped.
CREATE TABLE tidings.audit (
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  message text,
  place text,
  person text,
  policy text,
  kind text NOT NULL,
  question text,
  understood text,
  planner text,
  query jsonb,
  sql text,
  rule text,
  error text,
  row_count integer,
  bytes integer,
  elapsed_ms real
) PARTITION BY RANGE (at);
CREATE INDEX audit_at ON tidings.audit (at);
CREATE INDEX audit_person ON tidings.audit (person, at);
REVOKE UPDATE, DELETE, TRUNCATE ON tidings.audit FROM CURRENT_USER;
