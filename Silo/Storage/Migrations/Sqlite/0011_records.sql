-- What the FHIR address serves: whole records, and all resources of a type.

create view if not exists resource_content as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    doc ->> 'patientId' as patient_id,
    doc ->> 'type' as type,
    doc ->> 'id' as id,
    cast(doc ->> 'versionId' as bigint) as version_id,
    doc ->> 'lastUpdated' as last_updated,
    coalesce(doc ->> 'deleted', 0) as deleted,
    doc ->> 'json' as json
from grain_state
where state = 'resource';

create index if not exists resource_by_type on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc ->> 'type', doc ->> 'patientId', doc ->> 'id')
where state = 'resource';

-- What resources were before their changes.
create view if not exists resource_history as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    doc ->> 'patientId' as patient_id,
    doc ->> 'type' as type,
    doc ->> 'id' as id,
    cast(doc ->> 'versionId' as bigint) as version_id,
    doc ->> 'lastUpdated' as last_updated,
    coalesce(doc ->> 'deleted', 0) as deleted,
    doc ->> 'json' as json
from grain_state
where state = 'resource_version';

create index if not exists resource_version_by_id on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc ->> 'patientId', doc ->> 'type', doc ->> 'id', cast(doc ->> 'versionId' as bigint))
where state = 'resource_version';
