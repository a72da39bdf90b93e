"""What an agent said they would do and by when: "back in five minutes", "one moment"; a heuristic.

Read sentence by sentence, in the languages of the library.
"""

import re
from dataclasses import dataclass

from sidecar_server.text import fold, sentences

_LONGEST_S = 2 * 3_600
_FEW, _COUPLE = 4.0, 2.0

_NUMBERS = {
    1: "one a an ein eine einer einem einen un una une um uma एक 一",
    2: "two zwei dos deux dois duas दो 二",
    3: "three drei tres trois três तीन 三",
    4: "four vier cuatro quatre quatro चार 四",
    5: "five fünf cinco cinq पांच पाँच 五",
    6: "six sechs seis छह 六",
    7: "seven sieben siete sept sete सात 七",
    8: "eight acht ocho huit oito आठ 八",
    10: "ten zehn diez dix dez दस 十",
    15: "fifteen fünfzehn quince quinze पंद्रह",
    20: "twenty zwanzig veinte vingt vinte बीस",
    30: "thirty dreißig treinta trente trinta तीस",
}
_WORTH: dict[str, float] = {
    word: float(number) for number, words in _NUMBERS.items() for word in words.split()
}
_WORTH |= dict.fromkeys(("couple", "couple of", "a couple of", "paar", "ein paar"), _COUPLE)
_WORTH |= dict.fromkeys(
    ("few", "a few", "some", "einige", "einigen", "unos", "algunos", "quelques", "alguns", "uns",
     "कुछ", "数"),
    _FEW,
)  # fmt: skip
_COUNT = r"(\d{1,3}|" + "|".join(sorted(map(re.escape, _WORTH), key=len, reverse=True)) + r")"
_UNITS = {
    1.0: r"secs?|seconds?|sekunden?|segundos?|secondes?|सेकंड|秒",
    60.0: r"mins?|minutes?|minuten?|minutos?|मिनट|分(?!け|か)",
    3_600.0: r"hrs?|hours?|stunden?|horas?|heures?|घंटे|時間",
}
_UNIT = "|".join(f"({names})" for names in _UNITS.values())
_SHORT = re.compile(r"(?<![\w.,-])(\d{1,2})\s?([smh])(?!\w)")  # "5m"
_LETTERS = {"s": 1.0, "m": 60.0, "h": 3_600.0}
_HALF_HOUR = re.compile(
    r"half an hour|half hour|(?:einer )?halben stunde|media hora|demi-heure|meia hora|आधे घंटे"
)
_DURATION = re.compile(
    rf"(?<![\w.,-]){_COUNT}(?:\s*(?:-|–|to|or|bis|oder|a|o|à|ou)\s*(\d{{1,3}}))?(?:\s+more|\s+weitere)?"
    rf"[\s-]*(?:{_UNIT})(?![a-zà-ÿ])"
)
# First person or a plea to wait: "the refund takes five minutes to show" is no promise to be back.
_WILL = re.compile(
    r"\b(?:i'll|i will|i shall|i'm|i am|let me|give me|allow me|bear with|hold on|hang on|"
    r"hang tight|"
    r"stay with me|back (?:here |to you |with you )?(?:in|within)|be back|get back|wait|"
    r"one moment|a moment|"
    r"a sec(?:ond)?|just a (?:min(?:ute)?|sec)|need (?:about |another )?|we'll|we will|can i have|"
    r"ich bin|ich schaue|ich melde|ich prüfe|ich frage|melde mich|geben sie mir|gib mir|"
    r"ich brauche|"
    r"moment|augenblick|deme|dame|me da|vuelvo|le escribo|te escribo|le respondo|estoy|espere|"
    r"un momento|donnez|donne-moi|laissez|je reviens|je vous|je te|je regarde|je vérifie|"
    r"un instant|"
    r"me dê|me dá|já volto|volto|vou|só um|um momento|um instante|te respondo|retorno)"
    r"|お待ち|ください|戻り|いたします|確認し|मैं|मुझे|दीजिए|रुकिए"
)
# A hold without a time: somebody looks, and the other waits.
_HOLD = re.compile(
    r"\b(?:one (?:moment|sec|second|minute)|(?:just )?a (?:moment|sec|second|minute|mo)|"
    r"hold on|hang on|hang tight|bear with me|stay with me|give me a|won't be long|"
    r"back in a (?:bit|sec|moment|minute|tick)|"
    r"(?:let me|i'll|i will|i'm going to|i am going to|gonna|allow me to) (?:just |quickly |"
    r"first |go and |now )*"
    r"(?:check|look|see|find|pull|open|ask|read|go|dig|have a look|take a look|get|call|ring|"
    r"speak|talk|chase|confirm|verify|investigate|trace)|"
    r"i'm (?:just |now |still |already )*(?:checking|looking|opening|asking|reading|pulling|"
    r"finding|calling|digging|going through|tracing|on it|with)|"
    r"checking (?:now|this|that|it|with|on)|looking (?:into|at) (?:it|this|that)|on it\b|"
    r"(?:einen )?(?:moment|augenblick)|ich (?:schaue|prüfe|frage|sehe|kläre|öffne|gucke|lese)|"
    r"un momento|déjeme|déjame|ahora (?:lo )?(?:miro|reviso)|estoy (?:mirando|revisando|"
    r"comprobando)|voy a (?:mirar|revisar|comprobar|consultar)|lo (?:miro|reviso|consulto)|"
    r"un instant|un moment|je (?:regarde|vérifie|consulte|demande|cherche)|laissez-moi|"
    r"um (?:momento|instante|minutinho|segundo)|só um|vou (?:verificar|olhar|ver|consultar|"
    r"conferir|checar)|estou (?:verificando|olhando|vendo|consultando)|deixa eu|deixe-me)\b"
    r"|少々お待ち|お待ちください|確認いたします|確認します|お調べ"
    r"|एक मिनट|रुकिए|देख (?:रहा|रही|लेता|लेती|ता|ती)|जाँच|जांच"
)  # fmt: skip
_ASKS = re.compile(r"[?？]\s*$|[?？]")


