#include "publish/anki_model.h"

#include <stdio.h>

#include "sys/json.h"

struct field {
    const char *name;
    int64_t id;
};

struct model {
    int64_t id;
    const char *name;
    bool cloze;
    const char *card; /* name of its only template */
    int64_t card_id;
    const char *front, *back;
    const struct field *fields;
    size_t nfields;
};

static const struct field cloze_fields[CLOZE_FIELDS] = {
    [CLOZE_TEXT] = {"Text", 2143315403393258},
    [CLOZE_CONTEXT] = {"Context", 3464331901473049},
    [CLOZE_EXTRA] = {"Extra", 562086820511244},
    [CLOZE_SOURCE] = {"Source", 3483491757266254},
};

static const struct field problem_fields[PROBLEM_FIELDS] = {
    [PROBLEM_FRONT] = {"Front", 157577214070097},
    [PROBLEM_ANSWER] = {"Answer", 3933890131042790},
    [PROBLEM_SOLUTION] = {"Solution", 2043208251145989},
};

#define CLOZE_PAGE(side, own)                                \
    "<div class=\"pg " side "\">\n"                          \
    "<div class=\"path\">{{Source}}</div>\n"                 \
    "{{#Context}}<div class=\"context\">{{Context}}</div>\n" \
    "{{/Context}}<div class=\"own\"" own ">{{cloze:Text}}</div>\n"

#define PROBLEM_PAGE(side) "<div class=\"pg " side "\">{{Front}}</div>\n"

static const struct model models[] = {
    {
        ANKI_CLOZE,
        "pagein Cloze",
        true,
        "Cloze",
        3262945201405150,
        CLOZE_PAGE("q", "") "</div>",
        CLOZE_PAGE("a", " id=\"answer\"") "{{#Extra}}<div "
                                          "class=\"extra\">{{Extra}}</"
                                          "div>\n{{/Extra}}</div>",
        cloze_fields,
        CLOZE_FIELDS,
    },
    {
        ANKI_PROBLEM,
        "pagein Problem",
        false,
        "Problem",
        3589911044610274,
        PROBLEM_PAGE("q") "{{type:Answer}}",
        PROBLEM_PAGE("a") "<hr id=\"answer\">\n{{type:Answer}}\n"
                          "<div class=\"pg solution\">{{Solution}}</div>",
        problem_fields,
        PROBLEM_FIELDS,
    },
};

/* Readable in the hand and on a desk, by day and by night. */
static const char css[] =
    ".card { font: 20px/1.5 system-ui, -apple-system, \"Segoe UI\", Roboto,"
    " \"Noto Sans\", sans-serif; text-align: left; color: #1c1e21;"
    " background: #fff; }\n"
    ".pg { max-width: 40em; margin: 0 auto; overflow-wrap: break-word; }\n"
    ".path { font-size: .75em; line-height: 1.3; color: #5b6470;"
    " margin-bottom: 1em; }\n"
    ".context { color: #454d57; }\n"
    ".d0, .d1, .d2, .d3, .d4, .d5, .d6, .d7 { position: relative;"
    " padding-left: 1.1em; margin: .25em 0; }\n"
    ".d0::before, .d1::before, .d2::before, .d3::before, .d4::before,"
    " .d5::before, .d6::before, .d7::before { content: \"•\"; position:"
    " absolute; left: .2em; color: #7a828c; }\n"
    ".d1 { margin-left: 1.1em; } .d2 { margin-left: 2.2em; }"
    " .d3 { margin-left: 3.3em; } .d4 { margin-left: 4.4em; }"
    " .d5 { margin-left: 5.5em; } .d6 { margin-left: 6.6em; }"
    " .d7 { margin-left: 7.7em; }\n"
    ".h { font-size: 1.15em; font-weight: bold; }\n"
    ".cloze { font-weight: bold; color: #0b57d0; }\n"
    ".a .cloze { color: #0a5c2b; background: #d7f5dd; border-radius: .2em;"
    " padding: 0 .15em; }\n"
    ".q .hidden > span, .q .later .cloze ~ .cloze-inactive > .o"
    " { display: none; }\n"
    ".q .hidden::before, .q .later .cloze ~ .cloze-inactive::before"
    " { content: \"[·]\"; color: #7a828c; }\n"
    /* apart, since old programs pass over rules with :has */
    ".q .later :has(.cloze) ~ .cloze-inactive > .o,"
    " .q .all .cloze-inactive:not(:has(.cloze)) > .o { display: none; }\n"
    ".q .later :has(.cloze) ~ .cloze-inactive::before,"
    " .q .all .cloze-inactive:not(:has(.cloze))::before"
    " { content: \"[·]\"; color: #7a828c; }\n"
    "code, pre { font-family: ui-monospace, \"SF Mono\", Menlo, Consolas,"
    " \"Roboto Mono\", monospace; font-size: .88em; }\n"
    "code { background: #eff1f3; border-radius: .2em; padding: .05em .2em; "
    "}\n"
    "pre { background: #eff1f3; border-radius: .3em; padding: .5em .6em;"
    " overflow-x: auto; line-height: 1.35; }\n"
    "pre code { background: none; padding: 0; font-size: 1em; }\n"
    ".cloze code { background: none; padding: 0; }\n"
    "table { display: block; overflow-x: auto; border-collapse: collapse;"
    " margin: .5em 0; font-size: .92em; }\n"
    "th, td { border: 1px solid #c3c9d0; padding: .15em .5em; }\n"
    "th { background: #eff1f3; }\n"
    "blockquote { margin: .5em 0; padding-left: .8em;"
    " border-left: .2em solid #c3c9d0; }\n"
    "img { max-width: 100%; height: auto; }\n"
    ".alt { color: #5b6470; }\n"
    ".extra, .solution { margin-top: 1em; padding-top: .8em;"
    " border-top: 1px solid #c3c9d0; }\n"
    ".code, .form { font-size: .75em; color: #5b6470; }\n"
    ".figure { overflow-x: auto; margin: .6em 0; }\n"
    ".figure svg { max-width: 100%; height: auto; }\n"
    ".holds { font-size: .85em; color: #454d57; }\n"
    ".holds p, .asked p, .solution li > p { margin: .2em 0; }\n"
    ".wrongs { font-size: .85em; }\n"
    "#typeans { font-size: 1em; max-width: 40em; margin-top: .5em; }\n"
    ".nightMode.card, .night_mode.card { color: #e3e5e8;"
    " background: #1e1f22; }\n"
    ".nightMode .path, .night_mode .path, .nightMode .alt, .night_mode .alt,"
    " .nightMode .code, .night_mode .code, .nightMode .form,"
    " .night_mode .form { color: #9aa3ae; }\n"
    ".nightMode .context, .night_mode .context, .nightMode .holds,"
    " .night_mode .holds { color: #bcc3cb; }\n"
    ".nightMode .cloze, .night_mode .cloze { color: #8ab4f8; }\n"
    ".nightMode .a .cloze, .night_mode .a .cloze { color: #b4efc6;"
    " background: #174229; }\n"
    ".nightMode code, .night_mode code, .nightMode pre, .night_mode pre,"
    " .nightMode th, .night_mode th { background: #2b2d31; }\n"
    ".nightMode pre code, .night_mode pre code, .nightMode .cloze code,"
    " .night_mode .cloze code { background: none; }\n"
    ".nightMode th, .nightMode td, .night_mode th, .night_mode td,"
    " .nightMode blockquote, .night_mode blockquote, .nightMode .extra,"
    " .night_mode .extra, .nightMode .solution, .night_mode .solution"
    " { border-color: #4a4e55; }\n"
    ".nightMode img, .night_mode img { background: #fff; }\n";

