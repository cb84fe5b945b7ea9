"""Cells of a workbook come out as they are shown."""

from __future__ import annotations

import pytest

from service.readers.shown import displayed

SHOWN = """
0.95       | 0%                     | 95%
0.9567     | 0.0%                   | 95.7%
0.005      | 0.00%                  | 0.50%
98.5       | 0.0"%"                 | 98.5%
50         | "≥"0"人"                | ≥50人
120        | [>=100]"≥"0;0          | ≥120
5          | ≥0"次/月"                | ≥5次/月
1286.4     | #,##0.00               | 1,286.40
1234567    | #,##0                  | 1,234,567
1234567    | 0!.0,"万"               | 123.5万
1234567    | 0.00,,"百万"             | 1.23百万
12345678   | #,##0.00,              | 12,345.68
7          | 000                    | 007
0          | #                      |
0          | 0;-0;;@                |
-5         | 0                      | -5
-5         | 0;(0)                  | (5)
-0.004     | 0.00                   | 0.00
0.5        | 0                      | 1
2.675      | 0.00                   | 2.68
123        | [$¥-804]#,##0          | ¥123
123        | [Red]0"元"              | 123元
1234       | _ * #,##0.00_ ;_ @_    | 1,234.00
3          | General"人"             | 3人
3          | G/通用格式"人"              | 3人
0.3        | General                | 0.3
1e21       | General                | 1000000000000000000000
0.00001    | General                | 0.00001
123456     | 0.00E+00               | 1.23E+5
0.5        | # ?/?                  | 0.5
45991      | yyyy"年"m"月"d"日"        | 2025年11月30日
45991      | yyyy/m/d;@             | 2025/11/30
45991      | yyyy-mm-dd             | 2025-11-30
45991      | [$-804]yyyy"年"m"月";@    | 2025年11月
45991      | d-mmm-yy               | 30-Nov-25
45991.75   | yyyy-mm-dd hh:mm:ss    | 2025-11-30 18:00:00
45991.75   | 上午/下午h"时"mm"分"         | 下午6时00分
45991.75   | h:mm AM/PM             | 6:00 PM
1.5        | [h]:mm                 | 36:00
59         | yyyy-mm-dd             | 1900-02-28
-1         | yyyy-mm-dd             | -1
"""
ROWS = [[part.strip() for part in line.split("|")] for line in SHOWN.strip().splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} as {row[1]}")
def test_numbers(row: list[str]) -> None:
    assert displayed(float(row[0]), row[1]).strip() == row[2]


def test_texts_and_the_formats_of_texts() -> None:
    assert displayed("≥50人", "0.00") == "≥50人"
    assert displayed("50", '"≥"@"人"') == "≥50人"
    assert displayed(" 50 ", "General") == " 50 "


def test_workbooks_that_count_from_1904() -> None:
    assert displayed(44529, "yyyy-mm-dd", from_1904=True) == "2025-11-30"
