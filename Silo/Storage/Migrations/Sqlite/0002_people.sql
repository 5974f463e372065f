-- Practices, patients, who may see whom. The columns of the search are expressions, each with an index over the very
-- same expression; absent values are in no index.

create view if not exists practice_directory as
select
    substr(id, 1, instr(id, '/') - 1) as slug,
    doc ->> 'name' as name,
    doc ->> 'phone' as phone,
    doc ->> 'email' as email,
    doc ->> 'patientFacingUrl' as patient_facing_url,
    doc ->> 'address' as address
from grain_state
where state = 'practice';

create view if not exists patient_directory as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    substr(id, instr(id, '/') + 1) as id,
    doc -> 'demographics' ->> 'lastName' as last_name,
    doc -> 'demographics' ->> 'firstName' as first_name,
    trim(coalesce(nullif(doc -> 'demographics' ->> 'preferredName', ''), doc -> 'demographics' ->> 'firstName')
        || ' ' || (doc -> 'demographics' ->> 'lastName')) as name,
    doc -> 'demographics' ->> 'birthDate' as birth_date,
    coalesce(
        nullif(doc -> 'demographics' ->> 'wirelessPhone', ''),
        nullif(doc -> 'demographics' ->> 'homePhone', ''),
        doc -> 'demographics' ->> 'workPhone') as phone,
    doc -> 'demographics' ->> 'email' as email,
    doc ->> 'status' as status,
    doc ->> 'status' in ('Patient', 'NonPatient', 'Inactive') as visible,
    doc ->> 'primaryProviderId' as primary_provider_id,
    doc -> 'access' ->> 'state' as access,
    case when doc -> 'access' ->> 'state' in ('Invited', 'Active') then doc -> 'access' ->> 'userId' end as user_id,
    doc ->> 'guarantorId' as guarantor_id,
    doc -> 'search' ->> 'last' as last_key,
    doc -> 'search' ->> 'first' as first_key,
    doc -> 'search' ->> 'preferred' as preferred_key,
    doc -> 'search' ->> 'email' as email_key,
    doc -> 'search' ->> 'mobile' as mobile_key,
    doc -> 'search' ->> 'home' as home_key,
    doc -> 'search' ->> 'work' as work_key,
    doc -> 'search' ->> 'mobileEnd' as mobile_end,
    doc -> 'search' ->> 'homeEnd' as home_end,
    doc -> 'search' ->> 'workEnd' as work_end,
    doc -> 'representatives' -> 0 ->> 'patientId' as representative_0,
    doc -> 'representatives' -> 1 ->> 'patientId' as representative_1,
    doc -> 'representatives' -> 2 ->> 'patientId' as representative_2,
    doc -> 'representatives' -> 3 ->> 'patientId' as representative_3
from grain_state
where state = 'patient';

-- One row for each way in which somebody may see a patient: the rule of SightRules.MaySee. Whether the guarantor
-- may is the practice's choice, so whoever asks leaves those rows out where it may not. Each way has its index.
create view if not exists patient_sight as
select practice, id as viewer_id, 'self' as reason, id, name, birth_date, primary_provider_id, user_id, guarantor_id, last_key, first_key
from patient_directory where visible
union all
select practice, guarantor_id, 'guarantor', id, name, birth_date, primary_provider_id, user_id, guarantor_id, last_key, first_key
from patient_directory where visible
union all
select practice, representative_0, 'representative', id, name, birth_date, primary_provider_id, user_id, guarantor_id, last_key, first_key
from patient_directory where visible and representative_0 is not null
union all
select practice, representative_1, 'representative', id, name, birth_date, primary_provider_id, user_id, guarantor_id, last_key, first_key
from patient_directory where visible and representative_1 is not null
union all
select practice, representative_2, 'representative', id, name, birth_date, primary_provider_id, user_id, guarantor_id, last_key, first_key
from patient_directory where visible and representative_2 is not null
union all
select practice, representative_3, 'representative', id, name, birth_date, primary_provider_id, user_id, guarantor_id, last_key, first_key
from patient_directory where visible and representative_3 is not null;

create index if not exists patient_by_id on grain_state (
    substr(id, 1, instr(id, '/') - 1), substr(id, instr(id, '/') + 1))
where state = 'patient';

create index if not exists patient_by_last on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'search' ->> 'last', doc -> 'search' ->> 'first', substr(id, instr(id, '/') + 1))
where state = 'patient';

create index if not exists patient_by_first on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'search' ->> 'first', doc -> 'search' ->> 'last', substr(id, instr(id, '/') + 1))
where state = 'patient';

create index if not exists patient_by_preferred on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'search' ->> 'preferred', doc -> 'search' ->> 'last', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'search' ->> 'preferred' is not null;

create index if not exists patient_by_birth on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'demographics' ->> 'birthDate', doc -> 'search' ->> 'last', doc -> 'search' ->> 'first', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'demographics' ->> 'birthDate' is not null;

create index if not exists patient_by_email on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'search' ->> 'email', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'search' ->> 'email' is not null;

create index if not exists patient_by_mobile on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'search' ->> 'mobile', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'search' ->> 'mobile' is not null;

create index if not exists patient_by_mobile_end on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'search' ->> 'mobileEnd', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'search' ->> 'mobileEnd' is not null;

create index if not exists patient_by_home on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'search' ->> 'home', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'search' ->> 'home' is not null;

create index if not exists patient_by_home_end on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'search' ->> 'homeEnd', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'search' ->> 'homeEnd' is not null;

create index if not exists patient_by_work on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'search' ->> 'work', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'search' ->> 'work' is not null;

create index if not exists patient_by_work_end on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'search' ->> 'workEnd', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'search' ->> 'workEnd' is not null;

create index if not exists patient_by_guarantor on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc ->> 'guarantorId', substr(id, instr(id, '/') + 1))
where state = 'patient';

create index if not exists patient_by_representative_0 on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'representatives' -> 0 ->> 'patientId', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'representatives' -> 0 ->> 'patientId' is not null;

create index if not exists patient_by_representative_1 on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'representatives' -> 1 ->> 'patientId', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'representatives' -> 1 ->> 'patientId' is not null;

create index if not exists patient_by_representative_2 on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'representatives' -> 2 ->> 'patientId', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'representatives' -> 2 ->> 'patientId' is not null;

create index if not exists patient_by_representative_3 on grain_state (
    substr(id, 1, instr(id, '/') - 1), doc -> 'representatives' -> 3 ->> 'patientId', substr(id, instr(id, '/') + 1))
where state = 'patient' and doc -> 'representatives' -> 3 ->> 'patientId' is not null;
