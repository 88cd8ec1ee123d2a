-- The personnel department of an engineering company: employees, hires and leavers, absences, training, headcount and
-- applications, from January 2023 to the morning of 18 March 2026. Everything follows from ids by arithmetic.
drop schema if exists kpi_people cascade;
create schema kpi_people;

-- A number from 0 to n - 1 that depends only on the text.
create function kpi_people.h(seed text, n int) returns int language sql immutable parallel safe
as $$ select ((('x' || substr(md5(seed), 1, 8))::bit(32)::bigint) % n)::int $$;

create function kpi_people.pick(seed text, choices text[], weights int[]) returns text language plpgsql immutable parallel safe
as $$
declare
  total int := 0;
  dice int;
begin
  for i in 1 .. cardinality(weights) loop total := total + weights[i]; end loop;
  dice := kpi_people.h(seed, total);
  for i in 1 .. cardinality(weights) loop
    dice := dice - weights[i];
    if dice < 0 then return choices[i]; end if;
  end loop;
end $$;

create table kpi_people.departments (department text primary key, division text not null);
insert into kpi_people.departments values
  ('Structural Design', 'Engineering'), ('Geotechnical', 'Engineering'), ('Controls & Automation', 'Engineering'),
  ('Drafting', 'Engineering'),
  ('Field Services', 'Operations'), ('Fabrication', 'Operations'), ('Safety', 'Operations'), ('Quality', 'Operations'),
  ('Human Resources', 'Corporate'), ('Finance', 'Corporate'), ('IT', 'Corporate'), ('Business Development', 'Corporate');

create table kpi_people.sites (site text primary key, country text not null, pay_factor numeric not null);
insert into kpi_people.sites values
  ('Chicago', 'United States', 1.10), ('Milwaukee', 'United States', 1.00), ('Des Moines', 'United States', 0.94),
  ('Cedar Rapids', 'United States', 0.92), ('St. Paul', 'United States', 1.03),
  ('Montréal', 'Canada', 0.90), ('Calgary', 'Canada', 0.97), ('Querétaro', 'Mexico', 0.58);

create table kpi_people.levels (level text primary key, rank int not null, base int not null, base_age int not null);
insert into kpi_people.levels values
  ('Apprentice', 1, 36000, 19), ('Associate', 2, 52000, 24), ('Professional', 3, 71000, 29), ('Senior', 4, 93000, 36),
  ('Principal', 5, 118000, 44), ('Manager', 6, 127000, 41), ('Director', 7, 171000, 49);

