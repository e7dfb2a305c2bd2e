--liquibase formatted sql

-- A process may die between two statements: each can run again over what is there.

--changeset trunkline:keeping-1
--comment: legal holds, and the calls they hold as of the last sweep
create table if not exists legal_hold (
    name varchar(64) not null primary key,
    query varchar(4096) not null,
    reason varchar(1000) not null,
    who varchar(255) not null,
    since timestamp(3) with time zone not null
);
create table if not exists held_record (
    id char(20) not null primary key
);

--changeset trunkline:keeping-2
--comment: how alerts stand
create table if not exists alert_state (
    name varchar(64) not null primary key,
    rule varchar(20000) not null,
    at timestamp(3) with time zone not null,
    state varchar(1000000) not null
);
