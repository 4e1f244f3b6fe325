#include "vm/phrase.h"

#include <assert.h>

#include "vm/narrating.h"
#include "vm/share.h"

/* --- sentences -----------------------------------------------------------
 */

const char *const phrase_rule[RULE_KINDS] = {
    [RULE_GROW] = "The address is below a stack, which may grow: now it "
                  "begins at {va}.",
    [RULE_ZERO_PAGE] =
        "Nothing is there yet, and to read zeros needs no frame of one's "
        "own: "
        "the system maps the one page of zeros, frame {frame}, read-only.",
    [RULE_DEMAND_ZERO] = "Nothing is there yet: the system takes frame "
                         "{frame}, all zeros, and maps it.",
    [RULE_MAP] = "Nothing is mapped yet; the page is {object page}, which is "
                 "in frame {frame}: the system maps that frame.",
    [RULE_COPY_IN] =
        "Nothing is mapped yet; the page is {object page}. A private mapping "
        "must not write there, so the system copies frame {from} to frame "
        "{frame} and maps the copy.",
    [RULE_SWAP_IN] =
        "The page was swapped out; the entry says to which slot. "
        "The system maps frame {frame}, which has its bytes.",
    [RULE_MAKE_WRITABLE] =
        "The page is there and shared; it was read-only so that its first "
        "write is noticed. The system makes the entry writable.",
    [RULE_COPY] = "The area allows writing, only the entry does not: "
                  "copy-on-write. Somebody else may need frame {from} as it "
                  "is, so the system copies it to frame {frame} and maps the "
                  "copy, writable.",
    [RULE_REUSE] = "The area allows writing, only the entry does not: "
                   "copy-on-write. But nobody else has frame {frame} any "
                   "more, so the system makes the entry writable, without a "
                   "copy.",
    [RULE_WATCH] = "A variable in this page is watched, that is why it was "
                   "read-only. The system makes the entry writable for this "
                   "one instruction.",
};

const char *const phrase_rule_brief[RULE_KINDS] = {
    [RULE_GROW] = "the stack grows down to {va}",
    [RULE_ZERO_PAGE] = "the page of zeros is mapped read-only",
    [RULE_DEMAND_ZERO] = "frame {frame} with zeros is mapped",
    [RULE_MAP] = "{object page} is mapped, frame {frame}",
    [RULE_COPY_IN] = "{object page} is copied to frame {frame}",
    [RULE_SWAP_IN] = "the page is back from swap, in frame {frame}",
    [RULE_MAKE_WRITABLE] = "the shared page becomes writable",
    [RULE_COPY] = "copy-on-write, frame {from} is copied to frame {frame}",
    [RULE_REUSE] = "copy-on-write by the last holder, frame {frame} becomes "
                   "writable",
    [RULE_WATCH] = "the page is watched, and writable for this instruction",
};

const char *const phrase_signal[] = {
    [OUTCOME_DONE] = "",
    [OUTCOME_SEGV_MAPERR] = "The system sends {process} the signal SIGSEGV: "
                            "nothing is mapped at {va} (SEGV_MAPERR).",
    [OUTCOME_SEGV_ACCERR] = "The system sends {process} the signal SIGSEGV: "
                            "{va} must not be used like that (SEGV_ACCERR).",
    [OUTCOME_SEGV_GP] = "The system sends {process} the signal SIGSEGV; with "
                        "a general protection fault no address is told.",
    [OUTCOME_BUS] = "The page at {va} lies behind the end of the file: the "
                    "system sends {process} the signal SIGBUS.",
    [OUTCOME_NO_MEMORY] = "But no frame is left: memory has run out.",
};

const char *const phrase_signal_brief[] = {
    [OUTCOME_DONE] = "",
    [OUTCOME_SEGV_MAPERR] = "SIGSEGV, nothing is mapped at {va}",
    [OUTCOME_SEGV_ACCERR] = "SIGSEGV, the access to {va} is not allowed",
    [OUTCOME_SEGV_GP] = "SIGSEGV, no such address",
    [OUTCOME_BUS] = "SIGBUS, {va} is behind the end of the file",
    [OUTCOME_NO_MEMORY] = "no frame is left",
};

