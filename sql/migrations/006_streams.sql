-- How far a partition reaches and when what was counted last was written, so that anybody can say how far behind counting is;
-- and what became of records, for whoever counts them.
ALTER TABLE tidings.offsets
  ADD COLUMN end_offset bigint,
  ADD COLUMN written_at timestamptz,
  ADD COLUMN duplicates bigint NOT NULL DEFAULT 0,
  ADD COLUMN late bigint NOT NULL DEFAULT 0,
  ADD COLUMN very_late bigint NOT NULL DEFAULT 0,
  ADD COLUMN before_boundary bigint NOT NULL DEFAULT 0,
  -- When an event last came whose bucket had ended, and for which bucket: answers say so for a while.
  ADD COLUMN late_at timestamptz,
  ADD COLUMN late_bucket timestamptz;