@dataclass(frozen=True, slots=True)
class Promised:
    """What was promised: to be back after `seconds`, or without a time where that is None."""

    seconds: float | None
    words: str


def promised(text: str) -> Promised | None:
    """Read the last promise to be back in an agent's message; None where the customer is asked."""
    found: Promised | None = None
    for start, end in sentences(text):
        sentence = text[start:end]
        folded = fold(sentence).text
        if _ASKS.search(folded) and not _HOLD.search(folded):
            found = None if found is None or found.seconds is None else found
            continue
        seconds = _seconds(folded) if _WILL.search(folded) else None
        if seconds is not None or (_HOLD.search(folded) and (found is None or not found.seconds)):
            found = Promised(seconds, sentence)
    return found


def urgency(text: str) -> float | None:
    """Give the seconds that a customer says are left: "my train is in 25 minutes"."""
    return _seconds(fold(text).text)


def asks(text: str) -> bool:
    """Say whether a message puts a question, so that the other is to answer."""
    return bool(_ASKS.search(text)) and promised(text) is None


def _seconds(folded: str) -> float | None:
    """Give the longest time named, at most two hours."""
    times = [float(one[1]) * _LETTERS[one[2]] for one in _SHORT.finditer(folded)]
    for found in _DURATION.finditer(_HALF_HOUR.sub("30 minutes", folded)):
        count = found[2] or found[1]
        number = float(count) if count.isdigit() else _WORTH[count]
        unit = next(s for s, name in zip(_UNITS, found.groups()[2:], strict=True) if name)
        times.append(number * unit)
    fitting = [time for time in times if time <= _LONGEST_S]
    return max(fitting, default=None)
