"""The words for where a customer stands: lifecycle states and value tiers, as the queries give them.

What each state means is said once, in the query `month_states`.
"""

NOT_YET_CUSTOMERS = ("target", "prospect", "opportunity")
WITH_US = ("new", "active", "expanding", "won back")
DORMANT = "dormant"
LOST = "lost"
CUSTOMERS = (*WITH_US, DORMANT)
EVER_CUSTOMERS = (*CUSTOMERS, LOST)
STATES = (*NOT_YET_CUSTOMERS, *CUSTOMERS, LOST)  # the order in which they are shown

TIERS = ("top 20%", "middle 50%", "bottom 30%")  # by contribution in 12 months; the order in which they are shown
