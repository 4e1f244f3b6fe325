/* stories_test.c - what students do to their notes, each told once: which
 * card has which history afterwards, what the ledger says, whose answer is
 * another one now.
 *
 * The cards of the notes before are a, b, c in their order, each reviewed
 * once in a time of its own. `has` shows the cards of the notes afterwards by
 * the history they have: a letter, or - for none; ! behind it says that the
 * answer changed. A line "@ name" begins a file. */
#include <string.h>

#include "base/mem.h"
#include "check.h"
#include "deck/desk.h"

enum { FILES = 4 };

static const struct story {
    const char *name;
    const char *before, *after;
    const char *has;
    const char *ledger;
} stories[] = {
    {"two clozes are swapped", "- First {{one}}, then {{two}}.\n",
     "- First {{two}}, then {{one}}.\n", "b a", "1 edited"},
    {"a cloze is inserted in front", "- First this, then {{two}}.\n",
     "- First {{this}}, then {{two}}.\n", "- a", "1 edited"},
    {"a cloze is removed", "- First {{this}}, then {{two}}, {{three}}.\n",
     "- First {{this}}, then two, {{three}}.\n", "a c", "1 edited"},
    {"a cloze goes to another word",
     "- In a long sentence like this the {{kernel}} maps a page.\n",
     "- In a long sentence like this the kernel maps a {{page}}.\n", "-",
     "1 edited"},
    {"two clozes become one",
     "- In a long sentence it is {{big}} {{endian}} numbers that count.\n",
     "- In a long sentence it is {{big endian}} numbers that count.\n", "-",
     "1 edited"},
    {"a cloze is put in two",
     "- In a long sentence it is {{big endian}} numbers that count.\n",
     "- In a long sentence it is {{big}} {{endian}} numbers that count.\n",
     "- -", "1 edited"},
    {"twin answers", "- Here {{two}} and there {{two}} again.\n",
     "- First {{one}}, here {{two}} and there {{two}} again.\n", "- a b",
     "1 edited"},
    {"one of the twin answers goes", "- Here {{two}} and there {{two}}.\n",
     "- Here two and there {{two}}.\n", "b", "1 edited"},
    {"one leaf under two parents, which change places",
     "- Linux\n  - Default: {{4 KiB}}\n- Solaris\n  - Default: {{4 KiB}}\n",
     "- Solaris\n  - Default: {{4 KiB}}\n- Linux\n  - Default: {{4 KiB}}\n",
     "b a", "2 kept"},
    {"one leaf under two parents, one of which is renamed",
     "- Linux\n  - Default: {{4 KiB}}\n- Solaris\n  - Default: {{4 KiB}}\n",
     "- GNU\n  - Default: {{4 KiB}}\n- Solaris\n  - Default: {{4 KiB}}\n",
     "a b", "2 kept"},
    {"one leaf under two parents, one of which goes",
     "- Linux\n  - Default: {{4 KiB}}\n- Solaris\n  - Default: {{4 KiB}}\n",
     "- Solaris\n  - Default: {{4 KiB}}\n", "b", "1 kept, 1 orphan"},
    {"one of two equal leaves is edited, the other moves",
     "- Linux\n  - Default: {{4 KiB}} here\n- Solaris\n"
     "  - Default: {{4 KiB}} here\n- Plan 9\n",
     "- Linux\n  - Default: {{4 KiB}} there\n- Solaris\n- Plan 9\n"
     "  - Default: {{4 KiB}} here\n",
     "a b", "1 edited, 1 kept"}, /* as if Solaris were called Plan 9 */
    {"a parent is renamed", "- Linux\n  - Default: {{4 KiB}}\n",
     "- On Linux and its like\n  - Default: {{4 KiB}}\n", "a", "1 kept"},
    {"a parent is renamed and a child edited",
     "- Linux\n  - The {{index}} chooses the set.\n  - It has {{8 ways}}.\n",
     "- Caches\n  - The {{index}} picks the set.\n  - It has {{8 ways}}.\n",
     "a b", "1 edited, 1 kept"},
    {"a file is renamed", "@ a.md\n- One is {{1}}.\n- Two is {{2}}.\n",
     "@ b.md\n- One is {{1}}.\n- Two is {{2}}.\n", "a b", "2 moved"},
    {"a file moves to a folder", "@ a.md\n- One is {{1}}.\n",
     "@ in/a.md\n- One is {{1}}.\n", "a", "1 moved"},
    {"a file is renamed, with a word edited",
     "@ a.md\n- The {{index}} chooses the set.\n- Two is {{2}}.\n",
     "@ b.md\n- The {{index}} picks the set.\n- Two is {{2}}.\n", "a b",
     "1 edited, 1 moved"},
    {"a bullet moves to another file",
     "@ a.md\n- One is {{1}}.\n- Two is {{2}}.\n@ b.md\n- Three is {{3}}.\n",
     "@ a.md\n- Two is {{2}}.\n@ b.md\n- Three is {{3}}.\n- One is {{1}}.\n",
     "b c a", "2 kept, 1 moved"},
    {"a bullet is copied", "- Linux\n  - One is {{1}}.\n- Two is {{2}}.\n",
     "- Other\n  - One is {{1}}.\n- Linux\n  - One is {{1}}.\n"
     "- Two is {{2}}.\n",
     "- a b", "2 kept, 1 new"},
    {"a bullet is copied and the copy edited",
     "- Level one has {{512}} entries of 8 bytes each.\n",
     "- Level two has {{512}} entries of 8 bytes each.\n"
     "- Level one has {{512}} entries of 8 bytes each.\n",
     "- a", "1 kept, 1 new"},
    {"a typo and a move at once",
     "- Linux\n  - A page is mapped {{on demand}} when used.\n- Windows\n",
     "- Linux\n- Windows\n  - A page is mapped {{on demand}} when usde.\n",
     "a", "1 edited"},
    {"a word of a short prompt", "- The {{index}} chooses the set.\n",
     "- The {{index}} picks the set.\n", "a", "1 edited"},
    {"a typo in the answer", "- The instruction is {{retired}} then.\n",
     "- The instruction is {{retried}} then.\n", "a", "1 edited"},
    {"typos in two answers at once",
     "- The {{kernal}} maps a page and the {{procesor}} reads it.\n",
     "- The {{kernel}} maps a page and the {{processor}} reads it.\n", "a b",
     "1 edited"},
    {"a negation in the answer", "- After the fork it {{is writable}}.\n",
     "- After the fork it {{is not writable}}.\n", "a!", "1 edited"},
    {"a negation in the prompt", "- The heap may {{grow}} here.\n",
     "- The heap may not {{grow}} here.\n", "a", "1 edited"},
    {"a number in the answer changes", "- Default: {{4 KiB}}\n",
     "- Default: {{64 KiB}}\n", "a!", "1 edited"},
    {"a unit in the answer changes", "- A huge page has {{2 MiB}}.\n",
     "- A huge page has {{2 GiB}}.\n", "a!", "1 edited"},
    {"an operator in the answer changes", "- It needs {{n + 1}} frames.\n",
     "- It needs {{n - 1}} frames.\n", "a!", "1 edited"},
    {"CRLF", "- One is {{1}}\n  of many.\n- Two is {{2}}.\n",
     "- One is {{1}}\r\n  of many.\r\n- Two is {{2}}.\r\n", "a b", "2 kept"},
    {"tabs", "- A\n    - One is {{1}}.\n", "- A\n\t- One is {{1}}.\n", "a",
     "1 kept"},
    {"other bullets", "- A\n  - One is {{1}}.\n", "* A\n  * One is {{1}}.\n",
     "a", "1 kept"},
    {"reflow", "- One is {{1}} and\n  no more.\n",
     "- One is\n  {{1}} and no more.\n", "a", "1 kept"},
    {"another sentence", "- The kernel maps the page {{on demand}}.\n",
     "- Interrupts are masked while {{a spinlock}} is held.\n", "-",
     "1 new, 1 orphan"},
    {"two that fit equally well",
     "- Level one has {{512}} entries of 8 bytes.\n",
     "- Level two has {{512}} entries of 8 bytes.\n"
     "- Level six has {{512}} entries of 8 bytes.\n",
     "- -", "1 orphan, 2 ambiguous"},
    {"a cell of a table",
     "| format | levels |\n|---|---|\n| Sv39 | {{3}} |\n| Sv48 | {{4}} |\n",
     "| format | levels |\n|---|---|\n| Sv48 | {{4}} |\n| Sv39 | {{3}} |\n",
     "b a", "2 kept"},
};

