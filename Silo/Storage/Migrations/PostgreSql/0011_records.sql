-- What the FHIR address serves: whole records, and all resources of a type.

create or replace view resource_content as
select
    split_part(id, '/', 1) as practice,
    (doc ->> 'patientId') collate "C" as patient_id,
    (doc ->> 'type') collate "C" as type,
    (doc ->> 'id') collate "C" as id,
    cast(doc ->> 'versionId' as bigint) as version_id,
    doc ->> 'lastUpdated' as last_updated,
    cast(coalesce(cast(doc ->> 'deleted' as boolean), false) as integer) as deleted,
    doc ->> 'json' as json
from grain_state
where state = 'resource';

create index if not exists resource_by_type on grain_state (
    split_part(id, '/', 1), ((doc ->> 'type') collate "C"), ((doc ->> 'patientId') collate "C"), ((doc ->> 'id') collate "C"))
where state = 'resource';

-- What resources were before their changes.
create or replace view resource_history as
select
    split_part(id, '/', 1) as practice,
    (doc ->> 'patientId') collate "C" as patient_id,
    (doc ->> 'type') collate "C" as type,
    (doc ->> 'id') collate "C" as id,
    cast(doc ->> 'versionId' as bigint) as version_id,
    doc ->> 'lastUpdated' as last_updated,
    cast(coalesce(cast(doc ->> 'deleted' as boolean), false) as integer) as deleted,
    doc ->> 'json' as json
from grain_state
where state = 'resource_version';

create index if not exists resource_version_by_id on grain_state (
    split_part(id, '/', 1), ((doc ->> 'patientId') collate "C"), ((doc ->> 'type') collate "C"), ((doc ->> 'id') collate "C"),
    (cast(doc ->> 'versionId' as bigint)))
where state = 'resource_version';
