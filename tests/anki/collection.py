"""An Anki collection: the library of the program itself."""

import os
import re
import shutil
import tempfile

from anki.collection import (Collection, ImportAnkiPackageOptions,
                             ImportAnkiPackageRequest)
from home import MEMORY


class Anki:
    """A new collection; a context, gone at its end."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="pagein-anki-", dir=MEMORY)
        self.col = Collection(os.path.join(self.folder, "collection.anki2"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.col.close()
        shutil.rmtree(self.folder)

    def take(self, package, progress=False):
        """Imports; how many notes were new, updated, duplicate, other."""
        options = ImportAnkiPackageOptions(with_scheduling=progress)
        log = self.col.import_anki_package(ImportAnkiPackageRequest(
            package_path=package, options=options)).log
        other = (len(log.conflicting) + len(log.first_field_match) +
                 len(log.missing_notetype) + len(log.missing_deck) +
                 len(log.empty_first_field))
        return (len(log.new), len(log.updated), len(log.duplicate), other)

    def updated(self, package):
        """Imports; the guids of the notes that changed."""
        before = dict(self.col.db.all("select guid, mod from notes"))
        self.take(package)
        return {guid for guid, mod in
                self.col.db.all("select guid, mod from notes")
                if before.get(guid) not in (None, mod)}

    def all(self, sql):
        return [tuple(row) for row in self.col.db.all(sql)]

    def content(self):
        """All that an import could have touched."""
        return [self.all("select * from notes order by id"),
                self.all("select * from cards order by id"),
                self.all("select * from revlog order by id"),
                sorted((d.id, d.name)
                       for d in self.col.decks.all_names_and_ids()),
                sorted((m.id, m.name)
                       for m in self.col.models.all_names_and_ids()),
                sorted(os.listdir(self.col.media.dir()))]

    def trouble(self):
        """What Check Database, Empty Cards and Check Media say."""
        bad = []
        before = (self.all("select count() from notes"),
                  self.all("select count() from cards"))
        text, good = self.col.fix_integrity()
        # one line when there was nothing to mend
        if not good or len(text.strip().split("\n")) != 1:
            bad.append("Check Database: " + text.replace("\n", " / "))
        if before != (self.all("select count() from notes"),
                      self.all("select count() from cards")):
            bad.append("Check Database added or removed rows")
        empty = self.col.get_empty_cards()
        if empty.notes:
            bad.append(f"{len(empty.notes)} notes with empty cards: " +
                       re.sub("<[^>]+>", "", empty.report)[:200])
        media = self.col.media.check()
        bad += [f"missing media: {name}" for name in media.missing]
        bad += [f"unused media: {name}" for name in media.unused]
        return bad

    def cards(self):
        """(guid, ord from 1) to the card."""
        rows = self.col.db.all("select n.guid, c.ord, c.id from cards c"
                               " join notes n on n.id = c.nid")
        return {(guid, ord_ + 1): cid for guid, ord_, cid in rows}

    def card(self, cid):
        return self.col.get_card(cid)

    def answer(self, cid, button):
        """Answers a card as the scheduler would have it."""
        card = self.col.get_card(cid)
        card.start_timer()
        states = self.col._backend.get_scheduling_states(card.id)
        answer = self.col.sched.build_answer(card=card, states=states,
                                             rating=button - 1)
        self.col.sched.answer_card(answer)
