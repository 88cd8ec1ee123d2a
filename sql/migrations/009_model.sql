-- What models were asked on whose account, a row a day (of the catalog's zone) and person; '' is nobody's in particular.
CREATE TABLE tidings.model_spending (
  day date NOT NULL,
  person text NOT NULL,
  tokens_in bigint NOT NULL,
  tokens_out bigint NOT NULL,
  -- In the currency of the configured prices; 0 where there are none.
  cost double precision NOT NULL,
  PRIMARY KEY (day, person)
);

-- What is told but once: a place and a day, or whatever else the key names.
CREATE TABLE tidings.notices (
  key text PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT now()
);

-- Of a question that a model was asked about: which, how it ended, tokens, cost, time.
ALTER TABLE tidings.audit ADD COLUMN model jsonb;
