-- Visits by patient, by location and day, and those whose patient waits for a call. A visit that never stood has no
-- facts and is in no list. docs/decisions/0020 tells how visits hold their time.

create view if not exists appointment_index as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    substr(id, instr(id, '/') + 1) as appointment_id,
    doc -> 'visit' ->> 'patientId' as patient_id,
    doc -> 'visit' ->> 'status' as status,
    doc -> 'visit' ->> 'confirmation' as confirmation,
    doc -> 'visit' -> 'slot' ->> 'locationId' as location_id,
    doc -> 'visit' -> 'slot' ->> 'start' as start_at,
    doc -> 'visit' -> 'slot' ->> 'end' as end_at,
    doc -> 'visit' as visit
from grain_state
where state = 'appointment';

create index if not exists appointment_by_patient on grain_state (
    substr(id, 1, instr(id, '/') - 1),
    doc -> 'visit' ->> 'patientId',
    doc -> 'visit' -> 'slot' ->> 'start',
    substr(id, instr(id, '/') + 1))
where state = 'appointment';

create index if not exists appointment_by_day on grain_state (
    substr(id, 1, instr(id, '/') - 1),
    doc -> 'visit' -> 'slot' ->> 'locationId',
    doc -> 'visit' -> 'slot' ->> 'start',
    substr(id, instr(id, '/') + 1))
where state = 'appointment';

create index if not exists appointment_by_confirmation on grain_state (
    substr(id, 1, instr(id, '/') - 1),
    doc -> 'visit' ->> 'status',
    doc -> 'visit' ->> 'confirmation',
    doc -> 'visit' -> 'slot' ->> 'start',
    substr(id, instr(id, '/') + 1))
where state = 'appointment';

-- Which time a visit holds, and which it is about to hold. A day book believes this and nothing else.
create view if not exists appointment_claims as
select
    id as row_id,
    doc ->> 'heldClaim' as held_claim,
    doc -> 'pending' ->> 'claimId' as pending_claim
from grain_state
where state = 'appointment';

create view if not exists daybook_breaks as
select
    grain_state.id as row_id,
    entry.value ->> 'id' as entry_id,
    entry.value ->> 'start' as start_at,
    entry.value ->> 'end' as end_at,
    entry.value ->> 'label' as label
from grain_state, json_each(grain_state.doc, '$.entries') as entry
where grain_state.state = 'daybook' and entry.value ->> 'appointmentId' is null;
