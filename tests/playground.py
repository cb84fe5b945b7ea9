"""The playground as a visitor handles it, and a watch on what it does."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page, Route, expect

from service.http.errors import MEDIA_TYPE, Fault, Problem

DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
expect.set_options(timeout=10_000)


@dataclass
class Visit:
    """A page that was opened, and whatever it should not have done."""

    page: Page
    address: str
    strayed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def saw(self, url: str) -> None:
        """Note a request that leaves the service."""
        if not url.startswith((self.address, "blob:" + self.address)):
            self.strayed.append(url)

    def go(self) -> Visit:
        """Load the page and wait for its first reading."""
        self.page.goto(self.address)
        self.settled()
        return self

    def ask(self, text: str, name: str = "", kind: str = "auto") -> None:
        """Fill in the box and read."""
        page = self.page
        page.locator(f"input[name=kind][value={kind}]").check()
        page.locator("#text").fill(text)
        if page.locator("#name").is_visible():
            page.locator("#name").fill(name)
        page.locator("#read").click()
        self.settled()

    def example(self, label: str) -> None:
        """Press one of the examples."""
        self.page.get_by_role("button", name=label, exact=True).click()
        self.settled()

    def settled(self) -> None:
        """Wait for the answer to be shown."""
        expect(self.page.locator("#results")).to_have_attribute("aria-busy", "false")
        expect(self.page.locator("#shown > *").first).to_be_visible()

    def words(self, selector: str) -> list[str]:
        """The texts of all elements, line breaks and blanks closed up."""
        return [" ".join(text.split()) for text in self.page.locator(selector).all_inner_texts()]

    def instead(self, path: str, answer: Callable[[Route], Any]) -> None:
        """Let requests to `path` be answered by the test."""
        self.page.route(self.address + path, answer)

    @property
    def shown(self) -> Locator:
        """Where the results stand."""
        return self.page.locator("#shown")

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


Open = Callable[..., Visit]


def refusing(code: str, limit: int = 0) -> Callable[[Route], Any]:
    """An answer in place of the service's: its problem document of this code."""
    problem = Problem(Fault(code, "/text", limit))
    body = json.dumps(problem.to_dict())
    return lambda route: route.fulfill(
        status=problem.status_code, content_type=MEDIA_TYPE, body=body
    )
