"""How many were killed, hurt, taken, driven out, or came: numbers as printed and the values they stand for.

In go a text and the stretch of it that tells an event; out come `Magnitude`s, each with the span of the
printed number and its hedge ("at least 43", "dozens", "no fewer than five"). A number counts only where
the words around it say what it counts; years, ages, sums of money and the like are left alone.
"""

from __future__ import annotations

import re

from rashomon.records import Magnitude, MagnitudeKind, Span

_SMALL_NUMBERS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
# From how many on a vague number word counts; it has no upper end.
_VAGUE = {"several": 3, "a few": 3, "a handful of": 3, "dozens": 24, "scores": 40}
_VAGUE |= {"hundreds": 200, "thousands": 2000, "millions": 2 * 10**6}
_VAGUE |= {"tens of thousands": 20_000, "hundreds of thousands": 200_000}

_SMALL = "|".join(_SMALL_NUMBERS)
_SCALE = "|".join(_SCALES)
# Nine digits at most: a longer one is no count, and with "billion" behind it would fit no integer of SQLite.
_NUMBER = rf"""(?:
      \d{{1,3}}(?:,\d{{3}}){{1,2}}(?:\s(?:{_SCALE}))? | \d{{1,9}}(?:\.\d+)?(?:\s(?:{_SCALE}))?
    | (?:half\s)?(?:a|an|several)\s(?:{_SCALE})
    | (?:{_SMALL})(?:[-\s](?:{_SMALL}|{_SCALE}|and\s(?={_SMALL})))*
)"""
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_NOT_A_COUNT = rf"""(?![\d,.:/]*\d|\s?%|\spercent|\sper\scent|-?\s?(?:year|month|week|day|hour|
        minute|second|km|kilomet|
    mile|met(?:er|re)s?|foot|feet|dollar|euro|pound|p\.?m|a\.?m)\b|st\b|nd\b|rd\b|th\b|\s(?:{_MONTHS})\b)"""
_MORE = r"at\sleast|no\s(?:fewer|less)\sthan|more\sthan|over|upwards?\sof|in\sexcess\sof|a\sminimum\sof"
_LESS = r"up\sto|at\smost|(?:fewer|less)\sthan|under|as\smany\sas|no\smore\sthan|a\smaximum\sof"
_ROUGH = r"""some|about|around|roughly|nearly|almost|approximately|an\sestimated|close\sto|perhaps|possibly|
    probably|an?\sreported"""
