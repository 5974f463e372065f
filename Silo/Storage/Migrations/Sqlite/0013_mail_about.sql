-- The staff looks at what was written about one patient: a view of the practice's side that says whom, and its index.
-- It is written with coalesce, which changes nothing, so that the index is not taken for a person's own mailbox.

drop view mail_practice_side;

create view mail_practice_side as
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
       (doc ->> 'hasAttachment') as has_attachment,
       coalesce(doc ->> 'patientId', '') as patient_id
from grain_state
where state = 'conversation';

create index if not exists mail_practice_about on grain_state ((substr(id, 1, instr(id, '/') - 1)), (coalesce(doc ->> 'patientId', '')), (doc ->> 'lastAt'), (substr(id, instr(id, '/') + 1))) where state = 'conversation';
