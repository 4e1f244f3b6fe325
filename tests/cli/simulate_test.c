#include "runs.h"

static const struct run_case runs[] = {
    {"a run of grades as a table",
     .args = {"simulate", "--grades", "4,5,3,2,4"},
     .out = "step  grade   n    EF  interval  due\n"
            "   0      4   1  2.50         1  2026-11-23\n"
            "   1      5   2  2.60         6  2026-11-29\n"
            "   2      3   3  2.46        15  2026-12-14\n"
            "   3      2   1  2.46         1  2026-12-15\n"
            "   4      4   2  2.46         6  2026-12-21\n",
     .err = ""},
    {"the other rule",
     .args = {"simulate", "-g", "5,5,5", "--profile", "sm2-delphi"},
     .out = "step  grade   n    EF  interval  due\n"
            "   0      5   1  2.60         1  2026-11-23\n"
            "   1      5   2  2.70         6  2026-11-29\n"
            "   2      5   3  2.80        16  2026-12-15\n",
     .err = ""},
    {"as JSON", .args = {"simulate", "--grades", "4", "--json"}, .err = ""},
    {"many runs as CSV", .args = {"simulate"}, .input = "a,4,4\nb,2\n",
     .out = "a,0,4,1,250,1\na,1,4,2,250,6\nb,0,2,1,250,1\n", .err = ""},
    {"Windows line ends, empty lines and no last line end",
     .args = {"simulate"}, .input = "a,4\r\n\r\nb,5",
     .out = "a,0,4,1,250,1\nb,0,5,1,260,1\n", .err = ""},
    {"nothing in, nothing out", .args = {"simulate"}, .input = "", .out = "",
     .err = ""},
    {"an id can't talk to the terminal", .args = {"simulate"},
     .input = "\x1b]0;x\x07,4\n", .out = "␛]0;x␇,0,4,1,250,1\n", .err = ""},
    {"a wrong grade in a list", .args = {"simulate", "--grades", "4,6"},
     .status = 64, .out = ""},
    {"a wrong line ends it, what came before is out", .args = {"simulate"},
     .input = "a,4\nb,x\nc,4\n", .status = 65, .out = "a,0,4,1,250,1\n"},
    {"JSON is for one run", .args = {"simulate", "--json"}, .status = 64,
     .out = "",
     .err = "pagein: --json needs --grades.\nMore: pagein help simulate\n"},
};

int main(void)
{
    return RUN_CASES(runs, run_holds);
}
