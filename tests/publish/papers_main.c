/* papers FOLDER: writes exams into it that other programs then look at. */
#include <stdio.h>
#include <stdlib.h>

#include "publish/file_format.h"
#include "publish/papers.h"
#include "publish/print.h"
#include "view/press.h"

static void save(const char *folder, const char *name, const char *suffix,
                 const struct str *bytes)
{
    struct str path = STR_EMPTY;
    FILE *f;

    str_printf(&path, "%s/%s%s", folder, name, suffix);
    f = fopen(path.at, "wb");
    if (f == NULL || fwrite(bytes->at, 1, bytes->len, f) != bytes->len ||
        fclose(f) != 0) {
        perror(path.at);
        exit(1);
    }
    str_release(&path);
}

static void write_sheet(const char *folder, const char *name,
                        const char *format, const struct exam *exam,
                        enum sheet sheet)
{
    const struct file_format *f = file_format_find(slice_from(format));
    struct str out = STR_EMPTY;
    struct err err;

    if (f->form(&out, exam, &exam->forms[0], sheet, &err) < 0) {
        fprintf(stderr, "%s\n", err.text);
        exit(1);
    }
    save(folder, name, f->suffix, &out);
    str_release(&out);
}

static void write_both(const char *folder, const char *name,
                       const struct exam *exam)
{
    static const char *const names[] = {"html", "pdf"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str key = STR_EMPTY;

        str_printf(&key, "%s-key", name);
        write_sheet(folder, name, names[i], exam, SHEET_QUESTIONS);
        write_sheet(folder, key.at, names[i], exam, SHEET_KEY);
        str_release(&key);
    }
}

/* --- many forms --------------------------------------------------------- */

static int to_file(void *arg, const char *bytes, size_t n)
{
    return fwrite(bytes, 1, n, arg) == n ? 0 : -1;
}

/* "A<tab>3<tab>CODE": what check_pdf.py looks for. */
static void put_codes(struct str *out, const struct exam *exam)
{
    for (size_t f = 0; f < exam->nforms; f++)
        for (size_t i = 0; i < exam->nitems; i++)
            str_printf(out, "%s\t%zu\t%s\n", exam->forms[f].name, i + 1,
                       exam->forms[f].questions[i]->code);
}

static void write_forms(const char *folder, const struct exam *exam)
{
    struct str out = STR_EMPTY, name = STR_EMPTY;
    struct err err = {0};
    struct print *p = print_new(exam, &err);
    FILE *f;

    str_printf(&name, "%s/merged.pdf", folder);
    f = fopen(name.at, "wb");
    if (p == NULL || f == NULL || print_begin(p, to_file, f, &err) < 0)
        exit(1);
    for (size_t i = 0; i < exam->nforms; i++) {
        print_add(p, &exam->forms[i]);
        str_clear(&out);
        str_clear(&name);
        str_printf(&name, "form-%s", exam->forms[i].name);
        if (print_form(&out, p, &exam->forms[i], SHEET_QUESTIONS, &err) < 0)
            exit(1);
        save(folder, name.at, ".pdf", &out);
    }
    if (print_end(p, &err) < 0 || fclose(f) != 0)
        exit(1);
    str_clear(&out);
    put_codes(&out, exam);
    save(folder, "codes", ".tsv", &out);
    print_free(p);
    str_release(&out);
    str_release(&name);
}

int main(int argc, char **argv)
{
    static const char hostile[] =
        "</style></title><script>console.log(1)</script>"
        "<img src=https://example.org/x onerror=console.log(2)> "
        "\" onfocus=\"console.log(3)\" autofocus=\" "
        "![x](https://example.org/y.png) [x](javascript:console.log(4))\n\n"
        "| a | b |\n|--:|:-:|\n| 1 | 2 |\n\n"
        "<style>@import 'https://example.org/z.css'</style>\n";
    struct arena arena = {0};
    struct exam exam;

    if (argc != 2)
        return 64;
    press_object(PAGEIN "-print.so");
    exam = paper_make(&arena, 4);
    write_both(argv[1], "plain", &exam);
    write_forms(argv[1], &exam);
    exam.large = true;
    write_both(argv[1], "large", &exam);
    exam = paper_of_text(&arena, hostile);
    write_both(argv[1], "hostile", &exam);
    arena_release(&arena);
    return 0;
}
