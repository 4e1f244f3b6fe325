# Reads one suite's output, counts its tests, prints a line about it and all
# that a failing program said. Programs speak TAP and are followed by
# "# PROGRAM ends with STATUS"; a failing step of make counts as one failure.

/^1\.\.[0-9]+$/ { planned += substr($0, 4); next }
/^ok / { good++; next }
/^# ok - / { next }
/^not ok .*# SKIP/ { skipped++; here++; skips = skips "    skipped:" substr($0, index($0, "SKIP") + 4) "\n"; next }
/^not ok / { bad++ }
/^# .* ends with [0-9]+$/ {
    # A crash comes before the plan is fulfilled, or after the last test.
    lost = planned - good - bad - here
    if (lost > 0 || ($NF != 0 && bad == 0)) {
        bad += lost > 0 ? lost : 1
        said = said "    ended early, with status " $NF "\n"
    }
    section("  " $2 "\n")
    next
}
/\*\*\* \[.*Error [^2]/ { bad++; said = said "    " $0 "\n"; section(""); next }
{ said = said "    " $0 "\n" }

function section(title) {
    if (bad > 0) complaints = complaints title said
    passed += good; failed += bad
    good = bad = planned = here = 0
    said = ""
}

END {
    if (status != 0 && failed + bad == 0) bad = 1
    section("")
    printf "%-10s %5d passed %5d failed %8.1f s\n", suite, passed, failed, ms / 1000
    printf "%s%s", complaints, skips
    print passed + 0, failed + 0, skipped + 0 >> tally
}
