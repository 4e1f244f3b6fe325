/* edits_whole.c - edits of more than a line: notes come and go and move,
 * parents and files are renamed, files are laid out anew. */
#include "deck/edits_kinds.h"

#include <stdio.h>
#include <string.h>

enum { DEPTH_MAX = 4, FILE_LINES_MIN = 30, SUBTREE_MAX = 12 };

/* --- places ------------------------------------------------------------- */

static struct spot any_spot(struct edits *edits)
{
    return spot_any(edits->notebook);
}

static int depth_below(const struct line *parent)
{
    return parent->heading > 0 ? 0 : parent->depth + 1;
}

/* A line that a bullet can hang below: a heading, or a bullet that isn't too
 * deep. */
static bool can_be_parent(const struct line *line)
{
    return line->heading == 2 ||
           (line->heading == 0 && line->depth + 1 < DEPTH_MAX);
}

/* Where the first child stands, or the one behind another child. */
static size_t place_below(struct notebook *b, struct spot parent)
{
    size_t at = parent.at + 1, end;

    end = parent.at + notebook_below_line(parent.file, parent.at);
    while (at < end && notebook_chance(b, 2))
        at += notebook_below_line(parent.file, at);
    return at;
}

/* --- notes come and go -------------------------------------------------- */

bool edit_bullet_more(struct edits *edits, struct edit *edit)
{
    struct spot parent = any_spot(edits);
    struct line line = {0};

    (void)edit;
    if (!can_be_parent(spot_line(parent)))
        return false;
    line.depth = depth_below(spot_line(parent));
    notebook_say(edits->notebook, &line);
    if (spot_has_twin(edits->notebook, &line, spot_line(parent)))
        return false;
    notebook_insert(edits->notebook, parent.file,
                    place_below(edits->notebook, parent), &line);
    return true;
}

/* A bullet is copied, and a word or two of the copy are changed. */
bool edit_near_copy(struct edits *edits, struct edit *edit)
{
    struct spot spot;
    struct line line;

    (void)edit;
    if (!spot_any_note(edits->notebook, &spot) ||
        spot_line(spot)->heading > 0)
        return false;
    line = *spot_line(spot);
    notebook_vary(edits->notebook, &line);
    if (spot_has_twin(edits->notebook, &line, spot_parent(spot)))
        return false;
    notebook_insert(edits->notebook, spot.file,
                    notebook_chance(edits->notebook, 2)
                        ? spot.at
                        : spot.at + notebook_below_line(spot.file, spot.at),
                    &line);
    return true;
}

/* A bullet is copied as it is, and put below another parent. */
bool edit_copy_elsewhere(struct edits *edits, struct edit *edit)
{
    struct spot spot, parent = any_spot(edits);
    struct line line;

    (void)edit;
    if (!spot_any_note(edits->notebook, &spot) ||
        spot_line(spot)->heading > 0 || !can_be_parent(spot_line(parent)))
        return false;
    line = *spot_line(spot);
    notebook_renew(edits->notebook, &line);
    line.depth = depth_below(spot_line(parent));
    if (spot_has_twin(edits->notebook, &line, spot_line(parent)))
        return false;
    notebook_insert(edits->notebook, parent.file,
                    place_below(edits->notebook, parent), &line);
    return true;
}

bool edit_bullet_less(struct edits *edits, struct edit *edit)
{
    struct spot spot = any_spot(edits);
    size_t n = notebook_below_line(spot.file, spot.at);

    (void)edit;
    if (spot_line(spot)->heading > 0 || n > 3 ||
        spot.file->n < FILE_LINES_MIN)
        return false;
    edits_remember(edits, spot, n);
    notebook_remove(spot.file, spot.at, n);
    return true;
}

/* --- notes move --------------------------------------------------------- */

/* What was taken out, to be put in somewhere else. */
struct cutting {
    struct line lines[SUBTREE_MAX];
    size_t n;
};

static bool can_cut(struct spot spot, size_t *n)
{
    *n = notebook_below_line(spot.file, spot.at);
    return spot_line(spot)->heading == 0 && *n <= SUBTREE_MAX;
}

/* Moves a bullet and what hangs below it to `at` of a file, which counts its
 * lines while the bullet is still there. */
static void move(struct edits *edits, struct spot from, size_t n,
                 struct spot to, int depth, struct edit *edit)
{
    struct cutting cut = {.n = n};
    int deeper = depth - spot_line(from)->depth;

