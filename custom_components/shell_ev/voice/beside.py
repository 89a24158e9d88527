"""What may be said beside the name of a charge point: words that change nothing, and no others.

Whatever is none of them may say when, how long, on what condition or another place: so it is not
understood, and nothing is started or stopped. The words are in the files of sentences; those of one
language mean something else in another ("am" is a time in English, and a place in German).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
import re
from typing import Final, Self
import unicodedata

FILLERS: Final = "fillers"
OTHER_TIMES: Final = "other_times"


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """Words of a language: those that change nothing, and some that speak of another time.

    The latter only choose what is answered; a time that is not among them starts nothing either.
    """

    fillers: tuple[list[str], ...]
    other_times: frozenset[str]

    @classmethod
    def of(cls, words: Mapping[str, Iterable[str]]) -> Self:
        """Read them from the files of sentences."""
        return cls(
            fillers=tuple(map(words_of, words[FILLERS])),
            other_times=frozenset(
                word for text in words[OTHER_TIMES] for word in words_of(text)
            ),
        )

    def left_over(
        self, heard: Sequence[str], names: Iterable[Sequence[str]]
    ) -> list[str]:
        """Return what was heard beside names and what changes nothing."""
        taken = {
            at
            for known in (*names, *self.fillers)
            for place in places_of(known, heard)
            for at in place
        }
        return [word for at, word in enumerate(heard) if at not in taken]

    def speak_of_another_time(self, words: Iterable[str]) -> bool:
        """Whether words say when, how long or on what condition; any number does."""
        return any(word in self.other_times or word[0].isdigit() for word in words)


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters and without accents: not all write them alike."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", re.sub(r"[\u0300-\u036f]", "", plain))


def places_of(words: Sequence[str], heard: Sequence[str]) -> Iterator[range]:
    """Give where words stand in what was heard, one after the other."""
    for at in range(len(heard) - len(words) + 1):
        if words and list(heard[at : at + len(words)]) == list(words):
            yield range(at, at + len(words))
