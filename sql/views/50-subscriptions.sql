-- The state of the subscriptions at the end of each day of the business's calendar.
create view rollup.subscriptions_history as
select
  s.day,
  c.region,
  c.name as country,
  s.plan,
  s.active,
  s.started,
  s.cancelled,
  s.mrr,
  (s.day + 1)::timestamp at time zone 'Europe/Berlin' as data_as_of
from demo.subscriptions s
join demo.countries c on c.code = s.country;

create table rollup.subscriptions_live as select * from rollup.subscriptions_history with no data;
alter table rollup.subscriptions_live add primary key (day, country, plan);

create view kpi.subscriptions_daily as
select * from rollup.subscriptions_history
where day < (select (complete_to at time zone 'Europe/Berlin')::date from tidings.boundary where view = 'subscriptions')
union all
select * from rollup.subscriptions_live
where day >= (select (complete_to at time zone 'Europe/Berlin')::date from tidings.boundary where view = 'subscriptions');