    memcpy(cut.lines, spot_line(from), n * sizeof *cut.lines);
    notebook_remove(from.file, from.at, n);
    if (to.file == from.file && to.at > from.at)
        to.at -= n;
    for (size_t i = 0; i < n; i++) {
        cut.lines[i].depth += deeper;
        notebook_insert(edits->notebook, to.file, to.at + i, &cut.lines[i]);
        edit_touch_line(edit, &cut.lines[i], WANT_KEPT);
    }
}

/* Before a sister or behind her. */
bool edit_reorder(struct edits *edits, struct edit *edit)
{
    struct spot from = any_spot(edits), to = from;
    size_t n;

    if (!can_cut(from, &n))
        return false;
    to.at = (size_t)notebook_below(edits->notebook, (int)from.file->n);
    if (spot_line(to)->heading > 0 || to.at == from.at ||
        spot_line(to)->depth != spot_line(from)->depth ||
        spot_parent(to) != spot_parent(from))
        return false;
    if (to.at > from.at)
        to.at += notebook_below_line(to.file, to.at);
    move(edits, from, n, to, spot_line(from)->depth, edit);
    return edit->n > 0;
}

static bool move_below(struct edits *edits, struct spot from,
                       struct spot parent, struct edit *edit)
{
    struct spot to = parent;
    size_t n;
    int depth;

    if (!can_cut(from, &n) || !can_be_parent(spot_line(parent)) ||
        spot_line(parent) == spot_parent(from) ||
        (parent.file == from.file && parent.at >= from.at &&
         parent.at < from.at + n) ||
        spot_has_twin(edits->notebook, spot_line(from), spot_line(parent)))
        return false;
    depth = depth_below(spot_line(parent));
    to.at = place_below(edits->notebook, parent);
    if (to.file == from.file && to.at > from.at && to.at < from.at + n)
        return false;
    move(edits, from, n, to, depth, edit);
    return edit->n > 0;
}

bool edit_move(struct edits *edits, struct edit *edit)
{
    struct spot from = any_spot(edits), parent = from;

    parent.at = (size_t)notebook_below(edits->notebook, (int)from.file->n);
    return move_below(edits, from, parent, edit);
}

bool edit_move_file(struct edits *edits, struct edit *edit)
{
    struct spot from = any_spot(edits), parent = any_spot(edits);

    return from.file != parent.file && move_below(edits, from, parent, edit);
}

bool edit_typo_and_move(struct edits *edits, struct edit *edit)
{
    struct spot from, parent = any_spot(edits);
    struct line typo;

    if (!spot_any_note(edits->notebook, &from) ||
        spot_line(from)->heading > 0)
        return false;
    typo = *spot_line(from);
    if (!edit_prompt_typo(edits->notebook, &typo, edit))
        return false;
    if (!move_below(edits, from, parent, edit))
        return false;
    for (size_t i = 0; i < parent.file->n; i++)
        if (parent.file->lines[i].id == typo.id) {
            typo.depth = parent.file->lines[i].depth;
            parent.file->lines[i] = typo;
        }
    return true;
}

/* --- parents and files -------------------------------------------------- */

static bool rename_line(struct edits *edits, struct spot spot,
                        struct edit *edit)
{
    struct notebook *b = edits->notebook;
    struct line *line = spot_line(spot);

    edits_remember(edits, spot, 0);
    if (notebook_chance(b, 2))
        notebook_say_parent(b, line);
    else
        while (!notebook_reword(b, &line->words[notebook_below(b, line->n)]))
            ;
    edit_touch_lines(edit, spot.file, spot.at,
                     notebook_below_line(spot.file, spot.at));
    return edit->n > 0;
}

bool edit_rename_parent(struct edits *edits, struct edit *edit)
{
    struct spot spot = any_spot(edits);

    if (spot_line(spot)->heading > 0 || line_is_note(spot_line(spot)) ||
        notebook_below_line(spot.file, spot.at) == 1)
        return false;
    return rename_line(edits, spot, edit);
}

bool edit_rename_heading(struct edits *edits, struct edit *edit)
{
    struct spot spot = any_spot(edits);

    return spot_line(spot)->heading > 0 && rename_line(edits, spot, edit);
}

static void touch_file(struct spot spot, struct edit *edit)
{
    edit_touch_lines(edit, spot.file, 0, spot.file->n);
}

bool edit_rename_file(struct edits *edits, struct edit *edit)
{
    struct spot spot = any_spot(edits);

    snprintf(spot.file->name, NAME_BYTES, "renamed-%u.md", ++edits->names);
    touch_file(spot, edit);
    return true;
}

