-- Clinical resources (one row each) and imports.

create or replace view resource_index as
select
    split_part(id, '/', 1) as practice,
    (doc ->> 'patientId') collate "C" as patient_id,
    (doc ->> 'type') collate "C" as type,
    (doc ->> 'id') collate "C" as id,
    ((doc ->> 'type') || '/' || (doc ->> 'id')) collate "C" as reference,
    cast(doc ->> 'versionId' as bigint) as version_id,
    doc ->> 'lastUpdated' as last_updated,
    (doc ->> 'date') collate "C" as date,
    doc ->> 'status' as status,
    doc ->> 'category' as category,
    doc ->> 'title' as title,
    doc -> 'codes' as codes
from grain_state
where state = 'resource';

create index if not exists resource_by_patient on grain_state (
    split_part(id, '/', 1), ((doc ->> 'patientId') collate "C"), ((doc ->> 'type') collate "C"),
    ((doc ->> 'date') collate "C"), ((doc ->> 'id') collate "C"))
where state = 'resource';

create statistics if not exists resource_owner
on (split_part(id, '/', 1)), ((doc ->> 'patientId') collate "C"), state from grain_state;

create index if not exists resource_by_reference on grain_state (
    split_part(id, '/', 1), (((doc ->> 'type') || '/' || (doc ->> 'id')) collate "C"))
where state = 'resource';

create or replace view import_index as
select
    split_part(id, '/', 1) as practice,
    substr(id, strpos(id, '/') + 1) as id,
    (doc ->> 'openedAt') collate "C" as opened_at,
    doc ->> 'status' as status,
    cast(doc ->> 'entries' as bigint) as entries,
    cast(doc ->> 'problemCount' as bigint) as problems
from grain_state
where state = 'import';

create index if not exists import_by_time on grain_state (
    split_part(id, '/', 1), ((doc ->> 'openedAt') collate "C"), substr(id, strpos(id, '/') + 1))
where state = 'import';
