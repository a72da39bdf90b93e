"""The apology budget: one good apology early; after it, acknowledge and act."""

import re
from collections.abc import Iterator

from sidecar_server.drafts.draft import Draft
from sidecar_server.drafts.heard import content
from sidecar_server.model import Finding
from sidecar_server.text import fold, sentences

RULE = "apology"
APOLOGY = re.compile(
    r"\b(?:sorry|apolog\w+|forgive|pardon|deeply regret\w*|regrets?|mea culpa)\b"
    r"|\b(?:entschuldig\w*|tut mir (?:\w+ )?leid|tut uns (?:\w+ )?leid|verzeih\w*|bedaue?r\w*)\b"
    r"|\b(?:disculp\w+|perdón|perdon[ea]\w*|lo siento|lo sentimos|lament\w+)\b"
    r"|\b(?:désolée?s?|pardon\w*|excus\w+|navrée?s?|regrett\w+)\b"
    r"|\b(?:desculp\w+|perdão|lament\w+|sinto muito|sentimos muito)\b"
    r"|申し訳|すみません|すいません|ごめん|お詫び|माफ़?ी|माफ़|क्षमा|खेद"
)  # fmt: skip
# "Sorry to ask", "sorry, which one?" and condolence ask for nothing back.
_OTHERWISE = re.compile(
    r"\bsorry (?:to (?:ask|bother|hear|learn|trouble|be)|for (?:your|the) loss|"
    r"about your (?:loss|dad|mum|mom|father|mother|husband|wife)|i (?:missed|didn't catch)|"
    r",? which|,? did you|,? could you)"
    r"|no need to (?:apolog|be sorry)|don't (?:apolog|be sorry)|nothing to be sorry|"
    r"better safe than sorry|herzliches beileid|pésame|condoléances"
)
_AGAIN = re.compile(
    r"\b(?:again|once more|once again|another|really|truly|so very|so|deeply|sincere\w*|"
    r"further|nochmals?|noch einmal|erneut|de nuevo|otra vez|nuevamente|encore|à nouveau|"
    r"de novo|mais uma vez|novamente)\b|重ねて|改めて|फिर"
)
_OWN_MISTAKE = re.compile(
    r"\b(?:i|we) (?:just |now |had |have |must have |clearly |also )*(?:gave|sent|wrote|"
    r"missed|misread|overlooked|typed|put|told|mixed|said|forgot|picked|read|copied|pasted|"
    r"entered|booked|named|called|got|left|used|quoted|misspelled|misunderstood|confused|"
    r"clicked|linked|meant|was wrong|were wrong)\b"
    r"|\bmy (?:mistake|typo|error|mix-up|slip|bad|fault)\b|\bcorrection\b|\bwrong (?:link|"
    r"date|number|name|file|page|tab|chat|order|time|price|sum|amount)\b|mein fehler|vertippt|"
    r"mi error|me equivoqué|mon erreur|me suis trompé|meu erro|errei|間違え|मेरी गलती"
)
_HEAP = 3  # apologies in one reply
_ENOUGH = "One apology is heard, more of them are not: keep the best one, then say what you do."
_ADVICE = "You have said sorry in this chat: show it now by what you do, without another one."


def apology(draft: Draft) -> Iterator[Finding]:
    """Point at a heap of apologies, and once at one for what was apologised for already."""
    sorry = [span for span in draft.sentences if apologies(draft.text[slice(*span)])]
    heap = sum(len(APOLOGY.findall(fold(draft.text[slice(*span)]).text)) for span in sorry)
    if heap >= _HEAP:
        yield draft.finding(RULE, (sorry[0][0], sorry[-1][1]), _ENOUGH)
        return
    before = [one for message in draft.agents for one in apologies(message.text)]
    if not before or _was_told(draft):
        return
    apologised = frozenset().union(*(content(one) for one in before))
    for start, end in draft.sentences:
        sentence = draft.text[start:end]
        for one in apologies(sentence):
            folded = fold(one).text
            if _OWN_MISTAKE.search(folded):
                continue
            said = APOLOGY.search(folded)
            same = content(one) & apologised or _AGAIN.search(folded) or len(before) > 1
            if same and said:
                _tell(draft)
                yield draft.finding(RULE, (start, end), _ADVICE)
                return


def apologies(text: str) -> list[str]:
    """List the sentences of a text that apologise."""
    found = (text[slice(*span)] for span in sentences(text))
    folded = ((one, fold(one).text) for one in found)
    return [one for one, low in folded if APOLOGY.search(low) and not _OTHERWISE.search(low)]


def _was_told(draft: Draft) -> bool:
    """Say whether it was pointed out before the agent wrote last: once is enough."""
    told = draft.case.conversation.told.get(RULE)
    return told is not None and told != len(draft.agents)


def _tell(draft: Draft) -> None:
    draft.case.conversation.told.setdefault(RULE, len(draft.agents))
