#include "cli/practice.h"
#include "cli/rows.h"
#include "cli/use.h"
#include "deck/media.h"
#include "sched/day.h"
#include "view/card.h"
#include "view/plain.h"

enum { PAGE_COLUMNS = 80, PICTURE_ROWS = 20, WHAT_COLUMNS = 8 };

/* Where the pictures of one card come from. */
struct album {
    struct deck *deck;
    int64_t card;
};

static int read_picture(void *arg, struct slice target, struct str *bytes)
{
    struct album *album = arg;
    struct err err;

    return deck_image(album->deck, album->card, target, bytes, &err) == 1
               ? 0
               : -1;
}

static void draw(struct out *out, struct deck *deck,
                 const struct card_page *page, struct arena *arena)
{
    struct album album = {deck, page->card.id};
    struct pictures pictures = {.read = read_picture,
                                .arg = &album,
                                .rows = PICTURE_ROWS,
                                .depth = out->depth};
    struct card_face face = {.note = &page->note,
                             .card = page->card.index,
                             .file = page->card.path,
                             .revealed = true,
                             .pictures = &pictures};
    struct lines lines =
        lines_new(arena, out->columns > 0 && out->columns < PAGE_COLUMNS
                             ? out->columns
                             : PAGE_COLUMNS);

    card_path(&lines, &face);
    lines_blank(&lines);
    card_draw(&lines, &face);
    out_drawing(out, &lines);
    lines_release(&lines);
    pictures_release(&pictures);
}

static void tell(struct out *out, const struct card_page *page)
{
    struct card_face face = {.note = &page->note,
                             .card = page->card.index,
                             .file = page->card.path};
    struct str text = STR_EMPTY;

    plain_path(&text, &face);
    plain_card(&text, &face);
    plain_answer(&text, &face);
    out_lines(out, str_slice(&text));
    str_release(&text);
}

static void put_facts(struct out *out, const struct card_page *page,
                      int today)
{
    const struct card *c = &page->card;
    struct str state = STR_EMPTY;

    rows_state(&state, c, today);
    out_puts(out, "\nid ");
    out_put(out, c->uid);
    out_puts(out, " at ");
    out_put(out, c->path);
    out_printf(out, ":%d\n", c->line);
    out_puts(out, state.at);
    for (size_t i = 0; i < nflag_words; i++)
        if ((c->flags & flag_words[i].flag) != 0 &&
            strcmp(state.at, flag_words[i].word) != 0)
            out_printf(out, ", %s", flag_words[i].word);
    if (sm2_seen(c->sched))
        out_printf(out, "; interval %d, easiness %d.%02d, seen %d, lapses %d",
                   c->sched.interval, c->sched.ease / 100,
                   c->sched.ease % 100, c->sched.reps, c->sched.lapses);
    for (size_t i = 0; i < page->ntags; i++) {
        out_puts(out, i == 0 ? "; tags " : ", ");
        out_put(out, page->tags[i]);
    }
    out_puts(out, "\n");
    str_release(&state);
}

/* "  2026-11-22  review    grade 4 in 5.2 s, then 6 days" */
static void put_event(struct out *out, const struct history *h)
{
    struct str day = STR_EMPTY;
    bool answer = h->grade >= 0;

    day_put(&day, h->day);
    out_printf(out, "  %s  ", day.at);
    out_cell(out, h->what, answer ? WHAT_COLUMNS : 0, answer);
    if (answer) {
        out_printf(out, "grade %d in %d.%d s, then ", h->grade,
                   (int)(h->ms / 1000), (int)(h->ms / 100 % 10));
        out_count(out, (size_t)h->after.interval, "day");
    }
    out_puts(out, h->undone ? " (taken back)\n" : "\n");
    str_release(&day);
}

static void put_event_json(struct json *w, const struct history *h)
{
    struct str day = STR_EMPTY;

    day_put(&day, h->day);
    json_open_object(w, NULL);
    json_put_int(w, "time_ms", h->utc_ms);
    json_put_text(w, "day", str_slice(&day));
    json_put_text(w, "what", h->what);
    if (h->grade >= 0)
        json_put_int(w, "grade", h->grade);
    json_put_int(w, "ms", h->ms);
    json_put_bool(w, "undone", h->undone);
    json_put_int(w, "interval", h->after.interval);
    json_put_int(w, "ef100", h->after.ease);
    json_close(w);
    str_release(&day);
}

