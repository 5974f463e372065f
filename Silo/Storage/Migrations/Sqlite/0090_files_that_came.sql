-- What tells one document of another office from the next: when it was made, its title, and the file that it came as.

drop view if exists received_document_index;

create view received_document_index as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    substr(id, instr(id, '/') + 1) as id,
    doc ->> 'patientId' as patient_id,
    doc ->> 'receivedAt' as received_at,
    doc ->> 'source' as source,
    doc ->> 'status' as status,
    cast(doc ->> 'added' as integer) as added,
    coalesce(doc ->> 'title', '') as title,
    coalesce(doc ->> 'made', '') as made,
    doc ->> 'fileName' as file_name,
    doc ->> 'sha256' as sha256
from grain_state
where state = 'received_document';

-- The same of one import and the next: its file, and who sent it.

drop view if exists import_index;

create view import_index as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    substr(id, instr(id, '/') + 1) as id,
    doc ->> 'openedAt' as opened_at,
    doc ->> 'status' as status,
    cast(doc ->> 'entries' as bigint) as entries,
    cast(doc ->> 'problemCount' as bigint) as problems,
    coalesce(doc ->> 'fileName', '') as file_name,
    coalesce(doc ->> 'openedBy', '') as opened_by
from grain_state
where state = 'import';
