"""Settings from environment and file, and what a wrong one is told."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from command import run

from service.mistakes import Mistake
from service.settings import Settings, load, variables


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "zhibiao.toml"
    monkeypatch.setenv("ZHIBIAO_CONFIG", str(path))
    return path


def test_the_file_is_read_and_the_environment_goes_before_it(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('max_items = 7\nport = 81\nhost = "::"\n', "utf-8")
    monkeypatch.setenv("ZHIBIAO_PORT", "82")
    settings = load()
    assert (settings.max_items, settings.port, settings.host) == (7, 82, "::")
    assert Settings(port=83).port == 83


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("max_items = 0", "ZHIBIAO_MAX_ITEMS: .* greater than 0 .*by default 1000"),
        ('max_items = "many"', "ZHIBIAO_MAX_ITEMS: .*integer"),
        ("max_itmes = 7", "zhibiao.toml: no setting is named max_itmes; see zhibiao serve --help"),
        ("max_items", "zhibiao.toml: no TOML"),
        ("api_keys = 'secret'", "ZHIBIAO_API_KEYS: .*sha-256"),
    ],
)
def test_a_wrong_file_is_told(config: Path, content: str, told: str) -> None:
    config.write_text(content, "utf-8")
    with pytest.raises(Mistake, match=told):
        load()


def test_a_file_that_is_not_there_is_told(config: Path) -> None:
    with pytest.raises(Mistake, match=r"zhibiao\.toml: No such file.*ZHIBIAO_CONFIG"):
        load()


def test_the_file_is_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ZHIBIAO_CONFIG", "ZHIBIAO_WORKERS"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    path = tmp_path / "own.toml"
    path.write_text("max_items = 7\nworkers = 9", "utf-8")
    shown = run("serve", "--config", path, "--workers", 3, "--settings").stdout
    assert "ZHIBIAO_MAX_ITEMS=7\n" in shown
    assert "ZHIBIAO_WORKERS=3\n" in shown


def test_the_help_shows_every_setting_with_its_default() -> None:
    shown = run("serve", "--help").stdout
    for variable, default, meaning in variables():
        assert f"{variable}={default}\n      {meaning}\n" in shown


def test_keys_are_shown_as_hashes_alone() -> None:
    hashed = hashlib.sha256(b"key").hexdigest()
    settings = Settings(api_keys=f"{hashed}, {hashed}")
    assert settings.key_hashes == (hashlib.sha256(b"key").digest(),) * 2
