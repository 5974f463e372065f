-- Mailboxes are views of the conversations: docs/decisions/0002. Every order by and where of MailDirectoryGrain has its index.

create or replace view mail_patient_side as
select split_part(id, '/', 1) as practice,
       substr(id, strpos(id, '/') + 1) as conversation_id,
       id as row_id,
       (doc -> 'patient' ->> 'owner') collate "C" as owner,
       doc ->> 'subject' as subject,
       doc -> 'practice' ->> 'name' as correspondent,
       case when doc -> 'patient' ->> 'patientId' <> doc ->> 'patientId' then doc ->> 'patientName' end as regarding,
       doc ->> 'snippet' as snippet,
       (doc ->> 'lastAt') collate "C" as last_at,
       (doc -> 'patient' ->> 'wroteAt') collate "C" as wrote_at,
       cast(cast(doc -> 'patient' ->> 'unread' as boolean) as integer) as unread,
       cast(cast(doc -> 'patient' ->> 'archived' as boolean) as integer) as archived,
       cast(cast(doc ->> 'hasAttachment' as boolean) as integer) as has_attachment,
       doc -> 'practice' ->> 'owner' as practice_side
from grain_state
where state = 'conversation';

create or replace view mail_practice_side as
select split_part(id, '/', 1) as practice,
       substr(id, strpos(id, '/') + 1) as conversation_id,
       id as row_id,
       (doc -> 'practice' ->> 'owner') collate "C" as owner,
       doc ->> 'subject' as subject,
       doc -> 'patient' ->> 'name' as correspondent,
       case when doc -> 'patient' ->> 'patientId' <> doc ->> 'patientId' then doc ->> 'patientName' end as regarding,
       doc ->> 'snippet' as snippet,
       (doc ->> 'lastAt') collate "C" as last_at,
       cast(cast(doc -> 'practice' ->> 'unread' as boolean) as integer) as unread,
       cast(coalesce(doc -> 'practice' ->> 'work', '') = 'Done' as integer) as done,
       doc -> 'practice' ->> 'work' as work,
       doc -> 'practice' ->> 'assigneeId' as assignee_id,
       doc -> 'practice' ->> 'assigneeName' as assignee_name,
       cast(cast(doc ->> 'hasAttachment' as boolean) as integer) as has_attachment
from grain_state
where state = 'conversation';

-- The words of the messages, for searching; notes of the practice are marked.
create or replace view mail_open_text as
select grain_state.id as row_id,
       cast(message ->> 'author' = 'Note' as integer) as note,
       lower(message ->> 'body') as body
from grain_state, jsonb_array_elements(doc -> 'messages') as message
where grain_state.state = 'conversation';

-- The words of the messages, for searching; notes of the practice are marked.
create or replace view mail_sealed_text as
select grain_state.id as row_id,
       cast(message ->> 'author' = 'Note' as integer) as note,
       lower(message ->> 'body') as body
from grain_state, jsonb_array_elements(doc -> 'messages') as message
where grain_state.state = 'conversation_page';

create index if not exists mail_patient_box on grain_state ((split_part(id, '/', 1)), ((doc -> 'patient' ->> 'owner') collate "C"), (cast(cast(doc -> 'patient' ->> 'archived' as boolean) as integer)), ((doc ->> 'lastAt') collate "C"), (substr(id, strpos(id, '/') + 1))) where state = 'conversation';
create index if not exists mail_patient_sent on grain_state ((split_part(id, '/', 1)), ((doc -> 'patient' ->> 'owner') collate "C"), ((doc -> 'patient' ->> 'wroteAt') collate "C"), (substr(id, strpos(id, '/') + 1))) where state = 'conversation' and doc -> 'patient' ->> 'wroteAt' is not null;
create index if not exists mail_patient_unread on grain_state ((split_part(id, '/', 1)), ((doc -> 'patient' ->> 'owner') collate "C")) where state = 'conversation' and cast(cast(doc -> 'patient' ->> 'unread' as boolean) as integer) = 1;
create index if not exists mail_practice_box on grain_state ((split_part(id, '/', 1)), ((doc -> 'practice' ->> 'owner') collate "C"), (cast(coalesce(doc -> 'practice' ->> 'work', '') = 'Done' as integer)), ((doc ->> 'lastAt') collate "C"), (substr(id, strpos(id, '/') + 1))) where state = 'conversation';
create index if not exists mail_practice_all on grain_state ((split_part(id, '/', 1)), (cast(coalesce(doc -> 'practice' ->> 'work', '') = 'Done' as integer)), ((doc ->> 'lastAt') collate "C"), (substr(id, strpos(id, '/') + 1))) where state = 'conversation';
create index if not exists mail_practice_unread on grain_state ((split_part(id, '/', 1)), ((doc -> 'practice' ->> 'owner') collate "C")) where state = 'conversation' and cast(cast(doc -> 'practice' ->> 'unread' as boolean) as integer) = 1;

-- Without it the planner takes practice, owner and done to be independent and sorts whole mailboxes.
create statistics if not exists mail_practice_owner on
    (split_part(id, '/', 1)), ((doc -> 'practice' ->> 'owner') collate "C"),
    (cast(coalesce(doc -> 'practice' ->> 'work', '') = 'Done' as integer)), state
    from grain_state;
