-- What resources are known by elsewhere: a row for each value of an identifier, kept in step by the database itself, so that
-- an older silo that still runs keeps it in step too. It narrows a search; what is found is compared in full afterwards. So
-- the system is not in it, and values are in lower case. A value that is longer than 200 bytes or not ASCII (whose case the
-- two databases see differently) is not in here: a search for such a one looks through rows.

create table if not exists resource_identifier (
    practice   text collate "C" not null,
    type       text collate "C" not null,
    value      text collate "C" not null,
    patient_id text collate "C" not null,
    id         text collate "C" not null,
    row_id     text collate "C" not null,
    primary key (practice, type, value, patient_id, id)
);

-- Numbers that are beyond what the server can hold are kept as text in the resource, which then has no identifiers here.
create or replace function portal_json(words text) returns jsonb language plpgsql immutable as $body$
begin
    return words::jsonb;
exception when others then
    return null;
end
$body$;

-- Of a resource's document: its identifiers, or null. Most have none, and are not read for it.
create or replace function resource_identifiers(doc jsonb) returns jsonb language plpgsql immutable as $body$
declare
    told jsonb;
begin
    if strpos(doc ->> 'json', '"identifier"') > 0 then
        told := portal_json(doc ->> 'json') -> 'identifier';
    end if;
    return case jsonb_typeof(told) when 'array' then told when 'object' then jsonb_build_array(told) end;
end
$body$;

create or replace function resource_identifiers_noted() returns trigger language plpgsql as $body$
declare
    had jsonb;
    has jsonb;
begin
    if tg_op <> 'INSERT' then
        had := resource_identifiers(old.doc);
    end if;
    if tg_op <> 'DELETE' then
        has := resource_identifiers(new.doc);
    end if;
    if had is not distinct from has then
        return null;
    end if;
    if had is not null then
        delete from resource_identifier known
        using jsonb_array_elements(had) told
        where known.practice = split_part(old.id, '/', 1) and known.type = old.doc ->> 'type'
          and known.value = lower((told ->> 'value') collate "C")
          and known.patient_id = old.doc ->> 'patientId' and known.id = old.doc ->> 'id';
    end if;
    if has is not null then
        insert into resource_identifier (practice, type, value, patient_id, id, row_id)
        select split_part(new.id, '/', 1), new.doc ->> 'type', lower((told ->> 'value') collate "C"), new.doc ->> 'patientId', new.doc ->> 'id', new.id
        from jsonb_array_elements(has) told
        where octet_length(told ->> 'value') between 1 and 200 and octet_length(told ->> 'value') = char_length(told ->> 'value')
        on conflict do nothing;
    end if;
    return null;
end
$body$;

create or replace trigger resource_identifier_came after insert on grain_state
    for each row when (new.state = 'resource') execute function resource_identifiers_noted();
create or replace trigger resource_identifier_changed after update of doc on grain_state
    for each row when (new.state = 'resource') execute function resource_identifiers_noted();
create or replace trigger resource_identifier_went after delete on grain_state
    for each row when (old.state = 'resource') execute function resource_identifiers_noted();

insert into resource_identifier (practice, type, value, patient_id, id, row_id)
select split_part(stored.id, '/', 1), stored.doc ->> 'type', lower((told ->> 'value') collate "C"), stored.doc ->> 'patientId', stored.doc ->> 'id', stored.id
from grain_state stored cross join lateral jsonb_array_elements(resource_identifiers(stored.doc)) told
where stored.state = 'resource'
  and octet_length(told ->> 'value') between 1 and 200 and octet_length(told ->> 'value') = char_length(told ->> 'value')
on conflict do nothing;

create or replace view resource_identified as
select
    known.practice,
    known.type,
    known.value,
    known.patient_id,
    known.id,
    cast(stored.doc ->> 'versionId' as bigint) as version_id,
    stored.doc ->> 'lastUpdated' as last_updated,
    cast(coalesce(cast(stored.doc ->> 'deleted' as boolean), false) as integer) as deleted,
    stored.doc ->> 'json' as json
from resource_identifier known join grain_state stored on stored.state = 'resource' and stored.id = known.row_id;