/* --- telling them ------------------------------------------------------- */

struct telling {
    struct desk desk;
    const char *files[FILES]; /* written last */
    size_t nfiles;
};

static void write_files(struct telling *t, const char *text)
{
    struct slice rest = slice_from(text), line;

    while (t->nfiles > 0)
        desk_remove(&t->desk, t->files[--t->nfiles]);
    if (text[0] != '@') {
        t->files[t->nfiles++] = "notes/notes.md";
        desk_write(&t->desk, "notes/notes.md", text);
        return;
    }
    while (slice_line(&rest, &line)) {
        struct str name = STR_EMPTY;
        size_t end = slice_find(rest, 0, SLICE("@ "));
        struct slice body = slice_sub(rest, 0, end);

        str_printf(&name, "notes/%.*s", SLICE_FMT(slice_skip(line, 2)));
        assert_true(t->nfiles < FILES);
        t->files[t->nfiles] = arena_copy(&t->desk.arena, str_slice(&name)).at;
        desk_write(&t->desk, t->files[t->nfiles++],
                   arena_copy(&t->desk.arena, body).at);
        str_release(&name);
        rest = slice_skip(rest, end);
    }
}

static void import(struct telling *t, const char *text)
{
    const struct import_options force = {.force = true};

    write_files(t, text);
    desk_wait(&t->desk, 60000);
    if (desk_import_with(&t->desk, "notes", &force) < 0)
        fail_msg("%s", t->desk.err.text);
}

