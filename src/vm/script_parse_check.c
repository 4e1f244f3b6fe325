/* `expect`: what should have come about.
 *
 *     expect no fault                       how the last access went
 *     expect copy                           what the system did meanwhile
 *     expect A heap[0] not writable         what a page is
 *     expect frame A heap == frame B heap   two numbers */
#include "base/str.h"
#include "vm/count.h"
#include "vm/script_inside.h"

const struct script_word script_terms[TERMS] = {
    [TERM_NUMBER] = {NULL, NULL},
    [TERM_COUNT] = {NULL, NULL},
    [TERM_VALUE] = {"value", "what the last access read or wrote"},
    [TERM_PAGES] = {"pages", "how many pages sample found accessed, or "
                             "pageout wrote out"},
    [TERM_PA] = {"pa", "the physical address of the last access or "
                       "translation"},
    [TERM_FAULT_ADDRESS] = {"fault-address", "that of its last fault"},
    [TERM_ERROR_CODE] = {"error-code", "that of its last fault"},
    [TERM_FREE] = {"free", "how many frames are free on machine 0"},
    [TERM_AREAS] = {"areas", "areas A: how many areas A has"},
    [TERM_FRAME] = {"frame", "frame A PLACE: the frame of A's page there"},
    [TERM_REFS] = {"refs", "refs A PLACE: how many entries name that frame"},
    [TERM_BYTE] = {"byte", "byte A PLACE: what is in memory there"},
    [TERM_START] = {"start", "start A PLACE: where the area there begins"},
    [TERM_SIZE] = {"size", "size A PLACE: its bytes"},
};

const char *const script_comparisons[] = {
    [CMP_EQ] = "==", [CMP_NE] = "!=", [CMP_LT] = "<",
    [CMP_LE] = "<=", [CMP_GT] = ">",  [CMP_GE] = ">=",
};

const struct script_word script_outcomes[OUTCOMES] = {
    [OUTCOMES_FAULT] = {"fault", "it faulted"},
    [OUTCOMES_DONE] = {"done", "it was done in the end"},
    [OUTCOMES_SEGV] = {"SIGSEGV", "it ended in SIGSEGV"},
    [OUTCOMES_MAPERR] = {"MAPERR", "SIGSEGV: nothing is mapped there"},
    [OUTCOMES_ACCERR] = {"ACCERR", "SIGSEGV: the area does not allow it"},
    [OUTCOMES_BUS] = {"SIGBUS", "it was behind the end of the file"},
    [OUTCOMES_NO_MEMORY] = {"out-of-memory", "no frame was left"},
};

const struct script_word script_pages[PAGES_WHATS] = {
    [PAGES_PRESENT] = {"present", "its entry is valid"},
    [PAGES_ABSENT] = {"absent", "it has no frame"},
    [PAGES_SWAPPED] = {"swapped", "it is on the swap disk"},
    [PAGES_WRITABLE] = {"writable", "its entry allows writing"},
    [PAGES_ACCESSED] = {"accessed", "its accessed bit is set"},
    [PAGES_DIRTY] = {"dirty", "its dirty bit is set"},
    [PAGES_SHARED] = {"shared", "several entries name its frame"},
    [PAGES_ZERO] = {"zero", "it is the page of zeros"},
    [PAGES_MAPPED] = {"mapped", "it is in an area"},
};

static bool is_of_process(enum term_kind kind)
{
    return kind >= TERM_AREAS;
}

static bool has_place(enum term_kind kind)
{
    return kind >= TERM_FRAME;
}

/* What a term is about, behind its word. */
static bool subject(struct parser *p, struct term *out)
{
    enum term_kind kind = (enum term_kind)out->kind;

    if (is_of_process(kind) && !names_use(p, NAME_PROCESS, &out->process))
        return false;
    return !has_place(kind) || words_place(p, &out->place);
}

static bool term(struct parser *p, struct term *out)
{
    int row;

    *out = (struct term){.kind = TERM_NUMBER, .col = p->now.at + 1};
    if (p->now.kind == TOKEN_NUMBER)
        return words_size(p, &out->number);
    row = words_row(p, script_terms, TERMS, sizeof *script_terms);
    if (row >= 0) {
        out->kind = (uint8_t)row;
        return subject(p, out);
    }
    row = words_row(p, counters, COUNTERS, sizeof *counters);
    if (row < 0)
        return words_expected(p, "a number or a word such as value, faults "
                                 "or frame A heap");
    out->kind = TERM_COUNT;
    out->number = (uint64_t)row;
    return true;
}

static bool compare(struct parser *p, struct check *c)
{
    int row;

    if (!term(p, &c->left))
        return false;
    if (words_are_over(p) && c->left.kind == TERM_COUNT) {
        c->kind = CHECK_COUNT;
        c->what = (uint8_t)c->left.number;
        return true;
    }
    c->kind = CHECK_COMPARE;
    row = words_row(p, script_comparisons, 6, sizeof *script_comparisons);
    if (row < 0)
        return words_expected(p, "==, !=, <, <=, > or >=");
    c->comparison = (uint8_t)row;
    return term(p, &c->right);
}

/* "A heap[0] not writable": the process has been seen. */
static bool page(struct parser *p, struct check *c)
{
    struct str all = STR_EMPTY;
    int row;

    c->kind = CHECK_PAGE;
    if (!names_use(p, NAME_PROCESS, &c->left.process) ||
        !words_place(p, &c->left.place))
        return false;
    c->not = words_take(p, "not");
    row = words_row(p, script_pages, PAGES_WHATS, sizeof *script_pages);
    if (row < 0) {
        words_list(&all, script_pages, PAGES_WHATS, sizeof *script_pages);
        words_expected(p, all.at);
        str_release(&all);
        return false;
    }
    c->what = (uint8_t)row;
    return true;
}

bool parse_expect(struct parser *p)
{
    struct check *c = &p->st.check;
    int row;

    c->not = words_take(p, "no");
    row = words_row(p, script_outcomes, OUTCOMES, sizeof *script_outcomes);
    if (row >= 0) {
        c->kind = CHECK_OUTCOME;
        c->what = (uint8_t)row;
        return true;
    }
    if (c->not ) {
        row = words_row(p, counters, COUNTERS, sizeof *counters);
        if (row < 0)
            return words_expected(p, "fault, copy or another word for what "
                                     "should not have come about");
        c->kind = CHECK_COUNT;
        c->what = (uint8_t)row;
        return true;
    }
    if (p->now.kind == TOKEN_WORD &&
        names_find(p->script, NAME_PROCESS, p->now.text) != NO_NAME)
        return page(p, c);
    return compare(p, c);
}
