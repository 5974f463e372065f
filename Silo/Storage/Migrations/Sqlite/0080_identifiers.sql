-- What resources are known by elsewhere: a row for each value of an identifier, kept in step by the database itself, so that
-- an older silo that still runs keeps it in step too. It narrows a search; what is found is compared in full afterwards. So
-- the system is not in it, and values are in lower case. A value that is longer than 200 bytes or not ASCII (whose case the
-- two databases see differently) is not in here: a search for such a one looks through rows.

create table if not exists resource_identifier (
    practice   text not null,
    type       text not null,
    value      text not null,
    patient_id text not null,
    id         text not null,
    row_id     text not null,
    primary key (practice, type, value, patient_id, id)
) strict, without rowid;

-- Most resources have no identifier, and are not read for it.
create trigger if not exists resource_identifier_came after insert on grain_state
when new.state = 'resource' and instr(new.doc ->> 'json', '"identifier"') > 0
begin
    insert or ignore into resource_identifier (practice, type, value, patient_id, id, row_id)
    select substr(new.id, 1, instr(new.id, '/') - 1), new.doc ->> 'type', lower(value), new.doc ->> 'patientId', new.doc ->> 'id', new.id
    from (select case told.type when 'object' then told.value ->> 'value' end as value
          from json_each(
              case json_type(nullif(new.doc ->> 'json', ''), '$.identifier')
                  when 'array' then json_extract(new.doc ->> 'json', '$.identifier')
                  when 'object' then json_array(json_extract(new.doc ->> 'json', '$.identifier'))
                  else '[]' end) told)
    where length(cast(value as blob)) between 1 and 200 and length(cast(value as blob)) = length(value);
end;

-- Those that it had go, those that it has come: nothing is written when they are the same.
create trigger if not exists resource_identifier_changed after update of doc on grain_state
when new.state = 'resource'
    and (instr(old.doc ->> 'json', '"identifier"') > 0 or instr(new.doc ->> 'json', '"identifier"') > 0)
    and json_extract(nullif(old.doc ->> 'json', ''), '$.identifier') is not json_extract(nullif(new.doc ->> 'json', ''), '$.identifier')
begin
    delete from resource_identifier
    where practice = substr(old.id, 1, instr(old.id, '/') - 1) and type = old.doc ->> 'type'
      and value in (
          select lower(value)
          from (select case told.type when 'object' then told.value ->> 'value' end as value
                from json_each(
                    case json_type(nullif(old.doc ->> 'json', ''), '$.identifier')
                        when 'array' then json_extract(old.doc ->> 'json', '$.identifier')
                        when 'object' then json_array(json_extract(old.doc ->> 'json', '$.identifier'))
                        else '[]' end) told))
      and patient_id = old.doc ->> 'patientId' and id = old.doc ->> 'id';
    insert or ignore into resource_identifier (practice, type, value, patient_id, id, row_id)
    select substr(new.id, 1, instr(new.id, '/') - 1), new.doc ->> 'type', lower(value), new.doc ->> 'patientId', new.doc ->> 'id', new.id
    from (select case told.type when 'object' then told.value ->> 'value' end as value
          from json_each(
              case json_type(nullif(new.doc ->> 'json', ''), '$.identifier')
                  when 'array' then json_extract(new.doc ->> 'json', '$.identifier')
                  when 'object' then json_array(json_extract(new.doc ->> 'json', '$.identifier'))
                  else '[]' end) told)
    where length(cast(value as blob)) between 1 and 200 and length(cast(value as blob)) = length(value);
end;

create trigger if not exists resource_identifier_went after delete on grain_state
when old.state = 'resource' and instr(old.doc ->> 'json', '"identifier"') > 0
begin
    delete from resource_identifier
    where practice = substr(old.id, 1, instr(old.id, '/') - 1) and type = old.doc ->> 'type'
      and value in (
          select lower(value)
          from (select case told.type when 'object' then told.value ->> 'value' end as value
                from json_each(
                    case json_type(nullif(old.doc ->> 'json', ''), '$.identifier')
                        when 'array' then json_extract(old.doc ->> 'json', '$.identifier')
                        when 'object' then json_array(json_extract(old.doc ->> 'json', '$.identifier'))
                        else '[]' end) told))
      and patient_id = old.doc ->> 'patientId' and id = old.doc ->> 'id';
end;

insert or ignore into resource_identifier (practice, type, value, patient_id, id, row_id)
select practice, type, lower(value), patient_id, id, row_id
from (select substr(stored.id, 1, instr(stored.id, '/') - 1) as practice, stored.doc ->> 'type' as type, stored.doc ->> 'patientId' as patient_id,
             stored.doc ->> 'id' as id, stored.id as row_id, case told.type when 'object' then told.value ->> 'value' end as value
      from grain_state stored, json_each(
          case json_type(nullif(stored.doc ->> 'json', ''), '$.identifier')
              when 'array' then json_extract(stored.doc ->> 'json', '$.identifier')
              when 'object' then json_array(json_extract(stored.doc ->> 'json', '$.identifier'))
              else '[]' end) told
      where stored.state = 'resource' and instr(stored.doc ->> 'json', '"identifier"') > 0)
where length(cast(value as blob)) between 1 and 200 and length(cast(value as blob)) = length(value);

drop view if exists resource_identified;

create view resource_identified as
select
    known.practice,
    known.type,
    known.value,
    known.patient_id,
    known.id,
    cast(stored.doc ->> 'versionId' as bigint) as version_id,
    stored.doc ->> 'lastUpdated' as last_updated,
    coalesce(stored.doc ->> 'deleted', 0) as deleted,
    stored.doc ->> 'json' as json
from resource_identifier known join grain_state stored on stored.state = 'resource' and stored.id = known.row_id;
