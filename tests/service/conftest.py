"""A table in a file; the service."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from command import TABLE
from starlette.testclient import TestClient

from service.app import create_app


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.txt"
    path.write_text(TABLE, "utf-8")
    return path


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(), raise_server_exceptions=False) as client:
        yield client
