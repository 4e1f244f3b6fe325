#include "deck/media.h"

#include "deck/inside.h"

int deck_image(struct deck *deck, int64_t card, struct slice target,
               struct str *out, struct err *err)
{
    struct stmt *q = db_query(
        deck->db, "SELECT m.bytes FROM card c JOIN note n ON n.id = c.note"
                  " JOIN image i ON i.file = n.file AND i.target = ?2"
                  " JOIN media m ON m.id = i.media WHERE c.id = ?1");
    int rc;

    bind_int(q, 1, card);
    bind_text(q, 2, target);
    rc = stmt_next(q, err);
    if (rc == 1)
        str_put(out, row_blob(q, 0));
    stmt_end(q);
    return rc;
}
