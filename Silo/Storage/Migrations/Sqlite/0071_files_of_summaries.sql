
-- Files of summaries that were sent and of documents that came, and those that are on their way into the record: the sweep
-- of files finds them without reading every document.

drop view if exists attached_file;

create view attached_file as
select file.value ->> 'id' as file_id
from grain_state, json_each(doc, '$.messages') as message, json_each(message.value, '$.attachments') as file
where grain_state.state in ('conversation', 'conversation_page')
union all
select doc ->> 'fileId' from grain_state where state in ('record_copy', 'received_document')
union all
select item.value -> 'payload' ->> 'fileId'
from grain_state, json_each(doc, '$.outbox') as item
where grain_state.state = 'received_document';

create index if not exists record_copy_by_file on grain_state (doc ->> 'fileId') where state in ('record_copy', 'received_document');
