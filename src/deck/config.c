#include "deck/config.h"

#include "sched/day.h"

static bool read_count(struct slice value, int most, int *out)
{
    int n = 0;

    if (value.len == 0 || value.len > 5)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] < '0' || value.at[i] > '9')
            return false;
        n = n * 10 + (value.at[i] - '0');
    }
    if (n > most)
        return false;
    *out = n;
    return true;
}

static bool read_new(struct deck_settings *out, struct slice value)
{
    return read_count(value, 9999, &out->new_per_day);
}

static bool read_reviews(struct deck_settings *out, struct slice value)
{
    return read_count(value, 99999, &out->reviews_per_day);
}

static bool read_scheduler(struct deck_settings *out, struct slice value)
{
    const struct sm2_profile *profile = sm2_profile_find(value);

    if (profile != NULL)
        out->profile = profile;
    return profile != NULL;
}

static bool read_exam(struct deck_settings *out, struct slice value)
{
    if (slice_is(value, "none")) {
        out->exam_day = 0;
        return true;
    }
    return day_parse(value, &out->exam_day);
}

static bool read_others(struct deck_settings *out, struct slice value)
{
    static const char *const names[] = {
        [OTHERS_SHOW] = "show",
        [OTHERS_LATER] = "hide",
        [OTHERS_ALL] = "hide-all",
    };

    for (int i = OTHERS_SHOW; i <= OTHERS_ALL; i++)
        if (slice_is(value, names[i])) {
            out->others = (enum note_others)i;
            return true;
        }
    return false;
}

static bool read_grades(struct deck_settings *out, struct slice value)
{
    if (!slice_is(value, "0-5") && !slice_is(value, "1-4"))
        return false;
    out->six_grades = slice_is(value, "0-5");
    return true;
}

static bool read_text(struct deck_settings *out, struct slice value)
{
    (void)out;
    return value.len <= 10000;
}

const struct config_row config_rows[] = {
    {"title", "", "a text", "what a list of decks says of it", read_text},
    {"new", "20", "new cards a day, 0 to 9999", "new cards a day", read_new},
    {"reviews", "200", "reviews a day, 0 to 99999", "other cards a day",
     read_reviews},
    {"exam", "none", "a date as 2027-03-14, or none",
     "date of an exam to plan for, or none", read_exam},
    {"scheduler", "sm2", "sm2 or sm2-delphi", "sm2 or sm2-delphi",
     read_scheduler},
    {"grades", "1-4", "1-4 or 0-5", "keys that grade: 1-4, or SM-2's own 0-5",
     read_grades},
    {"others", "show", "show, hide or hide-all",
     "the note's other blanks: show, hide (those behind) or hide-all",
     read_others},
    {"kinds", "", "a list of problem kinds", NULL, read_text},
};
const size_t config_nrows = sizeof config_rows / sizeof *config_rows;

const struct config_row *config_find(struct slice name)
{
    for (size_t i = 0; i < config_nrows; i++)
        if (slice_is(name, config_rows[i].name))
            return &config_rows[i];
    return NULL;
}

int config_check(const char *name, struct slice value, struct err *err)
{
    const struct config_row *row = config_find(slice_from(name));
    struct deck_settings scratch = {0};

    if (row == NULL)
        return err_set(err, ERR_USAGE, "There is no setting \"%s\".", name);
    if (!row->read(&scratch, value))
        return err_set(err, ERR_USAGE, "\"%s\" takes %s, not \"%.*s\".", name,
                       row->accepts, SLICE_FMT(slice_sub(value, 0, 80)));
    return 0;
}
