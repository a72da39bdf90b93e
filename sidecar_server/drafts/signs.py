"""What the words must show besides for a tone to be believed, and what speaks against it.

English only: in other languages the head alone is asked, and must be surer.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Signs:
    """`shown` must be in the words, `against` must not, nor `redeemed` anywhere in the draft."""

    shown: re.Pattern[str]
    against: re.Pattern[str] = _NEVER
    redeemed: re.Pattern[str] = _NEVER

    def agree(self, folded: str, draft: str) -> bool:
        """Say whether the words bear the tone out; both folded."""
        spoken = self.shown.search(folded) and not self.against.search(folded)
        return bool(spoken) and not self.redeemed.search(draft)


# A clause that begins so needs no head to be heard: it is too short to have much of a meaning.
CALM_DOWN = re.compile(
    r"^\W*(?:(?:please|just|now|ok|okay|look|hey|you need to|you should|try to|can you)[, ]+)*"
    r"(?:calm down|settle down|calm yourself|relax(?=\s*(?:[,.!]|$)))"
)

# What the customer ought to have done leaves nothing to a head, either.
HINDSIGHT = re.compile(
    r"\byou (?:really |simply |clearly |obviously )?should(?:'ve| have) "
    r"(?!(?:received|noticed|arrived|informed|offered|asked to|never)\b)"
    r"(?:\w+ed|read|told|done|kept|sent|come|gone|written|chosen|taken|brought|bought|thought|"
    r"paid)\b"
    r"|\byou (?:should|need to|must|have to) be more careful\b"
)

SIGNS: Mapping[str, Signs] = {
    "dismissive": Signs(
        re.compile(
            r"\b(?:calm|relax|chill|just|only|simply|merely|already|again|before|told|said|"
            r"mentioned|explained|like i|as i|nothing|no (?:reason|need|point|big|use)|"
            r"not (?:a|the|that|such|our|my|really|worth)|isn't|won't|wouldn't|don't|doesn't|"
            r"can't|everyone|everybody|people|others?|lots? of|a lot|every ?one|every day|"
            r"happens?|normal|usual|else|whatever|anyway|between you|your (?:problem|own|call|"
            r"business|choice)|patient|patience|wait like|queue|drama\w*|overreact\w*|"
            r"exaggerat\w*|fuss|silly|hardly|surely|honestly|come on|seriously|worse|fine|"
            r"luck|life|move on|get over|a chance|some stage|shopkeeper|so what|and\?|"
            r"supposed|expect\w*|small|tiny|little|minor|bit)\b"
        ),
        re.compile(
            r"\b(?:sorry|apolog|shouldn't have|should not have|every reason|every right|"
            r"of course|understandabl|you're right|you are right|i can|i'll|i will|i've|"
            r"i have|i'm|let me|please|thank|far too|too long|real loss|serious|worrying|"
            r"frightening|nasty|shall i|would you)\b"
        ),
    ),
    "blaming": Signs(
        re.compile(
            r"\b(?:you|your|you'd|you've|yourself)\b.*\b(?:should|could|must|need(?:ed)? to|"
            r"have to|had to|fail\w*|didn't|did not|don't|do not|forgot\w*|never|read|"
            r"check\w*|responsib\w*|fault|own|supposed|instead|agreed|ignor\w*|careful\w*|"
            r"next time|would have|wouldn't|chose|choose|clicked|click|left|late|wrong|missed|"
            r"surprised|simply|clearly|obviously|already|bother\w*|expect|ought|careless|"
            r"mistake|error|incorrect\w*|signed|accepted|waited|refus\w*|listen\w*|"
            r"pay(?:ing)? attention|aware|yourself|told|asked|decided|only)\b"
            r"|\b(?:should|could|had|if|unless|because|since|as|why didn't|why did|"
            r"did) (?:you|your)\b.*\b(?:have|had|ticked|read|checked|told|followed|done|given|"
            r"been|kept|written|entered|hadn't|didn't|don't|won't)\b"
            r"|\b(?:on|at|from) your (?:side|end|part)\b|\b(?:as|which) (?:the|our|your|"
            r"it)\b.*\b(?:clearly|said|says|states?|stated|wrote|written|explains?|shows?)\b|"
            r"\bclearly\b|\bobviously\b|\b(?:most|any|other) (?:people|customers|parents?|"
            r"users|travellers|guests|one|body)\b|\banyone (?:who|can|would|with)\b|"
            r"\bbelongs? in\b|\bwho cares? to\b|\bcares to look\b|\bat your end\b|"
            r"\bpeople who\b|\bnobody (?:forced|asked|made)\b|\bit (?:really )?(?:should|"
            r"could) have been\b|\bnot our fault\b|\bhadn't\b.*\byou\b"
        ),
        re.compile(
            r"\b(?:you shouldn't (?:have|be)|you should not have|you should have been|"
            r"you had neither|you did (?:everything|nothing|it|right|all)|you couldn't have|"
            r"no fault of yours|not your (?:fault|mistake)|wasn't your|isn't your fault|"
            r"nothing you did|our (?:mistake|fault|error|side|end|system|page)|that was us|"
            r"we (?:left|missed|failed|should|forgot|never|told)|sorry|apolog|you're right|"
            r"you are right|anyone would|would (?:test|frustrate|annoy|upset|worry) any|i'll|"
            r"i will|i've|i can|let me|please (?:send|tell|let)|thank|have every|easy to miss|"
            r"you don't have to|you won't have to|you needn't|no need|shall i|"
            r"would you like)\b"
        ),
    ),
    "policy": Signs(
        re.compile(
            r"\b(?:polic\w+|rules?|terms|conditions|guidelines?|procedure|process|system|"
            r"contract|regulations?|protocol|not (?:possible|allowed|permitted|able|"
            r"authori[sz]ed|in a position|something|my|our|within)|isn't (?:possible|allowed|"
            r"something)|can't|cannot|can not|unable|won't (?:let|allow)|doesn't (?:let|"
            r"allow)|don't (?:have|make|get|handle|allow|decide|do)|nothing (?:i|we|more|else|"
            r"that)|no (?:say|influence|way|hand|control|exceptions?|power|option|access)|"
            r"department|above my|higher|head office|manager says|out of (?:my|our)|"
            r"the way (?:it|things)|how (?:it|things|that|we)|set up here|standard|"
            r"set in stone|hands are|only follow|decided|by design|takes what it takes|"
            r"as they are|not up to (?:me|us)|up to the|are released|in the terms)\b"
        ),
        _NEVER,
        re.compile(
            r"\b(?:because|so that|since the|but i can|but we can|what i can|i can (?:still|"
            r"offer|do|also|send|ask|hold|lift|give|move)|instead|however,? i|the reason|"
            r"here's why|the way round|way round|a way|shall i|would (?:you|that)|"
            r"if you (?:like|want|send|tell)|i'll|i've|let me|until it|ask (?:them|him|"
            r"her) for)\b"
        ),
    ),
    "robotic": Signs(
        re.compile(
            r"\b(?:apolog\w+|inconvenien\w+|unpleasant\w*|regret\w*|valu\w+|important to us|"
            r"matters to us|appreciat\w+|understand(?:ing)? (?:your|how|the)|"
            r"your (?:frustration|concerns?|feedback|patience|understanding|satisfaction|"
            r"query|enquiry|inquiry|loyalty|business|cooperation|interest)|advised|assured?|"
            r"strive|committed|commitment|endeavou?r|utmost|kindly|as per|highest|service|"
            r"assist\w*|happy to help|here to help|reach(?:ing|ed)? out|contact(?:ing|ed)|"
            r"bearing with|hesitate|please (?:note|find|be|rest|accept)|"
            r"dear (?:valued )?customer|pleasure|delight\w*|experience|priority|team of|"
            r"escalat\w+|in due course|at (?:the|our) earliest|shortly|any further|"
            r"be informed|concerned (?:team|department)|best (?:possible|of)|duly|refrain|"
            r"follow(?:ing)? up|look forward|convenience|esteemed|sincere\w*|"
            r"being looked into|relevant)\b"
        ),
        re.compile(
            r"\?\s*$|\b(?:i've|i'll|shall i|because)\b"
            r"|^\W*(?:hi|hello)?[,! ]*(?:i am|i'm|this is) "
            r"|\b(?:please|could you|would you|you (?:can|may|need to)) (?:\w+ ){0,3}(?:send|"
            r"provide|"
            r"tell|give|describe|add|visit|check|contact|call|dial|submit|leave|fill|log|click|try|"
            r"open|restart|update)\b"
            r"|^(?:[^,]{2,30}, )?(?:and )?(?:thank you|thanks|many thanks)(?: very much|"
            r" so much)? for (?:contacting us|getting in touch|reaching out|waiting|writing|"
            r"your (?:understanding|patience|message|reply))[^,a-z]*$"
        ),
    ),
    "promise": Signs(
        re.compile(
            r"\b(?:will|'ll|won't|guarante\w+|promise\w*|assure\w*|definitely|certain\w*|sure|"
            r"never|always|without fail|hundred|100|word|doubt|leaves|arrives|is going to|"
            r"gets?|are going)\b|'ll\b|100\s?%"
        ),
        re.compile(
            r"\b(?:if|they say|says|they said|forecast\w*|should|planned|usually|normally|"
            r"hope\w*|estimat\w*|likely|probably|aims?|scheduled|(?:can't|cannot|can not|"
            r"couldn't|won't|not) (?:\w+ )?(?:promise|guarantee|swear|be sure|say for sure)|"
            r"receipt|confirmation|e-?mail|link|(?:no|any) further|i (?:will|shall) (?:also |"
            r"then |now |just )?(?:ask|check|write|look|add|send|tell|call|ring|speak|open|"
            r"move|raise|note|let|message|text|keep|come)|i'll (?:also |then |now |"
            r"just )?(?:ask|check|write|look|add|send|tell|call|ring|speak|open|move|raise|"
            r"note|let|message|text|keep|come)|try)\b"
        ),
    ),
}
