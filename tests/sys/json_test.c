/* JSON: what is written is safe and reads back the same. */
#include <math.h>

#include "base/rng.h"
#include "check.h"
#include "sys/json.h"

static void a_document_is_laid_out_one_item_a_line(void **state)
{
    struct str out = STR_EMPTY;
    struct json w = json_to(&out);

    (void)state;
    json_open_object(&w, NULL);
    json_put_text(&w, "deck", SLICE("vm"));
    json_open_array(&w, "cards");
    json_put_int(&w, NULL, INT64_MIN);
    json_open_object(&w, NULL);
    json_put_bool(&w, "marked", true);
    json_put_bool(&w, "buried", false);
    json_close(&w);
    json_open_array(&w, NULL);
    json_close(&w);
    json_close(&w);
    json_open_object(&w, "empty");
    json_close(&w);
    json_put_null(&w, "exam");
    json_close(&w);
    assert_string_equal(out.at, "{\n"
                                "  \"deck\": \"vm\",\n"
                                "  \"cards\": [\n"
                                "    -9223372036854775808,\n"
                                "    {\n"
                                "      \"marked\": true,\n"
                                "      \"buried\": false\n"
                                "    },\n"
                                "    []\n"
                                "  ],\n"
                                "  \"empty\": {},\n"
                                "  \"exam\": null\n"
                                "}\n");
    str_release(&out);
}

static void a_real_number_has_its_decimals(void **state)
{
    struct str out = STR_EMPTY;
    struct json w = json_to_line(&out);

    (void)state;
    json_open_array(&w, NULL);
    json_put_real(&w, NULL, 0.5, 2);
    json_put_real(&w, NULL, -0.0625, 3);
    json_put_real(&w, NULL, 2.9999, 2);
    json_put_real(&w, NULL, 7, 0);
    json_put_real(&w, NULL, -0.001, 2);
    json_put_real(&w, NULL, (double)NAN, 2);
    json_close(&w);
    assert_string_equal(out.at, "[0.50, -0.063, 3.00, 7, 0.00, null]\n");
    str_release(&out);
}

static void a_compact_document_is_one_line(void **state)
{
    struct str out = STR_EMPTY;

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct json w = json_to_line(&out);

        json_open_object(&w, NULL);
        json_put_int(&w, "id", i);
        json_open_array(&w, "tags");
        json_put_text(&w, NULL, SLICE("a"));
        json_put_text(&w, NULL, SLICE("b"));
        json_close(&w);
        json_close(&w);
    }
    assert_string_equal(out.at, "{\"id\": 0, \"tags\": [\"a\", \"b\"]}\n"
                                "{\"id\": 1, \"tags\": [\"a\", \"b\"]}\n");
    str_release(&out);
}

struct text {
    const char *name, *text;
    size_t len;
    const char *want;
};

#define BYTES(lit) (lit), sizeof(lit) - 1

static const struct text texts[] = {
    {"plain", BYTES("page"), "\"page\"\n"},
    {"nothing", BYTES(""), "\"\"\n"},
    {"quotes and backslashes", BYTES("\"\\"), "\"\\\"\\\\\"\n"},
    {"controls", BYTES("a\n\x1b\x7f\0b"), "\"a\\n\\u001B\\u007F\\u0000b\"\n"},
    {"C1 and bidi", BYTES("\xc2\x9b\xe2\x80\xae"), "\"\\u009B\\u202E\"\n"},
    {"beyond the basic plane", BYTES("\U0001f469"), "\"\\uD83D\\uDC69\"\n"},
    {"broken bytes",
     BYTES("a\xff\xe2\x82"
           "b\xc3"),
     "\"a\\uFFFD\\uFFFD\\uFFFDb\\uFFFD\"\n"},
    {"a surrogate and an overlong", BYTES("\xed\xa0\x80 \xc0\xaf"),
     "\"\\uFFFD\\uFFFD\\uFFFD \\uFFFD\\uFFFD\"\n"},
    {"broken bytes among good ones", BYTES("ü\xff日"),
     "\"\\u00FC\\uFFFD\\u65E5\"\n"},
};

static void each_text(void **state)
{
    const struct text *t = *state;
    struct str out = STR_EMPTY;
    struct json w = json_to(&out);

    json_put_text(&w, NULL, (struct slice){t->text, t->len});
    assert_string_equal(out.at, t->want);
    str_release(&out);
}

