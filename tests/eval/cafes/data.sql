-- A made-up chain of coffee bars. Everything is arithmetic and hashes: each load gives the same rows.
DROP SCHEMA IF EXISTS kpi_cafes CASCADE;
CREATE SCHEMA kpi_cafes;
SET search_path = kpi_cafes;

CREATE FUNCTION chance(seed text) RETURNS double precision IMMUTABLE LANGUAGE sql
  RETURN ('x' || substr(md5(seed), 1, 7))::bit(28)::int / 268435456.0;

CREATE TABLE shop (cafe text PRIMARY KEY, city text, size double precision);
INSERT INTO shop VALUES
  ('Harbour', 'Dublin', 1.4), ('College Green', 'Dublin', 1.8), ('Smithfield', 'Dublin', 1.0),
  ('English Market', 'Cork', 1.2), ('Marina', 'Cork', 0.6),
  ('Eyre Square', 'Galway', 0.9), ('Spanish Arch', 'Galway', 0.7);

CREATE TABLE till AS
WITH sold AS (
  SELECT d::date AS day, s.city, s.cafe, p.daypart, g.range, t.is_takeaway, g.margin,
    greatest(1, floor(
      s.size * p.share * g.share * CASE WHEN t.is_takeaway THEN 14 ELSE 20 END
      * CASE WHEN extract(isodow FROM d) IN (6, 7) THEN 1.3 ELSE 1 END
      * (1 + (d::date - date '2025-01-01') / 2000.0)
      * (0.6 + 0.8 * chance(s.cafe || p.daypart || g.range || t.is_takeaway || d::date))
    ))::integer AS transactions,
    g.price * (0.9 + 0.2 * chance('price' || s.cafe || g.range || d::date)) AS price
  FROM shop s,
    (VALUES ('Morning', 1.6), ('Lunch', 1.1), ('Afternoon', 0.8)) AS p (daypart, share),
    (VALUES ('Coffee', 1.7, 3.6, 0.72), ('Pastries', 0.9, 3.1, 0.55), ('Sandwiches', 0.6, 7.4, 0.48)) AS g (range, share, price, margin),
    (VALUES (true), (false)) AS t (is_takeaway),
    generate_series(timestamp '2025-01-01', timestamp '2026-06-09', interval '1 day') AS d
)
SELECT day, city, cafe, daypart, range, is_takeaway, transactions,
  round((transactions * price)::numeric, 2) AS net_sales,
  round((transactions * price * margin)::numeric, 2) AS gross_profit
FROM sold;

CREATE TABLE cards AS
SELECT d::date AS issued_on, s.city, s.cafe, n AS card_no,
  (ARRAY['Green', 'Silver', 'Gold'])[1 + floor(chance('level' || s.cafe || d::date || n) ^ 2 * 3)::integer] AS level
FROM shop s, generate_series(timestamp '2025-01-01', timestamp '2026-06-09', interval '1 day') AS d,
  generate_series(1, 4) AS n
WHERE chance('card' || s.cafe || d::date || n) < 0.35 * s.size;

CREATE TABLE shifts AS
SELECT d::date AS day, s.city, s.cafe, r.role,
  round((s.size * r.hours * (0.8 + 0.4 * chance('hours' || s.cafe || r.role || d::date)))::numeric, 1) AS hours,
  round((s.size * r.hours * (0.8 + 0.4 * chance('hours' || s.cafe || r.role || d::date)) * r.wage)::numeric, 2) AS cost
FROM shop s, (VALUES ('Barista', 22, 14.5), ('Kitchen', 9, 15.5), ('Manager', 8, 21)) AS r (role, hours, wage),
  generate_series(timestamp '2025-01-01', timestamp '2026-06-09', interval '1 day') AS d;

CREATE TABLE waste AS
SELECT d::date AS day, s.city, s.cafe, g.range,
  round((s.size * g.cost * chance('waste' || s.cafe || g.range || d::date))::numeric, 2) AS cost
FROM shop s, (VALUES ('Pastries', 14), ('Sandwiches', 22)) AS g (range, cost),
  generate_series(timestamp '2025-01-01', timestamp '2026-06-09', interval '1 day') AS d;

ANALYZE;

RESET search_path;
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tidings_keeper') THEN
    GRANT USAGE ON SCHEMA kpi_cafes TO tidings_keeper;
    GRANT SELECT ON ALL TABLES IN SCHEMA kpi_cafes TO tidings_keeper WITH GRANT OPTION;
  END IF;
END $$;
