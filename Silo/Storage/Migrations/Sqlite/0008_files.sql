-- The files of messages, for the sweep of files that no document names.
create view if not exists attached_file as
select file.value ->> 'id' as file_id
from grain_state, json_each(doc, '$.messages') as message, json_each(message.value, '$.attachments') as file
where grain_state.state in ('conversation', 'conversation_page');

-- Every document as text, to look for a file anywhere. No index: it is read for single suspects.
create view if not exists document_words as
select state, id as grain_key, doc as words
from grain_state;
