# Reads one suite's output, counts its tests, prints a line about it and all
# that a failing program said. Test programs speak TAP and are followed by
# "# PROGRAM ends with STATUS"; whatever else stands there counts through the
# exit status of the suite as a whole.

/^1\.\.[0-9]+$/ { planned += substr($0, 4); next }
/^not ok .*# SKIP/ { skipped++; said = said "    " $0 "\n"; next }
/^not ok/ { bad++; said = said "    " $0 "\n"; next }
/^ok/ { good++; next }
/^# ok - / { next }
/^# .* ends with [0-9]+$/ {
    # A crash ends a program before its plan is fulfilled, or after.
    lost = planned - good - bad - skips_here()
    if (lost > 0 || ($NF != 0 && bad == 0)) {
        bad += lost > 0 ? lost : 1
        said = said "    " $2 " ended with status " $NF "\n"
    }
    if (bad > 0) complaints = complaints "  " $2 "\n" said
    close_section()
    next
}
{ said = said "    " $0 "\n" }

function skips_here() { return skipped - skipped_before }
function close_section() {
    passed += good; failed += bad; skipped_before = skipped
    good = bad = planned = 0
    said = ""
}

END {
    if (status != 0 && failed + bad == 0) {
        bad = 1
        complaints = complaints said
    }
    close_section()
    printf "%-10s %5d passed %5d failed %8.1f s\n", suite, passed, failed, ms / 1000
    printf "%s", complaints
    print passed, failed, skipped + 0 >> tally
}
