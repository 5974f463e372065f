
-- Files of summaries that were sent and of documents that came, and those that are on their way into the record: the sweep
-- of files finds them without reading every document.

create or replace view attached_file as
select file ->> 'id' as file_id
from grain_state, jsonb_array_elements(doc -> 'messages') as message, jsonb_array_elements(message -> 'attachments') as file
where grain_state.state in ('conversation', 'conversation_page')
union all
select doc ->> 'fileId' from grain_state where state in ('record_copy', 'received_document')
union all
select item -> 'payload' ->> 'fileId'
from grain_state, jsonb_array_elements(doc -> 'outbox') as item
where grain_state.state = 'received_document' and jsonb_typeof(doc -> 'outbox') = 'array';

create index if not exists record_copy_by_file on grain_state ((doc ->> 'fileId')) where state in ('record_copy', 'received_document');
