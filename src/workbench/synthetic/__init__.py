"""A customer base whose truth is known: ten tables that agree with one another, and what made them.

    recipe = Recipe(customers=20_000, months=36, seed=1)
    write(recipe, folder)              the tables as a source for `workbench ingest`, and truth.json
    truth(recipe)                      paths, drivers, slopes, segments, events, as a frozen value
    customers(recipe), lives(recipe), feedback(recipe)        the truth about single customers and texts
    customer_values(recipe, as_of, discount_rate)             what each customer is truly worth

A world is decided by its recipe alone, so a truth can be had at any time without having been stored.
"""

from workbench.synthetic.known import customers, feedback, lives
from workbench.synthetic.recipe import Recipe
from workbench.synthetic.truth import Structure, Truth, load, truth
from workbench.synthetic.value import customer_values
from workbench.synthetic.world import fill, write

__all__ = [
    "Recipe",
    "Structure",
    "Truth",
    "customer_values",
    "customers",
    "feedback",
    "fill",
    "lives",
    "load",
    "truth",
    "write",
]
