"""The tables of a dataset, field by field: name, type, and what it says.

Rows are joined by `document_id` and the numbers, which count from 0 within what holds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its type is one of `service.batch.arrow.TYPES`."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what one row of it is, and its columns."""

    name: str
    row: str
    fields: tuple[Field, ...]


def _fields(text: str) -> tuple[Field, ...]:
    rows = (line.split("|") for line in text.strip().splitlines())
    return tuple(Field(*(part.strip() for part in row)) for row in rows)


_DOCUMENT = "document_id|text|which document: a hash of its file's path and content"
_PROJECT = f"{_DOCUMENT}\nproject|integer|which project of the document"
_INDICATOR = f"{_PROJECT}\nindicator|integer|which indicator of the project"
_PLACE = """
row|integer|row in the sheet or page, from 0
"""
_SUMS = """
total|money|sum in 元, exact to 8 decimals
fiscal|money|part of it from 财政拨款
special|money|part of it from 财政专户
other|money|part of it from other sources
"""
_CONSTRAINT = """
op|text|>= > <= < = ~ or range
value|number|the number, 万 and 亿 multiplied out, percentages in percent points; null for a range
low|number|lower bound
high|number|upper bound
low_inclusive|flag|whether the lower bound belongs to it
high_inclusive|flag|whether the upper bound belongs to it
scale|number|the multiplier that was written: value / scale is the number as written
unit|text|unit as written, without its scale
unit_code|text|canonical code of the unit: UCUM, ISO 4217 for money, {…} for counting words
dimension|text|what it may be compared with
per|text|denominators of a rate
subject|text|the measured thing, where the text names one
change|text|increase or decrease against a baseline
baseline|text|what it is compared with
date|text|a date bound, ISO 8601, --MM-DD without a year
date_low|text|first day of a period
date_high|text|last day of a period
start|integer|where it begins in the text, in Unicode code points
end|integer|where it ends, exclusive
rule|text|the rule that read it
inferred|texts|which of op, unit, scale the text does not say by itself
"""

TABLES = (
    Table(
        "documents",
        "a document that was read",
        _fields(f"""
{_DOCUMENT}
file|text|its path, or archive!member
sha256|text|hash of the content of the file that it stood in
department|text|the body whose table it is
year|integer|budget year
money_unit|text|unit of sums as the table says
projects|integer|how many projects it holds
indicators|integer|how many indicators it holds
findings|integer|how many findings there are
subtotals|sums|rows of sums, in 元
notes|notes|remarks on the reading
"""),
    ),
    Table(
        "projects",
        "a project",
        _fields(f"""
{_PROJECT}
file|text|the document's file
name|text|name of the project
owner|text|who spends the money
{_SUMS.strip()}
narrative|text|the goal narrative as written
domain|text|code of the policy domain (支出功能分类) that the narrative speaks of most
domain_name|text|name of that domain
domain_score|number|how much speaks for it, 0 to 1
activities|texts|what the project does, best first
narrative_notes|notes|remarks on the reading of the narrative
sheet|text|sheet of the workbook
page|integer|page, from 1
{_PLACE.strip()}
"""),
    ),
    Table(
        "indicators",
        "an indicator",
        _fields(f"""
{_INDICATOR}
level1|text|class in the official words, 一级
level2|text|class in the official words, 二级
code|text|code of the class in the national budget system
name|text|name, without marks and numbers
raw_name|text|name as written
weight|number|points at stake
score|number|points that a self-evaluation gives
{_PLACE.strip()}
column|integer|column, from 0
start|integer|where it begins in the cell's text, in Unicode code points
end|integer|where it ends, exclusive
"""),
    ),
    Table(
        "targets",
        "a target or actual value",
        _fields(f"""
{_INDICATOR}
target|integer|which target of the indicator
period|text|annual, cycle, or actual for what came of it
text|text|the cell as written
kind|text|quantitative, qualitative, date, mixed or unparseable
qualitative|text|the words that carry no number
confidence|number|how sure the reading is, 0 to 1
notes|notes|what was repaired, inferred or left out
"""),
    ),
    Table(
        "constraints",
        "a requirement of a target",
        _fields(f"""
{_INDICATOR}
target|integer|which target of the indicator
constraint|integer|which requirement of the target
period|text|annual, cycle or actual
{_CONSTRAINT.strip()}
"""),
    ),
    Table(
        "clauses",
        "a clause of a narrative",
        _fields(f"""
{_PROJECT}
clause|integer|which clause of the narrative
text|text|the clause
start|integer|where it begins in the narrative, in Unicode code points
end|integer|where it ends, exclusive
role|text|basis, activity, output, outcome, satisfaction or other
indicator_type|text|class of indicator that it speaks of
score|number|how much speaks for the role, 0 to 1
"""),
    ),
    Table(
        "commitments",
        "a number promised in a narrative",
        _fields(f"""
{_PROJECT}
commitment|integer|which promise of the narrative
clause|integer|the clause that promises it
{_CONSTRAINT.strip()}
"""),
    ),
    Table(
        "findings",
        "something a reviewer would stop at",
        _fields(f"""
{_DOCUMENT}
project|integer|which project of the document; null for the document as a whole
finding|integer|which finding of the document
code|text|code of the finding
severity|text|error, warning or info
message|text|what is wrong
remedy|text|what would mend it
evidence|quotes|the words themselves and where they stand
"""),
    ),
    Table(
        "errors",
        "something that could not be read",
        _fields("""
file|text|path of the file or folder
place|text|member of the archive, where it is in one
reason|text|why it could not be read
remedy|text|what to do about it
"""),
    ),
)


def markdown() -> Iterator[str]:
    """The tables and their fields as lines of Markdown."""
    for table in TABLES:
        yield f"## {table.name}: a row is {table.row}"
        yield ""
        yield "| field | type | meaning |"
        yield "|---|---|---|"
        for field in table.fields:
            yield f"| {field.name} | {field.type} | {field.meaning} |"
        yield ""