const char *const phrase_call[] = {
    [CALL_SPAWN] = "{process} starts with an empty address space.",
    [CALL_FORK] = "{process} forks; the child is {other}.",
    [CALL_EXIT] = "{process} exits.",
    [CALL_EXEC] = "{process} executes {program}: what was mapped goes, and "
                  "the program's parts are mapped.",
    [CALL_MMAP] = "{process} maps {range}, {perms}.",
    [CALL_MUNMAP] = "{process} unmaps {range}.",
    [CALL_MPROTECT] = "{process} changes what {range} may be used for to "
                      "{permissions}.",
    [CALL_DISCARD] = "{process} needs the contents of {range} no more.",
    [CALL_PAGE_OUT] =
        "The pages of {range} of {process} shall go to the swap "
        "area.",
    [CALL_SYNC] = "{process} has {range} written to disk.",
    [CALL_BRK] = "{process} moves the end of its heap to {va}.",
    [CALL_SWITCH] = "The CPU goes over to {process}: the page table base "
                    "register gets the address of its table.",
    [CALL_WATCH] = "{process} watches the {bytes} at {va}.",
    [CALL_SAMPLE] = "The accessed bits of {range} of {process} are read and "
                    "cleared.",
};

const char *const phrase_message[] = {
    [MESSAGE_REQ] =
        "Machine {sender} asks machine {receiver} for page {page}, "
        "which keeps {state}.",
    [MESSAGE_DATA] = "Machine {sender} sends page {page}; machine {receiver} "
                     "has {state} now.",
    [MESSAGE_INVAL] = "Machine {sender} tells machine {receiver} to give up "
                      "its copy of page {page}.",
    [MESSAGE_ACK] = "Machine {sender} has given up page {page}.",
};

const char *const phrase_access[] = {
    [ACCESS_LOAD] = "{process} reads {bytes} at {va}",
    [ACCESS_STORE] = "{process} writes {value} to {va}",
    [ACCESS_FETCH] = "{process} fetches an instruction at {va}",
};

const char *const phrase_done[] = {
    [ACCESS_LOAD] = "The physical address is {pa}; what is read there is "
                    "{value}.",
    [ACCESS_STORE] = "The physical address is {pa}, where {value} is stored.",
    [ACCESS_FETCH] = "The physical address is {pa}; the instruction is "
                     "fetched from there.",
};

const char *const phrase_done_brief[] = {
    [ACCESS_LOAD] = "{value} at physical address {pa}",
    [ACCESS_STORE] = "stored at physical address {pa}",
    [ACCESS_FETCH] = "fetched at physical address {pa}",
};

const char *const phrase_cause[] = {
    [CAUSE_NONE] = "",
    [CAUSE_NOT_PRESENT] = "a page that is not present",
    [CAUSE_READ] = "a page that may not be read",
    [CAUSE_WRITE] = "a page that may not be written",
    [CAUSE_EXEC] = "a page that may not be executed",
    [CAUSE_USER] = "a page that is for the kernel only",
    [CAUSE_SUPERVISOR] = "a page of user code",
    [CAUSE_RESERVED] = "a page whose entry has a reserved bit set",
    [CAUSE_NON_CANONICAL] = "an address that does not exist",
    [CAUSE_NO_MEMORY] = "a page where there is no memory",
};

/* --- slots ---------------------------------------------------------------
 */

static void put_process(struct str *out, const struct phrase *p)
{
    name_process(out, p->n->names, p->e->process);
}

static void put_other(struct str *out, const struct phrase *p)
{
    name_process(out, p->n->names, p->e->x);
}

static void put_object(struct str *out, const struct narrator *n,
                       unsigned object)
{
    if (object < 64 && n->shared_memory >> object & 1)
        str_puts(out, "shared memory");
    else
        name_object(out, n->names, object);
}

static void put_program(struct str *out, const struct phrase *p)
{
    put_object(out, p->n, p->e->x - 1);
}

/* Which page of which object the address is a view of. */
static void put_object_page(struct str *out, const struct phrase *p)
{
    const struct narrated_area *a =
        narrator_area(p->n, p->e->process, p->e->a);

    if (a == NULL || a->object == NO_OBJECT) {
        str_puts(out, "a page of a file");
        return;
    }
    str_printf(
        out, "page %llu of ",
        (unsigned long long)(a->page_offset + ((p->e->a - a->start) >>
                                               p->n->format->page_bits)));
    put_object(out, p->n, (unsigned)a->object);
}

