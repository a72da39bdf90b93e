"""English words that show heat or stakes, each group with its weight; a heuristic, and called so.

A weight is the share of the remaining distance to 1 that one mention closes. The groups were
written by hand; trained heads are to replace them.
"""

import re

HEAT: dict[str, tuple[float, tuple[str, ...]]] = {
    "fury": (
        0.5,
        (
            "furious", "livid", "disgusting", "disgusted", "disgraceful", "disgrace", "outrageous",
            "scam", "scammers", "thieves", "liars", "liar", "lying", "pathetic", "shambles",
            "wtf", "ffs", "bullshit", "shit", "fuck", "fucking", "f***", "damn", "crap", "idiots",
            "incompetent", "incompetence", "clowns", "how dare you", "rip off", "ripped off",
            "worst", "never again", "hate you", "hate this company", "go to hell", "sick of you",
        ),
    ),
    "anger": (
        0.35,
        (
            "angry", "unacceptable", "ridiculous", "absurd", "appalling", "terrible", "horrible",
            "awful", "useless", "rubbish", "a joke", "fed up", "sick of", "sick and tired",
            "had enough", "enough is enough", "disappointed", "disappointing", "annoyed",
            "annoying",
            "frustrated", "frustrating", "frustration", "waste of time", "wasting my time",
            "complaint", "rude", "ignored", "ignoring", "ashamed", "shocking", "shame on you",
            "fake", "cheated", "cheat", "deceived", "cancel everything", "switching to",
        ),
    ),
    "repetition": (
        0.2,
        (
            "again and again", "over and over", "third time", "fourth time", "second time",
            "several times", "multiple times", "many times", "every time", "keep telling",
            "already told", "already said", "told you", "nobody answers", "no one answers",
            "no reply", "no response", "no answer", "still waiting", "still not", "still no",
            "still nothing", "how many times", "how much longer", "how long", "for weeks",
            "for months", "passed around", "yet again", "nothing happens", "no one cares",
        ),
    ),
    "distress": (
        0.2,
        (
            "worried", "scared", "panicking", "panic", "anxious", "stressed", "upset", "crying",
            "desperate", "please help", "helpless", "afraid", "in tears",
        ),
    ),
}  # fmt: skip

SOOTHING = (
    "thank you", "thanks", "no worries", "no rush", "no hurry", "sorry to bother",
    "sorry to trouble", "sorry to disturb", "sorry for disturbing", "forgive me", "excuse me",
    "pardon me", "hate to bother", "appreciate", "grateful", "kind of you",
    "when you have a moment",
)  # fmt: skip

STAKES = (
    # money at risk
    "stolen", "fraud", "hacked", "life savings", "savings", "overdrawn", "rent is due", "wages",
    "salary", "mortgage", "bailiff", "bailiffs", "debt collector", "emptied", "eviction",
    # safety and health
    "medication", "medicine", "insulin", "inhaler", "hospital", "surgery", "ambulance", "oxygen",
    "gas smell", "smell gas", "smoke", "sparks", "burning smell", "emergency", "dialysis",
    "unsafe", "danger", "dangerous", "hurt myself", "kill myself", "suicide",
    # a deadline
    "flight leaves", "flight is tomorrow", "flight is in", "boarding", "wedding", "funeral",
    "deadline", "go live", "go-live", "launch", "interview tomorrow", "visa", "exam",
    # a dependent person
    "my baby", "newborn", "my child", "my daughter", "my son", "my elderly", "disabled",
    "wheelchair",
    # work blocked
    "whole team", "entire team", "whole company", "production is down", "cannot work", "can't work",
    "customers cannot", "customers can't", "payroll", "data loss", "lost all my data",
    # the law
    "lawyer", "solicitor", "attorney", "court", "sue you", "ombudsman", "police", "legal action",
)  # fmt: skip

_THANKS = (
    "thank you", "thanks", "thx", "cheers", "ty", "much appreciated", "appreciate it",
    "grateful", "bye", "goodbye", "have a good one", "have a good day", "have a nice day",
)  # fmt: skip
_NEGATION = (
    "not", "no", "never", "still", "nothing", "nobody", "none", "without", "cannot", "isn't",
    "doesn't", "don't", "didn't", "can't", "won't", "wasn't", "aren't", "hasn't", "haven't", "isnt",
    "doesnt", "dont", "didnt", "cant", "wont", "hasnt", "havent", "stopped", "but",
)  # fmt: skip
_STEP = (
    "please try", "try to", "try again", "try the", "try it", "could you try", "can you try",
    "restart", "reinstall", "unplug", "plug it", "reset", "log out", "log in again", "sign out",
    "clear the", "clear your", "update the", "update to", "turn off", "turn it off", "switch off",
    "switch it off", "delete the", "re-enter", "open it again", "check whether", "check if",
    "follow these", "follow the steps", "should work now", "should be fixed", "is it working now",
)  # fmt: skip
_APOLOGY = ("sorry", "apologise", "apologize", "apologies", "apology")


def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Compile words into one linear pattern over folded text, longest first, whole words only."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)")


HEAT_PATTERNS = {cue: (weight, pattern(words)) for cue, (weight, words) in HEAT.items()}
SOOTHING_PATTERN = pattern(SOOTHING)
STAKES_PATTERN = pattern(STAKES)
THANKS_PATTERN = pattern(_THANKS)
NEGATION_PATTERN = pattern(_NEGATION)
APOLOGY_PATTERN = pattern(_APOLOGY)
STEP_PATTERN = pattern(_STEP)
