-- A regional insurer in the east of France. Every figure follows from its keys, so that each load gives the same rows.
create schema kpi_insurance;
set timezone = 'Europe/Paris';

-- A whole number below `size` that looks like chance and is not.
create function kpi_insurance.pick(key text, size int) returns int language sql immutable as
  $$ select (('x' || substr(md5(key), 1, 7))::bit(28)::int) % size $$;

create table kpi_insurance.branch (branch text primary key, region text not null, weight numeric not null);
insert into kpi_insurance.branch values
  ('Strasbourg', 'Grand Est', 1.5), ('Metz', 'Grand Est', 0.9), ('Nancy', 'Grand Est', 1.1), ('Reims', 'Grand Est', 0.8),
  ('Dijon', 'Bourgogne-Franche-Comté', 1.2), ('Besançon', 'Bourgogne-Franche-Comté', 0.7), ('Belfort', 'Bourgogne-Franche-Comté', 0.5),
  ('Lyon Part-Dieu', 'Auvergne-Rhône-Alpes', 1.8), ('Annecy', 'Auvergne-Rhône-Alpes', 0.6);

create table kpi_insurance.agent (
  agent_id int primary key, agent text not null, branch text not null references kpi_insurance.branch, grade text not null,
  years_of_service int not null, is_certified boolean not null, email text not null
);
insert into kpi_insurance.agent values
  (1, 'Élodie Marchand', 'Strasbourg', 'Principal', 22, true, 'elodie.marchand@example.com'),
  (2, 'Jean-Luc Petit', 'Strasbourg', 'Senior', 14, true, 'jeanluc.petit@example.com'),
  (3, 'Sofia Benali', 'Strasbourg', 'Junior', 2, false, 'sofia.benali@example.com'),
  (4, 'Hugo Schmitt', 'Strasbourg', 'Junior', 1, false, 'hugo.schmitt@example.com'),
  (5, 'Claire Fontaine', 'Metz', 'Senior', 11, true, 'claire.fontaine@example.com'),
  (6, 'Bruno Weiss', 'Metz', 'Junior', 4, false, 'bruno.weiss@example.com'),
  (7, 'Nancy Keller', 'Metz', 'Principal', 19, true, 'nancy.keller@example.com'),
  (8, 'Amélie Roussel', 'Nancy', 'Senior', 9, true, 'amelie.roussel@example.com'),
  (9, 'Paul Girard', 'Nancy', 'Junior', 3, false, 'paul.girard@example.com'),
  (10, 'Yannick Morel', 'Nancy', 'Senior', 16, false, 'yannick.morel@example.com'),
  (11, 'Inès Da Costa', 'Reims', 'Senior', 8, true, 'ines.dacosta@example.com'),
  (12, 'Thomas Lefèvre', 'Reims', 'Junior', 5, false, 'thomas.lefevre@example.com'),
  (13, 'Marguerite Blanc', 'Dijon', 'Principal', 27, true, 'marguerite.blanc@example.com'),
  (14, 'Olivier Perrin', 'Dijon', 'Senior', 12, true, 'olivier.perrin@example.com'),
  (15, 'Léa Chevalier', 'Dijon', 'Junior', 2, true, 'lea.chevalier@example.com'),
  (16, 'Rémi Vuillemin', 'Besançon', 'Senior', 10, false, 'remi.vuillemin@example.com'),
  (17, 'Camille Faivre', 'Besançon', 'Junior', 6, false, 'camille.faivre@example.com'),
  (18, 'Denis Courvoisier', 'Belfort', 'Senior', 18, true, 'denis.courvoisier@example.com'),
  (19, 'Aïcha Traoré', 'Lyon Part-Dieu', 'Principal', 21, true, 'aicha.traore@example.com'),
  (20, 'Victor Lambert', 'Lyon Part-Dieu', 'Senior', 13, true, 'victor.lambert@example.com'),
  (21, 'Manon Garnier', 'Lyon Part-Dieu', 'Senior', 7, false, 'manon.garnier@example.com'),
  (22, 'Louis Bonnet', 'Lyon Part-Dieu', 'Junior', 3, false, 'louis.bonnet@example.com'),
  (23, 'Chloé Dupuis', 'Annecy', 'Senior', 15, true, 'chloe.dupuis@example.com'),
  (24, 'Gabriel Noël', 'Annecy', 'Junior', 1, false, 'gabriel.noel@example.com');

create table kpi_insurance.product (product_no int primary key, product text not null, product_line text not null, price numeric not null, share numeric not null);
insert into kpi_insurance.product values
  (1, 'Auto Essentiel', 'Motor', 410, 1.6), (2, 'Auto Confort', 'Motor', 690, 1.2), (3, 'Moto & Scooter', 'Motor', 280, 0.5),
  (4, 'Habitation Plus', 'Home', 265, 1.5), (5, 'Étudiant', 'Home', 95, 0.9), (6, 'Santé Famille', 'Health', 1180, 0.7),
  (7, 'Évasion', 'Travel', 74, 1.1), (8, 'Agri Tous Risques', 'Farm', 2350, 0.2), (9, 'RC Pro', 'Liability', 870, 0.4);