_COUNT = re.compile(
    rf"""(?<![\w$€£.,-])(?:
        (?:between\s|from\s)(?P<from>{_NUMBER})\s(?:and|to)\s(?P<to>{_NUMBER})
      | (?:(?P<hedge>{_MORE}|{_LESS}|{_ROUGH})\s)?(?:another\s|all\s|a\sfurther\s|an\sadditional\s)?(?:
            (?P<low>{_NUMBER})(?:\s(?:to|or)\s|(?<=\d)[-–](?=\d))(?P<high>{_NUMBER}) | (?P<one>{_NUMBER})
          | (?P<vague>tens\sof\sthousands|hundreds\sof\sthousands|dozens|scores|hundreds|thousands|millions
              |several|a\sfew|a\shandful\sof)
          | (?P<both>both) )
      | (?P<none>no\sone|nobody|none|no(?=\s(?:\w+\s)?(?:casualt|death|injur|fatal|victim|one\b)))
    )(?![\w]){_NOT_A_COUNT}""",
    re.VERBOSE | re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(rf"\b(?:{_MONTHS})\s$")


def _any_of(phrases: str) -> str:
    """A pattern of alternatives from phrases with commas between them."""
    return "|".join(phrase.strip().replace(" ", r"\s") for phrase in " ".join(phrases.split()).split(","))


# What is done to people: right before the number ("killing 12"), or after the noun ("12 people were killed").
_DONE = {
    MagnitudeKind.DEAD: _any_of(
        """killed, killing, kills, slain, slaying, murdered, murdering, executed, executing, massacred, massacring,
        beheaded, beheading, shot dead, beaten to death, drowned, drowning"""
    ),
    MagnitudeKind.WOUNDED: _any_of(
        "wounded, wounding, wounds, injured, injuring, injures, hurt, hurting, maimed, maiming, hospitalised"
    ),
    MagnitudeKind.DETAINED: _any_of(
        """arrested, arresting, arrests, detained, detaining, detains, captured, capturing, captures, abducted,
        abducting, abducts, kidnapped, kidnapping, jailed, jailing, imprisoned, taken prisoner, taken hostage,
        taken captive, taken into custody, rounded up, rounding up"""
    ),
    MagnitudeKind.DISPLACED: _any_of(
        """displaced, displacing, displaces, evacuated, evacuating, uprooted, uprooting, forced to flee, forced out,
        forced from their homes, driven out, driven from their homes"""
    ),
    MagnitudeKind.MISSING: _any_of("unaccounted for"),
}
# States and deeds of their own, after the noun and whatever follows them.
_BEING = {
    MagnitudeKind.DEAD: _any_of(
        "dead, died, dies, death, deaths, fatality, fatalities, perished, lost their lives, lives"
    ),
    MagnitudeKind.WOUNDED: _any_of("injuries"),
    MagnitudeKind.DETAINED: _any_of("arrests, detentions"),
    MagnitudeKind.DISPLACED: _any_of("fled, have fled, had fled, homeless, refugees"),
    MagnitudeKind.MISSING: _any_of("missing"),
}
_THINGS = _any_of(
    """troop, troops, soldiers, fighters, militants, mercenaries, rebels, insurgents, gunmen, militiamen, personnel,
    marines, paratroopers, commandos, reservists, conscripts, peacekeepers, guards, policemen, police, officers,
    protesters, protestors, demonstrators, marchers, supporters, strikers, workers, tanks, warships, ships, vessels,
    boats, aircraft, jets, warplanes, planes, helicopters, drones, missiles, rockets, shells, mortars, bombs, vehicles,
    trucks, lorries, buses, guns, howitzers, launchers, rifles, tonnes, tons, hostages, prisoners, detainees, inmates,
    captives, observers, monitors, instructors, advisers, advisors, trainers, airstrikes, strikes, sorties, brigades,
    battalions, members, contractors, servicemen, sailors, airmen, migrants, inspectors, experts, diplomats, men,
    submarines, frigates, destroyers, bombers, containers"""
)
_CROWDING = _any_of(
    """gathered, protested, marched, rallied, demonstrated, attended, took part, turned out, took to, joined, gather,
    rally, march, protest"""
)
_HARM = {kind: re.compile(rf"\s(?:{done})\s$", re.IGNORECASE) for kind, done in _DONE.items()}
_TOLL = re.compile(
    r"""\b(?:(?P<dead>death\stoll|toll|dead|killed|deaths|fatalities)|(?P<hurt>wounded|injured|injuries)|
        (?P<size>force|crowd|convoy|contingent|column|fleet|garrison|army|unit|group|flotilla|strength))\b
        [^.;\d]{0,40}?\b(?:to|at|of|was|is|stood\sat|stands\sat|reached|exceeded|topped|passed|numbering)\s$""",
    re.VERBOSE | re.IGNORECASE,
)
_AFTER_SIZE = re.compile(
    rf"""^(?:-(?:strong|member|man)\b
        | \s(?:of\s)?(?:[\w’'-]+\s){{0,3}}?(?:(?:{_THINGS})\b | \w+\s(?:have\s|had\s)?(?:{_CROWDING})\b))""",
    re.VERBOSE | re.IGNORECASE,
)
# "12 killed in Keth" are dead; "12 killed three" are not.
_ENDS_PASSIVE = r"""(?=\s*(?:$|[,.;:)–—”"]|\s(?:by|in|on|when|as|after|during|and|or|at|near|while|since|so|last|
    this|to|for|from|over|across|outside|yesterday|today|overnight)\b))"""
_NOUNS = r"(?:\s(?!and\b|who\b|which\b|that\b)[\w’'-]+){0,6}?"
_AFTER_HARM = {
    kind: re.compile(
        rf"""^{_NOUNS}\s(?:
            (?:was|were|is|are|been|be|being|got|get)\s(?:\w+ly\s|also\s)?(?:{done})\b
          | (?:reported\s|feared\s|left\s|confirmed\s)?(?:{done}){_ENDS_PASSIVE}
          | (?:{_BEING[kind]})\b )""",
        re.VERBOSE | re.IGNORECASE,
    )
    for kind, done in _DONE.items()
}
_LINK = re.compile(r"^(?:\s[\w’'-]+){1,4}?(?:,\s|\sand\s|,\sand\s|\sor\s)$")
_PART_OF = re.compile(r"\b(?:including|among\sthem|of\sthem|of\swhom|aged?)\s$", re.IGNORECASE)
_CASUALTIES = re.compile(r"^\s(?:\w+\s){0,2}?(?:casualt(?:y|ies)|victims)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[.;:,()–—]|\s(?:while|but|whereas)\s")


def magnitudes_in(text: str, span: Span) -> tuple[Magnitude, ...]:
    """The numbers in this stretch of `text` that count people or things in an event, in order.

    "Three soldiers were killed and 12 injured" gives three dead and twelve wounded; "nobody was hurt"
    gives none wounded; "no casualties" gives none dead and none wounded.
    """
    part = span.of(text)
    counts = [count for count in _COUNT.finditer(part) if not _is_date(count, part)]
    kinds = [_kinds_of(count, part, counts) for count in counts]
    for i in range(len(counts) - 2, -1, -1):
        kinds[i] = kinds[i] or _shared(part, counts[i], counts[i + 1], kinds[i + 1])
    for i in range(1, len(counts)):
        kinds[i] = kinds[i] or _shared(part, counts[i - 1], counts[i], kinds[i - 1])
    found = []
    for count, several in zip(counts, kinds, strict=True):
        size = _is_size(count, part) and not several
        for kind in several or ((MagnitudeKind.SIZE,) if size else ()):
            low, high, is_approximate = _value_of(count)
            place = Span(span.start + count.start(), span.start + count.end())
            found.append(
                Magnitude(kind=kind, span=place, text=place.of(text), low=low, high=high, is_approximate=is_approximate)
            )
    return tuple(found)


def _kinds_of(count: re.Match[str], part: str, counts: list[re.Match[str]]) -> tuple[MagnitudeKind, ...]:
    """What a count counts by the words before it or, up to the next count or the end of the clause, after it."""
    before = f" {part[: count.start()]}"
    if _PART_OF.search(before):
        return ()
    for kind, harm in _HARM.items():
        if harm.search(before):
            return (kind,)
    toll = _TOLL.search(before)
    if toll:
        return (MagnitudeKind.DEAD if toll["dead"] else MagnitudeKind.WOUNDED if toll["hurt"] else MagnitudeKind.SIZE,)
    following = next((other.start() for other in counts if other.start() > count.start()), None)
    after = part[count.end() : following] + ("#" if following else "")
    if _CASUALTIES.match(after):
        return (MagnitudeKind.DEAD, MagnitudeKind.WOUNDED) if count["none"] else (MagnitudeKind.SIZE,)
    clause = _CLAUSE_END.search(after)
    after = after[: clause.start()] if clause else after
    matches = ((kind, harm.match(after)) for kind, harm in _AFTER_HARM.items())
    nearest = min(((match.end(), kind) for kind, match in matches if match), default=None)
    return (nearest[1],) if nearest else ()


def _shared(
    part: str, one: re.Match[str], other: re.Match[str], kinds: tuple[MagnitudeKind, ...]
) -> tuple[MagnitudeKind, ...]:
    """`kinds`, where two counts share what was done: "killed three soldiers and two drivers"."""
    return kinds if _LINK.match(part[one.end() : other.start()]) else ()


def _is_size(count: re.Match[str], part: str) -> bool:
    return not _PART_OF.search(part[: count.start()]) and _AFTER_SIZE.match(part[count.end() :]) is not None


def _is_date(count: re.Match[str], part: str) -> bool:
    """Whether the number belongs to a date ("2014", "May 12") and counts nothing."""
    return _YEAR.fullmatch(count[0]) is not None or _MONTH.search(part[: count.start()]) is not None


def _value_of(count: re.Match[str]) -> tuple[int, int | None, bool]:
    """Lowest and highest value (None: no upper end) of a count, and whether it is told as rough."""
    if count["none"]:
        return 0, 0, False
    if count["both"]:
        return 2, 2, False
    if count["vague"]:
        return _VAGUE[" ".join(count["vague"].lower().split())], None, True
    if count["one"] is None:
        low, high = _number(count["from"] or count["low"]), _number(count["to"] or count["high"])
        return min(low, high), max(low, high), False
    value = _number(count["one"])
    hedge = count["hedge"] or ""
    if re.fullmatch(_MORE, hedge, re.IGNORECASE):
        return value, None, False
    if re.fullmatch(_LESS, hedge, re.IGNORECASE):
        return 0, value, False
    if count["one"].lower().startswith("several"):
        return value, None, True
    return value, value, bool(hedge) or "dozen" in count["one"].lower()


def _number(words: str) -> int:
    """The value of "1,000", "1.2 million", "two hundred and five", "half a dozen" or "several hundred"."""
    total, part = 0, 0.0
    is_half = False
    for word in re.split(r"[-\s]+", words.lower().replace(",", "")):
        if word[0].isdigit():
            part = float(word)
        elif word in _SCALES:
            part = (part or 1) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, part = total + round(part), 0
        else:
            part += 3 if word == "several" else _SMALL_NUMBERS.get(word, 0)
            is_half = is_half or word == "half"
    return (total + round(part)) // (2 if is_half else 1)
