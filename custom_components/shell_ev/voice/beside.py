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
REQUESTS: Final = "requests"
NOT_ASKED_FOR: Final = frozenset({FILLERS, OTHER_TIMES, REQUESTS})
"""What the files hold beside the sentences."""
_HOMES: Final = ("Zuhause", "zu Hause")
"""German has both, and what writes down what is said chooses one."""
_AT_HOME: Final = re.compile(r"\bzu ?hause\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """Words of a language: those that change nothing, some that speak of another time, all of its sentences.

    The second only choose what is answered; a time that is not among them starts nothing either.
    ``requests`` make a question an order: can you charge the car?
    """

    fillers: tuple[list[str], ...]
    other_times: frozenset[str]
    requests: tuple[list[str], ...]
    said_anyway: frozenset[str]

    @classmethod
    def of(cls, phrases: Mapping[str, Iterable[str]]) -> Self:
        """Read them from the files of sentences."""
        return cls(
            fillers=tuple(map(words_of, phrases[FILLERS])),
            other_times=_words_in(phrases[OTHER_TIMES]),
            requests=tuple(map(words_of, phrases[REQUESTS])),
            said_anyway=frozenset[str]().union(*map(_words_in, phrases.values())),
        )

    def only_asks(self, said: str, names: Iterable[Sequence[str]]) -> bool:
        """Whether an order is a question: "¿Carga el coche?" asks, "Carga el coche" does not.

        Many languages have one form for both. What is typed, and what most speech-to-text writes,
        tells them apart; a question starts nothing. A name is no request, whatever it is: at Will's.
        """
        heard = _without(names, words_of(said))
        requested = any(any(places_of(each, heard)) for each in self.requests)
        return "?" in said and not requested

    def left_over(
        self, heard: Sequence[str], names: Iterable[Sequence[str]]
    ) -> list[str]:
        """Return what was heard beside names and what changes nothing."""
        return _without((*names, *self.fillers), heard)

    def speak_of_another_time(self, spoken: Iterable[str]) -> bool:
        """Whether words say when, how long or on what condition; any number does."""
        return any(word in self.other_times or word[0].isdigit() for word in spoken)

    def leave_a_name_in(self, spoken: Iterable[str]) -> bool:
        """Whether words say more than any sentence does: *charging* names none, *Tesla charger* one."""
        return not self.said_anyway.issuperset(spoken)


def _words_in(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in words_of(text))


def words_of(text: str) -> list[str]:
    """Return the words of a text, in small letters and without accents: not all write them alike."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", re.sub(r"[\u0300-\u036f]", "", plain))


def spellings(name: str) -> tuple[str, ...]:
    """Return a name in each way that it may be written down in when it is heard."""
    forms = (_AT_HOME.sub(home, name) for home in _HOMES)
    return tuple(dict.fromkeys((name, *forms)))


def _without(known: Iterable[Sequence[str]], heard: Sequence[str]) -> list[str]:
    taken = {at for said in known for place in places_of(said, heard) for at in place}
    return [word for at, word in enumerate(heard) if at not in taken]


def places_of(sought: Sequence[str], heard: Sequence[str]) -> Iterator[range]:
    """Give where words stand in what was heard, one after the other."""
    for at in range(len(heard) - len(sought) + 1):
        if sought and list(heard[at : at + len(sought)]) == list(sought):
            yield range(at, at + len(sought))