create table kpi_insurance.line (line_no int primary key, product_line text not null, share numeric not null, premium numeric not null);
insert into kpi_insurance.line values (1, 'Motor', 2.4, 520), (2, 'Home', 1.9, 235), (3, 'Health', 0.8, 1150), (4, 'Travel', 0.5, 80), (5, 'Farm', 0.3, 2300), (6, 'Liability', 0.4, 880);

-- The portfolio as it stood at the end of each month, from April 2023 to April 2026.
create table kpi_insurance.portfolio as
with flows as (
  select m::date as month, a.agent_id, l.product_line, l.premium, l.line_no,
    round(b.weight * l.share * (3 + kpi_insurance.pick('s' || a.agent_id || '/' || l.line_no || '/' || m::date, 7) + case when extract(month from m) in (1, 9) then 3 else 0 end) * case when a.grade = 'Junior' then 0.6 else 1 end)::int as started,
    round(b.weight * l.share * (1 + kpi_insurance.pick('l' || a.agent_id || '/' || l.line_no || '/' || m::date, 5) + case when extract(month from m) = 12 then 2 else 0 end) * case when a.grade = 'Junior' then 0.5 else 0.9 end)::int as lapsed,
    round(b.weight * l.share * (40 + 4 * a.years_of_service))::int as base
  from generate_series(timestamp '2023-04-01', timestamp '2026-04-01', interval '1 month') m
  cross join kpi_insurance.agent a join kpi_insurance.branch b using (branch) cross join kpi_insurance.line l
)
select month, agent_id, product_line, started, lapsed,
  (base + sum(started - lapsed) over (partition by agent_id, product_line order by month))::int as in_force, premium
from flows;

create table kpi_insurance.claim as
with drawn as (
  select i as claim_no, date '2023-04-01' + (i * 1145 / 2600 + kpi_insurance.pick('d' || i, 9) - 4 + 4) as reported_on,
    1 + kpi_insurance.pick('a' || i, 24) as agent_id,
    (array['Motor', 'Motor', 'Motor', 'Motor', 'Home', 'Home', 'Home', 'Health', 'Travel', 'Farm', 'Liability'])[1 + kpi_insurance.pick('p' || i, 11)] as product_line,
    kpi_insurance.pick('r' || i, 41) as delay, kpi_insurance.pick('w' || i, 146) + 5 as wait, kpi_insurance.pick('s' || i, 20) as fate,
    kpi_insurance.pick('c' || i, 100) as why, kpi_insurance.pick('x' || i, 10000) as size, 18 + kpi_insurance.pick('g' || i, 68) as age,
    kpi_insurance.pick('v' || i, 10) as via, kpi_insurance.pick('t' || i, 11) as court, kpi_insurance.pick('h' || i, 1400) as holder
  from generate_series(1, 2600) i
), placed as (
  select *, least(reported_on, date '2026-05-20') as reported,
    case product_line
      when 'Motor' then (array['Collision', 'Collision', 'Glass breakage', 'Theft', 'Hail & storm'])[1 + why % 5]
      when 'Home' then (array['Water damage', 'Water damage', 'Fire', 'Theft', 'Hail & storm'])[1 + why % 5]
      when 'Health' then (array['Hospital stay', 'Dental care'])[1 + why % 2]
      when 'Travel' then (array['Trip cancellation', 'Lost luggage', 'Theft'])[1 + why % 3]
      when 'Farm' then (array['Hail & storm', 'Fire', 'Livestock loss'])[1 + why % 3]
      else (array['Bodily injury', 'Professional error'])[1 + why % 2] end as cause
  from drawn
), judged as (
  select *, case when fate in (0, 1) then 'Rejected' when fate = 2 then 'Reopened' when reported + wait > date '2026-05-19' or fate = 3 then 'Open' else 'Settled' end as status
  from placed
)
select claim_no, holder as policyholder_no, 'Holder ' || holder as claimant_name, agent_id, product_line, cause, status,
  reported - delay as lost_on, reported as reported_on,
  case when status = 'Settled' then reported + wait end as settled_on,
  case when status = 'Settled' then
    round((case product_line when 'Motor' then 1450 when 'Home' then 1900 when 'Health' then 820 when 'Travel' then 340 when 'Farm' then 6100 else 4200 end)
      * (0.15 + 1.1 * size / 10000.0 + case when size > 9600 then 6 else 0 end) * case cause when 'Fire' then 2.4 when 'Glass breakage' then 0.35 when 'Bodily injury' then 1.9 else 1 end + claim_no / 100.0, 2)
  end as paid,
  court = 0 or (court = 1 and product_line = 'Liability') as litigated,
  age as policyholder_age,
  (array['Phone', 'Phone', 'Phone', 'Phone', 'Online', 'Online', 'Online', 'Agency', 'Agency', 'Letter'])[1 + via] as reported_via,
  (array[0, 150, 300, 500])[1 + (size + age) % 4] as deductible
from judged;

