/* device.h - under whose name this file logs.
 *
 * Two files that both count on from event 1042 of one device would give two
 * events one name. So a deck file notes for which machine and which file
 * (device and inode number) its device id was minted; a copy, a restored
 * backup or a deck carried to another machine is a different file and gets an
 * id of its own before its first event. */
#ifndef DECK_DEVICE_H
#define DECK_DEVICE_H

#include "deck/inside.h"

/* Writes the deck's own row into a new database that will be the file at
 * `path`: a fresh deck uid and device id. */
int device_found(struct db *db, const char *path, struct err *err);

/* Reads that row into deck->uid, device, device_uid and moved. */
int device_load(struct deck *deck, struct err *err);

/* Mints a device id for this file when it has moved. Inside a transaction. */
int device_settle(struct deck *deck, struct err *err);

/* Mints a device id in the database of a deck that is going to be the file
 * now at `path`: a backup that is restored. Inside a transaction. */
int device_renew(struct db *db, const char *path, struct err *err);

#endif
