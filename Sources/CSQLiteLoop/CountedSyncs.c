// SQLite's own file layer with a count in front of xSync. Both sides of a run go through it, so
// whatever SQLite syncs is counted by the same rule: the log at each COMMIT, both files at a
// checkpoint.
//
// Trap: a file's table of functions is a constant of SQLite's. The one that counts is a copy of it,
// made when the first file with that table is opened.

#include "CSQLiteLoop.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stddef.h>

// SQLite has two on Linux: for databases and for their logs.
enum { TABLES_MAX = 8 };

static struct counted {
    const sqlite3_io_methods *original;
    sqlite3_io_methods copy;
} tables[TABLES_MAX];
static int count = 0;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static sqlite3_vfs *original = NULL;
static sqlite3_vfs counting;
static atomic_llong syncs = 0;

static int sync_counted(sqlite3_file *file, int flags) {
    // What the table is a copy of lies beside it.
    const struct counted *table =
        (const struct counted *)((const char *)file->pMethods - offsetof(struct counted, copy));
    atomic_fetch_add_explicit(&syncs, 1, memory_order_relaxed);
    return table->original->xSync(file, flags);
}

static const sqlite3_io_methods *counted(const sqlite3_io_methods *methods) {
    const sqlite3_io_methods *found = NULL;
    pthread_mutex_lock(&lock);
    for (int i = 0; i < count; i++) {
        if (tables[i].original == methods) found = &tables[i].copy;
    }
    if (found == NULL && count < TABLES_MAX) {
        tables[count].original = methods;
        tables[count].copy = *methods;
        tables[count].copy.xSync = sync_counted;
        found = &tables[count++].copy;
    }
    pthread_mutex_unlock(&lock);
    return found;
}

static int open_counted(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *flags_out) {
    (void)vfs;
    int code = original->xOpen(original, name, file, flags, flags_out);
    if (code != SQLITE_OK || file->pMethods == NULL) return code;
    const sqlite3_io_methods *methods = counted(file->pMethods);
    if (methods == NULL) {
        // Better no run than one with a wrong count.
        file->pMethods->xClose(file);
        file->pMethods = NULL;
        return SQLITE_CANTOPEN;
    }
    file->pMethods = methods;
    return SQLITE_OK;
}

int csqlite_count_syncs(void) {
    if (original != NULL) return SQLITE_OK;
    original = sqlite3_vfs_find(NULL);
    if (original == NULL) return SQLITE_ERROR;
    counting = *original;
    counting.zName = "counted-syncs";
    counting.pNext = NULL;
    counting.xOpen = open_counted;
    return sqlite3_vfs_register(&counting, 1);
}

int64_t csqlite_syncs(void) {
    return atomic_load_explicit(&syncs, memory_order_relaxed);
}
