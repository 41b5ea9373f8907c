"""The chain of voices of one event as a picture: who cites whom, from the outlets down to the origins.

In: an event and its accounts. Out: a graph (`chains_of`: nodes in layers, ties, every path in words), and the
picture of it (`picture_of`), an SVG as wide as it is asked to be. Outlets stand left, origins right; ties that lead
back to where they came from are circular. Colours and type are the stylesheet's. Read next: `events.py`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from markupsafe import Markup, escape

from rashomon.accounts import Account, named, tellings_of
from rashomon.answers import FoundClaim, FoundEvent
from rashomon.labels import count, one_line
from rashomon.newsrooms import outlet_name_key
from rashomon.records import Origin, Stance, Voice, VoiceKind

MOST_ALONE = 9
"""More outlets than this that stand for themselves are drawn together where they have it from the same voices."""
MOST_ORIGINS = 12
"""More origins than this are not drawn: the picture would tell nothing. The words tell all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An outlet, a voice that stands between, or an origin; `layer` 0 are the origins."""

    key: str
    kind: str
    name: str
    note: str
    stance: str
    layer: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One cites the other, and what the innermost voice does with the event."""

    source: str
    target: str
    stance: str
    is_circular: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A chain in words: from the outlet to the origin, and what the origin does."""

    names: tuple[str, ...]
    stance: Stance
    is_circular: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chains:
    """The graph of an event's voices; `paths` tells all of it in words, `left_out` origins are only told there."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]
    paths: tuple[Path, ...]
    left_out: int


def chains_of(found: FoundEvent, accounts: Sequence[Account]) -> Chains:
    """Who cites whom, from the outlets of these accounts down to the origins of the event."""
    origin_of = {claim: place for place, origin in enumerate(found.event.origins) for claim in origin.claims}
    origins = list(zip(found.event.origins, tellings_of(found), strict=True))
    outlets = {outlet_name_key(account.name): account for account in accounts}
    # What a copy tells comes through the outlet whose text it is, also where it was read there only.
    told_in = {one.article.outlet or one.article.id: account for account in accounts for one in account.claims}
    told_in |= {copy.outlet: account for account in accounts for copy in account.copies}
    nodes: dict[str, Node] = {}
    stances: defaultdict[tuple[str, str], set[Stance]] = defaultdict(set)
    paths: dict[tuple[tuple[str, ...], Stance], None] = {}
    for one in found.claims:
        account = told_in.get(one.article.outlet or one.article.id)
        if account is None:
            continue
        path = _path_of(one, account, origin_of.get(one.claim.id), origins, outlets, nodes)
        paths.setdefault((path, one.stance))
        for tie in pairwise(path):
            stances[tie].add(one.stance)
    circular = _circular(stances)
    told = tuple(
        Path(
            names=tuple(nodes[key].name for key in path),
            stance=stance,
            is_circular=any(tie in circular for tie in pairwise(path)),
        )
        for path, stance in paths
    )
    ends = sorted((key for key, node in nodes.items() if node.kind == "origin"), key=lambda key: _rank(key, nodes))
    drawn = nodes.keys() - set(ends[MOST_ORIGINS:])
    ties = [
        Tie(source=source, target=target, stance=_stance_class(held), is_circular=(source, target) in circular)
        for (source, target), held in stances.items()
        if source in drawn and target in drawn
    ]
    reached = {end for tie in ties for end in (tie.source, tie.target)}
    shown, ties = _together({key: node for key, node in nodes.items() if key in reached}, ties)
    return Chains(nodes=tuple(_layered(shown, ties)), ties=tuple(ties), paths=told, left_out=len(nodes.keys() - drawn))


def _rank(key: str, nodes: Mapping[str, Node]) -> tuple[bool, int]:
    """Which origins are drawn first: those that deny, then in the order of the event."""
    return nodes[key].stance not in ("denies", "both"), int(key.split()[1])


def _path_of(
    one: FoundClaim,
    account: Account,
    origin: int | None,
    origins: Sequence[tuple[Origin, Sequence[FoundClaim]]],
    outlets: Mapping[str, Account],
    nodes: dict[str, Node],
) -> tuple[str, ...]:
    """The keys of the nodes that a claim comes through, each once; new nodes are added to `nodes`."""
    path = [_outlet_node(account, nodes)]
    voices = one.claim.voices
    for position, voice in enumerate(voices):
        cited = outlets.get(outlet_name_key(voice.name))
        if cited is not None:
            path.append(_outlet_node(cited, nodes))
        elif position < len(voices) - 1 or origin is None:
            path.append(_voice_node(voice, one, nodes))
    if origin is not None:
        path.append(_origin_node(f"origin {origin}", *origins[origin], nodes))
    return tuple(dict.fromkeys(path))


