"""A package over an older one: whoever takes it on to another device finds
the one or the other, whole."""

import scenarios
import world
from scenarios import content, must, review


class Export(scenarios.Command):
    """The deck stays as it is; the same deck gives the same package, so that
    all there is to see is whose bytes the file has."""

    name = "export"
    says = b" holds "
    package = "out.apkg"

    def make(self, program, home):
        scenarios.deck_of_notes(program, home, 40)
        review(program, home, 10)
        must(world.run(home, self.argv(program)))
        scenarios.Import().edit(home)
        must(world.run(home, [program, "import", "--force", "fault.yaml"]))
        must(world.run(home, [*self.argv(program)[:-1], "new.apkg"]))
        self.old, self.new = (content(home, name)
                              for name in (self.package, "new.apkg"))

    def argv(self, program):
        return [program, "export", "--with-progress", "--deck", "fault",
                self.package]

    def judge(self, program, home, marks, promised, ends):
        found = content(home, self.package)
        if found not in (self.old, self.new):
            return "the package is neither the old one nor the new one"
        if promised and found != self.new:
            return "LOST the new package"
        return super().judge(program, home, marks, promised, ends)


class FirstExport(Export):
    """The same where no package is yet: it is there, or it is not."""

    name = "first export"
    package = "first.apkg"

    def make(self, program, home):
        scenarios.deck_of_notes(program, home, 40)
        must(world.run(home, [*self.argv(program)[:-1], "new.apkg"]))
        self.old, self.new = None, content(home, "new.apkg")
