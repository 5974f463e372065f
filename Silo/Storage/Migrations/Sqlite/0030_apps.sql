-- Apps that practices registered, and the connections that people made to them.

create view if not exists app_index as
select
    substr(id, 1, instr(id, '/') - 1) as practice,
    substr(id, instr(id, '/') + 1) as id,
    doc -> 'draft' ->> 'name' as name,
    coalesce(doc -> 'draft' ->> 'launchUrl', '') as launch_url,
    doc -> 'draft' -> 'redirects' as redirects,
    (doc ->> 'stopped') as stopped,
    doc ->> 'lastUsedAt' as last_used_at
from grain_state
where state = 'app';

create index if not exists app_of_practice on grain_state (substr(id, 1, instr(id, '/') - 1)) where state = 'app';

create view if not exists app_grant as
select
    substr(grain_state.id, 1, instr(grain_state.id, '/') - 1) as practice,
    substr(grain_state.id, instr(grain_state.id, '/') + 1) as user_id,
    held.value ->> 'appId' as app_id,
    held.value ->> 'until' as until
from grain_state, json_each(doc, '$.grants') as held
where grain_state.state = 'app_grants';

create index if not exists app_grants_of_practice on grain_state (substr(id, 1, instr(id, '/') - 1)) where state = 'app_grants';
