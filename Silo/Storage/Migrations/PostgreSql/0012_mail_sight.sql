-- A person's mailbox says whom each conversation is about: only what the person may still see of it is listed.

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
       doc -> 'practice' ->> 'owner' as practice_side,
       (doc ->> 'patientId') collate "C" as patient_id
from grain_state
where state = 'conversation';

-- Without it the planner takes practice and owner to be independent and sorts whole mailboxes.
create statistics if not exists mail_patient_owner on
    (split_part(id, '/', 1)), ((doc -> 'patient' ->> 'owner') collate "C"),
    (cast(cast(doc -> 'patient' ->> 'archived' as boolean) as integer)), state
    from grain_state;

-- Text as a search compares it: SearchText.Fold in SQL, whatever the collation of the database. Most text is ASCII and
-- takes the short way.
create or replace function portal_fold(words text) returns text
language sql immutable strict parallel safe
as $$
    select regexp_replace(
        case when octet_length(words) = length(words) then translate(lower(words collate "C"), '''`', '')
        else
            translate(
                replace(replace(replace(replace(
                    lower(regexp_replace(normalize(words, NFKD), '[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F]', '', 'g') collate "und-x-icu"),
                    'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
                'øłđðı''`´’‘ʼ', 'olddi') collate "C"
        end,
        '[\s\u1680\u2028\u2029\u002D\u058A\u05BE\u2010-\u2015\u2E3A\u2E3B\uFE31\uFE32\uFE58\uFE63\uFF0D]+', ' ', 'g')
$$;
