#include "publish/pack.h"

#include <string.h>

#include "publish/rich.h"
#include "sys/hash.h"
#include "text/escape.h"
#include "view/svg.h"

enum { ID_DIGITS = 16 };

void pack_init(struct pack *p, const struct exam *exam, const char *what)
{
    const struct slice parts[] = {slice_from(exam->title), slice_from(what)};
    struct hash hash = hash_of_parts(parts, 2);
    struct str id = STR_EMPTY;

    *p = (struct pack){.zip = zip_out_new(), .pictures = STR_EMPTY};
    str_puts(&id, "pagein_");
    hash_put_hex(&id, &hash, ID_DIGITS);
    p->id = arena_copy(&p->arena, str_slice(&id)).at;
    str_release(&id);
}

void pack_release(struct pack *p)
{
    zip_out_free(p->zip);
    str_release(&p->pictures);
    arena_release(&p->arena);
}

const char *pack_name(struct pack *p, const struct question *q,
                      unsigned group, unsigned n)
{
    char code[24];
    size_t len = 0;

    for (const char *c = q->code; *c != '\0' && len + 1 < sizeof code; c++)
        if ((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') ||
            (*c >= 'a' && *c <= 'z'))
            code[len++] = *c;
    code[len] = '\0';
    p->question = arena_printf(&p->arena, "q%u_%u_%s", group, n, code);
    return p->question;
}

void pack_add(struct pack *p, const char *name, const struct str *bytes)
{
    zip_out_add(p->zip, name, arena_copy(&p->arena, str_slice(bytes)),
                ZIP_DEFLATED);
}

void pack_address(struct web *w, const struct figure *figure, unsigned n)
{
    struct pack *p = w->arg;
    const char *name =
        arena_printf(&p->arena, "figures/%s_%u.svg", p->question, n);
    struct str svg = STR_EMPTY;

    figure_svg(&svg, figure, 0);
    pack_add(p, name, &svg);
    if (p->type != NULL)
        str_printf(&p->pictures,
                   "<resource identifier=\"%s_%u\" type=\"%s\" "
                   "href=\"%s\"><file href=\"%s\"/></resource>\n",
                   p->question, n, p->type, name, name);
    else
        str_printf(&p->pictures, "<file href=\"%s\"/>", name);
    str_puts(w->out, p->from);
    str_puts(w->out, name);
    str_release(&svg);
}

int pack_put(struct pack *p, struct str *out, struct err *err)
{
    return zip_out_put(p->zip, out, err);
}

void pack_text(struct str *out, const char *text)
{
    struct str seen = STR_EMPTY;

    escape_line(&seen, slice_from(text));
    rich_escape(out, str_slice(&seen));
    str_release(&seen);
}

void pack_element(struct str *out, const char *tag, const char *text)
{
    str_printf(out, "<%s>", tag);
    pack_text(out, text);
    str_printf(out, "</%s>\n", tag);
}
