-- Clinical resources (one row each) and imports.

create view if not exists resource_index as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    doc ->> 'patientId' as patient_id,
    doc ->> 'type' as type,
    doc ->> 'id' as id,
    (doc ->> 'type') || '/' || (doc ->> 'id') as reference,
    cast(doc ->> 'versionId' as bigint) as version_id,
    doc ->> 'lastUpdated' as last_updated,
    doc ->> 'date' as date,
    doc ->> 'status' as status,
    doc ->> 'category' as category,
    doc ->> 'title' as title,
    doc -> 'codes' as codes
from grain_state
where state = 'resource';

create index if not exists resource_by_patient on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc ->> 'patientId', doc ->> 'type', doc ->> 'date', doc ->> 'id')
where state = 'resource';

create index if not exists resource_by_reference on grain_state (
    substr(id, 1, instr(id, '/') - 1), (doc ->> 'type') || '/' || (doc ->> 'id'))
where state = 'resource';

create view if not exists import_index as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    substr(id, instr(id, '/') + 1) as id,
    doc ->> 'openedAt' as opened_at,
    doc ->> 'status' as status,
    cast(doc ->> 'entries' as bigint) as entries,
    cast(doc ->> 'problemCount' as bigint) as problems
from grain_state
where state = 'import';

create index if not exists import_by_time on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc ->> 'openedAt', substr(id, instr(id, '/') + 1))
where state = 'import';
