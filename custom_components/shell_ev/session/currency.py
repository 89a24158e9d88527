"""How many decimals an amount of money has in its currency."""

from typing import Final

_USUAL: Final = 2
_OTHERS: Final = dict.fromkeys(
    (
        "BIF",
        "CLP",
        "DJF",
        "GNF",
        "ISK",
        "JPY",
        "KMF",
        "KRW",
        "PYG",
        "RWF",
        "UGX",
        "VND",
        "VUV",
        "XAF",
        "XOF",
        "XPF",
    ),
    0,
) | dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3)
"""Currencies without a smaller unit, and those whose unit has a thousand parts (ISO 4217)."""


def decimals_of(currency: str | None) -> int:
    """Return how many decimals people write."""
    return _OTHERS.get(currency, _USUAL) if currency else _USUAL


def digits_kept_of(currency: str | None) -> int:
    """Return how many decimals are told for others to count with: of a yen its parts as well."""
    return max(_USUAL, decimals_of(currency))
