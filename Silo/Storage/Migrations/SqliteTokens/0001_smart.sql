-- What the apps' tokens are kept in: the tables of OpenIddict's stores (docs/decisions/0061), the keys that sign, and what may be
-- used only once. The clients are shadows of the documents `app`, made when an app comes.

create table if not exists client (
    id text primary key,
    application_type text,
    client_id text,
    client_secret text,
    client_type text,
    concurrency_token text,
    consent_type text,
    display_name text,
    display_names text,
    json_web_key_set text,
    permissions text,
    post_logout_redirect_uris text,
    properties text,
    redirect_uris text,
    requirements text,
    settings text
);

create table if not exists client_authorization (
    id text primary key,
    application_id text references client (id),
    concurrency_token text,
    creation_date text,
    properties text,
    scopes text,
    status text,
    subject text,
    type text
);

create table if not exists client_scope (
    id text primary key,
    concurrency_token text,
    description text,
    descriptions text,
    display_name text,
    display_names text,
    name text,
    properties text,
    resources text
);

create table if not exists client_token (
    id text primary key,
    application_id text references client (id),
    authorization_id text references client_authorization (id),
    concurrency_token text,
    creation_date text,
    expiration_date text,
    payload text,
    properties text,
    redemption_date text,
    reference_id text,
    status text,
    subject text,
    type text
);

create unique index if not exists client_client_id on client (client_id);
create index if not exists client_authorization_application on client_authorization (application_id, status, subject, type);
create index if not exists client_token_application on client_token (application_id, status, subject, type);
create index if not exists client_token_authorization on client_token (authorization_id);
create unique index if not exists client_token_reference on client_token (reference_id);
create index if not exists client_token_expiration on client_token (creation_date);

create table if not exists signing_key (
    name text primary key,
    content text not null
);

create table if not exists used_once (
    id text primary key,
    until text not null
);

create index if not exists used_once_until on used_once (until);
