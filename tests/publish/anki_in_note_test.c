/* Notes of Anki's as notes of ours: what a card of each note type asks and
 * answers, as it is told in plain. */
#include "check.h"
#include "publish/anki_in_note.h"
#include "view/plain.h"

enum { FIELDS = 4, TEMPLATES = 5 };

struct type_case {
    const char *name;
    bool cloze;
    const char *templates[TEMPLATES][2];
    const char *fields[FIELDS];
    const char *want; /* question / answer of each card, a line each */
};

#define BASIC                                       \
    {                                               \
        "{{A}}", "{{FrontSide}}<hr id=answer>{{B}}" \
    }
#define BACK                                        \
    {                                               \
        "{{B}}", "{{FrontSide}}<hr id=answer>{{A}}" \
    }
#define CLOZE                                 \
    {                                         \
        "{{cloze:A}}", "{{cloze:A}}<br>{{B}}" \
    }

static const struct type_case types[] = {
    {"basic", false, {BASIC}, {"q", "a"}, "1: q [...] / q a\n"},
    {"a question of several paragraphs",
     false,
     {BASIC},
     {"<p>one</p><p>two</p>", "a"},
     "1: one two [...] / one two a\n"},
    {"a question that is a list",
     false,
     {BASIC},
     {"<ul><li>x<li>y</ul>", "a"},
     "1: x y [...] / x y a\n"},
    {"a table behind the answer",
     false,
     {BASIC},
     {"q", "a<table><tr><td>x<td>y</table>"},
     "1: q [...] / q a x; y\n"},
    {"an answer that is a table",
     false,
     {BASIC},
     {"q", "<table><tr><td>x<td>y</table>"},
     "1: q [...] / q x | y\n"},
    {"an answer without anything", false, {BASIC}, {"q", " <br>"}, ""},
    {"a question without anything",
     false,
     {BASIC},
     {"", "a"},
     "1: [...] / a\n"},
    {"both ways",
     false,
     {BASIC, BACK},
     {"q", "a"},
     "1: q [...] / q a\n2: [...] a / q a\n"},
    {"words of the template itself",
     false,
     {{"What is {{A}}?", "{{FrontSide}}<hr id=answer>It is {{B}}."}},
     {"x", "y"},
     "1: What is x? [...] / What is x? It is y.\n"},
    {"an answer that repeats its question",
     false,
     {{"{{A}}", "{{A}} means {{B}}"}},
     {"x", "y"},
     "1: x [...] / x means y\n"},
    {"what is to be typed is no part of the question",
     false,
     {{"{{A}} {{type:B}}", "{{A}}<hr id=answer>{{type:B}}"}},
     {"x", "y"},
     "1: x [...] / x y\n"},
    {"a hint shows with the answer",
     false,
     {{"{{A}} {{hint:C}}", "{{FrontSide}}<hr id=answer>{{B}} {{C}}"}},
     {"x", "y", "z"},
     "1: x [...] / x y z\n"},
    {"conditions that hold and do not",
     false,
     {{"{{#C}}no{{/C}}{{^C}}yes {{A}}{{/C}}{{#D}}d{{/D}}",
       "{{FrontSide}}<hr id=answer>{{B}}"}},
     {"x", "y", "", "w"},
     "1: yes xd [...] / yes xd y\n"},
    {"a field that is not there",
     false,
     {{"{{A}}{{Z}}", "{{FrontSide}}<hr id=answer>{{B}}"}},
     {"x", "y"},
     "1: x [...] / x y\n"},
    {"three ways to ask, with names of fields",
     false,
     {{"{{A}}", "{{B}} {{C}}"}, {"{{B}}", "{{A}}"}, {"{{C}}", "{{A}}"}},
     {"x", "y", "z"},
     "1: A: x B: [1: ...] C: [2: ...] / A: x B: y C: z\n"
     "2: A: [1: ...] B: y C: [2: ...] / A: x B: y C: z\n"
     "3: A: [1: ...] B: [2: ...] C: z / A: x B: y C: z\n"},
    {"more ways than a field can be hidden in",
     false,
     {{"{{A}}", "{{B}}"},
      {"{{A}}!", "{{B}}"},
      {"{{A}}?", "{{B}}"},
      {"{{A}}.", "{{B}}"}},
     {"x", "y"},
     "1: x [...] / x y\n2: x! [...] / x! y\n3: x? [...] / x? y\n"
     "4: x. [...] / x. y\n"},
    {"clozes",
     true,
     {CLOZE},
     {"{{c1::x}} and {{c3::y::h}}"},
     "1: [...] and y / x and y\n3: x and [h] / x and y\n"},
    {"what only the answer shows",
     true,
     {CLOZE},
     {"{{c1::x}}", "more"},
     "1: [...] / x more\n"},
    {"what stands in front",
     true,
     {{"<div>{{B}}</div>{{cloze:A}}", "{{B}}{{cloze:A}} {{C}}"}},
     {"{{c1::x}}", "context", "more"},
     "1: context [...] / context x more\n"},
    {"a cloze note to be typed",
     true,
     {{"{{cloze:A}} {{type:cloze:A}}", "{{cloze:A}}"}},
     {"{{c1::x}}"},
     "1: [1: ...] [2: ...] / x x\n"},
    {"a cloze note without any", true, {CLOZE}, {"x"}, ""},
};

