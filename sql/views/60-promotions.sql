-- The calendar's events, which explain a change.
create view kpi.promotions as
select name, starts_on, ends_on, category, region, discount_percent from demo.promotions;
