"""Which words make a time phrase: rules over the classes of `timewords.py`.

In go the tokens of a text; out come `Segment`s, each a rule with the tokens that it took and the parts of it by name.
From every word that may stand for a time a segment grows over the numerals, determiners and modifiers around it (the
idea of SynTime: Zhong, Sun and Cambria, ACL 2017), but by rules that also say what each part is, so that the segment
can be given a value. Where rules take overlapping words, the first segment that has a meaning stays. Extents are
TimeML's: no preposition before, modifiers in. Read next: `timevalues.py`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rashomon.timewords import Token

_CLASSES = """
    a adjective ago ahead alike ampm and at back bound clock comma dash date day decade each earlier ended ends
    feast fiscal following forth fraction half kind later latest line month number oclock of old on onward or
    ordinal part parts per phase point poss reference same scale season set spell stretch that the this to today
    unit units vague weekday weekdays year zone
"""
_LETTER_OF = {name: chr(0x3400 + number) for number, name in enumerate(_CLASSES.split())}
_NONE = "\u3300"
_CODED = frozenset({"phase", "ends", "part", "parts", "bound"})

_PARTS = {
    "{N}": "(?:<day>|<number>|<year>)",
    # two dozen / a few / two and a half / five or six / half an
    "{COUNT}": """(?:{N}(?:<dash>?{N}|<and>?<scale>)*(?:<and>?<a>?<half>|<fraction>)?(?:(?:<to>|<or>|<dash>){N}+)?
        |<half><a>|<a><scale>|<a>|<vague><scale>?|<fraction>)""",
    # at least / nearly
    "{BOUND}": "(?P<bound><bound>)?",
    # 5 p.m. EST / 17:30 / 1500 GMT / noon / nine o'clock
    "{CLOCK}": "(?:<clock><ampm>?<zone>?|<day><ampm><zone>?|<year><zone>|<point>|(?:<day>|<number>)<oclock>)",
    "{NTH}": "(?:<day>|<ordinal>)",
    # early / mid- / the end of
    "{PHASE}": "(?P<phase><the>?<phase><dash>?|<the>?<ends><of>)?",
    # last / the following / each
    "{WHICH}": "(?:<back>|<forth>|<this>|<that>|<following>|<same>|<latest>|<alike>|<adjective>)",
    "{LEAD}": "(?:<the>?(?P<which>{WHICH})|(?P<each><each>))?",
    # this year / last week
    "{WHOSE}": "(?:<this>|<back>|<forth>|<that>)<unit>",
}

_RULES = {
    "numeric": ("date", "<date>(?:<comma>?(?P<clock>{CLOCK}))?"),
    "date": (
        "month",
        """(?:(?P<clock>{CLOCK})<comma>?<on>?)?(?:(?P<weekday><weekday>)(?P<part><part>)?<comma>?<the>?)?
        (?P<phase><phase>)?
        (?:(?P<month><month>)<the>?(?P<day>{NTH})(?:(?P<range><dash>|<to>|<and>)(?P<last>{NTH})(?!<units?>|<month>))?
          |(?P<day2>{NTH})(?:(?P<range2><dash>|<to>|<and>)(?P<last2>{NTH}))?<of>?(?P<month2><month>))
        (?:<comma>?(?P<year><year>)|<of>(?P<whose>{WHOSE}))?(?:<comma>?<at>?(?P<clock2>{CLOCK}))?""",
    ),
    "month": (
        "month",
        "{PHASE}{LEAD}(?P<month><month>)(?:(?:<of>|<comma>|<dash>)?(?P<year><year>)|<of>(?P<whose>{WHOSE}))?",
    ),
    "weekday": (
        "weekday",
        """(?:(?P<clock>{CLOCK})<comma>?<on>?)?(?P<phase><phase>)?{LEAD}(?P<weekday><weekday>)(?P<part><part>)?
        (?:<of>(?P<whose>{WHOSE}))?(?:<comma>?<at>?(?P<clock2>{CLOCK}))?""",
    ),
    "weekdays": (
        "weekdays weekday",
        "<each>?(?:(?P<weekday><weekdays>)(?P<part><parts?>)?|(?P<weekday2><weekday>)(?P<part2><parts>))",
    ),
    "today": (
        "today",
        """(?:(?P<phase2><phase>)?<dash>?(?P<part><part>)|(?P<clock>{CLOCK})<comma>?)?(?P<phase><phase>)?
        (?P<today><today>)(?P<part2><part>)?(?:<comma>?<at>?(?P<clock2>{CLOCK}))?""",
    ),
    "part": (
        "part",
        """(?:<the>?(?P<which>{WHICH})|(?P<the><the>))?(?P<phase><phase>)?<dash>?(?P<part><part>)
        (?:<of>(?P<of>(?:<weekday><comma>?)?<the>?(?:<month>{NTH}|{NTH}<month>)(?:<comma>?<year>)?))?""",
    ),
    "clock": ("clock ampm zone point oclock", "(?P<clock>{CLOCK})"),
    "decade": ("decade", "<the>?{PHASE}(?P<decade><decade>)"),
    "years": ("year", "(?P<year><year>)<dash>(?P<last><year>|<day>|<number>)"),
    "year": ("year", "{PHASE}(?P<word><the><unit>|<fiscal><unit>?)?(?P<year><year>)(?P<later><or><later>)?"),
    "spoken": (
        "number",
        """{PHASE}(?:(?P<month><month>)|(?P<word><the><unit>))?
        (?P<words><number>(?:<scale>|<number>)(?:<dash>?<number>)?)""",
    ),
    "deictic": ("unit stretch", "{PHASE}<the>?(?P<which>{WHICH})<fiscal>?<kind>?(?P<unit><unit>|<stretch>)"),
    "shift": ("earlier later", "(?P<shift><earlier>|<later>)(?P<which><this>|<that>|<same>|<back>)(?P<unit><unit>)"),
    "the": (
        "unit",
        "{PHASE}<the><fiscal>?(?P<unit><unit>)(?:<of>(?P<month><month>)(?P<day>{NTH})?)?(?P<ago><a><unit><ago>)?",
    ),
    "end": ("ends", "<the>?(?P<unit><unit>)(?:<dash>|<poss>)?(?P<end><ends>)"),
    "quarter": (
        "ordinal half",
        """{PHASE}(?:<the>?(?P<whose>{WHOSE})<poss>|<the>)?(?P<year><year>)?
        <fiscal>?<dash>?(?P<nth><ordinal>|<back>)<dash>?(?P<unit><unit>|<half>)
        (?:<of><the>?(?:<fiscal>?(?P<year2><year>)|(?P<whose2>{WHOSE}|<unit>)|(?P<decade><decade>)))?
        (?P<ago>(?:<a>|<number>)<unit><dash>?(?:<ago>|<earlier>))?""",
    ),
    "yearago": (
        "unit",
        """<the>?<alike>?(?P<unit2><unit>)<dash>(?:<ago>|<earlier>)
        (?:(?P<nth><ordinal>)?<dash>?(?P<unit><unit>|<stretch>))?""",
    ),
    "alike": (
        "alike same",
        "<the>(?:<alike>|<same>)(?:<unit>|<stretch>)(?P<whose>{WHOSE}|<a><unit>(?:<earlier>|<ago>))",
    ),
    "yearunit": ("year", "<the>(?P<year><year>)(?P<nth><ordinal>)?(?P<unit><unit>)"),
    "whose": ("poss", "(?P<whose>{WHOSE})<poss>(?P<nth><ordinal>)?(?P<unit><unit>)"),
    "season": ("season", "{PHASE}(?:{LEAD}|<the>)(?P<season><season>)(?:<of>?(?P<year><year>))?"),
    "feast": ("feast", "{LEAD}(?P<feast><feast>)(?:<comma>?(?P<year><year>)|(?P<part><part>|<unit>))?"),
    "ago": (
        "ago earlier",
        "{BOUND}(?:(?P<count>{COUNT})<kind>?(?P<unit><units?>)|(?P<units><units>))(?P<ago><ago>|<earlier>)",
    ),
    "duration": (
        "unit units",
        """{BOUND}(?P<count>{COUNT})(?:<dash>|<kind>)*(?P<unit><units?>)(?P<over><and><a><half>)?
        (?!<dash>(?:<ago>|<earlier>))(?P<old><dash>?<old>)?(?P<later><later>|<ahead>)?""",
    ),
    "which": (
        "units",
        """(?:<the>?(?P<which>{WHICH}|<ordinal>)|<the>(?=<day>|<number>))(?P<count>{COUNT})?<kind>?
        (?P<unit><units>)""",
    ),
    "eachof": ("units", "<each><of><the>?(?:<back>|<forth>){COUNT}<units>"),
    "units": ("units", "{BOUND}(?P<unit><units>)(?P<old><dash><old>)?(?:<dash><kind>)?"),
    "onward": ("onward", "<the>?(?P<unit><units>)<onward>"),
    "long": ("unit", "(?P<unit><unit>)<dash>(?P<long><kind>)"),
    "set": ("set", "(?P<set><set>)"),
    "each": ("each per", "(?:<each>(?P<count><day>|<number>|<ordinal>)?|<per>)(?P<unit><units?>|<part>)"),
    "past": ("back", "<the>(?P<which><back>)"),
    "reference": ("reference", "(?P<reference><reference>)"),
    "adjective": ("adjective", "(?P<reference><adjective>)"),
    "spell": ("spell", "(?P<spell><spell>)"),
}
"""Each rule with the classes that it may grow from, and its pattern: `<month>` is a token of that class."""


def _compiled(rule: str) -> re.Pattern[str]:
    for name in reversed(_PARTS):
        rule = rule.replace(name, _PARTS[name])
    rule = rule.replace("<units?>", "(?:<unit>|<units>)").replace("<parts?>", "(?:<part>|<parts>)")
    for name in ("{WHICH}", "{N}"):  # parts of parts
        rule = rule.replace(name, _PARTS[name])
    return re.compile(re.sub(r"(?<!\?P)<(\w+)>", lambda match: _LETTER_OF[match[1]], rule), re.VERBOSE)


_PATTERNS = {name: _compiled(rule) for name, (_, rule) in _RULES.items()}
_RULES_OF: dict[str, list[str]] = {}
for _name, (_anchors, _) in _RULES.items():
    for _anchor in _anchors.split():
        _RULES_OF.setdefault(_LETTER_OF[_anchor], []).append(_name)
_ISLAND = re.compile(f"[^{_NONE}]*[{''.join(_RULES_OF)}][^{_NONE}]*")


@dataclass(frozen=True, slots=True)
class Segment:
    """The rule that took some tokens, and the places of the tokens of each of its parts."""

    rule: str
    match: re.Match[str]
    tokens: Sequence[Token]

    @property
    def first(self) -> int:
        """The place of its first token."""
        return self.match.start()

    @property
    def end(self) -> int:
        """The place of the token after its last."""
        return self.match.end()

    def part(self, *names: str) -> Sequence[Token]:
        """The tokens of the first of these parts that is there; none where none is."""
        for name in names:
            if self.match.re.groupindex.get(name) and self.match[name]:
                return self.tokens[slice(*self.match.span(name))]
        return ()

    def worth(self, *names: str) -> Any:
        """What the last token of the part stands for; None where the part is not there."""
        tokens = self.part(*names)
        return tokens[-1].worth if tokens else None

    def number(self, *names: str) -> int | None:
        """The whole number that the part stands for; None where it is not there."""
        worth = self.worth(*names)
        return int(worth) if isinstance(worth, int | float) else None

    def code(self, *names: str) -> str | None:
        """The code of the part: TIMEX3's modifier or part of the day; None where it is not there."""
        return next((token.worth for token in reversed(self.part(*names)) if token.kind in _CODED), None)

    def kind(self, *names: str) -> str | None:
        """The class of the last token of the part; None where it is not there."""
        tokens = self.part(*names)
        return tokens[-1].kind if tokens else None

    @property
    def next_kind(self) -> str:
        """The class of the token after the segment."""
        return self.tokens[self.end].kind if self.end < len(self.tokens) else ""


def candidates_in(tokens: Sequence[Token]) -> list[Segment]:
    """All segments that may be times, in order, the longer before the shorter that begin with it."""
    code = "".join([_LETTER_OF.get(token.kind, _NONE) for token in tokens])
    found = []
    for island in _ISLAND.finditer(code):
        rules = {rule: None for letter in island[0] for rule in _RULES_OF.get(letter, ())}
        for rule in rules:
            found += [Segment(rule, match, tokens) for match in _PATTERNS[rule].finditer(code, *island.span())]
    return sorted(found, key=lambda segment: (segment.first, -segment.end))
