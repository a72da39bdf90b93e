"""The closed word lists of the library: strategies, moments, registers, topics and the like."""

STRATEGIES = (
    "greet", "acknowledge", "validate", "apologise", "clarify", "restate", "reassure", "inform",
    "own", "hold", "decline", "offer", "thank", "close", "de-escalate",
)  # fmt: skip
MOMENTS = ("opening", "working", "waiting", "bad-news", "closing")
REGISTERS = ("plain", "warm", "formal")
INDUSTRIES = (
    "retail", "banking", "software", "travel", "telecoms", "health", "utilities", "any",
)  # fmt: skip
TOPICS = (
    "greeting", "names", "register", "directness", "understatement", "time", "dates", "numbers",
    "holidays", "apology", "humour", "emoji", "silence", "money", "idiom",
)  # fmt: skip
FORMAL_TOPICS = ("names", "dates", "numbers", "time", "holidays")  # a locale alone may trigger
CONFIDENCES = ("established", "reported", "contested")
STATES = ("draft", "review", "published", "retired")
