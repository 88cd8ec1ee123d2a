-- A made-up group of eight hotels. Everything is arithmetic and hashes: each load gives the same rows.
DROP SCHEMA IF EXISTS kpi_hotel CASCADE;
CREATE SCHEMA kpi_hotel;
SET search_path = kpi_hotel;
SET jit = off;

-- The same number between 0 and 1 for the same text.
CREATE FUNCTION chance(seed text) RETURNS double precision IMMUTABLE LANGUAGE sql
  RETURN ('x' || substr(md5(seed), 1, 7))::bit(28)::int / 268435456.0;

CREATE TABLE hotel (
  id integer PRIMARY KEY, name text, city text, region text, price numeric, fullness double precision
);
INSERT INTO hotel VALUES
  (1, 'Palácio da Estrela', 'Lisboa', 'Lisboa', 1.55, 0.66),
  (2, 'Casa do Rossio', 'Lisboa', 'Lisboa', 1.05, 0.72),
  (3, 'Baía de Cascais', 'Cascais', 'Lisboa', 1.40, 0.58),
  (4, 'Ribeira 12', 'Porto', 'Norte', 0.95, 0.69),
  (5, 'Grand Douro', 'Porto', 'Norte', 1.20, 0.61),
  (6, 'Quinta das Oliveiras', 'Évora', 'Alentejo', 1.00, 0.48),
  (7, 'Praia do Farol', 'Faro', 'Algarve', 0.85, 0.51),
  (8, 'Lagos Beach Resort', 'Lagos', 'Algarve', 1.15, 0.55);

CREATE TABLE hotel_room_type (hotel_id integer, room_type text, capacity integer, base numeric);
INSERT INTO hotel_room_type VALUES
  (1, 'Standard Double', 40, 110), (1, 'Superior Double', 24, 145), (1, 'Junior Suite', 11, 230),
  (2, 'Standard Double', 36, 98), (2, 'Family Room', 14, 150),
  (3, 'Superior Double', 30, 140), (3, 'Junior Suite', 9, 240),
  (4, 'Standard Double', 28, 92), (4, 'Superior Double', 16, 125),
  (5, 'Standard Double', 52, 104), (5, 'Junior Suite', 13, 215),
  (6, 'Superior Double', 18, 118), (6, 'Family Room', 8, 160),
  (7, 'Standard Double', 44, 90), (7, 'Family Room', 26, 140),
  (8, 'Standard Double', 60, 102), (8, 'Family Room', 32, 155), (8, 'Junior Suite', 15, 220);

CREATE TABLE room AS
SELECT row_number() OVER (ORDER BY t.hotel_id, t.room_type, n)::integer AS id, t.hotel_id, t.room_type,
  1 + floor(chance('floor' || t.hotel_id || t.room_type || n) * CASE t.hotel_id WHEN 5 THEN 9 WHEN 6 THEN 2 ELSE 5 END)::integer AS floor,
  round((CASE t.room_type WHEN 'Standard Double' THEN 19 WHEN 'Superior Double' THEN 25 WHEN 'Family Room' THEN 33 ELSE 44 END
    + chance('size' || t.hotel_id || t.room_type || n) * 9)::numeric, 1) AS size_m2,
  t.hotel_id IN (3, 7, 8) AND chance('sea' || t.hotel_id || t.room_type || n) < 0.45 AS sea_view,
  CASE WHEN chance('status' || t.hotel_id || t.room_type || n) < 0.06 THEN 'Under renovation' ELSE 'In service' END AS status,
  2009 + floor(chance('year' || t.hotel_id || t.room_type || n % 7) * 16)::integer AS renovated
FROM hotel_room_type t, generate_series(1, t.capacity) AS n;

