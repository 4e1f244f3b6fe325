/* What a fault handler does, as a table: by what the area shows, what the
 * entry holds, and whether it is a write. */
#include "problem/kind/vmadecide.h"

/* What an area shows: zeros, a file privately, a file shared. */
enum { ANON = 1, PRIVATE = 2, SHARED = 4, EVERY = ANON | PRIVATE | SHARED };

enum { READS = 1, WRITES = 2, ACCESSES = READS | WRITES };

static const struct deed {
    uint8_t has, shows, accesses, word;
} deeds[] = {
    {HAS_NOTHING, ANON, ACCESSES, WORD_ZEROS},
    {HAS_NOTHING, PRIVATE, WRITES, WORD_COPY},
    {HAS_NOTHING, PRIVATE, READS, WORD_MAP},
    {HAS_NOTHING, SHARED, ACCESSES, WORD_MAP},
    {HAS_SWAPPED, EVERY, ACCESSES, WORD_SWAP_IN},
    {HAS_OWN, EVERY, ACCESSES, WORD_RETRY},
    {HAS_COMMON, EVERY, WRITES, WORD_COPY},
    {HAS_COMMON, EVERY, READS, WORD_RETRY},
    {HAS_LAST, EVERY, WRITES, WORD_REUSE},
    {HAS_LAST, EVERY, READS, WORD_RETRY},
    {HAS_ZERO, EVERY, WRITES, WORD_COPY},
    {HAS_ZERO, EVERY, READS, WORD_RETRY},
    {HAS_FILE, SHARED, ACCESSES, WORD_RETRY},
    {HAS_FILE, ANON | PRIVATE, WRITES, WORD_COPY},
    {HAS_FILE, ANON | PRIVATE, READS, WORD_RETRY},
};

static unsigned shows(const struct decide_area *a)
{
    if (a == NULL || a->file == NO_FILE)
        return ANON;
    return a->shared ? SHARED : PRIVATE;
}

static enum word deed_of(const struct decide_area *a, unsigned has,
                         bool write)
{
    unsigned access = write ? WRITES : READS, n = 0;

    while (deeds[n].has != has || !(deeds[n].shows & shows(a)) ||
           !(deeds[n].accesses & access))
        n++;
    return deeds[n].word;
}

/* --- areas -------------------------------------------------------------- */

static unsigned first_of(const struct decide_mind *mind, unsigned who,
                         unsigned area)
{
    return area == STACK ? mind->stack[who] : mind->d->area[area].first;
}

const struct decide_area *decide_find(const struct decide_mind *mind,
                                      const struct decide_fault *f)
{
    for (unsigned i = 0; i < DECIDE_AREAS; i++) {
        const struct decide_area *a = &mind->d->area[i];
        uint32_t start = first_of(mind, f->who, i) << DECIDE_PAGE_BITS;
        uint32_t end = (uint32_t)a->end << DECIDE_PAGE_BITS;
        if (f->va >= start &&
            (f->va < end ||
             (f->va == end && (mind->beliefs & DECIDE_END_IN))))
            return a;
    }
    return NULL;
}

/* Between the stack and the area below it. */
static bool is_below_stack(const struct decide_mind *mind,
                           const struct decide_fault *f)
{
    unsigned vpn = decide_page_of(f);

    return vpn >= mind->d->area[ROOM].end && vpn < mind->stack[f->who];
}

unsigned decide_file_page(const struct decide_area *a, unsigned vpn)
{
    return a->file_page + vpn - a->first;
}

static bool allows(const struct decide_area *a, unsigned access)
{
    static const uint8_t need[] = {[ACCESS_LOAD] = PERM_R,
                                   [ACCESS_STORE] = PERM_W,
                                   [ACCESS_FETCH] = PERM_X};

    return (a->perms & need[access]) != 0;
}

static bool is_behind_end(const struct decide_mind *mind,
                          const struct decide_area *a, unsigned vpn)
{
    return a != NULL && a->file != NO_FILE &&
           decide_file_page(a, vpn) >= mind->d->file_pages[a->file];
}

