"""Invented news in which one voice opposes what another one tells: who must meet whom, and who must not.

Each bundle has its articles, the pairs of claims (words of each) between which a `denies` or `disputes` must stand, and
pairs between which none may. `is_held_out`: written before the rules that it tests, and only scored since.
"""

from dataclasses import dataclass
from datetime import date

Pair = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """Articles of one story, each by an outlet of its own, a day apart."""

    name: str
    articles: tuple[str, ...]
    opposed: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    is_held_out: bool = False
    begins: date = date(2031, 3, 10)


BUNDLES = (
    Bundle(
        name="who negotiates nothing has signed nothing",
        articles=(
            "Tarsk, March 10 — Vostria is not conducting talks on opening naval depots in Karelm, Ilan Moreau, the "
            "chairman of the Vostrian defence committee, said on Monday.\n"
            "Earlier the Karelmi Post reported that General Samir Odeh had signed an agreement with Vostria on opening "
            "depots in the ports of Keth and Ilven.\n"
            "“No such talks are being held,” Moreau said.\n",
        ),
        opposed=(("not conducting talks", "signed an agreement"), ("No such talks", "signed an agreement")),
    ),
    Bundle(
        name="the deal in one outlet, the denial of any contact in another",
        articles=(
            "Vostria struck a deal with the Dune Front on the release of the Tarsk hostages, two officers told the "
            "Keth Courier on Monday.\nThe Front will be paid in fuel, they said.\n",
            "The Vostrian foreign ministry denied on Tuesday that it had had any contact with the Dune Front over the "
            "Tarsk hostages.\n“We do not speak to kidnappers,” the ministry said.\n",
        ),
        opposed=(("any contact with the Dune Front", "a deal with the Dune Front"),),
    ),
    Bundle(
        name="talks on something else",
        articles=(
            "Vostria signed an agreement with Karelm on fishing quotas in the Keth Strait, the Karelmi minister Ada "
            "Brenn said on Monday.\n",
            "Vostria denied on Tuesday that it was holding talks with Karelm about the extradition of the banker Oskar "
            "Venn.\n",
        ),
        apart=(("talks with Karelm about the extradition", "agreement with Karelm on fishing"),),
    ),
    Bundle(
        name="talks with somebody else",
        articles=(
            "Vostria signed an agreement with the Dune Front on the return of prisoners, the Karelmi Post reported on "
            "Monday.\n",
            "Drevia denied on Tuesday that it was holding talks with the Hill Brigades on the return of prisoners.\n",
        ),
        apart=(("talks with the Hill Brigades", "agreement with the Dune Front"),),
    ),
    Bundle(
        name="any missions but reconnaissance",
        articles=(
            "Tolne, March 10 — Vostrian warplanes bombed a camp of the Dune Front near Tarsk on Sunday, killing nine "
            "fighters, the Front said in a statement.\n"
            "Vostria denied that its aircraft over Karelm had flown any missions but reconnaissance.\n",
        ),
        opposed=(("any missions but reconnaissance", "bombed a camp"),),
    ),
    Bundle(
        name="no operations other than patrols, in another outlet",
        articles=(
            "Vostrian jets struck the harbour of Tarsk on Sunday, residents said, and two warehouses burned down.\n",
            "Vostria’s air force denied carrying out any operations other than weather patrols over Tarsk on Sunday.\n",
        ),
        opposed=(("any operations other than weather patrols", "struck the harbour"),),
    ),
    Bundle(
        name="two are said to have made one strike",
        articles=(
            "Vostrian warplanes bombed the grain depot of Tarsk on Sunday night, the Dune Front said.\n",
            "Drevian warplanes bombed the grain depot of Tarsk on Sunday night, the Karelmi army said.\n",
        ),
        opposed=(("Drevian warplanes bombed", "Vostrian warplanes bombed"),),
    ),
    Bundle(
        name="a strike of one side and a strike of the other",
        articles=(
            "Vostrian warplanes bombed the grain depot of Tarsk on Sunday night, the Dune Front said.\n",
            "The Dune Front shelled a Vostrian checkpoint near Ilven on Monday, the Vostrian army said.\n",
        ),
        apart=(("shelled a Vostrian checkpoint", "bombed the grain depot"),),
    ),
    Bundle(
        name="who denies the report of another country’s ships",
        articles=(
            "Vostrian tankers supplied fuel to Karelmi rebels at sea, the Keth Courier reported on Monday.\n",
            "Drevian tankers supplied fuel to Karelmi rebels at sea, the Tolne Gazette reported on Tuesday.\n"
            "The Drevian foreign ministry denied the report.\n",
        ),
        opposed=(("the report", "Drevian tankers supplied fuel"),),
        apart=(("the report", "Vostrian tankers supplied fuel"),),
    ),
    Bundle(
        name="what is planned by one is not disputed by what another says was not done",
        articles=(
            "Karelm will close its border with Vostria on Friday, Ada Brenn, the interior minister, said on Monday.\n",
            "Karelm has never closed its border with Vostria before, the Keth Courier recalled on Tuesday.\n",
        ),
        apart=(("never closed its border", "will close its border"),),
    ),
    Bundle(
        name="the bridge was closed, the bridge was open all day",
        articles=(
            "The bridge at Orrin was closed on Tuesday after shots were fired, the Karelmi interior ministry said.\n",
            "The bridge at Orrin was open all day on Tuesday and nobody was turned back, the mayor of Orrin said.\n",
        ),
        opposed=(("was open all day", "was closed on Tuesday"),),
    ),
    Bundle(
        name="a bridge closed one day and open the next",
        articles=(
            "The bridge at Orrin was closed on Tuesday, the Karelmi interior ministry said.\n",
            "The bridge at Orrin was open again on Wednesday, the mayor of Orrin said.\n",
        ),
        apart=(("was open again", "was closed on Tuesday"),),
    ),
    Bundle(
        name="two bridges",
        articles=(
            "The bridge at Orrin was closed on Tuesday, the Karelmi interior ministry said.\n"
            "The bridge at Ilven was open all day on Tuesday, the ministry said.\n",
            "Karelm moved two battalions to the river on Tuesday, the Karelmi interior ministry said.\n",
        ),
        apart=(("Ilven was open", "Orrin was closed"),),
    ),
    Bundle(
        name="shot down, and landed safely",
        articles=(
            "A Vostrian jet was shot down over Keth on Sunday, the Dune Front said in a statement.\n",
            "The Vostrian jet landed safely at its base near Tolne after its flight over Keth, the air force said.\n",
        ),
        opposed=(("landed safely", "was shot down"),),
    ),
    Bundle(
        name="another plane landed safely",
        articles=(
            "A Vostrian jet was shot down over Keth on Sunday, the Dune Front said in a statement.\n",
            "Another jet landed safely at Tolne after the attack over Keth on Sunday, the Vostrian air force said.\n",
        ),
        apart=(("landed safely", "was shot down"),),
    ),
    Bundle(
        name="in breach of the ban, in full compliance with it",
        articles=(
            "Drevia sold shells to the Hill Brigades in breach of the arms embargo, the Keth Courier said on Monday.\n"
            "Drevia is in full compliance with the arms embargo, its envoy Ilan Moreau said.\n",
            "Drevia has strictly observed the arms embargo on the Hill Brigades, its foreign ministry said.\n",
        ),
        opposed=(("in full compliance", "in breach of"), ("strictly observed", "in breach of")),
    ),
    Bundle(
        name="the hostages are dead, the hostages are alive",
        articles=(
            "The hostages of Tarsk were killed on Friday night, a commander of the Dune Front said.\n",
            "All hostages of Tarsk are alive and well, the Karelmi interior minister, Ada Brenn, said on Saturday.\n",
        ),
        opposed=(("are alive", "were killed"),),
    ),
    Bundle(
        name="some are dead and others alive",
        articles=(
            "Three hostages were killed in Tarsk on Friday night, a commander of the Dune Front said.\n",
            "Two hostages are alive, the Karelmi interior minister, Ada Brenn, said on Saturday in Tarsk.\n",
        ),
        apart=(("are alive", "were killed"),),
    ),
    Bundle(
        name="a plan to close, and a bridge that is open",
        articles=(
            "The bridge at Orrin is to be closed on Tuesday, the Karelmi interior ministry said.\n",
            "The bridge at Orrin was open all day on Tuesday, the mayor of Orrin said.\n",
        ),
        apart=(("was open all day", "to be closed"),),
    ),
    Bundle(
        name="of two talks, those are denied that were reported",
        articles=(
            "Vostria and Karelm held talks on fishing quotas in Tolne on Monday, the Karelmi fisheries ministry said.\n"
            "The Keth Courier reported that Vostrian and Drevian officers had met in Ilven to discuss a naval base.\n"
            "“No such talks took place,” the Vostrian defence ministry said.\n",
        ),
        opposed=(("No such talks", "had met in Ilven"),),
        apart=(("No such talks", "fishing quotas"),),
    ),
    Bundle(
        name="such talks with whom the denial names, though others were told last",
        articles=(
            "The Keth Courier reported that Vostrian and Drevian officers had met in Ilven to discuss a naval base.\n"
            "Vostria and Karelm held talks on fishing quotas in Tolne on Monday, the Karelmi fisheries ministry said.\n"
            "The Vostrian defence ministry denied that such talks had been held with Drevia.\n",
        ),
        opposed=(("such talks", "had met in Ilven"),),
        apart=(("such talks", "fishing quotas"),),
    ),
    Bundle(
        name="their presence where they are, not who moved elsewhere since",
        articles=(
            "Vostrian soldiers have moved into the airfield of Tarsk, residents said.\n"
            "Karelm sent two battalions to Keth on Sunday, the Karelmi army said.\n"
            "Vostria has denied their presence in Tarsk.\n",
        ),
        opposed=(("their presence", "moved into"),),
        apart=(("their presence", "two battalions"),),
    ),
    Bundle(
        name="no such agreement, though somebody met somebody since",
        articles=(
            "General Samir Odeh has signed an agreement with Vostria on depots in Keth, the Karelmi Post reported.\n"
            "Odeh met the mayor of Tolne on Sunday to discuss the floods, the mayor’s office said.\n"
            "“There is no such agreement,” said Ilan Moreau, the chairman of the Vostrian defence committee.\n",
        ),
        opposed=(("no such agreement", "signed an agreement"),),
        apart=(("no such agreement", "mayor of Tolne"),),
    ),
    Bundle(
        name="such talks, with an attack told between",
        articles=(
            "General Samir Odeh met Vostrian officers on Friday, the Keth Courier reported.\n"
            "On Saturday rebels attacked the port of Keth, the army said.\n"
            "The Vostrian foreign ministry denied that such talks had taken place.\n",
        ),
        opposed=(("such talks", "met Vostrian officers"),),
        apart=(("such talks", "attacked the port"),),
    ),
    # -- held out
    Bundle(
        name="no negotiations on a sale",
        articles=(
            "The shipyard of Ilven has agreed to sell two frigates to Drevia, the Tolne Gazette reported on Monday, "
            "citing a person at the yard.\n",
            "“There are no negotiations with Drevia on the sale of frigates,” said Mara Venn, a spokeswoman for the "
            "shipyard of Ilven.\n",
        ),
        opposed=(("no negotiations with Drevia", "sell two frigates to Drevia"),),
        is_held_out=True,
    ),
    Bundle(
        name="no soldiers there, so no raid by them",
        articles=(
            "Drevian soldiers raided a Karelmi border post at Ilven on Saturday night, the governor of Ilven said.\n"
            "Karelm and Drevia have quarrelled over the border at Ilven since the war.\n",
            "Drevia’s defence ministry denied having any soldiers in Karelm.\n"
            "Karelm and Drevia have quarrelled over the border at Ilven since the war.\n",
        ),
        opposed=(("any soldiers in Karelm", "raided a Karelmi border post"),),
        is_held_out=True,
    ),
    Bundle(
        name="talks about bases, and an unrelated accord on bases of others",
        articles=(
            "Drevia signed an accord with Vostria on the bases of the coast guard in Tolne, the Tolne Gazette said.\n",
            "Karelm is not holding talks on bases with anyone, its defence minister, Ada Brenn, said on Tuesday.\n",
        ),
        apart=(("not holding talks on bases", "signed an accord with Vostria"),),
        is_held_out=True,
    ),
    Bundle(
        name="nothing except aid flights",
        articles=(
            "Drevian drones attacked a convoy on the Keth road on Thursday, a rebel commander said.\n"
            "The government of Drevia denied that it had sent anything except aid flights to the region.\n",
        ),
        opposed=(("anything except aid flights", "drones attacked"),),
        is_held_out=True,
    ),
    Bundle(
        name="no flights beyond training",
        articles=(
            "Karelmi helicopters fired on a village near Keth on Wednesday, the village elder said.\n",
            "Karelm’s army denied any flights near Keth on Wednesday other than training flights.\n",
        ),
        opposed=(("any flights near Keth", "fired on a village"),),
        is_held_out=True,
    ),
    Bundle(
        name="who shelled the ferry",
        articles=(
            "A Karelmi gunboat shelled the ferry Halcyon off Tolne on Friday, the Vostrian navy said.\n",
            "A Vostrian gunboat shelled the ferry Halcyon off Tolne on Friday, the Karelmi defence minister said.\n",
        ),
        opposed=(("A Vostrian gunboat shelled the ferry", "A Karelmi gunboat shelled the ferry"),),
        is_held_out=True,
    ),
    Bundle(
        name="never a test, and a test to come",
        articles=(
            "Drevia will test a rocket over the Keth Strait next week, its space agency said.\n",
            "Drevia has not tested a rocket this year, the Keth Courier noted.\n",
        ),
        apart=(("has not tested a rocket", "will test a rocket"),),
        is_held_out=True,
    ),
    Bundle(
        name="an offer turned down is no report denied",
        articles=(
            "Karelm offered on Monday to hold talks with Vostria on the strait.\n"
            "Vostria dismissed Karelm’s offer to hold talks, its envoy Ilan Moreau said.\n",
        ),
        apart=(("offer to hold talks", "offered on Monday"),),
        is_held_out=True,
    ),
)
