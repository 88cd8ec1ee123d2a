-- One row a customer.
create view rollup.customers_history as
select
  u.signed_up_at,
  u.customer_id,
  c.region,
  c.name as country,
  u.source,
  u.segment,
  u.tier,
  u.newsletter,
  u.age,
  u.email as customer_email
from demo.customers u
join demo.countries c on c.code = u.country;

create table rollup.customers_live as select * from rollup.customers_history with no data;
create index on rollup.customers_live (signed_up_at);

create view kpi.customers as
select * from rollup.customers_history
where signed_up_at < (select complete_to from tidings.boundary where view = 'customers')
union all
select * from rollup.customers_live
where signed_up_at >= (select complete_to from tidings.boundary where view = 'customers');