static void no_text_is_no_pointer_needed(void **state)
{
    struct str out = STR_EMPTY;
    struct json w = json_to(&out);

    (void)state;
    json_put_text(&w, NULL, (struct slice){NULL, 0});
    assert_string_equal(out.at, "\"\"\n");
    str_release(&out);
}

static void a_document_is_read_into_a_tree(void **state)
{
    const char *const text =
        "{\"t\": \"\\u0000é\", \"i\": -5, \"f\": 2.5, \"y\": true,"
        " \"n\": false, \"z\": null, \"l\": [1, [], {}]}";
    const enum json_kind kinds[] = {JSON_TEXT, JSON_INT,  JSON_FLOAT,
                                    JSON_BOOL, JSON_BOOL, JSON_NIL,
                                    JSON_LIST};
    const struct json_value *c;
    struct json_doc doc;
    struct err err;
    struct slice t;
    int64_t i;
    bool y, n;
    size_t k = 0;

    (void)state;
    assert_int_equal(json_read(&doc, slice_from(text), "f", &err), 0);
    assert_int_equal(doc.root->kind, JSON_MAP);
    assert_int_equal(doc.root->n, COUNT(kinds));
    for (c = doc.root->first; c != NULL; c = c->next)
        assert_int_equal(c->kind, kinds[k++]);
    assert_true(json_find_text(doc.root, "t", &t));
    assert_true(slice_eq(t, SLICE("\0é")));
    assert_true(json_find_int(doc.root, "i", -5, 5, &i) && i == -5);
    assert_true(json_find(doc.root, "f")->real == 2.5);
    assert_true(json_find_bool(doc.root, "y", &y) && y);
    assert_true(json_find_bool(doc.root, "n", &n) && !n);
    assert_int_equal(json_find(doc.root, "l")->n, 3);
    assert_int_equal(json_find(doc.root, "l")->first->next->kind, JSON_LIST);
    json_release(&doc);
    assert_null(doc.root);
}

static void what_is_not_there_or_else_is_not_found(void **state)
{
    struct json_doc doc;
    struct err err;
    struct slice t = SLICE("kept");
    int64_t i = 7;
    bool y = true;

    (void)state;
    assert_int_equal(
        json_read(&doc, SLICE("{\"a\": 9, \"b\": 1.0}"), "f", &err), 0);
    assert_false(json_find_text(doc.root, "a", &t));
    assert_false(json_find_bool(doc.root, "a", &y));
    assert_false(json_find_int(doc.root, "a", 0, 8, &i));
    assert_false(json_find_int(doc.root, "a", 10, 11, &i));
    assert_false(json_find_int(doc.root, "b", 0, 8, &i));
    assert_false(json_find_int(doc.root, "c", 0, 8, &i));
    assert_true(i == 7 && y && slice_is(t, "kept"));
    assert_null(json_find(json_find(doc.root, "a"), "a"));
    assert_null(json_find(NULL, "a"));
    json_release(&doc);
}

struct refusal {
    const char *name, *text, *want;
};

static const struct refusal refusals[] = {
    {"nothing", "", "f.json:1:1: not JSON: "},
    {"no value", "{\"a\": tru}", "f.json:1:9: not JSON: "},
    {"a list without end", "[1,\n 2", "f.json:2:2: not JSON: "},
    {"a key twice", "{\"a\":1,\n\"a\":2}", "f.json:2:3: not JSON: "},
    {"two documents", "1\n2", "f.json:2:1: not JSON: "},
    {"not UTF-8", "\"\xff\"", "f.json:1:1: not JSON: "},
    {"a number too great", "9223372036854775808", "f.json:1:19: not JSON: "},
    {"nesting",
     "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
     "f.json: JSON nested deeper than 32 levels."},
    {"nesting in objects",
     "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
     "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
     "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":"
     "{\"a\":{\"a\":{\"a\":1}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}",
     "f.json: JSON nested deeper than 32 levels."},
};

static void each_refusal(void **state)
{
    const struct refusal *r = *state;
    struct json_doc doc = {NULL, {0}};
    struct err err = {ERR_NONE, ""};

    assert_int_equal(json_read(&doc, slice_from(r->text), "f.json", &err),
                     -1);
    assert_int_equal(err.kind, ERR_NOTES);
    assert_memory_equal(err.text, r->want, strlen(r->want));
    assert_null(doc.root);
}

