"""The needs segments of the world: who they are, what they need, what they buy and cost.

No table of the store names the segment: it shows only through needs, purchases, lifestyle and
channel, as it does for a real company.

Purchases follow a Poisson process with a rate of the customer's own, Gamma distributed over the
segment (Ehrenberg 1959); what a purchase is worth is Gamma distributed around a mean of the
customer's own, whose scale is again Gamma distributed (Fader, Hardie and Lee 2005). Money is in
the store's currency, rates are a year.
"""

from dataclasses import dataclass

import numpy as np

from workbench.synthetic.arrays import Floats

TOUCHPOINTS = ("shop", "web", "call centre", "delivery", "billing")
PRODUCT = ("product core", "product form", "product social")
DRIVERS = (*TOUCHPOINTS, *PRODUCT)
CATEGORIES = ("appliances", "electronics", "furniture", "kitchen", "garden", "consumables")
SALES_CHANNELS = ("shop", "web", "app", "phone")


@dataclass(frozen=True)
class Segment:
    """A group of customers with the same needs.

    Args:
        name, share: what it is called, and its share of all customers.
        rate, rate_shape: mean and Gamma shape of purchases a year.
        spend: mean amount of a purchase.
        spend_shape, spend_spread: Gamma-Gamma shapes p (one customer) and q (between customers; above 2).
        leaving: yearly rate of leaving at the average satisfaction of the world.
        contract_at_once, contract_rate: chance to sign a contract with the first purchase, and the
            yearly rate of signing one later.
        contract_price: what a contract brings a month; it costs ``CONTRACT_COST`` of that.
        service: service requests a year.
        marketing: amount a year spent on advertising to one customer.
        needs: weight of each of ``DRIVERS`` in how the customer judges quality.
        mood: mean of image and of each driver, in standard deviations of the world.
        birth: mean and standard deviation of the year of birth.
        business: whether the customer is a company.
        categories, channels: shares of lines by ``CATEGORIES`` and of purchases by ``SALES_CHANNELS``.
    """

    name: str
    share: float
    rate: float
    rate_shape: float
    spend: float
    spend_shape: float
    spend_spread: float
    leaving: float
    contract_at_once: float
    contract_rate: float
    contract_price: float
    service: float
    marketing: float
    needs: tuple[float, ...]
    mood: tuple[float, ...]
    birth: tuple[float, float]
    business: bool
    categories: tuple[float, ...]
    channels: tuple[float, ...]


SEGMENTS = (
    Segment(
        name="Value hunters",
        share=0.28,
        rate=5.0,
        rate_shape=2.0,
        spend=56.0,
        spend_shape=5.0,
        spend_spread=4.6,
        leaving=0.45,
        contract_at_once=0.04,
        contract_rate=0.03,
        contract_price=9.90,
        service=1.0,
        marketing=26.0,
        needs=(0.10, 0.16, 0.12, 0.20, 0.34, 0.16, 0.06, 0.04),
        mood=(-0.20, -0.10, 0.05, -0.05, 0.00, -0.15, 0.00, -0.10, -0.15),
        birth=(1986, 12),
        business=False,
        categories=(0.06, 0.14, 0.08, 0.22, 0.10, 0.40),
        channels=(0.38, 0.36, 0.22, 0.04),
    ),
    Segment(
        name="Convenience seekers",
        share=0.26,
        rate=6.8,
        rate_shape=2.0,
        spend=68.0,
        spend_shape=6.0,
        spend_spread=4.6,
        leaving=0.38,
        contract_at_once=0.14,
        contract_rate=0.08,
        contract_price=14.90,
        service=0.8,
        marketing=29.0,
        needs=(0.06, 0.32, 0.18, 0.34, 0.10, 0.14, 0.08, 0.04),
        mood=(0.05, 0.00, 0.15, 0.00, 0.00, 0.05, 0.00, 0.00, 0.00),
        birth=(1989, 9),
        business=False,
        categories=(0.07, 0.22, 0.09, 0.20, 0.07, 0.35),
        channels=(0.10, 0.44, 0.44, 0.02),
    ),
    Segment(
        name="Quality enthusiasts",
        share=0.18,
        rate=4.8,
        rate_shape=2.0,
        spend=130.0,
        spend_shape=5.0,
        spend_spread=4.2,
        leaving=0.30,
        contract_at_once=0.18,
        contract_rate=0.08,
        contract_price=24.90,
        service=1.0,
        marketing=36.0,
        needs=(0.22, 0.10, 0.16, 0.12, 0.06, 0.36, 0.20, 0.08),
        mood=(0.20, 0.15, -0.05, 0.05, 0.00, 0.10, 0.10, 0.15, 0.10),
        birth=(1977, 12),
        business=False,
        categories=(0.16, 0.30, 0.22, 0.16, 0.08, 0.08),
        channels=(0.50, 0.30, 0.16, 0.04),
    ),
    Segment(
        name="Advice seekers",
        share=0.16,
        rate=4.4,
        rate_shape=2.0,
        spend=72.0,
        spend_shape=5.0,
        spend_spread=4.6,
        leaving=0.33,
        contract_at_once=0.16,
        contract_rate=0.06,
        contract_price=19.90,
        service=3.2,
        marketing=34.0,
        needs=(0.30, 0.06, 0.42, 0.10, 0.10, 0.14, 0.06, 0.06),
        mood=(0.05, 0.10, -0.20, 0.00, 0.05, 0.05, -0.05, 0.00, 0.05),
        birth=(1961, 10),
        business=False,
        categories=(0.20, 0.16, 0.14, 0.20, 0.18, 0.12),
        channels=(0.58, 0.12, 0.04, 0.26),
    ),
    Segment(
        name="Business accounts",
        share=0.12,
        rate=8.5,
        rate_shape=1.8,
        spend=165.0,
        spend_shape=6.0,
        spend_spread=4.2,
        leaving=0.24,
        contract_at_once=0.30,
        contract_rate=0.15,
        contract_price=59.00,
        service=2.4,
        marketing=60.0,
        needs=(0.08, 0.14, 0.34, 0.28, 0.28, 0.18, 0.04, 0.06),
        mood=(0.00, -0.10, 0.00, 0.15, -0.05, -0.10, 0.00, 0.00, 0.05),
        birth=(1978, 10),
        business=True,
        categories=(0.12, 0.30, 0.18, 0.06, 0.02, 0.32),
        channels=(0.12, 0.52, 0.08, 0.28),
    ),
)

MARGINS = (0.30, 0.24, 0.38, 0.42, 0.40, 0.35)
"""Gross margin of each of ``CATEGORIES`` at the prices before the price rise, as a fraction."""

RETURNS = (0.05, 0.07, 0.06, 0.03, 0.02, 0.01)
"""Chance that a line of each of ``CATEGORIES`` is sent back."""

RETURN_LOSS = 0.15
"""Part of the direct cost of a returned line that is lost."""

CONTRACT_COST = 0.45
"""Direct cost of a contract as a fraction of its price."""


def column(name: str) -> Floats:
    """One attribute of all segments, segment by segment.

    >>> round(float(column("share").sum()), 9)
    1.0
    """
    return np.array([getattr(segment, name) for segment in SEGMENTS], dtype=float)
