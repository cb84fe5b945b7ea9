"""Imported once, before child processes are made: they share the loaded words and libraries."""

from __future__ import annotations

from nlp import analyze, review, structure

review(structure("三级指标\t指标值\n走访次数\t≥5次"))
analyze("举办科普讲座20场，公众满意度达到90%以上。")
