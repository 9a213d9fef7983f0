"""The words that say what is asked of grades: how often, which way, in what order.

What a question names (authorities, years, areas, grades) has been read already; these are the few words between. Each
pattern is for folded text (`retrieval.text.folding.fold`).
"""

import re

NEWEST = re.compile(r"\bmost recent(?:ly)?\b")
"""No superlative of a change."""
NEVER = re.compile(
    r"\b(?:never|not (?:once|ever)|at no (?:point|time)|no (?:ri\b|inadequates?|requires)|no(?:t a)? single"
    r"|have not had|haven't had)\b"
)
ALWAYS = re.compile(
    r"\b(?:always|every (?:time|inspection|report)|each (?:time|inspection)|throughout|all along|only ever"
    r"|consistently|without exception|ever since|in all (?:its |their |the )?inspections)\b"
)
EVER = re.compile(
    r"\b(?:ever|at (?:any|some) (?:point|time)|once|(?:have|has|had) (?:had|been|got|gotten|received|come)|did"
    r"|got|were|was|history|all years|any time|came|went|used to)\b"
)
STILL = re.compile(r"\b(?:still|remains?|yet to)\b")
FIRST = re.compile(
    r"\b(?:first|earliest|since when|when (?:did|was|were|had|has)|which year|what year|in what year|turn(?:ed)?)\b"
)
UNTIL = re.compile(r"\b(?:stop(?:ped)?|get out|got out|climb(?:ed)? out|ceased?|no longer|end(?:ed)?)\b")
TIMES = re.compile(r"\bhow (?:many times|often)\b")
MORE_THAN_ONCE = re.compile(
    r"\b(?:twice|two times|more than once|(?:once|twice) or more|repeatedly|again and again|two or more"
    r"|(?P<three>three times|thrice|three or more)|(?P<four>four times))\b"
)
DOWN = re.compile(
    r"\b(?:f[ae]ll(?:en|s|ing)?|drop(?:ped|s|ping)?|declin\w+|slip(?:ped|s|ping)?|slid(?:e|es|ing)?"
    r"|worsen\w*|sank|sink"
    r"|deteriorat\w+|downgraded?|lost|lose|losing|loses|slump\w*|tumbl\w+|plunge\w*|downfall"
    r"|(?:gone|go|goes|went|going|came|come|moved|marked) (?:down|backwards?)|(?:get|got|getting"
    r"|gotten) worse|go worse)\b"
    r"|📉|⬇"
)
UP = re.compile(
    r"\b(?:improv(?:e[sd]?|ing)|ris(?:e|es|en|ing)|rose|climb\w*|jump\w*|upgrad\w+|recover\w*|bounc\w+|turn\w* (?:it "
    r"|things )?around"
    r"|turnaround|rags[- ]to[- ]riches|raised|leap\w*|leapt|shot up|come on|came on|progress(?:ed)?"
    r"|(?:gone|go|goes|went|going|came|come|moved) up|(?:get|got|getting|gotten) (?:any )?better"
    r"|(?:got|get|getting) out of"
    r"|quickest riser)\b|📈|⬆"
)
MOVED = re.compile(
    r"\bfrom\s+(?:straight )?to\b|"
    r"\b(?:went|gone|go|moved?|moving|changed?|became|become|turn(?:ed|ing)? (?:in)?to|then|later|swapp?ed"
    r"|from \w+(?: \w+)* to"
    r"|between one|one inspection to the next|reinspect\w+|re-inspect\w+|later on|now|today)\b"
)
UNMOVED = re.compile(
    r"\bfrom\s+(?:straight )?to\b|"
    r"\b(?:same|unchanged|not (?:changed|moved)|stayed|stood still|stuck|steadiest|steady|flat|held on)\b"
)
TWO_STEPS = re.compile(r"\b(?:two|2|three|3) (?:grades?|steps?|notch(?:es)?|levels?|bands?)\b")
FROM = re.compile(
    r"\b(?:from|lost|los(?:e|es|ing)|out of|left|leaving|no longer|stop(?:ped)? being|off|were|was|used to be)"
    r"(?: (?:an?|its|their|the|being|rated|graded|worst|best))*\s*$"
)
TO = re.compile(
    r"\b(?:to|into|became|become|becoming|turn(?:ed)?|reach(?:ed)?|back to|now|then|got|get|later|gained?)"
    r"(?: (?:an?|its|their|the|be|being|rated|graded|only))*\s*$"
)
BEST = re.compile(
    r"\b(?:best|top|highest|strongest|number one|first place|leading|lead|summit|gold|strong|wins?|front"
    r"|outperform\w*"
    r"|better|ahead|beats?|most highly)\b|🥇"
)
WORST = re.compile(
    r"\b(?:worst|bottom|lowest|weakest|poorest|last place|dead last|wooden spoon|lower|worse|behind"
    r"|beneath|rock bottom"
    r"|least (?:good|well)|most poorly|struggl\w+)\b"
)
RANKED = re.compile(
    r"\b(?:rank\w*|order(?:ed)?|sort(?:ed)?|league|pecking|table|list|top to bottom|best (?:to|>|and"
    r"|then) |worst (?:to|first)"
    r"|best first|line(?:d)? up|rate them|from (?:best|worst|strongest|weakest|top|highest|lowest)|chart"
    r"|descending|ascending"
    r"|where (?:do|does|would|are|is|did))\b"
)
SECOND = re.compile(r"\b(?:second|third|runners?-?(?: )?up|next (?:best|worst))\b")
LOW_FIRST = re.compile(
    r"\b(?:worst|lowest|weakest|bottom|poorest) (?:first|to|up)\b|\bascending\b|\bfrom (?:worst|weakest"
    r"|lowest|bottom)\b"
)
MOST_CHANGED = re.compile(
    r"\b(?:most|biggest|largest|greatest|steepest|furthest|farthest|fastest|quickest|sharpest|magnitude|turnaround"
    r"|rags[- ]to[- ]riches|longest way)\b"
)
LONGEST = re.compile(r"\b(?:longest|how long|how many years|years they'?ve)\b")
LIMIT = re.compile(
    r"\b(?:top|bottom|best|worst|which|next|first|last|strongest|weakest)\s(?P<n>two|three|four|five|six"
    r"|seven|eight|nine|ten|\d\d?)\b(?! (?:years?|inspections?|reports?))"
)
NUMBERS = {name: number for number, name in enumerate("two three four five six seven eight nine ten".split(), start=2)}
EACH_GRADE = re.compile(
    r"\b(?:at|of|in|for|by|per|under) (?:each|every) (?:\w+ )?(?:grade|rating|judgement|mark|band)s?\b"
    r"|\b(?:by grade|breakdown|spread|distribution|tally of (?:the )?grades|split of)\b"
)
OF_REPORTS = re.compile(r"\b(?:reports?|inspections?|judgements|verdicts|ratings|full ones|letters)\b")
ALONE = re.compile(
    r"\b(?:(?:in|of) (?:their|its) own right|separate(?:ly)?|on (?:their|its) own|by (?:itself|themselves)|alone)\b"
)
EVERY = re.compile(
    r"\b(?:every (?:\w+ )?(?:area|part|judgement|category|service|thing)|everything|all (?:\w+ )?(?:areas"
    r"|parts|judgements|of them)"
    r"|across the (?:lot|board)|(?:all )?four (?:outstandings|goods|inadequates|areas)|spotless"
    r"|clean sweep|full house)\b"
)
ANY = re.compile(
    r"\b(?:anything|(?:any|some|one|an|at least one) (?:\w+ )?(?:area|part|judgement|category"
    r"|service|bit|heading)s?"
    r"|at least one)\b"
)
WHICH_AREA = re.compile(
    r"\b(?:which|what|under which|in which|how many)\b[\w\s'-]{0,20}\b(?:areas?|parts?|bits?|services?"
    r"|aspects?|categor(?:y|ies)"
    r"|headings?|sub-?judgements?|ones?)\b|\bwhat (?:is|was|were|are) (?:only |just |their "
    r"|its )?(?:weakest|strongest|best|worst)\b"
)
ALL_AREAS = re.compile(
    r"\b(?:any of|which of|on which|each of|all(?: of)?|every)(?: (?:the|its|their|our|these|those|four|of))*"
    r" (?:grades?|judge?ments?|marks|ratings|areas?|scores)\b|\bjudge?ment by judge?ment\b"
)
BELOW = re.compile(
    r"\b(?:below|beneath|under|lags?|lagging|lower than|worse than|behind|weaker than|graded worse|trails?)\b"
)
ABOVE = re.compile(r"\b(?:above|higher than|better than|ahead of|beats?|stronger than|outperforms?|exceeds?)\b")
BESIDES = re.compile(r"\b(?:besides|apart from|other than|except|excluding|forget|not counting|leaving out|else)\b")
ENDS = re.compile(r"\b(?:first|start(?:ed|ing)?|beg[aiu]n\w*|earliest|originally|day one)\b")
"""What is set against now: the first inspection, where these stand, rather than the last but one."""
OURS = re.compile(r"\b(?:we|we're|our|ours|us|my|i|mine|here)\b")
COUNTRYWIDE = re.compile(r"\b(?:countr(?:y|ies)|england|nation(?:al|ally|wide)?|uk|in the world|britain)\b")
AFTER_YEAR = re.compile(r"\b(?:after|newer than|later than|post|following)\s*(?:the )?(?:19|20)\d\d\b")
FILLER = re.compile(
    r"\b(?:the|of|in|for|and|or|a|an|their|its|our|his|her|each|every|all|only|ones?|reports?|inspections?"
    r"|council|councils|authorit"
    r"(?:y|ies)|las?|boroughs?|services?|children'?s?|kids|number|upgrades?|issue|mark|best|worst|overall|quality)\b"
)
"""Words of a topic that ask for nothing by themselves."""
