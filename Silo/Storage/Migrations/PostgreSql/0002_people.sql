-- Practices, patients, who may see whom. The columns of the search are expressions, each with an index over the very
-- same expression; absent values are in no index.

create or replace view practice_directory as
select
    split_part(id, '/', 1) as slug,
    (doc ->> 'name') collate "C" as name,
    doc ->> 'phone' as phone,
    doc ->> 'email' as email,
    doc ->> 'patientFacingUrl' as patient_facing_url,
    doc ->> 'address' as address
from grain_state
where state = 'practice';

create or replace view patient_directory as
select
    split_part(id, '/', 1) as practice,
    substr(id, strpos(id, '/') + 1) as id,
    doc -> 'demographics' ->> 'lastName' as last_name,
    doc -> 'demographics' ->> 'firstName' as first_name,
    trim(coalesce(nullif(doc -> 'demographics' ->> 'preferredName', ''), doc -> 'demographics' ->> 'firstName')
        || ' ' || (doc -> 'demographics' ->> 'lastName')) as name,
    (doc -> 'demographics' ->> 'birthDate') collate "C" as birth_date,
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
    (doc ->> 'guarantorId') collate "C" as guarantor_id,
    (doc -> 'search' ->> 'last') collate "C" as last_key,
    (doc -> 'search' ->> 'first') collate "C" as first_key,
    (doc -> 'search' ->> 'preferred') collate "C" as preferred_key,
    (doc -> 'search' ->> 'email') collate "C" as email_key,
    (doc -> 'search' ->> 'mobile') collate "C" as mobile_key,
    (doc -> 'search' ->> 'home') collate "C" as home_key,
    (doc -> 'search' ->> 'work') collate "C" as work_key,
    (doc -> 'search' ->> 'mobileEnd') collate "C" as mobile_end,
    (doc -> 'search' ->> 'homeEnd') collate "C" as home_end,
    (doc -> 'search' ->> 'workEnd') collate "C" as work_end,
    (doc -> 'representatives' -> 0 ->> 'patientId') collate "C" as representative_0,
    (doc -> 'representatives' -> 1 ->> 'patientId') collate "C" as representative_1,
    (doc -> 'representatives' -> 2 ->> 'patientId') collate "C" as representative_2,
    (doc -> 'representatives' -> 3 ->> 'patientId') collate "C" as representative_3
from grain_state
where state = 'patient';

-- One row for each way in which somebody may see a patient: the rule of SightRules.MaySee. Whether the guarantor
-- may is the practice's choice, so whoever asks leaves those rows out where it may not. Each way has its index.
create or replace view patient_sight as
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
    (split_part(id, '/', 1)), (substr(id, strpos(id, '/') + 1)))
where state = 'patient';

create index if not exists patient_by_last on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'search' ->> 'last') collate "C"), ((doc -> 'search' ->> 'first') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient';

create index if not exists patient_by_first on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'search' ->> 'first') collate "C"), ((doc -> 'search' ->> 'last') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient';

create index if not exists patient_by_preferred on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'search' ->> 'preferred') collate "C"), ((doc -> 'search' ->> 'last') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'search' ->> 'preferred') collate "C" is not null;

create index if not exists patient_by_birth on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'demographics' ->> 'birthDate') collate "C"), ((doc -> 'search' ->> 'last') collate "C"), ((doc -> 'search' ->> 'first') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'demographics' ->> 'birthDate') collate "C" is not null;

create index if not exists patient_by_email on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'search' ->> 'email') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'search' ->> 'email') collate "C" is not null;

create index if not exists patient_by_mobile on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'search' ->> 'mobile') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'search' ->> 'mobile') collate "C" is not null;

create index if not exists patient_by_mobile_end on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'search' ->> 'mobileEnd') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'search' ->> 'mobileEnd') collate "C" is not null;

create index if not exists patient_by_home on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'search' ->> 'home') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'search' ->> 'home') collate "C" is not null;

create index if not exists patient_by_home_end on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'search' ->> 'homeEnd') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'search' ->> 'homeEnd') collate "C" is not null;

create index if not exists patient_by_work on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'search' ->> 'work') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'search' ->> 'work') collate "C" is not null;

create index if not exists patient_by_work_end on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'search' ->> 'workEnd') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'search' ->> 'workEnd') collate "C" is not null;

create index if not exists patient_by_guarantor on grain_state (
    (split_part(id, '/', 1)), ((doc ->> 'guarantorId') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient';

create index if not exists patient_by_representative_0 on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'representatives' -> 0 ->> 'patientId') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'representatives' -> 0 ->> 'patientId') collate "C" is not null;

create index if not exists patient_by_representative_1 on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'representatives' -> 1 ->> 'patientId') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'representatives' -> 1 ->> 'patientId') collate "C" is not null;

create index if not exists patient_by_representative_2 on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'representatives' -> 2 ->> 'patientId') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'representatives' -> 2 ->> 'patientId') collate "C" is not null;

create index if not exists patient_by_representative_3 on grain_state (
    (split_part(id, '/', 1)), ((doc -> 'representatives' -> 3 ->> 'patientId') collate "C"), (substr(id, strpos(id, '/') + 1)))
where state = 'patient' and (doc -> 'representatives' -> 3 ->> 'patientId') collate "C" is not null;

-- Nearly all patients can be seen, and hardly anyone is seen by somebody else. Without these PostgreSQL takes every
-- equality for one row in two hundred, and sorts or scans in parallel instead of walking an index.
create statistics if not exists patient_status on (doc ->> 'status'), state from grain_state;
create statistics if not exists patient_id on (substr(id, strpos(id, '/') + 1)) from grain_state;
create statistics if not exists patient_guarantor on ((doc ->> 'guarantorId') collate "C") from grain_state;
create statistics if not exists patient_representative_0 on ((doc -> 'representatives' -> 0 ->> 'patientId') collate "C") from grain_state;
create statistics if not exists patient_representative_1 on ((doc -> 'representatives' -> 1 ->> 'patientId') collate "C") from grain_state;
create statistics if not exists patient_representative_2 on ((doc -> 'representatives' -> 2 ->> 'patientId') collate "C") from grain_state;
create statistics if not exists patient_representative_3 on ((doc -> 'representatives' -> 3 ->> 'patientId') collate "C") from grain_state;
