"""The demonstration world described from what makes it; `docs/demonstration-world.md` is this text."""

from dataclasses import asdict
from math import expm1

from workbench.synthetic.events import Event
from workbench.synthetic.experience import LASTING, PATHS
from workbench.synthetic.lifetimes import RETURNS
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.segments import DRIVERS, SEGMENTS
from workbench.synthetic.truth import Truth, truth

_HEAD = """# The demonstration world

Made from `workbench.synthetic` by `make docs`; do not edit by hand.

`workbench demo` invents a company that sells things for the home in shops, on the web and by telephone, with service
contracts for a part of its customers, and loads its ten tables as it would load any other data. Since the world is
drawn from known equations, what an analysis finds can be held against what is true. The same options always give the
same world.

```python
from workbench import synthetic

recipe = synthetic.Recipe(customers=20_000, months=36, seed=1)
truth = synthetic.truth(recipe)  # paths, drivers, slopes, events: also in truth.json beside the data
people = synthetic.customers(recipe)  # segment, satisfaction, rates of each customer
worth = synthetic.customer_values(recipe, "2026-10-01", discount_rate=0.10)
```
"""

_CUSTOMERS = """
## Customers

Purchases of a customer are a Poisson process, with a rate that is Gamma distributed within the segment. What a purchase
is worth is Gamma distributed around a mean of the customer's own, whose scale is Gamma distributed too. Each customer
leaves at a constant rate, and {returns} of those who left return after some months; no table says who has left.
Satisfaction acts on both: for one standard deviation more the rate of leaving falls by {leaving} and a purchase is
worth {spend} more. Marriage, children, a mortgage and a move raise purchases for half a year; retirement does not.
No table names the segment.

| segment | share | purchases a year | a purchase | leave a year | sign a contract at once | needs most |
|---|---|---|---|---|---|---|
"""

_SATISFACTION = """
## Satisfaction

Image and eight drivers are correlated; the rest follows in the order of the European Customer Satisfaction Index:

{equations}

In a segment, {lasting} of the variance is lasting and the rest is the mood of the day; the lasting part moves spend and
leaving. Answers have loadings below one and are rounded to their scale, so a survey shows weaker effects:

| driver | its effect on satisfaction, in standard deviations | the same in answers | points for a point | importance |
|---|---|---|---|---|
"""

_WEIGHED = """
Half of the questionnaires also ask what customers get (product, service, personnel and image value) and what it costs
them (money, time, energy and psychic cost, as burdens), whether they would pay more for a better experience, and what
they expect of the product. Questions on the product and on touchpoints say the level (core, form, social) and the
object (product, company, marketing) they are about. In answers:

| | |
|---|---|
| total value, total cost, delivered value | {value:.1f}, {cost:.1f}, {delivered:.1f} points |
| satisfaction on total value and total cost, in standard deviations | {pull_of_value:.2f}, {pull_of_cost:.2f} |
{outcomes}
The rate of complaints is log-linear in lasting satisfaction, so there is no threshold from which they set in. People
write of their own accord more often the further their lasting satisfaction lies from the average, to either side.
"""

_EVENTS = """
## Planted events

A service failure is felt at its touchpoint by those it reaches, fades over three months, and drives some of them away.
A price rise lasts.

| month | what | touchpoint | reaches | what it does |
|---|---|---|---|---|
"""

_LIMITS = """
## What is simpler than life

Purchases know season but no weekday. Satisfaction does not depend on what was bought, nor on whether a complaint was
settled. Nobody changes segment, and no new segment arises. Who answers the survey depends on
purchases, tenure, age and having left, not on satisfaction itself. Planted events are not foreseen by anybody.
"""


def page() -> str:
    """The description as Markdown."""
    recipe = Recipe()
    known = truth(recipe)
    return "".join(
        [
            _HEAD,
            _CUSTOMERS.format(
                returns=_percent(RETURNS),
                leaving=_percent(-expm1(-recipe.leaving_slope)),
                spend=_percent(expm1(recipe.spend_slope)),
            ),
            *_segment_rows(),
            _SATISFACTION.format(equations=_equations(), lasting=_percent(LASTING)),
            *_driver_rows(known),
            _weighed(known),
            _EVENTS,
            *map(_event_row, known.events),
            _LIMITS,
        ]
    )


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.0f} %"


def _segment_rows() -> list[str]:
    return [
        f"| {one.name} | {_percent(one.share)} | {one.rate:.1f} | {one.spend:.0f} | {_percent(one.leaving)} "
        f"| {_percent(one.contract_at_once)} | {DRIVERS[one.needs.index(max(one.needs))]} |\n"
        for one in SEGMENTS
    ]


def _equations() -> str:
    terms = {effect: " + ".join(f"{b:.2f} {cause}" for cause, b in causes.items()) for effect, causes in PATHS.items()}
    terms["quality"] += " + need x driver, summed over the eight drivers"
    return "\n".join(f"    {effect} = {sum_}" for effect, sum_ in terms.items())


def _driver_rows(known: Truth) -> list[str]:
    latent, answered = known.latent, known.answered
    return [
        f"| {name} | {latent.drivers[name]:.2f} | {answered.drivers[name]:.2f} | {answered.per_point[name]:.2f} "
        f"| {_percent(answered.importance[name])} |\n"
        for name in DRIVERS
    ]


def _weighed(known: Truth) -> str:
    both, satisfaction = known.delivered, known.per_point_of_satisfaction
    rows = [f"| {name}: points for one of satisfaction | {points:.2f} |\n" for name, points in satisfaction.items()]
    return _WEIGHED.format(**asdict(both), delivered=both.value - both.cost, outcomes="".join(rows))


def _event_row(event: Event) -> str:
    moved = "value" if event.price else event.touchpoint
    effects = {
        f"{moved} moves by {event.shift:+.1f} standard deviations": event.shift,
        f"{_percent(event.leaving)} of those it reaches leave": event.leaving,
        f"prices rise by {_percent(event.price)}": event.price,
        f"purchases rise by {_percent(event.purchases)}": event.purchases,
        f"{_percent(event.arrivals)} more new customers": event.arrivals,
    }
    does = "; ".join(text for text, size in effects.items() if size)
    return f"| {event.month} | {event.name} | {event.touchpoint or 'all'} | {_percent(event.reach)} | {does} |\n"
