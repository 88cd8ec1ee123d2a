-- Questions that somebody vouched for in chat, with the query that answers them: its periods are in words. Those of
-- verified.yml are not here. A revoked one stays, for who asks later what was verified when.
CREATE TABLE tidings.verified (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  question text NOT NULL,
  query jsonb NOT NULL,
  by_person text NOT NULL,
  by_name text NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  revoked_by text,
  revoked_at timestamptz
);
