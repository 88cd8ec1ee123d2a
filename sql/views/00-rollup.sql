-- What the refresh keeps. A KPI view shows history before the boundary and live from it on; see the view files.
create schema if not exists rollup;

create schema if not exists tidings;
create table if not exists tidings.boundary (
  view text primary key,
  complete_to timestamptz not null
);
-- Until when events are expected to feed the view's live table: renewed by whoever counts them.
alter table tidings.boundary add column if not exists fed_until timestamptz;
alter table tidings.boundary owner to tidings_keeper;
delete from tidings.boundary where view in ('sales', 'customers', 'support', 'web', 'subscriptions');

-- Buckets of a history that have to be computed again. No key: a mark that one transaction takes away must not swallow the
-- mark of another that has not committed yet.
create table rollup.changed (
  view text not null,
  bucket timestamptz not null
);
