"""Pages are served to this machine alone, under a word nobody guesses, and tell of changes."""

from __future__ import annotations

import http.client
import threading
import time

import pytest

from compendium.watching import server as serving
from compendium.watching.server import HOST, page_server

WORD = "word"


@pytest.fixture
def pages(tmp_path):
    folder = tmp_path / "reports"
    (folder / "tiny").mkdir(parents=True)
    (folder / "tiny" / "001.html").write_text("<p>Ŵy", encoding="utf-8")
    (folder / "tiny" / "001.ipynb").write_text("{}", encoding="utf-8")
    (tmp_path / "private.txt").write_text("P017", encoding="utf-8")
    return folder


@pytest.fixture
def opened():
    return []


@pytest.fixture
def server(pages, opened):
    found = page_server(pages, WORD, opened.append)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def get(server, path, host=None):
    port = server.server_address[1]
    asked = http.client.HTTPConnection(HOST, port, timeout=30)
    asked.request("GET", path, headers={"Host": host or f"{HOST}:{port}"})
    answer = asked.getresponse()
    return answer.status, answer.read().decode("utf-8")


def test_a_page_is_served_with_what_reloads_it_and_is_noted_as_opened(server, pages, opened):
    status, text = get(server, "/word/tiny/001.html")
    assert status == 200
    assert text.startswith("<p>Ŵy")
    assert "/word/~changed" in text
    assert opened == ["tiny/001.html"]
    assert "script" not in (pages / "tiny" / "001.html").read_text(encoding="utf-8")


def test_what_is_no_page_is_served_as_it_is(server, pages):
    assert get(server, "/word/tiny/001.ipynb") == (200, "{}")
    (pages / "tiny" / "50%25.csv").write_text("share", encoding="utf-8")
    assert get(server, "/word/tiny/50%2525.csv") == (200, "share")


def test_a_page_that_is_not_built_yet_waits_for_it(server):
    status, text = get(server, "/word/tiny/002.html")
    assert status == 200
    assert "tiny/002.html is not built yet" in text
    assert "~changed" in text


def test_where_no_study_is_named_those_that_are_built_are_listed(server, pages):
    assert "index.html is not built yet" in get(server, "/word/")[1]
    (pages / "tiny" / "index.html").write_text("<p>Index", encoding="utf-8")
    assert '<a href="tiny/">tiny</a>' in get(server, "/word/")[1]
    assert get(server, "/word/tiny/")[1].startswith("<p>Index")


def test_a_page_s_name_is_text(server):
    assert "<b>" not in get(server, "/word/%3Cb%3E.html")[1]


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/tiny/001.html", "/other/tiny/001.html", "/wordy/tiny/001.html"),
        *("/word/../private.txt", "/word/%2e%2e/private.txt", "/word/tiny/../../private.txt"),
        *("/word/tiny/nowhere.css", "//word/../../private.txt", "/word/..%5Cprivate.txt"),
    ],
)
def test_nothing_else_is_served(server, path):
    status, text = get(server, path)
    assert status == 404
    assert "P017" not in text


@pytest.mark.parametrize("before", ["/word/", "/word/~changed/"])
def test_a_whole_path_leads_nowhere(server, tmp_path, before):
    page = tmp_path / "private.html"
    page.write_text("P017", encoding="utf-8")
    assert get(server, before + page.as_posix())[0] == 404


@pytest.mark.parametrize("host", ["example.org", "localhost:80", "", "127.0.0.1.example.org:80"])
def test_a_page_elsewhere_cannot_ask_under_another_name(server, host):
    assert get(server, "/word/tiny/001.html", host or "x")[0] == 404


def test_a_change_is_told_at_once_and_no_change_after_a_while(server, pages, monkeypatch):
    monkeypatch.setattr(serving, "PATIENCE", 0.3)
    known = get(server, "/word/~changed/tiny/001.html?known=")[1]
    assert get(server, f"/word/~changed/tiny/001.html?known={known}")[1] == known
    monkeypatch.setattr(serving, "PATIENCE", 20)

    def edit():
        time.sleep(0.3)
        (pages / "tiny" / "001.html").write_text("<p>Anew", encoding="utf-8")

    threading.Thread(target=edit).start()
    assert get(server, f"/word/~changed/tiny/001.html?known={known}")[1] != known
