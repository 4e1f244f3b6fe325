#include "model.h"

#include <stdlib.h>

#include "base/mem.h"

void model_release(struct model *m)
{
    for (unsigned p = 0; p < MODEL_PROCESSES; p++)
        model_exit(m, p);
    for (int i = 0; i < m->nobjects; i++)
        free(m->object[i].bytes);
    *m = (struct model){0};
}

int model_object(struct model *m, unsigned pages)
{
    if (m->nobjects == MODEL_OBJECTS)
        return -1;
    m->object[m->nobjects] =
        (struct model_object){pages, mem_new(pages * m->page_bytes)};
    return m->nobjects++;
}

void model_map(struct model *m, unsigned process, unsigned page,
               struct model_page how)
{
    m->page[process][page] = how;
}

void model_discard(struct model *m, unsigned process, unsigned page)
{
    free(m->page[process][page].own);
    m->page[process][page].own = NULL;
}

void model_unmap(struct model *m, unsigned process, unsigned page)
{
    model_discard(m, process, page);
    m->page[process][page] = (struct model_page){0};
}

void model_fork(struct model *m, unsigned parent, unsigned child)
{
    m->alive[child] = true;
    for (unsigned i = 0; i < MODEL_PAGES; i++) {
        struct model_page page = m->page[parent][i];
        if (page.own != NULL)
            page.own = (uint8_t *)mem_copy(page.own, m->page_bytes);
        m->page[child][i] = page;
    }
}

void model_exit(struct model *m, unsigned process)
{
    for (unsigned i = 0; i < MODEL_PAGES; i++)
        model_unmap(m, process, i);
    m->alive[process] = false;
}

static const struct model_page *find(const struct model *m, unsigned process,
                                     uint64_t va)
{
    uint64_t page = (va - m->base) / m->page_bytes;

    if (va < m->base || page >= MODEL_PAGES || !m->page[process][page].mapped)
        return NULL;
    return &m->page[process][page];
}

/* Writing implies reading; what hardware has no bit to forbid, whatever allows
 * anything allows. */
static bool allowed(const struct format *f, unsigned perms,
                    enum access access)
{
    switch (access) {
    case ACCESS_STORE:
        return perms & PERM_W;
    case ACCESS_FETCH:
        return (f->exec | f->no_exec) != 0 ? perms & PERM_X : perms != 0;
    default:
        return f->read != 0 ? perms & (PERM_R | PERM_W) : perms != 0;
    }
}

enum outcome model_outcome(const struct model *m, unsigned process,
                           uint64_t va, enum access access)
{
    const struct model_page *page = find(m, process, va);
    bool behind, late = m->late && access == ACCESS_FETCH;

    if (page == NULL)
        return OUTCOME_SEGV_MAPERR;
    behind = page->own == NULL && page->object >= 0 &&
             page->object_page >= m->object[page->object].pages;
    if (!allowed(m->format, page->perms, access))
        return late && behind && page->perms != 0 ? OUTCOME_BUS
                                                  : OUTCOME_SEGV_ACCERR;
    return behind ? OUTCOME_BUS : OUTCOME_DONE;
}

/* The bytes that a page shows now, or NULL for zeros. */
static uint8_t *bytes(const struct model *m, const struct model_page *page)
{
    if (page->own != NULL || page->object < 0)
        return page->own;
    return m->object[page->object].bytes + page->object_page * m->page_bytes;
}

uint8_t model_load(const struct model *m, unsigned process, uint64_t va)
{
    const uint8_t *at = bytes(m, find(m, process, va));

    return at == NULL ? 0 : at[(va - m->base) % m->page_bytes];
}

static struct model_page *at(struct model *m, unsigned process, uint64_t va)
{
    return &m->page[process][(va - m->base) / m->page_bytes];
}

void model_own(struct model *m, unsigned process, uint64_t va)
{
    struct model_page *page = at(m, process, va);
    const uint8_t *before = bytes(m, page);

    if (page->shared || page->own != NULL)
        return;
    page->own = mem_new(m->page_bytes);
    if (before != NULL)
        memcpy(page->own, before, m->page_bytes);
}

void model_store(struct model *m, unsigned process, uint64_t va,
                 uint8_t value)
{
    model_own(m, process, va);
    bytes(m, at(m, process, va))[(va - m->base) % m->page_bytes] = value;
}
