"""How it is seen: theme, charts, blocks, widgets."""
