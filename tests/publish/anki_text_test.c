/* How Anki names and compares notes; the values are what Anki itself gives. */
#include "check.h"
#include "publish/anki.h"
#include "publish/anki_text.h"

static const struct strip_case {
    const char *name, *html, *stripped;
    uint32_t checksum;
} strips[] = {
    {"nothing", "", "", 3661210606u},
    {"a word", "front", "front", 460909371u},
    {"digits", "4096", "4096", 1629801364u},
    {"an entity and a tag", "a &lt; b<br>c", "a < bc", 2967968692u},
    {"a picture is its name", "<b>Hi</b> <img src=\"a.png\" alt=\"x\" />",
     "Hi  a.png ", 55947823u},
    {"a number", "a&#58;b", "a:b", 3706351004u},
    {"an end without a beginning", "a & b", "a & b", 2463288064u},
};

static void strip(void **state)
{
    const struct strip_case *c = *state;
    struct str out = STR_EMPTY;

    anki_strip(&out, slice_from(c->html));
    assert_string_equal(out.at, c->stripped);
    assert_int_equal(anki_checksum(str_slice(&out)), c->checksum);
    str_release(&out);
}

static const struct guid_case {
    const char *name, *guid;
} guids[] = {
    {"n1", "EM)K~WP0IS"},
    {"vm-0001", "DGq+zUR=YM"},
};

static void guid(void **state)
{
    const struct guid_case *c = *state;
    struct str out = STR_EMPTY;

    anki_guid(&out, slice_from(c->name));
    assert_string_equal(out.at, c->guid);
    str_release(&out);
}

static void a_note_goes_by_its_uid(void **state)
{
    struct str a = STR_EMPTY, b = STR_EMPTY;

    (void)state;
    anki_note_guid(&a, 0x0123456789abcdef);
    anki_guid(&b, SLICE("0123456789abcdef"));
    assert_string_equal(a.at, b.at);
    str_release(&a);
    str_release(&b);
}

static const struct deck_case {
    const char *name, *want;
} decks[] = {
    {"vm", "vm"},
    {"OS::Memory", "OS::Memory"},
    {" OS :: Memory: ", "OS::Memory"},
    {"OS::::Memory", "OS::blank::Memory"},
    {"a \"b\"\n", "a 'b'"},
    {"", "pagein"},
    {"Default", "pagein"},
};

static void deck(void **state)
{
    const struct deck_case *c = *state;
    struct str out = STR_EMPTY;

    anki_deck_name(&out, slice_from(c->name));
    assert_string_equal(out.at, c->want);
    str_release(&out);
}

static const struct file_case {
    const char *name;
    bool collection;
} files[] = {
    {"vm.apkg", false},          {"a/collection.apkg", true},
    {"Collection.apkg", true},   {"backup-3.apkg", true},
    {"my-backup-3.apkg", false},
};

static void file(void **state)
{
    const struct file_case *c = *state;

    assert_int_equal(anki_is_collection_name(slice_from(c->name)),
                     c->collection);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_note_goes_by_its_uid),
    };

    return RUN_CASES(strips, strip) + RUN_CASES(guids, guid) +
           RUN_CASES(decks, deck) + RUN_CASES(files, file) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
