// The line between the servers and their database, which breaks when it is told to: at once, or around
// the next COMMIT. Everything else it passes on as it comes.

internal import Foundation
internal import Glibc
internal import Synchronization

/// Where a line breaks.
enum LineBreak: String, CaseIterable, Sendable {
    /// The database never sees the COMMIT.
    case beforeCommit
    /// It sees it at the moment at which the server loses the connection.
    case atCommit
    /// It commits and answers, and the answer is lost.
    case afterCommit
}

final class SoakDatabaseLine: Sendable {
    private struct State {
        var next: LineBreak?
        var pairs: [ObjectIdentifier: Pair] = [:]
    }

    private let listener: Int32
    let port: UInt16
    private let database: UInt16
    private let state = Mutex(State())

    /// *Errors*: `CheckFailure` when there is no free port.
    init(to database: UInt16) throws {
        guard let (socket, port) = Loopback.listen() else { throw CheckFailure("no free port") }
        listener = socket
        self.port = port
        self.database = database
        Thread.detachNewThread { [self] in take() }
    }

    /// The next COMMIT meets this, once.
    func arm(_ next: LineBreak) {
        state.withLock { $0.next = next }
    }

    /// Whether what was armed last has come to pass.
    var hasBroken: Bool { state.withLock { $0.next == nil } }

    /// Every connection there is.
    func cutAll() {
        for pair in state.withLock({ Array($0.pairs.values) }) { pair.end() }
    }

    func close() {
        shutdown(listener, Int32(SHUT_RDWR))
        cutAll()
    }

    private func take() {
        while true {
            let client = accept(listener, nil, nil)
            guard client >= 0 else {
                Glibc.close(listener)
                return
            }
            _ = fcntl(client, F_SETFD, FD_CLOEXEC)
            guard let server = Loopback.connect(to: database) else {
                Glibc.close(client)
                continue
            }
            let pair = Pair(client: client, server: server)
            state.withLock { $0.pairs[ObjectIdentifier(pair)] = pair }
            Thread.detachNewThread { [self] in
                pass(pair)
                pair.end()
                _ = state.withLock { $0.pairs.removeValue(forKey: ObjectIdentifier(pair)) }
            }
        }
    }

    private func pass(_ pair: Pair) {
        var room = [UInt8](repeating: 0, count: 65_536)
        while true {
            var sockets = [pair.client, pair.server].map {
                pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
            }
            guard unsafe poll(&sockets, 2, -1) > 0 else { return }
            if sockets[1].revents != 0 {
                guard let bytes = Loopback.receive(from: pair.server, into: &room),
                    Loopback.send(bytes, to: pair.client)
                else { return }
            }
            guard sockets[0].revents != 0 else { continue }
            guard let bytes = Loopback.receive(from: pair.client, into: &room) else { return }
            guard SoakDatabaseLine.carriesCommit(bytes), let broken = takeBreak() else {
                guard Loopback.send(bytes, to: pair.server) else { return }
                continue
            }
            guard broken != .beforeCommit, Loopback.send(bytes, to: pair.server),
                broken == .afterCommit
            else { return }
            _ = Loopback.receive(from: pair.server, into: &room)
            return
        }
    }

    private func takeBreak() -> LineBreak? {
        state.withLock { $0.next.take() }
    }

    /// The slot of a connection, 32 digits of base 16, is written right before COMMIT
    /// (`PersistencePostgres/CommitMarker`).
    ///
    /// A sale's number has as many; a line that breaks with it breaks before a COMMIT, too.
    private static func carriesCommit(_ bytes: ArraySlice<UInt8>) -> Bool {
        var digits = 0
        for byte in bytes {
            let isDigit = (48...57).contains(byte) || (97...102).contains(byte)
            digits = isDigit ? digits + 1 : 0
            if digits == 32 { return true }
        }
        return false
    }

    /// Both ends of a connection, closed when nobody uses them any more: their numbers may be another's
    /// right after.
    private final class Pair: Sendable {
        let client, server: Int32

        init(client: Int32, server: Int32) {
            self.client = client
            self.server = server
        }

        func end() {
            shutdown(client, Int32(SHUT_RDWR))
            shutdown(server, Int32(SHUT_RDWR))
        }

        deinit {
            Glibc.close(client)
            Glibc.close(server)
        }
    }
}
