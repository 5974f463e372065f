-- The files of messages, for the sweep of files that no document names.
create or replace view attached_file as
select file ->> 'id' as file_id
from grain_state, jsonb_array_elements(doc -> 'messages') as message, jsonb_array_elements(message -> 'attachments') as file
where grain_state.state in ('conversation', 'conversation_page');

-- Every document as text, to look for a file anywhere. No index: it is read for single suspects.
create or replace view document_words as
select state, id as grain_key, doc::text as words
from grain_state;
