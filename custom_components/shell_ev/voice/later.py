"""Words of another time than now, or of a condition, beside the name of a charge point."""

from collections.abc import Iterable
from typing import Final

_LATER: Final = frozenset(
    (
        *("later", "soon", "then", "again", "tomorrow", "tonight", "noon", "midnight"),
        *(
            "morning",
            "afternoon",
            "evening",
            "night",
            "day",
            "weekend",
            "week",
            "month",
        ),
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("minute", "minutes", "hour", "hours", "half", "quarter", "clock", "am", "pm"),
        *(
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
        ),
        *(
            "eleven",
            "twelve",
            "fifteen",
            "twenty",
            "thirty",
            "forty",
            "fifty",
            "eighty",
        ),
        *(
            "when",
            "whenever",
            "once",
            "if",
            "unless",
            "until",
            "till",
            "while",
            "after",
        ),
        *(
            "before",
            "by",
            "from",
            "for",
            "to",
            "every",
            "daily",
            "next",
            "not",
            "never",
        ),
        *(
            "sun",
            "sunshine",
            "sunrise",
            "sunset",
            "solar",
            "surplus",
            "cheap",
            "cheaper",
        ),
        *("cheapest", "price", "prices", "percent", "full", "only", "as", "during"),
    )
)


def names_another_time(words: Iterable[str]) -> bool:
    """Whether words say when, how long or on what condition; any number does."""
    return any(word in _LATER or word[0].isdigit() for word in words)
