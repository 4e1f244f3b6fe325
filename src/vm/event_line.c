/*  A row an event: its name, then what level, x, a and b hold. A field
 *  without a name is not used, and left out.                             */
#include "vm/event_line.h"

#include "vm/names.h"
#include "vm/share.h"

/* How a number is written. */
enum form {
    NOTHING, /* the field is not used */
    DEC,
    HEX,
    FRAME, /* a frame's number, or - for none */
    ACCESS,
    CAUSE,
    RULE,
    OUTCOME,
    CALL,
    KIND, /* of a frame */
    MESSAGE,
    PERMS,
    BACKING,
    PLUS_ONE, /* a number + 1, or 0 for none */
    PAIR,     /* from << 16 | to */
};

struct field {
    const char *name;
    enum form form;
};

struct row {
    const char *name;
    struct field level, x, a, b;
};

static const struct row rows[EVENT_KINDS] = {
    [EVENT_CALL] = {"call",
                    {"what", CALL},
                    {"detail", DEC},
                    {"address", HEX},
                    {"bytes", DEC}},
    [EVENT_ACCESS] = {"access",
                      {"access", ACCESS},
                      {"bytes", DEC},
                      {"va", HEX},
                      {"value", HEX}},
    [EVENT_STEP] =
        {"step", {"level", DEC}, {"index", HEX}, {"at", HEX}, {"entry", HEX}},
    [EVENT_FAULT] = {"fault",
                     {"cause", CAUSE},
                     {"code", HEX},
                     {"va", HEX},
                     {"access", ACCESS}},
    [EVENT_AREA_FOUND] =
        {"area-found", {0}, {"flags", PERMS}, {"start", HEX}, {"end", HEX}},
    [EVENT_AREA_NONE] = {"area-none", {0}, {0}, {"va", HEX}, {0}},
    [EVENT_RULE] =
        {"rule", {"rule", RULE}, {"frame", FRAME}, {"va", HEX}, {0}},
    [EVENT_RETRY] = {"retry", {0}, {0}, {"va", HEX}, {0}},
    [EVENT_DONE] = {"done",
                    {"access", ACCESS},
                    {"bytes", DEC},
                    {"pa", HEX},
                    {"value", HEX}},
    [EVENT_SIGNAL] =
        {"signal", {"outcome", OUTCOME}, {0}, {"address", HEX}, {0}},
    [EVENT_WATCH_HIT] =
        {"watch-hit", {0}, {"bytes", DEC}, {"va", HEX}, {"value", HEX}},
    [EVENT_MESSAGE] = {"message",
                       {"message", MESSAGE},
                       {"machines", PAIR},
                       {"page", DEC},
                       {"state", DEC}},
    [EVENT_SWITCH] = {"switch", {0}, {"to", DEC}, {0}, {0}},
    [EVENT_SPAWN] = {"spawn", {0}, {"parent", PLUS_ONE}, {0}, {0}},
    [EVENT_EXIT] = {"exit", {0}, {0}, {0}, {0}},
    [EVENT_BRK] = {"brk", {0}, {0}, {"start", HEX}, {"end", HEX}},
    [EVENT_AREA_PUT] = {"area-put",
                        {"use", DEC},
                        {"flags", PERMS},
                        {"start", HEX},
                        {"end", HEX}},
    [EVENT_AREA_BACK] = {"area-back",
                         {"chain", DEC},
                         {"owner", DEC},
                         {"start", HEX},
                         {"backing", BACKING}},
    [EVENT_AREA_DROP] = {"area-drop", {0}, {0}, {"start", HEX}, {0}},
    [EVENT_WATCH] = {"watch", {"on", DEC}, {"bytes", DEC}, {"va", HEX}, {0}},
    [EVENT_OBJECT] =
        {"object", {"kind", DEC}, {"object", PLUS_ONE}, {"pages", DEC}, {0}},
    [EVENT_ALLOC] = {"alloc",
                     {"kind", KIND},
                     {"frame", FRAME},
                     {"serial", DEC},
                     {"count", DEC}},
    [EVENT_FREE] = {"free", {0}, {"frame", FRAME}, {0}, {"count", DEC}},
    [EVENT_REF] =
        {"ref", {0}, {"frame", FRAME}, {"before", DEC}, {"after", DEC}},
    [EVENT_EXCLUSIVE] =
        {"exclusive", {0}, {"frame", FRAME}, {"on", DEC}, {0}},
    [EVENT_DIRTY] = {"dirty", {0}, {"frame", FRAME}, {"on", DEC}, {0}},
    [EVENT_ENTRY] = {"entry",
                     {"level", DEC},
                     {"index", HEX},
                     {"at", HEX},
                     {"entry", HEX}},
    [EVENT_STORE] =
        {"store", {0}, {"bytes", DEC}, {"pa", HEX}, {"value", HEX}},
    [EVENT_COPY] = {"copy", {0}, {"frame", FRAME}, {"from", FRAME}, {0}},
    [EVENT_READ] =
        {"read", {0}, {"frame", FRAME}, {"object", PLUS_ONE}, {"page", DEC}},
    [EVENT_WRITE] =
        {"write", {0}, {"frame", FRAME}, {"object", PLUS_ONE}, {"page", DEC}},
    [EVENT_CACHE] =
        {"cache", {0}, {"frame", FRAME}, {"object", PLUS_ONE}, {"page", DEC}},
    [EVENT_SLOT] =
        {"slot",
         {"exclusive", DEC},
         {"frame", FRAME},
         {"slot", DEC},
         {"references", DEC}},
};