static void put_fields(struct json *w, const struct model *m)
{
    json_open_array(w, "flds");
    for (size_t i = 0; i < m->nfields; i++) {
        json_open_object(w, NULL);
        json_put_text(w, "name", slice_from(m->fields[i].name));
        json_put_int(w, "ord", (int64_t)i);
        json_put_bool(w, "sticky", false);
        json_put_bool(w, "rtl", false);
        json_put_text(w, "font", SLICE("Arial"));
        json_put_int(w, "size", 20);
        json_put_text(w, "description", SLICE(""));
        json_put_bool(w, "plainText", false);
        json_put_bool(w, "collapsed", false);
        json_put_bool(w, "excludeFromSearch", false);
        json_put_int(w, "id", m->fields[i].id);
        json_put_null(w, "tag");
        json_put_bool(w, "preventDeletion", false);
        json_open_array(w, "media");
        json_close(w);
        json_close(w);
    }
    json_close(w);
}

static void put_template(struct json *w, const struct model *m)
{
    json_open_array(w, "tmpls");
    json_open_object(w, NULL);
    json_put_text(w, "name", slice_from(m->card));
    json_put_int(w, "ord", 0);
    json_put_text(w, "qfmt", slice_from(m->front));
    json_put_text(w, "afmt", slice_from(m->back));
    json_put_text(w, "bqfmt", SLICE(""));
    json_put_text(w, "bafmt", SLICE(""));
    json_put_null(w, "did");
    json_put_text(w, "bfont", SLICE(""));
    json_put_int(w, "bsize", 0);
    json_put_int(w, "id", m->card_id);
    json_close(w);
    json_close(w);
}

/* For programs of before 2020: one card, when the first field has text. */
static void put_needs(struct json *w)
{
    json_open_array(w, "req");
    json_open_array(w, NULL);
    json_put_int(w, NULL, 0);
    json_put_text(w, NULL, SLICE("any"));
    json_open_array(w, NULL);
    json_put_int(w, NULL, 0);
    json_close(w);
    json_close(w);
    json_close(w);
}

static void put_model(struct json *w, const struct model *m)
{
    char key[24];

    json_open_object(
        w, (snprintf(key, sizeof key, "%lld", (long long)m->id), key));
    json_put_int(w, "id", m->id);
    json_put_text(w, "name", slice_from(m->name));
    json_put_int(w, "type", m->cloze);
    json_put_int(w, "mod", ANKI_MODEL_MOD);
    json_put_int(w, "usn", -1);
    json_put_int(w, "sortf", 0);
    json_put_null(w, "did");
    put_template(w, m);
    put_fields(w, m);
    json_put_text(w, "css", SLICE(css));
    json_put_text(
        w, "latexPre",
        SLICE("\\documentclass[12pt]{article}\n\\special{papersize=3in,5in}"
              "\n\\usepackage[utf8]{inputenc}\n\\usepackage{amssymb,amsmath}"
              "\n\\pagestyle{empty}\n\\setlength{\\parindent}{0in}\n"
              "\\begin{document}\n"));
    json_put_text(w, "latexPost", SLICE("\\end{document}"));
    json_put_bool(w, "latexsvg", false);
    put_needs(w);
    json_open_array(w, "vers");
    json_close(w);
    json_open_array(w, "tags");
    json_close(w);
    json_close(w);
}

void anki_models(struct str *out)
{
    struct json w = json_to_line(out);

    json_open_object(&w, NULL);
    for (size_t i = 0; i < sizeof models / sizeof *models; i++)
        put_model(&w, &models[i]);
    json_close(&w);
}