bool edit_file_to_folder(struct edits *edits, struct edit *edit)
{
    struct spot spot = any_spot(edits);
    char name[NAME_BYTES];
    const char *last = strrchr(spot.file->name, '/');

    memcpy(name, last != NULL ? last + 1 : spot.file->name,
           last != NULL ? strlen(last) : NAME_BYTES);
    snprintf(spot.file->name, NAME_BYTES, "term-%u/%.30s", ++edits->names,
             name);
    touch_file(spot, edit);
    return true;
}

bool edit_crlf(struct edits *edits, struct edit *edit)
{
    struct spot spot = any_spot(edits);

    spot.file->crlf = !spot.file->crlf;
    touch_file(spot, edit);
    return true;
}

bool edit_tabs(struct edits *edits, struct edit *edit)
{
    struct spot spot = any_spot(edits);

    spot.file->tabs = !spot.file->tabs;
    touch_file(spot, edit);
    return true;
}

bool edit_bullets(struct edits *edits, struct edit *edit)
{
    struct spot spot = any_spot(edits);

    spot.file->bullet = spot.file->bullet == '-' ? '*' : '-';
    touch_file(spot, edit);
    return true;
}

bool edit_reflow(struct edits *edits, struct edit *edit)
{
    struct spot spot = any_spot(edits);

    spot.file->width =
        spot.file->width == 0 ? 40 + notebook_below(edits->notebook, 40) : 0;
    touch_file(spot, edit);
    return true;
}

bool edit_failed_read(struct edits *edits, struct edit *edit)
{
    struct spot spot = any_spot(edits);

    spot.file->unreadable = true;
    touch_file(spot, edit);
    return true;
}

/* --- the table ---------------------------------------------------------- */

const struct edit_kind edit_kinds[] = {
    {"a word of the prompt is another", 6, false, edit_prompt_word, NULL},
    {"two words of a long prompt are others", 3, false, edit_prompt_words,
     NULL},
    {"a word more in the prompt", 4, false, edit_word_more, NULL},
    {"a word less in the prompt", 3, false, edit_word_less, NULL},
    {"a clause is added", 3, false, edit_clause_more, NULL},
    {"a typo in the prompt", 5, false, edit_prompt_typo, NULL},
    {"another number in the prompt", 2, false, edit_prompt_number, NULL},
    {"a negation in the prompt", 2, false, edit_prompt_negation, NULL},
    {"emphasis", 2, false, edit_emphasis, NULL},
    {"upper and lower case", 2, false, edit_case, NULL},
    {"a typo in the answer", 4, false, edit_answer_typo, NULL},
    {"another number in the answer", 3, false, edit_answer_number, NULL},
    {"a negation in the answer", 2, false, edit_answer_negation, NULL},
    {"another answer", 2, false, edit_other_answer, NULL},
    {"a cloze takes in a word", 2, false, edit_cloze_wider, NULL},
    {"two clozes are swapped", 3, false, edit_swap, NULL},
    {"a cloze more", 3, false, edit_cloze_more, NULL},
    {"a cloze less", 3, false, edit_cloze_less, NULL},
    {"a cloze goes elsewhere", 2, false, edit_cloze_elsewhere, NULL},
    {"two clozes become one", 2, false, edit_clozes_merged, NULL},
    {"clozes get numbers", 2, false, edit_numbers, NULL},
    {"a cloze gets a hint", 2, false, edit_hint, NULL},
    {"another sentence", 2, false, edit_rewrite, NULL},
    {"a bullet more", 4, false, NULL, edit_bullet_more},
    {"a bullet is copied and varied", 3, false, NULL, edit_near_copy},
    {"a bullet is copied elsewhere", 2, false, NULL, edit_copy_elsewhere},
    {"a bullet less", 4, false, NULL, edit_bullet_less},
    {"bullets change their order", 4, false, NULL, edit_reorder},
    {"a bullet moves below another", 4, false, NULL, edit_move},
    {"a bullet moves to another file", 3, false, NULL, edit_move_file},
    {"a typo and a move at once", 3, false, NULL, edit_typo_and_move},
    {"a parent is renamed", 4, false, NULL, edit_rename_parent},
    {"a heading is renamed", 2, true, NULL, edit_rename_heading},
    {"a file is renamed", 1, true, NULL, edit_rename_file},
    {"a file moves to a folder", 1, true, NULL, edit_file_to_folder},
    {"CRLF", 1, true, NULL, edit_crlf},
    {"tabs", 1, true, NULL, edit_tabs},
    {"other bullets", 1, true, NULL, edit_bullets},
    {"reflow", 1, true, NULL, edit_reflow},
    {"a read that fails", 1, true, NULL, edit_failed_read},
    {"an edit is taken back", 5, false, NULL, edits_take_back},
};

const int edit_nkinds = (int)(sizeof edit_kinds / sizeof *edit_kinds);
