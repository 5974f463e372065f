-- Documents of grains, reminders, and the query text that Orleans reads at start. One silo, so no membership.
--
-- For authors of later views and indexes (0002 and on):
--   practice of a row       substr(id, 1, instr(id, '/') - 1)
--   id after the practice   substr(id, instr(id, '/') + 1)
--   text                    doc ->> 'name'                     the default collation compares bytes
--   nested text             doc -> 'name' ->> 'family'
--   number                  cast(doc ->> 'count' as bigint)
--   flag                    doc -> 'closed' = 'true'
--   time                    doc ->> 'at'                       UTC, fixed width: text order is time order
-- A view selects from grain_state where state = '<one state>'; its index is an expression index over the very
-- same expressions with the very same "where state = '<one state>'". docs/operations.md tells why.

create table if not exists grain_state (
    service_id text not null,
    state      text not null,
    id         text not null,
    n0         integer not null,
    n1         integer not null,
    doc        text not null,
    modified   text not null,
    version    integer not null,
    primary key (state, id, n0, n1, service_id)
) strict;

-- Only documents with something to dispatch are in here: the property is written only when it is not empty.
create index if not exists grain_state_outbox on grain_state (modified, state, id) where doc -> 'outbox' is not null;

create view if not exists outbox_pending as
select state, id, modified from grain_state where doc -> 'outbox' is not null;

create table if not exists reminder (
    service_id text not null,
    grain_id   text not null,
    name       text not null,
    hash       integer not null,
    start_at   text not null,
    period_ms  integer not null,
    version    integer not null,
    primary key (service_id, grain_id, name)
) strict;

create index if not exists reminder_hash on reminder (service_id, hash);

create table if not exists OrleansQuery (
    QueryKey  text primary key,
    QueryText text not null
) strict;

insert into OrleansQuery (QueryKey, QueryText) values

-- The first version is drawn at random, so that a version read before a clear never fits the row made after it.
('WriteToStorageKey', '
insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
select @ServiceId, @GrainTypeString, coalesce(@GrainIdExtensionString, ''''), @GrainIdN0, @GrainIdN1,
       cast(@PayloadBinary as text), strftime(''%Y-%m-%dT%H:%M:%fZ'', ''now''), 1 + abs(random() % 1000000000)
where @GrainStateVersion is null or exists (
    select 1 from grain_state
    where state = @GrainTypeString and id = coalesce(@GrainIdExtensionString, '''')
      and n0 = @GrainIdN0 and n1 = @GrainIdN1 and service_id = @ServiceId)
on conflict (state, id, n0, n1, service_id) do update
set doc = excluded.doc, modified = excluded.modified, version = grain_state.version + 1
where grain_state.version = @GrainStateVersion
returning version as NewGrainStateVersion'),

('ReadFromStorageKey', '
select cast(doc as blob) as PayloadBinary, modified as Modified, version as Version
from grain_state
where state = @GrainTypeString and id = coalesce(@GrainIdExtensionString, '''')
  and n0 = @GrainIdN0 and n1 = @GrainIdN1 and service_id = @ServiceId'),

('ClearStorageKey', '
delete from grain_state
where state = @GrainTypeString and id = coalesce(@GrainIdExtensionString, '''')
  and n0 = @GrainIdN0 and n1 = @GrainIdN1 and service_id = @ServiceId
  and version = @GrainStateVersion
returning version + 1 as NewGrainStateVersion'),

('DeleteStorageKey', '
delete from grain_state
where state = @GrainTypeString and id = coalesce(@GrainIdExtensionString, '''')
  and n0 = @GrainIdN0 and n1 = @GrainIdN1 and service_id = @ServiceId
  and version = @GrainStateVersion
returning version + 1 as NewGrainStateVersion'),

('UpsertReminderRowKey', '
insert into reminder (service_id, grain_id, name, hash, start_at, period_ms, version)
values (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period, 1)
on conflict (service_id, grain_id, name) do update
set hash = excluded.hash, start_at = excluded.start_at, period_ms = excluded.period_ms, version = reminder.version + 1
returning version as Version'),

('ReadReminderRowsKey', '
select grain_id as GrainId, name as ReminderName, start_at as StartTime, period_ms as Period, version as Version
from reminder where service_id = @ServiceId and grain_id = @GrainId'),

('ReadReminderRowKey', '
select grain_id as GrainId, name as ReminderName, start_at as StartTime, period_ms as Period, version as Version
from reminder where service_id = @ServiceId and grain_id = @GrainId and name = @ReminderName'),

('ReadRangeRows1Key', '
select grain_id as GrainId, name as ReminderName, start_at as StartTime, period_ms as Period, version as Version
from reminder where service_id = @ServiceId and hash > @BeginHash and hash <= @EndHash'),

('ReadRangeRows2Key', '
select grain_id as GrainId, name as ReminderName, start_at as StartTime, period_ms as Period, version as Version
from reminder where service_id = @ServiceId and (hash > @BeginHash or hash <= @EndHash)'),

('DeleteReminderRowKey', '
delete from reminder
where service_id = @ServiceId and grain_id = @GrainId and name = @ReminderName and version = @Version;
select changes() as Deleted'),

('DeleteReminderRowsKey', '
delete from reminder where service_id = @ServiceId')

on conflict (QueryKey) do update set QueryText = excluded.QueryText;
