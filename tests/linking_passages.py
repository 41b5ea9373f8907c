"""Tellings made by hand for the tests of linking: invented outlets, people and ships."""

from dataclasses import replace
from datetime import date

from rashomon.records import (
    Claim,
    EventMention,
    EventType,
    Factuality,
    GeoName,
    Magnitude,
    MagnitudeKind,
    Party,
    Place,
    PlacePrecision,
    Reason,
    Span,
    Stance,
    Telling,
    TimePhrase,
    TimePrecision,
    TimexType,
    Voice,
    VoiceKind,
)
from rashomon.sides import Side, side_of
from rashomon.vocabulary import keywords_of, load_vocabulary

VOCABULARY = load_vocabulary()
OWN = Reason(method="tree", score=0.9, detail="tied to the trigger")
STORY = "The Velmari coast guard stopped the Keth ferry in Ilven strait near Tarsk on a smuggling charge"


def telling(
    quote: str,
    trigger: str = "",
    type_: EventType | None = None,
    *,
    article: str = "a1",
    published: date | None = date(2031, 3, 12),
    stance: Stance = Stance.ASSERTS,
    factuality: Factuality = Factuality.HAPPENED,
    voice: str | None = None,
    actors: tuple[str, ...] = (),
    recipients: tuple[str, ...] = (),
    dead: int | None = None,
    place: GeoName | None = None,
    day: date | None = None,
    story: str = STORY,
    vector: tuple[float, ...] = (),
) -> Telling:
    """A claim with this quote; typed, where a trigger and a type are given."""
    span = Span(0, len(quote))
    event = None
    if type_ is not None:
        begin = quote.index(trigger)
        event = EventMention(
            article_id=article,
            trigger=Span(begin, begin + len(trigger)),
            clause=span,
            type=type_,
            mode=None,
            actors=tuple(Party(span=span, text=name, name=name, code=None) for name in actors),
            recipients=tuple(Party(span=span, text=name, name=name, code=None) for name in recipients),
            magnitudes=_dead(dead),
            factuality=factuality,
            reason=OWN,
            place=_place(place),
            place_reason=OWN if place else None,
            time=_time(day),
            time_reason=OWN if day else None,
        )
    claim = Claim(
        article_id=article,
        attribution_id=None,
        event_mention_id=event.id if event else None,
        voices=(Voice(kind=VoiceKind.NAMED, name=voice, span=None),) if voice else (),
        stance=stance,
        content=(span,),
        quote=quote,
        factuality=factuality,
        reason=OWN,
    )
    return Telling(
        claim=claim,
        event=event,
        outlet=f"outlet of {article}",
        outlet_entity=None,
        published=published,
        voices=(voice.lower(),) if voice else (),
        actors=(None,) * len(actors) if event else (),
        recipients=(None,) * len(recipients) if event else (),
        keywords=keywords_of(story, VOCABULARY),
        vector=vector,
    )


def side(*given: object, **named: object) -> Side:
    """The side of such a telling."""
    return side_of(telling(*given, **named), VOCABULARY)  # type: ignore[arg-type]


def spot(
    geonameid: int, name: str, latitude: float, longitude: float, *, code: str = "PPL", admin1: str = ""
) -> GeoName:
    """An entry of the gazetteer in the invented country VLM."""
    return GeoName(
        geonameid=geonameid,
        name=name,
        latitude=latitude,
        longitude=longitude,
        feature_class="P" if code == "PPL" else "A",
        feature_code=code,
        country="VLM",
        admin1=admin1,
        admin2="",
        population=0,
    )


def with_id(one: Side, id_: str) -> Side:
    """The side as that of a claim with another id."""
    return replace(one, id=id_)


def _dead(count: int | None) -> tuple[Magnitude, ...]:
    if count is None:
        return ()
    text = str(count)
    kind = MagnitudeKind.DEAD
    return (Magnitude(kind=kind, span=Span(0, 1), text=text, low=count, high=count, is_approximate=False),)


def _place(entry: GeoName | None) -> Place | None:
    if entry is None:
        return None
    return Place(
        span=Span(0, 1),
        text=entry.name,
        geoname=entry,
        precision=PlacePrecision.POINT if entry.feature_class == "P" else PlacePrecision.REGION,
        relation=None,
        is_metonym=False,
        reason=OWN,
    )


def _time(day: date | None) -> TimePhrase | None:
    if day is None:
        return None
    return TimePhrase(
        span=Span(0, 1),
        text=day.strftime("%d %B"),
        type=TimexType.DATE,
        value=day.isoformat(),
        earliest=day,
        latest=day,
        precision=TimePrecision.DAY,
        mod=None,
        flags=(),
        reason=OWN,
    )