static void put_card(struct str *out, const struct note *note, uint32_t card)
{
    struct card_face face = {.note = note, .card = card};
    struct str text = STR_EMPTY;
    uint32_t number = 0;

    for (uint32_t i = 0; i < note->leaf->nclozes; i++)
        if (note->leaf->clozes[i].card == card)
            number = note->leaf->clozes[i].number;
    plain_card(&text, &face);
    face.revealed = true;
    str_puts(&text, "/ ");
    plain_card(&text, &face);
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == '\n')
            text.at[i] = ' ';
    str_printf(out, "%u: %.*s\n", number,
               SLICE_FMT(slice_trim(str_slice(&text))));
    str_release(&text);
}

/* By number, in whatever order the cards stand in the text. */
static void put_note(struct str *out, const struct note *note)
{
    for (uint32_t number = 1; number < 10; number++)
        for (uint32_t i = 0; i < note->ncards; i++)
            for (uint32_t k = 0; k < note->leaf->nclozes; k++)
                if (note->leaf->clozes[k].number == number &&
                    note->leaf->clozes[k].card == i) {
                    put_card(out, note, i);
                    k = note->leaf->nclozes;
                }
}

static void asks_and_answers(void **state)
{
    const struct type_case *c = *state;
    static struct slice names[FIELDS] = {
        {"A", 1}, {"B", 1}, {"C", 1}, {"D", 1}};
    const int ords[TEMPLATES] = {0, 1, 2, 3, 4};
    struct anki_template templates[TEMPLATES];
    struct slice fields[FIELDS];
    struct anki_type type = {.cloze = c->cloze,
                             .fields = names,
                             .nfields = FIELDS,
                             .templates = templates};
    struct anki_source source = {
        .type = &type, .fields = fields, .ords = ords};
    struct left_list left = {0};
    struct arena arena = {0};
    struct str out = STR_EMPTY;
    struct anki_made *made;

    for (size_t i = 0; i < FIELDS; i++)
        fields[i] = slice_from(c->fields[i] != NULL ? c->fields[i] : "");
    for (size_t i = 0; i < TEMPLATES && c->templates[i][0] != NULL; i++)
        templates[type.ntemplates++] = (struct anki_template){
            slice_from(c->templates[i][0]), slice_from(c->templates[i][1])};
    source.nords = type.ntemplates;
    source.guid = SLICE("g");
    for (size_t i = 0, n = anki_make(&made, &source, &arena, &left); i < n;
         i++)
        put_note(&out, &made[i].note);
    assert_string_equal(out.at, c->want);
    assert_true(out.len > 0 || left_any(&left));
    str_release(&out);
    arena_release(&arena);
    left_release(&left);
}

int main(void)
{
    return RUN_CASES(types, asks_and_answers);
}
