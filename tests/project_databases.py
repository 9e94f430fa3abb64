"""Projects as QualCoder and Taguette keep them, made table by table."""

from __future__ import annotations

import sqlite3
from pathlib import Path

QUALCODER = """
create table project (databaseversion text, date text, memo text, about text);
create table source (id integer primary key, name text, fulltext text, mediapath text, memo text,
    owner text, date text, av_text_id integer, risid integer, unique(name));
create table code_cat (catid integer primary key, name text, owner text, date text, memo text,
    supercatid integer);
create table code_name (cid integer primary key, name text, memo text, catid integer, owner text,
    date text, color text);
create table code_text (ctid integer primary key, cid integer, fid integer, seltext text,
    pos0 integer, pos1 integer, owner text, date text, memo text, avid integer, important integer);
create table code_image (imid integer primary key, id integer, cid integer);
create table cases (caseid integer primary key, name text, memo text, owner text, date text);
create table case_text (id integer primary key, caseid integer, fid integer, pos0 integer,
    pos1 integer, owner text, date text, memo text);
create table attribute (attrid integer primary key, name text, attr_type text, value text,
    id integer, date text, owner text);
create table annotation (anid integer primary key, fid integer, pos0 integer, pos1 integer,
    memo text, owner text, date text);
create table journal (jid integer primary key, name text, jentry text, date text, owner text);
"""
TAGUETTE = """
create table projects (id integer primary key, name text, description text, created text);
create table documents (id integer primary key, name text, description text, filename text,
    created text, project_id integer, text_direction text, contents text);
create table tags (id integer primary key, project_id integer, path text, description text);
create table highlights (id integer primary key, document_id integer, start_offset integer,
    end_offset integer, snippet text);
create table highlight_tags (highlight_id integer, tag_id integer);
create table commands (id integer primary key, user_login text, payload text);
"""


def database(path: Path, schema: str, **tables: list[dict[str, object]]) -> Path:
    """A SQLite file with this schema and these rows by table."""
    connection = sqlite3.connect(path)
    connection.executescript(schema)
    for table, rows in tables.items():
        for row in rows:
            columns, marks = ", ".join(row), ", ".join("?" * len(row))
            connection.execute(
                f"insert into {table} ({columns}) values ({marks})", list(row.values())
            )
    connection.commit()
    connection.close()
    return path
