-- Visits by hour, region and device, as they were counted: the base table has the view's grain already.
create view rollup.web_history as
select
  hour,
  region,
  device,
  sessions,
  page_views,
  bounces,
  carts,
  checkouts,
  conversions,
  seconds,
  errors,
  hour + interval '1 hour' as data_as_of
from demo.visits;

create table rollup.web_live as select * from rollup.web_history with no data;
alter table rollup.web_live add primary key (hour, region, device);

create view kpi.web_hourly as
select * from rollup.web_history
where hour < (select complete_to from tidings.boundary where view = 'web')
union all
select * from rollup.web_live
where hour >= (select complete_to from tidings.boundary where view = 'web');
