-- What programs have subscribed to.

create view if not exists subscription_index as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    substr(id, instr(id, '/') + 1) as id,
    doc -> 'draft' ->> 'topic' as topic,
    doc -> 'by' ->> 'appId' as app_id,
    coalesce(doc -> 'by' ->> 'userId', '') as user_id,
    doc -> 'by' ->> 'onlyPatientId' as only_patient_id,
    doc -> 'by' ->> 'scope' as scope,
    case when doc ->> 'status' = 'Off' then 0 else 1 end as live
from grain_state
where state = 'subscription';

create index if not exists subscription_of_practice on grain_state (substr(id, 1, instr(id, '/') - 1)) where state = 'subscription';
