/* edits_test.c - notes are edited at random and imported again, one edit at
 * a time and twenty at once: does every card keep its history, and does any
 * get another's?
 *
 * Who edits knows which cloze is which. Every card is reviewed once, and the
 * milliseconds of the review are the number of its cloze: so the history
 * itself says whose it is.
 *
 * REPLAY= shows every card that is not as it should be, REPLAY=typo those of
 * edits whose name has that in it; SEED=n goes on by so many seeds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "deck/desk.h"
#include "deck/edits.h"

enum { NOTES = 320, CARDS_MAX = 1 << 16, BATCH = 20 };

/* What became of the cards that edits touched. */
struct tally {
    long edits, whole; /* those of which all cards were kept */
    long cards, kept, lost, wrong;
    long unsaid, said; /* "answer changed": missing, and for nothing */
};

struct replay {
    struct desk desk;
    struct notebook notebook;
    struct edits edits;
    char names[NOTEBOOK_FILES][NAME_BYTES]; /* as written last */
    struct str texts[NOTEBOOK_FILES];
    /* [CARDS_MAX] by cloze: its card before and after the import, 0 for none;
     * and whether the deck says of it that the answer changed */
    int64_t *was, *now;
    bool *changed;
    /* [CARDS_MAX] by card: the cloze whose history it has; and to whom it
     * belongs since, should it have gone to another one */
    uint32_t *history, *owner;
    /* of notes and bullets; of whole files and sections; not touched */
    struct tally all, wide, others, kinds[EDIT_KINDS_MAX];
    char **said,
        **says;      /* [CARDS_MAX] by cloze: the text, before and after */
    const char *say; /* of which kinds of edits to say what went wrong */
};

/* --- writing and importing ---------------------------------------------- */

static const char *below_notes(struct replay *r, const char *name)
{
    struct str path = STR_EMPTY;
    const char *copy;

    str_printf(&path, "notes/%s", name);
    copy = arena_copy(&r->desk.arena, str_slice(&path)).at;
    str_release(&path);
    return copy;
}

static void write_file(struct replay *r, size_t i)
{
    struct file *f = &r->notebook.files[i];
    struct str text = STR_EMPTY;
    bool renamed = strcmp(f->name, r->names[i]) != 0;

    notebook_put(&text, f);
    if (renamed && r->names[i][0] != '\0')
        desk_remove(&r->desk, below_notes(r, r->names[i]));
    if (renamed || strcmp(text.at, r->texts[i].at) != 0)
        desk_write(&r->desk, below_notes(r, f->name), text.at);
    memcpy(r->names[i], f->name, NAME_BYTES);
    str_swap(&r->texts[i], &text);
    str_release(&text);
}

static void import(struct replay *r)
{
    const struct import_options options = {.keep_going = true};

    desk_wait(&r->desk, 60000);
    if (desk_import_with(&r->desk, "notes", &options) < 0)
        fail_msg("%s", r->desk.err.text);
}

/* Before anything else happens the files that can't be read are imported
 * nevertheless. */
static void import_unreadable(struct replay *r)
{
    size_t bad = 0;

    for (size_t i = 0; i < r->notebook.nfiles; i++) {
        if (!r->notebook.files[i].unreadable)
            continue;
        str_puts(&r->texts[i], "\nThis {{is not closed.\n");
        desk_write(&r->desk, below_notes(r, r->names[i]), r->texts[i].at);
        r->notebook.files[i].unreadable = false;
        bad++;
    }
    if (bad == 0)
        return;
    import(r);
    assert_int_equal(r->desk.ledger.bad_files, bad);
    assert_int_equal(r->desk.ledger.orphaned, 0);
}

static void import_files(struct replay *r)
{
    import_unreadable(r);
    for (size_t i = 0; i < r->notebook.nfiles; i++)
        write_file(r, i);
    import(r);
}

/* --- what the deck has now ---------------------------------------------- */

/* The cards of the notes in order of file, line and place. */
struct cards {
    struct card *at; /* no slice of them is good any more, but the path */
    size_t n, cap;
    struct arena *arena;
};

static int keep_card(const struct card *card, void *arg)
{
    struct cards *c = arg;

    if ((card->flags & CARD_ORPHAN) != 0)
        return 0;
    c->at = mem_grow(c->at, c->n, &c->cap, sizeof *c->at);
    c->at[c->n] = *card;
    c->at[c->n].path = arena_copy(c->arena, card->path);
    c->at[c->n].text = arena_copy(c->arena, card->text);
    c->at[c->n++].answer = arena_copy(c->arena, card->answer);
    return 0;
}

