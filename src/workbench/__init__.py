"""Customer-experience analytics: from touchpoint to Return on Customer, every month.

The chain of cause the workbench carries through the data each month is

    touchpoint -> driver -> satisfaction -> retention and spend -> customer equity -> ROC

where ROC is Return on Customer (Peppers and Rogers 2005): the cash customers brought in
a period plus the change in what they are worth, over what they were worth at its start.

Four bricks: ``memory`` (what we know), ``analysis`` (what it means), ``show`` (how it is
seen) and ``reporting`` (how it leaves). Importing this package does nothing else.
"""

__version__ = "0.1.0"
