--liquibase formatted sql

-- A process may die between two statements: each can run again over what is there.

--changeset trunkline:push-1
--comment: where push messages to a subscriber's phones go; endpoint and keys are sealed, id is a hash of the endpoint
create table if not exists push_subscription (
    username varchar(64) not null,
    id varchar(43) not null,
    content varchar(8000) not null,
    expires_at timestamp(3) with time zone not null,
    primary key (username, id)
);
