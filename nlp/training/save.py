"""The models as the package's files: one table of small whole numbers, and what its columns are."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from nlp.narratives import roles
from nlp.training.design import ROLES, TYPES, Array
from nlp.training.train import Models

LARGEST = 127


def save(models: Models, home: Path) -> None:
    """Write `weights.npz` and `labels.json`; the same models always give the same bytes."""
    size = len(models.known)
    parts = (models.domain, models.activity, models.role, models.kind)
    table = np.hstack([m.weights[:size] for m in parts])
    scale = np.maximum(np.abs(table).max(0), 1e-9) / LARGEST
    small = np.rint(table / scale).astype(np.int8)
    kept = np.flatnonzero(np.abs(small).max(1) > 0)
    spelled = list(models.known)
    sequences = "\n".join(spelled[row] for row in kept).encode("utf-8")
    nothing = np.zeros((1, small.shape[1]), np.int8)
    home.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        home / "weights.npz",
        table=np.vstack([nothing, small[kept]]),
        scale=scale.astype(np.float32),
        extras=_extras(models, size).astype(np.float32).round(4),
        bias=np.hstack([m.bias for m in parts]).astype(np.float32).round(4),
        sequences=np.frombuffer(sequences, np.uint8),
    )
    settings = models.settings
    columns = {
        "domain": models.domains,
        "activity": models.activities,
        "role": ROLES,
        "indicator_type": TYPES,
    }
    told = {
        "columns": columns,
        "extras": roles.names(),
        "terms": {"domain": settings.domain_terms, "activity": settings.activity_terms},
    }
    text = json.dumps(told, ensure_ascii=False, indent=1)
    (home / "labels.json").write_text(text + "\n", "utf-8")


def _extras(models: Models, size: int) -> Array:
    """The weights of the extras, by role and indicator type; shape (extras, roles + types)."""
    by = models.settings.extra
    return np.hstack([models.role.weights[size:], models.kind.weights[size:]]) * by