def _outlet_node(account: Account, nodes: dict[str, Node]) -> str:
    key = f"outlet {outlet_name_key(account.name)}"
    if key not in nodes:
        copies = f"and {count(len(account.copies), 'copy', 'copies')} of its text" if account.copies else ""
        nodes[key] = Node(key=key, kind="outlet", name=account.name, note=copies, stance="")
    return key


def _voice_node(voice: Voice, one: FoundClaim, nodes: dict[str, Node]) -> str:
    entity = one.who.get(voice.span) if voice.span else None
    key = f"voice {entity.id if entity else one_line(voice.name).casefold()}"
    nodes.setdefault(key, Node(key=key, kind="voice", name=one_line(voice.name), note=voice.kind.value, stance=""))
    return key


def _origin_node(key: str, origin: Origin, told: Sequence[FoundClaim], nodes: dict[str, Node]) -> str:
    if key not in nodes:
        stances = dict.fromkeys(one.stance for one in told)
        kind = "its own word" if origin.kind is VoiceKind.OUTLET else origin.kind.value
        # Whose unnamed voice it is, the picture shows.
        unnamed = [one.claim.voices[-1].name for one in told if one.claim.voices and origin.kind is VoiceKind.ANONYMOUS]
        nodes[key] = Node(
            key=key,
            kind="origin",
            name=one_line(unnamed[0] if unnamed else origin.name),
            note=f"{kind} · {', '.join(stance.value for stance in stances)}",
            stance=_stance_class(stances),
        )
    return key


def _stance_class(stances: Iterable[Stance]) -> str:
    """The one word by which a tie or an origin is drawn: denials and support are what counts."""
    held = set(stances)
    is_support = bool(held & {Stance.ASSERTS, Stance.CONFIRMS})
    if Stance.DENIES in held:
        return "both" if is_support else "denies"
    return "supports" if is_support else "other"


