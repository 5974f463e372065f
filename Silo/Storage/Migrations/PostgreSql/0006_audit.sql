-- The audit trail: one chain of entries per practice, numbered without gaps, and a head that knows its end.
-- Entries are only ever added. Beside it: open deliveries of the outboxes, one row each.

create table if not exists audit_head (
    practice text collate "C" primary key,
    seq      bigint not null,
    hash     text not null
);

create table if not exists audit_entry (
    practice  text collate "C" not null,
    seq       bigint not null,
    at        text collate "C" not null,
    actor     text collate "C" not null,
    roles     text not null,
    action    text collate "C" not null,
    patient   text collate "C",
    target    text not null,
    outcome   text not null,
    prev_hash text not null,
    hash      text not null,
    primary key (practice, seq)
);

create index if not exists audit_entry_at on audit_entry (practice, at, seq);
create index if not exists audit_entry_patient on audit_entry (practice, patient, at, seq) where patient is not null;
create index if not exists audit_entry_actor on audit_entry (practice, actor, at, seq);
create index if not exists audit_entry_action on audit_entry (practice, action, at, seq);

create or replace function audit_is_append_only() returns trigger language plpgsql as $body$
begin
    raise exception 'The audit trail is append-only.';
end
$body$;

create or replace function audit_head_moves_on() returns trigger language plpgsql as $body$
begin
    if new.practice <> old.practice or new.seq <= old.seq then
        raise exception 'The head of the audit trail only moves on.';
    end if;
    return new;
end
$body$;

create or replace trigger audit_entry_kept before update or delete on audit_entry
    for each row execute function audit_is_append_only();
create or replace trigger audit_entry_not_emptied before truncate on audit_entry
    for each statement execute function audit_is_append_only();
create or replace trigger audit_head_kept before delete on audit_head
    for each row execute function audit_is_append_only();
create or replace trigger audit_head_not_emptied before truncate on audit_head
    for each statement execute function audit_is_append_only();
create or replace trigger audit_head_forward before update on audit_head
    for each row execute function audit_head_moves_on();

create or replace view open_deliveries as
select split_part(stored.id, '/', 1) as practice,
       stored.state,
       stored.id as grain_key,
       stored.modified,
       item ->> 'id' as item_id,
       item ->> 'kind' as kind,
       coalesce(cast(item ->> 'attempts' as integer), 0) as attempts,
       case when item ->> 'parked' = 'true' then 1 else 0 end as parked,
       item ->> 'notBefore' as not_before,
       coalesce(item ->> 'lastProblem', '') as last_problem,
       item ->> 'createdAt' as created_at
from grain_state stored cross join lateral jsonb_array_elements(stored.doc -> 'outbox') item
where stored.doc -> 'outbox' is not null;

create or replace view parked_deliveries as
select practice, state, grain_key, item_id, kind, attempts, last_problem, created_at
from open_deliveries where parked = 1;