/* --- deciding ----------------------------------------------------------- */

/* What else somebody may think of a page behind the end of its file. */
static enum word behind_end(unsigned beliefs)
{
    if (beliefs & DECIDE_BY_TABLE)
        return WORD_MAP;
    if (beliefs & DECIDE_EOF_SEGV)
        return WORD_NO_AREA;
    return beliefs & DECIDE_EOF_ZERO ? WORD_ZEROS : WORD_SIGBUS;
}

/* What somebody makes of what the table says. */
static enum word believed(const struct decide_mind *mind,
                          const struct decide_area *a, bool write,
                          enum word word)
{
    unsigned beliefs = mind->beliefs;

    if (word == WORD_RETRY && mind->d->level == 4)
        return WORD_NO_FAULT;
    if (word == WORD_COPY && mind->d->level == 1) /* for all the same */
        word = WORD_MAP;
    if (beliefs & DECIDE_FATAL)
        return WORD_FORBIDDEN;
    if ((beliefs & DECIDE_FROM_DISK) && word == WORD_ZEROS)
        return mind->d->level == 1 ? WORD_MAP : WORD_SWAP_IN;
    if ((beliefs & DECIDE_SWAP_FRESH) && word == WORD_SWAP_IN)
        return WORD_ZEROS;
    if ((beliefs & DECIDE_LEAKS) && word == WORD_COPY && shows(a) == PRIVATE)
        return WORD_MAP;
    if ((beliefs & DECIDE_COPIES_ALL) && word == WORD_MAP && write)
        return WORD_COPY;
    if ((beliefs & DECIDE_LAST_COPIES) && word == WORD_REUSE)
        return WORD_COPY;
    return word;
}

/* It grows first, and then is an area like any other. */
static enum word below_stack(const struct decide_mind *mind,
                             const struct decide_fault *f)
{
    if (mind->beliefs & DECIDE_FATAL)
        return WORD_NO_AREA;
    return allows(&mind->d->area[STACK], f->access) ||
                   (mind->beliefs & DECIDE_ANY_ACCESS)
               ? WORD_GROW
               : WORD_FORBIDDEN;
}

static enum word decide(const struct decide_mind *mind,
                        const struct decide_fault *f)
{
    const struct decide_area *a = decide_find(mind, f);
    unsigned vpn = decide_page_of(f), has = mind->has[f->who][vpn];
    bool write = f->access == ACCESS_STORE;

    if (a == NULL && is_below_stack(mind, f) &&
        !(mind->beliefs & (DECIDE_BY_TABLE | DECIDE_NO_GROWTH)))
        return below_stack(mind, f);
    if (a == NULL && !(mind->beliefs & DECIDE_BY_TABLE))
        return WORD_NO_AREA;
    if (a != NULL && !allows(a, f->access) &&
        !(mind->beliefs & (DECIDE_BY_TABLE | DECIDE_ANY_ACCESS)))
        return WORD_FORBIDDEN;
    if (is_behind_end(mind, a, vpn))
        return behind_end(mind->beliefs);
    if ((mind->beliefs & DECIDE_BY_ENTRY) && write &&
        decide_is_valid(mind, f->who, vpn) &&
        !decide_is_writable(mind, f->who, vpn))
        return WORD_FORBIDDEN;
    return believed(mind, a, write, deed_of(a, has, write));
}

/* --- what becomes of the page ------------------------------------------- */

static void set(struct decide_mind *mind, const struct decide_fault *f,
                enum has has, unsigned frame)
{
    mind->has[f->who][decide_page_of(f)] = (uint8_t)has;
    mind->frame[f->who][decide_page_of(f)] = (uint8_t)frame;
}

static void take_frame(struct decide_mind *mind, const struct decide_fault *f)
{
    uint8_t *others = &mind->has[1 - f->who][decide_page_of(f)];

    if (mind->has[f->who][decide_page_of(f)] == HAS_COMMON)
        *others = HAS_LAST;
    set(mind, f, HAS_OWN, mind->free++);
}

