"""A great many decks of which a few bits are wrong, each opened, asked,
searched, verified and written to by one sanitized program: the fuzz target of
decks (tests/fuzz/deck_fuzz.c) for the inputs that are made here. Whatever it
gets, it must refuse it and leave it as it is, or be able to use it."""

import random
import subprocess

import tap
import world

STRANGE, WRITE, LOG, SEARCH, VERIFY, FLIP = 1, 2, 8, 32, 64, 128
PAGE, PAGES = 4096, 64  # more than there are: the target wraps around
A_RUN = 250             # inputs of one process
SECONDS = 600


def an_input(rng):
    """More flips than not are near the start of a page."""
    how = FLIP
    for bit in STRANGE, WRITE, LOG, SEARCH, VERIFY:
        how |= bit if rng.random() < 0.5 else 0
    data = bytearray([how])
    for _ in range(rng.choice((1, 1, 1, 4, 64))):
        at = (rng.randrange(PAGES) * PAGE +
              rng.randrange(rng.choice((100, PAGE))))
        data += at.to_bytes(3, "big") + bytes([1, 1 << rng.randrange(8)])
    return bytes(data)


def replay(program, names, folder):
    """None, or what went wrong."""
    try:
        ran = world.run(folder, [program, *names], seconds=SECONDS)
    except subprocess.TimeoutExpired:
        return "hangs"
    if ran.returncode == 0:
        return None
    said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
    telling = [line for line in said
               if "Sanitizer" in line or "runtime error" in line or
               "ssert" in line]
    return (telling or said or [f"ends with {ran.returncode}"])[0][:200]


def try_inputs(program, inputs, first):
    """-> what is wrong, a line each, the input in it in hexadecimal."""
    wrong = []
    with world.scratch() as folder:
        names = [f"{first + i}" for i in range(len(inputs))]
        for name, data in zip(names, inputs):
            world.write(folder, name, data)
        if replay(program, names, folder) is None:
            return []
        for name, data in zip(names, inputs):
            trouble = replay(program, [name], folder)
            if trouble:
                wrong.append(f"{trouble} ({data.hex()})")
    return wrong or ["the inputs are refused only together"]


def run(program, count, seed=9):
    """-> (what is wrong, figures)."""
    watch = tap.Watch()
    rng = random.Random(seed)
    inputs = [an_input(rng) for _ in range(count)]

    def share(number):
        return [line for at in range(number * A_RUN, count, 2 * A_RUN)
                for line in try_inputs(program, inputs[at:at + A_RUN], at)]

    first, second = tap.two(share)
    wrong = first + second
    return wrong, f"{count} decks, {len(wrong)} wrong, {watch}"
