-- A turn that speaks of an alert: the rule that was proposed and waits to be saved, or the one that was spoken of.
ALTER TABLE tidings.threads ADD COLUMN alert jsonb;
CREATE INDEX threads_alert ON tidings.threads (place, turn) WHERE alert IS NOT NULL;
CREATE INDEX threads_alert_turn ON tidings.threads (turn) WHERE alert IS NOT NULL;
