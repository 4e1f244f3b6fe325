/* writers.h - what the table of formats (file_format.h) points to: one file
 * a format, one pair of functions a file. */
#ifndef PUBLISH_WRITERS_H
#define PUBLISH_WRITERS_H

#include "publish/file_format.h"

typedef int form_writer(struct str *out, const struct exam *exam,
                        const struct form *form, enum sheet sheet,
                        struct err *err);
typedef int bank_writer(struct str *out, const struct exam *exam,
                        const struct pool *pools, size_t npools,
                        struct err *err);

form_writer markdown_form;
form_writer html_form;
form_writer tex_form;
form_writer pdf_form; /* print.h is quicker for many */
form_writer json_form;
bank_writer json_bank;
form_writer csv_form;
form_writer moodle_form;
bank_writer moodle_bank;
form_writer qti_form;
bank_writer qti_bank;
form_writer qti21_form;
bank_writer qti21_bank;
form_writer gift_form;
bank_writer gift_bank;

#endif
