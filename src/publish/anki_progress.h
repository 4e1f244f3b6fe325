/* anki_progress.h - what a card has behind it, in Anki's words.
 *
 * SM-2 as pagein keeps it and Anki's scheduler mean the same by day,
 * interval, ease and lapse, so these are taken over as they are. Where they
 * differ:
 *
 *   days       Anki counts them from 1 January 2020, by the calendar
 *   forgotten  comes again tomorrow, as a review: of today's drill a
 *              collection knows nothing
 *   reps       all answers there ever were
 *   answers    0 to 2 are Again, 3 Hard, 4 Good, 5 Easy; of a card's log the
 *              first answers until one is known are learning, those of the
 *              same day relearning, those before the day early, those that
 *              moved no schedule filtered without ease
 *
 * Anki takes over the progress of cards that it meets for the first time, and
 * of no others. */
#ifndef PUBLISH_ANKI_PROGRESS_H
#define PUBLISH_ANKI_PROGRESS_H

#include "deck/export.h"
#include "publish/anki_db.h"

/* Fills in what concerns the schedule of a card's row, and writes its log.
 * `data` holds what row->data points to. */
int anki_progress(struct deck *deck, const struct export_card *card,
                  const struct sm2_profile *profile, struct anki_db *db,
                  struct anki_card_row *row, struct str *data,
                  struct err *err);

#endif