CREATE TABLE night AS
WITH sold AS (
  SELECT d::date AS night, t.hotel_id, t.room_type, h.price, t.base, h.fullness, t.capacity,
    floor(chance('ooo' || t.hotel_id || t.room_type || to_char(d, 'IYYYIW')) ^ 2 * 4)::integer AS out_of_order,
    0.19 * sin((extract(doy FROM d) - 105) / 365.0 * 2 * pi())
      + CASE WHEN extract(isodow FROM d) IN (5, 6) THEN 0.10 WHEN extract(isodow FROM d) = 7 THEN -0.08 ELSE 0 END
      * CASE WHEN h.region IN ('Lisboa', 'Norte') THEN 1 ELSE 1.3 END
      + (d::date - date '2023-01-01') / 1018.0 * 0.07 AS season,
    chance('occ' || t.hotel_id || t.room_type || d::date) - 0.5 AS noise,
    chance('rate' || t.hotel_id || t.room_type || d::date) AS noise2
  FROM hotel_room_type t JOIN hotel h ON h.id = t.hotel_id,
    generate_series(timestamp '2023-01-01', timestamp '2025-10-14', interval '1 day') AS d
  -- Praia do Farol is shut every January.
  WHERE NOT (t.hotel_id = 7 AND extract(month FROM d) = 1)
), counted AS (
  SELECT *, capacity - out_of_order AS rooms_available,
    round((capacity - out_of_order) * least(1, greatest(0.05, fullness + season + noise * 0.3)))::integer AS rooms_sold
  FROM sold
)
SELECT night, hotel_id, room_type, rooms_available, rooms_sold, out_of_order,
  round((rooms_sold * base * price * (1 + season * 0.9 + noise2 * 0.12))::numeric, 2) AS room_revenue
FROM counted;

CREATE TABLE booking AS
WITH raw AS (
  SELECT i, date '2023-01-01' + abs(floor(1033.98 * (i / 12000.0 + 0.02 * sin(i / 12000.0 * 18))
      - chance('d' || i) * chance('e' || i) * 25))::integer AS day,
    chance('p' || i) AS p, chance('t' || i) AS t, chance('c' || i) AS c, chance('s' || i) AS s, chance('r' || i) AS r,
    chance('g' || i) AS g, chance('l' || i) AS l, chance('z' || i) AS z, chance('n' || i) AS n, chance('x' || i) AS x,
    chance('h' || i) AS h, chance('m' || i) AS m, chance('w' || i) AS w, chance('v' || i) AS v
  FROM generate_series(1, 12000) AS i
), chosen AS (
  SELECT *, (CASE WHEN p < .19 THEN 1 WHEN p < .35 THEN 2 WHEN p < .45 THEN 3 WHEN p < .58 THEN 4 WHEN p < .73 THEN 5
      WHEN p < .79 THEN 6 WHEN p < .87 THEN 7 ELSE 8 END) AS hotel_id,
    CASE WHEN c < .38 THEN 'Booking.com' WHEN c < .52 THEN 'Expedia' WHEN c < .78 THEN 'Hotel website' WHEN c < .87 THEN 'Phone'
      WHEN c < .92 THEN 'Walk-in' ELSE 'Corporate' END AS channel
  FROM raw
), typed AS (
  SELECT c.*, ht.room_type, ht.base, ht.price,
    CASE WHEN channel = 'Walk-in' THEN 0 ELSE floor(l * l * 180)::integer END AS lead_days,
    CASE WHEN s < .62 THEN 'Leisure' WHEN channel = 'Corporate' OR s < .83 THEN 'Corporate' WHEN s < .93 THEN 'Groups' ELSE 'Weddings' END AS segment,
    1 + floor(n * n * 9)::integer AS nights,
    CASE WHEN z < .28 THEN 1 WHEN z < .74 THEN 2 WHEN z < .84 THEN 3 WHEN z < .94 THEN 4 WHEN z < .98 THEN 5 ELSE 6 END AS party_size
  FROM chosen c
  JOIN LATERAL (
    SELECT t.room_type, t.base, h.price FROM hotel_room_type t JOIN hotel h ON h.id = t.hotel_id
    WHERE t.hotel_id = c.hotel_id ORDER BY chance(c.i || t.room_type) ^ (30.0 / t.capacity) DESC LIMIT 1
  ) ht ON true
), planned AS (
  SELECT *, CASE WHEN lead_days < 4 AND r < .5 THEN 'Last minute' WHEN lead_days > 90 AND r < .6 THEN 'Early bird'
      WHEN r < .45 THEN 'Flexible' WHEN r < .82 THEN 'Non-refundable' ELSE 'Half board' END AS rate_plan
  FROM typed
)
SELECT i AS id, hotel_id, room_type,
  day + CASE
      WHEN day = date '2025-10-15' THEN make_interval(hours => floor(h * 10)::integer)
      WHEN h < .06 THEN make_interval(hours => floor(h / .06 * 8)::integer)
      WHEN h < .55 THEN make_interval(hours => 8 + floor((h - .06) / .49 * 9)::integer)
      WHEN h < .93 THEN make_interval(hours => 17 + floor((h - .55) / .38 * 5)::integer)
      ELSE make_interval(hours => 22 + floor((h - .93) / .07 * 2)::integer) END
    + make_interval(mins => floor(m * 60)::integer) AS booked_at,
  day + lead_days AS arrival_date, day + lead_days + nights AS departure_date, lead_days, nights, party_size,
  channel, segment, rate_plan,
  CASE WHEN g < .26 THEN 'Portugal' WHEN g < .40 THEN 'Spain' WHEN g < .53 THEN 'United Kingdom' WHEN g < .64 THEN 'Germany'
    WHEN g < .73 THEN 'France' WHEN g < .80 THEN 'United States' WHEN g < .855 THEN 'Brazil' WHEN g < .90 THEN 'Netherlands'
    WHEN g < .93 THEN 'Ireland' WHEN g < .945 THEN 'Türkiye' WHEN g < .955 THEN 'Côte d''Ivoire' ELSE NULL END AS guest_country,
  CASE WHEN w < .12 THEN 'Gold' WHEN w < .31 THEN 'Silver' WHEN w < .50 THEN 'Azul' ELSE NULL END AS loyalty,
  x < CASE rate_plan WHEN 'Non-refundable' THEN .05 WHEN 'Last minute' THEN .08 WHEN 'Half board' THEN .17 ELSE .24 END
    + CASE WHEN channel IN ('Booking.com', 'Expedia') THEN .05 ELSE 0 END AS is_cancelled,
  round((nights * base * price * CASE rate_plan WHEN 'Half board' THEN 1.35 WHEN 'Non-refundable' THEN 0.9 WHEN 'Early bird' THEN 0.85 ELSE 1 END
    * (0.9 + v * 0.35))::numeric, 2) AS total_value,
  1 + floor(chance('guest' || i) * 5200)::integer AS guest_id
