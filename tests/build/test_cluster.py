"""A build by the workers of a Dask scheduler is the local build, whatever becomes of a worker."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import threading
import time

import pytest
from tiny import copy_notebooks, publish_also, write_tiny

from compendium.build import cluster, pieces
from compendium.build.run import build_reports
from compendium.cli import main

distributed = pytest.importorskip("distributed", reason="Dask is not installed (make cluster)")
if not sys.platform.startswith("linux"):
    pytest.skip("workers were tried on Linux alone", allow_module_level=True)


@pytest.fixture(scope="module")
def local_cluster():
    """Two workers of one thread each, on this machine."""
    import dask

    with dask.config.set({"distributed.worker.daemon": False}):
        how = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
        with distributed.LocalCluster(**how, processes=True) as found:
            yield found


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """A tiny study nobody has built, and what a build on this machine makes of it."""
    root = tmp_path_factory.mktemp("cluster")
    publish_also(write_tiny(root / "fresh"), "quotes")
    copy_notebooks(root / "fresh")
    here = shutil.copytree(root / "fresh", root / "here")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COMPENDIUM_DATA", str(here / "data"))
        patch.setattr(pieces, "unasked", lambda study: [])
        assert build_reports() == 0
    return root / "fresh", pages(here)


@pytest.fixture
def fresh(once, tmp_path, monkeypatch):
    root = shutil.copytree(once[0], tmp_path / "there")
    monkeypatch.setenv("COMPENDIUM_DATA", str(root / "data"))
    monkeypatch.setenv("ENGINE", "dask")
    return root


def pages(root):
    return {p.name: p.read_bytes() for p in (root / "reports" / "tiny").iterdir()}


def test_a_build_on_workers_makes_the_bytes_of_a_local_build(
    local_cluster, once, fresh, monkeypatch, capsys
):
    monkeypatch.setenv("SCHEDULER", local_cluster.scheduler_address)
    build_reports()
    said = capsys.readouterr()
    assert "[3/3]" in said.out
    assert "FAILED" not in said.out
    assert pages(fresh) == once[1]
    build_reports()
    assert "[1/" not in capsys.readouterr().out


def test_a_worker_that_is_lost_takes_no_report_along(
    local_cluster, once, fresh, monkeypatch, capsys
):
    monkeypatch.setenv("SCHEDULER", local_cluster.scheduler_address)
    killed = []

    def kill_one_that_works():
        with distributed.Client(local_cluster, set_as_default=False) as client:
            for _ in range(600):
                busy = [w for w, tasks in client.processing().items() if tasks]
                if busy:
                    pid = client.run(os.getpid, workers=busy[:1])[busy[0]]
                    os.kill(pid, signal.SIGKILL)
                    killed.append(pid)
                    return
                time.sleep(0.05)

    killer = threading.Thread(target=kill_one_that_works)
    killer.start()
    build_reports()
    killer.join()
    assert len(killed) == 1
    said = capsys.readouterr()
    logs = [path.read_text("utf-8") for path in (fresh / "private").glob("*/logs/*.txt")]
    assert "FAILED" not in said.out, "\n".join([said.err, *logs])
    assert pages(fresh) == once[1]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "needs the address of a scheduler"),
        ("tcp://127.0.0.1:1", "No Dask scheduler answers at tcp://127.0.0.1:1"),
        ("nonsense", "No Dask scheduler answers at nonsense"),
    ],
)
def test_a_scheduler_that_is_not_there_is_said_in_words(fresh, monkeypatch, capsys, address, said):
    monkeypatch.setenv("SCHEDULER", address)
    monkeypatch.setattr(cluster, "PATIENCE", 2)
    assert main(["build"]) == 1
    complaint = capsys.readouterr().err
    assert said in complaint
    assert "Traceback" not in complaint


def test_workers_with_other_code_are_refused(local_cluster, fresh, monkeypatch, capsys):
    monkeypatch.setenv("SCHEDULER", local_cluster.scheduler_address)
    monkeypatch.setattr("compendium.build.run.code_digest", lambda: "other")
    assert main(["build"]) == 1
    complaint = capsys.readouterr().err
    assert complaint.count("has other code than this machine") == 2
