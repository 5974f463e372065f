-- Files of a cluster, in chunks, so that none is ever whole in memory. An embedded portal keeps files in its folder.
create table if not exists blob (
    id     text primary key,
    size   bigint not null,
    sha256 text not null
);

create table if not exists blob_chunk (
    blob_id text not null,
    number  integer not null,
    content bytea not null,
    primary key (blob_id, number)
);

-- The keys that protect cookies and forms, shared by all web fronts of a cluster.
create table if not exists protection_key (
    name    text primary key,
    content text not null
);

-- What each cluster's secret was at its first start, as a mark: a process with another one is refused.
create table if not exists cluster_secret (
    cluster_id text primary key,
    mark       text not null
);
