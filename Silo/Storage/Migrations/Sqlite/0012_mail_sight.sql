-- A person's mailbox says whom each conversation is about: only what the person may still see of it is listed.

drop view mail_patient_side;

create view mail_patient_side as
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
       doc -> 'practice' ->> 'owner' as practice_side,
       doc ->> 'patientId' as patient_id
from grain_state
where state = 'conversation';
