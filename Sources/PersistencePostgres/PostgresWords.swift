// What processes on one database say to each other at once, by LISTEN and NOTIFY. A word is a hint: it
// is said after the fact is committed and not with it, because a COMMIT that notifies waits in line
// behind every other one that does, and the way of the money is not to wait for a page. What is lost
// with a connection is made up for by those who listen: they are told that they may have missed some.
//
// One connection and one thread for it, beside the pool's.

internal import CPQ
internal import Foundation
internal import Glibc
package import Persistence
internal import Synchronization

/// What was heard.
package enum HeardWord: Equatable, Sendable {
    case word(String)
    /// Nobody listened for a while.
    case missedSome
}

package final class PostgresWords: Sendable {
    private struct Outbox {
        var words: Set<String> = []
        var isClosed = false
    }

    private static let channel = "counterfoil"
    /// Own choice: a server that restarts is back within seconds.
    private static let pauseMax = 2.0

    private let settings: PostgresSettings
    private let addresses: [PostgresAddress]
    private let outbox = Mutex(Outbox())
    private let bell: Bell
    private let continuation: AsyncStream<HeardWord>.Continuation
    /// What other processes have said; for one reader.
    package let heard: AsyncStream<HeardWord>

    /// Between all processes that have this database open.
    ///
    /// *Errors*: `DatabaseError.server(.unfit(.connectionString))`, `.unusable`.
    package init(on database: PostgresDatabase) throws(DatabaseError) {
        settings = database.settings
        addresses = try PostgresAddress.all(database.settings)
        guard let bell = Bell() else { throw .unusable(reason: "no file descriptor is left") }
        self.bell = bell
        (heard, continuation) = AsyncStream.makeStream(
            of: HeardWord.self, bufferingPolicy: .bufferingNewest(1_000))
    }

    /// Begins to listen; once.
    package func start() {
        let thread = Thread { [self] in
            var pause = 0.1
            while !isClosed {
                do {
                    let link = try connect()
                    pause = 0.1
                    continuation.yield(.missedSome)
                    try talk(on: link)
                } catch {
                    Thread.sleep(forTimeInterval: pause)
                    pause = min(pause * 2, PostgresWords.pauseMax)
                }
            }
        }
        thread.name = "counterfoil-words"
        thread.start()
    }

    /// Says a word to the others, soon; said twice in a moment, it is said once.
    package func say(_ word: String) {
        outbox.withLock { _ = $0.words.insert(word) }
        bell.ring()
    }

    /// Says what is still to be said, hears nothing more, and ends.
    package func close() {
        outbox.withLock { $0.isClosed = true }
        continuation.finish()
        bell.ring()
    }

    private var isClosed: Bool { outbox.withLock { $0.isClosed } }

    // MARK: The thread

    private struct Listening {
        let link: PostgresLink
        /// Several chains may share a database; each has a schema.
        let prefix: String
    }

    private func connect() throws(PostgresFailure) -> Listening {
        var met: PostgresFailure?
        for address in addresses {
            do {
                let link = try PostgresLink(address, settings)
                let rows = try link.runNow(
                    "LISTEN \(PostgresWords.channel); SELECT current_schema() AS schema")
                let schema = (try? rows.first?.text("schema")) ?? ""
                return Listening(link: link, prefix: schema + "/")
            } catch {
                met = met ?? error
            }
        }
        throw met ?? PostgresFailure(.other, "no server is named")
    }

    private func talk(on listening: Listening) throws(PostgresFailure) {
        while true {
            let (words, isClosed) = outbox.withLock { outbox in
                defer { outbox.words = [] }
                return (outbox.words, outbox.isClosed)
            }
            if !words.isEmpty {
                do {
                    try say(words, on: listening)
                } catch {
                    outbox.withLock { $0.words.formUnion(words) }
                    throw error
                }
            }
            hear(listening)
            if isClosed { return }
            try listening.link.awaitWord(or: bell)
        }
    }

    private func say(_ words: Set<String>, on listening: Listening) throws(PostgresFailure) {
        let calls = words.sorted().map { word in
            let text = (listening.prefix + word).replacing("'", with: "''")
            return "SELECT pg_notify('\(PostgresWords.channel)', '\(text)')"
        }
        _ = try listening.link.runNow(calls.joined(separator: ";"))
    }

    private func hear(_ listening: Listening) {
        for word in listening.link.takeWords() where word.hasPrefix(listening.prefix) {
            continuation.yield(.word(String(word.dropFirst(listening.prefix.count))))
        }
    }
}

/// Wakes a thread that waits for a socket: a pipe, with a byte in it when it has been rung.
private final class Bell: Sendable {
    private let ends: [Int32]
    private let isRung = Mutex(false)

    /// Nil when there is no file descriptor left.
    init?() {
        var ends: [Int32] = [-1, -1]
        guard unsafe pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        self.ends = ends
    }

    deinit {
        for end in ends { close(end) }
    }

    var descriptor: Int32 { ends[0] }

    func ring() {
        isRung.withLock { isRung in
            guard !isRung else { return }
            var byte: UInt8 = 1
            isRung = unsafe write(ends[1], &byte, 1) == 1
        }
    }

    func quieten() {
        isRung.withLock { isRung in
            guard isRung else { return }
            var byte: UInt8 = 0
            isRung = unsafe read(ends[0], &byte, 1) != 1
        }
    }
}

extension PostgresLink {
    /// Waits until the server says something or a bell is rung, and reads what came.
    ///
    /// *Errors*: `PostgresFailure` of the kind `lost`.
    fileprivate func awaitWord(or bell: Bell) throws(PostgresFailure) {
        var sockets = [unsafe PQsocket(connection), bell.descriptor].map {
            pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
        }
        guard unsafe poll(&sockets, 2, -1) >= 0 || errno == EINTR else { throw lost }
        bell.quieten()
        guard unsafe PQconsumeInput(connection) == 1 else { throw lost }
    }

    /// What others have notified since; our own words come back, and are passed over.
    fileprivate func takeWords() -> [String] {
        var words: [String] = []
        let ours = unsafe PQbackendPID(connection)
        while let notify = unsafe PQnotifies(connection) {
            if unsafe notify.pointee.be_pid != ours, let extra = unsafe notify.pointee.extra {
                words.append(unsafe String(cString: extra))
            }
            unsafe PQfreemem(notify)
        }
        return words
    }
}