/* Writes a random tree while building the text that a reading of it shows. */
static void write_random(struct rng *rng, struct json *w, struct str *shown,
                         const char *key, int depth)
{
    uint64_t kind = rng_below(rng, depth > 3 ? 4 : 6);
    int64_t n = (int64_t)rng_next(rng);

    if (key != NULL)
        str_printf(shown, "%s=", key);
    if (kind == 0) {
        json_put_null(w, key);
        str_puts(shown, "nil ");
    } else if (kind == 1) {
        json_put_bool(w, key, n & 1);
        str_puts(shown, n & 1 ? "yes " : "no ");
    } else if (kind == 2) {
        json_put_int(w, key, n);
        str_printf(shown, "%lld ", (long long)n);
    } else if (kind == 3) {
        struct str text = STR_EMPTY;

        for (uint64_t i = rng_below(rng, 9); i > 0; i--)
            str_puts(&text,
                     (const char *[]){"a", "\x7f", "ü", "\"\\", "\n",
                                      "\U0001f469"}[rng_below(rng, 6)]);
        json_put_text(w, key, str_slice(&text));
        str_printf(shown, "<%s> ", text.at);
        str_release(&text);
    } else {
        int children = (int)rng_below(rng, 5);

        (kind == 4 ? json_open_array : json_open_object)(w, key);
        str_puts(shown, kind == 4 ? "[" : "{");
        for (int i = 0; i < children; i++) {
            char name[8] = {(char)('a' + i)};

            write_random(rng, w, shown, kind == 4 ? NULL : name, depth + 1);
        }
        json_close(w);
        str_puts(shown, kind == 4 ? "]" : "}");
    }
}

static void show(struct str *out, const struct json_value *v)
{
    const struct json_value *c;

    if (v->key.len > 0)
        str_printf(out, "%.*s=", SLICE_FMT(v->key));
    if (v->kind == JSON_NIL)
        str_puts(out, "nil ");
    else if (v->kind == JSON_BOOL)
        str_puts(out, v->yes ? "yes " : "no ");
    else if (v->kind == JSON_INT)
        str_printf(out, "%lld ", (long long)v->number);
    else if (v->kind == JSON_TEXT)
        str_printf(out, "<%.*s> ", SLICE_FMT(v->text));
    else {
        str_puts(out, v->kind == JSON_LIST ? "[" : "{");
        for (c = v->first; c != NULL; c = c->next)
            show(out, c);
        str_puts(out, v->kind == JSON_LIST ? "]" : "}");
    }
}

static void
what_is_written_is_plain_ascii_and_reads_back_the_same(void **state)
{
    struct rng rng = rng_new(3);
    struct str out = STR_EMPTY, want = STR_EMPTY, got = STR_EMPTY;
    struct json_doc doc;
    struct err err;

    (void)state;
    for (int i = 0; i < 2000; i++) {
        struct json w = i % 2 ? json_to(&out) : json_to_line(&out);

        write_random(&rng, &w, &want, NULL, 0);
        for (size_t b = 0; b < out.len; b++)
            assert_true((out.at[b] >= ' ' && out.at[b] <= '~') ||
                        out.at[b] == '\n');
        assert_int_equal(json_read(&doc, str_slice(&out), "f", &err), 0);
        show(&got, doc.root);
        assert_string_equal(got.at, want.at);
        json_release(&doc);
        str_clear(&out);
        str_clear(&want);
        str_clear(&got);
    }
    str_release(&out);
    str_release(&want);
    str_release(&got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_is_laid_out_one_item_a_line),
        cmocka_unit_test(a_real_number_has_its_decimals),
        cmocka_unit_test(a_compact_document_is_one_line),
        cmocka_unit_test(no_text_is_no_pointer_needed),
        cmocka_unit_test(a_document_is_read_into_a_tree),
        cmocka_unit_test(what_is_not_there_or_else_is_not_found),
        cmocka_unit_test(
            what_is_written_is_plain_ascii_and_reads_back_the_same),
    };

    return RUN_CASES(texts, each_text) + RUN_CASES(refusals, each_refusal) +
           cmocka_run_group_tests(tests, NULL, NULL);
}
