/* The notes of a deck as they leave it, and when each last became what it
 * is: only that note is newer which shows another thing. */
#include <stdio.h>

#include "check.h"
#include "deck/export.h"
#include "desk.h"

/* What was handed out, a line a note: path, subdeck, cards as ord:answer,
 * tags. */
struct seen {
    struct str text;
    struct {
        char answer[40];
        int64_t ms;
        uint64_t uid;
    } notes[20];
    size_t n;
};

static int look(const struct export_note *note, void *arg, struct err *err)
{
    struct seen *s = arg;
    struct str answer = STR_EMPTY;

    (void)err;
    str_put(&s->text, note->path);
    if (note->subdeck.len > 0)
        str_printf(&s->text, " (%.*s)", SLICE_FMT(note->subdeck));
    for (size_t i = 0; i < note->ncards; i++) {
        str_clear(&answer);
        note_answer(&answer, &note->note, note->cards[i].index);
        str_printf(&s->text, " %d:%s", note->cards[i].ord, answer.at);
        if (i == 0)
            snprintf(s->notes[s->n].answer, 40, "%s", answer.at);
    }
    for (size_t i = 0; i < note->ntags; i++)
        str_printf(&s->text, " #%.*s", SLICE_FMT(note->tags[i]));
    str_putc(&s->text, '\n');
    s->notes[s->n].ms = note->changed_ms;
    s->notes[s->n++].uid = note->uid;
    str_release(&answer);
    return 0;
}

static struct seen export(struct desk *d)
{
    struct seen s = {.text = STR_EMPTY};

    assert_int_equal(deck_export(d->deck, look, &s, &d->err), 0);
    return s;
}

static int64_t time_of(const struct seen *s, const char *answer)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->notes[i].answer, answer) == 0)
            return s->notes[i].ms;
    fail_msg("no note with the answer %s", answer);
    return 0;
}

/* Which notes have changed between the two, by their first answers. */
static void assert_newer(struct desk *d, const struct seen *before,
                         const char *answers)
{
    struct seen now = export(d);
    struct str newer = STR_EMPTY;

    for (size_t i = 0; i < now.n; i++)
        for (size_t k = 0; k < before->n; k++)
            if (now.notes[i].uid == before->notes[k].uid &&
                now.notes[i].ms != before->notes[k].ms) {
                assert_true(now.notes[i].ms > before->notes[k].ms);
                str_printf(&newer, "%s%s", newer.len > 0 ? " " : "",
                           now.notes[i].answer);
            }
    assert_string_equal(newer.at, answers);
    str_release(&newer);
    str_release(&now.text);
}

#define NOTES                                  \
    "# Pages\n\n- A page is {{4096}} bytes.\n" \
    "- The {{index}} and the {{offset}}.\n"

static void notes_leave_in_the_order_of_their_files(void **state)
{
    struct desk d;
    struct seen s;

    (void)state;
    desk_init(&d);
    desk_write(&d, "n/b.md", "---\ntags: [vm, os]\n---\n" NOTES);
    desk_write(&d, "n/a.md", "---\ndeck: OS::Memory\n---\n- {{c7::x}} {{y}}");
    desk_import(&d, "n");
    s = export(&d);
    assert_string_equal(s.text.at, "a.md (OS::Memory) 7:x 8:y\n"
                                   "b.md 1:4096 #os #vm\n"
                                   "b.md 1:index 2:offset #os #vm\n");
    str_release(&s.text);
    desk_release(&d);
}

static void what_left_the_notes_stays_here(void **state)
{
    struct desk d;
    struct seen s;

    (void)state;
    desk_init(&d);
    desk_notes(&d, NOTES);
    desk_wait(&d, 5000);
    desk_notes(&d, "# Pages\n\n- The index and the {{offset}}.\n");
    s = export(&d);
    assert_string_equal(s.text.at, "notes.md 2:offset\n");
    str_release(&s.text);
    desk_release(&d);
}

static void a_tag_of_a_card_is_one_of_its_note(void **state)
{
    struct desk d;
    struct seen s;
    int64_t card;

    (void)state;
    desk_init(&d);
    desk_notes(&d, "---\ntags: [os]\n---\n" NOTES);
    card = desk_find(&d, "offset");
    assert_int_equal(
        deck_tag(d.deck, SLICE("hard"), true, &card, 1, d.now, &d.err), 1);
    assert_int_equal(
        deck_tag(d.deck, SLICE("os"), false, &card, 1, d.now, &d.err), 1);
    s = export(&d);
    assert_string_equal(s.text.at, "notes.md 1:4096 #os\n"
                                   "notes.md 1:index 2:offset #hard #os\n");
    str_release(&s.text);
    desk_release(&d);
}

/* --- times -------------------------------------------------------------- */

