"""Text → words with their part of speech, by jieba's dictionary and algorithm.

`rjieba`, the same dictionary and algorithm in Rust, does the work at some forty times the speed;
where it has no wheel, `jieba` serves. The project's own words are user words of both.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from nlp import lexicon

_FREQUENCY = 20_000
_NOUN, _ACTING = "n", {"verb": "v", "chain": "v", "modifier": "vn"}
_Tagged = list[tuple[str, str]]


class Word(NamedTuple):
    """A word, its place in the text, and its part of speech in jieba's notation."""

    text: str
    start: int
    end: int
    tag: str


def segment(text: str) -> list[Word]:
    """The words of a text; together they are the text.

    >>> [(w.text, w.tag) for w in segment("举办讲座5场")]
    [('举办', 'v'), ('讲座', 'n'), ('5', 'm'), ('场', 'q')]
    """
    found: list[Word] = []
    end = 0
    for word, tag in _tagger()(_encodable(text)):
        start, end = end, end + len(word)
        found.append(Word(word, start, end, tag))
    return found


def _encodable(text: str) -> str:
    """The text with half surrogate pairs replaced, one for one: the engine takes UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def user_words() -> dict[str, str]:
    """The words of the lexicons that jieba's dictionary may not know, with their part of speech."""
    tables = lexicon.current()
    found = {row[0]: _NOUN for row in tables.table("words") if "#" not in row[0]}
    found |= {ending: _NOUN for _, ending, _ in tables.table("names")}
    found |= {word: _ACTING[kind] for kind, word in tables.table("counted") if kind in _ACTING}
    return {word: found[word] for word in sorted(found) if _is_word(word)}


def _is_word(word: str) -> bool:
    return len(word) > 1 and word.isalpha() and not word.isascii()


@cache
def _tagger() -> Callable[[str], _Tagged]:
    try:
        import rjieba
    except ImportError:
        return _by_jieba()
    engine = rjieba.Jieba()
    for word, part in user_words().items():
        if not engine.has_word(word):
            engine.add_word(word, _FREQUENCY, part)
    tag: Callable[[str], _Tagged] = engine.tag
    return tag


def _by_jieba() -> Callable[[str], _Tagged]:
    import jieba
    import jieba.posseg

    jieba.setLogLevel("WARNING")
    engine = jieba.Tokenizer()
    engine.initialize()
    for word, part in user_words().items():
        if not engine.FREQ.get(word):
            engine.add_word(word, _FREQUENCY, part)
    tags = jieba.posseg.POSTokenizer(engine).word_tag_tab
    return lambda text: [(word, tags.get(word) or _guess(word)) for word in engine.lcut(text)]


def _guess(word: str) -> str:
    """The tag of a word that the dictionary does not hold."""
    if word[0].isdigit():
        return "m"
    return "eng" if word.isascii() and word.isalpha() else "x"


lexicon.on_change(_tagger.cache_clear)
