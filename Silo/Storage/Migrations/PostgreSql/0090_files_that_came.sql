-- What tells one document of another office from the next: when it was made, its title, and the file that it came as.

create or replace view received_document_index as
select
    split_part(id, '/', 1) as practice,
    split_part(id, '/', 2) collate "C" as id,
    (doc ->> 'patientId') collate "C" as patient_id,
    (doc ->> 'receivedAt') collate "C" as received_at,
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

create or replace view import_index as
select
    split_part(id, '/', 1) as practice,
    substr(id, strpos(id, '/') + 1) as id,
    (doc ->> 'openedAt') collate "C" as opened_at,
    doc ->> 'status' as status,
    cast(doc ->> 'entries' as bigint) as entries,
    cast(doc ->> 'problemCount' as bigint) as problems,
    coalesce(doc ->> 'fileName', '') as file_name,
    coalesce(doc ->> 'openedBy', '') as opened_by
from grain_state
where state = 'import';
