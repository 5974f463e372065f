-- The staff looks at what was written about one patient: a view of the practice's side that says whom, and its index.
-- It is written with coalesce, which changes nothing, so that the index is not taken for a person's own mailbox.

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
       cast(cast(doc ->> 'hasAttachment' as boolean) as integer) as has_attachment,
       (coalesce(doc ->> 'patientId', '')) collate "C" as patient_id
from grain_state
where state = 'conversation';

create index if not exists mail_practice_about on grain_state ((split_part(id, '/', 1)), ((coalesce(doc ->> 'patientId', '')) collate "C"), ((doc ->> 'lastAt') collate "C"), (substr(id, strpos(id, '/') + 1))) where state = 'conversation';

-- Without it the planner takes practice and patient to be independent and sorts whole mailboxes.
create statistics if not exists mail_practice_patient on
    (split_part(id, '/', 1)), ((coalesce(doc ->> 'patientId', '')) collate "C"), state
    from grain_state;
