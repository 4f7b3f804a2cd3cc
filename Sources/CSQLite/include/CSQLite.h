// What Swift cannot call of SQLite's own interface, since it takes a variable number of arguments.

#ifndef CSQLITE_H
#define CSQLITE_H

/// No statistics of memory: they cost a lock that all threads share, at each allocation.
///
/// To be called before the first connection; answers SQLite's code.
int csqlite_keep_no_memory_statistics(void);

#endif