create table kpi_insurance.sale as
select d::date as day, p.product_no, c.channel,
  s.sold, round(s.sold * p.price * (1 + 0.04 * (extract(year from d) - 2023)) * (0.9 + kpi_insurance.pick('f' || d::date || p.product_no || c.channel, 21) / 100.0), 2) as premium,
  c.rate
from generate_series(timestamp '2023-04-01', timestamp '2026-05-19', interval '1 day') d
cross join kpi_insurance.product p
cross join (values (1, 'Agency', 1.7, 0.12), (2, 'Broker', 1.1, 0.16), (3, 'Online', 1.3, 0.02), (4, 'Bancassurance', 0.6, 0.18)) c (channel_no, channel, weight, rate)
cross join lateral (
  select round(p.share * c.weight * (2 + kpi_insurance.pick('n' || d::date || p.product_no || c.channel, 9)) * (1 + (d::date - date '2023-04-01') / 2600.0)
    * case when extract(isodow from d) > 5 then case when c.channel = 'Online' then 1.2 else 0.3 end else 1 end
    * case when extract(month from d) in (9, 10) then 1.25 when extract(month from d) in (7, 8) then 0.8 else 1 end)::int as sold
) s
where ((d::date - date '2023-04-01') + p.product_no * 5 + c.channel_no * 7) % 3 = 0 and s.sold > 0;

create table kpi_insurance.quote_day as
select d::date as day, l.product_line, f.first_contact, k.channel, q.quotes,
  round(q.quotes * (k.hit + (kpi_insurance.pick('b' || d::date || l.line_no || f.no || k.no, 17) - 8) / 100.0))::int as bound
from generate_series(timestamp '2023-04-01', timestamp '2026-05-19', interval '1 day') d
cross join kpi_insurance.line l
cross join (values (1, 'Comparison site', 1.6), (2, 'Website', 1.2), (3, 'Agency', 0.9), (4, 'Referral', 0.5)) f (no, first_contact, weight)
cross join (values (1, 'Agency', 0.34), (2, 'Online', 0.19), (3, 'Broker', 0.27)) k (no, channel, hit)
cross join lateral (select ceil(l.share * f.weight * (2 + kpi_insurance.pick('q' || d::date || l.line_no || f.no || k.no, 8)) * (1 + (d::date - date '2023-04-01') / 4000.0))::int as quotes) q
where ((d::date - date '2023-04-01') + l.line_no * 3 + f.no * 5 + k.no * 2) % 5 = 0;

-- The service line keeps a year: from June 2025 on, open from eight to seven, Sundays closed.
create table kpi_insurance.call_hour as
select h at time zone 'Europe/Paris' as hour, t.topic, n.calls, round(n.calls * (2 + kpi_insurance.pick('ab' || h || t.topic, 12) + case when extract(isodow from h) = 1 then 4 else 0 end) / 100.0)::int as abandoned,
  n.calls * (20 + kpi_insurance.pick('wt' || h || t.topic, 90) + case when extract(hour from h) in (10, 11, 14) then 45 else 0 end + case when extract(isodow from h) = 1 then 30 else 0 end) as wait_seconds
from generate_series(timestamp '2025-06-02 08:00', timestamp '2026-05-20 13:00', interval '1 hour') h
cross join (values ('Claims', 1.5), ('Billing', 1.0), ('New business', 0.8), ('Roadside assistance', 0.6)) t (topic, weight)
cross join lateral (
  select ceil(t.weight * (6 + kpi_insurance.pick('nc' || h || t.topic, 12)) * case when extract(hour from h) in (10, 11) then 1.7 when extract(hour from h) = 14 then 1.4 else 1 end
    * case when extract(isodow from h) = 1 then 1.35 when extract(isodow from h) = 6 then 0.45 else 1 end)::int as calls
) n
where extract(hour from h) between 8 and 18 and extract(isodow from h) < 7;

create view kpi_insurance.policies_monthly as
select month, region, branch, agent, grade, product_line, in_force, in_force * premium as annual_premium, started, lapsed
from kpi_insurance.portfolio join kpi_insurance.agent using (agent_id) join kpi_insurance.branch using (branch);

create view kpi_insurance.claims as
select claim_no, policyholder_no, claimant_name, region, branch, agent, product_line, cause, status, lost_on, reported_on, settled_on,
  settled_on - reported_on as days_to_settle, paid, litigated, policyholder_age, reported_via, deductible
from kpi_insurance.claim join kpi_insurance.agent using (agent_id) join kpi_insurance.branch using (branch);

create view kpi_insurance.premiums_daily as
select day, product_line, product, channel, sold, premium, round(premium * rate, 2) as commission, timestamptz '2026-05-20 06:15' as loaded_at
from kpi_insurance.sale join kpi_insurance.product using (product_no);

create view kpi_insurance.quotes_daily as select * from kpi_insurance.quote_day;
create view kpi_insurance.calls_hourly as select * from kpi_insurance.call_hour;
create view kpi_insurance.agents as
select agent, branch, region, grade, years_of_service, is_certified, email from kpi_insurance.agent join kpi_insurance.branch using (branch);
