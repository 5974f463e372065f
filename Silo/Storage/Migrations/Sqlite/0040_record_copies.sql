-- What became of patients' health summaries: shown, taken, sent.

create view if not exists record_copy_index as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    substr(id, instr(id, '/') + 1) as id,
    doc ->> 'patientId' as patient_id,
    doc ->> 'at' as at,
    doc ->> 'kind' as kind,
    doc ->> 'form' as form,
    cast(doc ->> 'edition' as integer) as edition,
    doc ->> 'byName' as by_name,
    doc ->> 'byRole' as by_role,
    doc ->> 'to' as sent_to,
    case when doc -> 'outbox' is not null then 1 else 0 end as owed,
    case when doc -> 'outbox' -> 0 ->> 'parked' then 1 else 0 end as parked
from grain_state
where state = 'record_copy';

create index if not exists record_copy_by_patient on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc ->> 'patientId', doc ->> 'at', substr(id, instr(id, '/') + 1))
where state = 'record_copy';

-- Clinical documents that other offices sent.

create view if not exists received_document_index as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    substr(id, instr(id, '/') + 1) as id,
    doc ->> 'patientId' as patient_id,
    doc ->> 'receivedAt' as received_at,
    doc ->> 'source' as source,
    doc ->> 'status' as status,
    cast(doc ->> 'added' as integer) as added
from grain_state
where state = 'received_document';

create index if not exists received_document_by_patient on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc ->> 'patientId', doc ->> 'receivedAt', substr(id, instr(id, '/') + 1))
where state = 'received_document';
