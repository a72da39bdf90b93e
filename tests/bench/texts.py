"""Customer messages to measure with: made from parts, of 5 to 35 words, other ones each round."""

import random

OPENINGS = (
    "", "", "", "Hi,", "hello", "Good evening.", "so", "ok listen,", "Sorry to bother you but",
    "This is the third time I write about this.", "Hi there, quick one.",
)  # fmt: skip
MATTERS = (
    "my {thing} was meant to come on {day} and it is still not here",
    "you charged me {sum} twice and my bank says it came from you",
    "the {thing} arrived and the side of it is cracked",
    "I can't get past the page where it asks for the code",
    "my card was taken on {day} night and somebody is paying with it",
    "since {day} the export stops at {count} rows and says nothing",
    "nobody called me back although I was told they would before {day}",
    "I sent the {thing} back {count} days ago and have seen no money",
    "why is my bill {sum} when the offer said less",
    "kindly tell me the status of the {thing} which I ordered on {day}",
)
WEIGHTS = (
    "", "", "I need it for work tomorrow.", "honestly this is getting ridiculous",
    "It was a present for my daughter.", "I have been a customer for {count} years.",
    "Our whole team of {count} people is waiting for it.", "PLEASE do something",
    "I am not cross, I would just like to know.", "That is the rent money.",
)  # fmt: skip
ENDINGS = (
    "", "", "", "What now?", "thanks", "Can you look into it?", "When will I hear from you?",
    "I want to speak to somebody who can decide.", "thank you and have a nice day",
)  # fmt: skip
THINGS = ("parcel", "kettle", "blue jacket", "new router", "garden table", "pair of boots")
DAYS = ("Monday", "tuesday", "Wednesday", "friday", "Saturday")
FEWEST, MOST = 5, 35


def messages(count: int, seed: int) -> list[str]:
    """Give `count` different messages; the same seed gives the same ones."""
    draw = random.Random(seed)  # noqa: S311 - nothing secret
    found: dict[str, None] = {}
    while len(found) < count:
        text = _one(draw)
        if FEWEST <= len(text.split()) <= MOST:
            found[text] = None
    return list(found)


def _one(draw: random.Random) -> str:
    parts = (draw.choice(pool) for pool in (OPENINGS, MATTERS, WEIGHTS, ENDINGS))
    return " ".join(part for part in parts if part).format(
        thing=draw.choice(THINGS),
        day=draw.choice(DAYS),
        sum=f"{draw.randint(5, 400)}.{draw.randint(10, 99)}",
        count=draw.randint(2, 60),
    )