struct list {
    int64_t at[16];
    unsigned flags[16];
    size_t n;
};

static int add_card(const struct card *card, void *arg)
{
    struct list *l = arg;

    if ((card->flags & CARD_ORPHAN) == 0) {
        assert_true(l->n < COUNT(l->at));
        l->flags[l->n] = card->flags;
        l->at[l->n++] = card->id;
    }
    return 0;
}

static struct list list_cards(struct telling *t)
{
    const struct selection all = {0};
    struct list l = {.n = 0};

    assert_int_equal(
        deck_each(t->desk.deck, &all, add_card, &l, &t->desk.err), 0);
    return l;
}

static void review_all(struct telling *t)
{
    struct list l = list_cards(t);

    for (size_t i = 0; i < l.n; i++) {
        const struct answer a = {
            .card = l.at[i], .grade = 4, .ms = 1000 * (int64_t)(i + 1)};

        desk_wait(&t->desk, 5000);
        assert_int_equal(deck_answer(t->desk.deck, &a, t->desk.now, NULL,
                                     &t->desk.arena, &t->desk.err),
                         0);
    }
}

/* "a b!": whose history the cards have. */
static const char *histories(struct telling *t)
{
    struct list l = list_cards(t);
    struct str out = STR_EMPTY;
    const char *copy;

    for (size_t i = 0; i < l.n; i++) {
        struct history *events;
        size_t n;

        assert_int_equal(deck_history(t->desk.deck, l.at[i], &events, &n,
                                      &t->desk.arena, &t->desk.err),
                         0);
        assert_true(n <= 1);
        str_puts(&out, i > 0 ? " " : "");
        str_putc(&out, n > 0 ? "abcdefgh"[events[0].ms / 1000 - 1] : '-');
        str_puts(&out, (l.flags[i] & CARD_CHANGED) != 0 ? "!" : "");
    }
    copy = arena_copy(&t->desk.arena, str_slice(&out)).at;
    str_release(&out);
    return copy;
}

static void put_count(struct str *out, size_t n, const char *what)
{
    if (n > 0)
        str_printf(out, "%s%zu %s", out->len > 0 ? ", " : "", n, what);
}

static const char *ledger_of(struct telling *t)
{
    const struct ledger *l = &t->desk.ledger;
    struct str out = STR_EMPTY;
    const char *copy;

    put_count(&out, l->edited, "edited");
    put_count(&out, l->kept, "kept");
    put_count(&out, l->moved, "moved");
    put_count(&out, l->fresh, "new");
    put_count(&out, l->returned, "returned");
    put_count(&out, l->orphaned, "orphan");
    put_count(&out, l->ambiguous, "ambiguous");
    copy = arena_copy(&t->desk.arena, str_slice(&out)).at;
    str_release(&out);
    return copy;
}

static void begin(struct telling *t, const char *before)
{
    memset(t, 0, sizeof *t);
    desk_init(&t->desk);
    import(t, before);
    review_all(t);
}

static void history_follows(void **state)
{
    const struct story *s = *state;
    const char *before;
    struct telling t;

    begin(&t, s->before);
    before = histories(&t);
    import(&t, s->after);
    assert_string_equal(histories(&t), s->has);
    assert_string_equal(ledger_of(&t), s->ledger);
    desk_verify(&t.desk);

    /* the edit is taken back: so is everything; an answer that changed there
     * and back has changed all the same */
    import(&t, s->before);
    if (strchr(s->has, '!') == NULL)
        assert_string_equal(histories(&t), before);
    else
        assert_int_equal(histories(&t)[0], before[0]);
    desk_verify(&t.desk);
    desk_release(&t.desk);
}