def _circular(ties: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """The ties that lie on a way that leads back to where it began."""
    targets: defaultdict[str, set[str]] = defaultdict(set)
    for source, target in ties:
        targets[source].add(target)
    reached = {source: _reached_from(source, targets) for source in list(targets)}
    return {(source, target) for source in reached for target in targets[source] if source in reached.get(target, ())}


def _reached_from(start: str, targets: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(targets.get(start, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += targets.get(one, ())
    return found


def _together(nodes: Mapping[str, Node], ties: Sequence[Tie]) -> tuple[dict[str, Node], list[Tie]]:
    """The graph with outlets that have it from the same voices, and that nobody cites, as one node: where they are
    many."""
    cited = {tie.target for tie in ties}
    alone = [node for node in nodes.values() if node.kind == "outlet" and node.key not in cited]
    if len(alone) <= MOST_ALONE:
        return dict(nodes), list(ties)
    by_targets: defaultdict[tuple[tuple[str, str], ...], list[Node]] = defaultdict(list)
    for node in alone:
        by_targets[tuple(sorted((tie.target, tie.stance) for tie in ties if tie.source == node.key))].append(node)
    kept = dict(nodes)
    into: dict[str, str] = {}
    for group in by_targets.values():
        if len(group) > 1:
            names = named([node.name for node in group])
            kept[group[0].key] = replace(group[0], name=names, note=count(len(group), "outlet"))
            into |= {node.key: group[0].key for node in group}
            for node in group[1:]:
                del kept[node.key]
    joined = {replace(tie, source=into.get(tie.source, tie.source)): None for tie in ties}
    return kept, list(joined)


def _layered(nodes: Mapping[str, Node], ties: Sequence[Tie]) -> Iterable[Node]:
    """The nodes with their layers: origins 0, whoever cites above those whom it cites, whom nobody cites leftmost."""
    targets: defaultdict[str, list[str]] = defaultdict(list)
    circle: defaultdict[str, set[str]] = defaultdict(set)
    for tie in ties:
        if tie.is_circular:
            circle[tie.source].add(tie.target)
        else:
            targets[tie.source].append(tie.target)
    layers: dict[str, int] = {}

    def layer_of(key: str) -> int:
        if key not in layers:
            # Those who cite each other stand in one layer, above all that any of them cites.
            together = {key, *_reached_from(key, circle)}
            beneath = [target for one in together for target in targets[one]]
            layer = max((1 + layer_of(target) for target in beneath), default=0)
            layers.update(dict.fromkeys(together, layer))
        return layers[key]

    top = max(map(layer_of, nodes), default=0)
    cited = {tie.target for tie in ties}
    for key, node in nodes.items():
        is_pinned = node.kind == "outlet" and key not in cited
        yield replace(node, layer=top if is_pinned else layers[key])


_LINE, _SMALL = 17, 14
_PAD, _GAP, _LANE = 7, 14, 12
_MARGIN, _BEND = 8, 36
_LEAST_COLUMN, _MOST_COLUMN = 84.0, 290.0
_PHONE = 500
"""A picture narrower than this is for a phone: less room between its columns, and smaller type."""
_NOTE = 0.8
"""How wide notes run beside names; letters are measured as those of a bold, wide face, lest any overflows."""
_SLIM, _FAT = frozenset(" iljtfrI.,:;'’‘|!()[]-"), frozenset("mwMWQO@%—")


@dataclass(slots=True)
class _Box:
    """A node in its place, or where `node` is None a lane that a long tie runs through."""

    node: Node | None
    lines: tuple[str, ...]
    notes: tuple[str, ...]
    layer: int
    height: float
    y: float = 0.0

    @property
    def middle(self) -> float:
        return self.y + self.height / 2


def picture_of(chains: Chains, *, width: int, name: str, title: str, told: str) -> Markup:
    """The graph as an SVG `width` units wide; `name` makes its ids its own, `told` says what it shows."""
    top = max((node.layer for node in chains.nodes), default=0)
    is_small = width < _PHONE
    leftmost = {node.key for node in chains.nodes if node.layer == top}
    margin = _BEND if any(tie.is_circular and tie.source in leftmost for tie in chains.ties) else 1.0
    between = 24.0 if is_small else 56.0
    column = max(_LEAST_COLUMN, min(_MOST_COLUMN, (width - margin - between * top) / (top + 1)))
    if top and column == _MOST_COLUMN:
        between = (width - margin - column * (top + 1)) / top
    whole = margin + column * (top + 1) + between * top
    left = {layer: margin + (top - layer) * (column + between) for layer in range(top + 1)}
    boxes, routes = _placed(chains, top, column - 16, 12.0 if is_small else 13.5)
    height = max((box.y + box.height for box in boxes), default=0) + _MARGIN
    tip = f"{name}-tip"
    ties = [
        f'<path class="tie tie-{tie.stance}{" tie-circular" if tie.is_circular else ""}"'
        f' d="{_way(route, left, column)}" marker-end="url(#{tip})"/>'
        for tie, route in routes
    ]
    # Two who cite each other share one line: one sign is enough.
    rounds = {
        (left[route[0].layer], (route[0].middle + route[-1].middle) / 2) for _, route in routes if _is_round(route)
    }
    signs = [f'<text class="round" x="{x - _BEND + 2:.1f}" y="{y + 5:.1f}">↻</text>' for x, y in rounds]
    nodes = [_node(box, left[box.layer], column) for box in boxes if box.node]
    size = f'viewBox="0 0 {whole:.0f} {height:.0f}" width="{whole:.0f}" height="{height:.0f}"'
    # All names are escaped where they enter: in `_node` and here.
    return Markup(
        f'<svg class="chains-picture{" chains-small" if is_small else ""}" {size} role="img"'
        f' aria-labelledby="{name}-title {name}-told">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-told">{escape(told)}</desc>'
        f'<defs><marker id="{tip}" class="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="9" markerHeight="9"'
        ' markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 0.8 L7.5 4 L0 7.2 z"/></marker></defs>'
        f'<g class="ties">{"".join(ties)}{"".join(signs)}</g><g class="nodes">{"".join(nodes)}</g></svg>'
    )


def _placed(chains: Chains, top: int, room: float, em: float) -> tuple[list[_Box], list[tuple[Tie, list[_Box]]]]:
    """The boxes in their places, and of each tie the boxes that it runs through."""
    layers: list[list[_Box]] = [[] for _ in range(top + 1)]
    box_of: dict[str, _Box] = {}
    for node in chains.nodes:
        lines, notes = wrapped(node.name, room, em), wrapped(node.note, room, em * _NOTE) if node.note else ()
        high = 2 * _PAD + _LINE * len(lines) + _SMALL * len(notes)
        box_of[node.key] = _Box(node=node, lines=lines, notes=notes, layer=node.layer, height=high)
        layers[node.layer].append(box_of[node.key])
    routes: list[tuple[Tie, list[_Box]]] = []
    for tie in chains.ties:
        source, target = box_of[tie.source], box_of[tie.target]
        lanes = [
            _Box(node=None, lines=(), notes=(), layer=layer, height=_LANE)
            for layer in range(source.layer - 1, target.layer, -1)
        ]
        for lane in lanes:
            layers[lane.layer].append(lane)
        routes.append((tie, [source, *lanes, target]))
    right: defaultdict[int, list[_Box]] = defaultdict(list)
    left: defaultdict[int, list[_Box]] = defaultdict(list)
    for _, route in routes:
        for one, other in pairwise(route):
            if one.layer != other.layer:
                right[id(one)].append(other)
                left[id(other)].append(one)
    # The fullest layer stands as it is; the others stand beside those that they are tied to.
    _stack(layers[0], {})
    for layer in layers[1:]:
        _in_order_of(layer, right)
        _stack(layer, {})
    base = max(range(top + 1), key=lambda one: sum(box.height + _GAP for box in layers[one]))
    for place in range(base + 1, top + 1):
        _stack(layers[place], right)
    for place in range(base - 1, -1, -1):
        _in_order_of(layers[place], left)
        _stack(layers[place], left)
    everything = [box for layer in layers for box in layer]
    lift = _MARGIN - min((box.y for box in everything), default=0)
    for box in everything:
        box.y += lift
    return everything, routes


def _in_order_of(layer: list[_Box], beside: Mapping[int, Sequence[_Box]]) -> None:
    """Sort a layer by the middle of what its boxes are tied to; what is tied to nothing keeps its place."""
    order = {id(box): place for place, box in enumerate(layer)}
    mean = {id(box): _mean(box, beside) for box in layer}
    layer.sort(key=lambda box: (mean[id(box)], order[id(box)]))


def _mean(box: _Box, beside: Mapping[int, Sequence[_Box]]) -> float:
    tied = beside.get(id(box), ())
    return sum(one.middle for one in tied) / len(tied) if tied else box.middle


def _stack(layer: Sequence[_Box], beside: Mapping[int, Sequence[_Box]]) -> None:
    """Put the boxes of a layer below each other, each as near to what it is tied to as the others let it."""
    wanted = [_mean(box, beside) - box.height / 2 if beside else 0.0 for box in layer]
    edge = float("-inf")
    for box, y in zip(layer, wanted, strict=True):
        box.y = max(y, edge)
        edge = box.y + box.height + _GAP
    if beside and layer:
        drift = sum(box.y - y for box, y in zip(layer, wanted, strict=True)) / len(layer)
        for box in layer:
            box.y -= drift


def _is_round(route: Sequence[_Box]) -> bool:
    """Whether a tie stays in its layer: only those do who cite each other."""
    return route[0].layer == route[-1].layer


def _way(route: Sequence[_Box], left: Mapping[int, float], column: float) -> str:
    """The line from who cites to who is cited; within one layer it goes round on the left side."""
    source, target = route[0], route[-1]
    if _is_round(route):
        x, bend = left[source.layer], min(_BEND, 18 + abs(source.middle - target.middle) * 0.1)
        bent = f"{x - bend:.1f} {source.middle:.1f} {x - bend:.1f} {target.middle:.1f}"
        return f"M{x:.1f} {source.middle:.1f}C{bent} {x:.1f} {target.middle:.1f}"
    x, y = left[source.layer] + column, source.middle
    way = f"M{x:.1f} {y:.1f}"
    for box in route[1:]:
        to_x, to_y = left[box.layer], box.middle
        half = (x + to_x) / 2
        way += f"C{half:.1f} {y:.1f} {half:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}"
        if box.node is None:
            way += f"h{column:.1f}"
        x, y = to_x + column, to_y
    return way


def _node(box: _Box, x: float, column: float) -> str:
    """A box with a name and, smaller, what kind it is and what it does."""
    assert box.node is not None
    y = box.y + _PAD
    words = []
    for kind, high, lines in (("name", _LINE, box.lines), ("note", _SMALL, box.notes)):
        for line in lines:
            y += high
            words.append(f'<text class="{kind}" x="{x + 9:.1f}" y="{y - 4:.1f}">{escape(line)}</text>')
    stance = f" node-{box.node.stance}" if box.node.stance else ""
    at = f'x="{x:.1f}" y="{box.y:.1f}" height="{box.height:.1f}"'
    frame = f'<rect class="frame" {at} width="{column:.1f}"/><rect class="edge" {at} width="3"/>'
    return f'<g class="node node-{box.node.kind}{stance}">{frame}{"".join(words)}</g>'


def wrapped(text: str, room: float, size: float) -> tuple[str, ...]:
    """The text in lines that fit into `room` at this size of type, by what letters are wide as a rule; a word that is
    too long is broken."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        while _width(word, size) > room:
            fits = next((end for end in range(len(word) - 1, 0, -1) if _width(f"{word[:end]}-", size) <= room), 1)
            if line:
                lines.append(line)
                line = ""
            lines.append(f"{word[:fits]}-")
            word = word[fits:]
        longer = f"{line} {word}" if line else word
        if line and _width(longer, size) > room:
            lines.append(line)
            longer = word
        line = longer
    return tuple(filter(None, [*lines, line])) or ("",)


def _width(text: str, size: float) -> float:
    return size * sum(_letter(letter) for letter in text)


def _letter(letter: str) -> float:
    if letter in _SLIM:
        return 0.4
    if letter in _FAT:
        return 1.0
    if letter >= "\u2e80":
        return 1.1
    return 0.77 if letter.isupper() else 0.66
