"""The databases that a server can keep its record in."""

import contextlib
import os
import subprocess
import uuid
from urllib.parse import quote

DATABASES = ["sqlite", "postgres"]


@contextlib.contextmanager
def fresh(database):
    """Settings of a server with an empty database; PostgreSQL is the one that Scripts/postgres-for-tests starts."""
    if database == "sqlite":
        yield {}
        return
    url = os.environ.get("TAUTBAND_TEST_DATABASE_URL")
    assert url, "TAUTBAND_TEST_DATABASE_URL names no PostgreSQL; Scripts/postgres-for-tests starts one"
    schema = f"browser_{uuid.uuid4().hex}"
    change(url, f"CREATE SCHEMA {schema}")
    try:
        yield {"TAUTBAND_DATABASE_URL": f"{url}?options={quote(f'-csearch_path={schema}', safe='')}"}
    finally:
        change(url, f"DROP SCHEMA {schema} CASCADE")


def change(url, statement):
    subprocess.run(
        ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-c", statement, url],
        env={**os.environ, "PGOPTIONS": "-c client_min_messages=warning"}, check=True,
    )
