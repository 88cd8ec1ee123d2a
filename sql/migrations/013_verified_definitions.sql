-- A fingerprint of what the KPIs, views and dimensions of a verified answer were defined as when it was vouched for. Null: it
-- is not known.
ALTER TABLE tidings.verified ADD COLUMN definitions text;
