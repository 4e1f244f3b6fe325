/* QTI 1.2 as Canvas imports it: a zip of a manifest, the assessment, what
 * Canvas calls its meta, and pictures. In a bank each item is a group from
 * which one question is picked. */
#include "publish/asking.h"
#include "publish/pack.h"
#include "publish/qti_item.h"
#include "publish/rich.h"
#include "publish/writers.h"

static const char xml[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

static void begin(struct pack *p, const struct exam *exam, const char *what)
{
    pack_init(p, exam, what);
    p->from = "%24IMS-CC-FILEBASE%24/";
    p->type = "webcontent";
}

/* --- the files ---------------------------------------------------------- */

static void put_manifest(struct pack *p)
{
    struct str out = STR_EMPTY;

    str_printf(&out,
               "%s<manifest identifier=\"%s_m\" xmlns=\"http://www.imsglobal"
               ".org/xsd/imsccv1p1/imscp_v1p1\">\n<metadata><schema>IMS "
               "Content</schema><schemaversion>1.1.3</schemaversion>"
               "</metadata>\n<organizations/>\n<resources>\n",
               xml, p->id);
    str_printf(&out,
               "<resource identifier=\"%s\" type=\"imsqti_xmlv1p2\">"
               "<file href=\"%s/%s.xml\"/><dependency identifierref="
               "\"%s_d\"/></resource>\n",
               p->id, p->id, p->id, p->id);
    str_printf(&out,
               "<resource identifier=\"%s_d\" type=\"associatedcontent/"
               "imscc_xmlv1p1/learning-application-resource\" "
               "href=\"%s/assessment_meta.xml\"><file href=\"%s/"
               "assessment_meta.xml\"/></resource>\n",
               p->id, p->id, p->id);
    str_put(&out, str_slice(&p->pictures));
    str_puts(&out, "</resources>\n</manifest>\n");
    pack_add(p, "imsmanifest.xml", &out);
    str_release(&out);
}

static void put_meta(struct pack *p, const struct exam *exam,
                     const char *title, unsigned minutes)
{
    struct str out = STR_EMPTY, html = STR_EMPTY;
    struct rich rich = {.out = &html, .heading = 3};

    str_printf(&out,
               "%s<quiz identifier=\"%s\" xmlns=\"http://canvas.instructure"
               ".com/xsd/cccv1p0\">\n",
               xml, p->id);
    pack_element(&out, "title", title);
    if (exam->instructions != NULL)
        rich_block(&rich, exam->instructions);
    str_puts(&out, "<description>");
    rich_escape(&out, str_slice(&html));
    str_puts(&out, "</description>\n<shuffle_answers>false</shuffle_answers>"
                   "<quiz_type>assignment</quiz_type>\n<points_possible>");
    points_put(&out, exam->points);
    str_puts(&out, "</points_possible>\n");
    if (minutes > 0)
        str_printf(&out, "<time_limit>%u</time_limit>\n", minutes);
    str_puts(&out, "<allowed_attempts>1</allowed_attempts>\n</quiz>\n");
    pack_add(p, arena_printf(&p->arena, "%s/assessment_meta.xml", p->id),
             &out);
    str_release(&html);
    str_release(&out);
}

static void open_assessment(struct str *out, struct pack *p,
                            const char *title)
{
    str_printf(out,
               "%s<questestinterop xmlns=\"http://www.imsglobal.org/xsd/"
               "ims_qtiasiv1p2\">\n<assessment ident=\"%s\" title=\"",
               xml, p->id);
    pack_text(out, title);
    str_puts(out, "\">\n<qtimetadata><qtimetadatafield><fieldlabel>"
                  "cc_maxattempts</fieldlabel><fieldentry>1</fieldentry>"
                  "</qtimetadatafield></qtimetadata>\n"
                  "<section ident=\"root_section\">\n");
}

static int finish(struct str *out, struct pack *p, const struct exam *exam,
                  struct str *assessment, const char *title, unsigned minutes,
                  struct err *err)
{
    int rc;

    str_puts(assessment, "</section>\n</assessment>\n</questestinterop>\n");
    pack_add(p, arena_printf(&p->arena, "%s/%s.xml", p->id, p->id),
             assessment);
    put_meta(p, exam, title, minutes);
    put_manifest(p);
    zip_out_add(p->zip, "non_cc_assessments/", (struct slice){0}, ZIP_STORED);
    rc = pack_put(p, out, err);
    str_release(assessment);
    pack_release(p);
    return rc;
}

/* --- a form, a bank ----------------------------------------------------- */

int qti_form(struct str *out, const struct exam *exam,
             const struct form *form, enum sheet sheet, struct err *err)
{
    struct str a = STR_EMPTY;
    struct pack p;
    const char *title;

    (void)sheet;
    begin(&p, exam, form->name);
    title = arena_printf(&p.arena, "%s (%s)", exam->title, form->name);
    open_assessment(&a, &p, title);
    for (size_t i = 0; i < exam->nitems; i++) {
        const struct question *q = form->questions[i];
        qti_item_put(&a, &p, q, pack_name(&p, q, (unsigned)i + 1, 1));
    }
    return finish(out, &p, exam, &a, title,
                  form->minutes > 0 ? form->minutes : exam->minutes, err);
}

static void put_pool(struct str *a, struct pack *p, const struct pool *pool,
                     unsigned group)
{
    str_printf(a, "<section ident=\"group_%u\" title=\"%u. ", group,
               pool->item->number);
    pack_text(a, pool->item->title);
    str_puts(a, "\"><selection_ordering><selection><selection_number>1"
                "</selection_number><selection_extension><points_per_item>");
    points_put(a, pool->item->points);
    str_puts(a, "</points_per_item></selection_extension></selection>"
                "</selection_ordering>\n");
    for (size_t k = 0; k < pool->n; k++) {
        const struct question *q = pool->questions[k];
        qti_item_put(a, p, q, pack_name(p, q, group, (unsigned)k + 1));
    }
    str_puts(a, "</section>\n");
}

int qti_bank(struct str *out, const struct exam *exam,
             const struct pool *pools, size_t npools, struct err *err)
{
    struct str a = STR_EMPTY;
    struct pack p;

    begin(&p, exam, "bank");
    open_assessment(&a, &p, exam->title);
    for (size_t i = 0; i < npools; i++)
        put_pool(&a, &p, &pools[i], (unsigned)i + 1);
    return finish(out, &p, exam, &a, exam->title, exam->minutes, err);
}
