#include "publish/page.h"

#include "publish/rich.h"
#include "sys/hash.h"
#include "view/svg.h"

/* Paper first: sizes in points, greys that a printer has, nothing that is
 * told by colour alone. 5.7 to 1 is the least contrast of any text. */
static const char style[] =
    ":root{color-scheme:light dark;--ink:#000;--paper:#fff;--dim:#555;"
    "--rule:#777;--tint:#efefef}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#eee;--paper:#1b1b1b;"
    "--dim:#b5b5b5;--rule:#8a8a8a;--tint:#2c2c2c}}\n"
    "*{box-sizing:border-box}\n"
    "html{font:11pt/1.45 \"DejaVu Sans\",Verdana,Arial,sans-serif;"
    "color:var(--ink);background:var(--paper)}\n"
    "html.large{font-size:18pt}\n"
    "body{max-width:44em;margin:0 auto;padding:1.5em;"
    "overflow-wrap:anywhere}\n"
    "h1{font-size:1.5em;line-height:1.2;margin:0 0 .5em}\n"
    "h2{font-size:1.12em;line-height:1.3;margin:0 0 .5em}\n"
    "h3{font-size:1em;margin:1em 0 .3em}\n"
    "h4,h5,h6{font-size:1em;margin:.8em 0 .3em}\n"
    "p,ul,ol,pre,table,figure,blockquote{margin:.5em 0}\n"
    "blockquote{border-left:3px solid var(--rule);padding-left:.8em}\n"
    "code,pre{font-family:\"DejaVu Sans Mono\",Menlo,Consolas,monospace;"
    "font-size:.92em}\n"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;padding:.6em .8em;"
    "background:var(--tint);border-left:3px solid var(--rule)}\n"
    "pre code{font-size:1em}\n"
    "table{border-collapse:collapse}\n"
    "th,td{border:1px solid var(--rule);padding:.2em .6em;text-align:left;"
    "vertical-align:top}\n"
    "th{background:var(--tint)}\n"
    ".right{text-align:right}.center{text-align:center}\n"
    "svg{display:block;max-width:100%;height:auto}\n"
    "a{color:inherit}\n"
    ".dim{color:var(--dim)}\n"
    "@media (max-width:40em){body{padding:.8em}th,td{"
    "overflow-wrap:anywhere;padding:.2em .35em}}\n"
    "@media print{\n"
    ":root{--ink:#000;--paper:#fff;--dim:#444;--rule:#666;--tint:#eee}\n"
    "html{font-size:10pt}html.large{font-size:18pt}\n"
    "body{max-width:none;padding:0}\n"
    "h1,h2,h3,h4{break-after:avoid}\n"
    "figure,pre,tr,li,fieldset{break-inside:avoid}\n"
    "p,li{orphans:3;widows:3}\n"
    "thead{display:table-header-group}\n"
    "a{text-decoration:none}\n"
    "}\n";

static const char a4[] = "@page{size:A4;margin:18mm}\n";
static const char letter[] = "@page{size:letter;margin:.75in}\n";
static const char numbers[] =
    "@page{@bottom-right{content:counter(page) \" / \" counter(pages);"
    "font:9pt sans-serif}}\n";

void page_text(struct str *out, const char *text)
{
    rich_escape(out, slice_from(text));
}

static void put_policy(struct str *out, struct slice css, bool pictures)
{
    str_puts(out, "<meta http-equiv=\"Content-Security-Policy\" "
                  "content=\"default-src 'none'; style-src 'sha256-");
    hash_put_sha256_base64(out, css);
    str_puts(out, pictures ? "'; img-src data:; base-uri 'none'; "
                             "form-action 'none'\" />\n"
                           : "'; base-uri 'none'; form-action 'none'\" />\n");
}

void page_begin(struct str *out, const struct page *page)
{
    struct str css = STR_EMPTY;

    str_puts(&css, style);
    str_puts(&css, strcmp(page->paper, "letter") == 0 ? letter : a4);
    str_puts(&css, numbers);
    str_puts(&css, page->style);
    str_printf(out,
               "<!DOCTYPE html>\n<html lang=\"en\"%s>\n<head>\n"
               "<meta charset=\"utf-8\" />\n",
               page->large ? " class=\"large\"" : "");
    put_policy(out, str_slice(&css), page->pictures);
    str_puts(out, "<meta name=\"viewport\" "
                  "content=\"width=device-width, initial-scale=1\" />\n"
                  "<title>");
    rich_escape(out, page->title);
    str_puts(out, "</title>\n<style>");
    str_put(out, str_slice(&css));
    str_puts(out, "</style>\n</head>\n<body>\n");
    str_release(&css);
}

void page_end(struct str *out)
{
    str_puts(out, "</body>\n</html>\n");
}

void page_figure(struct str *out, const struct figure *figure, bool large,
                 unsigned *id)
{
    str_puts(out, "<figure>\n");
    figure_svg_as(out, figure, large ? SKETCH_LARGE : SKETCH_PAGE, ++*id);
    str_puts(out, "</figure>\n");
}
