#!/usr/bin/env bash
# Make the database and its three roles; run once by a superuser of PostgreSQL.
#   OWNER_PASSWORD=… SITE_PASSWORD=… BACKUP_PASSWORD=… deploy/database-roles.sh [psql arguments]
# owner: owns the tables, for upgrades alone; site: reads and writes rows; backup: reads everything, makes spare databases.
set -euo pipefail

: "${OWNER_PASSWORD:?}" "${SITE_PASSWORD:?}" "${BACKUP_PASSWORD:?}"
# Passwords go through the environment: a command line is seen by everybody on the machine.
export OWNER_PASSWORD SITE_PASSWORD BACKUP_PASSWORD
psql -X -q --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" "$@" <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv site_password SITE_PASSWORD
\getenv backup_password BACKUP_PASSWORD
SET password_encryption = 'scram-sha-256';
SET log_statement = 'none';
CREATE ROLE mentoring_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE mentoring_site LOGIN CONNECTION LIMIT 40 PASSWORD :'site_password';
CREATE ROLE mentoring_backup LOGIN CREATEDB CONNECTION LIMIT 5 PASSWORD :'backup_password';
GRANT pg_read_all_data TO mentoring_backup;
CREATE DATABASE mentoring OWNER mentoring_owner TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8';
REVOKE ALL ON DATABASE mentoring FROM PUBLIC;
GRANT CONNECT ON DATABASE mentoring TO mentoring_site, mentoring_backup;
\connect mentoring
ALTER SCHEMA public OWNER TO mentoring_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
SQL
