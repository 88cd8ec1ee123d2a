-- What is remembered of a rule and a slice between two looks: in which of the last buckets it held, since when, and when
-- it may speak again. Nothing where nothing is to be remembered.
CREATE TABLE tidings.tracks (
  rule text NOT NULL,
  slice text NOT NULL,
  track jsonb NOT NULL,
  PRIMARY KEY (rule, slice)
);

-- The view tells whose an incident is; the book what the watcher remembers of it beyond what is shown.
ALTER TABLE tidings.incidents ADD COLUMN view text NOT NULL DEFAULT '', ADD COLUMN book jsonb NOT NULL DEFAULT '{}';
CREATE INDEX incidents_open_view ON tidings.incidents (view) WHERE state = 'open';
