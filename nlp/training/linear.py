"""Linear models by maximum likelihood with a ridge: softmax for one label, sigmoid for several.

Labels already spoken for by terms enter as an offset, so that the weights learn the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

Array = NDArray[np.float64]
_STEPS = 60


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of shape (features, labels) and a bias a label."""

    weights: Array
    bias: Array

    def scores(self, features: csr_matrix, offset: Array) -> Array:
        """Scores before softmax or sigmoid; shape (rows, labels)."""
        found: Array = features @ self.weights + self.bias + offset
        return found


def softmax(scores: Array) -> Array:
    """Probabilities along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    found: Array = raised / raised.sum(axis=-1, keepdims=True)
    return found


def sigmoid(scores: Array) -> Array:
    """Probabilities, each by itself."""
    found: Array = 1 / (1 + np.exp(-np.clip(scores, -40, 40)))
    return found


def fit(
    features: csr_matrix, wanted: Array, offset: Array, counts: Array, ridge: float, *, one: bool
) -> Model:
    """The model under which `wanted` (rows by labels, 0 or 1) is likeliest.

    `counts` weighs the rows; `one`: exactly one label holds (softmax), else any number.
    """
    size, labels = features.shape[1], wanted.shape[1]
    turned = features.T.tocsr()
    total = counts.sum()

    def loss(flat: Array) -> tuple[float, Array]:
        table = flat.reshape(size + 1, labels)
        scores = features @ table[:-1] + table[-1] + offset
        found = softmax(scores) if one else sigmoid(scores)
        error = (found - wanted) * counts[:, None]
        slope = np.vstack([turned @ error / total + ridge * table[:-1], error.sum(0) / total])
        value = _surprise(found, wanted, counts, one=one) / total
        return value + ridge / 2 * float((table[:-1] ** 2).sum()), slope.ravel()

    start = np.zeros((size + 1) * labels)
    options: dict[str, Any] = {"maxiter": _STEPS}
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options=options)
    table = best.x.reshape(size + 1, labels)
    return Model(table[:-1], table[-1])


def _surprise(found: Array, wanted: Array, counts: Array, *, one: bool) -> float:
    told = np.log(np.maximum(found, 1e-12)) * wanted
    if not one:
        told = told + np.log(np.maximum(1 - found, 1e-12)) * (1 - wanted)
    return -float((told.sum(1) * counts).sum())
