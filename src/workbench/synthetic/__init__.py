"""A customer base whose truth is known: ten tables that agree with one another, and what made them."""

from workbench.synthetic.recipe import Recipe
from workbench.synthetic.world import fill, write

__all__ = ["Recipe", "fill", "write"]
