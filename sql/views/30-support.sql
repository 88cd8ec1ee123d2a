-- One row a ticket.
create view rollup.support_history as
select
  t.opened_at,
  t.resolved_at,
  t.ticket_id,
  t.customer_id,
  c.region,
  c.name as country,
  t.category,
  t.topic,
  t.priority,
  t.contact,
  case when t.resolved_at is not null then 'resolved' when t.answered_at is not null then 'answered' else 'new' end as status,
  t.is_reopened,
  t.csat,
  extract(epoch from t.answered_at - t.opened_at)::integer as first_response_seconds,
  extract(epoch from t.resolved_at - t.opened_at)::integer as resolution_seconds,
  greatest(t.opened_at, t.answered_at, t.resolved_at) as data_as_of
from demo.tickets t
join demo.countries c on c.code = t.country;

create table rollup.support_live as select * from rollup.support_history with no data;
create index on rollup.support_live (opened_at);

create view kpi.support_tickets as
select * from rollup.support_history
where opened_at < (select complete_to from tidings.boundary where view = 'support')
union all
select * from rollup.support_live
where opened_at >= (select complete_to from tidings.boundary where view = 'support');