static void put_json(struct json *w, const struct card_page *page,
                     const struct history *h, size_t n)
{
    json_open_object(w, NULL);
    rows_json(w, &page->card);
    json_open_array(w, "tags");
    for (size_t i = 0; i < page->ntags; i++)
        json_put_text(w, NULL, page->tags[i]);
    json_close(w);
    json_open_array(w, "history");
    for (size_t i = 0; i < n; i++)
        put_event_json(w, &h[i]);
    json_close(w);
    json_close(w);
}

static void put_text(struct cli *cli, struct deck *deck,
                     const struct card_page *page, const struct history *h,
                     size_t n, struct arena *arena)
{
    if (cli->out->moves)
        draw(cli->out, deck, page, arena);
    else
        tell(cli->out, page);
    put_facts(cli->out, page, deck_today(deck, cli->now));
    for (size_t i = 0; i < n; i++)
        put_event(cli->out, &h[i]);
}

static int show(struct cli *cli, struct deck *deck,
                const struct card_ids *cards, struct json *w,
                struct arena *arena, struct err *err)
{
    for (size_t i = 0; i < cards->n; i++) {
        struct card_page page;
        struct history *h;
        size_t n;
        if (deck_card(deck, cards->at[i], &page, arena, err) < 0 ||
            deck_history(deck, cards->at[i], &h, &n, arena, err) < 0)
            return -1;
        if (cli->args->json) {
            put_json(w, &page, h, n);
            continue;
        }
        if (i > 0)
            out_puts(cli->out, "\n");
        put_text(cli, deck, &page, h, n, arena);
    }
    return 0;
}

/* A problem's code instead of a card. */
static int show_problem(struct cli *cli, struct err *err)
{
    struct arena arena = {0};
    const struct problem *p =
        practice_find(cli, cli->args->operands[0], &arena, err);

    if (p != NULL && cli->args->json)
        practice_json(cli, &p, 1);
    else if (p != NULL)
        practice_show(cli, p);
    arena_release(&arena);
    return p != NULL ? STATUS_DONE : -1;
}

static int show_cards(struct cli *cli, struct err *err)
{
    struct deck *deck = NULL;
    struct arena arena = {0};
    struct card_ids cards;
    struct str text = STR_EMPTY;
    struct json w = json_to(&text);
    int rc = -1;

    if (use_deck(cli, DECK_READ, &deck, err) < 0 ||
        use_cards(cli, deck, 0, &cards, &arena, err) < 0)
        goto done;
    json_open_array(&w, NULL);
    if (show(cli, deck, &cards, &w, &arena, err) < 0)
        goto done;
    json_close(&w);
    if (cli->args->json)
        out_json(cli->out, &text);
    rc = STATUS_DONE;
done:
    str_release(&text);
    deck_close(deck);
    arena_release(&arena);
    return rc;
}

/* The card or the problem that a sealed code stands for. */
static int show_sealed(struct cli *cli, struct err *err)
{
    struct args args = *cli->args;
    struct cli again = *cli;
    struct sealed sealed;
    char *words[] = {sealed.uid, NULL};

    if (practice_unseal(cli, args.operands[0], &sealed, err) < 0)
        return -1;
    if (sealed.what == SEALED_PROBLEM)
        return show_problem(cli, err);
    args.operands = words;
    args.noperands = 1;
    again.args = &args;
    return show_cards(&again, err);
}

static int run(struct cli *cli, struct err *err)
{
    const char *word = cli->args->operands[0];

    return practice_is_code(word)          ? show_problem(cli, err)
           : practice_is_sealed(cli, word) ? show_sealed(cli, err)
                                           : show_cards(cli, err);
}

const struct command cmd_show = {
    .name = "show",
    .operands = "CARD...",
    .blurb = "a card, its answer and its history",
    .about =
        "Prints the card with its answer, where it stands in the notes, when "
        "it is due, and all that ever happened to it. With --json an array "
        "of cards.\n\n"
        "A CARD is named by the first digits of its id, as pagein list and "
        "pagein search show it, or by FILE:LINE, which means all cards of "
        "the "
        "note there. The code of a problem, twelve letters and digits, shows "
        "that problem. The sealed codes of a graded exam open with --secret.",
    .examples =
        (const struct example[]){
            {"pagein show 3f2a", "one card"},
            {"pagein show vm.md:12", "the cards of the note at that line"},
            {"pagein show 0RK5-J76S-6ENC", "the problem of that code"},
            {NULL, NULL},
        },
    .options = OPTION_BIT(OPTION_SECRET) | OPTION_BIT(OPTION_JSON),
    .min = 1,
    .max = SIZE_MAX,
    .fill = FILL_FILE,
    .group = "Cards",
    .run = run,
};
