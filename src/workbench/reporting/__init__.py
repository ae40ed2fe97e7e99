"""How it leaves: running notebooks, the page, publishing a month."""
