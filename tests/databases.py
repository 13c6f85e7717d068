"""A new, empty database of the kind that the tests run on, for servers that tests start."""

from contextlib import closing, contextmanager
from uuid import uuid4

from django.conf import settings
from django.db import connection


@contextmanager
def own_database(folder):
    """Environment of a new database, and a way to ask it: SQLite's file or PostgreSQL's server."""
    if connection.vendor == "sqlite":
        import sqlite3

        file = folder / "own.sqlite3"
        yield {"DATABASE_URL": f"sqlite:///{file}"}, lambda: sqlite3.connect(file)
        return
    import psycopg2

    host, name = settings.DATABASES["default"]["HOST"], f"newsroom_own_{uuid4().hex}"
    server = psycopg2.connect(host=host, user="postgres", dbname="postgres")
    server.autocommit = True
    with closing(server), server.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        yield (
            {"DATABASE_URL": f"postgres:///{host}/{name}", "PGUSER": "postgres"},
            lambda: psycopg2.connect(host=host, user="postgres", dbname=name),
        )
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
