"""The reading room: the ledger as pages, a plugin of Datasette.

The files in the order in which to read them:

    serving     Datasette over one ledger, opened to the right people, and served
    plugin      what it adds to Datasette: routes, words for templates
    guards      what is asked of every request, and the headers of every response
    desk        what each page uses: asking the ledger, rendering, refusing
    stories     /             events, with filters
    charts      their line of time and their map, as Vega-Lite
    events      /events/e-…   one event, its accounts side by side
    chains      its chain of voices as a picture
    articles    /articles/a-… one article with its claims marked
    marginalia  its claims as entries in the margin
    markings    its text with what is marked in it
    layers      marks that overlap as nested markup, long texts in parts
    search      /search       words looked up in articles and claims
    sayings     what somebody says, for the two pages that follow
    voices      /voices       who speaks, and what became of it
    entities    /entities/…   one person, body or place
    worklists   what to look at first, with two answers each
    forms       /review/…     what is filled into forms, decided
    review      /review       decisions: seeing, making and undoing them

A page module has `ROUTES`, pairs of a path as a regular expression and an async view; `plugin.py` gathers them. Its
view asks (`desk.ask`), makes of the answer a frozen record with all that is shown (a pure function, tested without a
server), and renders it (`desk.page`). Templates and static files stand beside the modules.
"""
