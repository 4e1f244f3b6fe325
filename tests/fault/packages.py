"""A package of Anki's comes into a deck that has a past."""

import os
import sys

import scenarios
import world

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)),
                             "..", "hostile", "packages"))

from make import PNG, archive, collection  # noqa: E402


def package(count):
    """Notes with a picture each, tags, and two answers of their cards."""
    sql = ["delete from notes; delete from cards;"]
    for i in range(1, count + 1):
        ms = 1700000000000 + i * 100000
        sql.append(f"insert into notes values ({i}, 'guid{i}', 1, 1, -1,"
                   f" ' a b ', 'word {i} is {{{{c1::number {i}}}}}"
                   f" <img src=a.png>' || char(31) || 'extra', 'a', 1, 0,"
                   f" '');"
                   f"insert into cards values ({i}, {i}, 1, 0, 1700000000,"
                   f" -1, 2, 2, 20000, 5, 2500, 2, 0, 0, 0, 0, 0, '');"
                   f"insert into revlog values ({ms}, {i}, -1, 3, 1, 0, 2500,"
                   f" 5000, 0), ({ms + 86400000}, {i}, -1, 3, 5, 1, 2500,"
                   f" 4000, 1);")
    return bytes(archive(body=collection("\n".join(sql)),
                         files=(("0", PNG * 500),)))


class Package(scenarios.Command):
    name = "import of a package"
    says = b" notes with "
    backs_up = True

    def __init__(self, count=40):
        self.count = count

    def make(self, program, home):
        scenarios.deck_of_notes(program, home, self.count)
        scenarios.review(program, home, self.count // 4)
        world.write(home, "words.apkg", package(self.count))

    def argv(self, program):
        return [program, "import", "--deck", "fault", "words.apkg"]
