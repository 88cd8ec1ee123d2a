-- What people do with an alert: who snoozed it, whether its verdicts raised the bar of its rule and by which factor, and
-- where a rule is muted, which holds for one place and all who are in it.
ALTER TABLE tidings.incidents ADD COLUMN snoozed_by text, ADD COLUMN bar_by double precision;

CREATE TABLE tidings.mutes (
  rule text NOT NULL,
  place text NOT NULL,
  -- `infinity`: until somebody unmutes it.
  until timestamptz NOT NULL,
  by_person text,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (rule, place)
);
INSERT INTO tidings.mutes (rule, place, until)
  SELECT id, told.place, muted_until FROM tidings.rules, jsonb_array_elements_text(rule -> 'tell') AS told (place)
  WHERE muted_until IS NOT NULL
  ON CONFLICT DO NOTHING;
ALTER TABLE tidings.rules DROP COLUMN muted_until;