create table kpi_people.people as
with raw as (
  select
    i as employee_id,
    kpi_people.pick('dept' || i, array['Structural Design', 'Geotechnical', 'Controls & Automation', 'Drafting', 'Field Services',
      'Fabrication', 'Safety', 'Quality', 'Human Resources', 'Finance', 'IT', 'Business Development'],
      array[19, 9, 12, 8, 17, 14, 4, 6, 4, 5, 6, 6]) as department,
    kpi_people.pick('site' || i, array['Chicago', 'Milwaukee', 'Des Moines', 'Cedar Rapids', 'St. Paul', 'Montréal', 'Calgary',
      'Querétaro'], array[30, 17, 9, 6, 10, 11, 8, 13]) as site,
    kpi_people.pick('level' || i, array['Apprentice', 'Associate', 'Professional', 'Senior', 'Principal', 'Manager', 'Director'],
      array[6, 21, 33, 21, 7, 10, 2]) as job_level,
    case when i <= 400
      then date '2022-12-26' - (kpi_people.h('old' || i, 97) * kpi_people.h('older' || i, 89))
      when i < 760 and kpi_people.h('season' || i, 100) < 34
      then make_date(2023 + (i - 401) / 122, 6, 3) + kpi_people.h('summer' || i, 90)
      else date '2023-01-02' + ((i - 401) * 1168 / 380)
    end as started
  from generate_series(1, 780) i
), hired as (
  select r.*, started - extract(isodow from started)::int + 1 as hired_on from raw r
), gendered as (
  select h.*,
    kpi_people.pick('gender' || employee_id, array['female', 'male', 'non-binary', 'undisclosed'],
      case when department in ('Human Resources', 'Finance', 'Quality') then array[58, 38, 2, 2]
           when department in ('Fabrication', 'Field Services') then array[17, 79, 2, 2]
           else array[34, 61, 3, 2] end) as gender,
    case when kpi_people.h('leaves' || employee_id, 100) < 44
      then greatest(hired_on, date '2023-01-01') + 35 + kpi_people.h('left' || employee_id, 1250) end as gone
  from hired h
)
select
  g.employee_id,
  (array['Maria', 'James', 'Zoë', 'José', 'Wei', 'Priya', 'Håkan', 'Linda', 'Omar', 'Chloé', 'Robert', 'Ana', 'Dmitri', 'Kim',
    'Samuel', 'Ngozi', 'Patrick', 'Renée', 'Tom', 'Yuki'])[1 + kpi_people.h('first' || employee_id, 20)]
    || ' ' ||
  (array['Lopez', 'Miller', 'Nguyen', 'Tremblay', 'Okafor', 'Novak', 'Hernández', 'Schmidt', 'Patel', 'Larsen', 'Brown', 'Côté',
    'Ivanov', 'Park', 'Weber', 'Rossi', 'Johnson', 'García', 'O''Neill', 'Sato', 'Kowalski'])[1 + kpi_people.h('last' || employee_id, 21)]
    as employee_name,
  'e' || lpad(employee_id::text, 4, '0') || '@halvorsenpike.example' as email,
  g.department, d.division, g.site, s.country, g.job_level, g.gender,
  case
    when job_level = 'Apprentice' then kpi_people.pick('contract' || employee_id, array['apprentice', 'fixed-term'], array[70, 30])
    when job_level = 'Associate' then
      kpi_people.pick('contract' || employee_id, array['permanent', 'fixed-term', 'apprentice', 'contractor'], array[68, 20, 6, 6])
    when job_level in ('Manager', 'Director') then 'permanent'
    else kpi_people.pick('contract' || employee_id, array['permanent', 'fixed-term', 'contractor'], array[84, 8, 8])
  end as contract_type,
  hired_on,
  case when gone <= date '2026-03-17' then gone end as left_on,
  l.base_age + kpi_people.h('age' || employee_id, 17) as age,
  (round((l.base * s.pay_factor * (0.88 + kpi_people.h('pay' || employee_id, 270) / 1000.0)
    * case when gender = 'female' then 0.97 else 1 end
    * case d.division when 'Engineering' then 1.06 when 'Corporate' then 0.99 else 0.96 end) / 50) * 50)::int as salary,
  case when kpi_people.h('fte' || employee_id, 100) < 11 then (array[0.5, 0.6, 0.8])[1 + kpi_people.h('part' || employee_id, 3)]
       else 1.0 end as fte,
  case when department in ('Fabrication', 'Field Services') then kpi_people.h('remote' || employee_id, 100) < 4
       else kpi_people.h('remote' || employee_id, 100) < 31 end as is_remote,
  kpi_people.h('ftexp' || employee_id, 100) as luck
from gendered g
join kpi_people.departments d using (department)
join kpi_people.sites s using (site)
join kpi_people.levels l on l.level = g.job_level;
alter table kpi_people.people add primary key (employee_id);

-- One row a current employee; no time.
create view kpi_people.employees as
select employee_id, employee_name, email, division, department, country, site, job_level, gender, contract_type, is_remote,
  job_level in ('Manager', 'Director') as is_people_manager,
  age, round((date '2026-03-17' - hired_on) / 365.25, 1) as tenure_years, salary, fte
from kpi_people.people
where left_on is null;

-- One row somebody who joined, and one somebody who left.
create view kpi_people.staff_changes as
select hired_on as changed_on, 'Joined' as movement, 1 as joined, 0 as departed, null::text as leaving_reason, null::date as notice_on,
  null::numeric as years_served, division, department, country, site, job_level, gender, contract_type
