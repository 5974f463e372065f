-- Visits by patient, by location and day, and those whose patient waits for a call. A visit that never stood has no
-- facts and is in no list. docs/decisions/0020 tells how visits hold their time.

create or replace view appointment_index as
select
    split_part(id, '/', 1) as practice,
    substr(id, strpos(id, '/') + 1) as appointment_id,
    (doc -> 'visit' ->> 'patientId') collate "C" as patient_id,
    (doc -> 'visit' ->> 'status') collate "C" as status,
    (doc -> 'visit' ->> 'confirmation') collate "C" as confirmation,
    (doc -> 'visit' -> 'slot' ->> 'locationId') collate "C" as location_id,
    (doc -> 'visit' -> 'slot' ->> 'start') collate "C" as start_at,
    (doc -> 'visit' -> 'slot' ->> 'end') collate "C" as end_at,
    cast(doc -> 'visit' as text) as visit
from grain_state
where state = 'appointment';

create index if not exists appointment_by_patient on grain_state (
    (split_part(id, '/', 1)),
    ((doc -> 'visit' ->> 'patientId') collate "C"),
    ((doc -> 'visit' -> 'slot' ->> 'start') collate "C"),
    (substr(id, strpos(id, '/') + 1)))
where state = 'appointment';

create index if not exists appointment_by_day on grain_state (
    (split_part(id, '/', 1)),
    ((doc -> 'visit' -> 'slot' ->> 'locationId') collate "C"),
    ((doc -> 'visit' -> 'slot' ->> 'start') collate "C"),
    (substr(id, strpos(id, '/') + 1)))
where state = 'appointment';

create index if not exists appointment_by_confirmation on grain_state (
    (split_part(id, '/', 1)),
    ((doc -> 'visit' ->> 'status') collate "C"),
    ((doc -> 'visit' ->> 'confirmation') collate "C"),
    ((doc -> 'visit' -> 'slot' ->> 'start') collate "C"),
    (substr(id, strpos(id, '/') + 1)))
where state = 'appointment';

-- Which time a visit holds, and which it is about to hold. A day book believes this and nothing else.
create or replace view appointment_claims as
select
    id as row_id,
    doc ->> 'heldClaim' as held_claim,
    doc -> 'pending' ->> 'claimId' as pending_claim
from grain_state
where state = 'appointment';

create or replace view daybook_breaks as
select
    grain_state.id as row_id,
    entry.value ->> 'id' as entry_id,
    (entry.value ->> 'start') collate "C" as start_at,
    (entry.value ->> 'end') collate "C" as end_at,
    entry.value ->> 'label' as label
from grain_state cross join lateral jsonb_array_elements(grain_state.doc -> 'entries') as entry(value)
where grain_state.state = 'daybook' and entry.value ->> 'appointmentId' is null;
