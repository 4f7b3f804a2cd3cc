// The other side of `counterfoil bench storage`: a recorded run of statements, done again with
// SQLite's C interface and nothing else. It decides nothing; it is as quick as C can be.
#pragma once
#include <stdint.h>

typedef struct csqlite_loop csqlite_loop;

// Puts a count of syncs under every file that SQLite opens from here on, in the whole process.
// Answers 0, or SQLite's error.
int csqlite_count_syncs(void);
// How often SQLite has asked for the disk since then, for whichever file.
int64_t csqlite_syncs(void);

// Opens a file as our own store opens it: WAL, synchronous FULL, foreign keys, a checkpoint each
// thousand pages. NULL when that fails.
csqlite_loop *csqlite_loop_open(const char *path);
void csqlite_loop_close(csqlite_loop *loop);
// What SQLite said last.
const char *csqlite_loop_error(csqlite_loop *loop);

// Prepares a statement and answers its number, or -1.
int csqlite_loop_prepare(csqlite_loop *loop, const char *sql);

// The recording: a statement, then its arguments in order; at the end of each transaction a mark.
void csqlite_loop_add(csqlite_loop *loop, int statement);
void csqlite_loop_add_null(csqlite_loop *loop);
void csqlite_loop_add_integer(csqlite_loop *loop, int64_t value);
// Copies the text.
void csqlite_loop_add_text(csqlite_loop *loop, const char *text, int length);
void csqlite_loop_add_end(csqlite_loop *loop);

// Runs the whole recording, `group` transactions to each COMMIT, and forgets it. Answers the number
// of commits, or -1.
int64_t csqlite_loop_run(csqlite_loop *loop, int64_t group);

// Runs statements that nobody waits for an answer of; 0 or SQLite's error.
int csqlite_loop_execute(csqlite_loop *loop, const char *sql);
// The first column of the first row; -1 when there is none.
int64_t csqlite_loop_integer(csqlite_loop *loop, const char *sql);
