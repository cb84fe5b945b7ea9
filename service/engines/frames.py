"""Series of pandas and of polars in, series of structs out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]

from service.engines.arrow import parse_arrow

if TYPE_CHECKING:
    import polars


def parse_polars(values: polars.Series, names: polars.Series | None = None) -> polars.Series:
    """A polars series of cells, and one of their indicators' names, as a series of structs.

    >>> import polars as pl
    >>> frame = pl.DataFrame({"指标值": ["≥5万人"]})
    >>> frame.with_columns(parse_polars(frame["指标值"]).alias("target"))["target"][0]["kind"]
    'quantitative'
    """
    import polars as pl

    found = parse_arrow(values.to_arrow(), None if names is None else names.to_arrow())
    return pl.Series(values.name, pl.from_arrow(found))


def parse_pandas(values: Any, names: Any = None) -> Any:
    """A pandas series of cells, and one of their indicators' names, as a series of Arrow structs.

    >>> import pandas as pd
    >>> parse_pandas(pd.Series(["≥5万人"])).struct.field("kind")[0]
    'quantitative'
    """
    import pandas as pd  # type: ignore[import-untyped]

    found = parse_arrow(_of_pandas(values), None if names is None else _of_pandas(names))
    made = pd.arrays.ArrowExtensionArray(pa.chunked_array([found]))
    return pd.Series(made, index=values.index, name=values.name)


def _of_pandas(series: Any) -> Any:
    """Objects of several types as their texts; half a surrogate pair as a question mark."""
    try:
        return pa.array(series, from_pandas=True)
    except (pa.ArrowInvalid, pa.ArrowTypeError, UnicodeEncodeError):
        texts = [
            None if missing else str(value).encode("utf-8", "replace").decode()
            for value, missing in zip(series, series.isna(), strict=True)
        ]
        return pa.array(texts, pa.string())
