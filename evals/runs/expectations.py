"""Whether an answer is what a person would have expected: its outcome, enough of the facts, nothing forbidden.

For sets whose lines carry `expect` (outcomes that are right; by default answered), `need` (how many facts must be
seen; by default all) and `forbid` (what must not be said). A partial answer counts as answered.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import Case, read_cases
from evals.matching import states
from evals.runs.generate import read_lines


@dataclass(frozen=True, slots=True)
class Met:
    """What became of the expectations of one case; `forbidden` holds what was said and must not be."""

    outcome: bool
    facts: bool
    forbidden: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether all were met."""
        return self.outcome and self.facts and not self.forbidden


def has_expectations(case: Case) -> bool:
    """Whether a case says what is expected beyond its facts."""
    return bool(case.extra.keys() & {"expect", "need", "forbid"})


def meet(case: Case, answer: Mapping[str, Any]) -> Met:
    """Hold an answer (as `Answer.to_json` has it) against what its case expects."""
    wanted = case.extra.get("expect") or ["answered"]
    expected = {"answered" if one == "answer" else one for one in ([wanted] if isinstance(wanted, str) else wanted)}
    if "answered" in expected:
        expected.add("partial")
    said = shown(answer)
    seen = sum(states(said, fact) for fact in case.facts)
    forbidden = [fact if isinstance(fact, list) else [fact] for fact in case.extra.get("forbid") or []]
    return Met(
        outcome=answer["outcome"] in expected,
        facts=seen >= min(case.extra.get("need", len(case.facts)), len(case.facts)),
        forbidden=tuple(fact[0] for fact in forbidden if states(said, fact)),
    )


def shown(answer: Mapping[str, Any]) -> str:
    """Return what a reader sees of an answer: its words, its notices and choices, and which reports it cites."""
    cited = [citation["report"] for one in answer["statements"] for citation in one["citations"]]
    names = [f"{key.replace('_', ' ').replace('-', ' ')}" for key in dict.fromkeys(cited)]
    years = [word[:4] for key in dict.fromkeys(cited) for word in key.split("_")[-1:]]
    notices = [one["text"] for one in answer["notices"]]
    choices = [one["text"] for one in answer["choices"]]
    return "\n".join([answer["text"], *notices, *choices, *names, *years])


def by_act(cases: Sequence[Case], answers: Mapping[str, Mapping[str, Any]]) -> dict[str, list[tuple[Case, Met]]]:
    """Return what became of each case, by its act (or kind)."""
    grouped: dict[str, list[tuple[Case, Met]]] = {}
    for case in cases:
        act = str(case.extra.get("act") or case.kind)
        grouped.setdefault(act, []).append((case, meet(case, answers[case.id])))
    return grouped


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, act by act, the share of a run's answers that are as expected: `python -m evals.runs.expectations RUN`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("--wrong", action="store_true", help="name each answer that is not as expected, and why")
    chosen = parser.parse_args(arguments)
    cases = [case for case in read_cases(chosen.run / "cases.jsonl") if has_expectations(case)]
    answers = {line["id"]: line for line in read_lines(chosen.run / "generated.jsonl")}
    grouped = by_act([case for case in cases if case.id in answers], answers)
    for act, met in sorted(grouped.items()):
        print(f"{act:24} {sum(one.right for _, one in met):4} of {len(met):3}")
        for case, one in met if chosen.wrong else ():
            if not one.right:
                why = [*(() if one.outcome else ("outcome",)), *(() if one.facts else ("facts",)), *one.forbidden]
                print(f"  {case.id}: {answers[case.id]['outcome']}; {', '.join(why)}")
    everyone = [one for met in grouped.values() for _, one in met]
    print(f"{'all':24} {sum(one.right for one in everyone):4} of {len(everyone):3}")
    print(f"{'forbidden said':24} {sum(bool(one.forbidden) for one in everyone):4}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
