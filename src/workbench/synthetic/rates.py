"""What a customer brings and costs on average, by the equations that draw the world.

All rates are money a year and start from the lasting traits of each customer.
"""

from dataclasses import dataclass

import numpy as np

from workbench.synthetic import contact_kinds, contacts, money, survey
from workbench.synthetic.arrays import Floats
from workbench.synthetic.events import price_factor
from workbench.synthetic.lifetimes import daily_rates, settled
from workbench.synthetic.people import People
from workbench.synthetic.recipe import YEAR, Recipe
from workbench.synthetic.segments import CONTRACT_COST, MARGINS, RETURN_LOSS, RETURNS, SEGMENTS, TOUCHPOINTS, column


@dataclass(frozen=True)
class Rates:
    """Expectations for each person at the prices of one day, nothing planted after it.

    Args:
        leaving: yearly rate of leaving, moves included.
        basket: contribution of one purchase.
        purchases: contribution of purchases a year while a customer, before season and life events.
        serving: cost a year of serving somebody while a customer, mail included.
        writing: cost a year of mail, which goes on for a while after leaving.
        contract: contribution of a contract a year.
        signing: yearly rate of signing a contract.
    """

    leaving: Floats
    basket: Floats
    purchases: Floats
    serving: Floats
    writing: Floats
    contract: Floats
    signing: Floats


def rates(recipe: Recipe, people: People, day: float) -> Rates:
    """The expectations of people on a day of the world."""
    segment = people.segment
    leaving, moves = daily_rates(people)
    amount = people.spend * np.exp(recipe.spend_slope * people.satisfaction)
    basket = amount * _margins(float(price_factor(recipe, np.array(day))))[segment]
    writing = _writing()[segment]
    return Rates(
        leaving=YEAR * (leaving * settled(recipe, day) + moves),
        basket=basket,
        purchases=basket * people.rate,
        serving=writing + _help(people) + money.RETENTION_A_YEAR * money.RETENTION,
        writing=writing,
        contract=12 * (1 - CONTRACT_COST) * column("contract_price")[segment],
        signing=column("contract_rate")[segment],
    )


def _margins(level: float) -> Floats:
    """Contribution of one unit of amount at base prices, returns allowed for, by segment."""
    back = np.array(RETURNS)
    revenue = level * (1 - back)
    cost = (1 - np.array(MARGINS)) * (1 - back * (1 - RETURN_LOSS))
    return np.array([one.categories for one in SEGMENTS]) @ (revenue - cost)


def _writing() -> Floats:
    """Advertising, campaign mail and survey invitations a year, by segment."""
    costs = contact_kinds.mean_costs()
    mail = contacts.A_YEAR["campaign"] * costs[contact_kinds.NAMES.index("campaign")]
    asking = survey.INVITATIONS_A_YEAR * costs[contact_kinds.NAMES.index("survey")]
    return np.asarray(column("marketing") + mail + asking)


def _help(people: People) -> Floats:
    """Contacts with customers a year, and compensations for complaints."""
    cost = {name: contact_kinds.mean_costs()[row, people.segment] for row, name in enumerate(contact_kinds.NAMES)}
    complaining = cost["complaint"] + money.COMPENSATED * money.COMPENSATION
    visits = contacts.A_YEAR["visit"] * people.uses[:, TOUCHPOINTS.index("web")]
    total: Floats = contacts.complaint_rate(people) * complaining + visits * cost["visit"]
    total += column("service")[people.segment] * cost["service request"]
    for name in ("enquiry", "community post"):
        total += contacts.A_YEAR[name] * cost[name]
    return total