enum word decide_act(struct decide_mind *mind, const struct decide_fault *f)
{
    const struct decide_area *a = decide_find(mind, f);
    unsigned vpn = decide_page_of(f);
    enum word word = decide(mind, f);

    if (word == WORD_GROW || (word == WORD_FORBIDDEN && a == NULL))
        mind->stack[f->who] = (uint8_t)vpn;
    switch (word) {
    case WORD_GROW:
    case WORD_ZEROS:
        if (f->access == ACCESS_STORE)
            take_frame(mind, f);
        else
            set(mind, f, HAS_ZERO, 0);
        break;
    case WORD_COPY:
    case WORD_SWAP_IN:
        take_frame(mind, f);
        break;
    case WORD_MAP:
        if (a != NULL && a->file != NO_FILE)
            set(mind, f, HAS_FILE,
                mind->d->file_frame[a->file] + decide_file_page(a, vpn));
        break;
    case WORD_REUSE:
        set(mind, f, HAS_OWN, mind->frame[f->who][vpn]);
        break;
    default:
        break;
    }
    return word;
}

bool decide_is_valid(const struct decide_mind *mind, unsigned who,
                     unsigned vpn)
{
    unsigned has = mind->has[who][vpn];

    return has != HAS_NOTHING && has != HAS_SWAPPED;
}

bool decide_is_writable(const struct decide_mind *mind, unsigned who,
                        unsigned vpn)
{
    struct decide_fault at = {.who = (uint8_t)who,
                              .va = (uint32_t)vpn << DECIDE_PAGE_BITS};
    const struct decide_area *a = decide_find(mind, &at);

    if (mind->has[who][vpn] == HAS_OWN)
        return true;
    return mind->has[who][vpn] == HAS_FILE && a != NULL &&
           (a->perms & PERM_W) &&
           (a->shared || (mind->beliefs & DECIDE_LEAKS));
}

/* --- the answers -------------------------------------------------------- */

void decide_begin(struct decide_mind *mind, const struct decide *d,
                  unsigned beliefs)
{
    *mind = (struct decide_mind){
        .d = d,
        .beliefs = beliefs,
        .stack = {d->area[STACK].first, d->area[STACK].first},
        .free = d->first_free};
    for (unsigned i = 0; i < d->npages; i++) {
        const struct decide_page *page = &d->page[i];
        for (unsigned who = A; who <= B; who++) {
            mind->has[who][page->vpn] = page->has;
            mind->frame[who][page->vpn] = page->frame;
        }
    }
}

unsigned decide_parts(const struct decide *d)
{
    return d->level < 3 ? 1 : d->level == 3 ? 3 : 2;
}

bool decide_offers(const struct decide *d, enum word word)
{
    switch (word) {
    case WORD_NO_AREA:
    case WORD_FORBIDDEN:
    case WORD_ZEROS:
    case WORD_MAP:
        return true;
    case WORD_REUSE:
        return d->level > 2;
    case WORD_RETRY:
        return d->level == 3;
    case WORD_NO_FAULT:
        return d->level == 4;
    default:
        return d->level > 1;
    }
}

bool decide_believe(const void *params, unsigned beliefs, struct answers *out)
{
    const struct decide *d = params;
    struct decide_mind mind;

    decide_begin(&mind, d, beliefs);
    for (unsigned i = 0; i < d->nfaults; i++) {
        const struct decide_fault *f = &d->fault[i];
        unsigned vpn = decide_page_of(f);
        enum word word = decide_act(&mind, f);
        if (!decide_offers(d, word))
            return false;
        answer_word(out, word);
        if (decide_parts(d) < 2)
            continue;
        if (decide_is_valid(&mind, f->who, vpn))
            answer_number(out, mind.frame[f->who][vpn]);
        else
            answer_word(out, WORD_NONE);
        if (decide_parts(d) > 2)
            answer_yes(out, decide_is_writable(&mind, f->who, vpn));
    }
    return true;
}
