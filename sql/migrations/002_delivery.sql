-- What was said waits in the inbox, what is to be said in the outbox; any instance can go on with either.

ALTER TABLE tidings.inbox
  ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY,
  -- The message itself, as JSON, until it is answered. Null: taken by a version that kept none.
  ADD COLUMN content jsonb,
  ADD COLUMN attempts integer NOT NULL DEFAULT 1,
  -- Whoever works on it says so until then; afterwards anybody may take it again.
  ADD COLUMN held_until timestamptz NOT NULL DEFAULT now() + interval '15 seconds';
CREATE INDEX inbox_held ON tidings.inbox (held_until) WHERE state = 'taken';
CREATE INDEX inbox_open_in_place ON tidings.inbox (place, seq) WHERE state = 'taken';
CREATE INDEX inbox_place ON tidings.inbox (place);

ALTER TABLE tidings.outbox
  ADD COLUMN seq bigint GENERATED ALWAYS AS IDENTITY,
  -- What paces the platform: a workspace and conversation, or a workspace's edits.
  ADD COLUMN lane text,
  ADD COLUMN only_for text,
  -- The platform's short-lived way to answer; a secret, forgotten at the end.
  ADD COLUMN handle text,
  ADD COLUMN content jsonb,
  -- Who hears of it when it can't be delivered.
  ADD COLUMN owner text,
  ADD COLUMN attempts integer NOT NULL DEFAULT 0,
  ADD COLUMN due_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN held_until timestamptz;
CREATE INDEX outbox_due ON tidings.outbox (due_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX outbox_message ON tidings.outbox (place, message) WHERE message IS NOT NULL;

-- When the next message may go to a lane, for all instances together.
CREATE TABLE tidings.lanes (
  lane text PRIMARY KEY,
  free_at timestamptz NOT NULL
);

ALTER TABLE tidings.threads ADD COLUMN message text;
CREATE INDEX threads_message ON tidings.threads (message) WHERE message IS NOT NULL;

ALTER TABLE tidings.people ADD COLUMN profile_at timestamptz;

-- What people thought of an answer; read by whoever keeps the questions of the eval.
CREATE TABLE tidings.feedback (
  reply text NOT NULL,
  person text NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('good', 'bad')),
  wrong text,
  expected text,
  question text,
  query jsonb,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (reply, person)
);

-- Workspaces that installed the app; the installation is encrypted with a key that is not in the database.
CREATE TABLE tidings.installations (
  platform text NOT NULL,
  workspace text NOT NULL,
  sealed bytea NOT NULL,
  installed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (platform, workspace)
);
