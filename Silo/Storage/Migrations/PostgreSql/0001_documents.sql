-- Documents of grains, reminders, membership, and the query text that Orleans reads at start.
--
-- For authors of later views and indexes (0002 and on):
--   practice of a row       split_part(id, '/', 1)
--   id after the practice   substr(id, strpos(id, '/') + 1)
--   text                    doc ->> 'name'                     add collate "C" where it is sorted or compared
--   nested text             doc -> 'name' ->> 'family'
--   number                  cast(doc ->> 'count' as bigint)
--   flag                    doc -> 'closed' = 'true'
--   time                    doc ->> 'at'                       UTC, fixed width: text order is time order
-- A view selects from grain_state where state = '<one state>'; its index is an expression index over the very
-- same expressions with the very same "where state = '<one state>'". What a view filters by equality beside the
-- practice gets statistics like grain_state_practice below. docs/operations.md tells why.

create table if not exists grain_state (
    service_id text collate "C" not null,
    state      text collate "C" not null,
    id         text collate "C" not null,
    n0         bigint not null,
    n1         bigint not null,
    doc        jsonb not null,
    modified   text collate "C" not null,
    version    integer not null,
    primary key (state, id, n0, n1, service_id)
);

-- Documents are unpacked by every index over them. A server that was built without lz4 keeps its slower default.
do $$
begin
    alter table grain_state alter column doc set compression lz4;
exception when feature_not_supported then
    raise notice 'This server has no lz4; documents are compressed with pglz.';
end
$$;

-- PostgreSQL keeps no statistics of a partial index's expressions. Without these it takes a practice for 1/200 of a
-- state's rows, and would rather sort all of a large practice than walk an index.
create statistics if not exists grain_state_practice on (split_part(id, '/', 1)), state from grain_state;

-- Only documents with something to dispatch are in here: the property is written only when it is not empty.
create index if not exists grain_state_outbox on grain_state (modified, state, id) where doc -> 'outbox' is not null;

create or replace view outbox_pending as
select state, id, modified from grain_state where doc -> 'outbox' is not null;

create table if not exists reminder (
    service_id text collate "C" not null,
    grain_id   text collate "C" not null,
    name       text collate "C" not null,
    hash       integer not null,
    start_at   timestamptz not null,
    period_ms  bigint not null,
    version    integer not null,
    primary key (service_id, grain_id, name)
);

create index if not exists reminder_hash on reminder (service_id, hash);

create table if not exists membership_version (
    cluster_id text collate "C" primary key,
    version    integer not null
);

create table if not exists membership (
    cluster_id    text collate "C" not null references membership_version (cluster_id) on delete cascade,
    address       text collate "C" not null,
    port          integer not null,
    generation    integer not null,
    silo_name     text not null,
    host_name     text not null,
    status        integer not null,
    proxy_port    integer not null,
    suspect_times text,
    started_at    timestamptz not null,
    alive_at      timestamptz not null,
    primary key (cluster_id, address, port, generation)
);

create table if not exists OrleansQuery (
    QueryKey  text primary key,
    QueryText text not null
);

insert into OrleansQuery (QueryKey, QueryText) values

-- The first version is drawn at random, so that a version read before a clear never fits the row made after it.
('WriteToStorageKey', $query$
with
added as (
    insert into grain_state (service_id, state, id, n0, n1, doc, modified, version)
    select @ServiceId, @GrainTypeString, coalesce(@GrainIdExtensionString, ''), @GrainIdN0, @GrainIdN1,
           convert_from(@PayloadBinary, 'UTF8')::jsonb,
           to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
           1 + floor(random() * 1000000000)::integer
    where @GrainStateVersion is null
    on conflict (state, id, n0, n1, service_id) do nothing
    returning version),
changed as (
    update grain_state
    set doc = convert_from(@PayloadBinary, 'UTF8')::jsonb,
        modified = to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        version = version + 1
    where state = @GrainTypeString and id = coalesce(@GrainIdExtensionString, '')
      and n0 = @GrainIdN0 and n1 = @GrainIdN1 and service_id = @ServiceId
      and version = @GrainStateVersion
    returning version)
select version as NewGrainStateVersion from added
union all
select version from changed
$query$),

('ReadFromStorageKey', $query$
select convert_to(doc::text, 'UTF8') as PayloadBinary, modified as Modified, version as Version
from grain_state
where state = @GrainTypeString and id = coalesce(@GrainIdExtensionString, '')
  and n0 = @GrainIdN0 and n1 = @GrainIdN1 and service_id = @ServiceId
$query$),

('ClearStorageKey', $query$
delete from grain_state
where state = @GrainTypeString and id = coalesce(@GrainIdExtensionString, '')
  and n0 = @GrainIdN0 and n1 = @GrainIdN1 and service_id = @ServiceId
  and version = @GrainStateVersion
returning version + 1 as NewGrainStateVersion
$query$),

('DeleteStorageKey', $query$
delete from grain_state
where state = @GrainTypeString and id = coalesce(@GrainIdExtensionString, '')
  and n0 = @GrainIdN0 and n1 = @GrainIdN1 and service_id = @ServiceId
  and version = @GrainStateVersion
returning version + 1 as NewGrainStateVersion
$query$),