static struct cards read_cards(struct replay *r, struct arena *arena)
{
    const struct selection all = {0};
    struct cards c = {.arena = arena};

    if (deck_each(r->desk.deck, &all, keep_card, &c, &r->desk.err) < 0)
        fail_msg("%s", r->desk.err.text);
    return c;
}

/* A cloze of the notebook and where it stands. */
struct place {
    const char *file;
    int line;
    uint32_t index, cloze;
};

struct places {
    struct place *at;
    size_t n, cap;
};

static void list_line(struct places *p, const struct file *f,
                      const struct line *line)
{
    uint32_t last = 0, index = 0;

    for (int i = 0; i < line->n; i++) {
        uint32_t cloze = line->words[i].cloze;

        if (cloze != 0 && cloze != last) {
            p->at = mem_grow(p->at, p->n, &p->cap, sizeof *p->at);
            p->at[p->n++] = (struct place){f->name, line->at, index++, cloze};
        }
        last = cloze;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct place *x = a, *y = b;
    int files = strcmp(x->file, y->file);

    if (files != 0)
        return files;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static struct places list_places(struct replay *r)
{
    struct places p = {0};

    for (size_t i = 0; i < r->notebook.nfiles; i++)
        for (size_t j = 0; j < r->notebook.files[i].n; j++)
            list_line(&p, &r->notebook.files[i],
                      &r->notebook.files[i].lines[j]);
    qsort(p.at, p.n, sizeof *p.at, by_place);
    return p;
}

/* Fills now[] and changed[]: the cards of the deck are in the order of the
 * places. */
static void keep_text(struct replay *r, uint32_t cloze,
                      const struct card *card)
{
    free(r->said[cloze]);
    r->said[cloze] = r->says[cloze];
    r->says[cloze] = mem_new(card->text.len + card->answer.len + 2);
    sprintf(r->says[cloze], "%.*s %.*s", SLICE_FMT(card->text),
            SLICE_FMT(card->answer));
}

static void look(struct replay *r)
{
    struct arena arena = {0};
    struct cards c = read_cards(r, &arena);
    struct places p = list_places(r);

    assert_int_equal(c.n, p.n);
    memset(r->now, 0, CARDS_MAX * sizeof *r->now);
    for (size_t i = 0; i < p.n; i++) {
        assert_true(slice_is(c.at[i].path, p.at[i].file));
        assert_int_equal(c.at[i].line, p.at[i].line);
        assert_int_equal(c.at[i].index, p.at[i].index);
        keep_text(r, p.at[i].cloze, &c.at[i]);
        r->now[p.at[i].cloze] = c.at[i].id;
        r->changed[p.at[i].cloze] = (c.at[i].flags & CARD_CHANGED) != 0;
    }
    free(c.at);
    free(p.at);
    arena_release(&arena);
}

/* --- who has which history ---------------------------------------------- */

static bool is_kept(const struct replay *r, uint32_t cloze)
{
    return r->now[cloze] == r->was[cloze];
}

/* It has the history of another cloze; and that one is still there, or said
 * something else. (Who copies a bullet and deletes the first one has moved
 * it.) */
static bool is_wrong(const struct replay *r, uint32_t cloze)
{
    uint32_t owner = r->owner[r->now[cloze]];

    return r->now[cloze] != 0 && owner != 0 && owner != cloze &&
           (r->now[owner] != 0 ||
            strcmp(r->says[owner], r->says[cloze]) != 0);
}

/* As many milliseconds as its cloze has for a number. */
static void review(struct replay *r, uint32_t cloze)
{
    const struct answer answer = {
        .card = r->now[cloze], .grade = 4, .ms = cloze};
    struct card after;

    desk_wait(&r->desk, 1000);
    if (deck_answer(r->desk.deck, &answer, r->desk.now, &after,
                    &r->desk.arena, &r->desk.err) < 0)
        fail_msg("%s", r->desk.err.text);
    assert_int_equal(after.flags & CARD_CHANGED, 0);
}

/* What is, is right from now on. New cards are reviewed, and those whose
 * answer changed. */
static void take_over(struct replay *r)
{
    for (uint32_t cloze = 1; cloze <= r->notebook.nclozes; cloze++) {
        int64_t card = r->now[cloze];

        if (card == 0)
            continue;
        assert_true(card < CARDS_MAX);
        if (r->history[card] == 0)
            r->history[card] = cloze;
        if (r->owner[card] == 0 || r->changed[cloze])
            review(r, cloze);
        if (r->owner[card] != 0 && r->owner[card] != cloze)
            r->was[r->owner[card]] = 0;
        r->owner[card] = cloze;
        r->was[cloze] = card;
    }
}

static void check_histories(struct replay *r)
{
    for (uint32_t cloze = 1; cloze <= r->notebook.nclozes; cloze++) {
        struct arena arena = {0};
        struct history *events;
        size_t n;

        if (r->now[cloze] == 0)
            continue;
        assert_int_equal(deck_history(r->desk.deck, r->now[cloze], &events,
                                      &n, &arena, &r->desk.err),
                         0);
        assert_true(n > 0);
        assert_int_equal(events[0].ms, r->history[r->now[cloze]]);
        arena_release(&arena);
    }
}

/* --- judging ------------------------------------------------------------ */

static void say(const struct replay *r, const struct edit *edit,
                uint32_t cloze, const char *what)
{
    const char *kind = edit->kind < edit_nkinds ? edit_kinds[edit->kind].name
                                                : "a bystander";

    if (r->say == NULL || strstr(kind, r->say) == NULL)
        return;
    print_message("# %s: %s cloze %u\n#    %s\n#    %s\n", kind, what, cloze,
                  r->said[cloze] != NULL ? r->said[cloze] : "-",
                  r->says[cloze]);
    if (is_wrong(r, cloze)) {
        uint32_t other = r->owner[r->now[cloze]];

        print_message(
            "#    has that of cloze %u (now %d)\n#    %s\n#    %s\n", other,
            (int)r->now[other], r->said[other] != NULL ? r->said[other] : "-",
            r->says[other]);
    }
}

static void judge_card(struct replay *r, const struct edit *edit,
                       const struct touched *t, struct tally *tally)
{
    if (r->now[t->cloze] == 0)
        return; /* a later edit removed it */
    if (is_wrong(r, t->cloze)) {
        tally->wrong++;
        say(r, edit, t->cloze, "wrong");
    }
    if (r->was[t->cloze] == 0 || t->want == WANT_EITHER)
        return;
    tally->cards++;
    if (is_kept(r, t->cloze)) {
        tally->kept++;
        tally->unsaid += t->want == WANT_CHANGED && !r->changed[t->cloze];
        tally->said += t->want == WANT_KEPT && r->changed[t->cloze];
    } else if (!is_wrong(r, t->cloze)) {
        tally->lost++;
        say(r, edit, t->cloze, "lost");
    }
}

static void add_tally(struct tally *sum, const struct tally *t)
{
    sum->edits += t->edits;
    sum->whole += t->whole;
    sum->cards += t->cards;
    sum->kept += t->kept;
    sum->lost += t->lost;
    sum->wrong += t->wrong;
    sum->unsaid += t->unsaid;
    sum->said += t->said;
}

/* Judges the cards of one edit that were not judged yet: each counts once,
 * for the last edit of its note or bullet, or else for one of its whole file
 * or section. */
static void judge(struct replay *r, const struct edit *edit, bool *judged)
{
    struct tally t = {0};

    for (size_t i = 0; i < edit->n; i++) {
        if (!judged[edit->at[i].cloze])
            judge_card(r, edit, &edit->at[i], &t);
        judged[edit->at[i].cloze] = true;
    }
    t.edits = t.cards > 0 || t.wrong > 0;
    t.whole = t.edits > 0 && t.kept == t.cards && t.wrong == 0;
    add_tally(&r->kinds[edit->kind], &t);
    add_tally(edit_kinds[edit->kind].wide ? &r->wide : &r->all, &t);
}

/* Cards that no edit touched. */
static void judge_others(struct replay *r, const bool *judged)
{
    const struct edit none = {.kind = edit_nkinds};

    for (uint32_t cloze = 1; cloze <= r->notebook.nclozes; cloze++) {
        const struct touched t = {cloze, WANT_KEPT};

        if (!judged[cloze])
            judge_card(r, &none, &t, &r->others);
    }
}

static void judge_all(struct replay *r, const struct edit *edits, size_t n)
{
    bool *judged = mem_new_array(CARDS_MAX, sizeof *judged);

    for (int wide = 0; wide <= 1; wide++)
        for (size_t i = n; i-- > 0;)
            if (edit_kinds[edits[i].kind].wide == wide)
                judge(r, &edits[i], judged);
    judge_others(r, judged);
    free(judged);
}

/* --- a replay ----------------------------------------------------------- */

static struct replay *replay_new(uint64_t seed, size_t notes)
{
    struct replay *r = mem_new(sizeof *r);

    desk_init(&r->desk);
    notebook_init(&r->notebook, seed, notes);
    r->edits.notebook = &r->notebook;
    r->was = mem_new_array(CARDS_MAX, sizeof *r->was);
    r->now = mem_new_array(CARDS_MAX, sizeof *r->now);
    r->changed = mem_new_array(CARDS_MAX, sizeof *r->changed);
    r->history = mem_new_array(CARDS_MAX, sizeof *r->history);
    r->owner = mem_new_array(CARDS_MAX, sizeof *r->owner);
    r->say = getenv("REPLAY");
    r->said = mem_new_array(CARDS_MAX, sizeof *r->said);
    r->says = mem_new_array(CARDS_MAX, sizeof *r->says);
    for (size_t i = 0; i < NOTEBOOK_FILES; i++)
        r->texts[i] = STR_EMPTY;
    import_files(r);
    look(r);
    take_over(r);
    return r;
}

static void replay_free(struct replay *r)
{
    for (size_t i = 0; i < NOTEBOOK_FILES; i++)
        str_release(&r->texts[i]);
    for (size_t i = 0; i < CARDS_MAX; i++) {
        free(r->said[i]);
        free(r->says[i]);
    }
    free(r->said);
    free(r->says);
    edits_release(&r->edits);
    notebook_release(&r->notebook);
    desk_release(&r->desk);
    free(r->was);
    free(r->now);
    free(r->changed);
    free(r->history);
    free(r->owner);
    free(r);
}

static void replay_step(struct replay *r, size_t nedits)
{
    struct edit *edits = mem_new_array(nedits, sizeof *edits);

    for (size_t i = 0; i < nedits; i++)
        edits_make(&r->edits, &edits[i]);
    import_files(r);
    look(r);
    judge_all(r, edits, nedits);
    take_over(r);
    for (size_t i = 0; i < nedits; i++)
        edit_release(&edits[i]);
    free(edits);
}

static double percent(long part, long whole)
{
    return whole > 0 ? 100.0 * (double)part / (double)whole : 0;
}

static void print_tally(const char *name, const struct tally *t)
{
    print_message("# %-38s %5ld %7.2f %6ld %7.2f %5ld %5ld %6ld %5ld\n", name,
                  t->edits, percent(t->whole, t->edits), t->cards,
                  percent(t->kept, t->cards), t->lost, t->wrong, t->unsaid,
                  t->said);
}

static void print_figures(const struct replay *r)
{
    print_message("# %-38s edits whole %%  cards  kept %%  lost wrong unsaid "
                  " said\n",
                  "");
    for (int i = 0; i < edit_nkinds; i++)
        if (r->kinds[i].edits > 0)
            print_tally(edit_kinds[i].name, &r->kinds[i]);
    print_tally("TOGETHER, of notes and bullets", &r->all);
    print_tally("TOGETHER, of files and sections", &r->wide);
    print_tally("not touched by any", &r->others);
}

/* Percentages: edits of which every card was kept, and cards that were, at
 * least; cards that got another's history, at most. */
static void check_figures(struct replay *r, double whole, double kept,
                          double wrong)
{
    long all_wrong = r->all.wrong + r->wide.wrong + r->others.wrong;

    print_figures(r);
    check_histories(r);
    desk_verify(&r->desk);
    assert_true(percent(r->all.whole, r->all.edits) >= whole);
    assert_true(percent(r->all.kept, r->all.cards) >= kept);
    assert_true(percent(all_wrong, r->all.cards) <= wrong);
    assert_true(percent(r->wide.kept, r->wide.cards) >= 99.9);
    assert_int_equal(r->others.lost, 0);
    assert_int_equal(r->all.unsaid, 0);
}

/* A few in `make test`, many in `make soak`, and there with several seeds. */
static void replay(uint64_t first, int steps, size_t edits, double whole,
                   double wrong)
{
    const char *shift = getenv("SEED");
    uint64_t seeds = often(1) > 1 ? 5 : 1;

    first += shift != NULL ? strtoull(shift, NULL, 10) : 0;
    for (uint64_t seed = first; seed < first + seeds; seed++) {
        struct replay *r = replay_new(seed, NOTES);

        for (int i = 0; i < often(steps); i++)
            replay_step(r, edits);
        print_message("# %d times %zu edits, seed %llu\n", often(steps),
                      edits, (unsigned long long)seed);
        check_figures(r, whole, whole, wrong);
        replay_free(r);
    }
}

static void one_edit_at_a_time_loses_hardly_anything(void **state)
{
    (void)state;
    replay(1, 100, 1, 99, 0);
}

static void twenty_edits_at_once_lose_little(void **state)
{
    (void)state;
    replay(101, 20, BATCH, 97, 0.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_edit_at_a_time_loses_hardly_anything),
        cmocka_unit_test(twenty_edits_at_once_lose_little),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
