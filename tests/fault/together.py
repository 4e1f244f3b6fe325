"""Several programs at one deck, and how often one program syncs."""

import concurrent.futures
import os
import re

import judge
import scenarios
import session
import tap
import world

ANSWERS = 200  # of the sitting whose syncs are counted


def reviewers(program, count, answers):
    """`count` people answer `answers` cards each, all at the same time: every
    answer must be there in the end. -> (what is wrong, figures)."""
    watch = tap.Watch()
    acts = [session.GOOD] * answers
    with world.scratch() as home:
        scenarios.deck_of_notes(program, home, count * answers + 20)
        argv = [program, "review", "--deck", "fault", "--plain"]
        with concurrent.futures.ThreadPoolExecutor(count) as pool:
            outcomes = list(pool.map(
                lambda _: session.play(home, argv, acts, full=False,
                                       patience_s=60), range(count)))
        wrong = [f"a reviewer ends with {o.status} after {o.promised} "
                 f"answers: {judge.last_line(o.err)}" for o in outcomes
                 if o.status != 0 or o.promised != answers]
        found = judge.answers(world.deck_path(home))
        if len(found) != count * answers:
            wrong.append(f"{len(found)} answers are in the deck")
        trouble = judge.verified(program, home)
        if trouble:
            wrong.append(trouble)
    return wrong, f"{len(found)} of {count * answers} answers, {watch}"


def syncs(program):
    """A sync an answer: not fewer, or one could be lost; hardly more, or the
    person waits for nothing. -> (what is wrong, figures)."""
    scenario = scenarios.Review(0)
    scenario.acts = [session.GOOD] * ANSWERS
    with world.scratch() as home:
        scenario.prepare(program, home)
        log = home + ".log"
        outcome = scenario.play(
            ["strace", "-f", "-o", log, "-e", "signal=none",
             "-e", "trace=fdatasync,fsync", *scenario.argv(program)], home)
        with open(log, encoding="ascii") as f:
            count = len(re.findall(r" f(?:data)?sync\(", f.read()))
        os.unlink(log)
    rate = count / ANSWERS
    wrong = [] if 1.00 <= rate <= 1.02 else ["that is not 1.00 to 1.02"]
    if outcome.status != 0 or not scenario.complete(outcome):
        wrong.append(f"the review ends with {outcome.status}")
    return wrong, f"{count} syncs for {ANSWERS} answers, {rate:.3f} each"