const char *event_name(enum event_kind kind)
{
    return rows[kind].name;
}

bool event_changes(enum event_kind kind)
{
    return kind >= EVENT_SWITCH;
}

/* A cause in one word: blanks become hyphens. */
static void put_cause(struct str *out, uint64_t cause)
{
    size_t from = out->len;

    str_puts(out, cause_name((enum cause)cause));
    for (size_t i = from; i < out->len; i++)
        if (out->at[i] == ' ')
            out->at[i] = '-';
}

static void put_number(struct str *out, enum form form, uint64_t number)
{
    unsigned long long n = number;

    if (form == HEX)
        str_printf(out, "0x%llx", n);
    else if ((form == FRAME && number == NO_FRAME) ||
             (form == PLUS_ONE && number == 0))
        str_putc(out, '-');
    else if (form == PLUS_ONE)
        str_printf(out, "%llu", n - 1);
    else if (form == PAIR)
        str_printf(out, "%llu>%llu", n >> 16, n & 0xffff);
    else if (form == BACKING)
        str_printf(out, "%llu:%llu", n >> 48, n << 16 >> 16);
    else
        str_printf(out, "%llu", n);
}

static void put_value(struct str *out, enum form form, uint64_t number)
{
    switch (form) {
    case ACCESS:
        str_puts(out, access_name((enum access)number));
        break;
    case CAUSE:
        put_cause(out, number);
        break;
    case RULE:
        str_puts(out, rule_name((enum rule)number));
        break;
    case OUTCOME:
        str_puts(out, outcome_name((enum outcome)number));
        break;
    case CALL:
        str_puts(out, call_name((enum call)number));
        break;
    case KIND:
        str_puts(out, frame_kind_name((enum frame_kind)number));
        break;
    case MESSAGE:
        str_puts(out, message_name((enum message)number));
        break;
    case PERMS:
        name_area_flags(out, (unsigned)number);
        break;
    default:
        put_number(out, form, number);
    }
}

static void put_field(struct str *out, struct field field, uint64_t number)
{
    if (field.form == NOTHING)
        return;
    str_printf(out, " %s=", field.name);
    put_value(out, field.form, number);
}

void event_line(struct str *out, struct event e)
{
    const struct row *row = &rows[e.kind];

    str_printf(out, "%s process=%u", row->name, e.process);
    put_field(out, row->level, e.level);
    put_field(out, row->x, e.x);
    put_field(out, row->a, e.a);
    put_field(out, row->b, e.b);
}
