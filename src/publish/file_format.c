#include "publish/file_format.h"

#include "publish/writers.h"

const struct file_format file_formats[] = {
    {"md", ".md", "Markdown, to read and to edit", true, markdown_form, NULL},
    {"html", ".html", "a page to read, to fill in and to print", true,
     html_form, NULL},
    {"tex", ".tex", "LaTeX, for pdflatex", true, tex_form, NULL},
    {"pdf", ".pdf", "pages to print, every form laid out alike", true,
     pdf_form, NULL},
    {"moodle", ".moodle.xml", "Moodle XML", false, moodle_form, moodle_bank},
    {"qti", ".qti.zip", "QTI 1.2, as Canvas imports it", false, qti_form,
     qti_bank},
    {"qti21", ".qti21.zip", "QTI 2.1, for other platforms", false, qti21_form,
     qti21_bank},
    {"gift", ".gift", "GIFT, plain text for Moodle and others", false,
     gift_form, gift_bank},
    {"json", ".json", "all there is, for programs", false, json_form,
     json_bank},
    {"csv", ".csv", "a table, one row a part", false, csv_form, NULL},
};

const size_t nfile_formats = sizeof file_formats / sizeof *file_formats;

const struct file_format *file_format_find(struct slice name)
{
    for (size_t i = 0; i < nfile_formats; i++)
        if (slice_is(name, file_formats[i].name))
            return &file_formats[i];
    return NULL;
}
