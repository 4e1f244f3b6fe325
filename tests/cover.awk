# Reads `gcov -n`, prints the percentage of lines run for every file of src/
# and for all of it; fails below `least` percent.

/^File / { file = $2; gsub(/'/, "", file); next }
/^Lines executed:/ && file ~ /^src\/.*\.c$/ {
    split($0, part, /[:% ]+/)
    lines = part[5]
    hit = int(part[3] * lines / 100 + 0.5)
    printf "%6.1f %% of %4d  %s\n", part[3], lines, file
    all_lines += lines; all_hit += hit
    file = ""
}
END {
    percent = all_lines ? 100 * all_hit / all_lines : 0
    printf "%6.1f %% of %4d  src/\n", percent, all_lines
    if (percent < least) {
        printf "less than %s %% of the lines are run by a test\n", least
        exit 1
    }
}