FROM planned;

CREATE TABLE review AS
WITH raw AS (
  SELECT i, timestamp '2023-01-06' + make_interval(mins => (floor(i / 4200.0 * 1013 * 1440) + chance('rm' || i) * 300)::integer) AS reviewed_at,
    chance('rp' || i) AS p, chance('rs' || i) AS s, chance('rt' || i) AS t, chance('rl' || i) AS l, chance('rv' || i) AS v, chance('rw' || i) AS w
  FROM generate_series(1, 4200) AS i
), placed AS (
  SELECT *, CASE WHEN p < .17 THEN 1 WHEN p < .36 THEN 2 WHEN p < .44 THEN 3 WHEN p < .58 THEN 4 WHEN p < .71 THEN 5
      WHEN p < .78 THEN 6 WHEN p < .87 THEN 7 ELSE 8 END AS hotel_id
  FROM raw
)
SELECT i AS id, hotel_id, reviewed_at,
  CASE WHEN s < .44 THEN 'Booking.com' WHEN s < .71 THEN 'Google' WHEN s < .89 THEN 'Tripadvisor' ELSE 'Hotel website' END AS site,
  CASE WHEN t < .37 THEN 'Couples' WHEN t < .61 THEN 'Families' WHEN t < .78 THEN 'Business' WHEN t < .91 THEN 'Solo' ELSE 'Friends' END AS traveller,
  CASE WHEN l < .42 THEN 'English' WHEN l < .63 THEN 'Portuguese' WHEN l < .77 THEN 'Spanish' WHEN l < .88 THEN 'German' ELSE 'French' END AS language,
  greatest(1, least(10, round(10.4 - v * v * 8 + (ARRAY[.6, -.5, .8, .1, -.1, 1.0, -.9, .3])[hotel_id])))::integer AS score,
  w < greatest(0.1, 0.92 - v * v * 0.8) AS would_return
FROM placed
WHERE reviewed_at < timestamp '2025-10-15 10:00';

