"""Strings that must never reach a page as they are; only a world with ``hostile=True`` holds them."""

MARKUP = "<script>alert(1)</script>"

TEXTS = (
    MARKUP,
    "Write to me at jane.roe@example.com, I want my money back.",
    "Call me on +44 20 7946 0958 after six, please.",
    "My name is Jane Roe and I have waited for nine days.",
    "请联系我，我叫王小明，手机 13800138000。",
)
"""Markup, and personal data that nobody owns."""
