#include "publish/left.h"

const struct left_words left_words[LEFT_KINDS] = {
    [LEFT_SOUND] = {"sound", "sounds",
                    "nothing is played here; its name stands in the text"},
    [LEFT_EMBED] = {"embedded object", "embedded objects",
                    "videos, drawings and frames are not shown here"},
    [LEFT_SCRIPT] = {"script", "scripts", "nothing in a note is ever run"},
    [LEFT_REMOTE] = {"picture of the network", "pictures of the network",
                     "nothing is ever fetched; its name stands in the text"},
    [LEFT_MISSING] = {"picture", "pictures", "the package lacks the file"},
    [LEFT_PICTURE] = {"picture", "pictures", "it is too large"},
    [LEFT_LATEX] = {"LaTeX block", "LaTeX blocks",
                    "it stands in the text as it was typed"},
    [LEFT_TANGLE] = {"field", "fields",
                     "its HTML is too tangled; its bare text was taken"},
    [LEFT_DEEP] = {"element", "elements", "it is nested too deep"},
    [LEFT_NEST] = {"cloze", "clozes",
                   "it is nested more than three deep or not 1 to 500"},
    [LEFT_BLANK] = {"cloze", "clozes", "there is nothing in it"},
    [LEFT_FIELDS] = {"note", "notes", "it does not fit its note type"},
    [LEFT_TYPE] = {"note", "notes", "its note type is not in the package"},
    [LEFT_PROBLEM] = {"problem", "problems",
                      "here problems are asked with other numbers each time; "
                      "a deck has them by `kinds:`"},
    [LEFT_CARDLESS] = {"note", "notes", "it has no card"},
    [LEFT_CARD] = {"card", "cards", "its answer shows nothing new"},
    [LEFT_NO_CLOZE] = {"card", "cards",
                       "what it asks for is not in the note any more"},
    [LEFT_TWO_DECKS] = {"note", "notes",
                        "its cards are in several decks; here they are "
                        "where the first is"},
    [LEFT_FLAG] = {"coloured flag", "coloured flags", "there are none here"},
    [LEFT_BURIED] = {"buried card", "buried cards",
                     "burying lasts for a day only"},
    [LEFT_MANUAL] = {"entry of the review log", "entries of the review log",
                     "it is no answer: somebody moved the due day"},
    [LEFT_CRAM] = {"entry of the review log", "entries of the review log",
                   "it was practice that moves no schedule"},
    [LEFT_FUTURE] = {"entry of the review log", "entries of the review log",
                     "it was logged by a clock that is ahead"},
    [LEFT_ODD] = {"entry of the review log", "entries of the review log",
                  "it makes no sense"},
};

void left_add(struct left_list *list, enum left what)
{
    if (list->n[what]++ == 0)
        list->first[what] = arena_copy(&list->arena, list->where);
}

bool left_any(const struct left_list *list)
{
    for (int i = 0; i < LEFT_KINDS; i++)
        if (list->n[i] > 0)
            return true;
    return false;
}

void left_release(struct left_list *list)
{
    arena_release(&list->arena);
    *list = (struct left_list){0};
}
