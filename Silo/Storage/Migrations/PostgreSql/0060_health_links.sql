-- Links to patients' summaries: docs/decisions/0063. The encrypted files are rows of their own (state health_link_file).

create or replace view health_link_index as
select
    split_part(id, '/', 1) as practice,
    substr(id, strpos(id, '/') + 1) as link_id,
    (doc ->> 'patientId') collate "C" as patient_id,
    (doc ->> 'madeAt') collate "C" as made_at,
    (doc ->> 'expiresAt') collate "C" as expires_at,
    cast(doc ->> 'end' is not null as integer) as ended,
    cast(coalesce(doc -> 'beingMade' = 'true', false) as integer) as being_made
from grain_state
where state = 'health_link';

create index if not exists health_link_by_patient on grain_state (
    split_part(id, '/', 1), ((doc ->> 'patientId') collate "C"), ((doc ->> 'madeAt') collate "C"), substr(id, strpos(id, '/') + 1))
where state = 'health_link';
