/* report.h - findings in notes, for people and for programs. */
#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "base/diag.h"
#include "cli/out.h"
#include "sys/json.h"

/* Sorts and prints them, one line each:
 *
 *     FILE:LINE:COL: error: what is wrong [rule]
 *
 * and on a terminal the source line below it with a caret. */
void report_findings(struct out *out, struct diags *found);

/* The same as objects of an open array. */
void report_json(struct json *w, struct diags *found);

/* "2 errors and 1 warning", or "nothing to complain of". */
void report_sum(struct out *out, size_t errors, size_t warnings);

#endif