CREATE TABLE outlet (id integer PRIMARY KEY, hotel_id integer, name text, kind text, size integer, price numeric);
INSERT INTO outlet VALUES
  (1, 1, 'Terraço', 'Restaurant', 46, 42), (2, 2, 'Café Central', 'Café', 38, 15), (3, 3, 'Maré', 'Restaurant', 40, 48),
  (4, 5, '1908 Bar', 'Bar', 26, 19), (5, 6, 'Olival', 'Restaurant', 18, 34), (6, 8, 'Sunday Kitchen', 'Restaurant', 55, 27);

CREATE TABLE serving AS
SELECT o.id AS outlet_id, s.meal, d + make_interval(hours => s.first + floor(chance('hr' || o.id || s.meal || d::date) * 3)::integer) AS hour,
  greatest(1, round(o.size * s.weight * (1 + 0.3 * sin((extract(doy FROM d) - 105) / 365.0 * 2 * pi()))
    * CASE WHEN extract(isodow FROM d) IN (5, 6) THEN 1.35 ELSE 1 END * (0.7 + chance('cv' || o.id || s.meal || d::date) * 0.6)))::integer AS covers,
  chance('sp' || o.id || s.meal || d::date) AS noise, o.price * s.factor * (1 + (d::date - date '2023-01-01') / 1018.0 * 0.11)::numeric AS price
FROM outlet o
JOIN (VALUES ('Breakfast', 7, 0.8, 0.45), ('Lunch', 12, 0.6, 0.85), ('Dinner', 19, 1.0, 1.15), ('Late night', 22, 0.5, 0.6))
  AS s (meal, first, weight, factor) ON CASE o.kind WHEN 'Bar' THEN s.meal IN ('Dinner', 'Late night') WHEN 'Café' THEN s.meal IN ('Breakfast', 'Lunch') ELSE s.meal <> 'Late night' END,
  generate_series(timestamp '2023-01-01', timestamp '2025-10-15', interval '1 day') AS d
WHERE NOT (o.id = 4 AND extract(isodow FROM d) = 1)
  AND NOT (s.meal = 'Late night' AND d >= timestamp '2025-10-15');
ALTER TABLE serving ADD revenue numeric;
UPDATE serving SET revenue = round((covers * price * (0.9 + noise * 0.2))::numeric, 2);
DELETE FROM serving WHERE hour >= timestamp '2025-10-15 10:00';

CREATE VIEW bookings AS
SELECT b.booked_at, b.arrival_date, b.departure_date, h.region, h.city, h.name AS property, b.room_type, b.channel, b.segment, b.rate_plan,
  b.guest_country, b.loyalty, b.party_size, b.nights, b.is_cancelled, b.lead_days, b.total_value, b.guest_id,
  'guest' || b.guest_id || '@example.com' AS guest_email
FROM booking b JOIN hotel h ON h.id = b.hotel_id;

CREATE VIEW stays AS
SELECT n.night, h.region, h.city, h.name AS property, n.room_type, n.rooms_available, n.rooms_sold, n.out_of_order, n.room_revenue
FROM night n JOIN hotel h ON h.id = n.hotel_id;

CREATE VIEW reviews AS
SELECT r.reviewed_at, h.region, h.city, h.name AS property, r.site, r.traveller, r.language, r.score,
  CASE WHEN r.score <= 4 THEN 'Poor' WHEN r.score <= 7 THEN 'Fair' WHEN r.score <= 9 THEN 'Good' ELSE 'Superb' END AS score_band, r.would_return
FROM review r JOIN hotel h ON h.id = r.hotel_id;

CREATE VIEW outlets AS
SELECT s.hour, h.name AS property, o.name AS outlet, o.kind, s.meal, s.covers, s.revenue
FROM serving s JOIN outlet o ON o.id = s.outlet_id JOIN hotel h ON h.id = o.hotel_id;

CREATE VIEW rooms AS
SELECT h.region, h.city, h.name AS property, r.room_type, r.floor, r.size_m2, r.sea_view, r.status, r.renovated
FROM room r JOIN hotel h ON h.id = r.hotel_id;

RESET search_path;
RESET jit;
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'tidings_keeper') THEN
    GRANT USAGE ON SCHEMA kpi_hotel TO tidings_keeper;
    GRANT SELECT ON ALL TABLES IN SCHEMA kpi_hotel TO tidings_keeper WITH GRANT OPTION;
  END IF;
END $$;
