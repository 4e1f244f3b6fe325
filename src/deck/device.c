#include "deck/device.h"

#include "base/rng.h"
#include "sys/file.h"
#include "sys/hash.h"
#include "sys/place.h"

/* What a device id belongs to. An inode number is given again to a later
 * file; with the time the file came to be mixed in it is not. */
struct identity {
    struct str machine;
    uint64_t device, inode;
};

static struct identity identity_of(const char *path)
{
    struct file_stat st = file_stat_of(path);
    struct identity id = {STR_EMPTY, st.device, st.inode};
    uint64_t born = (uint64_t)file_born_ns(path);

    if (born != 0)
        id.inode ^= rng_mix(&born);

    place_machine(&id.machine);
    return id;
}

static int mint(struct db *db, int64_t *row, uint64_t *uid, struct err *err)
{
    struct stmt *q = db_query(db, "INSERT INTO device (uid) VALUES (?1)");

    *uid = entropy_u64();
    bind_uid(q, 1, *uid);
    if (stmt_run(q, err) < 0)
        return -1;
    *row = db_last_row(db);
    return 0;
}

static int write_row(struct db *db, uint64_t uid, int64_t device,
                     const char *path, struct err *err)
{
    struct identity id = identity_of(path);
    struct stmt *q =
        db_query(db, "INSERT INTO deck (id, uid, device, machine,"
                     " file_device, file_inode, notes_version)"
                     " VALUES (1, ?1, ?2, ?3, ?4, ?5, 0)"
                     " ON CONFLICT (id) DO UPDATE SET device = ?2,"
                     " machine = ?3, file_device = ?4, file_inode = ?5");
    int rc;

    bind_uid(q, 1, uid);
    bind_int(q, 2, device);
    bind_text(q, 3, str_slice(&id.machine));
    bind_uid(q, 4, id.device);
    bind_uid(q, 5, id.inode);
    rc = stmt_run(q, err);
    str_release(&id.machine);
    return rc;
}

int device_found(struct db *db, const char *path, struct err *err)
{
    uint64_t uid;
    int64_t row;

    if (mint(db, &row, &uid, err) < 0)
        return -1;
    return write_row(db, entropy_u64(), row, path, err);
}

int device_renew(struct db *db, const char *path, struct err *err)
{
    uint64_t uid;
    int64_t row;

    if (mint(db, &row, &uid, err) < 0)
        return -1;
    return write_row(db, 0, row, path, err); /* its uid stays */
}

int device_load(struct deck *deck, struct err *err)
{
    struct identity id = identity_of(deck->path);
    struct stmt *q =
        db_query(deck->db, "SELECT k.uid, k.device, d.uid, k.machine,"
                           " k.file_device, k.file_inode"
                           " FROM deck k JOIN device d ON d.id = k.device"
                           " WHERE k.id = 1");
    int rc = stmt_next(q, err);

    if (rc == 0)
        rc = err_set(err, ERR_UNSAFE, "%s is damaged: it has no name.",
                     deck->path);
    if (rc == 1) {
        deck->uid = row_uid(q, 0);
        deck->device = row_int(q, 1);
        deck->device_uid = row_uid(q, 2);
        deck->moved = !slice_eq(row_text(q, 3), str_slice(&id.machine)) ||
                      row_uid(q, 4) != id.device || row_uid(q, 5) != id.inode;
    }
    stmt_end(q);
    str_release(&id.machine);
    return rc == 1 ? 0 : -1;
}

int device_settle(struct deck *deck, struct err *err)
{
    int64_t device = 0;
    uint64_t uid;

    /* another program may have settled it since this one looked, or may have
     * restored a backup */
    if (db_int(deck->db, "SELECT device FROM deck WHERE id = 1", &device,
               err) < 0)
        return -1;
    if ((deck->moved || device != deck->device) && device_load(deck, err) < 0)
        return -1;
    if (!deck->moved)
        return 0;
    if (mint(deck->db, &device, &uid, err) < 0 ||
        write_row(deck->db, deck->uid, device, deck->path, err) < 0)
        return -1;
    deck->device = device;
    deck->device_uid = uid;
    deck->moved = false;
    return 0;
}
