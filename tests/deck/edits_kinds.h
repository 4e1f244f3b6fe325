/* edits_kinds.h - the kinds of edits.h, for its table. */
#ifndef TESTS_DECK_EDITS_KINDS_H
#define TESTS_DECK_EDITS_KINDS_H

#include "deck/edits.h"

/* Of one line. */
typedef bool edit_of_line(struct notebook *b, struct line *line,
                          struct edit *edit);

edit_of_line edit_prompt_word, edit_prompt_words, edit_word_more,
    edit_word_less, edit_clause_more, edit_prompt_typo, edit_prompt_number,
    edit_prompt_negation, edit_emphasis, edit_case, edit_answer_typo,
    edit_answer_number, edit_answer_negation, edit_other_answer,
    edit_cloze_wider, edit_swap, edit_cloze_more, edit_cloze_less,
    edit_cloze_elsewhere, edit_clozes_merged, edit_numbers, edit_hint,
    edit_rewrite;

/* Of lines, parents and files. */
typedef bool edit_of_whole(struct edits *edits, struct edit *edit);

edit_of_whole edit_bullet_more, edit_near_copy, edit_copy_elsewhere,
    edit_bullet_less, edit_reorder, edit_move, edit_move_file,
    edit_typo_and_move, edit_rename_parent, edit_rename_heading,
    edit_rename_file, edit_file_to_folder, edit_crlf, edit_tabs, edit_bullets,
    edit_reflow, edit_failed_read;

#endif
