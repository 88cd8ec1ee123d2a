-- Somebody else's data: one row is one flight of a sample of 20,000 US domestic flights of early 2001.
DROP SCHEMA IF EXISTS flights CASCADE;
CREATE SCHEMA flights;

CREATE TABLE flights.airport (
  iata text PRIMARY KEY,
  name text NOT NULL,
  city text,
  state text
);

CREATE TABLE flights.flight (
  departed_at timestamp NOT NULL,
  delay integer NOT NULL,
  distance integer NOT NULL,
  origin text NOT NULL,
  destination text NOT NULL
);
CREATE INDEX ON flights.flight (departed_at);

CREATE VIEW flights.departures AS
SELECT
  f.departed_at,
  f.delay AS delay_minutes,
  f.distance AS distance_miles,
  f.delay > 15 AS is_late,
  CASE WHEN f.delay > 15 THEN 1 ELSE 0 END AS late,
  f.origin,
  o.city AS origin_city,
  o.state AS origin_state,
  f.destination,
  d.city AS destination_city,
  d.state AS destination_state
FROM flights.flight f
LEFT JOIN flights.airport o ON o.iata = f.origin
LEFT JOIN flights.airport d ON d.iata = f.destination;

-- No time column: a list of airports.
CREATE VIEW flights.airports AS SELECT iata, name, city, state FROM flights.airport;

GRANT USAGE ON SCHEMA flights TO tidings_keeper;
GRANT SELECT ON flights.departures, flights.airports TO tidings_keeper WITH GRANT OPTION;
