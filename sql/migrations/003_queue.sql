-- Who waits for whom: a message for the earlier ones of its conversation, an entry for the earlier ones of its lane.

ALTER TABLE tidings.inbox ADD COLUMN conversation text;
UPDATE tidings.inbox SET conversation = place;
DROP INDEX tidings.inbox_open_in_place;
CREATE INDEX inbox_open_in_conversation ON tidings.inbox (conversation, seq) WHERE state = 'taken';

-- The instance that has an entry in hand; only it may begin to send it.
ALTER TABLE tidings.outbox
  ADD COLUMN held_by uuid,
  -- Key of the reply that it changes, which must be out before.
  ADD COLUMN follows text;
CREATE INDEX outbox_open_in_lane ON tidings.outbox (lane, seq) WHERE state IN ('waiting', 'sending');

-- When the next entry may go; `free_at` counts on from there as if each had taken the whole gap.
ALTER TABLE tidings.lanes ADD COLUMN next_at timestamptz NOT NULL DEFAULT now();
