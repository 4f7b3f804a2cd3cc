// A second server on the same file is refused with a sentence: payments are driven by leases that
// assume one writer, and two processes that both believe they are it would ask twice for everything.
// The kernel drops the lock when the process ends, however it ends.

internal import Foundation
internal import Persistence

#if canImport(Glibc)
    internal import Glibc
#endif

final class FileLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// *Errors*: `DatabaseError.alreadyOpen`, `.unusable`.
    init(path: String, for database: String) throws(DatabaseError) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unusable(reason: "\(path): \(unsafe String(cString: strerror(errno)))")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason = errno
            close(descriptor)
            if reason == EWOULDBLOCK { throw .alreadyOpen(path: database) }
            throw .unusable(reason: "\(path): \(unsafe String(cString: strerror(reason)))")
        }
        self.descriptor = descriptor
    }

    deinit {
        // Not left to `close`: a process that is being started at this moment holds a copy of the
        // descriptor until it has become the other program, and the lock with it.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }
}
