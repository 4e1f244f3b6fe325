/* QTI 2.1: a zip of a manifest, a test, an item a question, and pictures. In
 * a bank each item is a section from which one question is selected. */
#include "publish/asking.h"
#include "publish/pack.h"
#include "publish/qti21_item.h"
#include "publish/writers.h"

static const char xml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/* The package, and its two files that grow with the questions. */
struct building {
    struct pack pack;
    struct str test, resources;
};

static void begin(struct building *b, const struct exam *exam,
                  const char *what, const char *title, unsigned minutes)
{
    *b = (struct building){.test = STR_EMPTY, .resources = STR_EMPTY};
    pack_init(&b->pack, exam, what);
    b->pack.from = "";
    str_printf(&b->test,
               "%s<assessmentTest xmlns=\"http://www.imsglobal.org/xsd/"
               "imsqti_v2p1\" identifier=\"%s\" title=\"",
               xml, b->pack.id);
    pack_text(&b->test, title);
    str_puts(&b->test, "\">\n<outcomeDeclaration identifier=\"SCORE\" "
                       "cardinality=\"single\" baseType=\"float\"/>\n");
    if (minutes > 0)
        str_printf(&b->test, "<timeLimits maxTime=\"%u\"/>\n", minutes * 60);
    str_puts(&b->test, "<testPart identifier=\"all\" navigationMode="
                       "\"nonlinear\" submissionMode=\"simultaneous\">\n");
}

static void open_section(struct building *b, unsigned number,
                         const char *title, bool select)
{
    str_printf(&b->test,
               "<assessmentSection identifier=\"section%u\" title=\"",
               number);
    pack_text(&b->test, title);
    str_puts(&b->test, "\" visible=\"true\">\n");
    str_puts(&b->test, select ? "<selection select=\"1\"/>\n" : "");
}

static void close_section(struct building *b)
{
    str_puts(&b->test, "</assessmentSection>\n");
}

static void put_item(struct building *b, const struct question *q,
                     unsigned group, unsigned n)
{
    const char *name = pack_name(&b->pack, q, group, n);
    struct str item = STR_EMPTY;

    str_clear(&b->pack.pictures);
    qti21_item_put(&item, &b->pack, q, name);
    pack_add(&b->pack, arena_printf(&b->pack.arena, "%s.xml", name), &item);
    str_printf(&b->test,
               "<assessmentItemRef identifier=\"%s\" href=\"%s.xml\"/>\n",
               name, name);
    str_printf(&b->resources,
               "<resource identifier=\"%s\" type=\"imsqti_item_xmlv2p1\" "
               "href=\"%s.xml\"><file href=\"%s.xml\"/>%s</resource>\n",
               name, name, name, b->pack.pictures.at);
    str_release(&item);
}

static int finish(struct building *b, struct str *out, struct err *err)
{
    struct str manifest = STR_EMPTY;
    int rc;

    str_puts(&b->test, "</testPart>\n</assessmentTest>\n");
    pack_add(&b->pack, "assessment.xml", &b->test);
    str_printf(&manifest,
               "%s<manifest xmlns=\"http://www.imsglobal.org/xsd/"
               "imscp_v1p1\" identifier=\"%s_m\">\n<metadata><schema>QTIv2.1 "
               "Package</schema><schemaversion>1.0.0</schemaversion>"
               "</metadata>\n<organizations/>\n<resources>\n<resource "
               "identifier=\"%s\" type=\"imsqti_test_xmlv2p1\" "
               "href=\"assessment.xml\"><file href=\"assessment.xml\"/>"
               "</resource>\n",
               xml, b->pack.id, b->pack.id);
    str_put(&manifest, str_slice(&b->resources));
    str_puts(&manifest, "</resources>\n</manifest>\n");
    pack_add(&b->pack, "imsmanifest.xml", &manifest);
    rc = pack_put(&b->pack, out, err);
    str_release(&manifest);
    str_release(&b->resources);
    str_release(&b->test);
    pack_release(&b->pack);
    return rc;
}

int qti21_form(struct str *out, const struct exam *exam,
               const struct form *form, enum sheet sheet, struct err *err)
{
    struct building b;

    (void)sheet;
    begin(&b, exam, form->name, exam->title,
          form->minutes > 0 ? form->minutes : exam->minutes);
    open_section(&b, 1, form->name, false);
    for (size_t i = 0; i < exam->nitems; i++)
        put_item(&b, form->questions[i], (unsigned)i + 1, 1);
    close_section(&b);
    return finish(&b, out, err);
}

int qti21_bank(struct str *out, const struct exam *exam,
               const struct pool *pools, size_t npools, struct err *err)
{
    struct building b;

    begin(&b, exam, "bank", exam->title, exam->minutes);
    for (size_t i = 0; i < npools; i++) {
        open_section(&b, (unsigned)i + 1, pools[i].item->title, true);
        for (size_t k = 0; k < pools[i].n; k++)
            put_item(&b, pools[i].questions[k], (unsigned)i + 1,
                     (unsigned)k + 1);
        close_section(&b);
    }
    return finish(&b, out, err);
}