static struct seen begin(struct desk *d)
{
    struct seen s;

    desk_init(d);
    desk_notes(d, NOTES);
    s = export(d);
    assert_int_equal(time_of(&s, "4096"), d->now.utc_ms);
    desk_wait(d, 5000);
    return s;
}

static void end(struct desk *d, struct seen *s)
{
    str_release(&s->text);
    desk_release(d);
}

static void an_edit_is_of_one_note(void **state)
{
    struct desk d;
    struct seen s = begin(&d);

    (void)state;
    desk_notes(&d, "# Pages\n\n- Here is a new line.\n"
                   "- A page is {{4096}} bytes.\n"
                   "- The {{index}} and then the {{offset}}.\n");
    assert_newer(&d, &s, "index");
    end(&d, &s);
}

static void a_heading_is_of_all_below_it(void **state)
{
    struct desk d;
    struct seen s = begin(&d);

    (void)state;
    desk_notes(&d, "# Frames\n\n- A page is {{4096}} bytes.\n"
                   "- The {{index}} and the {{offset}}.\n");
    assert_newer(&d, &s, "4096 index");
    end(&d, &s);
}

static void an_answer_changes_nothing(void **state)
{
    struct desk d;
    struct seen s = begin(&d);

    (void)state;
    desk_answer(&d, desk_find(&d, "4096"), 4);
    desk_flag(&d, VERB_SUSPEND, desk_find(&d, "4096"));
    desk_set(&d, "new", "7");
    assert_newer(&d, &s, "");
    end(&d, &s);
}

static void a_tag_is_of_one_note_and_so_is_taking_it_back(void **state)
{
    struct desk d;
    struct seen s = begin(&d);
    int64_t card = desk_find(&d, "4096");

    (void)state;
    assert_int_equal(
        deck_tag(d.deck, SLICE("hard"), true, &card, 1, d.now, &d.err), 1);
    assert_newer(&d, &s, "4096");
    str_release(&s.text);
    s = export(&d);
    desk_wait(&d, 5000);
    assert_string_equal(desk_undo(&d), "tag hard on A page is [...] bytes.");
    assert_newer(&d, &s, "4096");
    end(&d, &s);
}

static void the_tags_of_a_file_are_of_all_its_notes(void **state)
{
    struct desk d;
    struct seen s = begin(&d);

    (void)state;
    desk_notes(&d, "---\ntags: [vm]\n---\n" NOTES);
    assert_newer(&d, &s, "4096 index");
    str_release(&s.text);
    s = export(&d);
    desk_wait(&d, 5000);
    desk_notes(&d, "---\ntags: [vm]\n---\n\n" NOTES);
    assert_newer(&d, &s, "");
    end(&d, &s);
}

static void a_picture_is_of_all_notes_of_its_file(void **state)
{
    struct desk d;
    struct seen s;

    (void)state;
    desk_init(&d);
    desk_write(&d, "a.png", "one");
    desk_notes(&d, "![map](a.png)\n\n" NOTES);
    s = export(&d);
    desk_wait(&d, 5000);
    desk_write(&d, "a.png", "another");
    desk_import(&d, "notes.md");
    assert_newer(&d, &s, "4096 index");
    end(&d, &s);
}

static void an_import_taken_back_makes_all_newer(void **state)
{
    struct desk d;
    struct seen s = begin(&d);

    (void)state;
    desk_notes(&d, "# Pages\n\n- A page is {{4096}} bytes.\n"
                   "- The {{index}} and then the {{offset}}.\n");
    str_release(&s.text);
    s = export(&d);
    desk_wait(&d, 5000);
    (void)desk_undo(&d);
    assert_newer(&d, &s, "4096 index");
    end(&d, &s);
}

static void a_setting_is_of_notes_with_several_clozes(void **state)
{
    struct desk d;
    struct seen s = begin(&d);

    (void)state;
    desk_set(&d, "others", "hide");
    assert_newer(&d, &s, "index");
    end(&d, &s);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(notes_leave_in_the_order_of_their_files),
        cmocka_unit_test(what_left_the_notes_stays_here),
        cmocka_unit_test(a_tag_of_a_card_is_one_of_its_note),
        cmocka_unit_test(an_edit_is_of_one_note),
        cmocka_unit_test(a_heading_is_of_all_below_it),
        cmocka_unit_test(an_answer_changes_nothing),
        cmocka_unit_test(a_tag_is_of_one_note_and_so_is_taking_it_back),
        cmocka_unit_test(the_tags_of_a_file_are_of_all_its_notes),
        cmocka_unit_test(a_picture_is_of_all_notes_of_its_file),
        cmocka_unit_test(an_import_taken_back_makes_all_newer),
        cmocka_unit_test(a_setting_is_of_notes_with_several_clozes),
    };

    return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