('UpsertReminderRowKey', $query$
insert into reminder (service_id, grain_id, name, hash, start_at, period_ms, version)
values (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period, 1)
on conflict (service_id, grain_id, name) do update
set hash = excluded.hash, start_at = excluded.start_at, period_ms = excluded.period_ms, version = reminder.version + 1
returning version as Version
$query$),

('ReadReminderRowsKey', $query$
select grain_id as GrainId, name as ReminderName, start_at as StartTime, period_ms as Period, version as Version
from reminder where service_id = @ServiceId and grain_id = @GrainId
$query$),

('ReadReminderRowKey', $query$
select grain_id as GrainId, name as ReminderName, start_at as StartTime, period_ms as Period, version as Version
from reminder where service_id = @ServiceId and grain_id = @GrainId and name = @ReminderName
$query$),

('ReadRangeRows1Key', $query$
select grain_id as GrainId, name as ReminderName, start_at as StartTime, period_ms as Period, version as Version
from reminder where service_id = @ServiceId and hash > @BeginHash and hash <= @EndHash
$query$),

('ReadRangeRows2Key', $query$
select grain_id as GrainId, name as ReminderName, start_at as StartTime, period_ms as Period, version as Version
from reminder where service_id = @ServiceId and (hash > @BeginHash or hash <= @EndHash)
$query$),

('DeleteReminderRowKey', $query$
with gone as (
    delete from reminder
    where service_id = @ServiceId and grain_id = @GrainId and name = @ReminderName and version = @Version
    returning 1)
select exists (select 1 from gone) as Deleted
$query$),

('DeleteReminderRowsKey', $query$
delete from reminder where service_id = @ServiceId
$query$),

('InsertMembershipVersionKey', $query$
with added as (
    insert into membership_version (cluster_id, version) values (@DeploymentId, 0)
    on conflict (cluster_id) do nothing
    returning 1)
select exists (select 1 from added) as Added
$query$),

-- The version row is moved first and its row lock decides; no member is written unless it moved.
('InsertMembershipKey', $query$
with
moved as (
    update membership_version set version = version + 1
    where cluster_id = @DeploymentId and version = @Version
      and not exists (
          select 1 from membership
          where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning cluster_id),
added as (
    insert into membership (cluster_id, address, port, generation, silo_name, host_name, status, proxy_port,
                            started_at, alive_at)
    select cluster_id, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort,
           @StartTime, @IAmAliveTime
    from moved
    returning 1)
select exists (select 1 from added) as Added
$query$),

('UpdateMembershipKey', $query$
with
moved as (
    update membership_version set version = version + 1
    where cluster_id = @DeploymentId and version = @Version
      and exists (
          select 1 from membership
          where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation)
    returning cluster_id),
changed as (
    update membership
    set status = @Status, suspect_times = @SuspectTimes, alive_at = @IAmAliveTime
    from moved
    where membership.cluster_id = moved.cluster_id
      and address = @Address and port = @Port and generation = @Generation
    returning 1)
select exists (select 1 from changed) as Changed
$query$),

('UpdateIAmAlivetimeKey', $query$
update membership set alive_at = @IAmAliveTime
where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
$query$),

('MembershipReadRowKey', $query$
select v.cluster_id as DeploymentId, m.address as Address, m.port as Port, m.generation as Generation,
       m.silo_name as SiloName, m.host_name as HostName, m.status as Status, m.proxy_port as ProxyPort,
       m.suspect_times as SuspectTimes, m.started_at as StartTime, m.alive_at as IAmAliveTime, v.version as Version
from membership_version v
left join membership m
    on m.cluster_id = v.cluster_id and m.address = @Address and m.port = @Port and m.generation = @Generation
where v.cluster_id = @DeploymentId
$query$),

('MembershipReadAllKey', $query$
select v.cluster_id as DeploymentId, m.address as Address, m.port as Port, m.generation as Generation,
       m.silo_name as SiloName, m.host_name as HostName, m.status as Status, m.proxy_port as ProxyPort,
       m.suspect_times as SuspectTimes, m.started_at as StartTime, m.alive_at as IAmAliveTime, v.version as Version
from membership_version v
left join membership m on m.cluster_id = v.cluster_id
where v.cluster_id = @DeploymentId
$query$),

('GatewaysQueryKey', $query$
select address as Address, proxy_port as ProxyPort, generation as Generation
from membership where cluster_id = @DeploymentId and status = @Status and proxy_port > 0
$query$),

('CleanupDefunctSiloEntriesKey', $query$
delete from membership where cluster_id = @DeploymentId and alive_at < @IAmAliveTime and status <> 3
$query$),

('CleanupDefunctSiloEntryKey', $query$
delete from membership
where cluster_id = @DeploymentId and address = @Address and port = @Port and generation = @Generation
  and started_at = @StartTime and alive_at = @IAmAliveTime
  and coalesce(suspect_times, '') = coalesce(@SuspectTimes, '')
$query$),

('DeleteMembershipTableEntriesKey', $query$
delete from membership_version where cluster_id = @DeploymentId
$query$)

on conflict (QueryKey) do update set QueryText = excluded.QueryText;
