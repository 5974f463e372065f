-- A resource stays with its patient: under one type and id a practice has one row, whoever writes together. Doubles that came
-- about before are set aside, not deleted: the latest one is kept as resource_doubled, which nothing reads.

update grain_state as late
set state = 'resource_doubled'
where late.state = 'resource' and exists (
    select 1 from grain_state as early
    where early.state = 'resource'
      and split_part(early.id, '/', 1) = split_part(late.id, '/', 1)
      and ((early.doc ->> 'type') || '/' || (early.doc ->> 'id')) collate "C" = ((late.doc ->> 'type') || '/' || (late.doc ->> 'id')) collate "C"
      and (early.doc ->> 'lastUpdated', early.id) < (late.doc ->> 'lastUpdated', late.id));

drop index if exists resource_by_reference;

create unique index if not exists resource_by_reference on grain_state (
    split_part(id, '/', 1), (((doc ->> 'type') || '/' || (doc ->> 'id')) collate "C"))
where state = 'resource';
