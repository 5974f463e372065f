-- What became of patients' health summaries: shown, taken, sent.

create or replace view record_copy_index as
select
    split_part(id, '/', 1) as practice,
    split_part(id, '/', 2) collate "C" as id,
    (doc ->> 'patientId') collate "C" as patient_id,
    (doc ->> 'at') collate "C" as at,
    doc ->> 'kind' as kind,
    doc ->> 'form' as form,
    cast(doc ->> 'edition' as integer) as edition,
    doc ->> 'byName' as by_name,
    doc ->> 'byRole' as by_role,
    doc ->> 'to' as sent_to,
    case when doc -> 'outbox' is not null then 1 else 0 end as owed,
    case when doc -> 'outbox' -> 0 ->> 'parked' = 'true' then 1 else 0 end as parked
from grain_state
where state = 'record_copy';

create index if not exists record_copy_by_patient on grain_state (
    split_part(id, '/', 1), ((doc ->> 'patientId') collate "C"), ((doc ->> 'at') collate "C"), (split_part(id, '/', 2) collate "C"))
where state = 'record_copy';

-- Clinical documents that other offices sent.

create or replace view received_document_index as
select
    split_part(id, '/', 1) as practice,
    split_part(id, '/', 2) collate "C" as id,
    (doc ->> 'patientId') collate "C" as patient_id,
    (doc ->> 'receivedAt') collate "C" as received_at,
    doc ->> 'source' as source,
    doc ->> 'status' as status,
    cast(doc ->> 'added' as integer) as added
from grain_state
where state = 'received_document';

create index if not exists received_document_by_patient on grain_state (
    split_part(id, '/', 1), ((doc ->> 'patientId') collate "C"), ((doc ->> 'receivedAt') collate "C"), (split_part(id, '/', 2) collate "C"))
where state = 'received_document';
