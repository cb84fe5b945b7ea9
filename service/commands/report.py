"""`zhibiao report`: a dataset in, a page out."""

from __future__ import annotations

from service.batch.figures import figures
from service.batch.page import page
from service.console import complain
from service.writers import whole_file


def write_report(dataset: str, path: str, lang: str) -> None:
    """Write the page on a dataset; raises `Mistake` where there is none."""
    made = page(figures(dataset), dataset, lang)
    with whole_file(path) as stream:
        stream.write(made.encode("utf-8", "backslashreplace"))
    complain(f"→ {path}")
