"""Names that come with the data and are written in the reader's language all the same.

A state, a region or a touchpoint stays a plain text wherever it is computed with, because it is the key
that finds it again next month. Written on a page it is looked up like any message, and stays as it is
where the catalogue lacks it. Those that the queries give, and the everyday ones of the demonstration
world and of surveys after the ACSI, stand here, so that they come into the catalogue.
"""

from workbench.phrase import N_

TABLES = (
    *(N_("customers"), N_("life events"), N_("transactions"), N_("contracts"), N_("payments")),
    *(N_("activity costs"), N_("survey items"), N_("survey responses"), N_("feedback"), N_("interactions")),
)
KINDS = (N_("descriptive"), N_("behavioural"), N_("attitudinal"), N_("interaction"))
STATES = (
    *(N_("target"), N_("prospect"), N_("opportunity"), N_("new"), N_("active"), N_("expanding")),
    *(N_("dormant"), N_("lost"), N_("won back")),
)
TIERS = (N_("top 20%"), N_("middle 50%"), N_("bottom 30%"))
SEGMENTS = (
    *(N_("champions"), N_("loyal"), N_("promising"), N_("occasional"), N_("cooling")),
    *(N_("slipping away"), N_("asleep"), N_("no purchase yet")),
)
LATE = (N_("not due"), N_("1-30"), N_("31-60"), N_("61-90"), N_("over 90"))
ROLES = (N_("fitted"), N_("calibrated"), N_("tested"))
WAYS = (N_("frozen"), N_("refitted"), N_("without new customers"))
CONSTRUCTS = (
    *(N_("satisfaction"), N_("image"), N_("expectation"), N_("quality"), N_("value"), N_("complaints")),
    *(N_("loyalty"), N_("recommendation"), N_("effort"), N_("price tolerance"), N_("price premium")),
    *(N_("product value"), N_("service value"), N_("personnel value"), N_("image value")),
    *(N_("money cost"), N_("time cost"), N_("energy cost"), N_("psychic cost"), N_("total value"), N_("total cost")),
)
TOUCHPOINTS = (
    *(N_("shop"), N_("web"), N_("call centre"), N_("delivery"), N_("billing")),
    *(N_("product core"), N_("product form"), N_("product social")),
)
LEVELS = (N_("core"), N_("form"), N_("social"))
OBJECTS = (N_("product"), N_("company"), N_("marketing"))
CHANNELS = (N_("shop"), N_("web"), N_("app"), N_("phone"), N_("e-mail"), N_("letter"), N_("chat"))
KANO = (*(N_("basic"), N_("one for one"), N_("delight"), N_("indifferent")), *(N_("reverse"), N_("contradictory")))
SIDES = (N_("value"), N_("cost"))
WEIGHTINGS = (N_("none"), N_("raking"), N_("propensity"))
REGIONS = (
    *(N_("London"), N_("Northern England"), N_("Scotland"), N_("Ireland"), N_("Benelux")),
    *(N_("Singapore"), N_("Hong Kong"), N_("Shanghai")),
)
HOUSEHOLDS = (N_("single household"), N_("couple"), N_("family with children"), N_("retired household"))
INDUSTRIES = (
    *(N_("hospitality"), N_("retail trade"), N_("health care"), N_("education")),
    *(N_("professional services"), N_("construction")),
)
LIFE_EVENTS = (N_("marriage"), N_("child"), N_("mortgage"), N_("move"), N_("retirement"))
LIFESTYLES = (
    *(N_("bargain lovers"), N_("busy families"), N_("digital natives")),
    *(N_("design lovers"), N_("traditionalists"), N_("pragmatists")),
)
SOURCES = (*(N_("search"), N_("social media"), N_("recommendation"), N_("shop"), N_("advertising")), N_("sales team"))