from kpi_people.people
where hired_on >= date '2023-01-01'
union all
select left_on, 'Left', 0, 1,
  case
    when contract_type = 'fixed-term' and luck < 55 then 'End of contract'
    when contract_type = 'contractor' and luck < 80 then 'End of contract'
    when age > 56 and luck < 85 then 'Retirement'
    else kpi_people.pick('why' || employee_id, array['Resignation', 'Dismissal', 'Redundancy', 'Relocation'], array[68, 12, 13, 7])
  end,
  left_on - (array[14, 14, 28, 30, 60, 7])[1 + kpi_people.h('notice' || employee_id, 6)],
  round((left_on - hired_on) / 365.25, 2), division, department, country, site, job_level, gender, contract_type
from kpi_people.people
where left_on is not null;

-- One row an employee and day away.
create table kpi_people.absence as
with weeks as not materialized (
  select p.employee_id, p.hired_on, p.left_on, (date '2023-01-02' + 7 * w) as monday,
    extract(month from date '2023-01-02' + 7 * w)::int as month,
    kpi_people.h('abs' || p.employee_id || '-' || w, 1000) as dice,
    kpi_people.h('why' || p.employee_id || '-' || w, 1000) as reason_dice,
    kpi_people.h('len' || p.employee_id || '-' || w, 100) as length_dice,
    kpi_people.h('start' || p.employee_id || '-' || w, 5) as first_day
  from kpi_people.people p, generate_series(0, 167) w
  where date '2023-01-02' + 7 * w + 6 >= p.hired_on and (p.left_on is null or p.left_on >= date '2023-01-02' + 7 * w)
), spells as materialized (
  select *,
    case
      when reason_dice < (case when month in (1, 2, 11, 12) then 460 when month in (6, 7, 8) then 170 else 300 end) then 'Sick leave'
      when reason_dice < 760 then 'Vacation'
      when reason_dice < 830 then 'Training'
      when reason_dice < 885 then 'Child care'
      when reason_dice < 925 then 'Work accident'
      when reason_dice < 955 then 'Bereavement'
      when reason_dice < 978 then 'Jury duty'
      else 'Unpaid leave'
    end as reason
  from weeks
  where dice < (case when month in (7, 8) then 106 when month = 12 then 98 when month in (1, 2) then 84 else 66 end)
)
select s.employee_id, s.monday + d as day, s.reason,
  case when kpi_people.h('half' || s.employee_id || s.monday || d, 100) < 9 then 0.5 else 1.0 end as days
from spells s, generate_series(s.first_day, 4) d
where d < s.first_day + (case when s.reason = 'Vacation' then (case when s.length_dice < 40 then 5 else 2 end)
                              when s.length_dice < 55 then 1 when s.length_dice < 85 then 2 else 4 end)
  and s.monday + d between s.hired_on and least(coalesce(s.left_on - 1, date '2026-03-17'), date '2026-03-17');
create index on kpi_people.absence (day);

create view kpi_people.absences as
select a.day, a.employee_id, p.employee_name, a.reason, a.reason not in ('Unpaid leave', 'Child care') as is_paid, a.days,
  p.division, p.department, p.country, p.site, p.job_level, p.contract_type, timestamptz '2026-03-18 05:40 America/Chicago' as loaded_at
from kpi_people.absence a
join kpi_people.people p using (employee_id);

