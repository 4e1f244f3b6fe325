/* select.h - a selection as a condition of a statement.
 *
 * A statement over `card c JOIN note n JOIN file f` gets AND_SELECTED behind
 * its WHERE, one over `card c` alone AND_CARD_SELECTED; then select_bind
 * fills its parameters ?11 to ?14. */
#ifndef DECK_SELECT_H
#define DECK_SELECT_H

#include "base/str.h"
#include "deck/inside.h"

/* The tags of a card are those its events gave it, and those of its file that
 * no event took off. */
#define SELECT_HAS_TAG                                                  \
    "(EXISTS (SELECT 1 FROM tag t WHERE t.name = ?11 AND t.card = c.id" \
    "   AND t.has = 1)"                                                 \
    " OR (EXISTS (SELECT 1 FROM file_tag ft WHERE ft.name = ?11"        \
    "     AND ft.file = n.file)"                                        \
    "   AND NOT EXISTS (SELECT 1 FROM tag t WHERE t.name = ?11"         \
    "     AND t.card = c.id AND t.has = 0)))"

#define SELECT_CONDITION                                   \
    " (?11 IS NULL OR " SELECT_HAS_TAG ")"                 \
    " AND (?12 IS NULL OR f.path = ?12"                    \
    "   OR (f.path > ?12 || '/' AND f.path < ?12 || '0'))" \
    " AND (?13 IS NULL OR n.section IN"                    \
    "   (SELECT value FROM json_each(?13)))"               \
    " AND (?14 IS NULL OR f.root = ?14)"

#define AND_SELECTED " AND" SELECT_CONDITION
#define AND_CARD_SELECTED                                            \
    " AND EXISTS (SELECT 1 FROM note n JOIN file f ON f.id = n.file" \
    "   WHERE n.id = c.note AND" SELECT_CONDITION ")"

/* A selection made ready: the headings looked up. */
struct select {
    const struct selection *selection;
    struct str sections; /* "[1,2,3]": ids of the sections meant */
};

bool selection_is_all(const struct selection *selection);

/* *out borrows the selection; release it with select_release. */
int select_prepare(struct deck *deck, const struct selection *selection,
                   struct select *out, struct err *err);
void select_release(struct select *select);

/* What is bound must live until stmt_end. */
void select_bind(struct stmt *q, const struct select *select);

#endif
