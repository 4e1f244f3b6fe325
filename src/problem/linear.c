#include "problem/linear.h"

#include "problem/say.h"
#include "vm/grid.h"
#include "vm/walk.h"

void linear_fill(struct linear *l, struct rng *rng, unsigned percent)
{
    for (unsigned i = 0; i < l->rows; i++) {
        l->valid[i] = rng_below(rng, 100) < percent;
        l->ppn[i] = (uint16_t)rng_below(rng, two_to(linear_ppn_bits(l)));
        if (!l->valid[i] && !l->stale)
            l->ppn[i] = 0;
        if (l->guarded)
            l->writable[i] = rng_below(rng, 3) > 0;
    }
}

unsigned linear_count(const struct linear *l)
{
    unsigned n = 0;

    for (unsigned i = 0; i < l->rows; i++)
        n += l->valid[i];
    return n;
}

static struct format format_of(const struct linear *l)
{
    struct format f = say_linear(l->va_bits, l->pa_bits, l->off);

    if (l->guarded)
        f.write = two_to(62);
    return f;
}

void linear_store(const struct linear *l, struct phys *mem)
{
    struct format f = format_of(l);
    uint64_t root = two_to(l->pa_bits);

    phys_init(mem, root + format_table_bytes(&f, 0));
    for (unsigned i = 0; i < l->rows; i++) {
        unsigned perms = PERM_R | (l->writable[i] ? PERM_W : 0u);
        phys_store(mem, root + (uint64_t)i * f.entry_bytes, f.entry_bytes,
                   l->valid[i] ? format_leaf(&f, l->ppn[i], perms)
                               : l->ppn[i]);
    }
}

bool linear_walk(const struct linear *l, const struct phys *mem, uint64_t va,
                 bool store, uint64_t *pa)
{
    enum access access = store ? ACCESS_STORE : ACCESS_LOAD;
    struct format f = format_of(l);
    struct walk walk;

    if (walk_translate(&f, mem, two_to(l->pa_bits), va, access, cpu_user,
                       &walk) != CAUSE_NONE)
        return false;
    *pa = walk.pa;
    return true;
}

bool linear_reckon(const struct linear *l, uint64_t va, bool store,
                   uint64_t *pa)
{
    uint64_t bytes = two_to(l->off), row = va / bytes;

    if (row >= l->rows || !l->valid[row] ||
        (l->guarded && store && !l->writable[row]))
        return false;
    *pa = l->ppn[row] * bytes + va % bytes;
    return true;
}

const char *linear_say(const struct linear *l, struct arena *a,
                       uint64_t value, unsigned bits)
{
    return l->binary ? say_binary(a, value, bits) : say_hex(a, value, bits);
}

const struct figure *linear_figure(const struct linear *l, struct arena *a,
                                   const char *title)
{
    static const char *const plain[] = {"VPN", "valid", "PPN"},
                             *const guarded[] = {"VPN", "valid", "W", "PPN"};
    struct figure *f = l->guarded ? figure_grid_new(a, title, guarded, 4)
                                  : figure_grid_new(a, title, plain, 3);

    for (unsigned i = 0; i < l->rows; i++) {
        const char *cell[4];
        unsigned n = 0;
        cell[n++] = linear_say(l, a, i, linear_vpn_bits(l));
        cell[n++] = l->valid[i] ? "1" : "0";
        if (l->guarded)
            cell[n++] = l->writable[i] ? "1" : "0";
        cell[n++] = l->valid[i] || l->stale
                        ? linear_say(l, a, l->ppn[i], linear_ppn_bits(l))
                        : "-";
        figure_grid_row(a, f, cell);
    }
    return f;
}

void linear_say_measures(const struct linear *l, struct prompt *p)
{
    prompt_say(p,
               "Pages are %s, virtual addresses have %u bits, physical ones "
               "%u. ",
               say_size(p->arena, two_to(l->off)), l->va_bits, l->pa_bits);
    if (l->rows < two_to(linear_vpn_bits(l)))
        prompt_say(p, "Pages that the table does not show are not mapped. ");
}

void linear_ask_pa(const struct linear *l, struct prompt *p, const char *ask)
{
    static const enum word words[] = {WORD_FAULT};

    prompt_ask_field(p, ask, l->pa_bits, l->binary);
    p->parts[p->nparts - 1].words = words;
    p->parts[p->nparts - 1].nwords = 1;
}