static void put_va(struct str *out, const struct phrase *p)
{
    name_va(out, p->n->format, p->e->a);
}

static void put_pa(struct str *out, const struct phrase *p)
{
    name_pa(out, p->n->format, p->e->a);
}

static void put_range(struct str *out, const struct phrase *p)
{
    str_putc(out, '[');
    name_va(out, p->n->format, p->e->a);
    str_puts(out, ", ");
    name_va(out, p->n->format, p->e->a + p->e->b);
    str_putc(out, ')');
}

static void put_perms(struct str *out, const struct phrase *p)
{
    name_area_flags(out, p->e->x);
}

static void put_permissions(struct str *out, const struct phrase *p)
{
    name_area_flags(out, p->e->x);
    str_truncate(out, out->len - 1);
}

static void put_bytes(struct str *out, const struct phrase *p)
{
    str_printf(out, "%u byte%s", p->e->x, p->e->x == 1 ? "" : "s");
}

static void put_value(struct str *out, const struct phrase *p)
{
    str_printf(out, "0x%0*llx", (int)(2 * p->e->x),
               (unsigned long long)p->e->b);
}

static void put_entry(struct str *out, const struct phrase *p)
{
    name_entry(out, p->n->format, p->e->b);
}

static void put_x(struct str *out, const struct phrase *p)
{
    str_printf(out, "%u", p->e->x);
}

static void put_from(struct str *out, const struct phrase *p)
{
    str_printf(out, "%u", p->from);
}

static void put_count(struct str *out, const struct phrase *p)
{
    str_printf(out, "%llu", (unsigned long long)p->count);
}

static void put_a(struct str *out, const struct phrase *p)
{
    str_printf(out, "%llu", (unsigned long long)p->e->a);
}

static void put_disk(struct str *out, const struct phrase *p)
{
    if (p->e->a > 0)
        str_printf(out, "page %llu of ", (unsigned long long)p->e->b);
    else
        str_printf(out, "slot %llu of ", (unsigned long long)p->e->b);
    if (p->e->a > 0)
        put_object(out, p->n, (unsigned)p->e->a - 1);
    else
        str_puts(out, "the swap area");
}

static void put_sender(struct str *out, const struct phrase *p)
{
    str_printf(out, "%u", p->e->x >> 16);
}

static void put_receiver(struct str *out, const struct phrase *p)
{
    str_printf(out, "%u", p->e->x & 0xffff);
}

static void put_state(struct str *out, const struct phrase *p)
{
    static const char *const words[] = {"no copy", "a copy to read",
                                        "the right to write"};

    str_puts(out, words[p->e->b]);
}

static const struct slot_row {
    const char *name;
    void (*put)(struct str *out, const struct phrase *p);
} slots[] = {
    {"process", put_process},
    {"other", put_other},
    {"program", put_program},
    {"object page", put_object_page},
    {"va", put_va},
    {"pa", put_pa},
    {"range", put_range},
    {"perms", put_perms},
    {"permissions", put_permissions},
    {"bytes", put_bytes},
    {"value", put_value},
    {"entry", put_entry},
    {"frame", put_x},
    {"from", put_from},
    {"count", put_count},
    {"page", put_a},
    {"disk", put_disk},
    {"sender", put_sender},
    {"receiver", put_receiver},
    {"state", put_state},
};

static void fill(struct str *out, struct slice name, const struct phrase *p)
{
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
        if (slice_is(name, slots[i].name)) {
            slots[i].put(out, p);
            return;
        }
    assert(false); /* a slot that no row knows */
}

void phrase_put(struct str *out, const char *phrase, const struct phrase *p)
{
    struct slice rest = slice_from(phrase);

    while (rest.len > 0) {
        size_t open = slice_find(rest, 0, SLICE("{"));
        size_t close = slice_find(rest, open, SLICE("}"));

        str_put(out, slice_sub(rest, 0, open));
        if (open == rest.len)
            break;
        fill(out, slice_sub(rest, open + 1, close - open - 1), p);
        rest = slice_skip(rest, close + 1);
    }
}
