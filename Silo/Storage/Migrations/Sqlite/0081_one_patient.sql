-- A resource stays with its patient: under one type and id a practice has one row, whoever writes together. Doubles that came
-- about before are set aside, not deleted: the latest one is kept as resource_doubled, which nothing reads.

update grain_state as late
set state = 'resource_doubled'
where late.state = 'resource' and exists (
    select 1 from grain_state as early
    where early.state = 'resource'
      and substr(early.id, 1, instr(early.id, '/') - 1) = substr(late.id, 1, instr(late.id, '/') - 1)
      and (early.doc ->> 'type') || '/' || (early.doc ->> 'id') = (late.doc ->> 'type') || '/' || (late.doc ->> 'id')
      and (early.doc ->> 'lastUpdated', early.id) < (late.doc ->> 'lastUpdated', late.id));

drop index if exists resource_by_reference;

create unique index if not exists resource_by_reference on grain_state (
    substr(id, 1, instr(id, '/') - 1), (doc ->> 'type') || '/' || (doc ->> 'id'))
where state = 'resource';
