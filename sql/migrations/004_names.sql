-- What people are called, so that what somebody shares carries their name.

ALTER TABLE tidings.people ADD COLUMN name text;
