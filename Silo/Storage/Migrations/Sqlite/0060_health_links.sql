-- Links to patients' summaries: docs/decisions/0063. The encrypted files are rows of their own (state health_link_file).

create view if not exists health_link_index as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    substr(id, instr(id, '/') + 1) as link_id,
    doc ->> 'patientId' as patient_id,
    doc ->> 'madeAt' as made_at,
    doc ->> 'expiresAt' as expires_at,
    (doc ->> 'end' is not null) as ended,
    (doc -> 'beingMade' is 'true') as being_made
from grain_state
where state = 'health_link';

create index if not exists health_link_by_patient on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc ->> 'patientId', doc ->> 'madeAt', substr(id, instr(id, '/') + 1))
where state = 'health_link';