-- One row a person on a course.
create table kpi_people.courses (
  course text primary key, topic text not null, provider text not null, hours numeric not null, price int not null,
  is_mandatory boolean not null, weight int not null
);
insert into kpi_people.courses values
  ('OSHA 30-Hour', 'Safety', 'Midwest Safety Council', 30, 189, true, 14),
  ('Working at Heights', 'Safety', 'Midwest Safety Council', 7.5, 240, true, 11),
  ('First Aid & CPR', 'Safety', 'Red Cross', 6, 95, false, 10),
  ('Forklift Licence', 'Safety', 'Midwest Safety Council', 16, 410, false, 5),
  ('AutoCAD Advanced', 'Software', 'Northfield Academy', 24, 890, false, 8),
  ('Revit Basics', 'Software', 'Northfield Academy', 16, 620, false, 9),
  ('Python for Engineers', 'Software', 'Coursera', 20, 49, false, 7),
  ('Excel', 'Software', 'In-house', 4, 0, false, 8),
  ('New Manager Bootcamp', 'Leadership', 'Vaillancourt & Frères', 32, 1950, false, 4),
  ('Difficult Conversations', 'Leadership', 'Vaillancourt & Frères', 8, 530, false, 5),
  ('Data Privacy', 'Compliance', 'In-house', 1.5, 0, true, 16),
  ('Anti-Harassment', 'Compliance', 'In-house', 2, 0, true, 16),
  ('Export Control', 'Compliance', 'Northfield Academy', 3, 120, false, 4),
  ('Español Técnico', 'Languages', 'Berlitz', 40, 1100, false, 4),
  ('Français B2', 'Languages', 'Berlitz', 60, 1480, false, 3);

create table kpi_people.enrolment as
with chosen as (
  select e as enrolment_id, 1 + kpi_people.h('who' || e, 780) as employee_id,
    date '2023-01-09' + (e * 1160 / 4200) as started_on,
    kpi_people.pick('course' || e, (select array_agg(course order by course) from kpi_people.courses),
      (select array_agg(weight order by course) from kpi_people.courses)) as course
  from generate_series(1, 4200) e
), dated as (
  select c.*, started_on + 1 + kpi_people.h('days' || enrolment_id, 45) + (k.hours / 2)::int as finished
  from chosen c join kpi_people.courses k using (course)
)
select d.enrolment_id, d.employee_id, d.course, d.started_on,
  case when kpi_people.h('drop' || enrolment_id, 1000) < (case when k.is_mandatory then 55 else 140 end) then null
       when finished > date '2026-03-17' then null else finished end as completed_on,
  case when kpi_people.h('drop' || enrolment_id, 1000) < (case when k.is_mandatory then 55 else 140 end) then 'Dropped out'
       when finished > date '2026-03-17' then 'In progress' else 'Completed' end as status,
  k.hours * (0.9 + kpi_people.h('dur' || enrolment_id, 21) / 100.0) as hours,
  k.price as cost,
  case when kpi_people.h('rated' || enrolment_id, 100) < 62
    then least(5, greatest(1, 2 + kpi_people.h('stars' || enrolment_id, 4) - case when k.topic = 'Compliance' then 1 else 0 end)) end as stars
from dated d
join kpi_people.courses k using (course)
join kpi_people.people p using (employee_id)
where d.started_on between p.hired_on and coalesce(p.left_on, date '2026-03-17');

create view kpi_people.training as
select e.enrolment_id, e.employee_id, e.started_on, e.completed_on, c.topic, e.course, c.provider, c.is_mandatory, e.status,
  p.division, p.department, p.country, p.site, p.job_level, e.hours, e.cost,
  case when e.status = 'Completed' then e.stars end as rating
from kpi_people.enrolment e
join kpi_people.courses c using (course)
join kpi_people.people p using (employee_id);

-- One row a month, department, site and contract type, as things stood at the month's end.
create view kpi_people.headcount_monthly as
with months as (
  select generate_series(date '2023-01-01', date '2026-02-01', interval '1 month')::date as month
), people as (
  select m.month, p.division, p.department, p.country, p.site, p.contract_type,
    count(*) filter (where p.left_on is null or p.left_on >= m.month + interval '1 month') as heads,
    coalesce(sum(p.fte) filter (where p.left_on is null or p.left_on >= m.month + interval '1 month'), 0) as fte,
    count(*) filter (where p.left_on >= m.month and p.left_on < m.month + interval '1 month') as exits
  from months m
  join kpi_people.people p on p.hired_on < m.month + interval '1 month' and (p.left_on is null or p.left_on >= m.month)
  group by 1, 2, 3, 4, 5, 6
)
select people.*,
  case when contract_type = 'permanent' then
    greatest(0, kpi_people.h('open' || department || site || month, 9) - 5 + case when site = 'Chicago' then 1 else 0 end)
  else 0 end as open_positions
