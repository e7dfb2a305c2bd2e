--liquibase formatted sql

-- A process may die between two statements: each can run again over what is there.

--changeset trunkline:phones-1
--comment: addresses of phone cards that phones fetched their settings at; token is a hash
create table if not exists phone_address (
    token varchar(43) not null,
    make varchar(32) not null,
    username varchar(64) not null,
    server varchar(300) not null,
    since timestamp(3) with time zone not null,
    primary key (token, make)
);
