// One connection, statements prepared once, arguments that lie ready in memory: what is left is
// SQLite's own work and the disk's.

#include "CSQLiteLoop.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { STATEMENTS_MAX = 500 };
// The first two statements.
enum { BEGIN, COMMIT };

// One thing to do after the other.
typedef struct {
    enum { RUN, BIND_NULL, BIND_INTEGER, BIND_TEXT, END } kind;
    // A statement's number or a text's length.
    int number;
    // An integer, or where a text begins in `texts`.
    int64_t value;
} entry;

struct csqlite_loop {
    sqlite3 *connection;
    sqlite3_stmt *statements[STATEMENTS_MAX];
    int count;
    entry *entries;
    size_t used, room;
    char *texts;
    size_t texts_used, texts_room;
    // What the answers came to, so that no compiler leaves out reading them.
    int64_t seen;
};

csqlite_loop *csqlite_loop_open(const char *path) {
    csqlite_loop *loop = calloc(1, sizeof *loop);
    if (loop == NULL) return NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    const char *settings =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
        "PRAGMA wal_autocheckpoint = 1000";
    if (sqlite3_open_v2(path, &loop->connection, flags, NULL) != SQLITE_OK
        || csqlite_loop_execute(loop, settings) != SQLITE_OK
        || csqlite_loop_prepare(loop, "BEGIN IMMEDIATE") != BEGIN
        || csqlite_loop_prepare(loop, "COMMIT") != COMMIT) {
        csqlite_loop_close(loop);
        return NULL;
    }
    sqlite3_busy_timeout(loop->connection, 5000);
    return loop;
}

void csqlite_loop_close(csqlite_loop *loop) {
    for (int i = 0; i < loop->count; i++) sqlite3_finalize(loop->statements[i]);
    sqlite3_close(loop->connection);
    free(loop->entries);
    free(loop->texts);
    free(loop);
}

const char *csqlite_loop_error(csqlite_loop *loop) {
    return sqlite3_errmsg(loop->connection);
}

int csqlite_loop_prepare(csqlite_loop *loop, const char *sql) {
    if (loop->count == STATEMENTS_MAX) return -1;
    sqlite3_stmt **statement = &loop->statements[loop->count];
    if (sqlite3_prepare_v3(loop->connection, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL)
        != SQLITE_OK) return -1;
    return loop->count++;
}

// The recording ------------------------------------------------------------------------------------

// Memory that ran out ends the bench: there is nothing to measure without it.
static void *grown(void *memory, size_t needed, size_t *room, size_t size) {
    if (needed <= *room) return memory;
    *room = needed * 2;
    memory = realloc(memory, *room * size);
    if (memory == NULL) abort();
    return memory;
}

static void add(csqlite_loop *loop, entry next) {
    loop->entries = grown(loop->entries, loop->used + 1, &loop->room, sizeof *loop->entries);
    loop->entries[loop->used++] = next;
}

void csqlite_loop_add(csqlite_loop *loop, int statement) {
    add(loop, (entry){RUN, statement, 0});
}

void csqlite_loop_add_null(csqlite_loop *loop) {
    add(loop, (entry){BIND_NULL, 0, 0});
}

void csqlite_loop_add_integer(csqlite_loop *loop, int64_t value) {
    add(loop, (entry){BIND_INTEGER, 0, value});
}

void csqlite_loop_add_text(csqlite_loop *loop, const char *text, int length) {
    size_t needed = loop->texts_used + (size_t)length + 1;
    loop->texts = grown(loop->texts, needed, &loop->texts_room, 1);
    memcpy(loop->texts + loop->texts_used, text, (size_t)length);
    add(loop, (entry){BIND_TEXT, length, (int64_t)loop->texts_used});
    loop->texts_used += (size_t)length;
}

void csqlite_loop_add_end(csqlite_loop *loop) {
    add(loop, (entry){END, 0, 0});
}

// The run ------------------------------------------------------------------------------------------

// Whoever asks reads what is answered.
static void read_row(csqlite_loop *loop, sqlite3_stmt *statement) {
    int columns = sqlite3_column_count(statement);
    for (int column = 0; column < columns; column++) {
        switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: loop->seen += sqlite3_column_int64(statement, column); break;
        case SQLITE_NULL: break;
        default:
            if (sqlite3_column_text(statement, column) != NULL)
                loop->seen += sqlite3_column_bytes(statement, column);
        }
    }
}

static bool step(csqlite_loop *loop, sqlite3_stmt *statement) {
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) read_row(loop, statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE;
}

static bool execute(csqlite_loop *loop, size_t *place) {
    sqlite3_stmt *statement = loop->statements[loop->entries[*place].number];
    int code = SQLITE_OK;
    int index = 1;
    for (*place += 1; *place < loop->used && code == SQLITE_OK; *place += 1) {
        entry next = loop->entries[*place];
        if (next.kind == BIND_NULL) code = sqlite3_bind_null(statement, index++);
        else if (next.kind == BIND_INTEGER)
            code = sqlite3_bind_int64(statement, index++, next.value);
        else if (next.kind == BIND_TEXT)
            code = sqlite3_bind_text(
                statement, index++, loop->texts + next.value, next.number, SQLITE_STATIC);
        else break;
    }
    return code == SQLITE_OK && step(loop, statement);
}

int64_t csqlite_loop_run(csqlite_loop *loop, int64_t group) {
    int64_t commits = 0;
    int64_t in_group = 0;
    for (size_t place = 0; place < loop->used;) {
        if (in_group == 0 && !step(loop, loop->statements[BEGIN])) return -1;
        // Something of the next transaction is always there: a recording ends with a mark.
        while (loop->entries[place].kind != END)
            if (!execute(loop, &place)) return -1;
        place++;
        in_group++;
        if (in_group == group || place == loop->used) {
            if (!step(loop, loop->statements[COMMIT])) return -1;
            in_group = 0;
            commits++;
        }
    }
    loop->used = 0;
    loop->texts_used = 0;
    return commits;
}

int csqlite_loop_execute(csqlite_loop *loop, const char *sql) {
    return sqlite3_exec(loop->connection, sql, NULL, NULL, NULL);
}

int64_t csqlite_loop_integer(csqlite_loop *loop, const char *sql) {
    sqlite3_stmt *statement = NULL;
    int64_t value = -1;
    if (sqlite3_prepare_v2(loop->connection, sql, -1, &statement, NULL) == SQLITE_OK
        && sqlite3_step(statement) == SQLITE_ROW) value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}
