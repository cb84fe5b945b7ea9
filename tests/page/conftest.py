"""The page in a real Chromium, on a service of its own; nothing else can be reached."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from playground import DESKTOP, Open, Visit
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from service.app import create_app

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)
REFUSED = "Failed to load resource"
USUAL: dict[str, Any] = {"locale": "zh-CN", "reduced_motion": "reduce", "viewport": DESKTOP}


@pytest.fixture(scope="session")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        reason = "no Chromium on this machine: apt install chromium"
        if os.environ.get("ZHIBIAO_REQUIRE_TOOLS") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="session")
def address(chromium: str) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(create_app(), ws="none", log_level="warning"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Closed with its module: while it is open, no test of this process can run an event loop."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def usual(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop in Chinese; its cache has the files of the page."""
    with browser.new_context(**USUAL) as context:
        yield context


@pytest.fixture
def visit(browser: Browser, usual: BrowserContext, address: str) -> Iterator[Open]:
    """Opens the page anew; with options, in a browser that knows nothing of it.

    `failing`: the service refuses something on purpose, which the browser notes in its console.
    """
    visits: list[tuple[Visit, bool]] = []

    def opener(*, failing: bool = False, **options: Any) -> Visit:
        made = _open(browser.new_context(**(USUAL | options)) if options else usual, address)
        visits.append((made, failing))
        return made

    yield opener
    for made, failing in visits:
        if made.page.url.startswith(address):
            made.page.evaluate("localStorage.clear(), sessionStorage.clear()")
        made.page.close()
        if made.page.context is not usual:
            made.page.context.close()
        _blameless(made, failing)


@pytest.fixture(scope="module")
def kept(usual: BrowserContext, address: str) -> Visit:
    """A page that stays open: loading it takes longer than most tests."""
    return _open(usual, address).go()


@pytest.fixture
def opened(kept: Visit) -> Iterator[Visit]:
    """The page as a newcomer finds it."""
    kept.page.locator("[data-tongue=zh]").click()
    kept.page.locator(".chip").first.click()
    kept.settled()
    yield kept
    kept.page.unroute_all()
    _blameless(kept, failing=False)


def _open(context: BrowserContext, address: str) -> Visit:
    made = Visit(context.new_page(), address)
    made.page.set_default_timeout(10_000)
    made.page.on("request", lambda sent: made.saw(sent.url))
    made.page.on("console", lambda message: made.complaints.append(message.text))
    made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
    return made


def _blameless(made: Visit, failing: bool) -> None:
    """Nothing may have left the page, and nothing may stand in its console."""
    assert made.strayed == []
    assert [c for c in made.complaints if not (failing and c.startswith(REFUSED))] == []
