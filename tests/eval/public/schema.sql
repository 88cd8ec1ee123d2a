-- Five public tables that vega-datasets ships, as their files have them, and the views a data owner would make of them.
DROP SCHEMA IF EXISTS kpi_public CASCADE;
CREATE SCHEMA kpi_public;

CREATE TABLE kpi_public.car (
  name text NOT NULL,
  mpg numeric,
  cylinders integer NOT NULL,
  displacement numeric NOT NULL,
  horsepower numeric,
  weight integer NOT NULL,
  acceleration numeric NOT NULL,
  year date NOT NULL,
  origin text NOT NULL
);

CREATE TABLE kpi_public.movie (
  title text,
  us_gross bigint,
  worldwide_gross bigint,
  dvd_sales bigint,
  budget bigint,
  released text NOT NULL,
  mpaa text,
  minutes integer,
  distributor text,
  source text,
  genre text,
  creative_type text,
  director text,
  tomatoes integer,
  imdb numeric,
  votes integer
);

CREATE TABLE kpi_public.weather_day (
  location text NOT NULL,
  date date NOT NULL,
  precipitation numeric NOT NULL,
  temp_max numeric NOT NULL,
  temp_min numeric NOT NULL,
  wind numeric NOT NULL,
  weather text NOT NULL,
  PRIMARY KEY (location, date)
);

CREATE TABLE kpi_public.bird_strike (
  line integer PRIMARY KEY,
  airport text NOT NULL,
  aircraft text NOT NULL,
  damage text NOT NULL,
  date date NOT NULL,
  operator text NOT NULL,
  state text NOT NULL,
  phase text NOT NULL,
  size text NOT NULL,
  species text NOT NULL,
  time_of_day text NOT NULL,
  cost_other integer NOT NULL,
  cost_repair integer NOT NULL,
  cost_total integer NOT NULL,
  speed text NOT NULL
);

CREATE TABLE kpi_public.country_year (
  year integer NOT NULL,
  country text NOT NULL,
  cluster integer NOT NULL,
  population bigint NOT NULL,
  life_expectancy numeric NOT NULL,
  fertility numeric NOT NULL,
  PRIMARY KEY (country, year)
);

-- The first word of a name is the maker, in as many spellings as the file has.
CREATE VIEW kpi_public.cars AS
SELECT
  name,
  CASE split_part(name, ' ', 1)
    WHEN 'chevy' THEN 'Chevrolet' WHEN 'chevroelt' THEN 'Chevrolet'
    WHEN 'toyouta' THEN 'Toyota' WHEN 'maxda' THEN 'Mazda'
    WHEN 'vw' THEN 'Volkswagen' WHEN 'vokswagen' THEN 'Volkswagen'
    WHEN 'mercedes' THEN 'Mercedes-Benz' WHEN 'mercedes-benz' THEN 'Mercedes-Benz'
    WHEN 'capri' THEN 'Mercury' WHEN 'hi' THEN 'International Harvester'
    WHEN 'amc' THEN 'AMC' WHEN 'bmw' THEN 'BMW'
    ELSE initcap(split_part(name, ' ', 1))
  END AS maker,
  origin,
  cylinders,
  extract(year FROM year)::int AS model_year,
  mpg AS miles_per_gallon,
  horsepower,
  weight AS weight_lbs,
  displacement,
  acceleration
FROM kpi_public.car;

-- Some dates were read a century late, the last day of 1969 stands for no date, and a gross of 0 is an unknown one. Films
-- without a date, and those announced after the list was made, are left out.
CREATE VIEW kpi_public.movies AS
SELECT *, worldwide_gross - production_budget AS profit, worldwide_gross > production_budget AS made_money
FROM (
  SELECT
    title,
    CASE
      WHEN released = 'Dec 31 1969' THEN NULL
      WHEN right(released, 4)::int > 2011 THEN (to_date(released, 'Mon DD YYYY') - interval '100 years')::date
      ELSE to_date(released, 'Mon DD YYYY')
    END AS released_on,
    genre,
    creative_type,
    mpaa AS content_rating,
    source,
    distributor,
    director,
    nullif(us_gross, 0) AS us_gross,
    nullif(worldwide_gross, 0) AS worldwide_gross,
    dvd_sales,
    budget AS production_budget,
    minutes AS running_time,
    imdb AS imdb_rating,
    votes AS imdb_votes,
    tomatoes AS tomatoes_rating
  FROM kpi_public.movie
  WHERE title IS NOT NULL
) AS movie
WHERE released_on <= DATE '2010-09-30';

CREATE VIEW kpi_public.weather AS
SELECT
  date,
  location,
  weather AS conditions,
  precipitation,
  temp_max,
  temp_min,
  wind,
  precipitation > 0 AS is_wet
FROM kpi_public.weather_day;

-- Who reported a strike, and when, is made up: the file leaves both out.
CREATE VIEW kpi_public.strikes AS
SELECT
  date AS struck_on,
  date + (line * 7) % 11 AS reported_on,
  initcap(airport) AS airport,
  state,
  rtrim(operator, '*') AS operator,
  aircraft,
  CASE WHEN damage IN ('None', 'Minor', 'Medium', 'Substantial') THEN damage END AS damage,
  damage IN ('Minor', 'Medium', 'Substantial') AS is_damaging,
  phase,
  size,
  species,
  time_of_day,
  cost_repair,
  cost_other,
  cost_total,
  nullif(trim(speed), '')::int AS speed,
  'pilot' || line % 613 || '@example.com' AS reported_by
FROM kpi_public.bird_strike;

CREATE VIEW kpi_public.countries AS
SELECT
  make_date(year, 1, 1) AS year,
  country,
  (ARRAY['South Asia', 'Europe & Central Asia', 'Sub-Saharan Africa', 'The Americas', 'East Asia & Pacific',
    'Middle East & North Africa'])[cluster + 1] AS region,
  population,
  life_expectancy,
  fertility
FROM kpi_public.country_year;

GRANT USAGE ON SCHEMA kpi_public TO tidings_keeper;
GRANT SELECT ON
  kpi_public.cars, kpi_public.movies, kpi_public.weather, kpi_public.strikes, kpi_public.countries
TO tidings_keeper WITH GRANT OPTION;