/* --- stories of more than one step -------------------------------------- */

static void a_read_that_fails_loses_nothing(void **state)
{
    const struct import_options go_on = {.keep_going = true};
    struct telling t;

    (void)state;
    begin(&t, "@ a.md\n- One is {{1}}.\n- Two is {{2}}.\n"
              "@ b.md\n- Three is {{3}}.\n");

    /* when a file is broken, and another one edited */
    desk_write(&t.desk, "notes/a.md", "- One {{is {{1}}.\n");
    desk_write(&t.desk, "notes/b.md", "- Three, then, is {{3}}.\n");
    assert_int_equal(desk_import(&t.desk, "notes"), -1);
    assert_string_equal(histories(&t), "a b c");
    assert_int_equal(desk_import_with(&t.desk, "notes", &go_on), 0);

    /* then its cards stay as they were, and are there when it is mended */
    assert_string_equal(histories(&t), "a b c");
    assert_int_equal(t.desk.ledger.orphaned, 0);
    desk_write(&t.desk, "notes/a.md", "- Two is {{2}}.\n- One is {{1}}.\n");
    assert_int_equal(desk_import_with(&t.desk, "notes", &go_on), 0);
    assert_string_equal(histories(&t), "b a c");
    desk_verify(&t.desk);
    desk_release(&t.desk);
}

static void a_cloze_comes_back_for_its_last_answer(void **state)
{
    struct telling t;
    struct card card;
    int64_t id;

    (void)state;
    begin(&t, "- A page has {{4 KiB}} and a frame has {{as much}}.\n");
    id = list_cards(&t).at[0];
    import(&t, "- A page has {{8 KiB}} and a frame has {{as much}}.\n");

    /* when it is taken out its card still says what it said */
    import(&t, "- A page has 8 KiB and a frame has {{as much}}.\n");
    card = desk_card(&t.desk, id);
    assert_int_equal(card.flags & CARD_ORPHAN, CARD_ORPHAN);
    assert_true(slice_is(card.answer, "8 KiB"));

    /* with its first answer it would be another card */
    import(&t, "- A page has {{4 KiB}} and a frame has {{as much}}.\n");
    assert_string_equal(histories(&t), "- b");
    import(&t, "- A page has {{8 KiB}} and a frame has {{as much}}.\n");
    assert_string_equal(histories(&t), "a! b");
    desk_verify(&t.desk);
    desk_release(&t.desk);
}

static void a_variation_of_what_is_there_is_no_return(void **state)
{
    static const char one[] = "- The first of all the levels of a page table "
                              "has {{512}} entries of 8 bytes.\n";
    struct telling t;
    struct str text = STR_EMPTY;

    (void)state;
    str_puts(&text, one);
    str_puts(&text, "- The third of all the levels of a page table has "
                    "{{512}} entries of 8 bytes.\n");
    begin(&t, text.at);
    import(&t, one);
    assert_string_equal(histories(&t), "a");

    /* the third one left; a fourth is as near to the first as to it */
    str_clear(&text);
    str_puts(&text, one);
    str_puts(&text, "- The fourth of all the levels of a page table has "
                    "{{512}} entries of 8 bytes.\n");
    import(&t, text.at);
    assert_string_equal(histories(&t), "a -");
    str_release(&text);
    desk_release(&t.desk);
}

static void an_answer_that_changed_is_said_until_it_is_answered(void **state)
{
    struct telling t;

    (void)state;
    begin(&t, "- Default: {{4 KiB}}\n");
    import(&t, "- Default: {{64 KiB}}\n");
    assert_string_equal(histories(&t), "a!");
    import(&t, "- The default: {{64 KiB}}\n");
    assert_string_equal(histories(&t), "a!");
    desk_day(&t.desk, DESK_DAY + 1);
    assert_int_equal(desk_answer(&t.desk, list_cards(&t).at[0], 4).flags &
                         CARD_CHANGED,
                     0);
    import(&t, "- By default: {{64 KiB}}\n");
    assert_int_equal(list_cards(&t).flags[0], 0);
    desk_release(&t.desk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_read_that_fails_loses_nothing),
        cmocka_unit_test(a_cloze_comes_back_for_its_last_answer),
        cmocka_unit_test(a_variation_of_what_is_there_is_no_return),
        cmocka_unit_test(an_answer_that_changed_is_said_until_it_is_answered),
    };

    return RUN_CASES(stories, history_follows) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