from people;

-- One row an application for a job.
create table kpi_people.application as
with days as (
  select a, date '2023-01-03' + (1170 * (a / 5600.0) ^ 0.87)::int + case when kpi_people.h('late' || a, 100) < 30
    then kpi_people.h('later' || a, 20) * (case when kpi_people.h('sooner' || a, 3) = 0 then -1 else 1 end) else 0 end as day
  from generate_series(1, 5600) a
), seasoned as (
  -- Many write in January and September, few on weekends.
  select a, case when extract(month from day) in (2, 10) and kpi_people.h('season' || a, 100) < 24 then day - 29 else day end as day
  from days
), spread as (
  select a, greatest(date '2023-01-02', case when extract(isodow from day) in (6, 7) and kpi_people.h('weekend' || a, 100) < 60
    then day + 2 else day end) as arrived
  from seasoned
), arrivals as (
  select a as application_id,
    arrived::timestamp
      + make_interval(hours => (array[7, 8, 9, 10, 11, 12, 12, 13, 14, 15, 16, 17, 18, 19, 20, 20, 20, 21, 21, 22, 23, 0])[1 + kpi_people.h('hour' || a, 22)],
          mins => kpi_people.h('minute' || a, 60)) as applied_at,
    kpi_people.pick('job' || a, array['Structural Engineer', 'Site Supervisor', 'CAD Technician', 'Controls Engineer', 'Surveyor',
      'Welding Inspector', 'Project Manager', 'Accountant', 'HR Generalist', 'Buyer'], array[21, 12, 14, 11, 9, 7, 10, 7, 5, 4]) as position,
    kpi_people.pick('source' || a, array['LinkedIn', 'Indeed', 'Careers page', 'Referral', 'Agency', 'Career fair', 'Walk-in'],
      array[33, 24, 17, 11, 8, 5, 2]) as source,
    kpi_people.pick('asite' || a, array['Chicago', 'Milwaukee', 'Des Moines', 'Cedar Rapids', 'St. Paul', 'Montréal', 'Calgary', 'Querétaro'],
      array[33, 15, 8, 5, 10, 11, 8, 10]) as site,
    kpi_people.h('exp' || a, 15) + kpi_people.h('exp2' || a, 9) as experience_years
  from spread
), placed as (
  select *, applied_at::date + 4 + kpi_people.h('wait' || application_id, 38) + case when site = 'Querétaro' then 6 else 0 end as decides_on,
    kpi_people.h('fate' || application_id, 1000) + case source when 'Referral' then 70 when 'Agency' then 25 when 'Indeed' then -25 else 0 end as fate
  from arrivals
  where applied_at < timestamp '2026-03-18 09:00'
)
select application_id, applied_at, position, source, site, experience_years,
  case when decides_on <= date '2026-03-17' then decides_on end as decided_on,
  case
    when decides_on > date '2026-03-17' then
      (array['Received', 'Received', 'Screening', 'Screening', 'Interview', 'Offer'])[1 + kpi_people.h('open' || application_id, 6)]
    when fate < 760 then 'Rejected'
    when fate < 885 then 'Withdrawn'
    when fate < 915 then 'Offer declined'
    else 'Hired'
  end as stage,
  kpi_people.h('internal' || application_id, 100) < 7 as is_internal
from placed;

create view kpi_people.applications as
select application_id, applied_at, decided_on, stage, source, position, s.country, site, experience_years, is_internal,
  (decided_on - applied_at::date) as days_to_decision,
  'applicant' || application_id || '@mail.example' as applicant_email
from kpi_people.application
join kpi_people.sites s using (site);

do $$ begin
  if exists (select from pg_roles where rolname = 'tidings_keeper') then
    grant usage on schema kpi_people to tidings_keeper;
    grant select on kpi_people.employees, kpi_people.staff_changes, kpi_people.absences, kpi_people.training,
      kpi_people.headcount_monthly, kpi_people.applications to tidings_keeper with grant option;
  end if;
end $$;
