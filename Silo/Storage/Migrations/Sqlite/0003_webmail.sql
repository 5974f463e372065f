-- Mailboxes are views of the conversations: docs/decisions/0002. Every order by and where of MailDirectoryGrain has its index.

create view if not exists mail_patient_side as
select substr(id, 1, instr(id, '/') - 1) as practice,
       substr(id, instr(id, '/') + 1) as conversation_id,
       id as row_id,
       doc -> 'patient' ->> 'owner' as owner,
       doc ->> 'subject' as subject,
       doc -> 'practice' ->> 'name' as correspondent,
       case when doc -> 'patient' ->> 'patientId' <> doc ->> 'patientId' then doc ->> 'patientName' end as regarding,
       doc ->> 'snippet' as snippet,
       doc ->> 'lastAt' as last_at,
       doc -> 'patient' ->> 'wroteAt' as wrote_at,
       (doc -> 'patient' ->> 'unread') as unread,
       (doc -> 'patient' ->> 'archived') as archived,
       (doc ->> 'hasAttachment') as has_attachment,
       doc -> 'practice' ->> 'owner' as practice_side
from grain_state
where state = 'conversation';

create view if not exists mail_practice_side as
select substr(id, 1, instr(id, '/') - 1) as practice,
       substr(id, instr(id, '/') + 1) as conversation_id,
       id as row_id,
       doc -> 'practice' ->> 'owner' as owner,
       doc ->> 'subject' as subject,
       doc -> 'patient' ->> 'name' as correspondent,
       case when doc -> 'patient' ->> 'patientId' <> doc ->> 'patientId' then doc ->> 'patientName' end as regarding,
       doc ->> 'snippet' as snippet,
       doc ->> 'lastAt' as last_at,
       (doc -> 'practice' ->> 'unread') as unread,
       (coalesce(doc -> 'practice' ->> 'work', '') = 'Done') as done,
       doc -> 'practice' ->> 'work' as work,
       doc -> 'practice' ->> 'assigneeId' as assignee_id,
       doc -> 'practice' ->> 'assigneeName' as assignee_name,
       (doc ->> 'hasAttachment') as has_attachment
from grain_state
where state = 'conversation';

-- The words of the messages, for searching; notes of the practice are marked.
create view if not exists mail_open_text as
select grain_state.id as row_id,
       cast(message.value ->> 'author' = 'Note' as integer) as note,
       lower(message.value ->> 'body') as body
from grain_state, json_each(doc, '$.messages') as message
where grain_state.state = 'conversation';

-- The words of the messages, for searching; notes of the practice are marked.
create view if not exists mail_sealed_text as
select grain_state.id as row_id,
       cast(message.value ->> 'author' = 'Note' as integer) as note,
       lower(message.value ->> 'body') as body
from grain_state, json_each(doc, '$.messages') as message
where grain_state.state = 'conversation_page';

create index if not exists mail_patient_box on grain_state ((substr(id, 1, instr(id, '/') - 1)), (doc -> 'patient' ->> 'owner'), ((doc -> 'patient' ->> 'archived')), (doc ->> 'lastAt'), (substr(id, instr(id, '/') + 1))) where state = 'conversation';
create index if not exists mail_patient_sent on grain_state ((substr(id, 1, instr(id, '/') - 1)), (doc -> 'patient' ->> 'owner'), (doc -> 'patient' ->> 'wroteAt'), (substr(id, instr(id, '/') + 1))) where state = 'conversation' and doc -> 'patient' ->> 'wroteAt' is not null;
create index if not exists mail_patient_unread on grain_state ((substr(id, 1, instr(id, '/') - 1)), (doc -> 'patient' ->> 'owner')) where state = 'conversation' and (doc -> 'patient' ->> 'unread') = 1;
create index if not exists mail_practice_box on grain_state ((substr(id, 1, instr(id, '/') - 1)), (doc -> 'practice' ->> 'owner'), ((coalesce(doc -> 'practice' ->> 'work', '') = 'Done')), (doc ->> 'lastAt'), (substr(id, instr(id, '/') + 1))) where state = 'conversation';
create index if not exists mail_practice_all on grain_state ((substr(id, 1, instr(id, '/') - 1)), ((coalesce(doc -> 'practice' ->> 'work', '') = 'Done')), (doc ->> 'lastAt'), (substr(id, instr(id, '/') + 1))) where state = 'conversation';
create index if not exists mail_practice_unread on grain_state ((substr(id, 1, instr(id, '/') - 1)), (doc -> 'practice' ->> 'owner')) where state = 'conversation' and (doc -> 'practice' ->> 'unread') = 1;
