-- The demo's base tables under short names, for the SQL of the questions. `at` is a wall clock in Berlin.
create schema base;

create materialized view base.orders as
select o.placed_at, o.placed_at at time zone 'Europe/Berlin' as at, k.region, k.name as country, o.channel, p.category,
  p.name as product, o.is_gift, o.units, o.amount, o.discount, o.cost, o.refund, o.refunded_at is not null as refunded
from demo.orders o, demo.countries k, demo.products p
where k.code = o.country and p.product_id = o.product_id;

create materialized view base.customers as
select c.signed_up_at at time zone 'Europe/Berlin' as at, k.region, k.name as country, c.source, c.segment, c.tier,
  c.newsletter, c.age
from demo.customers c, demo.countries k
where k.code = c.country;

create materialized view base.tickets as
select t.opened_at at time zone 'Europe/Berlin' as at, t.resolved_at at time zone 'Europe/Berlin' as resolved,
  t.customer_id, k.region, k.name as country, t.category, t.topic, t.priority, t.contact, t.is_reopened, t.csat,
  t.answered_at is not null as answered,
  round(extract(epoch from t.answered_at - t.opened_at)) as seconds_to_answer,
  round(extract(epoch from t.resolved_at - t.opened_at)) as seconds_to_resolve
from demo.tickets t, demo.countries k
where k.code = t.country;

create materialized view base.visits as
select hour as starts, hour at time zone 'Europe/Berlin' as at, region, device, sessions, page_views, bounces, conversions, seconds
from demo.visits;

create materialized view base.subscriptions as
select s.day, k.region, k.name as country, s.plan, s.active, s.started, s.cancelled, s.mrr
from demo.subscriptions s, demo.countries k
where k.code = s.country;
