-- The unverified SQL that a turn was answered with or that was offered for it: what follows may go on from it, and from nothing before.
ALTER TABLE tidings.threads ADD COLUMN sql text;
